from __future__ import annotations

import argparse
import json
from pathlib import Path

import pytest

from lam_desktop.cli.commands.run import rows_to_do
from lam_desktop.cli.main import main
from lam_desktop.errors import ExitCode, UsageError
from lam_desktop.execution.again import Undone, left_undone, print_of
from lam_desktop.execution.journal import EntryKind, Journal
from lam_desktop.tasks.library import Library
from lam_desktop.tasks.rows import read_rows
from tests.cli.tasks import made

GIVEN = {"city": "Bath"}
Happened = tuple[EntryKind, int, str]
ROWS = "customer,article\nSorensen,Desk\nNguyen,Lamp\nRahman,Chair\nOrtega,Shelf\n"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "rows.csv"
    path.write_text(ROWS)
    return path


def ran(home: Path, table: Path | None, run: str, *happened: Happened, dry_run: bool = False) -> None:
    """A run of rows 2 to 4, with these entries: what, of which row, and its status."""
    rows = [row for row in read_rows(table).rows if row.index > 1] if table else []
    facts = {"table": str(table), "print": print_of(rows)} if table else {}
    with Journal(Library(home).folder("orders") / "runs" / run) as journal:
        indices = [row.index for row in rows]
        journal.write("run_started", task="orders", dry_run=dry_run, rows=indices, values=GIVEN, **facts)
        for kind, row, status in happened:
            journal.write(kind, row=row, **({"status": status} if status else {}))


DONE: tuple[Happened, ...] = (
    ("row_started", 2, ""),
    ("acting", 2, ""),
    ("row_finished", 2, "done"),
)


@pytest.mark.parametrize(
    ("happened", "rows", "unsure"),
    [
        ((), (2, 3, 4), ()),
        (DONE, (3, 4), ()),
        ((*DONE, ("row_started", 3, "")), (3, 4), ()),
        ((*DONE, ("row_started", 3, ""), ("acting", 3, "")), (3, 4), (3,)),
        ((*DONE, ("acting", 3, ""), ("row_finished", 3, "asked")), (3, 4), (3,)),
        ((*DONE, ("row_finished", 3, "asked")), (3, 4), ()),
        ((*DONE, ("acting", 3, ""), ("row_finished", 3, "skipped")), (4,), ()),
        ((*DONE, ("row_finished", 3, "done"), ("row_finished", 4, "done")), (), ()),
    ],
)
def test_what_is_left_after_a_run(
    happened: tuple[Happened, ...],
    rows: tuple[int, ...],
    unsure: tuple[int, ...],
    home: Path,
    table: Path,
) -> None:
    made(home, "orders")
    ran(home, table, "2026-01-01-000000", *happened)
    assert left_undone(Library(home), "orders") == Undone(str(table), rows, unsure, GIVEN)


def test_the_newest_run_counts_unless_one_is_named(home: Path, table: Path) -> None:
    made(home, "orders")
    ran(home, table, "2026-01-01-000000", *DONE)
    ran(home, table, "2026-01-02-000000", *DONE, ("row_finished", 3, "done"))
    library = Library(home)
    assert left_undone(library, "orders").rows == (4,)
    for name in ("2026-01-01-000000", "tasks/orders/runs/2026-01-01-000000/"):
        assert left_undone(library, "orders", name).rows == (4,), "a later run did row 3"
    with pytest.raises(UsageError, match="has no run «2026» .*`lam runs orders` lists them"):
        left_undone(library, "orders", "2026")


def test_a_rehearsal_counts_for_nothing(home: Path, table: Path) -> None:
    made(home, "orders")
    ran(home, table, "2026-01-01-000000", *DONE, ("acting", 3, ""))
    ran(home, table, "2026-01-02-000000", dry_run=True)
    assert left_undone(Library(home), "orders") == Undone(str(table), (3, 4), (3,), GIVEN)
    with pytest.raises(UsageError, match="no run «2026-01-02-000000» that did anything"):
        left_undone(Library(home), "orders", "2026-01-02-000000")


def test_a_row_that_was_skipped_is_done_again_only_where_the_run_is_named(home: Path, table: Path) -> None:
    made(home, "orders")
    ran(home, table, "2026-01-01-000000", *DONE, ("row_finished", 3, "skipped"))
    assert left_undone(Library(home), "orders").rows == (4,)
    assert left_undone(Library(home), "orders", "2026-01-01-000000").rows == (3, 4)


@pytest.mark.parametrize(
    ("answers", "rows"), [(["", "ja", "y"], (4,)), (["n"], (3, 4)), ([None], None)], ids=["yes", "no", "gone"]
)
def test_only_a_clear_answer_counts(
    answers: list[str | None],
    rows: tuple[int, ...] | None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[str] = []

    def answer(question: str) -> str:
        asked.append(question)
        said = answers[len(asked) - 1]
        if said is None:
            raise EOFError
        return said

    monkeypatch.setattr("builtins.input", answer)
    options = argparse.Namespace(begun_row=None, json=False)
    assert rows_to_do(Undone("rows.csv", (3, 4), (3,)), options, alone=False) == rows
    assert len(asked) == len(answers)


@pytest.mark.parametrize("edited", [ROWS.replace("Lamp", "Sofa"), ROWS.replace("Ortega,Shelf\n", "")])
def test_a_table_that_was_changed_is_no_longer_trusted(edited: str, home: Path, table: Path) -> None:
    made(home, "orders")
    ran(home, table, "2026-01-01-000000", *DONE)
    table.write_text(edited)
    with pytest.raises(UsageError, match="was changed since the run"):
        left_undone(Library(home), "orders")


def test_a_row_that_was_not_in_the_run_may_be_changed(home: Path, table: Path) -> None:
    made(home, "orders")
    ran(home, table, "2026-01-01-000000", *DONE)
    table.write_text(ROWS.replace("Desk", "Stool"))  # row 1 was not in the run
    assert left_undone(Library(home), "orders").rows == (3, 4)


def test_without_rows_there_is_nothing_to_go_on_with(home: Path) -> None:
    made(home, "orders")
    with pytest.raises(UsageError, match="was not run yet"):
        left_undone(Library(home), "orders")
    ran(home, None, "2026-01-01-000000")
    with pytest.raises(UsageError, match="had no table"):
        left_undone(Library(home), "orders")


def test_a_row_that_may_be_stored_is_not_begun_again_by_itself(
    home: Path, table: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made(home, "orders")
    ran(home, table, "2026-01-01-000000", *DONE, ("acting", 3, ""))
    assert main(["run", "orders", "--resume", "--json"]) == ExitCode.ASKED
    told = json.loads(capsys.readouterr().out)
    assert told["status"] == "asked"
    assert "Row 3 was begun and may be stored already" in told["message"]


def test_nothing_left_is_no_fault(home: Path, table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made(home, "orders")
    ran(home, table, "2026-01-01-000000", *DONE, ("row_finished", 3, "done"), ("row_finished", 4, "done"))
    assert main(["run", "orders", "--resume"]) == ExitCode.DONE
    assert "Nothing is left to do" in capsys.readouterr().out
