"""Finds out what a new task's steps acted on, and which other tasks of the library they are."""

from __future__ import annotations

from lam_desktop.errors import LamUserError
from lam_desktop.execution.understanding import understood
from lam_desktop.protocols import ScreenParser
from lam_desktop.tasks import task_file
from lam_desktop.tasks.library import Library
from lam_desktop.tasks.task import Task
from lam_desktop.tasks.within import may_be_within, with_offers


def looked_at(library: Library, task: Task, parser: ScreenParser, weights: str) -> Task:
    """The task with its targets, and with what it says of other tasks; found out and kept once.

    Each of the others is read once. One that was never looked at is, where its recorded steps may be some of
    these: then it is told what it has within itself, too.
    """
    found = understood(task, parser, weights)
    if task.understood:
        return found
    others: dict[str, Task] = {}
    for name in library.names():
        if name == task.name:
            continue
        try:
            other = library.open(name)
            if not other.looked_at and may_be_within(task, other):
                other = looked_at(library, other, parser, weights)
        except LamUserError:  # whatever is wrong with it is told by whoever wants it
            continue
        others[name] = other
    offered = with_offers(found, others)
    if offered != found:
        task_file.save(offered)
    return offered
