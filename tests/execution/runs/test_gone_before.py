"""Runs that go on from others: one table and one report of all rows."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from lam_desktop.execution.machine.stopping import Stopped
from lam_desktop.execution.request import RunRequest
from lam_desktop.execution.run import run_task
from lam_desktop.execution.runs.again import left_undone, print_of, print_of_row
from lam_desktop.execution.runs.gone_before import picture_path, results_before, with_rows_before
from lam_desktop.execution.runs.history import entries_of
from lam_desktop.execution.runs.journal import Journal
from lam_desktop.execution.runs.result import RowResult, RunResult
from lam_desktop.reporting.facts import CUT_SHORT, facts_of
from lam_desktop.reporting.page import page
from lam_desktop.reporting.write import write_report
from lam_desktop.tasks.provenance.rows import Row, read_rows
from lam_desktop.tasks.storage.library import Library
from lam_desktop.types import Action
from tests.execution.many_rows import Minds
from tests.execution.test_executor import Watcher
from tests.fakes.clock import skip_waiting
from tests.fakes.order_form import OrderForm, many_rows, record_task, workplace, write_table

pytestmark = pytest.mark.usefixtures("no_waiting")

TASK = "orders"
TABLE = "rows.csv"


class Stopping(OrderForm):
    """A person stops the run before anything is done for the row behind so many kept ones."""

    at: int | None = None

    def react(self, action: Action) -> None:
        if self.at is not None and len(self.kept()) >= self.at:
            raise Stopped("person")
        super().react(action)


def told(folder: Path, name: str, entries: list[tuple[str, int, Mapping[str, Any]]], **begun: Any) -> Path:
    """A run of some rows of one table, as its journal tells it."""
    run = folder / name
    run.mkdir(parents=True)
    with Journal(run) as journal:
        journal.write("run_started", task=TASK, **({"table": TABLE, "rows": [1, 2, 3, 4]} | begun))
        for kind, row, facts in entries:
            journal.write(kind, row=row, **facts)  # type: ignore[arg-type]
    return run


def done(row: int, **facts: Any) -> list[tuple[str, int, Mapping[str, Any]]]:
    return [
        ("row_started", row, {}),
        ("verified", row, {"step": 1, "ok": True, "reason": "seen", "pictures": [f"pictures/{row}.webp"]}),
        (
            "row_finished",
            row,
            {"status": "done", "steps_done": 4, "seconds": 2.5, "evidence": "seen"} | facts,
        ),
    ]


def whole(run: Path) -> dict[int, tuple[str, str]]:
    """By row, the run that tells of it, and its last status."""
    found: dict[int, tuple[str, str]] = {}
    for one in with_rows_before(run, entries_of(run)):
        if one["kind"] == "row_finished":
            found[one["row"]] = one.get("run", ""), one["status"]
    return found


def test_of_each_row_the_newest_run_tells_that_did_something_for_it(tmp_path: Path) -> None:
    failed = {"status": "failed", "evidence": ""}
    told(tmp_path, "1", [*done(1), *done(2, **failed), *done(3, **failed)])
    told(tmp_path, "2", [*done(2), ("row_finished", 3, {"status": "not_started"})], resumes="a/1")
    told(tmp_path, "3", done(1, status="skipped"), dry_run=True, resumes="a/2")
    told(tmp_path, "4", [*done(4)], table="other.csv")
    run = told(tmp_path, "5", [*done(4)], resumes="a/2")
    assert whole(run) == {1: ("1", "done"), 2: ("2", "done"), 3: ("1", "failed"), 4: ("", "done")}
    assert set(whole(tmp_path / "1")) == {1, 2, 3}, "who goes on from none tells of itself alone"


def test_what_the_same_table_got_in_between_counts_too(tmp_path: Path) -> None:
    told(tmp_path, "1", [*done(1), *done(2, status="failed", evidence="")])
    told(tmp_path, "2", [*done(2)])
    run = told(tmp_path, "3", [*done(3)], resumes="a/1")
    assert whole(run) == {1: ("1", "done"), 2: ("2", "done"), 3: ("", "done")}


@pytest.mark.parametrize("resumes", ["a/5", "a/9", "../5", "", "a/", "a/..", 5])
def test_a_journal_that_says_anything_leads_nowhere(resumes: object, tmp_path: Path) -> None:
    told(tmp_path, "1", [*done(1)], resumes="a/5")
    run = told(tmp_path, "5", [*done(2, run="1")], resumes=resumes)
    assert whole(run) == {2: ("", "done")}


def test_a_run_before_that_is_damaged_or_gone_tells_nothing(tmp_path: Path) -> None:
    first = told(tmp_path, "1", [*done(1)])
    told(tmp_path, "2", [*done(2)], resumes="a/1")
    run = told(tmp_path, "3", [*done(3)], resumes="a/2")
    assert set(whole(run)) == {1, 2, 3}
    (first / "journal.jsonl").write_text("no journal\n")
    assert set(whole(run)) == {2, 3}


def results(run: Path, table: Path) -> tuple[RowResult, ...]:
    """As a run that goes on asks for them, of a table with one column that the task uses."""
    return results_before(run, read_rows(table), ("customer",), {})


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / TABLE
    path.write_text("customer\nSmith\nLi\nOrr\n")
    return path


def started(row: int, customer: str) -> tuple[str, int, Mapping[str, Any]]:
    return ("row_started", row, {"print": print_of_row(Row(row, {"customer": customer}), ("customer",))})


def test_a_row_in_which_a_run_broke_off_is_told_and_one_that_is_another_now_is_not(
    tmp_path: Path, table: Path
) -> None:
    begun = [*done(2, status="failed"), ("row_started", 2, {}), ("acting", 2, {"step": 1})]
    entries = [*done(1, read={"no": "4711"}), *begun, started(3, "Ode"), *done(3)[1:]]
    told(tmp_path / "runs", "1", entries)
    run = told(tmp_path / "runs", "2", [], resumes="a/1")
    first, second = results(run, table)
    assert (first.index, first.status, first.seconds, first.read) == (1, "done", 2.5, {"no": "4711"})
    assert len(first.ended) == len("2026-01-15 10:15:30")
    assert (second.index, second.status, second.reason) == (2, "stopped", "The run 1 broke off in this row.")
    assert [row.status for row in facts_of(run).rows[:2]] == ["done", CUT_SHORT]


def test_the_same_table_is_known_though_the_task_uses_other_columns_now(tmp_path: Path, table: Path) -> None:
    printed = print_of(read_rows(table).rows)
    entries = [("row_started", 1, {"print": "of other columns"}), *done(1)[1:]]
    told(tmp_path / "runs", "1", entries, rows=[1, 2, 3], print=printed)
    run = told(tmp_path / "runs", "2", [], resumes="a/1")
    assert [one.index for one in results(run, table)] == [1]
    table.write_text("customer\nSmith\nLi\nOdd\n")
    assert results(run, table) == ()


def test_what_the_file_said_in_between_is_of_other_rows(tmp_path: Path, table: Path) -> None:
    told(tmp_path / "runs", "1", [started(1, "Smith"), *done(1)[1:]])
    failed = {"status": "failed", "evidence": "", "reason": "another customer"}
    told(tmp_path / "runs", "2", [started(1, "Jones"), *done(1, **failed)[1:]])
    run = told(tmp_path / "runs", "3", [], resumes="a/1")
    assert whole(run) == {1: ("1", "done")}
    assert [one.status for one in results(run, table)] == ["done"]


def test_a_run_that_only_began_a_row_hides_nothing(tmp_path: Path) -> None:
    failed = {"status": "failed", "evidence": ""}
    told(tmp_path, "1", done(1, **failed))
    looked = [("row_started", 1, {}), ("decided", 1, {"step": 1, "ready": False})]
    stopped = ("row_finished", 1, {"status": "stopped", "reason": "a person"})
    for name, entries in (("2", looked), ("3", [*looked, stopped])):
        run = told(tmp_path, name, entries, resumes="a/1")
        facts = facts_of(run)
        assert [(row.run, row.status) for row in facts.rows if row.index == 1] == [("1", "failed")]
        assert facts.before == ("1",)


def test_a_rehearsal_that_goes_on_does_not_make_light_of_what_broke_off(tmp_path: Path) -> None:
    told(tmp_path, "1", [("row_started", 1, {}), ("acting", 1, {"step": 1})])
    run = told(tmp_path, "2", [], resumes="a/1", dry_run=True, rows=[1])
    [row] = facts_of(run).rows
    assert row.status == CUT_SHORT and not row.well


def test_a_run_before_that_says_strange_things_is_damaged(tmp_path: Path, table: Path) -> None:
    told(tmp_path / "runs", "1", done(1, steps_done="abc"))
    run = told(tmp_path / "runs", "2", [], resumes="a/1")
    assert results(run, table) == () and facts_of(run).before == ()


def test_pictures_of_the_runs_before_are_shown_and_no_others(tmp_path: Path) -> None:
    for name in ("1", "2", "3"):
        (tmp_path / name / "pictures").mkdir(parents=True)
        (tmp_path / name / "pictures" / "a.webp").write_bytes(b"x")
    run = tmp_path / "2"
    (run / "link.webp").symlink_to(tmp_path / "3" / "pictures" / "a.webp")
    assert picture_path(run, "pictures/a.webp") is not None
    assert picture_path(run, "../1/pictures/a.webp", ("1",)) == tmp_path / "1" / "pictures" / "a.webp"
    (tmp_path / "elsewhere" / "pictures").mkdir(parents=True)
    (tmp_path / "elsewhere" / "pictures" / "a.webp").write_bytes(b"x")
    (tmp_path / "runs").mkdir()
    (tmp_path / "runs" / "1").symlink_to(tmp_path / "elsewhere")
    assert picture_path(tmp_path / "runs" / "2", "../1/pictures/a.webp", ("1",)) is None, "a link"
    for name in (
        "../1/pictures/a.webp",
        "../3/pictures/a.webp",
        "link.webp",
        "",
        ".",
        "none.webp",
        "a\0.webp",
    ):
        assert picture_path(run, name, ("4",)) is None, name


@pytest.fixture
def library(home: Path, tmp_path: Path) -> Library:
    write_table(tmp_path / "orders.csv", many_rows(4))
    record_task(home, TASK, tmp_path / "orders.csv")
    return Library(home)


def test_who_goes_on_gets_one_table_and_one_report_of_all_rows(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    skip_waiting(monkeypatch)
    program = Stopping(tmp_path / "kept.csv")

    def run(request: RunRequest, at: int | None) -> RunResult:
        program.at = at
        return run_task(library, request, Watcher(), Minds(program, 0), open_workplace=workplace(program))

    first = run(RunRequest(TASK, rows=f"{tmp_path / 'orders.csv'}:2-5", mode="auto"), 1)
    assert first.status == "stopped", first
    for at in (3, None):
        undone = left_undone(library, TASK)
        last = run(
            RunRequest(
                TASK,
                rows=undone.table,
                mode="auto",
                only=undone.rows,
                at_work=undone.begun,
                resumes=undone.run,
            ),
            at,
        )
    assert last.status == "done" and len(last.rows) < 4, last
    assert program.kept() == many_rows(4)
    with (library.home / last.table).open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.DictReader(file))
    assert [line["LAM status"] for line in lines] == ["", "done", "done", "done", "done"]
    assert all(line["LAM ended"] and line["LAM seconds"] for line in lines[1:])

    folder = library.home / last.run
    facts = facts_of(folder)
    assert [(row.index, row.status) for row in facts.rows] == [(index, "done") for index in (2, 3, 4, 5)]
    runs = [one.name for one in library.runs(TASK)]
    assert facts.before == tuple(runs[:2]) and {row.run for row in facts.rows} == {*runs[:2], ""}
    assert facts.rows_done == 4 and facts.effort.rows == 4
    assert all(row.steps and row.typed for row in facts.rows)
    shown = page(facts, folder)
    assert f"Goes on from {runs[0]}, {runs[1]}" in shown and "4 of 4" in shown
    assert shown.count("data:image/webp") > page(facts_of(library.home / first.run), folder).count(
        "data:image/"
    )
    report = write_report(folder, out=tmp_path / "out")
    assert json.loads((report.page.parent / "report.json").read_text())["before"] == runs[:2]
    with (report.page.parent / "report.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [line["run"] for line in csv.DictReader(file)] == [row.run for row in facts.rows]
    early = facts_of(library.home / first.run)
    assert early.before == () and early.rows_done == 1, "what came later is told by the run that did it"


def test_what_the_person_says_is_done_stands_in_the_table(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    skip_waiting(monkeypatch)
    program = Stopping(tmp_path / "kept.csv")
    program.at = 2
    request = RunRequest(TASK, rows=f"{tmp_path / 'orders.csv'}:2-5", mode="auto")
    run_task(library, request, Watcher(), Minds(program, 0), open_workplace=workplace(program))
    undone = left_undone(library, TASK)
    assert undone.rows == (4, 5)
    program.at = None
    again = RunRequest(TASK, rows=undone.table, mode="auto", only=(5,), said_done=(4,), resumes=undone.run)
    last = run_task(library, again, Watcher(), Minds(program, 0), open_workplace=workplace(program))
    with (library.home / last.table).open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.DictReader(file))
    assert [line["LAM status"] for line in lines] == ["", "done", "done", "skipped", "done"]
    assert "The person says that it is done." in lines[3]["LAM reason"]
    assert left_undone(library, TASK).rows == ()
