"""Programs that a run starts, in `task.yaml`: read, refused, and approved letter by letter."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from lam_desktop.errors import UsageError
from lam_desktop.tasks.checks import FilesCheck
from lam_desktop.tasks.step import NOWHERE, TaskStep
from lam_desktop.tasks.storage.library import Library
from lam_desktop.tasks.task import Start, Task
from lam_desktop.tasks.task_yaml import task_file
from lam_desktop.tasks.task_yaml.check_file import approved_text
from lam_desktop.tasks.task_yaml.start_file import approvable
from tests.panel.making import DESK, make_task

START = Start(("orderdesk", "--database", "/srv/our orders.db"), DESK, 12.0)
CHECK = FilesCheck(files="/srv/{Customer}.txt")


@pytest.fixture
def task(home: Path) -> Task:
    return replace(make_task(home, "orders"), starts=(START,))


def test_what_is_written_is_read_again(task: Task) -> None:
    task_file.save(replace(task, checks=(CHECK,), row=None, starts=(START, replace(START, wait_s=30.0))))
    text = (task.folder / "task.yaml").read_text(encoding="utf-8")
    assert "command: [orderdesk, --database, /srv/our orders.db]" in text and "window: orderdesk" in text
    assert task_file.load(task.folder).starts == (START, replace(START, wait_s=30.0))


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("command: []\n    window: orderdesk", "«command» is empty"),
        ("command: ['']\n    window: orderdesk", "must be a program and its arguments"),
        ("command: [./desk]\n    window: orderdesk", "must be a name alone or a whole path"),
        ("command: [bin/desk]\n    window: orderdesk", "must be a name alone or a whole path"),
        ("command: [desk]\n    window: terminal", "none of the task's windows"),
        ("command: [desk]", "window"),
        ("command: [desk]\n    window: orderdesk\n    wait_s: 0", "wait_s"),
        ("command: [desk]\n    window: orderdesk\n    shell: true", "shell"),
    ],
)
def test_what_cannot_be_started_is_told_with_its_line(task: Task, written: str, told: str) -> None:
    task_file.save(replace(task, starts=()))
    path = task.folder / "task.yaml"
    path.write_text(path.read_text(encoding="utf-8") + f"start:\n  - {written}\n", encoding="utf-8")
    with pytest.raises(UsageError, match=told) as refused:
        task_file.load(task.folder)
    assert "line" in str(refused.value)


def test_each_letter_is_approved_and_checks_alone_read_as_before(task: Task) -> None:
    text = approvable(task)["orders"].text
    assert "orderdesk" in text and "/srv/our orders.db" in text
    changes = (
        {"command": (*START.command, "-x")},
        {"command": ("Orderdesk", *START.command[1:])},
        {"window": replace(DESK, wm_class="another")},
        {"wait_s": 13.0},
    )
    for one in changes:
        assert approvable(replace(task, starts=(replace(START, **one),)))["orders"].text != text  # type: ignore[arg-type]
    both = approvable(replace(task, checks=(CHECK,)))["orders"]
    assert both.text != text and both.words == "start commands and checks"
    assert approvable(replace(task, starts=(), checks=(CHECK,)))["orders"].text == approved_text((CHECK,))
    assert approvable(replace(task, starts=())) == {}


def test_a_task_that_does_it_starts_its_program_and_each_is_approved_by_its_own_name(
    task: Task, home: Path
) -> None:
    task_file.save(replace(task, row=None))
    outer = make_task(home, "outer")
    does = TaskStep(1, NOWHERE, "task", "Do it", called="orders")
    own = replace(START, command=("desk",))
    task_file.save(replace(outer, steps=(does, replace(outer.steps[0], number=2)), row=None, starts=(own,)))
    library = Library(home)
    whole = library.whole("outer")
    assert [one.command for one in whole.starts] == [("desk",), START.command]
    told = {name: one.text for name, one in approvable(whole).items()}
    assert told == {
        "outer": approvable(library.open("outer"))["outer"].text,
        "orders": approvable(library.open("orders"))["orders"].text,
    }
