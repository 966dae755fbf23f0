"""Clicks that turned a calendar before a day was chosen: how often follows the date."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

from lam_desktop.tasks.calendars import month_shown, months_between
from lam_desktop.tasks.captions import caption
from lam_desktop.tasks.forms import DAYS, TURNED_BACK, TURNED_ON
from lam_desktop.tasks.task import TaskStep
from lam_desktop.types import Element

SAME_CONTROL_IOU = 0.4
"""Boxes of one control, found twice."""
PAGES = {"click": 1, "double_click": 2}
"""By kind of step, how many pages it turns."""


def turned(
    steps: Sequence[TaskStep], before: Callable[[TaskStep], Sequence[Element]]
) -> tuple[TaskStep, ...]:
    """The steps with one for all clicks in succession that turned a calendar one way to the month of a date.

    `before` tells what stood on the screen before a step. Only clicks by which the seen month went on, or
    back, by one page each are taken so; all others stay as they are, and so do steps of other recordings. So
    do clicks of which only some depend on a condition, or on whose screen a value is read. A condition of
    several steps counts one for all that became one.
    """
    values = [step.value for step in steps if step.value is not None]
    read = {place.demonstrated for value in values for place in value.places if not place.recording}
    found: list[TaskStep] = []
    for step in steps:
        if _is_day(step):
            found = _with_turns(found, step, before, read)
        found.append(step)
    kept = {step.number for step in found}
    gone = [step.number for step in steps if step.number not in kept]
    return tuple(replace(_counting(step, gone), number=at) for at, step in enumerate(found, start=1))


def _counting(step: TaskStep, gone: Sequence[int]) -> TaskStep:
    """The step, whose condition counts no steps that are `gone`."""
    when = step.when
    if when is None:
        return step
    fewer = sum(step.number < number < step.number + when.steps for number in gone)
    return replace(step, when=replace(when, steps=when.steps - fewer)) if fewer else step


def _is_day(step: TaskStep) -> bool:
    value = step.value
    if value is None or step.recording:
        return False
    return value.form in DAYS and value.source in ("row", "computed")


def _with_turns(
    found: Sequence[TaskStep],
    day: TaskStep,
    before: Callable[[TaskStep], Sequence[Element]],
    read: Collection[int],
) -> list[TaskStep]:
    """The steps before a day, where the last ones turned the calendar with these in one.

    `read`: indices of recorded steps on whose screen a value is read.
    """
    turns: list[TaskStep] = []
    month = month_shown(before(day))
    ways: list[int] = []
    for step in reversed(found):
        pages = PAGES.get(step.kind)
        if month is None or pages is None or not _is_plain(step) or step.window != day.window:
            break
        earlier = month_shown(before(step))
        if earlier is None or abs(months_between(earlier, month)) != pages:
            break
        turns.insert(0, step)
        ways.insert(0, 1 if months_between(earlier, month) > 0 else -1)
        month = earlier
    if not turns or day.value is None or _some_depend(turns, found):
        return list(found)
    made: list[TaskStep] = []
    for way in dict.fromkeys(ways):
        same = [step for step, its in zip(turns, ways, strict=True) if its == way]
        if not all(_same_control(same[0], step) and step.demonstrated not in read for step in same[1:]):
            return list(found)
        value = replace(day.value, text="", form=TURNED_ON if way > 0 else TURNED_BACK)
        step = replace(same[0], kind="click", value=value, doubt="")
        made.append(replace(step, caption=caption(step)))
    return [*found[: len(found) - len(turns)], *made]


def _some_depend(turns: Sequence[TaskStep], earlier: Sequence[TaskStep]) -> bool:
    """Whether a condition of an earlier step is about some of these, and not about the others."""
    for step in earlier:
        if step.when is not None:
            last = step.number + step.when.steps - 1
            if turns[0].number <= last < turns[-1].number:
                return True
    return False


def _is_plain(step: TaskStep) -> bool:
    """Whether it is a click of this recording of which nothing else is known."""
    free = (
        step.value is None
        and not step.recording
        and not step.modifiers
        and step.when is None
        and not step.optional
        and not step.approval
    )
    return free and step.target is not None


def _same_control(one: TaskStep, other: TaskStep) -> bool:
    if one.target is None or other.target is None:
        return False
    return one.target.box.iou(other.target.box) >= SAME_CONTROL_IOU
