"""Lends keys that give nothing to characters that the keyboard layout lacks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

from lam_desktop.execution.actuators._xorg_layout import Layout, Stroke, keysym_of

if TYPE_CHECKING:
    from Xlib.display import Display


class SpareKeys:
    """Which spare key gives which character now. A key carries two: plain, and with Shift.

    `settle` returns once the program with the keyboard has read all that was sent; `on_lent` hears of each
    key that is lent, or emptied again. A program learns of a new binding by asking the server for the map as
    it is *then*; so no key is bound anew before the program has read what was typed with it.
    """

    def __init__(
        self, display: Display, settle: Callable[[], None], on_lent: Callable[[int, bool], None]
    ) -> None:
        self._display = display
        self._settle = settle
        self._on_lent = on_lent
        self._lent: dict[int, tuple[str, ...]] = {}  # key code -> its characters

    def stroke(self, character: str) -> Stroke | None:
        """The key that was lent to this character."""
        for code, characters in self._lent.items():
            if character in characters:
                return Stroke(code, shift=characters.index(character) == 1)
        return None

    def room(self, layout: Layout) -> int:
        """So many characters can be lent a key at the same time."""
        return (len(layout.spare_codes()) + len(self._lent)) * _levels(layout)

    def lend(self, characters: Iterable[str], layout: Layout) -> None:
        """Gives each of them a key, at most `room` of them; where none is left, all keys are lent anew."""
        wanted = list(dict.fromkeys(characters))
        missing = [character for character in wanted if not self.stroke(character)]
        if not missing:
            return
        levels = _levels(layout)
        spare = [code for code in layout.spare_codes() if code not in self._lent]
        if -(-len(missing) // levels) > len(spare):
            self._settle()
            spare += self._lent
            self._lent.clear()
            missing = wanted
        for start in range(0, len(missing), levels):
            self._bind(spare.pop(0), tuple(missing[start : start + levels]))
        self._display.sync()
        self._settle()

    def without_lent(self, rows: Mapping[int, tuple[int, ...]]) -> dict[int, tuple[int, ...]]:
        """The keyboard map as it is without us. Here we notice that a new layout has emptied all keys."""
        for code, characters in list(self._lent.items()):
            symbols = tuple(keysym_of(character) for character in characters)
            if rows.get(code, ())[: len(symbols)] != symbols:
                del self._lent[code]
        return {code: row for code, row in rows.items() if code not in self._lent}

    def give_back(self) -> None:
        """Makes every lent key empty again."""
        if not self._lent:
            return
        self._settle()
        for code in self._lent:
            self._display.change_keyboard_mapping(code, [[0]])
            self._on_lent(code, False)
        self._lent.clear()
        self._display.sync()
        self._settle()  # who types next must not do so while a program is still reading the map

    def _bind(self, code: int, characters: tuple[str, ...]) -> None:
        self._on_lent(code, True)
        symbols = [keysym_of(character) for character in characters]
        # A single symbol twice: alone, the server would make its capital the key's second one.
        self._display.change_keyboard_mapping(code, [[symbols[0], symbols[-1]]])
        self._lent[code] = characters


def _levels(layout: Layout) -> int:
    return 1 if layout.shift_code is None else 2
