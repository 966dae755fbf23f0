"""Writes recordings of what a clerk might have done, event by event."""

from __future__ import annotations

from pathlib import Path

from recorder.events import EventKind, InputEvent, KeyFacts, WindowFacts, WindowKind
from recorder.recording_writer import RecordingWriter
from recorder.rows import RecordingMeta

DESK = WindowFacts("Order 7 - Order desk", "orderdesk", "python3", 41, (100, 50, 800, 600), 7, "normal")
OTHER = WindowFacts("Mail", "thunderbird", "thunderbird", 42, (0, 0, 500, 500), 8, "normal")


def popup(of: WindowFacts = DESK, wm_class: str = "", kind: WindowKind = "popup") -> WindowFacts:
    return WindowFacts("", wm_class, of.process, of.pid, (300, 200, 120, 90), 9, kind)


class Clerk:
    """Collects events; `save` writes them."""

    def __init__(self, window: WindowFacts | None = DESK) -> None:
        self.window = window
        self._events: list[InputEvent] = []

    def click(self, x: int, y: int, button: str = "left", window: WindowFacts | None = None) -> Clerk:
        self._add("press", x, y, button, window=window)
        return self._add("release", x, y, button, window=window)

    def drag(self, start: tuple[int, int], end: tuple[int, int], button: str = "left") -> Clerk:
        self._add("press", *start, button)
        return self._add("release", *end, button)

    def scroll(self, x: int, y: int, dy: int) -> Clerk:
        return self._add("scroll", x, y, dy=dy)

    def type(self, text: str) -> Clerk:
        for char in text:
            key = KeyFacts(ord(char) % 255, char.lower(), char)
            self._add("key_press", key=key)
            self._add("key_release", key=key)
        return self

    def press(self, *keys: str) -> Clerk:
        *modifiers, last = keys
        for held in range(len(modifiers)):
            name = f"{modifiers[held]}_l"
            self._add("key_press", key=KeyFacts(300 + held, name, None), modifiers=tuple(modifiers[:held]))
        key = KeyFacts(310, last, last if len(last) == 1 else None)
        self._add("key_press", key=key, modifiers=tuple(modifiers))
        self._add("key_release", key=key, modifiers=tuple(modifiers))
        for held in reversed(range(len(modifiers))):
            name = f"{modifiers[held]}_l"
            self._add("key_release", key=KeyFacts(300 + held, name, None), modifiers=tuple(modifiers[:held]))
        return self

    def hide(self, name: str) -> Clerk:
        return self._add("key_press", key=KeyFacts(None, "", None), secret=name)

    def save(self, folder: Path) -> Path:
        """The recording, within a task's folder."""
        path = folder / "demos" / "shown.lamrec"
        path.parent.mkdir(parents=True, exist_ok=True)
        writer = RecordingWriter(path, RecordingMeta(screen=(0, 0, 1280, 800)))
        writer.write([(event, None) for event in self._events])
        writer.close()
        return path

    def _add(
        self,
        kind: EventKind,
        x: int = 5,
        y: int = 5,
        button: str | None = None,
        *,
        dy: int = 0,
        key: KeyFacts | None = None,
        modifiers: tuple[str, ...] = (),
        window: WindowFacts | None = None,
        secret: str | None = None,
    ) -> Clerk:
        number = len(self._events)
        self._events.append(
            InputEvent(
                number,
                number * 1_000_000_000,
                kind,
                x,
                y,
                button=button,
                dy=dy,
                key=key,
                modifiers=modifiers,
                window=window or self.window,
                secret=secret,
            )
        )
        return self
