"""What is left of a task's parts that are done once, as the journals of its runs tell it."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

import pytest

from lam_desktop.cli.choosing_rows import rows_to_do
from lam_desktop.cli.main import main
from lam_desktop.errors import UsageError
from lam_desktop.execution.request import RunRequest
from lam_desktop.execution.runs.again import Undone, left_undone
from lam_desktop.execution.runs.begun import BegunRow
from lam_desktop.execution.runs.journal import Journal
from lam_desktop.execution.runs.result import RunResult
from lam_desktop.tasks.once import BEFORE_ROWS, BEHIND_ROWS
from lam_desktop.tasks.step import TaskStep
from lam_desktop.tasks.storage.library import Library
from lam_desktop.tasks.task_yaml import task_file
from tests.cli.tasks import made
from tests.execution.runs.test_again import DONE, ROWS, RUN, Happened, ran

BEFORE: tuple[Happened, ...] = (
    ("row_started", BEFORE_ROWS, ""),
    ("acting", BEFORE_ROWS, ""),
    ("row_finished", BEFORE_ROWS, "done"),
)
ALL_ROWS: tuple[Happened, ...] = (
    *DONE,
    ("row_finished", 3, "done"),
    ("row_finished", 4, "done"),
)
CLOSING: tuple[Happened, ...] = (("row_started", BEHIND_ROWS, ""), ("acting", BEHIND_ROWS, ""))
CLOSED: Happened = ("row_finished", BEHIND_ROWS, "done")


@pytest.mark.parametrize(
    ("happened", "rows", "unsure"),
    [
        ((), (BEFORE_ROWS, 2, 3, 4, BEHIND_ROWS), ()),
        (BEFORE[:1], (BEFORE_ROWS, 2, 3, 4, BEHIND_ROWS), ()),
        (BEFORE[:2], (BEFORE_ROWS, 2, 3, 4, BEHIND_ROWS), (BEFORE_ROWS,)),
        ((*BEFORE[:2], ("row_finished", BEFORE_ROWS, "failed")), (BEFORE_ROWS, 2, 3, 4, -2), (BEFORE_ROWS,)),
        (BEFORE, (2, 3, 4, BEHIND_ROWS), ()),
        ((*BEFORE, *DONE), (3, 4, BEHIND_ROWS), ()),
        ((*BEFORE, *ALL_ROWS), (BEHIND_ROWS,), ()),
        ((*BEFORE, *ALL_ROWS, *CLOSING), (BEHIND_ROWS,), (BEHIND_ROWS,)),
        ((*BEFORE, *ALL_ROWS, *CLOSING, CLOSED), (), ()),
    ],
)
def test_what_is_done_once_is_left_or_done(
    happened: tuple[Happened, ...], rows: tuple[int, ...], unsure: tuple[int, ...], home: Path, table: Path
) -> None:
    batched(home)
    ran(home, table, "2026-01-01-000000", *happened)
    undone = left_undone(Library(home), "orders")
    assert (undone.rows, undone.unsure) == (rows, unsure)
    assert (undone.before_rows is None) == (BEFORE_ROWS in rows)
    assert (undone.begun.row if undone.begun else None) == next(iter(unsure), None)


def test_what_is_done_once_is_done_once_for_runs_that_go_on(home: Path, table: Path) -> None:
    """The second run closes what the first one opened; a third one, of rows that were left, opens anew."""
    batched(home)
    first, second = (RUN.format(day) for day in ("01", "02"))
    ran(home, table, Path(first).name, *BEFORE, *DONE, ("acting", 3, ""), ("row_finished", 3, "failed"))
    skipped: Happened = ("row_finished", 3, "skipped")
    ran(home, table, Path(second).name, skipped, ("row_finished", 4, "done"), *CLOSING, resumes=first)
    assert left_undone(Library(home), "orders").rows == (BEHIND_ROWS,)
    ran(home, table, "2026-01-03-000000", CLOSED, resumes=second, no_row=True)
    assert left_undone(Library(home), "orders").rows == ()
    assert left_undone(Library(home), "orders", first).rows == (BEFORE_ROWS, 3, BEHIND_ROWS)


@pytest.mark.parametrize("answer", ["skip", "repeat"])
def test_a_person_says_whether_what_is_done_once_was_done(
    answer: str, home: Path, table: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    batched(home)
    ran(home, table, "2026-01-01-000000", *BEFORE, *ALL_ROWS, *CLOSING)
    undone = replace(left_undone(Library(home), "orders"), begun=None)
    assert undone.unsure == (BEHIND_ROWS,)
    silent = argparse.Namespace(begun_row=None, json=False)
    assert rows_to_do(undone, silent, alone=True) is None
    assert "What is done once behind the rows was begun and may be done already" in capsys.readouterr().out
    said = argparse.Namespace(begun_row=answer, json=False)
    assert rows_to_do(undone, said, alone=True) == (() if answer == "skip" else (BEHIND_ROWS,))


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "rows.csv"
    path.write_text(ROWS)
    return path


@pytest.fixture
def other(tmp_path: Path) -> Path:
    path = tmp_path / "others.csv"
    path.write_text(ROWS)
    return path


@pytest.mark.parametrize(
    ("happened", "unsure"),
    [((*BEFORE, *ALL_ROWS, *CLOSING, CLOSED), ()), ((*BEFORE, *DONE), (BEFORE_ROWS,)), (BEFORE[:1], None)],
)
@pytest.mark.parametrize("killed", [False, True])
def test_another_table_since_then_has_opened_its_own(
    happened: tuple[Happened, ...],
    unsure: tuple[int, ...] | None,
    killed: bool,
    home: Path,
    table: Path,
    other: Path,
) -> None:
    """Also where the run that goes on was killed before it did anything."""
    batched(home)
    first = RUN.format("01")
    ran(home, table, Path(first).name, *BEFORE, *DONE)
    ran(home, other, "2026-01-02-000000", *happened)
    if killed:
        ran(home, table, "2026-01-03-000000", resumes=first)
    undone = left_undone(Library(home), "orders", None if killed else first)
    left = (3, 4, BEHIND_ROWS)
    if unsure is None:  # it did nothing
        assert (undone.rows, undone.unsure) == (left, ()) and undone.before_rows is not None
    else:
        assert (undone.rows, undone.unsure) == ((BEFORE_ROWS, *left), unsure)
        assert undone.before_rows is None


def test_what_was_opened_anew_behind_another_table_is_still_there(
    home: Path, table: Path, other: Path
) -> None:
    batched(home)
    first = RUN.format("01")
    ran(home, table, Path(first).name, *BEFORE, *DONE)
    ran(home, other, "2026-01-02-000000", *BEFORE, *ALL_ROWS, *CLOSING, CLOSED)
    ran(home, table, "2026-01-03-000000", *BEFORE, ("row_finished", 3, "done"), resumes=first)
    for named in (None, first):
        undone = left_undone(Library(home), "orders", named)
        assert (undone.rows, undone.unsure) == ((4, BEHIND_ROWS), ()) and undone.before_rows is not None


@pytest.mark.parametrize("happened", [(), BEFORE[:1]], ids=["killed while it loads", "killed as it begins"])
def test_a_new_run_that_did_nothing_has_closed_nothing(
    happened: tuple[Happened, ...], home: Path, table: Path
) -> None:
    batched(home)
    first = "2026-01-01-000000"
    ran(home, table, first, *BEFORE, *DONE)
    with Journal(Library(home).folder("orders") / "runs" / first) as journal:
        journal.write("verified", row=BEFORE_ROWS, step=1, ok=True)
    ran(home, table, "2026-01-02-000000", *happened)
    undone = left_undone(Library(home), "orders", first)
    assert (undone.rows, undone.unsure) == ((3, 4, BEHIND_ROWS), ())
    assert undone.before_rows == BegunRow(BEFORE_ROWS, (1,))
    ran(home, table, "2026-01-03-000000", *BEFORE[:2])
    undone = left_undone(Library(home), "orders", first)
    assert (undone.rows, undone.unsure) == ((BEFORE_ROWS, 3, 4, BEHIND_ROWS), (BEFORE_ROWS,))


def test_what_was_opened_anew_for_rows_that_were_left_is_not_opened_again(home: Path, table: Path) -> None:
    batched(home)
    first = RUN.format("01")
    skipped: Happened = ("row_finished", 3, "skipped")
    ended: Happened = ("row_finished", 4, "done")
    ran(home, table, Path(first).name, *BEFORE, *DONE, skipped, ended, *CLOSING, CLOSED)
    assert left_undone(Library(home), "orders", first).rows == (BEFORE_ROWS, 3, BEHIND_ROWS)
    ran(home, table, "2026-01-02-000000", *BEFORE, ("acting", 3, ""), resumes=first)
    undone = left_undone(Library(home), "orders")
    assert (undone.rows, undone.unsure) == ((3, 4, BEHIND_ROWS), (3,))


def test_what_is_closed_behind_another_table_asks_first(home: Path, table: Path, other: Path) -> None:
    batched(home)
    ran(home, table, "2026-01-01-000000", *BEFORE, *ALL_ROWS)
    ran(home, other, "2026-01-02-000000", *BEFORE, *ALL_ROWS, *CLOSING, CLOSED)
    undone = left_undone(Library(home), "orders", "2026-01-01-000000")
    assert (undone.rows, undone.unsure) == ((BEFORE_ROWS, BEHIND_ROWS), (BEFORE_ROWS,))


def test_another_table_reopens_nothing_of_a_run_that_is_done(home: Path, table: Path, other: Path) -> None:
    batched(home)
    ran(home, table, "2026-01-01-000000", *BEFORE, *ALL_ROWS, *CLOSING, CLOSED)
    ran(home, other, "2026-01-02-000000", *BEFORE, *DONE)
    assert left_undone(Library(home), "orders", "2026-01-01-000000").rows == ()


@pytest.mark.parametrize("status", ["skipped", "done"])
def test_what_the_person_said_of_it_is_written_down(status: str, home: Path, table: Path) -> None:
    """Then a kill in a later row leaves that row alone to be asked about."""
    batched(home)
    first, second = (RUN.format(day) for day in ("01", "02"))
    ran(home, table, Path(first).name, *BEFORE[:2])
    assert left_undone(Library(home), "orders").unsure == (BEFORE_ROWS,)
    said: Happened = ("row_finished", BEFORE_ROWS, status)
    ran(home, table, Path(second).name, said, ("row_started", 3, ""), ("acting", 3, ""), resumes=first)
    undone = left_undone(Library(home), "orders")
    assert (undone.rows, undone.unsure) == ((3, 4, BEHIND_ROWS), (3,))
    assert undone.before_rows == BegunRow(BEFORE_ROWS)


@pytest.mark.parametrize(("answer", "done"), [("skip", (BEFORE_ROWS,)), ("repeat", ())])
def test_the_run_is_told_what_the_person_said(
    answer: str, done: tuple[int, ...], home: Path, table: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    batched(home)
    ran(home, table, "2026-01-01-000000", *BEFORE[:2])
    requests: list[RunRequest] = []

    def run_task(_library: Library, request: RunRequest, *_: object, **__: object) -> RunResult:
        requests.append(request)
        return RunResult("done", "", (), "")

    monkeypatch.setattr("lam_desktop.execution.run.run_task", run_task)
    main(["run", "orders", "--resume", "--begun-row", answer, "--json"])
    [request] = requests
    rows = (2, 3, 4, BEHIND_ROWS)
    assert (request.said_done, request.only) == (done, rows if done else (BEFORE_ROWS, *rows))


@pytest.mark.parametrize("answer", ["skip", "repeat"])
def test_one_answer_does_not_stand_for_a_part_and_a_row(
    answer: str, capsys: pytest.CaptureFixture[str]
) -> None:
    undone = Undone("rows.csv", (BEFORE_ROWS, 5, BEHIND_ROWS), (BEFORE_ROWS, 5))
    said = argparse.Namespace(begun_row=answer, json=False)
    with pytest.raises(UsageError, match="for what is done once before the rows and row 5: start it at a"):
        rows_to_do(undone, said, alone=True)
    assert rows_to_do(undone, argparse.Namespace(begun_row=None, json=False), alone=True) is None
    assert "Then start it at a terminal" in capsys.readouterr().out
    rows = Undone("rows.csv", (5, 6), (5, 6))
    assert rows_to_do(rows, said, alone=True) == (() if answer == "skip" else (5, 6))


def batched(home: Path) -> None:
    """The task with its first step done before all rows, and its last one behind them."""
    made(home, "orders")
    task = Library(home).open("orders")
    first, last = task.steps[0], task.steps[-1]
    once = TaskStep(1, first.demonstrated, "key", "Press F2", first.window, keys=("f2",), once="before")
    end = TaskStep(0, last.demonstrated, "key", "Press F9", first.window, keys=("f9",), once="after")
    steps = [replace(one, number=one.number + 1) for one in task.steps]
    task_file.save(replace(task, steps=(once, *steps, replace(end, number=len(steps) + 2))))
