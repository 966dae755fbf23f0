"""Runs of different sheets of one workbook: what one has done is not done of another one."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest

from lam_desktop.cli.main import main
from lam_desktop.errors import ExitCode, UsageError
from lam_desktop.execution.request import RunRequest
from lam_desktop.execution.run import run_task
from lam_desktop.execution.runs.again import left_undone, print_of, print_of_row
from lam_desktop.execution.runs.entered import entered_before
from lam_desktop.execution.runs.gone_before import results_before
from lam_desktop.execution.runs.history import entries_of
from lam_desktop.execution.runs.journal import Journal
from lam_desktop.execution.runs.odd import odd_before
from lam_desktop.reporting.facts import facts_of
from lam_desktop.tasks.provenance.oddities import Oddity
from lam_desktop.tasks.provenance.rows import read_rows
from lam_desktop.tasks.storage.library import Library
from tests.cli.tasks import made
from tests.execution.many_rows import Minds
from tests.execution.test_executor import Watcher
from tests.fakes.clock import skip_waiting
from tests.fakes.order_form import COLUMNS, SHOWN, OrderForm, many_rows, record_task, workplace
from tests.tasks.books import MONTHS, write_book

pytestmark = pytest.mark.usefixtures("no_waiting")


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return write_book(tmp_path / "orders.xlsx", opened="March")


def ran(
    home: Path, book: Path, run: str, sheet: str, ends: dict[int, str], old: bool = False, **begun: str
) -> Path:
    """A run of all rows of a sheet; an `old` journal does not say of which one."""
    if "orders" not in Library(home).names():
        made(home)
    library, table = Library(home), read_rows(book, sheet)
    folder = library.folder("orders") / "runs" / run
    facts = begun if old else {"sheet": table.sheet, **begun}
    with Journal(folder) as journal:
        journal.write(
            "run_started", task="orders", dry_run=False, rows=[row.index for row in table.rows], values={},
            table=str(book), print=print_of(table.rows), **facts,
        )  # fmt: skip
        for row in table.rows:
            journal.write("row_started", row=row.index, print=print_of_row(row, ("customer",)))
            if row.index in ends:
                journal.write("acting", row=row.index, step=1)
                journal.write("row_finished", row=row.index, status=ends[row.index])
    return folder


def test_a_run_goes_on_in_its_sheet_whichever_lies_open_now(home: Path, book: Path) -> None:
    ran(home, book, "2026-01-01-000000", "March", {1: "done"})
    write_book(book, opened="January")
    undone = left_undone(Library(home), "orders")
    assert (undone.table, undone.rows) == (f"{book}#March", (2, 3))


def test_what_was_done_of_another_sheet_counts_for_nothing(home: Path, book: Path) -> None:
    ran(home, book, "2026-01-01-000000", "March", {1: "done"})
    ran(home, book, "2026-01-02-000000", "January", {1: "done", 2: "done"})
    first = "tasks/orders/runs/2026-01-01-000000"
    assert left_undone(Library(home), "orders", first).rows == (2, 3)
    ran(home, book, "2026-01-03-000000", "March", {2: "done"})
    assert left_undone(Library(home), "orders", first).rows == (3,)


def test_a_journal_that_names_no_sheet_is_of_the_one_that_lies_open(home: Path, book: Path) -> None:
    ran(home, book, "2026-01-01-000000", "March", {1: "done"}, old=True)
    ran(home, book, "2026-01-02-000000", "January", {2: "done"})
    first = "tasks/orders/runs/2026-01-01-000000"
    assert left_undone(Library(home), "orders", first).rows == (2, 3)
    write_book(book, opened="January")
    with pytest.raises(UsageError, match="#January was changed since the run"):
        left_undone(Library(home), "orders", first)


def test_a_sheet_that_is_gone_is_one_sentence(home: Path, book: Path) -> None:
    ran(home, book, "2026-01-01-000000", "March", {1: "done"})
    write_book(book, {name: lines for name, lines in MONTHS.items() if name != "March"})
    with pytest.raises(UsageError, match="The sheet «March» of .* is not there"):
        left_undone(Library(home), "orders")


def test_the_results_of_a_sheet_are_told_by_runs_of_it(home: Path, book: Path) -> None:
    ran(home, book, "1", "March", {1: "done"})
    ran(home, book, "2", "January", {1: "failed", 2: "failed"})
    last = ran(home, book, "3", "March", {3: "done"}, resumes="tasks/orders/runs/1")
    found = results_before(last, read_rows(book, "March"), ("customer",), {})
    assert [(one.index, one.status) for one in found if one.status in ("done", "failed")] == [(1, "done")]


def test_a_row_that_was_copied_into_another_sheet_is_known_and_its_sheet_told(home: Path, book: Path) -> None:
    ran(home, book, "1", "March", {1: "done"})
    write_book(book, {**MONTHS, "April": (("customer", "count"), ("Li", 1), ("Grüner", 9))})
    library = Library(home)
    [one] = entered_before(library, library.open("orders"), read_rows(book, "April").rows)
    assert (one.row, one.what) == (
        2, "The run tasks/orders/runs/1 has entered it already, with the same cells, from the sheet «March».",
    )  # fmt: skip


@pytest.mark.parametrize(("sheet", "code"), [("", ExitCode.ASKED), ("#January", ExitCode.USAGE)])
def test_the_command_takes_the_sheet_that_is_named(
    sheet: str, code: ExitCode, home: Path, book: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Of the open one all rows were entered; of the other one the run goes on, to its missing recording."""
    ran(home, book, "1", "March", {1: "done", 2: "done", 3: "done"})
    assert main(["run", "orders", "--rows", f"{book}{sheet}:1-2", "--mode", "auto"]) == code
    out, err = capsys.readouterr()
    assert ("«March» is taken, which lay open" in out + err) is not bool(sheet)
    assert ("has entered it already" in out) is not bool(sheet)


def test_an_unknown_sheet_ends_it(home: Path, book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made(home)
    assert main(["run", "orders", "--rows", f"{book}#May", "--json"]) == ExitCode.USAGE
    assert "«January», «March»" in json.loads(capsys.readouterr().out.splitlines()[-1])["message"]


def test_a_run_says_of_which_sheet_it_was_and_writes_its_results_there(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    skip_waiting(monkeypatch)
    rows = many_rows(3)
    sheets = {"January": [COLUMNS, SHOWN, rows[0]], "March": [COLUMNS, *rows[1:]]}
    book = write_book(tmp_path / "orders.xlsx", sheets)
    record_task(home, "orders", book)
    program, library = OrderForm(tmp_path / "kept.csv"), Library(home)
    request = RunRequest("orders", rows=f"{book}#March:1-2", mode="auto")
    result = run_task(library, request, Watcher(), Minds(program, 0), open_workplace=workplace(program))
    assert (result.status, program.kept()) == ("done", rows[1:]), result
    begun = entries_of(library.home / result.run, ("run_started",))[0]
    assert (begun["table"], begun["sheet"]) == (str(book), "March")
    assert facts_of(library.home / result.run).table == f"{book}#March"
    written = [row.cells.get("LAM status") for row in read_rows(library.home / result.table, "March").rows]
    assert written == ["done", "done"]
    assert not begun.keys() & {"odd", "lines", "hidden"}
    assert "LAM status" not in read_rows(library.home / result.table, "January").columns


def test_odd_rows_and_hidden_lines_are_in_all_that_a_run_leaves(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was left out unseen makes the run one that has to ask, and a later run knows of it."""
    skip_waiting(monkeypatch)
    rows = many_rows(4)
    book = write_book(tmp_path / "orders.xlsx", {"March": [COLUMNS, SHOWN, rows[0], *rows]})
    sheet = openpyxl.load_workbook(book)
    sheet["March"].row_dimensions[3].hidden = True
    sheet.save(book)
    record_task(home, "orders", book)
    program, library = OrderForm(tmp_path / "kept.csv"), Library(home)
    odd = (Oddity(3, "", "Reason A.", 5), Oddity(4, "", "Reason B.", 6))
    request = RunRequest("orders", rows=f"{book}:2-4", mode="auto", odd=odd, leave_out=(4,), open_rows=(4,))
    result = run_task(library, request, Watcher(), Minds(program, 0), open_workplace=workplace(program))
    assert (result.exit_code, program.kept()) == (ExitCode.ASKED, rows[:2]), result
    assert result.message.endswith("Row 4 looks odd and was left out: look at it.")
    folder = library.home / result.run
    begun = entries_of(folder, ("run_started",))[0]
    assert (begun["lines"], begun["hidden"]) == ([[2, 4], [3, 5], [4, 6]], [3])
    assert [one["left_out"] for one in begun["odd"]] == [False, True]
    facts = facts_of(folder)
    assert [(row.index, row.status, row.odd, row.line) for row in facts.rows] == [
        (2, "done", (), 4), (3, "done", ("Reason A.",), 5), (4, "left out", ("Reason B.",), 6),
    ]  # fmt: skip
    assert (facts.hidden, facts.status) == ((3,), "asked")
    written = read_rows(library.home / result.table)
    assert [row.cells["LAM reason"] for row in written.rows] == ["", "", "", "Left out: Reason B.", ""]
    started = entries_of(folder, ("row_started",))[0]
    assert set(started["prints"]) == set(COLUMNS)
    assert odd_before(library, result.run) == begun["odd"]
    again = entered_before(library, library.open("orders"), read_rows(book).rows)
    assert [one.row for one in again] == [2, 3]
