"""Which steps of a whole are confirmed by checks: all by its own, those of a called task by that one's."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace

from lam_desktop.errors import UsageError
from lam_desktop.tasks.call import Call, cells_within
from lam_desktop.tasks.checks import Check
from lam_desktop.tasks.once import PARTS, is_part, steps_of
from lam_desktop.tasks.provenance.rows import Row
from lam_desktop.tasks.step import Once
from lam_desktop.tasks.task import Task
from lam_desktop.tasks.when import When


@dataclass(frozen=True)
class CheckedPart:
    """The steps of one task in a whole, and the checks of that task."""

    task: str
    checks: tuple[Check, ...] = field(compare=False)
    """With their secrets named as the whole names them."""
    first: int
    """Number of its first step in the whole."""
    last: int
    within: tuple[Call, ...] = ()
    """Through which steps it is reached; empty: the outermost task itself."""
    conditions: tuple[tuple[When, tuple[Call, ...]], ...] = ()
    """On what all of its steps depend, each with the calls in which that is said."""
    optional: bool = False
    once: Once = ""
    """As of its steps."""

    @property
    def always(self) -> bool:
        """Whether it is done in every row."""
        return not (self.optional or self.conditions or self.once)

    @property
    def sometimes(self) -> bool:
        """Whether only the screen tells, once the row comes to it, that it is due."""
        return self.optional or any(when.on_screen for when, _ in self.conditions)

    def has(self, number: int | None) -> bool:
        """Whether the step with this number is one of its own, or of a task that it calls."""
        return number is not None and self.first <= number <= self.last

    def row(self, row: Row) -> Row:
        """What it is given of a row; raises UsageError where that cannot be made."""
        return replace(row, cells=dict(cells_within(self.within, row.index, row.cells)))

    def is_due(self, row: Row) -> bool:
        """Whether it belongs to a row, or to the part in its place, whose cells do not leave it out."""
        return PARTS.get(row.index, "") == self.once and not any(
            when.unmet((row.index, cells_within(within, row.index, row.cells)))
            for when, within in self.conditions
        )


def checked_parts(task: Task) -> tuple[CheckedPart, ...]:
    """Of a whole: the task itself, where it has checks, and each call of a task that has some."""
    found: dict[tuple[Call, ...], CheckedPart] = {}
    if task.checks and task.steps:
        of_row = steps_of(task, 1)
        found[()] = CheckedPart(task.name, task.checks, of_row[0].number, of_row[-1].number)
    for step in task.steps:
        for depth, call in enumerate(step.within, start=1):
            within = step.within[:depth]
            if call.checks and within not in found:
                found[within] = _part(task, within)
    return tuple(found.values())


def of_the_row(task: Task) -> CheckedPart | None:
    """What confirms a row of a whole from its beginning to its end; None where nothing does.

    Its own checks; where it has none, those of the task with which every row ends.
    """
    parts = checked_parts(task)
    own = next((one for one in parts if not one.within), None)
    return own or next((one for one in parts if one.always and _ends(task, one)), None)


def amid_the_row(task: Task) -> tuple[CheckedPart, ...]:
    """The other parts of a whole that have checks."""
    of_row = of_the_row(task)
    return tuple(one for one in checked_parts(task) if one != of_row)


def counted_by(task: Task, row: Row) -> str:
    """By what the task's own checks count a row's record, with what they ask; empty where it has none, or a
    value of theirs cannot be made: two rows with the same text are one record for them."""
    if not task.checks or is_part(row.index):
        return ""
    try:
        told = [[repr(one), one.told(row.index, row.cells)] for one in task.checks]
    except UsageError:
        return ""
    return json.dumps(told, ensure_ascii=False)


def tasks_with_checks(task: Task) -> dict[str, tuple[Check, ...]]:
    """The name of each task of a whole that has checks -> these, as it has them itself: a person approves
    them task by task."""
    return {one.task: one.within[-1].checks if one.within else one.checks for one in checked_parts(task)}


def _part(task: Task, within: tuple[Call, ...]) -> CheckedPart:
    call = within[-1]
    around = [(one.when, within[:depth]) for depth, one in enumerate(within) if one.when is not None]
    around += [
        (one.when, one.within)
        for one in task.steps
        if one.when is not None and one.number <= call.first and call.last < one.number + one.when.steps
    ]
    optional = any(one.optional for one in within)
    once = task.steps[call.first - 1].once
    return CheckedPart(
        call.task, call.checks_outside, call.first, call.last, within, tuple(around), optional, once
    )


def _ends(task: Task, part: CheckedPart) -> bool:
    return not any(one.acts for one in task.steps[part.last :] if not one.once)
