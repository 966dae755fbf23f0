"""Finds out what a new task's steps acted on, and which other tasks of the library they are."""

from __future__ import annotations

from dataclasses import dataclass, field

from lam_desktop.errors import LamUserError
from lam_desktop.execution.shown.understanding import understood
from lam_desktop.protocols import ScreenParser
from lam_desktop.tasks.explaining.within import may_be_within, with_offers
from lam_desktop.tasks.storage.library import Library
from lam_desktop.tasks.task import Task
from lam_desktop.tasks.task_yaml import task_file


def looked_at(library: Library, task: Task, parser: ScreenParser, weights: str) -> Task:
    """The task with its targets, and with what it says of other tasks; found out and kept once.

    Each of the others is read once. One that was never looked at is, where its recorded steps may be some of
    these: then it is told what it has within itself, too.
    """
    return _Looking(library, parser, weights).at(task)


@dataclass
class _Looking:
    library: Library
    parser: ScreenParser
    weights: str
    known: dict[str, Task | None] = field(default_factory=dict[str, Task | None])
    """The tasks by name, as they are known by now; None: it cannot be read, or not be looked at."""

    def at(self, task: Task) -> Task:
        found = understood(task, self.parser, self.weights)
        if task.understood:
            return found
        self.known[task.name] = found
        others = {name: self._other(name, task) for name in self.library.names() if name != task.name}
        offered = with_offers(found, {name: one for name, one in others.items() if one is not None})
        if offered != found:
            task_file.save(offered)
        return offered

    def _other(self, name: str, task: Task) -> Task | None:
        """Another task, looked at where it may be within this recorded one; whatever is wrong with it is told
        by whoever wants it."""
        try:
            if name not in self.known:
                self.known[name] = self.library.open(name)
            other = self.known[name]
            if other is not None and not other.looked_at and may_be_within(task, other):
                self.known[name] = self.at(other)
        except LamUserError:
            self.known[name] = None
        return self.known[name]
