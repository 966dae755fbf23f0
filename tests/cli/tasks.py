"""Tasks in a library without anybody having recorded them."""

from __future__ import annotations

from pathlib import Path

from lam_desktop.tasks.step import TaskStep, Value, WindowName
from lam_desktop.tasks.storage.library import Library
from lam_desktop.tasks.task import Task
from lam_desktop.tasks.task_yaml import task_file

DESK = WindowName("orderdesk", "python3")


def made(home: Path, name: str = "orders", recording: str = "demos/first.lamrec") -> Task:
    """A task that types the cell of the column «customer»; its recording is not there."""
    library = Library(home)
    path = library.create(name)
    step = TaskStep(
        number=1, demonstrated=0, kind="type", caption="Type the customer", window=DESK,
        value=Value("row", "customer", "Sorenson"),
    )  # fmt: skip
    task = Task(name=name, folder=path.parents[1], recording=recording, steps=(step,), windows=(DESK,))
    task_file.save(task)
    return task
