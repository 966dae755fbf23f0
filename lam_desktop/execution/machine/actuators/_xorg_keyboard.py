"""Types any text on X11 through real key codes, whatever the layout and the state of CapsLock.

Characters that the layout lacks are put on spare keys, 18 of them on a usual PC keyboard. Unlike pasting this
works in every program, terminals and password fields too, and leaves the clipboard alone.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lam_desktop.errors import EnvironmentFault
from lam_desktop.execution.machine.actuators._base import KeyboardLost, Stop, check, never, rest
from lam_desktop.execution.machine.actuators._keys import key_name, lines_of
from lam_desktop.execution.machine.actuators._xorg_focus import FocusedProgram
from lam_desktop.execution.machine.actuators._xorg_guardian import Guardian
from lam_desktop.execution.machine.actuators._xorg_layout import LOCK_MASK, Layout, Stroke
from lam_desktop.execution.machine.actuators._xorg_spare import SpareKeys
from lam_desktop.execution.machine.actuators._xorg_xkb import LockedModifiers
from recorder.ledger import InjectionLedger

if TYPE_CHECKING:
    from Xlib.display import Display

CHUNK = 16
"""So many characters are on their way at most: what a program still works off after a stop."""
REPEAT_S = 0.12
"""Between two strokes of one key in a number, which may go to a keypad on the screen. Measured: the keys of
a GTK calculator take no second stroke after 50 ms, but after 100."""
DEAF_TO_KEYMAP_S = 0.3
"""Wait for a program that answers no pings to read a new keyboard map, without which letters get lost."""
FOREIGN_LIMIT_S = 2.0
"""A modifier that a person holds down for longer is taken for stuck, and released."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """Text that can be typed without lending a key anew."""

    text: str
    missing: tuple[str, ...]
    """Characters that the layout lacks."""


class XorgKeyboard:
    """The keyboard of one display. Nobody else may read the events of this connection."""

    def __init__(self, display: Display, ledger: InjectionLedger, guardian: Guardian) -> None:
        self._display = display
        self._ledger = ledger
        self._guardian = guardian
        self._root = display.screen().root
        self._locks = LockedModifiers(display)
        self._focus = FocusedProgram(display)
        self._stopped: Stop = never
        self._spare = SpareKeys(display, self._settle, guardian.lent)
        self._layout = self._read_layout()

    def press(self, name: str, down: bool) -> None:
        """Presses or releases the key of this name; EnvironmentFault where the keyboard has none."""
        if down:
            self._look()
        self._send(self._code(key_name(name)), down)

    def chord(self, keys: tuple[str, ...]) -> tuple[str, ...]:
        """The keys with the Shift that a sign such as «?» needs; a capital letter names the key alone."""
        self._look()
        names = [key_name(key) for key in keys]
        signs = [name for name in names if len(name) == 1 and not name.isalpha()]
        strokes = [self._layout.stroke(name) for name in signs]
        if "shift" not in names and any(stroke is not None and stroke.shift for stroke in strokes):
            return ("shift", *keys)
        return keys

    def type(self, text: str, stopped: Stop) -> None:
        """Types the text into whatever has the keyboard."""
        self._look()
        self._stopped = stopped
        try:
            with self._plain_locks():
                for piece in self._pieces(lines_of(text)):
                    self._spare.lend(piece.missing, self._layout)
                    self._type_piece(piece.text)
        finally:
            self._stopped = never

    def await_read(self, stopped: Stop) -> None:
        """Returns once the program with the keyboard has read all that was sent to it."""
        self._focus.await_read(stopped)

    def release_modifiers(self) -> None:
        """Releases every modifier key that is down, whoever pressed it."""
        for code in sorted(self._held_modifiers()):
            self._send(code, False)
        self._display.sync()

    def give_back(self) -> None:
        """Makes the borrowed keys empty again."""
        self._spare.give_back(self._layout)

    def _settle(self) -> None:
        self._focus.await_read(self._stopped, deaf_s=DEAF_TO_KEYMAP_S)

    def _code(self, name: str) -> int:
        code = self._layout.code_named(name)
        if code is None and len(name) == 1:  # a Latin shortcut on a keyboard that has no Latin letters
            self._spare.lend([name], self._layout)
            stroke = self._spare.stroke(name)
            code = stroke and stroke.keycode
        if code is None:
            raise EnvironmentFault(
                f"The keyboard has no key «{name}»; choose another layout or change the step."
            )
        return code

    def _type_piece(self, text: str) -> None:
        window = self._focus.window()
        is_number = any(map(str.isdigit, text)) and not any(map(str.isalpha, text))
        struck: dict[int, float] = {}
        for start in range(0, len(text), CHUNK):
            if start and (now := self._focus.window()) != window:
                raise KeyboardLost(
                    f"A window of «{self._focus.class_of(now)}» took the keyboard while text was typed into"
                    f" «{self._focus.class_of(window)}», after {start} characters; look at both."
                )
            for character in text[start : start + CHUNK]:
                check(self._stopped)
                stroke = self._stroke(character)
                if is_number and stroke.keycode in struck:
                    rest(struck[stroke.keycode] + REPEAT_S - time.monotonic(), self._stopped)
                self._await_free_modifiers()
                self._strike(stroke)
                struck[stroke.keycode] = time.monotonic()
            self._focus.await_read(self._stopped)

    def _strike(self, stroke: Stroke) -> None:
        codes = [stroke.keycode]
        if stroke.shift and self._layout.shift_code is not None:
            codes.insert(0, self._layout.shift_code)
        if stroke.level_3 and self._layout.level_3_code is not None:
            codes.insert(0, self._layout.level_3_code)
        for code in codes:
            self._send(code, True)
        for code in reversed(codes):
            self._send(code, False)

    def _stroke(self, character: str) -> Stroke:
        stroke = self._layout.stroke(character) or self._spare.stroke(character)
        assert stroke is not None, "every piece names the characters that it lacks"
        return stroke

    def _pieces(self, text: str) -> Iterator[_Piece]:
        """The text in parts with at most as many unusual characters as there are spare keys for them."""
        room = self._spare.room(self._layout)
        start = 0
        missing: dict[str, None] = {}
        for at, character in enumerate(text):
            if character in missing or self._layout.stroke(character) is not None:
                continue
            if not room:
                raise EnvironmentFault(
                    f"The keyboard has neither a key for «{character}» nor a spare one; change the layout."
                )
            if len(missing) == room:
                yield _Piece(text[start:at], tuple(missing))
                start, missing = at, {}
            missing[character] = None
        if text[start:]:
            yield _Piece(text[start:], tuple(missing))

    def _await_free_modifiers(self) -> None:
        """A letter typed while a person holds Ctrl would be a command."""
        deadline = time.monotonic() + FOREIGN_LIMIT_S
        while self._root.query_pointer().mask & 0xFF & ~LOCK_MASK and self._held_modifiers():
            rest(0.01, self._stopped)
            if time.monotonic() > deadline:
                self.release_modifiers()
                return

    def _held_modifiers(self) -> set[int]:
        pressed = self._display.query_keymap()
        return {code for code in self._layout.modifier_codes if pressed[code // 8] >> code % 8 & 1}

    @contextlib.contextmanager
    def _plain_locks(self) -> Generator[None]:
        """CapsLock off, and one of the first two groups in force, as long as the block lasts."""
        state = self._root.query_pointer().mask
        caps, group = state & LOCK_MASK, _group(state)
        if not caps and group < 2:
            yield
            return
        self._locks.set(LOCK_MASK, 0, 0 if group > 1 else None)
        try:
            yield
        finally:
            self._locks.set(LOCK_MASK, caps, group if group > 1 else None)

    def _look(self) -> None:
        """Reads the keyboard map anew: the person may have chosen another layout."""
        self._layout = self._read_layout()

    def _read_layout(self) -> Layout:
        info = self._display.display.info
        first, count = info.min_keycode, info.max_keycode - info.min_keycode + 1
        rows = self._display.get_keyboard_mapping(first, count)
        return Layout(
            self._spare.without_lent({first + at: tuple(row) for at, row in enumerate(rows)}),
            _group(self._root.query_pointer().mask),
            [list(row) for row in self._display.get_modifier_mapping()],
        )

    def _send(self, code: int, down: bool) -> None:
        from Xlib import X
        from Xlib.ext.xtest import fake_input

        self._ledger.will_send("key_press" if down else "key_release", code)
        if down:
            self._guardian.key(code, True)
        fake_input(self._display, X.KeyPress if down else X.KeyRelease, code)
        self._display.flush()
        if not down:
            self._guardian.key(code, False)


def _group(state: int) -> int:
    """The layout in force, of those that the person switches between: 0 to 3."""
    return state >> 13 & 3
