"""Whole runs of a task with steps that are done once, over a form that is drawn, and the runs that go on."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import pytest

from lam_desktop.execution.machine.stopping import Stopped
from lam_desktop.execution.request import RunRequest, chosen_rows
from lam_desktop.execution.run import run_task
from lam_desktop.execution.runs.again import left_undone, print_of
from lam_desktop.execution.runs.history import past_runs
from lam_desktop.execution.runs.journal import Journal
from lam_desktop.execution.runs.result import RunResult
from lam_desktop.reporting.facts import facts_of
from lam_desktop.tasks.once import BEFORE_ROWS, BEHIND_ROWS
from lam_desktop.tasks.provenance.rows import read_rows
from lam_desktop.tasks.step import TaskStep
from lam_desktop.tasks.storage.library import Library
from lam_desktop.tasks.task_yaml import task_file
from lam_desktop.types import Action, Click
from tests.execution.many_rows import Minds
from tests.execution.test_executor import Watcher
from tests.fakes.clock import skip_waiting
from tests.fakes.order_form import DESK, OrderForm, box_of, many_rows, record_task, workplace, write_table

pytestmark = pytest.mark.usefixtures("no_waiting")

TASK = "orders"
ROWS = many_rows(2)


class Refusing(OrderForm):
    """A person stops the run at the click behind the rows, as long as it `refuses`."""

    refuses = False

    def react(self, action: Action) -> None:
        """As the form, but for that click: the form is empty then, and says that an order was saved."""
        empty = bool(self.form.saved) and not any(self.form.values)
        behind = empty and isinstance(action, Click) and box_of("Quantity").contains(*action.point)
        if self.refuses and behind:
            raise Stopped("person")
        super().react(action)


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "orders.csv"
    write_table(path, ROWS)
    return path


@pytest.fixture
def library(home: Path, table: Path) -> Library:
    """With the task, whose field for the quantity is clicked once before all rows and once behind them."""
    task = record_task(home, TASK, table)
    point = box_of("Quantity").center
    once = TaskStep(1, 2, "click", "Click the field “Quantity”", DESK, point, once="before")
    steps = (once, *(replace(step, number=step.number + 1) for step in task.steps))
    task_file.save(replace(task, steps=(*steps, replace(once, number=len(steps) + 1, once="after"))))
    return Library(home)


def test_a_run_that_goes_on_does_only_what_is_left(
    library: Library, table: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    skip_waiting(monkeypatch)
    program = Refusing(table.parent / "kept.csv")
    program.refuses = True
    request = RunRequest(TASK, rows=f"{table}:2-3", mode="auto")

    def run(request: RunRequest) -> RunResult:
        return run_task(library, request, Watcher(), Minds(program, 0), open_workplace=workplace(program))

    first = run(request)
    assert first.status == "stopped" and first.message.startswith("2 rows done. "), first
    assert [(one.index, one.status) for one in first.once] == [
        (BEFORE_ROWS, "done"),
        (BEHIND_ROWS, "stopped"),
    ]
    assert program.kept() == list(ROWS)
    undone = left_undone(library, TASK)
    assert undone.rows == (BEHIND_ROWS,) and undone.begun is not None and undone.begun.row == BEHIND_ROWS

    program.refuses = False
    again = replace(
        request, rows=undone.table, only=undone.rows, at_work=undone.begun, resumes=undone.run,
        before_rows=undone.before_rows,
    )  # fmt: skip
    assert chosen_rows(library.whole(TASK), again) == ()
    second = run(again)
    assert (second.status, second.rows) == ("done", ()), second
    assert [(one.index, one.status) for one in second.once] == [(BEHIND_ROWS, "done")]
    assert program.kept() == list(ROWS) and program.form.focus == "Quantity"
    assert left_undone(library, TASK).rows == ()
    with (library.home / second.table).open(encoding="utf-8-sig", newline="") as file:
        assert [line["LAM status"] for line in csv.DictReader(file)] == ["", "done", "done"], (
            "also those before"
        )
    last, before = past_runs(library, TASK)
    assert ((last.rows_done, last.rows), (before.rows_done, before.rows)) == ((0, 0), (2, 2))
    facts = facts_of(library.home / first.run)
    assert [row.index for row in facts.all_parts] == [BEFORE_ROWS, 2, 3, BEHIND_ROWS]


def test_what_the_person_says_is_done_is_asked_no_more(
    library: Library, table: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    skip_waiting(monkeypatch)
    program = Refusing(table.parent / "kept.csv")
    first = library.new_run(TASK)
    chosen = [row for row in read_rows(table).rows if row.index in (2, 3)]
    with Journal(first) as journal:
        journal.write("run_started", task=TASK, table=str(table), rows=[2, 3], print=print_of(chosen))
        journal.write("row_started", row=BEFORE_ROWS)
        journal.write("acting", row=BEFORE_ROWS)
    undone = left_undone(library, TASK)
    assert undone.unsure == (BEFORE_ROWS,)
    request = RunRequest(
        TASK, rows=undone.table, mode="auto", only=undone.rows[1:], said_done=(BEFORE_ROWS,),
        resumes=undone.run,
    )  # fmt: skip
    result = run_task(library, request, Watcher(), Minds(program, 0), open_workplace=workplace(program))
    assert result.status == "done" and [one.index for one in result.once] == [BEHIND_ROWS], result
    assert program.kept() == list(ROWS)
    after = left_undone(library, TASK)
    assert (after.rows, after.unsure) == ((), ())
