"""What is wrong with a cell by itself, beside the demonstrated one: however few rows there are."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from lam_desktop.tasks.provenance.unlike_shown import mask
from lam_desktop.tasks.texts.forms import readings
from lam_desktop.tasks.texts.patterns.numbers import read_number

LOOK_ALIKE = str.maketrans({"O": "0", "o": "0", "l": "1", "I": "1", "|": "1", "S": "5", "B": "8"})
"""Letters that are taken for figures, by eye and by readers of print."""
SCRIPTS = frozenset({"LATIN", "CYRILLIC", "GREEK"})
"""Whose letters look alike: «Mіller» may hold a Cyrillic one."""
_DAY = re.compile(r"\d{1,4}([-./])\d{1,2}\1\d{1,4}")


def slips(shown: str) -> Callable[[str], str]:
    """Judges cells of a column: what is wrong, to go behind the cell («which is no day»); empty for nothing.

    `shown`: the cell of the demonstrated row, which is right.
    """
    is_mixed, is_day = _is_mixed(shown), bool(readings(shown))

    def judge(cell: str) -> str:
        if not shown or not cell:
            return ""
        if not is_mixed and _is_mixed(cell):
            return "whose letters are of two scripts, though they look alike"
        if is_day and _DAY.fullmatch(cell.strip()) and not readings(cell):
            return "which is no day of any month"
        meant = _with_figures(shown, cell)
        return f"which has a letter in the place of a figure, as if “{meant}” were meant" if meant else ""

    return judge


def _with_figures(shown: str, cell: str) -> str:
    """The cell with figures in place of the letters that look like them; empty where it has none such."""
    figures = cell.translate(LOOK_ALIKE)
    if figures == cell or not any(map(str.isdigit, cell)):
        return ""
    if read_number(shown) is not None:
        return figures if read_number(cell) is None and read_number(figures) is not None else ""
    if len(shown) != len(cell) or mask(shown) == mask(cell):
        return ""
    pairs = zip(mask(shown), cell, figures, strict=True)
    meant = "".join(figure if place == "9" else sign for place, sign, figure in pairs)
    return meant if mask(meant) == mask(shown) else ""


def _is_mixed(text: str) -> bool:
    """Whether a word has letters of several scripts that look alike."""
    for word in re.findall(r"[^\W\d_]+", text):
        scripts = {unicodedata.name(letter, "").partition(" ")[0] for letter in word}
        if len(scripts & SCRIPTS) > 1:
            return True
    return False
