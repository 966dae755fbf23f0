"""How the cells of a column differ from the one that was shown: another type, form or length.

The other rows tell what is usual among themselves; where the table is a wrong one, or a column has slipped,
they agree with each other and all are wrong. What differs in most rows is told once, for the column.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from lam_desktop.tasks.provenance.captions import quoted
from lam_desktop.tasks.texts.forms import read_date, readings
from lam_desktop.tasks.texts.patterns.numbers import read_number

COMMON, ALIKE = 0.8, 0.9
"""Share of a column's cells of one sort, or in one order of letters and figures, to expect it."""
A_FEW = 0.2
"""Share of a column's cells up to which each of them is told by itself."""
LEAST_ROWS = 4
"""Fewer rows tell nothing about each other."""
TIMES_AS_LONG, LEAST_LONG = 3, 40
TIMES_AS_LARGE = 100
LEAST_FIXED = 5
"""Figures of a number that is a key; shorter ones are amounts, and vary in length."""
ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_FIGURES = re.compile(r"[-−+]?[\s€$£¥]*[0-9][0-9.,'’\s]*[%€$£¥]?")
"""Any way to write a number, also one that `read_number` leaves open: 1,249 and 0471."""
_DECIMALS = re.compile(r"[0-9]([.,])(?:[0-9]{1,2}|[0-9]{4,})(?:[\s%€$£¥]*)$")
_CURRENCY = re.compile(r"[%€$£¥]")
_NO = {"number": "no number", "date": "no date", "address": "no e-mail address", "signs": "without figures",
       "code": "without figures"}  # fmt: skip
_IS = {"number": "a number", "date": "a date", "address": "an e-mail address"}


@dataclass(frozen=True, slots=True)
class Unlike:
    """Cells of one column that differ in one way from the cell that was shown."""

    places: tuple[int, ...]
    """Of the cells, from 0."""
    what: str
    """To go behind «which is»."""
    whole: bool
    """To be told once, for the column."""


def unlike_shown(shown: str, cells: Sequence[str], *, verbatim: bool) -> Unlike | None:
    """What differs from the shown cell; the first of several ways. None where nothing is to be told.

    `verbatim`: the cells are typed or chosen as they stand, so that their form counts. What is made of a
    date or an amount is written in the form that was shown, whichever the cell has.
    """
    filled = [place for place, cell in enumerate(cells) if cell.strip()]
    if not shown.strip() or not filled:
        return None
    looked = [
        _another_type,
        _slipped,
        *([_another_form, _another_order, _lengths, _sizes] if verbatim else []),
    ]
    return next(filter(None, (look(shown, cells, filled) for look in looked)), None)


def _type(cell: str) -> str:
    """What a cell is: a number, date, address, code (K0471), signs with figures (10:30), or text."""
    cell = cell.strip()
    if _FIGURES.fullmatch(cell) and not (set("./- ") & set(cell.lstrip("-−+")) and readings(cell)):
        return "number"
    if readings(cell):
        return "date"
    if ADDRESS.fullmatch(cell):
        return "address"
    figures = sum(map(str.isdigit, cell))
    if figures and not any(map(str.isalpha, cell)):
        return "signs"
    plain = not any(map(str.isspace, cell)) and (figures > 1 or cell.upper() == cell)
    return "code" if figures and plain else "text"


Places = Sequence[int]


def _another_type(shown: str, cells: Sequence[str], filled: Places) -> Unlike | None:
    expected = _type(shown)
    if expected not in _NO:
        return None
    if expected in ("signs", "code"):
        bad = [at for at in filled if not any(map(str.isdigit, cells[at]))]
        return _told(bad, filled, _NO[expected])
    bad = [at for at in filled if _type(cells[at]) != expected and not _reads_as(cells[at], expected)]
    if _most(bad, filled):
        return _told(bad, filled, _NO[expected])
    # Something like 12a among numbers is often meant; a word is not.
    words = [at for at in bad if expected == "address" or not any(map(str.isdigit, cells[at]))]
    return _told(words, filled, _NO[expected], some=True)


def _reads_as(cell: str, expected: str) -> bool:
    return (
        bool(readings(cell)) if expected == "date" else expected == "number" and read_number(cell) is not None
    )


def _slipped(shown: str, cells: Sequence[str], filled: Places) -> Unlike | None:
    """A text, or a code, in whose place there are numbers or dates in nearly all rows."""
    if _type(shown) not in ("text", "code", "signs") or len(filled) < LEAST_ROWS:
        return None
    types = {at: _type(cells[at]) for at in filled}
    usual = Counter(types.values()).most_common(1)[0][0]
    if usual not in _IS:
        return None
    return _told([at for at in filled if types[at] == usual], filled, _IS[usual])


def _another_form(shown: str, cells: Sequence[str], filled: Places) -> Unlike | None:
    """Of dates and amounts that are typed as they stand."""
    if _type(shown) == "date":
        forms = [one.form for one in readings(shown)]
        dates = [at for at in filled if _type(cells[at]) == "date"]
        others = [at for at in dates if all(read_date(cells[at], form) is None for form in forms)]
        return _told(others, dates, "a date written otherwise", some=True)
    if _type(shown) != "number":
        return None
    numbers = [at for at in filled if _type(cells[at]) == "number"]
    broken = {at: found[1] for at in numbers if (found := _DECIMALS.search(cells[at].strip()))}
    sign = _DECIMALS.search(shown.strip())
    if sign is not None:
        others = [at for at, one in broken.items() if one != sign[1]]
        if found := _told(others, list(broken), "written with another decimal sign"):
            return found
    with_one = _CURRENCY.search(shown) is not None
    others = [at for at in numbers if (_CURRENCY.search(cells[at]) is not None) != with_one]
    said = (
        "written without its currency or percent sign"
        if with_one
        else "written with a currency or percent sign"
    )
    return _told(others, numbers, said)


def _another_order(shown: str, cells: Sequence[str], filled: Places) -> Unlike | None:
    """Codes that agree on another order of letters, figures and signs: K-0471 where K0471 was shown."""
    if _type(shown) not in ("code", "signs") or len(filled) < LEAST_ROWS:
        return None
    orders = {at: _order(cells[at]) for at in filled}
    usual, count = Counter(orders.values()).most_common(1)[0]
    if usual == _order(shown) or count < ALIKE * len(filled):
        return None
    return _told([at for at in filled if orders[at] != _order(shown)], filled, "written in another order")


def mask(cell: str) -> str:
    """The order of letters, figures and signs in a cell: K-0471 is A-9999."""
    return "".join("9" if one.isdigit() else "A" if one.isalpha() else one for one in cell)


def _order(cell: str) -> str:
    """K0471 and AB12 are both A9: how many there are of each varies."""
    return re.sub(r"(9|A)\1+", r"\1", mask(cell.strip()))


def _lengths(shown: str, cells: Sequence[str], filled: Places) -> Unlike | None:
    shown = shown.strip()
    if _type(shown) in ("number", "code"):
        lead = re.fullmatch(r"(.*?)(0[0-9]+)", shown)
        if lead is not None:
            like = re.compile(re.escape(lead[1]) + "([1-9][0-9]*)")  # other letters may have other lengths
            ends = {at: like.fullmatch(cells[at].strip()) for at in filled}
            shorter = [at for at, end in ends.items() if end is not None and len(end[1]) < len(lead[2])]
            if found := _told(shorter, filled, "without the zeros in front"):
                return found
        if not shown.isdigit() or len(shown) < LEAST_FIXED or len(filled) < LEAST_ROWS:
            return None
        sizes = {len(cells[at].strip()) for at in filled}
        fixed = (
            len(sizes) == 1 and sizes != {len(shown)} and all(cells[at].strip().isdigit() for at in filled)
        )
        return _told(filled, filled, "of another length") if fixed else None
    if len(filled) < LEAST_ROWS:
        return None
    limit = max(LEAST_LONG, TIMES_AS_LONG * len(shown))
    return _told([at for at in filled if len(cells[at].strip()) > limit], filled, "much longer")


def _sizes(shown: str, cells: Sequence[str], filled: Places) -> Unlike | None:
    """Numbers of another order of size in every row: order numbers in the place of quantities."""
    number = read_number(shown)
    others = [read_number(cells[at]) for at in filled]
    if not number or len(filled) < LEAST_ROWS:
        return None
    ratios = [abs(other / number) for other in others if other is not None]
    if len(ratios) < len(filled):
        return None
    if all(ratio > TIMES_AS_LARGE for ratio in ratios):
        return Unlike(tuple(filled), "much larger", whole=True)
    small = all(ratio * TIMES_AS_LARGE < 1 for ratio in ratios)
    return Unlike(tuple(filled), "much smaller", whole=True) if small else None


def _most(bad: Places, of: Places) -> bool:
    """Nearly all; of few rows all of them."""
    return bool(bad) and (len(bad) == len(of) if len(of) < LEAST_ROWS else len(bad) >= COMMON * len(of))


def _told(bad: Places, of: Places, what: str, *, some: bool = False) -> Unlike | None:
    """What is to be told of cells that differ; `some`: also where it is not nearly all of them."""
    if not _most(bad, of) and not (some and bad):
        return None
    return Unlike(tuple(bad), what, whole=len(bad) > 1 and len(bad) > A_FEW * len(of))


def column_sentence(
    column: str, shown: str, row: int, example: str, counts: tuple[int, int], what: str
) -> str:
    """What is said once of a column; `row` is that of the example, `counts` how many rows of how many."""
    return (
        f"«{column}» was {quoted(shown)} when you showed it, and is {what} in {rows_told(*counts)}"
        f" (row {row}: {quoted(example)})."
    )


def rows_told(some: int, count: int) -> str:
    """How many rows of how many, in words."""
    return f"all {count} rows" if some == count else f"{some} of {count} rows"


def cell_sentence(column: str, shown: str, cell: str, what: str) -> str:
    """What is said of one cell."""
    return f"«{column}» is {quoted(cell)}, which is {what}; you showed {quoted(shown)}."
