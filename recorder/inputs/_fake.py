"""An input backend without a desktop: whoever holds it plays the person."""

from __future__ import annotations

import time
from collections.abc import Callable

from recorder.events import KeyFacts
from recorder.inputs._base import InputBackend, RawInput

KEY_NAMES = {" ": "space", "\n": "enter", "\t": "tab"}


class FakeInput(InputBackend):
    """Delivers what its methods are told, stamped now, in the caller's thread."""

    def __init__(self) -> None:
        self._on_input: Callable[[RawInput], None] | None = None
        self._on_error: Callable[[BaseException], None] | None = None
        self._at = (0, 0)
        self._held: list[str] = []

    def start(self, on_input: Callable[[RawInput], None], on_error: Callable[[BaseException], None]) -> None:
        self._on_input, self._on_error = on_input, on_error

    def stop(self) -> None:
        self._on_input = None

    def break_down(self, error: BaseException) -> None:
        """The hook dies."""
        if self._on_error is not None:
            self._on_error(error)

    def move(self, x: int, y: int) -> None:
        """Moves the pointer."""
        self._at = x, y
        self._send("move")

    def click(self, x: int, y: int, button: str = "left") -> None:
        """Moves, presses and lets go."""
        self.move(x, y)
        self._send("press", button=button)
        self._send("release", button=button)

    def scroll(self, dx: int, dy: int) -> None:
        """Turns the wheel."""
        self._send("scroll", dx=dx, dy=dy)

    def key(self, name: str, char: str | None = None) -> None:
        """Presses a key and lets it go."""
        self.key_down(name, char)
        self.key_up(name, char)

    def key_down(self, name: str, char: str | None = None) -> None:
        """Presses a key; a modifier counts from the next event on."""
        self._send("key_press", key=KeyFacts(_code(name), name, char))
        if name in ("ctrl", "alt", "shift", "win", "altgr"):
            self._held.append(name)

    def key_up(self, name: str, char: str | None = None) -> None:
        """Lets a key go."""
        self._send("key_release", key=KeyFacts(_code(name), name, char))
        if name in self._held:
            self._held.remove(name)

    def type(self, text: str) -> None:
        """Types characters one after the other; line break and tab are keys."""
        for char in text:
            name = KEY_NAMES.get(char, char.lower())
            self.key(name, None if char in "\n\t" else char)

    def _send(
        self, kind: str, *, button: str | None = None, dx: int = 0, dy: int = 0, key: KeyFacts | None = None
    ) -> None:
        if self._on_input is None:
            return
        x, y = self._at
        self._on_input(RawInput(time.monotonic_ns(), kind, x, y, button, dx, dy, key, tuple(self._held)))  # type: ignore[arg-type]


def _code(name: str) -> int:
    """Any number will do, as long as a key keeps it."""
    return 1000 + sum(ord(char) * 31**at for at, char in enumerate(name)) % 50000
