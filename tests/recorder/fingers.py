"""Real input by key code and button, without knowing a layout: what a keyboard and a mouse send."""

from __future__ import annotations

import time
from types import TracebackType

from Xlib import X
from Xlib.display import Display
from Xlib.ext import xtest

BUTTONS = {"left": 1, "middle": 2, "right": 3, "up": 4, "down": 5, "back": 8}
CODES = {
    "esc": 9, "acute": 21, "backspace": 22, "tab": 23, "q": 24, "w": 25, "e": 26, "o": 32, "p": 33,
    "enter": 36, "ctrl": 37, "a": 38, "s": 39, "d": 40, "f": 41, "h": 43, "k": 45, "shift": 50, "z": 52,
    "v": 55, "b": 56, "m": 58, "alt": 64, "space": 65, "capslock": 66, "altgr": 108, "left": 113,
}  # fmt: skip


class Fingers:
    """One connection; every call has reached the server when it returns."""

    def __init__(self, display: str, pause_s: float = 0.02) -> None:
        self._display = Display(display)
        self._pause_s = pause_s

    def __enter__(self) -> Fingers:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        self._display.close()

    def move(self, x: int, y: int) -> None:
        self._send(X.MotionNotify, 0, x, y)

    def down(self, name: str) -> None:
        self._send(X.KeyPress, CODES[name])

    def up(self, name: str) -> None:
        self._send(X.KeyRelease, CODES[name])

    def tap(self, *names: str) -> None:
        """Presses keys together, the last one last."""
        for name in names:
            self.down(name)
        for name in reversed(names):
            self.up(name)

    def press(self, button: str = "left") -> None:
        self._send(X.ButtonPress, BUTTONS[button])

    def release(self, button: str = "left") -> None:
        self._send(X.ButtonRelease, BUTTONS[button])

    def click(self, x: int, y: int, button: str = "left") -> None:
        self.move(x, y)
        self.press(button)
        self.release(button)

    def key_at(self, code: int) -> int:
        """Taps a key code; monotonic ns of just before the press was sent."""
        at = time.monotonic_ns()
        xtest.fake_input(self._display, X.KeyPress, code)
        xtest.fake_input(self._display, X.KeyRelease, code)
        self._display.sync()
        return at

    def _send(self, kind: int, detail: int, x: int = 0, y: int = 0) -> None:
        xtest.fake_input(self._display, kind, detail, x=x, y=y)
        self._display.sync()
        time.sleep(self._pause_s)
