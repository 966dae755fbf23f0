from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from lam_desktop.cli.choosing_rows import rows_to_do
from lam_desktop.cli.main import main
from lam_desktop.errors import ExitCode, UsageError
from lam_desktop.execution.request import RunRequest, chosen_rows
from lam_desktop.execution.runs.again import Undone, left_undone, print_of
from lam_desktop.execution.runs.autonomy import print_of_steps
from lam_desktop.execution.runs.begun import BegunRow
from lam_desktop.execution.runs.journal import EntryKind, Journal
from lam_desktop.tasks.once import BEHIND_ROWS
from lam_desktop.tasks.provenance.rows import read_rows
from lam_desktop.tasks.step import Value
from lam_desktop.tasks.storage.library import Library
from lam_desktop.tasks.task_yaml import task_file
from tests.cli.tasks import made

pytestmark = pytest.mark.usefixtures("no_waiting")

GIVEN = {"city": "Bath"}
RUN = "tasks/orders/runs/2026-01-{}-000000"
Happened = tuple[EntryKind, int, str]
ROWS = "customer,article\nSorensen,Desk\nNguyen,Lamp\nRahman,Chair\nOrtega,Shelf\n"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "rows.csv"
    path.write_text(ROWS)
    return path


def ran(
    home: Path,
    table: Path | None,
    run: str,
    *happened: Happened,
    dry_run: bool = False,
    resumes: str = "",
    no_row: bool = False,
    open_rows: Sequence[int] = (),
) -> None:
    """A run of rows 2 to 4, with these entries: what, of which row, and its status.

    One that resumes another does the rows behind the first of them.
    """
    rows = [row for row in read_rows(table).rows if row.index > (2 if resumes else 1)] if table else []
    rows = [] if no_row else rows
    alone = [1] if table is None and not no_row else []
    facts: dict[str, Any] = {"table": str(table), "print": print_of(rows)} if table else {}
    if resumes:
        facts["resumes"] = resumes
    if open_rows:
        facts["open_rows"] = list(open_rows)
    with Journal(Library(home).folder("orders") / "runs" / run) as journal:
        indices = alone or [row.index for row in rows]
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
    undone = left_undone(Library(home), "orders")
    assert undone == Undone(str(table), rows, unsure, GIVEN, undone.begun, RUN.format("01"))
    assert undone.begun is None or undone.begun.row in unsure


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
    undone = left_undone(Library(home), "orders")
    assert undone == Undone(str(table), (3, 4), (3,), GIVEN, None, RUN.format("01"))
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
    at_work = Undone("rows.csv", (3, 4), (3,), begun=BegunRow(3))
    assert rows_to_do(at_work, options, alone=False) == (3, 4) and not asked, "the screen may tell"
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


def test_a_run_without_a_table_has_one_row(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made(home, "orders")
    begun: tuple[Happened, ...] = (("row_started", 1, ""), ("acting", 1, ""))
    ran(home, None, "2026-01-01-000000", *begun)
    undone = left_undone(Library(home), "orders")
    assert (undone.table, undone.rows, undone.unsure, undone.values) == ("", (1,), (1,), GIVEN)
    assert undone.begun is not None and undone.begun.row == 1
    ran(home, None, "2026-01-02-000000", *begun, ("row_finished", 1, "done"))
    assert left_undone(Library(home), "orders").rows == ()
    assert main(["run", "orders", "--resume", "--json"]) == ExitCode.DONE
    assert "brought to its end" in json.loads(capsys.readouterr().out)["message"]
    assert left_undone(Library(home), "orders", "2026-01-01-000000").rows == (), "done since, as it says"


def test_a_row_without_a_table_is_left_out_where_a_part_alone_is_to_be_done(home: Path) -> None:
    made(home, "orders")
    task = Library(home).open("orders")
    assert [row.index for row in chosen_rows(task, RunRequest("orders", None))] == [1]
    assert [row.index for row in chosen_rows(task, RunRequest("orders", None, only=(1,)))] == [1]
    assert chosen_rows(task, RunRequest("orders", None, only=(BEHIND_ROWS,))) == ()


def test_what_said_a_secret_is_not_done_with_its_name(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made(home, "orders")
    task = Library(home).open("orders")
    first = replace(task.steps[0], kind="type", value=Value("secret", "pin"), target=None, point=None)
    task_file.save(replace(task, steps=(first, *task.steps[1:])))
    monkeypatch.setitem(GIVEN, "instruction", "Order 24 pens for «pin»")
    ran(home, None, "2026-01-01-000000", ("row_started", 1, ""), ("acting", 1, ""))
    with pytest.raises(UsageError, match="said the secret «pin»"):
        left_undone(Library(home), "orders")


def test_a_row_that_may_be_stored_is_not_begun_again_by_itself(
    home: Path, table: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made(home, "orders")
    """Row 4 was at work behind it: of row 3 the screen tells nothing any more."""
    behind: tuple[Happened, ...] = (("row_finished", 3, "asked"), ("row_started", 4, ""), ("acting", 4, ""))
    ran(home, table, "2026-01-01-000000", *DONE, ("row_started", 3, ""), ("acting", 3, ""), *behind)
    begun = left_undone(Library(home), "orders").begun
    assert begun is not None and begun.row == 4
    assert main(["run", "orders", "--resume", "--json"]) == ExitCode.ASKED
    told = json.loads(capsys.readouterr().out)
    assert told["status"] == "asked"
    assert "Row 3 was begun and may be stored already" in told["message"]


def test_a_resumed_run_that_was_killed_at_once_has_forgotten_nothing(home: Path, table: Path) -> None:
    made(home, "orders")
    ran(home, table, "2026-01-01-000000", *DONE, ("row_started", 3, ""), ("acting", 3, ""))
    for day, before in (("02", "01"), ("03", "02")):
        ran(home, table, f"2026-01-{day}-000000", resumes=RUN.format(before))
    undone = left_undone(Library(home), "orders")
    assert (undone.unsure, undone.begun, undone.run) == ((3,), BegunRow(3), RUN.format("03"))


def test_another_table_since_then_has_changed_the_screen(home: Path, table: Path, tmp_path: Path) -> None:
    made(home, "orders")
    ran(home, table, "2026-01-01-000000", *DONE, ("row_started", 3, ""), ("acting", 3, ""))
    other = tmp_path / "others.csv"
    other.write_text(ROWS)
    ran(home, other, "2026-01-02-000000", ("row_started", 2, ""), ("acting", 2, ""))
    undone = left_undone(Library(home), "orders", "2026-01-01-000000")
    assert (undone.unsure, undone.begun) == ((3,), None)


def test_nothing_left_is_no_fault(home: Path, table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made(home, "orders")
    ran(home, table, "2026-01-01-000000", *DONE, ("row_finished", 3, "done"), ("row_finished", 4, "done"))
    assert main(["run", "orders", "--resume"]) == ExitCode.DONE
    assert "Nothing is left to do" in capsys.readouterr().out


def test_rows_that_were_left_for_a_person_stay_open(
    home: Path, table: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made(home, "orders")
    whole: tuple[Happened, ...] = (("row_finished", 3, "done"), ("row_finished", 4, "done"))
    ran(home, table, "2026-01-01-000000", *DONE, *whole, open_rows=[1])
    assert left_undone(Library(home), "orders").open_rows == (1,)
    assert main(["run", "orders", "--resume", "--json"]) == ExitCode.ASKED
    told = json.loads(capsys.readouterr().out)
    assert told["status"] == "asked"
    assert told["message"].endswith("Row 1 looks odd and was left out: look at it.")
    ran(home, table, "2026-01-02-000000", ("row_finished", 1, "done"))
    assert left_undone(Library(home), "orders", "2026-01-01-000000").open_rows == ()


def test_where_the_steps_are_others_now_nobody_knows_where_the_row_stands(home: Path, table: Path) -> None:
    """Their numbers are what the journal tells of."""
    made(home, "orders")
    library = Library(home)
    at_work: tuple[Happened, ...] = (*DONE, ("row_started", 3, ""), ("acting", 3, ""))
    for run, told in (
        ("2026-01-01-000000", print_of_steps(library.whole("orders").steps)),
        ("2026-01-02-000000", "x"),
    ):
        ran(home, table, run)
        with Journal(library.folder("orders") / "runs" / run) as journal:
            journal.write("understood", print=told)
            for kind, row, status in at_work:
                journal.write(kind, row=row, **({"status": status} if status else {}))
    undone = left_undone(library, "orders", "2026-01-02-000000")
    assert (undone.begun, undone.unsure) == (None, (3,))
    (library.folder("orders") / "runs" / "2026-01-02-000000" / "journal.jsonl").unlink()
    assert left_undone(library, "orders", "2026-01-01-000000").begun == BegunRow(3)
