"""A task from somebody else as it may lie in a library: what spares asking a person, or only speaks to them,
is not its author's."""

from __future__ import annotations

import re
import shlex
from dataclasses import replace

from lam_desktop.tasks.limits import Limits
from lam_desktop.tasks.provenance.captions import caption, is_ours
from lam_desktop.tasks.task import DemonstratedRow, Task


def on_our_terms(task: Task) -> tuple[Task, tuple[str, ...]]:
    """The task as a library takes it, and in sentences what of that a person should know.

    It has our captions, as many watched rows as one of ours at least, and no places of its tables.
    """
    told: list[str] = []
    named = [step.told_number for step in task.steps if not is_ours(step)]
    if named:
        told.append(
            "These steps had captions that somebody wrote, and are called by what they do now:"
            f" {', '.join(named)}; read them with lam show {shlex.quote(task.name)}."
        )
    was, least = task.limits.watched_rows, Limits().watched_rows
    if was < least:
        told.append(
            f"Its watched_rows was {was} and is {least} now, as in a task of yours: until so many rows went"
            " well, it asks before what cannot be undone."
        )
    limits = replace(task.limits, watched_rows=max(was, least))
    steps = tuple(replace(step, caption=caption(step)) for step in task.steps)
    # No file is read because somebody named it.
    further = tuple(replace(one, row=_bare(one.row)) for one in task.further)
    return replace(task, steps=steps, limits=limits, row=_bare(task.row), further=further), tuple(told)


def _bare(row: DemonstratedRow | None) -> DemonstratedRow | None:
    return None if row is None else replace(row, file=re.split(r"[\\/]", row.file)[-1])
