"""Which keys give which character in the keyboard layout that is in force, and which keys are free."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from recorder.inputs._xorg_keymap import NAMES, char_of

SHIFT_MASK, LOCK_MASK, CONTROL_MASK, ALT_MASK = 1, 2, 4, 8
_LEVEL_3 = (0xFE03, 0xFE04, 0xFE05)
_KEYPAD = range(0xFF80, 0xFFBE)  # needs NumLock, whose state is the person's
_COMMANDS = {"\n": "enter", "\t": "tab", "\b": "backspace", "\x1b": "esc"}
_PLAIN_NAMES = {
    "ctrl": (0xFFE3, 0xFFE4), "shift": (0xFFE1, 0xFFE2), "alt": (0xFFE9, 0xFFE7, 0xFFEA),
    "win": (0xFFEB, 0xFFEC), "altgr": (*_LEVEL_3, 0xFF7E), "enter": (0xFF0D, 0xFF8D), "num_enter": (0xFF8D,),
    "add": (0xFFAB,), "subtract": (0xFFAD,), "multiply": (0xFFAA,), "divide": (0xFFAF,), "decimal": (0xFFAE,),
    "separator": (0xFFAC,), **{f"num{digit}": (0xFFB0 + digit,) for digit in range(10)},
}  # fmt: skip
"""Names that stand for more than one symbol: the first that the keyboard has."""


@dataclass(frozen=True, slots=True)
class Stroke:
    """One key with the level that gives the wanted character."""

    keycode: int
    shift: bool = False
    level_3: bool = False
    """AltGr held."""


class Layout:
    """The keyboard map in core order, read in one of its first two groups."""

    def __init__(
        self, rows: Mapping[int, Sequence[int]], group: int, modifiers: Sequence[Sequence[int]]
    ) -> None:
        self.rows = {code: tuple(row) for code, row in rows.items()}
        self.modifier_codes = {code for bit in modifiers for code in bit if code}
        """Keys that change the state while held, CapsLock and NumLock among them."""
        self._group = group
        self.shift_code = self.code_named("shift")
        self.level_3_code = next(
            (code for code in self._codes(_LEVEL_3) if code in self.modifier_codes), None
        )
        self._strokes = self._read()

    def stroke(self, character: str) -> Stroke | None:
        """The key that types this character; None where the layout has none (dead keys do not count)."""
        if character in _COMMANDS:
            code = self.code_named(_COMMANDS[character])
            return None if code is None else Stroke(code)
        return self._strokes.get(character)

    def code_named(self, name: str) -> int | None:
        """The key of this name, such as 'ctrl', 'enter', 'f5', 'a'; None where the keyboard has none."""
        if name in _PLAIN_NAMES:
            return next(iter(self._codes(_PLAIN_NAMES[name])), None)
        found = next(iter(self._codes([keysym for keysym, named in NAMES.items() if named == name])), None)
        return found if found is not None or len(name) != 1 else self._code_of_letter(name)

    def spare_runs(self) -> list[tuple[int, ...]]:
        """Runs of adjacent keys that nobody types with, some of them without any symbol; the emptiest first.

        A run is rewritten with one request, that is with one notice to all programs and the window manager.
        """
        runs: list[list[int]] = []
        for code in sorted(self.rows):
            if not self._is_idle(code):
                continue
            if runs and runs[-1][-1] == code - 1:
                runs[-1].append(code)
            else:
                runs.append([code])
        holding = [tuple(run) for run in runs if self.spare_codes(run)]
        return sorted(holding, key=lambda run: (len(self.spare_codes(run)), run), reverse=True)

    def spare_codes(self, run: Iterable[int]) -> list[int]:
        """Those keys of a run that have no symbol."""
        return [code for code in run if not any(self.rows[code])]

    def _is_idle(self, code: int) -> bool:
        """Whether nobody types with the key: it has at most one symbol, neither named nor a character.

        Keys with one symbol come back as they were; others have types that the core protocol cannot say. The
        lowest code, some programs do not know.
        """
        symbols = {keysym for keysym in self.rows[code] if keysym}
        useful = any(keysym in NAMES or char_of(keysym) is not None for keysym in symbols)
        return code > 8 and code not in self.modifier_codes and len(symbols) <= 1 and not useful

    def _read(self) -> dict[str, Stroke]:
        strokes: dict[str, Stroke] = {}
        base, high = (2, 6) if self._group else (0, 4)
        levels = [(base, False, False), (base + 1, True, False), (high, False, True), (high + 1, True, True)]
        for index, shift, level_3 in levels:
            if (shift and self.shift_code is None) or (level_3 and self.level_3_code is None):
                continue
            for code, row in sorted(self.rows.items()):
                keysym = row[index] if index < len(row) else 0
                character = None if keysym in _KEYPAD else char_of(keysym)
                if character is not None:
                    strokes.setdefault(character, Stroke(code, shift, level_3))
        return strokes

    def _code_of_letter(self, letter: str) -> int | None:
        """The key that carries the letter in any group, as shortcuts are found: the one in force first."""
        if letter in self._strokes and not self._strokes[letter].level_3:
            return self._strokes[letter].keycode
        for code, row in sorted(self.rows.items()):
            if any(char_of(keysym) == letter for keysym in row[:4] if keysym not in _KEYPAD):
                return code
        return None

    def _codes(self, keysyms: Sequence[int]) -> list[int]:
        """Keys with one of these symbols; those that give it without a modifier first."""
        found: list[int] = []
        for width in (1, 4):
            for keysym in keysyms:
                found += [code for code, row in sorted(self.rows.items()) if keysym in row[:width]]
        return found


def keysym_of(character: str) -> int:
    """The symbol that a spare key is bound to for this character."""
    point = ord(character)
    return point if 0x20 <= point <= 0x7E or 0xA0 <= point <= 0xFF else 0x01000000 + point
