"""Values that are computed: the date of the day, and a number that runs with the rows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from lam_desktop.errors import LamBug
from lam_desktop.tasks.step import Value
from lam_desktop.tasks.texts import forms
from lam_desktop.tasks.texts.months import named_day
from lam_desktop.tasks.texts.remade import ends_month, is_at_term

TODAY: Final = "today"
NUMBER: Final = "number"
COMPUTED = (TODAY, NUMBER)
"""What `name` of a computed value may be."""
WHOLE = re.compile(r"-?[0-9]{1,18}", re.ASCII)
AMONG_LETTERS = r"^(?=[^\n]*[A-Za-z\u00c0-\uffff])([^\n]*[^0-9\n])?[0-9]{1,18}[^0-9\n]*(?![\s\S])"
"""What `start` of a running number may be besides a number: a line with letters whose last figures run."""
_LAST_FIGURES = re.compile(r"([^\n]*[^0-9\n]|)([0-9]{1,18})([^0-9\n]*)")


def todays(text: str, day: date | None) -> tuple[Value, ...]:
    """How `text` writes the date of the day on which it was typed; empty where it is another text.

    05/05/2026 is written in two ways, which differ on another day.
    """
    if day is None:
        return ()
    return tuple(Value("computed", TODAY, text, one.form) for one in forms.readings(text) if one.day == day)


def at_terms(text: str, day: date | None) -> tuple[Value, ...]:
    """How `text` writes a day that lies a usual term before or behind the one on which it was typed.

    None for what ended the month: the next month has as many days or not.
    """
    if day is None:
        return ()
    return tuple(
        Value("computed", TODAY, text, one.form, days=(one.day - day).days)
        for one in forms.readings(text)
        if is_at_term(one.day, day) and not ends_month(one.day, day)
    )


def running(text: str, index: int) -> Value | None:
    """The number of the row, `007` with its zeros, also behind letters or before them; None where it is none.

    Within a text a 1 tells nothing: there are rooms, floors and copies. A day, and figures behind a gap as of
    a telephone number, are no numbers of rows.
    """
    plain = text.strip()
    found = _LAST_FIGURES.fullmatch(plain)
    if found is None or int(found[2]) != index:
        return None
    before, number, behind = found.groups()
    padded = number.startswith("0")
    if before or behind:
        one_code = not any(map(str.isdigit, before)) or not re.search(r"\s", plain)
        if not re.match(AMONG_LETTERS, plain) or not one_code or (index == 1 and not padded):
            return None
        if is_day(plain):
            return None
    first = "1".zfill(len(number)) if padded else "1"
    return Value("computed", NUMBER, text, start=f"{before}{first}{behind}")


def is_day(text: str) -> bool:
    """Whether a text is a date, in figures or with the name of a month."""
    return bool(forms.readings(text)) or named_day(text) is not None


def is_written_to_run(value: Value) -> bool:
    """Whether a running number has zeros in front, or nothing around it: a «Room 3» is rather a name."""
    before, number, behind = begins_with(value)
    return number.startswith("0") or not (before or behind)


def begins_with(value: Value) -> tuple[str, str, str]:
    """What stands before the number that a running one is in row 1, that number, and what behind it."""
    start = value.start or "1"
    found = None if WHOLE.fullmatch(start) else _LAST_FIGURES.fullmatch(start)
    return ("", start, "") if found is None else (found[1], found[2], found[3])


def computed(value: Value, index: int, today: date) -> str:
    """What a computed value says for the row of this index, counted from 1 within its table."""
    if value.name == TODAY:
        return forms.write_date(day_meant(value, today), value.form)
    if value.name == NUMBER:
        before, first, behind = begins_with(value)
        number = int(first) + value.step * (index - 1 + value.shift)
        return f"{before}{str(number).zfill(len(first) if first.startswith('0') else 1)}{behind}"
    raise LamBug(f"nothing computes a value that is called «{value.name}»")


def day_meant(value: Value, today: date) -> date:
    """The day of a value that is called `today`."""
    return today + timedelta(days=value.days)


def in_words(value: Value) -> str:
    """What is computed, for a person."""
    if value.name == NUMBER:
        start, step = value.start or "1", value.step
        told = f"a running number: {start} in row 1 of the table, {step} more in each further row"
        return f"{told}; it goes on behind what runs before have entered" if value.goes_on else told
    written = f", written {forms.in_words(value.form)}"
    if value.days == 0:
        return f"the date of the day{written}"
    sort = "after" if value.days > 0 else "before"
    days = "1 day" if abs(value.days) == 1 else f"{abs(value.days)} days"
    return f"the date {days} {sort} the day of the run{written}"


def differ(values: Sequence[Value], day: date) -> bool:
    """Whether values that say the same today will differ some day."""
    other = date(day.year, 2 if day.month == 1 else 1, 25)
    return len({computed(value, 2, other) for value in values}) > 1
