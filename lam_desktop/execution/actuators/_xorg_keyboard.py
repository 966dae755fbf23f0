"""Types any text on X11 through real key codes, whatever the layout and the state of CapsLock.

Characters that the layout lacks are put on keys that give nothing (19 of them on a usual PC keyboard, two
characters each). A program reads the new keyboard map only when it gets to the notice of it, by asking the server
what the map is *then*; so a key is not bound anew before the program has said that it read what came before.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lam_desktop.errors import EnvironmentFault, ExitCode, LamUserError
from lam_desktop.execution.actuators._base import Stop, check, rest
from lam_desktop.execution.actuators._keys import key_name, lines_of
from lam_desktop.execution.actuators._xorg_focus import FocusedProgram
from lam_desktop.execution.actuators._xorg_layout import (
    LOCK_MASK,
    Layout,
    Stroke,
    keysym_of,
)
from lam_desktop.execution.actuators._xorg_xkb import LockedModifiers
from recorder.ledger import InjectionLedger

if TYPE_CHECKING:
    from Xlib.display import Display

CHUNK = 16
"""So many characters are on their way at most: what a program still works off after a stop."""
FOREIGN_LIMIT_S = 2.0
"""A modifier that a person holds down for longer is taken for stuck, and released."""


class KeyboardLost(LamUserError):  # noqa: N818
    """Another window took the keyboard while text was being typed."""

    exit_code = ExitCode.WRONG_EFFECT


@dataclass(frozen=True, slots=True)
class _Piece:
    """Text that can be typed without binding a key anew."""

    text: str
    missing: tuple[str, ...]


class XorgKeyboard:
    """The keyboard of one display. `display` may be shared with nobody who reads its events."""

    def __init__(self, display: Display, ledger: InjectionLedger) -> None:
        self._display = display
        self._ledger = ledger
        self._locks = LockedModifiers(display)
        self._focus = FocusedProgram(display)
        self._borrowed: dict[str, Stroke] = {}
        self._layout = self._read_layout()

    def press(self, name: str, down: bool) -> None:
        """Presses or releases the key of this name; raises `EnvironmentFault` where the keyboard has none."""
        if down:
            self._layout = self._read_layout()
        code = self._layout.code_named(key_name(name))
        if code is None:
            raise EnvironmentFault(
                f"The keyboard has no key «{name}»; choose another layout or change the step."
            )
        self._send(code, down)

    def type(self, text: str, stopped: Stop) -> None:
        """Types the text into whatever has the keyboard."""
        self._layout = self._read_layout()
        self._forget_lost_bindings()
        with self._plain_locks():
            for piece in self._pieces(lines_of(text)):
                if piece.missing:
                    self._borrow(piece.missing, stopped)
                self._type_piece(piece.text, stopped)

    def release_modifiers(self) -> None:
        """Releases every modifier key that is down, whoever pressed it."""
        for code in self._down() & self._layout.modifier_codes:
            self._send(code, False)
        self._display.sync()

    def give_back(self) -> None:
        """Makes the borrowed keys empty again."""
        if not self._borrowed:
            return
        self._focus.has_read(lambda: False)
        for code in sorted({stroke.keycode for stroke in self._borrowed.values()}):
            self._display.change_keyboard_mapping(code, [[0]])
        self._borrowed.clear()
        self._display.sync()

    def _type_piece(self, text: str, stopped: Stop) -> None:
        window = self._focus.window()
        for start in range(0, len(text), CHUNK):
            for character in text[start : start + CHUNK]:
                check(stopped)
                self._await_free_modifiers(stopped)
                self._stroke(self._stroke_of(character))
            self._focus.has_read(stopped)
            now = self._focus.window()
            if start + CHUNK < len(text) and now is not None and window is not None and now.id != window.id:
                raise KeyboardLost("Another window took the keyboard while text was typed.")

    def _stroke(self, stroke: Stroke) -> None:
        held = [
            code
            for wanted, code in (
                (stroke.level_3, self._layout.level_3_code),
                (stroke.shift, self._layout.shift_code),
            )
            if wanted and code is not None
        ]
        codes = [*held, stroke.keycode]
        for code in codes:
            self._send(code, True)
        for code in reversed(codes):
            self._send(code, False)
        self._display.flush()

    def _stroke_of(self, character: str) -> Stroke:
        stroke = self._layout.stroke(character) or self._borrowed.get(character)
        assert stroke is not None, character
        return stroke

    def _await_free_modifiers(self, stopped: Stop) -> None:
        """A letter typed while a person holds Ctrl would be a command."""
        if not self._foreign():
            return
        deadline = time.monotonic() + FOREIGN_LIMIT_S
        while self._foreign():
            rest(0.01, stopped)
            if time.monotonic() > deadline:
                self.release_modifiers()
                return

    def _foreign(self) -> set[int]:
        """Modifier keys that are down though we hold none."""
        if not self._display.screen().root.query_pointer().mask & 0xFF & ~LOCK_MASK:
            return set()
        return self._down() & self._layout.modifier_codes

    def _pieces(self, text: str) -> Iterator[_Piece]:
        room = 2 * (len(self._layout.spare_codes()) + len({s.keycode for s in self._borrowed.values()}))
        if self._layout.shift_code is None:
            room //= 2
        start, missing = 0, {}
        for at, character in enumerate(text):
            if character in missing or self._layout.stroke(character) is not None:
                continue
            if not room:
                raise EnvironmentFault(
                    f"The keyboard has no key for «{character}» and none to spare; choose another layout."
                )
            if len(missing) == room:
                yield _Piece(text[start:at], tuple(missing))
                start, missing = at, {}
            missing[character] = None
        yield _Piece(text[start:], tuple(missing))

    def _borrow(self, characters: Sequence[str], stopped: Stop) -> None:
        """Binds the characters to spare keys; those bound before and not needed now give way, oldest first."""
        new = [character for character in characters if character not in self._borrowed]
        if not new:
            return
        spare = self._layout.spare_codes()
        self._focus.has_read(stopped)
        needed = (len(new) + 1) // 2 if self._layout.shift_code is not None else len(new)
        while len(spare) < needed:
            code = next(iter(self._borrowed.values())).keycode
            for character in [one for one, stroke in self._borrowed.items() if stroke.keycode == code]:
                del self._borrowed[character]
                if character in characters and character not in new:
                    new.append(character)
                    needed = (len(new) + 1) // 2 if self._layout.shift_code is not None else len(new)
            spare.append(code)
        levels = 2 if self._layout.shift_code is not None else 1
        for start in range(0, len(new), levels):
            pair = new[start : start + levels]
            code = spare.pop(0)
            symbols = [keysym_of(character) for character in pair]
            self._display.change_keyboard_mapping(code, [[symbols[0], symbols[-1]]])
            for shift, character in enumerate(pair):
                self._borrowed[character] = Stroke(code, shift=bool(shift))
        self._display.sync()
        self._layout = self._read_layout()
        self._focus.has_read(stopped)

    def _forget_lost_bindings(self) -> None:
        """Another layout may have been set meanwhile, which empties all keys."""
        for character, stroke in list(self._borrowed.items()):
            row = self._layout.rows.get(stroke.keycode, ())
            if len(row) < 2 or row[int(stroke.shift)] != keysym_of(character):
                del self._borrowed[character]

    @contextlib.contextmanager
    def _plain_locks(self) -> Iterator[None]:
        """CapsLock off, and one of the first two groups in force, as long as the block lasts."""
        state = self._display.screen().root.query_pointer().mask
        caps, group = state & LOCK_MASK, (state >> 13) & 3
        far = group > 1
        if not caps and not far:
            yield
            return
        self._locks.set(LOCK_MASK, 0, 0 if far else None)
        try:
            yield
        finally:
            self._locks.set(LOCK_MASK, LOCK_MASK if caps else 0, group if far else None)

    def _read_layout(self) -> Layout:
        info = self._display.display.info
        first, count = info.min_keycode, info.max_keycode - info.min_keycode + 1
        rows = self._display.get_keyboard_mapping(first, count)
        group = (self._display.screen().root.query_pointer().mask >> 13) & 3
        return Layout(
            {first + at: tuple(row) for at, row in enumerate(rows)},
            group if group < 2 else 0,
            [list(row) for row in self._display.get_modifier_mapping()],
        )

    def _down(self) -> set[int]:
        return {
            8 * at + bit
            for at, byte in enumerate(self._display.query_keymap())
            for bit in range(8)
            if byte >> bit & 1
        }

    def _send(self, code: int, down: bool) -> None:
        from Xlib import X
        from Xlib.ext.xtest import fake_input

        self._ledger.will_send("key_press" if down else "key_release", code)
        fake_input(self._display, X.KeyPress if down else X.KeyRelease, code)
        self._display.flush()
