"""A scripted clerk: real X input through the server's test extension, as from mouse and keyboard."""

from __future__ import annotations

import contextlib
import time
from types import TracebackType
from typing import TYPE_CHECKING

from lam_desktop.errors import EnvironmentFault

if TYPE_CHECKING:
    from Xlib.display import Display

BUTTONS = {"left": 1, "middle": 2, "right": 3}
WHEEL_UP, WHEEL_DOWN = 4, 5
KEY_PAUSE = 0.3  # of the pause between actions: 15 ms a key unless told otherwise
MOVE_STEPS = 6
DRAG_STEPS = 12
STEP_S = 0.008
DOUBLE_GAP_S = 0.06
REMAP_S = 0.15  # programs re-read the keyboard map only when they get to its notice

_SHIFT = 0xFFE1
_KEYSYMS = {
    "ctrl": 0xFFE3, "shift": _SHIFT, "alt": 0xFFE9, "win": 0xFFEB, "altgr": 0xFE03,
    "enter": 0xFF0D, "tab": 0xFF09, "esc": 0xFF1B, "backspace": 0xFF08, "delete": 0xFFFF, "insert": 0xFF63,
    "home": 0xFF50, "left": 0xFF51, "up": 0xFF52, "right": 0xFF53, "down": 0xFF54, "pageup": 0xFF55,
    "pagedown": 0xFF56, "end": 0xFF57, "space": 0x20, "menu": 0xFF67, "capslock": 0xFFE5, "pause": 0xFF13,
    **{f"f{number}": 0xFFBD + number for number in range(1, 13)},
}  # fmt: skip
_CONTROLS = {"\n": 0xFF0D, "\t": 0xFF09}


class Clerk:
    """Mouse and keyboard of one display. Points are screen pixels. A context manager; else `close` it."""

    def __init__(self, display: str, pause_s: float = 0.05) -> None:
        from Xlib import display as xdisplay
        from Xlib import error

        try:
            self._display: Display = xdisplay.Display(display)
        except (error.DisplayError, error.ConnectionClosedError) as fault:
            raise EnvironmentFault(f"The display {display} cannot be opened: is it still running?") from fault
        if not self._display.has_extension("XTEST"):
            self._display.close()
            raise EnvironmentFault(f"The X server {display} has no XTEST extension: use another server.")
        self._pause_s = pause_s
        self._borrowed: dict[int, int] = {}  # key code -> keysym lent to it, oldest first
        self._spare: list[int] = []
        self._places: dict[int, tuple[int, bool]] = {}  # keysym -> key code, and whether Shift is held

    def __enter__(self) -> Clerk:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def move(self, x: int, y: int) -> None:
        """Moves the pointer there along a straight line."""
        self._glide(x, y, MOVE_STEPS)
        self._rest()

    def click(self, x: int, y: int, button: str = "left", count: int = 1) -> None:
        """Moves there and clicks; `count` 2 is a double click."""
        from Xlib import X

        self._glide(x, y, MOVE_STEPS)
        self._rest()
        for number in range(count):
            if number:
                time.sleep(DOUBLE_GAP_S)
            self._send(X.ButtonPress, BUTTONS[button])
            time.sleep(STEP_S)
            self._send(X.ButtonRelease, BUTTONS[button])
        self._rest()

    def drag(self, start: tuple[int, int], end: tuple[int, int]) -> None:
        """Presses the left button at `start`, moves, and releases it at `end`."""
        from Xlib import X

        self._glide(*start, MOVE_STEPS)
        self._rest()
        self._send(X.ButtonPress, BUTTONS["left"])
        try:
            self._glide(*end, DRAG_STEPS)
            self._rest()
        finally:
            self._send(X.ButtonRelease, BUTTONS["left"])
        self._rest()

    def scroll(self, x: int, y: int, dy: int) -> None:
        """Turns the wheel over a point; `dy` notches, up is positive."""
        from Xlib import X

        self._glide(x, y, MOVE_STEPS)
        for _ in range(abs(dy)):
            self._send(X.ButtonPress, WHEEL_UP if dy > 0 else WHEEL_DOWN)
            self._send(X.ButtonRelease, WHEEL_UP if dy > 0 else WHEEL_DOWN)
            time.sleep(STEP_S)
        self._rest()

    def prepare(self, text: str) -> None:
        """Borrows spare keys for all of a text now, so that programs have long read them when it is typed."""
        self._read_keymap()
        keysyms = [_keysym_of(character) for character in text]
        if any(keysym not in self._places for keysym in keysyms):
            self._lend(keysyms)

    def type(self, text: str) -> None:
        """Types any text through key codes; characters the layout lacks borrow spare keys until `close`."""
        self._read_keymap()
        keysyms = [_keysym_of(character) for character in text]
        for at, keysym in enumerate(keysyms):
            if keysym not in self._places:
                self._lend(keysyms[at:])
            self._chord(self._codes(keysym))
            time.sleep(self._pause_s * KEY_PAUSE)
        self._rest()

    def press(self, *keys: str) -> None:
        """Presses keys together, the last one last, and releases them: `press("ctrl", "s")`."""
        self._read_keymap()
        keysyms = [_KEYSYMS[key] if key in _KEYSYMS else _keysym_of(key) for key in keys]
        if any(keysym not in self._places for keysym in keysyms):
            self._lend(keysyms)
        self._chord([code for keysym in keysyms for code in self._codes(keysym)])
        self._rest()

    def close(self) -> None:
        """Gives borrowed keys back and closes the connection; safe to call twice."""
        from Xlib import error

        with contextlib.suppress(error.ConnectionClosedError, OSError):
            if self._borrowed:
                time.sleep(REMAP_S)  # the last characters may still wait to be read
                for code in self._borrowed:
                    self._display.change_keyboard_mapping(code, [(0,)])
                self._borrowed.clear()
                self._display.sync()
            self._display.close()

    def _glide(self, x: int, y: int, steps: int) -> None:
        from Xlib import X

        at = self._display.screen().root.query_pointer()
        for step in range(1, steps + 1):
            share = step / steps
            here = round(at.root_x + (x - at.root_x) * share), round(at.root_y + (y - at.root_y) * share)
            self._send(X.MotionNotify, 0, *here)
            time.sleep(STEP_S)

    def _chord(self, codes: list[int]) -> None:
        from Xlib import X

        down: list[int] = []
        try:
            for code in codes:
                down.append(code)
                self._send(X.KeyPress, code)
        finally:
            for code in reversed(down):
                self._send(X.KeyRelease, code)

    def _codes(self, keysym: int) -> list[int]:
        """Key codes that together give a keysym."""
        code, shifted = self._places[keysym]
        return [self._places[_SHIFT][0], code] if shifted else [code]

    def _lend(self, keysyms: list[int]) -> None:
        """Puts those that no key gives on spare keys, as far as they reach; the oldest lent give way."""
        missing = list(dict.fromkeys(keysym for keysym in keysyms if keysym not in self._places))
        if not self._spare and not self._borrowed:
            raise EnvironmentFault("The keyboard map has no spare key to type unusual characters with.")
        if self._borrowed:
            time.sleep(REMAP_S)  # what was typed with the former keysyms must have been read
        for keysym in missing[: len(self._spare) + len(self._borrowed)]:
            code = self._spare.pop() if self._spare else next(iter(self._borrowed))
            self._borrowed.pop(code, None)
            self._borrowed[code] = keysym
            self._display.change_keyboard_mapping(code, [(keysym, keysym)])
        self._display.sync()
        time.sleep(REMAP_S)
        self._read_keymap()

    def _read_keymap(self) -> None:
        """Asks the server anew: another program may have changed the map."""
        first = self._display.display.info.min_keycode
        rows = self._display.get_keyboard_mapping(first, self._display.display.info.max_keycode - first + 1)
        self._spare = [first + at for at, row in enumerate(rows) if not any(row)]
        self._places = {}
        for level in (1, 0):  # without Shift where both give it
            for at, row in enumerate(rows):
                if len(row) > level and row[level]:
                    self._places[row[level]] = first + at, level == 1

    def _send(self, kind: int, detail: int, x: int = 0, y: int = 0) -> None:
        from Xlib.ext import xtest

        xtest.fake_input(self._display, kind, detail, x=x, y=y)
        self._display.sync()

    def _rest(self) -> None:
        time.sleep(self._pause_s)


def _keysym_of(character: str) -> int:
    if character in _CONTROLS:
        return _CONTROLS[character]
    number = ord(character)
    return number if 0x20 <= number <= 0x7E or 0xA0 <= number <= 0xFF else 0x01000000 + number
