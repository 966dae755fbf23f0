"""Which clicks of a demonstration are understood as turning a calendar to the month of a date."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from lam_desktop.tasks.provenance.turning import turned
from lam_desktop.tasks.step import Place, Target, TaskStep, Value, WindowName
from lam_desktop.tasks.texts.calendars import month_shown, months_between
from lam_desktop.tasks.texts.forms import TURNED_BACK, TURNED_ON, YES_NO
from lam_desktop.tasks.texts.spans import Span
from lam_desktop.tasks.when import When
from lam_desktop.types import Box, Element
from tests.tasks.texts.test_calendars import picker, place

WINDOW = WindowName("picker")
NEXT, BACK = Box(600, 240, 24, 20), Box(400, 240, 24, 20)


def click(number: int, box: Box, kind: str = "click") -> TaskStep:
    double = kind == "double_click"
    target = Target("", "icon", box)
    return TaskStep(
        number, number - 1, "double_click" if double else "click", "Click", WINDOW, box.center, target
    )


def day(number: int, source: str = "row") -> TaskStep:
    box = place(picker(2026, 5), 17)
    value = Value("row", "due", "17", "%-d", "%Y-%m-%d") if source == "row" else None
    target = Target("17", "cell", box)
    return TaskStep(number, number - 1, "click", "Day", WINDOW, box.center, target, value)


def understood(steps: Sequence[TaskStep], months: Sequence[tuple[int, int] | None]) -> list[TaskStep]:
    """The steps, where the calendar showed these months before each of them; None: none could be read."""
    shown = {
        step.number: picker(*month) if month else list[Element]()
        for step, month in zip(steps, months, strict=True)
    }
    return list(turned(steps, lambda step: shown[step.number]))


@pytest.mark.parametrize("count", [1, 2, 4])
def test_clicks_that_turned_pages_become_one_step(count: int) -> None:
    steps = [click(at + 1, NEXT) for at in range(count)] + [day(count + 1)]
    first, last = understood(steps, [(2026, 5 - count + at) for at in range(count + 1)])
    assert first.value == Value("row", "due", "", TURNED_ON, "%Y-%m-%d")
    assert first.caption == "Turn on to the month of {due}" and first.demonstrated == 0
    assert (last.number, last.demonstrated, last.value) == (2, count, steps[-1].value)


def test_a_double_click_turns_two_and_the_year_may_change() -> None:
    steps = [click(1, NEXT, "double_click"), replace(day(2))]
    first, _ = understood(steps, [(2025, 12), (2026, 2)])
    assert first.kind == "click" and first.value is not None and first.value.form == TURNED_ON


def test_whoever_went_too_far_showed_both_ways() -> None:
    steps = [click(1, NEXT), click(2, NEXT), click(3, BACK), day(4)]
    on, back, last = understood(steps, [(2026, 4), (2026, 5), (2026, 6), (2026, 5)])
    forms = [one.value.form for one in (on, back) if one.value is not None]
    assert forms == [TURNED_ON, TURNED_BACK] and last.number == 3


@pytest.mark.parametrize(
    "months",
    [
        [(2026, 5), (2026, 5)],  # something else was clicked
        [(2025, 5), (2026, 5)],  # a button for years
        [None, (2026, 5)],  # what opened the calendar
        [(2026, 4), None],
    ],
)
def test_other_clicks_stay_what_they_are(months: list[tuple[int, int] | None]) -> None:
    steps = [click(1, NEXT), day(2)]
    assert understood(steps, months) == steps


def test_a_day_that_follows_nothing_needs_no_turning() -> None:
    steps = [click(1, NEXT), day(2, "")]
    assert understood(steps, [(2026, 4), (2026, 5)]) == steps


def test_an_arrow_that_was_taken_for_a_check_box_turns_pages() -> None:
    """The button of one toolkit looks like that; another demonstration may have done without it."""
    value = Value("constant", text="no", form=YES_NO)
    box = replace(click(1, BACK), target=Target("", "checkbox", BACK), value=value, optional=True)
    turning, _ = understood([box, day(2)], [(2026, 6), (2026, 5)])
    assert turning.value is not None and turning.value.form == TURNED_BACK and not turning.optional
    assert turning.target is not None and turning.target.kind == "icon"
    assert turning.caption == "Turn back to the month of {due}"


def test_the_click_that_opened_it_is_kept_before_the_turning() -> None:
    steps = [click(1, Box(0, 0, 20, 20)), click(2, NEXT), day(3)]
    kept, turning, _ = understood(steps, [None, (2026, 4), (2026, 5)])
    assert kept == steps[0] and turning.value is not None and turning.number == 2


def test_the_month_of_a_screen_is_read_once_or_not_at_all() -> None:
    march, april = picker(2026, 3), picker(2026, 4, left=900)
    month = month_shown(march)
    assert month is not None and (month.year, month.month) == (2026, 3)
    assert month_shown([*march, *april]) is None and month_shown([]) is None
    assert months_between(month, month.replace(year=2027, month=1)) == 10


def test_a_condition_of_several_steps_counts_what_became_one_as_one() -> None:
    opening = replace(click(1, Box(0, 0, 20, 20)), when=When("is", "yes", "express", steps=5))
    steps = [opening, click(2, NEXT), click(3, NEXT), click(4, NEXT), day(5), click(6, BACK)]
    found = understood(steps, [None, (2026, 2), (2026, 3), (2026, 4), (2026, 5), (2026, 5)])
    assert [step.number for step in found] == [1, 2, 3, 4]
    assert found[0].when == When("is", "yes", "express", steps=3), "up to the day, as before"


def test_a_condition_before_or_behind_the_turning_stays_as_it_is() -> None:
    alone = replace(click(1, Box(0, 0, 20, 20)), when=When("is", "yes", "express"))
    behind = replace(click(5, Box(0, 0, 20, 20)), when=When("is", "yes", "express", steps=2))
    steps = [alone, click(2, NEXT), click(3, NEXT), day(4), behind, click(6, BACK)]
    found = understood(steps, [None, (2026, 3), (2026, 4), (2026, 5), None, None])
    assert [step.number for step in found] == [1, 2, 3, 4, 5]
    assert (found[0].when, found[3].when) == (alone.when, behind.when)


@pytest.mark.parametrize("reach", [2, 3])
def test_clicks_of_which_only_some_depend_on_something_stay_apart(reach: int) -> None:
    opening = replace(click(1, Box(0, 0, 20, 20)), when=When("is", "yes", "express", steps=reach))
    steps = [opening, click(2, NEXT), click(3, NEXT), click(4, NEXT), day(5)]
    assert understood(steps, [None, (2026, 2), (2026, 3), (2026, 4), (2026, 5)]) == steps


def test_a_click_on_whose_screen_a_value_is_read_stays() -> None:
    """The task could not be opened any more: what is read before a step needs that step."""
    place_of = Place(1, Box(0, 0, 9, 9), "TK-1", Span(0, 4))
    reads = TaskStep(4, 3, "type", "Type", WINDOW, value=Value("screen", "", "TK-1", places=(place_of,)))
    steps = [click(1, NEXT), click(2, NEXT), day(3), reads]
    assert understood(steps, [(2026, 3), (2026, 4), (2026, 5), None]) == steps
    first = replace(reads, value=Value("screen", "", "TK-1", places=(replace(place_of, demonstrated=0),)))
    assert len(understood([*steps[:3], first], [(2026, 3), (2026, 4), (2026, 5), None])) == 3


def test_a_click_before_which_the_person_is_asked_stays() -> None:
    steps = [click(1, NEXT), replace(click(2, NEXT), approval=True), day(3)]
    assert understood(steps, [(2026, 3), (2026, 4), (2026, 5)]) == steps
