"""A stretch of steps is done by another task: its step in their place, and nothing else is another one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from lam_desktop.tasks.instead import Instead
from lam_desktop.tasks.provenance.captions import caption
from lam_desktop.tasks.provenance.read_off import with_handed, with_readers
from lam_desktop.tasks.step import NOWHERE, TaskStep
from lam_desktop.tasks.task import Task


def done_by(task: Task, number: int, meant: Instead) -> Task:
    """The task as a person means it: with the steps from this number on, or with the one that does them.

    Either way it is not asked again. Columns and secrets that only those steps used are used no more; windows
    and demonstrations stay.
    """
    at = number - 1
    if not meant.task:
        steps = (*task.steps[:at], replace(task.steps[at], instead=()), *task.steps[at + 1 :])
        return replace(task, steps=steps)
    stretch, behind = task.steps[at : at + meant.steps], task.steps[at + meant.steps :]
    does = TaskStep(
        number, NOWHERE, "task", "", called=meant.task, given=meant.given, returns=meant.returns,
        once=stretch[0].once, approval=any(step.approval for step in stretch),
    )  # fmt: skip
    does = replace(does, caption=caption(does))
    steps = (*task.steps[:at], does, *(_by_name(step, stretch) for step in behind))
    numbered = [replace(step, number=place) for place, step in enumerate(steps, start=1)]
    made = with_readers(numbered)
    return replace(task, steps=tuple(with_handed(step, made, task.variables) for step in made))


def has_by_name(step: TaskStep, stretch: Sequence[TaskStep]) -> bool:
    """Whether the value of a step behind a stretch is what one of its steps reads under a name."""
    value = step.value
    if value is None or value.source != "screen" or step.kind == "read":
        return False
    read = [one.value for one in stretch if one.kind == "read" and one.value is not None]
    return any((value.name, value.places) == (one.name, one.places) for one in read)


def _by_name(step: TaskStep, stretch: Sequence[TaskStep]) -> TaskStep:
    """A step behind them, which has what the other task hands over by its name alone."""
    if step.value is None or not has_by_name(step, stretch):
        return step
    return replace(step, value=replace(step.value, places=()))
