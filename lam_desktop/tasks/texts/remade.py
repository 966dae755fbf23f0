"""What people make of a cell that the language of values cannot say: to be told, since it stays as typed.

A day so long before or behind another one, its weekday or week, a few letters of a name, a name written
without its marks, a figure with its unit, an amount with tax or without.
"""

from __future__ import annotations

import functools
import itertools
import re
import unicodedata
from datetime import date, timedelta
from decimal import Decimal

from babel.dates import get_day_names

from lam_desktop.tasks.texts import forms
from lam_desktop.tasks.texts.month_names import SHAPES
from lam_desktop.tasks.texts.months import named_day
from lam_desktop.tasks.texts.patterns.numbers import read_number

USUAL_DAYS = (1, 7, 10, 14, 21, 28, 30, 60, 90)
"""How far apart a term and the day that it is counted from usually lie."""
RATES = tuple(
    Decimal(each) / 100 for each in (105, 107, 110, 119, 120, 121, 122, 125, 98, 97, 95, 90, 80, 50)
)
"""Of taxes and discounts, a half and twice as much."""
LEAST_CODE, MOST_CODE, MOST_NAMES = 3, 6, 4
"""Letters of a code that is cut out of a name, and words that a person's or a firm's name has at most."""
LEAST_FIGURES, MOST_FIGURES = 3, 15
"""Figures of a whole number that tell it is no round one by chance, and of an amount at most."""
_WEEK = re.compile(r"(?:cw|kw|wk|w|week|calendar week|woche|semaine|sem|settimana|semana)\.? ?(\d{1,2})")
_UNIT = re.compile(r"(?:[^\W\d_]{1,8}[.:]? ?)?(\d{1,4})(?: ?(?:[^\W\d_]{1,12}\.?|×))?")
_LETTERS = {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "ø": "oe", "å": "aa", "œ": "oe", "þ": "th"}


def is_at_term(one: date, day: date) -> bool:
    """Whether a day lies a usual term before or behind another one."""
    return abs((one - day).days) in USUAL_DAYS


def ends_month(one: date, day: date) -> str:
    """That a day ended the month of another one, or came first behind it; empty where it did not."""
    last = (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    if one == day:
        return ""
    if one == last:
        return "the last day of that month"
    return "the first of the next month" if one == last + timedelta(days=1) else ""


def is_term(text: str, cell: str) -> bool:
    """Whether both are days, a usual term or the end of a month apart."""
    return any(is_at_term(one, day) or ends_month(one, day) for one in days_in(text) for day in days_in(cell))


def is_weekday_or_week(text: str, cell: str) -> bool:
    """Whether a text names the weekday, or the calendar week (ISO 8601), of the cell's day."""
    days = days_in(cell) if text and not text.isdigit() else ()
    plain = text.strip().rstrip(".").casefold()
    week = _WEEK.fullmatch(plain)
    return any(
        plain in _weekdays(one.weekday()) or (week is not None and int(week[1]) == one.isocalendar().week)
        for one in days
    )


def is_cut_from(text: str, cell: str) -> bool:
    """Whether a text is a code made of a name: a word's first letters, or an initial beside such letters."""
    code = text.casefold()
    if not text.isalpha() or not LEAST_CODE <= len(text) <= MOST_CODE:
        return False
    said = re.findall(r"[^\W\d_]+", cell)
    spelt = [tuple(dict.fromkeys((word.casefold(), respelt(word)))) for word in said]
    if any(len(word) > len(code) and word.startswith(code) for ways in spelt for word in ways):
        return True
    return len(said) <= MOST_NAMES and any(
        code in (f"{initial[0]}{word[: len(code) - 1]}", f"{word[: len(code) - 1]}{initial[0]}")
        for one, other in itertools.permutations(spelt, 2)
        for initial in one
        for word in other
    )


def is_cut_from_code(text: str, cell: str) -> bool:
    """Whether a text is a number’s first or last figures, or the country of an account number."""
    if text.isdigit():
        figures = re.findall(r"\d+", cell) if len(text.strip("0")) == LEAST_CODE else []
        return any(len(one) > len(text) and (one.startswith(text) or one.endswith(text)) for one in figures)
    return bool(re.fullmatch("[A-Z]{2}", text)) and bool(re.match(rf"{text}\d{{2}}", cell))


def is_respelt(text: str, cell: str) -> bool:
    """Whether a text has a word of the cell written without its marks."""
    marked = {respelt(word) for word in _words(cell) if not word.isascii()}
    plain = {_bare(word) for word in _words(cell) if not word.isascii()}
    return any(word in marked | plain for word in _words(text) if len(word) >= LEAST_CODE)


def is_with_unit(text: str, cell: str) -> bool:
    """Whether a text is the cell's figure beside a word: «3 pcs», «Qty 3». A 1 stands everywhere."""
    found = _UNIT.fullmatch(text.strip())
    return found is not None and not text.isdigit() and cell.isdigit() and int(found[1]) == int(cell) > 1


def is_at_a_rate(text: str, cell: str) -> bool:
    """Whether an amount is the cell's with a usual tax or discount, or without it."""
    said, there = read_number(text), read_number(cell)
    if said is None or there is None or not there or said == there:
        return False
    if max(len(one.as_tuple().digits) for one in (said, there)) > MOST_FIGURES:
        return False
    places = len(f"{said:f}".partition(".")[2])
    if not places and len(f"{abs(said):f}".strip("0")) < LEAST_FIGURES:
        return False
    return any(round(made, places) == said for rate in RATES for made in (there * rate, there / rate))


def respelt(word: str) -> str:
    """A word in small letters as it is written where a keyboard lacks its marks: Müller, mueller."""
    return _bare("".join(_LETTERS.get(one, one) for one in unicodedata.normalize("NFC", word).casefold()))


def _bare(word: str) -> str:
    apart = unicodedata.normalize("NFKD", word.casefold())
    return "".join(one for one in apart if not unicodedata.combining(one))


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", unicodedata.normalize("NFC", text).casefold())


def days_in(text: str) -> list[date]:
    """Those that a text, or a cell, may write."""
    named = named_day(text)
    return [*dict.fromkeys(one.day for one in forms.readings(text)), *([named] if named else [])]


@functools.cache
def _weekdays(number: int) -> frozenset[str]:
    """What the day of the week, Monday 0, is called, whole and cut short, in small letters."""
    return frozenset(
        get_day_names(width, context, language)[number].rstrip(".").casefold()
        for width in ("wide", "abbreviated")
        for context in ("format", "stand-alone")
        for language in (*SHAPES, "zh", "ja")
    )


REMADE = (is_term, is_weekday_or_week, is_cut_from, is_cut_from_code, is_respelt, is_with_unit, is_at_a_rate)
"""(text, cell) -> whether the text is made of the cell so."""
