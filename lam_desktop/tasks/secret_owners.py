"""Which task a secret of a whole belongs to: there it is kept, and by that task's name it is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lam_desktop.tasks.call import Call
from lam_desktop.tasks.task import Task
from lam_desktop.tasks.texts.secret_names import name_in_task


def owner_of_secret(task: Task, name: str) -> tuple[str, str]:
    """The task that a secret of a whole is kept with, and its name there.

    The step that types it, or the check that logs in with it, says so, not the name: whoever writes a task
    chooses that.
    """
    uses = list(_uses(task, name))
    if not uses or not all(uses):
        return task.name, name
    return uses[0][-1].task, name_in_task(name)


def is_typed(task: Task, name: str) -> bool:
    """Whether a step types it; else a check logs in with it."""
    return any(one.value and one.value.source == "secret" and one.value.name == name for one in task.steps)


def _uses(task: Task, name: str) -> Iterator[Sequence[Call]]:
    """The calls through which each use is reached; none for a use by the task itself."""
    for step in task.steps:
        if step.value is not None and step.value.source == "secret" and step.value.name == name:
            yield step.within
        for depth, call in enumerate(step.within, start=1):
            if any(one.secret == name for one in call.checks_outside):
                yield step.within[:depth]
    if any(one.secret == name for one in task.checks):
        yield ()
