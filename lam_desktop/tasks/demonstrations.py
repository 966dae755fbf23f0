"""All demonstrations of a task as one sequence of recorded steps, and where each of them has these steps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from lam_desktop.errors import UsageError
from lam_desktop.tasks.aligning import Differ, aligned
from lam_desktop.tasks.compile import recorded_on
from lam_desktop.tasks.task import DemonstratedRow, Further, Recorded, Task
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

    def rows(self, step: Recorded) -> tuple[list[DemonstratedRow | None], list[DemonstratedRow | None]]:
        """The rows with which a step came, and those with which it was missing."""
        came: list[DemonstratedRow | None] = [self.first.row] if not step[0] else []
        missing: list[DemonstratedRow | None] = [] if not step[0] else [self.first.row]
        for one in self.further:
            (came if one.has(step) else missing).append(one.shown.row)
        return came, missing


def laid(task: Task) -> Laid:
    """The demonstrations of a task side by side.

    What only one of them has, in one place, comes sometimes, and is known to with the ones behind it. Raises
    `UsageError` with one sentence where they are not the same steps, or a recording cannot be read.
    """
    first = shown_in(task, Further(task.recording, task.row))
    order: list[tuple[Recorded, Step]] = [(("", one.index, 0), one) for one in first.steps]
    sometimes: list[frozenset[Recorded]] = []
    found: list[Beside] = []
    for further in task.further:
        shown = shown_in(task, further)
        place = {key: at for at, (key, _) in enumerate(order)}
        groups = [frozenset(place[key] for key in group) for group in sometimes]
        try:
            fit = aligned([step for _, step in order], shown.steps, groups)
        except Differ as error:
            raise UsageError(str(error)) from error
        same = {order[at][0]: other for at, other in fit.same.items()}
        lacking = {key for key, _ in order} - set(same)
        known = frozenset(key for group in sometimes for key in group)
        new = (lacking - known, {_key(further, at) for at in fit.more})
        sometimes += [frozenset(one) for one in new if one]
        behind = max((at for at, other in fit.same.items() if other < fit.more.start), default=-1) + 1
        order[behind:behind] = [(_key(further, at), shown.steps[at]) for at in fit.more]
        found.append(Beside(further.recording, shown, same, tuple(fit.more)))
    return Laid(first, tuple(found), tuple(key for key, _ in order))


def shown_in(task: Task, further: Further) -> Shown:
    """What a recording of the task shows; raises `UsageError` where it cannot be read."""
    try:
        with Recording.open(task.folder / further.recording, task.files.seal) as recording:
            return Shown(recording.steps(), further.row, recorded_on(recording))
    except RecorderUserError as error:
        raise UsageError(str(error)) from error


def _key(further: Further, index: int) -> Recorded:
    return further.recording, index, 0
