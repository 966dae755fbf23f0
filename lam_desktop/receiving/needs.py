"""What a task that came from somebody else needs of the person before it can run, in sentences."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator, Sequence

from lam_desktop.receiving.members import plain
from lam_desktop.tasks.provenance.values import as_yes_no
from lam_desktop.tasks.step import WindowName
from lam_desktop.tasks.task import Task
from lam_desktop.tasks.task_yaml.start_file import Approvable


def needs_of(task: Task, others: Sequence[str], changed: Sequence[str], *, masked: bool) -> tuple[str, ...]:
    """The sentences, in the order in which a person would go through them.

    `others`: the tasks that the library has beside it; `changed`: what is no more as its author had it, in
    sentences; `masked`: whether stand-ins are in the copy.
    """
    return tuple(_needs(task, others, changed, masked))


def _needs(task: Task, others: Sequence[str], changed: Sequence[str], masked: bool) -> Iterator[str]:
    name = shlex.quote(task.name)  # whoever gave it away may have called it like a command
    if masked:
        yield "It is a masked copy: its steps and pictures have stand-ins for names, addresses and numbers."
        if steps := _of_stand_ins(task):
            yield (
                f"These steps type or compare a stand-in in every row: {steps}; say with lam edit {name} what"
                " is meant."
            )
        yield f"Its pictures are painted over in places: try it with lam run {name} --dry-run first."
    yield from changed
    if task.columns:
        yield f"It takes its values from a table with these columns: {_listed(task.columns)}."
    started = {one.window for one in task.starts}
    if windows := _listed(_called(one) for one in task.windows if one not in started):
        yield f"It works in the windows of these programs: {windows}; open them before you run it."
    if task.secrets:
        yield (
            f"It needs these secrets of yours: {_listed(task.secrets)}; lam secret {name} keeps one, or"
            " each run asks."
        )
    if words := Approvable(task.checks, task.starts).words:
        yield f"Nothing of its {words} is done before you have read and approved it: lam approve {name}."
    called = dict.fromkeys(step.called for step in task.steps if step.kind == "task")
    if lacking := _listed(one for one in called if one not in others):
        yield f"It does tasks that you do not have: {lacking}; take them in or record them, too."
    if yours := _listed(one for one in called if one in others):
        yield f"It does tasks of yours that have these names: {yours}; look whether they are meant."


def _of_stand_ins(task: Task) -> str:
    """Numbers of the steps that use a text as it stands in the task."""
    found: list[str] = []
    for step in task.steps:
        value, when = step.value, step.when
        typed = value is not None and value.source == "constant" and _masked(value.text)
        compared = when is not None and when.kind != "empty" and _masked(when.text)
        if typed or compared:
            found.append(str(step.number))
    return ", ".join(found)


def _masked(text: str) -> bool:
    """Whether sharing has put something else in its place: yes and no mean something to a check box."""
    return bool(text.strip()) and as_yes_no(text) is None


def _listed(names: Iterable[str]) -> str:
    return ", ".join(plain(one) for one in dict.fromkeys(names))


def _called(window: WindowName) -> str:
    return window.wm_class or window.process
