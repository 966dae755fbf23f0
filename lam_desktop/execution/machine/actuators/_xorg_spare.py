"""Lends keys that give nothing to characters that the keyboard layout lacks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

from lam_desktop.execution.machine.actuators._xorg_layout import Layout, Stroke, keysym_of

if TYPE_CHECKING:
    from Xlib.display import Display

Rows = Mapping[int, tuple[int, ...]]


class SpareKeys:
    """Which spare key gives which character now. A key carries two: plain, and with Shift.

    `settle` returns once the program with the keyboard has read all that was sent; `on_lent` hears of each
    key that is lent, or emptied again. A program learns of a new binding by asking the server for the map as
    it is *then*; so no key is bound anew before the program has read what was typed with it. Every request
    makes every program read the map, window managers grab all their hot keys again (openbox takes 18 ms) and
    hold up clicks meanwhile; so adjacent keys are bound with one request, and stay lent until the end.
    """

    def __init__(
        self, display: Display, settle: Callable[[], None], on_lent: Callable[[int, bool], None]
    ) -> None:
        self._display = display
        self._settle = settle
        self._on_lent = on_lent
        self._lent: dict[int, tuple[str, ...]] = {}  # key code -> its characters
        self._map: Rows = {}  # the keyboard map without what is lent

    def stroke(self, character: str) -> Stroke | None:
        """The key that was lent to this character."""
        for code, characters in self._lent.items():
            if character in characters:
                return Stroke(code, shift=characters.index(character) == 1)
        return None

    def without_lent(self, rows: Rows) -> Rows:
        """The keyboard map as it is without us. Here we notice that a new layout has emptied all keys."""
        for code, characters in list(self._lent.items()):
            symbols = tuple(keysym_of(character) for character in characters)
            if rows.get(code, ())[: len(symbols)] != symbols:
                del self._lent[code]
        self._map = {code: (0,) * len(row) if code in self._lent else row for code, row in rows.items()}
        return self._map

    def room(self, layout: Layout) -> int:
        """So many characters can be lent a key at the same time."""
        return sum(len(layout.spare_codes(run)) for run in layout.spare_runs()) * _levels(layout)

    def lend(self, characters: Iterable[str], layout: Layout) -> None:
        """Gives each of them a key, at most `room` of them; where none is left, all keys are lent anew."""
        wanted = list(dict.fromkeys(characters))
        missing = [character for character in wanted if not self.stroke(character)]
        if not missing:
            return
        levels = _levels(layout)
        spare = [code for run in layout.spare_runs() for code in layout.spare_codes(run)]
        free = [code for code in spare if code not in self._lent]
        if -(-len(missing) // levels) > len(free):
            self._settle()
            self._lent.clear()
            missing, free = wanted, spare
        bound: dict[int, tuple[str, ...]] = {}
        for start in range(0, len(missing), levels):
            bound[free.pop(0)] = tuple(missing[start : start + levels])
        for code in bound:
            self._on_lent(code, True)
        self._lent |= bound
        self._write(layout, set(bound))
        self._settle()

    def give_back(self, layout: Layout) -> None:
        """Makes every lent key empty again."""
        if not self._lent:
            return
        self._settle()
        emptied = set(self._lent)
        self._lent.clear()
        self._write(layout, emptied)
        for code in emptied:
            self._on_lent(code, False)
        self._settle()  # who types next must not do so while a program is still reading the map

    def _write(self, layout: Layout, codes: set[int]) -> None:
        """Tells the server what these keys give now, with one request a run of adjacent keys."""
        for run in layout.spare_runs():
            changed = sorted(codes.intersection(run))
            if changed:
                reach = range(changed[0], changed[-1] + 1)
                self._display.change_keyboard_mapping(changed[0], [self._row(code) for code in reach])
        self._display.sync()

    def _row(self, code: int) -> tuple[int, ...]:
        row = self._map[code]
        if code not in self._lent:
            return row
        symbols = [keysym_of(character) for character in self._lent[code]]
        # A single symbol twice: alone, the server would make its capital the key's second one.
        return (symbols[0], symbols[-1], *row[2:])


def _levels(layout: Layout) -> int:
    return 1 if layout.shift_code is None else 2
