"""How a time of the day is written, told by an example: five past nine as `09:05`, `9:05` or `9:05 AM`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import time

_EXAMPLE = re.compile(r"(0?)9([:.])05((?:\2)00)?(?:( ?)(AM|am|a\.m\.))?")
_TIME = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\s?([AaPp])\.?[Mm]\.?)?")
_DATE_TIME = re.compile(r"(\S*\d)(?:T| +)\d{1,2}:\d{2}\S*(?: ?[AaPp]\.?[Mm]\.?)?")
EXAMPLES = tuple(
    f"{zero}9{sign}05{seconds}{half}"
    for zero in ("0", "")
    for sign in ":."
    for seconds in ("", f"{sign}00")
    for half in ("", " AM", " am", " a.m.", "AM", "am")
)
"""All examples, the plainer ones first."""


@dataclass(frozen=True, slots=True)
class TimeForm:
    """One way to write a time of the day."""

    padded: bool
    sign: str
    seconds: bool
    half: str
    """AM, am or a.m. with what stands before it; empty for 24 hours."""

    def write(self, at: time) -> str:
        """The time in this form; its seconds are left out where the form has none."""
        hour = (at.hour + 11) % 12 + 1 if self.half else at.hour
        text = f"{hour:02}" if self.padded else str(hour)
        text += f"{self.sign}{at.minute:02}" + (f"{self.sign}{at.second:02}" if self.seconds else "")
        late = self.half.replace("a", "p").replace("A", "P")
        return text + (late if at.hour >= 12 else self.half)


def time_form(example: str) -> TimeForm | None:
    """The form that an example tells; None where it is none."""
    match = _EXAMPLE.fullmatch(example)
    if match is None:
        return None
    return TimeForm(bool(match[1]), match[2], bool(match[3]), (match[4] or "") + (match[5] or ""))


def read_time(text: str) -> time | None:
    """The time that a text says, with 24 hours or with AM and PM; None where it says none."""
    match = _TIME.fullmatch(text.strip())
    if match is None:
        return None
    hour, half = int(match[1]), (match[4] or "").casefold()
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + 12 * (half == "p")
    try:
        return time(hour, int(match[2]), int(match[3] or 0))
    except ValueError:
        return None


def times_for(at: time) -> Iterator[tuple[str, str]]:
    """Each example with the time as that writes it."""
    for example in EXAMPLES:
        form = time_form(example)
        if form is not None:
            yield example, form.write(at)


def date_before_time(cell: str) -> tuple[str, str] | None:
    """The transform that takes the date of a cell with date and time, and that date; None for another."""
    match = _DATE_TIME.fullmatch(cell.strip())
    if match is None:
        return None
    return ("before T" if "T" in cell else "first word"), match[1]
