"""Finds out what the recorded steps acted on, once, and keeps it in the task."""

from __future__ import annotations

import contextlib
from dataclasses import replace

from lam_desktop.execution.demonstration import Demonstration
from lam_desktop.protocols import ScreenParser
from lam_desktop.tasks import task_file
from lam_desktop.tasks.compile import compile_task, understand
from lam_desktop.tasks.narrowing import narrowed_choices, same_steps
from lam_desktop.tasks.task import Further, Task


def understood(task: Task, parser: ScreenParser, weights: str) -> Task:
    """The task with its targets; looked for and saved where that was not done yet."""
    if task.looked_at:
        return task
    found = task
    if not task.understood:
        with contextlib.closing(
            Demonstration(task.recording_path, parser, weights, task.files)
        ) as demonstration:
            found = understand(task, demonstration)
    for at, further in enumerate(found.further):
        if not further.understood:
            found = narrowed_choices(found, further, _chosen(found, further, parser, weights))
            looked = (*found.further[:at], replace(further, understood=True), *found.further[at + 1 :])
            found = replace(found, further=looked)
    task_file.save(found)
    return found


def _chosen(task: Task, further: Further, parser: ScreenParser, weights: str) -> dict[int, str]:
    """What the clicks of a further demonstration acted on says, by the index of the step in the first one."""
    path = task.folder / further.recording
    same = same_steps(task, further)
    shown = compile_task(task.name, task.folder, path, further.row, files=task.files)
    with contextlib.closing(Demonstration(path, parser, weights, task.files)) as demonstration:
        texts: dict[int, str] = {}
        for step in task.steps:
            at = same.get(step.demonstrated)
            target = None if step.kind != "click" or at is None else demonstration.look(shown.steps[at])
            if target is not None:
                texts[step.demonstrated] = target.text
    return texts
