"""A run without a table that did not end well: whether it may be done again, and whether it can go on.

From its beginning only where nothing is done twice that does harm then: nobody may know whether it was done.
Going on is another matter, for that looks first how it stands, and asks where the screen does not tell.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from lam_desktop.execution.runs.again import Undone, left_undone
from lam_desktop.execution.verifying.repeating import repeatable
from lam_desktop.tasks.once import is_part
from lam_desktop.tasks.provenance.checked_parts import of_the_row
from lam_desktop.tasks.step import TaskStep
from lam_desktop.tasks.storage.library import Library
from lam_desktop.tasks.task import Task


@dataclass(frozen=True, slots=True)
class OnceMore:
    """What may come next."""

    anew: bool = False
    """Whether it may be done again from its beginning."""
    goes_on: bool = False
    """Whether it can go on where it broke off."""
    must_look: bool = False
    """Whether somebody has to look in the program before it is done again."""
    at_stake: tuple[TaskStep, ...] = ()
    """The steps because of which that is so; none where they are not known."""
    values: Mapping[str, str] = field(default_factory=dict[str, str])
    """What it was told, such as its instruction; no secrets."""
    begun: tuple[int, ...] = ()
    """What checks of the task find stored already is its own."""


def once_more(library: Library, task: str, run: str) -> OnceMore:
    """What may come next of a run of the task; raises `UsageError` as `left_undone` does."""
    undone = left_undone(library, task, run)
    if undone.table or not undone.rows:
        return OnceMore()
    whole = library.whole(task)
    at_stake = _at_stake(whole, undone)
    checked = of_the_row(whole) is not None  # which tells before the first step whether it is stored
    at_work = None if undone.begun is None else undone.begun.row
    unclear = any(is_part(row) and row != at_work for row in undone.unsure)
    known = undone.final is not None or not undone.touched
    anew = not unclear and (checked or (known and not at_stake))
    told = () if anew or not known else at_stake
    return OnceMore(
        anew, at_work is not None and not unclear, not anew, told, undone.values,
        undone.unsure if checked else (),
    )  # fmt: skip


def _at_stake(task: Task, undone: Undone) -> tuple[TaskStep, ...]:
    """What was done, or may have been, and does harm when it is done twice."""
    harmless = repeatable(task.steps) - frozenset(undone.final or ())
    return tuple(step for step in task.steps if step.number in undone.touched and step.number not in harmless)
