"""The descriptions are whole: every row fills every step, and no two rows end in the same state."""

from __future__ import annotations

import pytest

from lam_desktop.evaluation.benchmark import LAM, Result
from lam_desktop.evaluation.benchmarks.tasks import Tasks
from lam_desktop.evaluation.native.states import Click, Type
from lam_desktop.evaluation.tasks import gtk, others
from lam_desktop.evaluation.tasks.list import TASKS
from lam_desktop.evaluation.tasks.task import OfficeTask, filled
from lam_desktop.evaluation.tasks.variations import VARIATIONS

DESCRIBED = (*gtk.TASKS, *others.TASKS)


def test_there_is_enough_of_everything() -> None:
    assert len({one.name for one in TASKS}) == len(TASKS) >= 20
    assert len({one.command for one in TASKS}) >= 8
    assert {one.toolkit for one in TASKS} == {"gtk3", "gtk4", "qt", "libreoffice", "chromium"}
    assert len({one.name for one in VARIATIONS}) == len(VARIATIONS) == 10


def test_what_is_not_installed_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    there = [one for one in TASKS if one.toolkit == "chromium"]
    monkeypatch.setattr("lam_desktop.evaluation.benchmarks.tasks.installed", lambda: there)
    done = [Result(f"{one.name}/dark", LAM, "pass", {"message": ""}, 1.0) for one in there]
    (note,) = Tasks().table(done).notes
    assert note.startswith("Not measured, for their programs are not installed: ")
    assert all((one.name in note) is (one not in there) for one in TASKS)


@pytest.mark.parametrize("task", DESCRIBED, ids=lambda task: task.name)
def test_rows_fill_the_steps_and_end_apart(task: OfficeTask) -> None:
    assert len(task.rows) >= 3
    used: set[str] = set()
    for row in task.rows:
        for step in task.steps:
            done = filled(step, row)
            assert not (isinstance(done, Type | Click) and "{" in str(done))
        used |= {name for name in row if any(f"{{{name}}}" in str(step) for step in task.steps)}
    assert used, "something must depend on the row"
    meant = [task.meant(row) for row in task.rows]
    assert len(set(meant)) == len(meant), "a row that ends as another proves nothing"
