"""A task and those that it calls, each understood and meant as its person says, then told as one whole."""

from __future__ import annotations

from collections.abc import Callable

from lam_desktop.execution.shown.known_tasks import looked_at
from lam_desktop.protocols import ScreenParser
from lam_desktop.tasks.explaining.within import with_offers_left
from lam_desktop.tasks.provenance.rows import Row
from lam_desktop.tasks.storage.library import Library
from lam_desktop.tasks.storage.whole import called, rows_given, whole
from lam_desktop.tasks.task import Task

Settle = Callable[[Task, tuple[Row, ...]], Task | str]


def understood_whole(library: Library, task: Task, parser: ScreenParser, weights: str) -> Task:
    """The task with all its steps, of which each has its targets; what was found out is kept in each task."""
    found = looked_at(library, task, parser, weights)
    names = called(found, library.open)
    parts = {name: looked_at(library, library.open(name), parser, weights) for name in names}
    return whole(found, parts.__getitem__)


def settled_whole(library: Library, task: Task, rows: tuple[Row, ...], settle: Settle) -> Task | str:
    """The whole of an understood task as the person means it; why nobody could say that, a sentence.

    Each task is settled by itself, with the rows that it is given by all steps that do it.
    """
    own = with_offers_left(library.open(task.name), library.open)
    meant = settle(own, rows)
    if isinstance(meant, str):
        return meant
    parts = {name: library.open(name) for name in called(own, library.open)}
    for name, given in rows_given(task, rows).items():
        part = settle(parts[name], given)
        if isinstance(part, str):
            return f"In the task «{name}»: {part}"
        parts[name] = part
    return whole(meant, parts.__getitem__)
