"""Plays a person's hand for tests of what needs no desktop: makes input events, one after the other."""

from __future__ import annotations

from dataclasses import replace

from recorder.events import InputEvent, KeyFacts, WindowFacts

MS = 1_000_000
EDITOR = WindowFacts("Letter", "Editor", "editor", 11, (0, 0, 800, 600), 101, "normal")
BROWSER = WindowFacts("Shop", "Browser", "browser", 12, (100, 100, 600, 400), 102, "normal")

KEYCODES = {"shift_l": 50, "ctrl_l": 37, "alt_l": 64, "altgr": 108, "capslock": 66}


class Hand:
    """Every method appends to `events` and lets a little time pass."""

    def __init__(self, window: WindowFacts | None = EDITOR) -> None:
        self.events: list[InputEvent] = []
        self.window = window
        self.t_ns = 1_000 * MS
        self.at = (200, 200)
        self._held: list[str] = []

    def wait(self, ms: int) -> Hand:
        self.t_ns += ms * MS
        return self

    def move(self, x: int, y: int) -> Hand:
        self.at = x, y
        return self._add(InputEvent(0, 0, "move", x, y), window=None)

    def press(self, button: str = "left") -> Hand:
        return self._add(InputEvent(0, 0, "press", *self.at, button=button))

    def release(self, button: str = "left") -> Hand:
        return self._add(InputEvent(0, 0, "release", *self.at, button=button))

    def click(self, x: int, y: int, button: str = "left") -> Hand:
        return self.move(x, y).press(button).release(button)

    def scroll(self, dy: int, dx: int = 0) -> Hand:
        return self._add(InputEvent(0, 0, "scroll", *self.at, dx=dx, dy=dy))

    def down(self, name: str, char: str | None = None) -> Hand:
        self._key("key_press", name, char)
        modifier = name.removesuffix("_l").removesuffix("_r")
        if modifier in ("ctrl", "alt", "shift", "win", "altgr"):
            self._held.append(modifier)
        return self

    def up(self, name: str, char: str | None = None) -> Hand:
        self._key("key_release", name, char)
        modifier = name.removesuffix("_l").removesuffix("_r")
        if modifier in self._held:
            self._held.remove(modifier)
        return self

    def key(self, *names: str) -> Hand:
        """Presses keys together, the last one last."""
        for name in names:
            self.down(name, name if len(name) == 1 else None)
        for name in reversed(names):
            self.up(name, name if len(name) == 1 else None)
        return self

    def type(self, text: str) -> Hand:
        for char in text:
            self.down(char.lower(), char).up(char.lower(), char)
        return self

    def note(self, kind: str) -> Hand:
        """A marker or a pause."""
        return self._add(InputEvent(0, 0, kind, *self.at))  # type: ignore[arg-type]

    def secret(self, name: str) -> Hand:
        return self._add(InputEvent(0, 0, "key_press", *self.at, secret=name))

    def _key(self, kind: str, name: str, char: str | None) -> None:
        code = KEYCODES.get(name, 200 + sum(map(ord, name)) % 1000)
        key = KeyFacts(code, name, char)
        self._add(InputEvent(0, 0, kind, *self.at, key=key))  # type: ignore[arg-type]

    def _add(self, event: InputEvent, **changes: object) -> Hand:
        self.t_ns += 10 * MS
        values = {"window": self.window, **changes}
        self.events.append(
            replace(event, seq=len(self.events) + 1, t_ns=self.t_ns, modifiers=tuple(self._held), **values)  # type: ignore[arg-type]
        )
        return self
