"""Rows that an earlier run has entered: with the same cells, or with the same key and another cell."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from lam_desktop.cli.main import main
from lam_desktop.cli.odd_rows import Ended, Way, settled
from lam_desktop.errors import ExitCode
from lam_desktop.execution.request import RunRequest
from lam_desktop.execution.runs.again import print_of_row
from lam_desktop.execution.runs.entered import entered_before, prints_key, prints_of, prints_of_cells
from lam_desktop.execution.runs.journal import Journal
from lam_desktop.tasks.checks import SqlCheck
from lam_desktop.tasks.provenance.oddities import WHOLE_COLUMN, Oddity
from lam_desktop.tasks.provenance.rows import read_rows
from lam_desktop.tasks.step import Value
from lam_desktop.tasks.storage.library import Library
from lam_desktop.tasks.task import Task
from lam_desktop.tasks.task_yaml import task_file
from lam_desktop.tasks.texts.patterns.pattern import parse_pattern
from tests.cli.tasks import made
from tests.execution.runs.test_again import DONE, ROWS, ran

pytestmark = pytest.mark.usefixtures("no_waiting")


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "rows.csv"
    path.write_text(ROWS)
    return path


def entered(home: Path, table: Path) -> list[int]:
    library = Library(home)
    return [one.row for one in entered_before(library, library.open("orders"), read_rows(table).rows)]


def entering(home: Path, table: Path, run: str, ends: dict[int, str], dry_run: bool = False) -> None:
    """A run of the table's rows, each with its end, as runs are journaled now."""
    task = made(home) if not Library(home).names() else Library(home).open("orders")
    with Journal(Library(home).folder("orders") / "runs" / run) as journal:
        journal.write("run_started", task="orders", dry_run=dry_run, rows=list(ends), table=str(table))
        for row in read_rows(table).rows:
            if row.index in ends:
                prints, counted = prints_of(row, task, task.columns, prints_key())
                printed = print_of_row(row, task.columns)
                journal.write("row_started", row=row.index, print=printed, prints=prints, counted=counted)
                journal.write("row_finished", row=row.index, status=ends[row.index])


def test_rows_that_were_entered_are_known_by_their_cells(home: Path, table: Path, tmp_path: Path) -> None:
    entering(home, table, "1", {1: "done", 2: "failed", 3: "done", 4: "skipped"})
    assert entered(home, table) == [1, 3]
    library = Library(home)
    (first, _) = entered_before(library, library.open("orders"), read_rows(table).rows)
    assert "tasks/orders/runs/1 has entered it already" in first.what
    moved = tmp_path / "moved.csv"
    moved.write_text("article,customer,remark\nLamp,New,x\nOther desk,Sorensen,no column of the task\n")
    assert entered(home, moved) == [2]
    table.write_text(ROWS.replace("Rahman", "Raman"))
    assert entered(home, table) == [1]


def test_a_rehearsal_enters_nothing(home: Path, table: Path) -> None:
    entering(home, table, "1", {1: "done"}, dry_run=True)
    assert entered(home, table) == []


def test_of_older_journals_only_the_same_table_tells(home: Path, table: Path) -> None:
    made(home)
    ran(home, table, "1", *DONE)
    assert entered(home, table) == [2]
    table.write_text(ROWS.replace("Shelf", "Sofa"))
    assert entered(home, table) == []


def test_where_nobody_is_nothing_is_entered_twice(
    home: Path, table: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    entering(home, table, "1", {1: "done", 2: "done"})
    assert main(["run", "orders", "--rows", str(table), "--json"]) == ExitCode.ASKED
    told = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert told["status"] == "asked"
    assert "--leave-out 1,2" in told["message"] and "--again" in told["message"]
    for way in (["--again"], ["--leave-out", "1,2"]):  # then it goes on, to the recording that is not there
        assert main(["run", "orders", "--rows", str(table), "--json", *way]) == ExitCode.USAGE
        assert "no recording" in capsys.readouterr().out


@pytest.mark.parametrize(("answer", "code"), [("y", ExitCode.DONE), ("s", ExitCode.STOPPED)])
def test_a_person_is_asked_before_rows_are_entered_twice(
    home: Path, table: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
    answer: str, code: ExitCode,
) -> None:  # fmt: skip
    entering(home, table, "1", {1: "done"})
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("builtins.input", lambda _question: answer)
    assert main(["run", "orders", "--rows", f"{table}:1"]) == code
    assert "has entered it already" in capsys.readouterr().out


HEAD = "order no,customer,amount\n"
CUSTOMERS = ("Sorensen", "Nguyen", "Rahman", "Ortega", "Kim", "Grüner")


def orders(home: Path) -> Task:
    """A task that types all three columns."""
    task = made(home)
    first = task.steps[0]
    steps = tuple(
        replace(first, number=n, value=Value("row", column, column))
        for n, column in enumerate(("order no", "customer", "amount"), start=1)
    )
    task = replace(task, steps=steps)
    task_file.save(task)
    return task


def write(path: Path, first: int, amounts: int = 10, name: str = "{}") -> Path:
    lines = [f"{first + n},{name.format(who)},{amounts + n}\n" for n, who in enumerate(CUSTOMERS)]
    path.write_text(HEAD + "".join(lines))
    return path


def changed(home: Path, path: Path) -> list[Oddity]:
    library = Library(home)
    return [
        one for one in entered_before(library, library.open("orders"), read_rows(path).rows) if one.column
    ]


def test_an_order_that_was_corrected_is_known_by_its_number(home: Path, tmp_path: Path) -> None:
    orders(home)
    path = write(tmp_path / "rows.csv", 4100)
    entering(home, path, "1", {1: "done", 2: "done", 3: "failed", 4: "done"})
    assert not changed(home, path)
    text = path.read_text().replace("Nguyen,11", "Nguyen,17").replace("Rahman,12", "Rahman,18")
    path.write_text(text.replace("4103", " 4103 "))
    what = "The run tasks/orders/runs/1 has entered «order no» “4101” already, with another «amount»."
    assert changed(home, path) == [Oddity(2, "order no", what)], "row 3 was not entered"
    assert entered(home, path) == [1, 2, 4]


def test_a_corrected_row_ends_a_run_that_nobody_watches(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    orders(home)
    path = write(tmp_path / "rows.csv", 4100)
    entering(home, path, "1", {1: "done"})
    path.write_text(path.read_text().replace("Sorensen,10", "Sorensen,99"))
    for way in ((), ("--odd", "stop")):
        assert main(["run", "orders", "--rows", f"{path}:1", "--json", *way]) == ExitCode.ASKED
        message = json.loads(capsys.readouterr().out)["message"]
        assert "with another «amount»" in message and message.endswith("once more with --odd enter.")
    assert main(["run", "orders", "--rows", f"{path}:1", "--json", "--odd", "leave-out"]) == ExitCode.ASKED
    told = json.loads(capsys.readouterr().out)["message"]
    assert "«amount»" in told and told.endswith("No other row is left to do.")
    for way in (["--again"], ["--odd", "enter"]):  # then it goes on, to the recording that is not there
        assert main(["run", "orders", "--rows", f"{path}:1", "--json", *way]) == ExitCode.USAGE
        assert "no recording" in capsys.readouterr().out


def test_only_again_enters_the_same_cells_once_more(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    orders(home)
    path = write(tmp_path / "rows.csv", 4100)
    entering(home, path, "1", {1: "done", 2: "done"})
    path.write_text(path.read_text().replace("Sorensen,10", "Sorensen,99"))
    assert main(["run", "orders", "--rows", str(path), "--json", "--odd", "enter"]) == ExitCode.ASKED
    message = json.loads(capsys.readouterr().out)["message"]
    assert message.startswith("Row 2: ") and message.endswith("once more with --again.")


def test_what_differs_in_case_and_spaces_alone_was_entered(home: Path, tmp_path: Path) -> None:
    orders(home)
    path = write(tmp_path / "rows.csv", 4100)
    entering(home, path, "1", {1: "done", 2: "done"})
    path.write_text(path.read_text().replace("Nguyen", "NGUYEN ").replace("4100", " 4100"))
    assert entered(home, path) == [1, 2] and not changed(home, path)


DATABASE = ("/srv/meters.db", "SELECT COUNT(*) FROM meters WHERE no = :meter")


def readings(home: Path, path: Path, used: str, checked: str = "") -> Task:
    """A task that enters what a meter shows, and a table of six meters."""
    task = orders(home)
    values = (Value("row", used, "4711"), Value("row", "reading", "88"))
    steps = tuple(replace(step, value=value) for step, value in zip(task.steps, values, strict=False))
    checks = (SqlCheck({"meter": parse_pattern(f"{{{checked}}}")}, 1.0, *DATABASE),) if checked else ()
    task = replace(task, steps=steps, checks=checks)
    task_file.save(task)
    lines = [f"{4700 + 7 * n},{80 + n}\n" for n in range(6)]
    path.write_text(f"{used},reading\n{''.join(lines)}")
    return Library(home).open("orders")


@pytest.mark.parametrize(
    ("used", "checked"),
    [("Meter no.", ""), ("Policy no.", ""), ("Asset ID", ""), ("Site ID", ""), ("Site ID", "Site ID")],
)
def test_what_is_looked_after_each_month_is_no_record_that_was_entered(
    home: Path, tmp_path: Path, used: str, checked: str
) -> None:
    path = tmp_path / "rows.csv"
    readings(home, path, used, checked)
    entering(home, path, "1", dict.fromkeys(range(1, 7), "done"))
    path.write_text(path.read_text().replace(",8", ",9"))
    assert entered(home, path) == []


def test_what_a_check_looks_for_is_known_again_in_a_few_rows(home: Path, tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    readings(home, path, "Site ID", "Site ID")
    entering(home, path, "1", dict.fromkeys(range(1, 7), "done"))
    path.write_text(path.read_text().replace(",81", ",91"))
    assert [one.row for one in changed(home, path)] == [2]


def begin_alone(home: Path, path: Path, way: Way | None = None, alone: bool = True) -> RunRequest | Ended:
    request = RunRequest("orders", rows=str(path))
    return settled(Library(home), request, way, lambda _: None, alone=alone)


def test_where_a_check_counts_the_record_a_few_rows_that_come_again_end_nothing(
    home: Path, tmp_path: Path
) -> None:
    """Its own check says of each before it is entered whether it is there: nobody needs to be asked."""
    path = tmp_path / "rows.csv"
    readings(home, path, "Site ID", "Site ID")
    entering(home, path, "1", dict.fromkeys(range(2, 4), "done"))
    path.write_text(path.read_text().replace(",81", ",91").replace(",82", ",92"))
    request = begin_alone(home, path)
    assert isinstance(request, RunRequest)
    assert (request.recurring, request.leave_out, request.open_rows) == ((2, 3), (), ())
    assert [one.row for one in request.odd] == [2, 3], "they are told all the same"
    stopped = begin_alone(home, path, "stop")
    assert isinstance(stopped, Ended) and stopped.code == ExitCode.ASKED
    left_out = begin_alone(home, path, "leave-out")
    assert isinstance(left_out, RunRequest) and left_out.leave_out == (2, 3) and not left_out.recurring


def test_what_the_check_may_not_find_ends_it_as_before(home: Path, tmp_path: Path) -> None:
    """Written otherwise, asked by another query, or entered when nothing was counted: nobody knows."""
    path = tmp_path / "rows.csv"
    task = readings(home, path, "Site ID", "Site ID")
    entering(home, path, "1", {2: "done"})
    said = path.read_text()
    path.write_text(said.replace("4707,81", "47 07,91"))
    assert isinstance(begin_alone(home, path), Ended)
    path.write_text(said.replace(",81", ",91"))
    assert isinstance(begin_alone(home, path), RunRequest)
    [check] = task.checks
    assert isinstance(check, SqlCheck)
    task_file.save(replace(task, checks=(replace(check, query=f"{check.query} AND open = 1"),)))
    assert isinstance(begin_alone(home, path), Ended)
    task_file.save(replace(task, checks=()))
    entering(home, path, "2", {2: "done"})
    path.write_text(said.replace(",81", ",93"))
    task_file.save(task)
    assert isinstance(begin_alone(home, path), Ended), "the newest run counted nothing"


def invoices(home: Path, path: Path) -> None:
    """A task that types an invoice of a site, and whose check counts by the site."""
    task = readings(home, path, "Site ID", "Site ID")
    columns = ("Site ID", "Invoice no.", "amount")
    values = [Value("row", column, "88") for column in columns]
    steps = (replace(task.steps[0], number=n, value=value) for n, value in enumerate(values, start=1))
    task_file.save(replace(task, steps=tuple(steps)))


def billed(path: Path, *rows: str) -> None:
    path.write_text("\n".join(["Site ID,Invoice no.,amount", *rows, ""]))


FIRST = ("4700,INV-881,10", "4714,INV-883,12", "4721,INV-884,13", "4728,INV-885,14")


def test_a_number_that_no_check_counts_is_asked_about_beside_one_that_it_counts(
    home: Path, tmp_path: Path
) -> None:
    """The check counts the record of the site; whether the invoice was entered it does not say."""
    path = tmp_path / "rows.csv"
    invoices(home, path)
    billed(path, *FIRST)
    entering(home, path, "1", dict.fromkeys(range(1, 5), "done"))
    rest = ("4735,INV-890,20", "4742,INV-891,21", "4749,INV-892,22", "4756,INV-893,23")
    billed(path, "4700,INV-889,10", *rest)
    request = begin_alone(home, path)
    assert isinstance(request, RunRequest) and request.recurring == (1,), "another invoice of the site"
    billed(path, "4700,INV-883,10", *rest)
    ended = begin_alone(home, path)
    assert isinstance(ended, Ended) and ended.code == ExitCode.ASKED
    assert "«Invoice no.» “INV-883” already, with another «Site ID» and «amount»" in ended.message


def test_each_earlier_run_must_have_been_counted(home: Path, tmp_path: Path) -> None:
    """The newest one was; of what an older one entered, when no check counted, nobody knows."""
    path = tmp_path / "rows.csv"
    task = readings(home, path, "Site ID", "Site ID")
    said = path.read_text()
    task_file.save(replace(task, checks=()))
    entering(home, path, "1", {2: "done"})
    task_file.save(task)
    path.write_text(said.replace(",81", ",91"))
    entering(home, path, "2", {2: "done"})
    path.write_text(said.replace(",81", ",93"))
    ended = begin_alone(home, path)
    assert isinstance(ended, Ended) and "runs/1 has entered" in ended.message


def test_of_rows_entered_before_only_what_was_corrected_stays_open(home: Path, tmp_path: Path) -> None:
    orders(home)
    path = write(tmp_path / "rows.csv", 4100)
    entering(home, path, "1", {1: "done", 2: "done"})
    path.write_text(path.read_text().replace("Nguyen,11", "Nguyen,17"))
    request = settled(
        Library(home), RunRequest("orders", rows=str(path)), "leave-out", lambda _: None, alone=True
    )
    assert isinstance(request, RunRequest)
    assert (request.leave_out, request.open_rows) == ((1, 2), (2,))


def test_numbers_that_begin_again_are_told_once(home: Path, tmp_path: Path) -> None:
    orders(home)
    entering(home, write(tmp_path / "march.csv", 4100), "1", dict.fromkeys(range(1, 7), "done"))
    april = write(tmp_path / "april.csv", 4100, 70, "{} & Co")
    [whole] = changed(home, april)
    assert whole.row == WHOLE_COLUMN and "6 of 6 rows" in whole.what
    assert not changed(home, write(tmp_path / "may.csv", 4106, 70))


def test_short_numbers_tell_only_of_what_is_like_the_row_that_was_entered(home: Path, tmp_path: Path) -> None:
    orders(home)
    entering(home, write(tmp_path / "march.csv", 410), "1", dict.fromkeys(range(1, 7), "done"))
    assert not changed(home, write(tmp_path / "april.csv", 410, 70, "{} & Co"))
    again = write(tmp_path / "again.csv", 410)
    again.write_text(again.read_text().replace("Kim,14", "Kim,19"))
    assert [one.row for one in changed(home, again)] == [5]


def test_what_was_entered_is_no_secret_that_can_be_guessed(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    task = orders(home)
    row = read_rows(write(tmp_path / "rows.csv", 4100)).rows[0]
    row.cells["Passport no."] = "C01X00T47"
    here = prints_of_cells(row, task.columns, prints_key())
    assert set(here) == set(task.columns), "of what the task does not use nothing is kept"
    assert here == prints_of_cells(row, task.columns, prints_key())
    monkeypatch.setenv("LAM_STATE", str(tmp_path / "another machine"))
    there = prints_of_cells(row, task.columns, prints_key())
    assert not set(here.values()) & set(there.values())


def test_of_journals_that_kept_no_cells_nothing_is_told(home: Path, tmp_path: Path) -> None:
    task = orders(home)
    path = write(tmp_path / "rows.csv", 4100)
    with Journal(Library(home).folder("orders") / "runs" / "1") as journal:
        journal.write("run_started", task="orders", rows=[1], table=str(path))
        journal.write("row_started", row=1, print=print_of_row(read_rows(path).rows[0], task.columns))
        journal.write("row_finished", row=1, status="done")
    assert entered(home, path) == [1]
    path.write_text(path.read_text().replace("Sorensen,10", "Sorensen,99"))
    assert entered(home, path) == []
