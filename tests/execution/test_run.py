"""How a run ends that something breaks off: no row that was begun counts as not started."""

from __future__ import annotations

import csv
import os
import signal
import sqlite3
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path

import pytest

from lam_desktop.errors import EnvironmentFault, ExitCode, UsageError
from lam_desktop.execution.machine.workplace import Workplace
from lam_desktop.execution.request import RunRequest, chosen_rows
from lam_desktop.execution.run import run_task
from lam_desktop.execution.runs.history import past_runs
from lam_desktop.execution.runs.journal import Journal, read_journal
from lam_desktop.execution.runs.outcome import COLUMNS
from lam_desktop.execution.runs.result import RunResult
from lam_desktop.execution.runs.supervision import RowFinished, RunEvent
from lam_desktop.execution.supervising.concluding import concluded
from lam_desktop.execution.supervising.record import RunRecord
from lam_desktop.protocols import Policy, ScreenParser
from lam_desktop.tasks.checks import FilesCheck, SqlCheck
from lam_desktop.tasks.limits import Limits
from lam_desktop.tasks.provenance.rows import Row
from lam_desktop.tasks.step import NOWHERE, TaskStep
from lam_desktop.tasks.storage.approvals import Approvals
from lam_desktop.tasks.storage.library import Library
from lam_desktop.tasks.task import Task
from lam_desktop.tasks.task_yaml import task_file
from lam_desktop.tasks.task_yaml.check_file import approved_text
from tests.execution.stage import stage
from tests.execution.test_executor import Desk, Watcher
from tests.fakes.program import ExactParser, OrderProgram, SamePlacePolicy
from tests.panel.making import make_task, rows_file

ROWS = tuple(Row(index, {"customer": "Smith", "quantity": "30", "express": "no"}) for index in (2, 3, 4, 5))
STATUSES = ["done", "done", "failed", "not_started"]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def broken_off(desk: Desk, error: Exception, watcher: Watcher) -> RunResult:
    """What comes of four rows where the hands fail at the third one's second action."""
    react = desk.program.react

    def fail(action: object) -> None:
        if len(desk.actuator.actions) == 2 * 5 + 2:
            raise error
        react(action)  # type: ignore[arg-type]

    desk.actuator._on_action = fail
    return ended(desk, watcher)


def ended(desk: Desk, watcher: Watcher) -> RunResult:
    """The desk's run of all rows, concluded into a journal of its own."""
    folder = desk.folder / "run"
    with Journal(folder) as journal:
        record = RunRecord(journal, folder, "tasks/orders/runs/1")
        return concluded(record, ROWS, watcher, lambda watching: desk.run(ROWS, watcher=watching))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("error", "code", "told"),
    [
        (EnvironmentFault("The display vanished; log in again."), ExitCode.ENVIRONMENT, "The display"),
        (KeyError("nobody\nknows"), ExitCode.BUG, "A fault of ours (KeyError: 'nobody"),
    ],
)
def test_an_error_leaves_every_row_as_it_was(error: Exception, code: ExitCode, told: str, desk: Desk) -> None:
    result = broken_off(desk, error, watcher := Watcher())
    assert (result.status, result.exit_code) == ("error", code)
    assert [row.status for row in result.rows] == STATUSES
    assert [row.steps_done for row in result.rows] == [6, 6, 1, 0]
    assert result.message.startswith(told) and "\n" not in result.message
    assert [event.status for event in watcher.events if isinstance(event, RowFinished)] == STATUSES[:3]
    row_end, end = read_journal(desk.folder / "run" / "journal.jsonl")
    assert (row_end["kind"], row_end["row"], row_end["status"]) == ("row_finished", 4, "failed")
    assert (end["kind"], end["status"], end["message"]) == ("run_finished", "error", result.message)
    assert ("trace" in end) == (code is ExitCode.BUG)


def test_a_supervisor_that_has_gone_ends_the_run_with_its_rows(desk: Desk) -> None:
    class Gone(Watcher):
        def report(self, event: RunEvent) -> None:
            if isinstance(event, RowFinished):
                raise BrokenPipeError("nobody reads this")

    result = ended(desk, Gone())
    assert result.status == "error"
    assert [row.status for row in result.rows] == ["done", "not_started", "not_started", "not_started"]


class Loading:
    """Minds of fakes; something happens while they load."""

    def __init__(self, meanwhile: Callable[[], None]) -> None:
        self._meanwhile = meanwhile

    def check(self, policy: str) -> None: ...

    def load(self, policy: str) -> tuple[ScreenParser, Policy, str]:
        self._meanwhile()
        return ExactParser(OrderProgram()), SamePlacePolicy(), "exact"


def test_a_stop_while_the_model_loads_is_a_finished_run(home: Path) -> None:
    make_task(home, "orders")
    with stage():
        minds = Loading(lambda: os.kill(os.getpid(), signal.SIGTERM))
        result = run_task(Library(home), RunRequest("orders"), Watcher(), minds)
    assert (result.status, result.exit_code) == ("stopped", ExitCode.STOPPED)
    assert [row.status for row in result.rows] == ["not_started"]
    (past,) = past_runs(Library(home))
    assert (past.run, past.status, past.rows_done, past.rows) == (result.run, "stopped", 0, 1)


def test_a_display_that_vanishes_is_a_finished_run(home: Path) -> None:
    make_task(home, "orders")
    with stage() as desktop:
        result = run_task(Library(home), RunRequest("orders"), Watcher(), Loading(desktop.close))
    assert (result.status, result.exit_code) == ("error", ExitCode.ENVIRONMENT)
    assert result.rows[0].status in ("failed", "not_started")
    (past,) = past_runs(Library(home))
    assert (past.run, past.status, past.message) == (result.run, "error", result.message)


def test_a_run_begins_with_what_is_not_as_it_was_recorded(home: Path) -> None:
    task = make_task(home, "orders")
    db = sqlite3.connect(task.recording_path)
    monitor = '[{"geometry": [0, 0, 1280, 800], "size_mm": null}]'
    facts = [("monitors", monitor), ("scale", "1.5"), ("keyboard", "us")]
    db.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", facts)
    db.commit()
    db.close()
    said: list[str] = []
    with stage() as desktop:
        result = run_task(Library(home), RunRequest("orders"), Watcher(), Loading(desktop.close), said.append)
    assert said[0] == "Not as it was recorded: Programs are drawn at 100% now and were 150%."
    (passport,) = [
        one for one in read_journal(home / result.run / "journal.jsonl") if one["kind"] == "passport"
    ]
    assert [one["what"] for one in passport["facts"] if one["differs"]] == ["scale"]


def test_a_check_on_a_screen_that_is_too_small_tells_all_and_ends_as_a_run_would(home: Path) -> None:
    make_task(home, "orders")
    with stage(size=(1024, 700)):
        with pytest.raises(EnvironmentFault, match="1024x700"):
            run_task(Library(home), RunRequest("orders"), Watcher(), Loading(lambda: None))
        request = RunRequest("orders", check=True)
        result = run_task(Library(home), request, Watcher(), Loading(lambda: None))
    assert (result.status, result.exit_code) == ("error", ExitCode.ENVIRONMENT)
    assert "is smaller than" in result.message and result.check is not None
    assert result.check.passport[0].told == "Recorded at 1280 x 800, now 1024 x 700."
    assert result.check.asks[0].why == "orderdesk is not open: no window of it is on the screen."
    assert len(result.check.asks) == 1, "what only the window would show is no failure of its own"
    journal = read_journal(home / result.run / "journal.jsonl")
    assert journal[0]["dry_run"] and not any(one["kind"] == "acting" for one in journal)


def test_a_run_of_rows_leaves_a_table_with_what_came_of_each(home: Path, tmp_path: Path) -> None:
    rows = rows_file(tmp_path)
    make_task(home, "orders", rows)
    before = rows.read_bytes()
    with stage() as desktop:
        request = RunRequest("orders", rows=f"{rows}:2")
        result = run_task(Library(home), request, Watcher(), Loading(desktop.close))
    assert result.status == "error"
    assert result.table == f"{result.run}/orders-results.csv"
    with (home / result.table).open(newline="", encoding="utf-8-sig") as file:
        head, first, second, *_ = csv.reader(file)
    assert head[-len(COLUMNS) :] == list(COLUMNS)
    assert first[-len(COLUMNS) :] == [""] * len(COLUMNS)
    # The display went before the row was begun.
    status, ended, seconds, reason, evidence = second[-len(COLUMNS) :]
    assert (status, reason) in (("not started", ""), ("failed", result.message)) and not evidence
    assert bool(ended) == bool(seconds) == (status == "failed")
    assert rows.read_bytes() == before


def test_rows_that_no_step_uses_are_refused(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_text("customer,quantity,express\nSmith,30,no\n")
    request = RunRequest("orders", rows=str(tmp_path / "rows.csv"))
    assert [row.index for row in chosen_rows(desk.task, request)] == [1]
    constant = [
        replace(step, value=replace(step.value, source="constant") if step.value else None)
        for step in desk.task.steps
    ]
    with pytest.raises(
        UsageError, match=r"No step .* uses a column: all rows of .*rows\.csv would do the same"
    ):
        chosen_rows(replace(desk.task, steps=tuple(constant)), request)


def test_whether_a_choice_follows_the_row_is_known_only_when_it_was_looked_at(
    desk: Desk, tmp_path: Path
) -> None:
    (tmp_path / "rows.csv").write_text("customer,quantity,express\nSmith,30,no\n")
    request = RunRequest("orders", rows=str(tmp_path / "rows.csv"))
    bare = tuple(replace(step, value=None, target=None) for step in desk.task.steps if step.kind != "type")
    recorded = replace(desk.task, steps=bare, understood=False)
    assert [row.index for row in chosen_rows(recorded, request)] == [1]
    with pytest.raises(UsageError, match="uses a column"):
        chosen_rows(replace(recorded, understood=True), request)


def test_a_run_that_nobody_could_settle_has_asked_and_done_nothing(home: Path) -> None:
    make_task(home, "orders")
    seen: list[tuple[str, int]] = []

    def settle(task: Task, rows: tuple[Row, ...]) -> str:
        seen.append((task.name, len(rows)))
        return "Step 2 may be meant in two ways."

    with stage():
        minds = Loading(lambda: None)
        result = run_task(Library(home), RunRequest("orders"), Watcher(), minds, settle=settle)
    assert (result.status, result.exit_code, result.message) == (
        "asked", ExitCode.ASKED, "Step 2 may be meant in two ways.",
    )  # fmt: skip
    assert seen == [("orders", 1)] and [row.status for row in result.rows] == ["not_started"]
    journal = read_journal(home / result.run / "journal.jsonl")
    assert not any(one["kind"] in ("acting", "acted") for one in journal)


def test_checks_of_a_task_that_is_done_must_be_approved(home: Path) -> None:
    task = make_task(home, "orders")
    check = FilesCheck(files="/nowhere/*.txt")
    task_file.save(replace(task, checks=(check,)))
    outer = make_task(home, "outer")
    does = TaskStep(1, NOWHERE, "task", "Do it", called="orders")
    task_file.save(replace(outer, steps=(does, replace(outer.steps[0], number=2)), row=None))
    said = "does the task «orders», which checks each row .* lam approve orders"
    with pytest.raises(UsageError, match=said):
        run_task(Library(home), RunRequest("outer"), Watcher(), Loading(lambda: None))
    library = Library(home)
    Approvals(home).give("orders", approved_text(library.open("orders").checks))
    with stage() as desktop:
        result = run_task(library, RunRequest("outer"), Watcher(), Loading(desktop.close))
    assert result.exit_code == ExitCode.ENVIRONMENT, "it was let begin"


@pytest.mark.parametrize("change", [{"database": "postgresql://me@evil/desk"}, {"password": "pin"}])
def test_a_check_that_changes_while_the_run_begins_is_not_asked(home: Path, change: dict[str, str]) -> None:
    task = make_task(home, "orders")
    check = SqlCheck({}, 5.0, "postgresql://me@db/desk", "SELECT 1", "db")
    task_file.save(replace(task, checks=(check,)))
    library = Library(home)
    Approvals(home).give("orders", approved_text(library.open("orders").checks))
    request = RunRequest("orders", values={"db": "geheim"})

    def changed() -> None:
        task_file.save(replace(library.open("orders"), checks=(replace(check, **change),)))

    with stage():
        result = run_task(library, request, Watcher(), Loading(changed))
    assert (result.status, result.exit_code) == ("error", ExitCode.USAGE), result
    assert "lam approve orders" in result.message
    journal = (home / result.run / "journal.jsonl").read_text(encoding="utf-8")
    assert "acting" not in journal and "geheim" not in journal and '"checked"' not in journal


def test_a_secret_is_no_cell_whatever_a_column_is_called(home: Path, tmp_path: Path) -> None:
    rows = rows_file(tmp_path)
    task = make_task(home, "orders", rows)
    name = task.columns[0]
    check = SqlCheck({}, 5.0, "postgresql://me@db/desk", "SELECT 1", name)
    task_file.save(replace(task, checks=(check,)))
    task = Library(home).open("orders")
    assert task.secrets == (name,)
    with pytest.raises(UsageError, match=f"both called «{name}»"):
        chosen_rows(task, RunRequest("orders", values={name: "geheim"}))
    for number in (0, 1):
        request = RunRequest("orders", rows=f"{rows}:1-2")
        plain = chosen_rows(task, request)[number]
        given = chosen_rows(task, replace(request, values={name: "geheim"}))[number]
        assert given == plain and "geheim" not in given.cells.values()
    lacking = tmp_path / "lacking.csv"
    others = [column for column in task.columns if column != name]
    lacking.write_text(f"{','.join(others)}\n{','.join('x' for _ in others)}\n", encoding="utf-8")
    with pytest.raises(UsageError, match=f"has no column «{name}»"):
        chosen_rows(task, RunRequest("orders", rows=str(lacking), values={name: "geheim"}))
    with pytest.raises(UsageError, match="no variable «pin»"):
        chosen_rows(task, RunRequest("orders", values={"pin": "1"}))


def test_columns_written_in_capitals_are_those_of_the_task(home: Path, tmp_path: Path) -> None:
    rows = rows_file(tmp_path)
    task = make_task(home, "orders", rows)
    names, *lines = rows.read_text(encoding="utf-8").splitlines()
    loud = tmp_path / "loud.csv"
    loud.write_text("\n".join([names.upper(), *lines]), encoding="utf-8")
    assert chosen_rows(task, RunRequest("orders", rows=str(loud))) == chosen_rows(
        task, RunRequest("orders", rows=str(rows))
    )


@pytest.mark.parametrize("wish", [{}, {"dry_run": True}, {"check": True}])
def test_more_rows_than_a_run_may_do_are_told_before_anything_else(
    home: Path, tmp_path: Path, wish: dict[str, bool]
) -> None:
    rows = rows_file(tmp_path)
    task = make_task(home, "orders", rows)
    task_file.save(replace(task, limits=Limits(rows_per_run=1)))

    def no_desktop() -> AbstractContextManager[Workplace]:
        raise EnvironmentFault("There is no display.")

    said: list[str] = []
    for chosen in (f"{rows}:1", f"{rows}:1-2"):
        request = RunRequest("orders", rows=chosen, **wish)  # type: ignore[arg-type]
        with pytest.raises(EnvironmentFault, match="no display"):
            run_task(Library(home), request, Watcher(), Loading(lambda: None), said.append, no_desktop)
    assert said == [Limits(rows_per_run=1).told_before(2)] and said[0].startswith("2 rows are chosen")
