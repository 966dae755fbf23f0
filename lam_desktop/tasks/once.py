"""Steps that a run does once: before its first row, or behind its last one.

Wherever a row has its index, such a part of a run has a number of its own, which no row has.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from lam_desktop.tasks.step import Once, TaskStep
from lam_desktop.tasks.task import Task

BEFORE_ROWS, BEHIND_ROWS = -1, -2
"""In the place of a row's index."""
PARTS: Mapping[int, Once] = {BEFORE_ROWS: "before", BEHIND_ROWS: "after"}
"""Which steps belong to each part that is no row."""
TOLD: Mapping[int, str] = {BEFORE_ROWS: "Before the rows", BEHIND_ROWS: "Behind the rows"}


def is_part(row: int) -> bool:
    """Whether that is the number of a part that is done once, and no row's index."""
    return row in PARTS


def row_told(row: int) -> str:
    """A row, or such a part, as a person is told of it."""
    return TOLD.get(row) or f"Row {row}"


def begun_told(row: int) -> str:
    """A row or such a part within a sentence, of which nobody knows whether it is done."""
    told = row_told(row)[0].lower() + row_told(row)[1:]
    return f"what is done once {told}" if is_part(row) else told


def once_told(step: TaskStep) -> tuple[str, ...]:
    """That a step is done once, in words; nothing for one that is done for each row."""
    return (f"once, {'before' if step.once == 'before' else 'behind'} the rows",) if step.once else ()


def parts_of(task: Task) -> tuple[int, ...]:
    """The parts that a task has beside its rows, in the order in which they are done."""
    return tuple(part for part, once in PARTS.items() if any(step.once == once for step in task.steps))


def steps_of(task: Task, row: int) -> tuple[TaskStep, ...]:
    """The steps that are done for a row, or in a part; they keep their numbers."""
    return tuple(step for step in task.steps if step.once == PARTS.get(row, ""))


def of_rows(task: Task) -> Task:
    """The task with those steps alone that are done for each row."""
    return replace(task, steps=steps_of(task, 1)) if parts_of(task) else task
