"""What a further demonstration shows of steps that are done once: it enters another row without them.

The first one opened a batch, entered a row and closed the batch; the second one entered the next row. What
the second lacks at the ends, and that uses nothing of the row, was done once for both. Where it may as well
be a dialog that came only the first time, nothing is taken for granted: a doubt says so.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from lam_desktop.tasks.provenance.computed import NUMBER
from lam_desktop.tasks.provenance.irreversible import irreversible_steps
from lam_desktop.tasks.several.aligning import lacking_ends
from lam_desktop.tasks.several.demonstrations import shown_in
from lam_desktop.tasks.step import POINTED, Once, TaskStep
from lam_desktop.tasks.task import Further, Task

TAKEN = (
    "It came only in the first of two demonstrations, {where} all that both of them have: it is taken to be"
    " done once, {where} all rows. If each row needs it, remove «once» in task.yaml."
)
MAY_BE = (
    "It came only in the first of two demonstrations, before all that both of them have: as it is, the agent"
    " looks in each row whether it is there. If it is to be done once, before all rows, say so with"
    " «once: before» in task.yaml."
)


def with_ends(task: Task, further: Further) -> Task:
    """The task with those steps as done once that its second demonstration lacks at its ends.

    The same, where nothing of the kind is sure. Raises UsageError where a recording cannot be read.
    """
    if task.further or task.calls or any(step.once or step.recording for step in task.steps):
        return task
    if task.row is None or further.row is None or task.row.cells == further.row.cells:
        return task  # one row twice tells nothing of rows
    first = shown_in(task, Further(task.recording, task.row)).steps
    lacks = lacking_ends(first, shown_in(task, further).steps)
    if lacks is None:
        return task
    before = {one.index for one in first[: lacks[0]]}
    behind = {one.index for one in first[len(first) - lacks[1] :]}
    if not behind and all(one.kind in POINTED for one in first[: lacks[0]]):
        return task  # it may be a dialog, too: it is left out where it is not there
    steps = _marked(task.steps, before, behind)
    return replace(task, steps=steps) if _is_sure(task.steps, steps) else task


def may_lack_ends(task: Task, further: Further) -> bool:
    """Whether a look at the screens may tell that what a second demonstration lacks is done once.

    Raises UsageError where a recording cannot be read.
    """
    if task.further or task.understood:
        return False
    both = (shown_in(task, one).steps for one in (Further(task.recording, task.row), further))
    return lacking_ends(*both) is not None


def with_open_beginning(steps: Sequence[TaskStep]) -> tuple[TaskStep, ...]:
    """The steps, with a doubt at the first one where it comes only sometimes, which may mean once."""
    if not steps or not steps[0].optional or steps[0].doubt or steps[0].recording:
        return tuple(steps)
    return (replace(steps[0], doubt=MAY_BE), *steps[1:])


def _marked(
    steps: Sequence[TaskStep], before: Collection[int], behind: Collection[int]
) -> tuple[TaskStep, ...]:
    found: list[TaskStep] = []
    for step in steps:
        at = step.demonstrated
        once: Once = "before" if at in before else "after" if at in behind else ""
        first = once and (not found or found[-1].once != once)
        where = "before" if once == "before" else "behind"
        doubt = TAKEN.format(where=where) if first and not step.doubt else step.doubt
        found.append(replace(step, once=once, doubt=doubt))
    return tuple(found)


def _is_sure(steps: Sequence[TaskStep], marked: Sequence[TaskStep]) -> bool:
    """Whether what is left for a row is a row of its own: it uses the row, and stores it by itself."""
    order = [("before", "", "after").index(one.once) for one in marked]
    of_row = [one for one in marked if not one.once]
    if order != sorted(order) or not any(one.columns for one in of_row):
        return False
    if any(one.once and _follows(one) for one in marked):
        return False
    if any(one.when is not None or one.optional for one in steps):
        return False  # somebody has said more about them
    ends = of_row[-1].number
    return of_row[-1] is marked[-1] or ends in irreversible_steps(steps)


def _follows(step: TaskStep) -> bool:
    """Whether a step uses something of the row, or what the screen said in it."""
    value = step.value
    counts = value is not None and (value.source, value.name) == ("computed", NUMBER)
    return bool(step.columns) or counts or (value is not None and value.source in ("screen", "clipboard"))
