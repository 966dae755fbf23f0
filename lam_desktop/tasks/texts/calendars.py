"""Calendars on the screen: which month one shows, and which of its numbers are days of that month."""

from __future__ import annotations

import re
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from lam_desktop.tasks.texts.months import month_in, months_in, years_in
from lam_desktop.types import Box, Element

LEAST_DAYS = 15
"""So many days that follow each other in weeks make a calendar: of the next month it shows at most 14."""
OFF_GRID = 0.3
"""A number lies in the grid if it is at most this share of a column or line beside its place."""
HEADING_LINES = 5.0
"""The month is named at most this many lines above the first week, or within the weekdays' line."""
WIDER = 1.0
"""The month is named over the days, or at most so many columns beside them."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """The days around one that is pointed at."""

    day: int
    """What is pointed at."""
    month: date | None
    """First day of the month that it shows; None where that cannot be read, or may be two."""


@dataclass(frozen=True, slots=True)
class _Day:
    number: int
    box: Box


def as_day(text: str) -> int | None:
    """The day of a month that a bare number may be; None for all else."""
    match = re.fullmatch(r"0?([1-9]|[12][0-9]|3[01])", text.strip())
    return int(match[1]) if match else None


def month_shown(elements: Sequence[Element]) -> date | None:
    """First day of the month that the calendar on a screen shows; None where there is none, or several."""
    days = [one for one in elements if as_day(one.text) is not None]
    found = {calendar.month for one in days if (calendar := calendar_at(elements, one.box)) is not None}
    return found.pop() if len(found) == 1 else None


def months_between(one: date, other: date) -> int:
    """How many pages a calendar is turned forwards from one month to the other; backwards below 0."""
    return 12 * (other.year - one.year) + other.month - one.month


def calendar_at(elements: Sequence[Element], box: Box) -> Calendar | None:
    """The calendar in which `box` holds a day of the month that is shown.

    None where there is no calendar around it, or where the day belongs to the month before or behind: days
    of one month follow each other in weeks of seven, and those others break the sequence.
    """
    days = [_Day(day, one.box) for one in elements if (day := as_day(one.text)) is not None]
    days = [one for one in days if one.box.h < 3 * box.h]
    here = next((one for one in days if one.box == box), None)
    here = here or next((one for one in days if one.box.contains(*box.center)), None)
    here = here or next((one for one in days if box.contains(*one.box.center)), None)
    if here is None:
        return None
    across = _pitch([one.box.center[0] for one in days], [one.box.center[1] for one in days], box.h)
    down = _pitch([one.box.center[1] for one in days], [one.box.center[0] for one in days], box.h)
    if across is None or down is None:
        return None
    own: dict[int, _Day] = {}
    for one in days:
        column = (one.box.center[0] - here.box.center[0]) / across
        line = (one.box.center[1] - here.box.center[1]) / down
        on_grid = abs(column - round(column)) <= OFF_GRID and abs(line - round(line)) <= OFF_GRID
        near = abs(round(column)) < 7 and abs(round(line)) < 6
        if on_grid and near and 7 * round(line) + round(column) == one.number - here.number:
            own[one.number] = one
    if len(own) < LEAST_DAYS:
        return None
    return Calendar(here.number, _shown(elements, [one.box for one in own.values()], across, down))


def _pitch(along: Sequence[int], across: Sequence[int], height: int) -> float | None:
    """The usual distance of neighbours in one line (or column) of numbers; None where there are none."""
    gaps: list[int] = []
    for at, line in zip(along, across, strict=True):
        behind = [
            a - at for a, b in zip(along, across, strict=True) if a > at and abs(b - line) <= height / 2
        ]
        if behind:
            gaps.append(min(behind))
    return statistics.median(gaps) if gaps else None


def _shown(elements: Sequence[Element], days: Sequence[Box], across: float, down: float) -> date | None:
    left, right = min(box.x for box in days), max(box.right for box in days)
    top = min(box.y for box in days)
    above = [
        one.text
        for one in elements
        if left - WIDER * across <= one.box.center[0] <= right + WIDER * across
        and top - HEADING_LINES * down <= one.box.center[1] < top
        and as_day(one.text) is None
    ]
    whole = {month for text in above if (month := month_in(text)) is not None}
    if whole:
        return whole.pop() if len(whole) == 1 else None
    months, years = _all(map(months_in, above)), _all(map(years_in, above))
    if len(months) == len(years) == 1:
        return date(years.pop(), months.pop(), 1)
    return None


def _all(found: Iterable[set[int]]) -> set[int]:
    return {one for each in found for one in each}
