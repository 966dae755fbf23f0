"""What a text that stays the same has in common with the row all the same, to be told and not guessed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import combinations

from lam_desktop.tasks.texts import forms
from lam_desktop.tasks.texts.months import named_day
from lam_desktop.tasks.texts.patterns.amounts import shown_as
from lam_desktop.tasks.texts.patterns.numbers import read_number
from lam_desktop.tasks.texts.patterns.times import read_time
from lam_desktop.tasks.texts.remade import REMADE

STAYS = "it stays in every row as it was typed."
"""How each of these sentences ends."""
MOST_FIGURES = 15
"""Of more figures a number is a code: nobody works with it."""
LEAST_LETTERS, LEAST_DIGITS, LEAST_WITHIN = 3, 2, 4
"""Of a word, of figures that stand together, and of those that are a part of more, or of others'."""
SCALES = (Decimal("0.001"), Decimal("0.01"), Decimal(1), Decimal(100), Decimal(1000))
_FUNCTION_WORDS = frozenset((
    "the", "and", "for", "from", "with", "not", "und", "der", "die", "das", "den", "dem", "des", "ein",
    "eine", "von", "mit", "für", "les", "une", "pour", "avec", "dans", "del", "los", "las", "una", "por",
    "con", "per", "gli", "della", "dello", "che", "het", "een", "van", "voor", "met", "och", "det", "med",
    "som", "til",
))  # fmt: skip
"""Words that stand in every other text, and so are in a cell by chance."""
_FIGURES = re.compile(r"\d+(?:[.,:]\d+)*")
"""The decimals of a number are no figures of their own."""
_DAY_AND_MONTH = re.compile(r"(\d{1,2})[./-](\d{1,2})\.?")
_CURRENCY = re.compile(r"^[^\d\s.,'+-]{1,3}\s?|\s?[^\d\s.,']{1,3}$")


def in_common(text: str, cells: Mapping[str, str]) -> str:
    """What a text has in common with a cell, or with two of them, as one sentence; empty for nothing.

    A word, figures that stand together, the same number rounded or moved by its decimal sign, a date or time
    that is written otherwise, what people make of a cell in their heads (`remade`), the sum, difference or
    product of two columns.
    """
    found = _found(text, cells)
    return "" if found is None else found[1]


def columns_in_common(text: str, cells: Mapping[str, str]) -> tuple[str, ...]:
    """The column, or the two, of which `in_common` tells; none where it tells nothing."""
    found = _found(text, cells)
    return () if found is None else found[0]


def _found(text: str, cells: Mapping[str, str]) -> tuple[tuple[str, ...], str] | None:
    for alike in (_same_moment, _same_number, _same_word, _same_figures, *REMADE):
        for column, cell in cells.items():
            if cell.strip() and alike(text, cell.strip()):
                return (column,), f"“{text}” is like the column {column} (“{cell.strip()}”); {STAYS}"
    for one, other, worked_out in _worked_out(text, cells):
        return (one, other), f"“{text}” is {worked_out} of the columns {one} and {other}; {STAYS}"
    return None


TYPED_BEFORE = "an earlier step typed already: it may be the same in every row; the column was taken."
"""How the doubt of a short text ends that says what a column says which an earlier step typed."""


def may_be_chance(doubt: str) -> bool:
    """Whether a doubt tells this, so that the text may be constant as well."""
    return doubt.endswith(TYPED_BEFORE)


IN_ITS_LINE = "; or it is the same in every row."
"""How the doubt of a text ends that also stood in a table, in the line of the demonstrated row."""


def is_in_its_line(doubt: str) -> bool:
    """Whether a doubt tells this, so that the text may be constant as well."""
    return doubt.endswith(IN_ITS_LINE)


def is_in_common(doubt: str) -> bool:
    """Whether a doubt only tells this, so that the screen may still say where the text comes from."""
    return doubt.endswith(STAYS)


def _same_word(text: str, cell: str) -> bool:
    """Whether both have a word, or the text is a part of a code."""
    said, there = _words(text), _words(cell)
    if any(len(word) >= LEAST_LETTERS and word.isalpha() and word in there for word in said):
        return True
    is_part = len(said) == 1 and said[0] == text.casefold() and said[0] in there and len(there) > 1
    return is_part and read_number(cell) is None


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKC", text).casefold()
    return [word for word in re.findall(r"[^\W_]+", plain) if word not in _FUNCTION_WORDS]


def _same_figures(text: str, cell: str) -> bool:
    """Whether figures that stand together are those of the cell, but for zeros in front; or a part."""
    if forms.readings(text):
        return False  # of another day
    said, there = (
        [re.sub(r"\D", "", one).lstrip("0") for one in _FIGURES.findall(each)] for each in (text, cell)
    )
    if any(len(one) >= LEAST_DIGITS and one in there for one in said):
        return True
    return any(
        len(one) >= LEAST_WITHIN and len(other) >= LEAST_WITHIN and (one in other or other in one)
        for one in (*said, "".join(said))
        for other in (*there, "".join(there))
    )


def _same_moment(text: str, cell: str) -> bool:
    short = _DAY_AND_MONTH.fullmatch(text)
    if short is not None:
        parts = sorted(map(int, short.groups()))
        if any(sorted((one.day.day, one.day.month)) == parts for one in forms.readings(cell)):
            return True
    day, moment = named_day(text), read_time(text)
    if day is not None and (day == named_day(cell) or any(one.day == day for one in forms.readings(cell))):
        return True
    last = (cell.replace("T", " ").split() or [""])[-1]
    return moment is not None and moment in (read_time(cell), read_time(last))


def _same_number(text: str, cell: str) -> bool:
    """Whether both are one number when it is rounded, or its decimal sign moved."""
    for number, places in _numbers(text):
        if len(_telling(number)) < LEAST_DIGITS:
            continue
        for other, _ in _numbers(cell):
            if any(round(other * scale, places) == number for scale in SCALES):
                return True
    return False


def _worked_out(text: str, cells: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    """Two columns and how their numbers make the text."""
    said = [
        (number, places)
        for number, places in _numbers(text)
        if places or len(_telling(number)) > LEAST_DIGITS
    ]
    if not said:
        return
    known = [(column, number) for column, cell in cells.items() for number, _ in _numbers(cell)[:1] if number]
    for (one, a), (other, b) in combinations(known, 2):
        ways = {"+": a + b, "-": abs(a - b), "×": a * b if 1 not in (a, b) else Decimal(0)}
        for sign, made in ways.items():
            if any(made and round(made, places) == number for number, places in said):
                first, second = (b, a) if sign == "-" and b > a else (a, b)
                yield one, other, f"{first:f} {sign} {second:f}"


def _numbers(text: str) -> list[tuple[Decimal, int]]:
    """The numbers that a text may be, with how many decimals it writes; without its currency, or %."""
    plain = _CURRENCY.sub("", text.strip()) if any(map(str.isdigit, text)) else ""
    number = read_number(plain)
    found = [number] if number is not None else [one for _, one in shown_as(plain)]
    return [
        (one, len(f"{one:f}".partition(".")[2]))
        for one in dict.fromkeys(found)
        if one.is_finite() and len(one.as_tuple().digits) <= MOST_FIGURES
    ]


def _telling(number: Decimal) -> str:
    """Its figures without zeros around them."""
    return f"{abs(number):f}".replace(".", "").strip("0")
