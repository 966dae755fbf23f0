"""Clicks that turned a calendar before a day was chosen: how often follows the date."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from itertools import combinations

from lam_desktop.tasks.provenance.captions import caption
from lam_desktop.tasks.step import Recorded, TaskStep
from lam_desktop.tasks.texts.calendars import month_shown, months_between
from lam_desktop.tasks.texts.forms import DAYS, TURNED, TURNED_BACK, TURNED_ON, YES_NO
from lam_desktop.types import Element
from recorder.gestures import Step

SAME_CONTROL_IOU = 0.4
"""Boxes of one control, found twice."""
PAGES = {"click": 1, "double_click": 2}
"""By kind of step, how many pages it turns."""
SAME_PLACE_PX = 20
"""Two clicks on the button that turns a calendar are at most so far apart within their windows."""
MOST_RUNS = 4
"""So many runs of clicks that may have turned a calendar are tried with and without; of more, none or all."""


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
        target = same[0].target
        if target is not None and target.kind == "checkbox":
            target = replace(target, kind="icon")
        step = replace(same[0], kind="click", target=target, value=value, doubt="", optional=False)
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
    """Whether it is a click of this recording of which nothing else is known.

    One that another demonstration does without is one, too: its date lay in the month that was shown. So is
    one on what was taken for a check box: a small arrow may look like that, and no box turns pages.
    """
    nothing = step.value is None or step.value.form == YES_NO
    free = nothing and not step.recording and not step.modifiers and step.when is None and not step.approval
    return free and step.target is not None


def _same_control(one: TaskStep, other: TaskStep) -> bool:
    if one.target is None or other.target is None:
        return False
    return one.target.box.iou(other.target.box) >= SAME_CONTROL_IOU


# -- in several demonstrations


def is_turn(step: TaskStep) -> bool:
    """Whether a step turns a calendar to the month of a date."""
    return step.value is not None and step.value.form in TURNED


def without(steps: Sequence[TaskStep], left_out: AbstractSet[TaskStep]) -> tuple[TaskStep, ...]:
    """The steps but for some, numbered anew; a condition is about so many fewer steps."""
    gone = [step.number for step in steps if step in left_out]
    left = [step for step in steps if step not in left_out]
    return tuple(replace(_counting(step, gone), number=at) for at, step in enumerate(left, start=1))


@dataclass(frozen=True, slots=True)
class Turns:
    """The clicks of some recordings by which calendars were turned; as many as each date needs."""

    sure: Mapping[str, frozenset[int]]
    """Of each recording, the indices of those that the task knows of."""
    possible: Mapping[str, tuple[range, ...]]
    """Clicks in succession, at the same place, of which it does not."""

    def ways(self, recording: str) -> Iterator[frozenset[int]]:
        """What may have turned a calendar there, the most at first."""
        sure, runs = self.sure[recording], self.possible[recording]
        for number in range(len(runs), -1, -1) if len(runs) <= MOST_RUNS else (len(runs), 0):
            for taken in combinations(runs, number):
                yield sure.union(*taken)


def turns_in(recordings: Mapping[str, Sequence[Step]], steps: Sequence[TaskStep]) -> Turns:
    """Told by the task's steps that turn, whose buttons are clicked at one place in each recording.

    The recordings are named as the steps name them.
    """
    known: set[Recorded] = {step.recorded for step in steps if is_turn(step)}
    places = [
        place
        for name, index, _ in known
        if index in range(len(recordings.get(name, ()))) and (place := _place(recordings[name][index]))
    ]
    sure: dict[str, frozenset[int]] = {}
    possible: dict[str, tuple[range, ...]] = {}
    for name, recorded in recordings.items():
        runs = list(_runs(recorded, places))
        named = [any((name, index, 0) in known for index in run) for run in runs]
        sure[name] = frozenset(index for run, its in zip(runs, named, strict=True) if its for index in run)
        possible[name] = tuple(run for run, its in zip(runs, named, strict=True) if not its)
    return Turns(sure, possible)


def _runs(recorded: Sequence[Step], places: Sequence[tuple[str, int, int]]) -> Iterator[range]:
    """Clicks in succession at some of the places, before another click in their program."""
    start = 0
    for at, step in enumerate(recorded):
        if any(_same_place(step, place) for place in places):
            continue
        if start < at and step.kind == "click" and _program(step) == _program(recorded[at - 1]):
            yield range(start, at)
        start = at + 1


def _same_place(step: Step, place: tuple[str, int, int]) -> bool:
    here = _place(step)
    return here is not None and here[0] == place[0] and math.dist(here[1:], place[1:]) <= SAME_PLACE_PX


def _place(step: Step) -> tuple[str, int, int] | None:
    """Program and place within the window of a plain click; None for all else."""
    if step.kind not in PAGES or step.point is None or step.modifiers:
        return None
    x, y = (0, 0) if step.window is None else step.window.geometry[:2]
    return _program(step), step.point[0] - x, step.point[1] - y


def _program(step: Step) -> str:
    return "" if step.window is None else step.window.wm_class
