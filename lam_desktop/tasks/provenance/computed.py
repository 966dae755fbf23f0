"""Values that are computed: the date of the day, and a number that runs with the rows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from lam_desktop.errors import LamBug
from lam_desktop.tasks.step import Value
from lam_desktop.tasks.texts import forms

TODAY: Final = "today"
NUMBER: Final = "number"
COMPUTED = (TODAY, NUMBER)
"""What `name` of a computed value may be."""
WHOLE = re.compile(r"-?[0-9]{1,18}", re.ASCII)


def todays(text: str, day: date | None) -> tuple[Value, ...]:
    """How `text` writes the date of the day on which it was typed; empty where it is another text.

    05/05/2026 is written in two ways, which differ on another day.
    """
    if day is None:
        return ()
    return tuple(Value("computed", TODAY, text, one.form) for one in forms.readings(text) if one.day == day)


def running(text: str, index: int) -> Value | None:
    """The number of the row, `007` with its zeros; None where `text` is another one."""
    plain = text.strip()
    if not (plain.isascii() and plain.isdigit()) or int(plain) != index:
        return None
    return Value("computed", NUMBER, text, start="1".zfill(len(plain)) if plain.startswith("0") else "1")


def computed(value: Value, index: int, today: date) -> str:
    """What a computed value says for the row of this index, counted from 1 within its table."""
    if value.name == TODAY:
        return forms.write_date(day_meant(value, today), value.form)
    if value.name == NUMBER:
        number = int(value.start or "1") + value.step * (index - 1 + value.shift)
        width = len(value.start) if value.start.startswith("0") else 1
        return str(number).zfill(width)
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
