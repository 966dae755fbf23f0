"""Finds out what the recorded steps acted on, once, and keeps it in the task."""

from __future__ import annotations

from lam_desktop.execution.demonstration import Demonstration
from lam_desktop.protocols import ScreenParser
from lam_desktop.tasks import task_file
from lam_desktop.tasks.compile import understand
from lam_desktop.tasks.task import Task


def understood(task: Task, parser: ScreenParser, weights: str) -> Task:
    """The task with its targets; looked for and saved where that was not done yet."""
    if task.understood:
        return task
    demonstration = Demonstration(task.recording_path, parser, weights, task.files)
    try:
        found = understand(task, demonstration)
    finally:
        demonstration.close()
    task_file.save(found)
    return found
