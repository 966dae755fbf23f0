"""All demonstrations of a task as one sequence of recorded steps, and where each of them has these steps."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from lam_desktop.errors import UsageError
from lam_desktop.tasks.provenance.compile import recorded_on
from lam_desktop.tasks.provenance.turning import turns_in
from lam_desktop.tasks.several.aligning import Differ, aligned
from lam_desktop.tasks.several.coincidences import columns_without_value, may_decide
from lam_desktop.tasks.step import POINTED, Recorded, TaskStep
from lam_desktop.tasks.task import DemonstratedRow, Further, Task
from recorder.errors import RecorderUserError
from recorder.gestures import Step
from recorder.recording import Recording


@dataclass(frozen=True, slots=True)
class Shown:
    """One demonstration."""

    steps: Sequence[Step]
    row: DemonstratedRow | None
    day: date | None


@dataclass(frozen=True, slots=True)
class Beside:
    """A further demonstration, laid beside those before it."""

    recording: str
    shown: Shown
    same: dict[Recorded, int]
    """Step of an earlier demonstration -> index of the same step in this one."""
    more: tuple[int, ...]
    """Indices of the steps that no earlier one has."""
    turns: frozenset[int] = frozenset()
    """Indices of the clicks that turned calendars, which are laid beside nothing: a date needs as many."""
    by_column: bool = False
    """As in `Further`."""

    def has(self, step: Recorded) -> bool:
        """Whether a step was done in it."""
        return step in self.same or (step[0] == self.recording and step[1] in self.more)


@dataclass(frozen=True, slots=True)
class Laid:
    """All of them."""

    first: Shown
    further: tuple[Beside, ...]
    order: tuple[Recorded, ...]
    """Every step that any of them has, in the order in which they are done."""

    @property
    def as_beside(self) -> Beside:
        """The first one, as if it were laid beside the others."""
        return Beside("", self.first, {key: key[1] for key in self.order if not key[0]}, ())

    def rows(self, step: Recorded) -> tuple[list[DemonstratedRow | None], list[DemonstratedRow | None]]:
        """The rows with which a step came, and those with which it was missing."""
        came: list[DemonstratedRow | None] = [self.first.row] if not step[0] else []
        missing: list[DemonstratedRow | None] = [] if not step[0] else [self.first.row]
        for one in self.further:
            (came if one.has(step) else missing).append(one.shown.row)
        return came, missing


def laid(task: Task, turns: Sequence[TaskStep] = (), later: Sequence[Further] = ()) -> Laid:
    """The demonstrations of a task side by side.

    What only one of them has, in one place, comes sometimes, and is known to with the ones behind it; what is
    done once in a run may lack in any. Clicks
    that turned a calendar to the month of a date are left out: by the task's steps, or by `turns`, which it
    does not have yet. `later`: further ones of the same recording that are not laid beside it
    yet. Raises `UsageError` with one sentence where they are not the same steps, or a recording
    cannot be read.
    """
    first = shown_in(task, Further(task.recording, task.row))
    others = [(further, shown_in(task, further)) for further in task.further]
    recorded = {"": first.steps, **{further.recording: shown.steps for further, shown in others}}
    parts = [range(*one.part) for one in (*task.further, *later) if one.part is not None]
    apart = {one.index for one in first.steps if any(one.index in part for part in parts)}
    turned = turns_in(recorded, [*task.steps, *turns])
    order: list[tuple[Recorded, Step]] = [
        (("", one.index, 0), one) for one in first.steps if one.index not in turned.sure[""] | apart
    ]
    once = [
        frozenset(one.recorded for one in task.steps if one.once == end and one.kind != "task")
        for end in ("before", "after")
    ]
    sometimes = [group for group in (*once, *_done_by_others(task, [key for key, _ in order])) if group]
    found: list[Beside] = []
    unused = columns_without_value(task)
    for further, shown in others:
        name = further.recording
        ends = frozenset(key for group in once for key in group) if further.part is not None else ()
        due = [(key, step) for key, step in order if key not in ends]  # the ends lie outside of every row
        place = {key: at for at, (key, _) in enumerate(due)}
        groups = [frozenset(place[key] for key in group if key in place) for group in sometimes]
        groups = [group for group in groups if group]
        by_column = further.by_column or may_decide(first.row, shown.row, unused)
        fit = _fewest([step for _, step in due], shown, groups, turned.ways(name), further.part, by_column)
        same = {due[at][0]: other for at, other in fit.same.items()}
        lacking = {key for key, _ in order} - set(same)
        known = frozenset(key for group in sometimes for key in group)
        new = (lacking - known, {(name, at, 0) for at in fit.more})
        sometimes += [frozenset(one) for one in new if one]
        if fit.more:
            earlier = {due[at][0] for at, other in fit.same.items() if other < fit.more[0]}
            behind = max((at for at, (key, _) in enumerate(order) if key in earlier), default=-1) + 1
            order[behind:behind] = [((name, at, 0), shown.steps[at]) for at in fit.more]
        found.append(Beside(name, shown, same, fit.more, fit.turns, by_column))
    return Laid(first, tuple(found), tuple(key for key, _ in order))


def _done_by_others(task: Task, order: Sequence[Recorded]) -> list[frozenset[Recorded]]:
    """Recorded steps that the task does no more, in stretches, where it does other tasks: who demonstrates
    it once more may begin behind them."""
    if not task.calls:
        return []
    own = {step.recorded for step in task.steps}
    gone = [key not in own for key in order]
    return [
        frozenset(key for _, key in stretch)
        for is_gone, stretch in groupby(zip(gone, order, strict=True), key=lambda one: one[0])
        if is_gone
    ]


@dataclass(frozen=True, slots=True)
class _Fit:
    """A further demonstration beside all steps before it."""

    same: dict[int, int]
    """Place among these steps -> index in the further one."""
    more: tuple[int, ...]
    turns: frozenset[int]


def _fewest(
    steps: Sequence[Step],
    shown: Shown,
    sometimes: Sequence[frozenset[int]],
    ways: Iterable[frozenset[int]],
    part: tuple[int, int] | None,
    by_column: bool,
) -> _Fit:
    """The first way to tell turns of calendars by which the fewest steps are only one's; else UsageError.

    `part`: the only steps of the further one that are meant, from and up to an index; None: all.
    `by_column`: as in `aligned`.
    """
    meant = range(*part) if part is not None else range(len(shown.steps))
    best: _Fit | None = None
    fault: Differ | None = None
    least = math.inf
    for turns in ways:
        kept = [step.index for step in shown.steps if step.index in meant and step.index not in turns]
        try:
            fit = aligned(steps, [shown.steps[at] for at in kept], sometimes, by_column)
        except Differ as error:
            fault = error
            continue
        count = len(steps) - len(fit.same) + len(fit.more)
        if count < least:
            same = {at: kept[other] for at, other in fit.same.items()}
            best, least = _Fit(same, tuple(kept[at] for at in fit.more), turns), count
    if best is None:
        raise UsageError(str(fault)) from fault
    return best


def may_differ_by_turns(task: Task, further: Further) -> bool:
    """Whether two demonstrations are the same but for some clicks, so that a calendar may be the reason.

    Raises `UsageError` where a recording cannot be read.
    """
    both = (shown_in(task, one).steps for one in (Further(task.recording, task.row), further))
    first, other = ([step.kind for step in steps if step.kind not in POINTED] for steps in both)
    return first == other


def shown_in(task: Task, further: Further) -> Shown:
    """What a recording of the task shows; raises `UsageError` where it cannot be read."""
    try:
        with Recording.open(task.folder / further.recording, task.files.seal) as recording:
            return Shown(recording.steps(), further.row, recorded_on(recording))
    except RecorderUserError as error:
        raise UsageError(str(error)) from error
