from __future__ import annotations

import calendar
from datetime import date

import numpy as np
import pytest

from lam_desktop.tasks.texts.calendars import as_day, calendar_at
from lam_desktop.tasks.texts.months import month_in, month_of, named_day
from lam_desktop.types import Box, Element

LEFT, TOP, WIDE, HIGH = 400, 300, 30, 24


def picker(
    year: int, month: int, heading: tuple[str, ...] | None = None, left: int = LEFT, firstweekday: int = 0
) -> list[Element]:
    """The elements of a calendar as programs draw it, with the days of the months before and behind."""
    texts = (f"{calendar.month_name[month]} {year}",) if heading is None else heading
    seen = [Element(Box(left + 60 * at, TOP - 60, 50, 20), "text", text) for at, text in enumerate(texts)]
    for at, name in enumerate(["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"]):
        seen.append(Element(Box(left + WIDE * at + 4, TOP - 26, 18, 16), "text", name))
    for line, week in enumerate(calendar.Calendar(firstweekday).monthdatescalendar(year, month)):
        for column, day in enumerate(week):
            box = Box(left + WIDE * column + 6, TOP + HIGH * line + 4, 16 if day.day > 9 else 8, 14)
            seen.append(Element(box, "cell", str(day.day)))
    return seen


def place(seen: list[Element], number: int, which: int = 0) -> Box:
    return [one.box for one in seen if one.text == str(number)][which]


@pytest.mark.parametrize("firstweekday", [0, 6])
@pytest.mark.parametrize("month", range(1, 13))
def test_each_day_of_a_month_is_known_and_none_of_its_neighbours(month: int, firstweekday: int) -> None:
    seen = picker(2026, month, firstweekday=firstweekday)
    weeks = calendar.Calendar(firstweekday).monthdatescalendar(2026, month)
    days = [day for week in weeks for day in week]
    for day, one in zip(days, [one for one in seen if one.kind == "cell"], strict=True):
        found = calendar_at(seen, one.box)
        if day.month == month:
            assert found is not None and (found.day, found.month) == (day.day, date(2026, month, 1))
        else:
            assert found is None


def test_a_third_of_the_days_may_be_overlooked() -> None:
    rng = np.random.default_rng(3)
    right = 0
    for _ in range(50):
        whole = picker(2026, 3)
        kept = [one for one in whole if one.kind != "cell" or one.text == "17" or rng.random() > 1 / 3]
        found = calendar_at(kept, place(kept, 17))
        assert found is None or found.month == date(2026, 3, 1)
        right += found is not None
    assert right >= 45


@pytest.mark.parametrize(
    "heading",
    [
        ("März 2026",),
        ("March", "2026"),
        ("2026年3月",),
        ("03/2026",),
        ("◀", "mars 2026", "▶"),
        ("březen 2026",),
    ],
)
def test_the_month_is_read_however_it_is_named(heading: tuple[str, ...]) -> None:
    seen = picker(2026, 3, heading)
    found = calendar_at(seen, place(seen, 17))
    assert found is not None and found.month == date(2026, 3, 1)


@pytest.mark.parametrize(
    "heading", [(), ("March",), ("2026",), ("March 2026", "April 2026"), ("Spring 2026",)]
)
def test_a_month_that_is_not_clear_is_none(heading: tuple[str, ...]) -> None:
    seen = picker(2026, 3, heading)
    found = calendar_at(seen, place(seen, 17))
    assert found is not None and found.month is None


def test_of_two_months_side_by_side_each_has_its_own() -> None:
    seen = [*picker(2026, 3), *picker(2026, 4, left=LEFT + 9 * WIDE)]
    for which, month in enumerate((3, 4)):
        found = calendar_at(seen, place(seen, 17, which))
        assert found is not None and found.month == date(2026, month, 1)


def test_numbers_in_one_column_are_no_calendar() -> None:
    seen = [Element(Box(100, 100 + 20 * day, 30, 16), "list_item", str(day)) for day in range(1, 32)]
    assert calendar_at(seen, seen[16].box) is None


def test_numbers_and_months_in_words() -> None:
    assert [as_day(text) for text in ("17", "07", "0", "32", "117", "1.", "x")] == [17, 7] + [None] * 5
    assert (month_of("Červen"), month_of("července"), month_of("Červenec"), month_of("ju")) == (
        6,
        None,
        7,
        None,
    )
    assert month_in("17") is None and month_in("2026-03-17") is None
    for text in ("17 March 2026", "March 17, 2026", "17. März 2026", "17 mars 2026"):
        assert named_day(text) == date(2026, 3, 17)
    assert named_day("31 April 2026") is None and named_day("17.03.2026") is None
