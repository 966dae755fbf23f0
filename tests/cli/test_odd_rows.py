"""Odd rows of a table are told before the run, and can be left out."""

from __future__ import annotations

import contextlib
import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from lam_desktop.cli.main import main
from lam_desktop.cli.odd_rows import Ended, Way, rows_left_out, settled, tell
from lam_desktop.errors import ExitCode
from lam_desktop.execution.request import RunRequest
from lam_desktop.execution.runs.odd import left_out_results, odd_of, odd_told, with_open
from lam_desktop.execution.runs.result import RowResult, RunResult
from lam_desktop.tasks.provenance.oddities import WHOLE_COLUMN, Oddity
from lam_desktop.tasks.storage.library import Library
from tests.cli.answering import answering
from tests.cli.tasks import made

ODD = (
    Oddity(5, "quantity", "«quantity» is “12O”, which is no number."),
    Oddity(9, "", "It says the same as row 2."),
)


@pytest.mark.parametrize(
    ("answers", "left_out"),
    [
        (["y"], (5, 9)),
        (["what", "n"], ()),
        (["s"], None),
        ([], None),
        (["9"], (9,)),
        (["5, 9"], (5, 9)),
        (["7", "5-9", "5"], (5,)),
    ],
)
def test_the_person_says_what_becomes_of_them(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    answers: list[str],
    left_out: tuple[int, ...] | None,
) -> None:
    answering(monkeypatch, *answers)
    said: list[str] = []
    assert rows_left_out(ODD, said.append) == left_out
    assert said[0] == "Row 5 looks odd: «quantity» is “12O”, which is no number."
    assert capsys.readouterr().out.startswith("Leave these 2 rows out? ")


COLUMN = Oddity(WHOLE_COLUMN, "day", "«day» is a date written otherwise in all 500 rows.")


@pytest.mark.parametrize(
    ("answers", "left_out"), [(["y"], ()), (["n"], None), (["what", "s"], None), ([], None)]
)
def test_a_whole_column_is_asked_about_and_not_left_out(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    answers: list[str],
    left_out: tuple[int, ...] | None,
) -> None:
    answering(monkeypatch, *answers)
    said: list[str] = []
    assert rows_left_out([COLUMN], said.append) == left_out
    assert said[0].startswith("A whole column looks odd: «day»")
    assert capsys.readouterr().out.startswith("Do the rows all the same? ")
    answering(monkeypatch, "y")
    assert rows_left_out([COLUMN, *ODD], said.append) == (5, 9)


def test_the_first_of_many_are_told() -> None:
    said: list[str] = []
    tell(ODD * 15, said.append)
    assert len(said) == 21 and said[-1] == "… and 10 more."
    assert rows_left_out((), said.append) == ()


ORDERS = "customer,article\nSorensen,Desk\nNguyen,Lamp\nNguyen,Lamp\nOrtega,Shelf\n"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "rows.csv"
    path.write_text(ORDERS)
    return path


def alone(table: Path, *options: str) -> tuple[int, dict[str, Any]]:
    """`lam run` where nobody answers: its exit code, and what it says at the end."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        code = main(["run", "orders", "--rows", str(table), "--json", *options])
    return code, json.loads(out.getvalue().splitlines()[-1])


def test_where_nobody_answers_an_odd_row_ends_the_run_before_it_begins(home: Path, table: Path) -> None:
    made(home)
    for way in ((), ("--odd", "stop"), ("--mode", "auto")):
        code, told = alone(table, *way)
        assert (code, told["status"], told["rows"]) == (ExitCode.ASKED, "asked", [])
        assert told["message"].startswith("Row 3 looks odd: It says the same as row 2.")
        assert "--odd leave-out" in told["message"] and "--odd enter" in told["message"]
        [odd] = told["odd"]
        assert odd == {"row": 3, "column": "", "what": "It says the same as row 2.", "left_out": False}
    assert not list((home / "tasks" / "orders").glob("runs/*"))


@pytest.mark.parametrize("way", [("--odd", "enter"), ("--odd", "leave-out"), ("--leave-out", "3")])
def test_whoever_starts_it_says_what_becomes_of_them(way: tuple[str, ...], home: Path, table: Path) -> None:
    made(home)
    code, told = alone(table, *way)  # it goes on, to the recording that is not there
    assert code == ExitCode.USAGE and "no recording" in told["message"]


def settle(home: Path, table: Path, way: Way | None, alone: bool = True, **more: Any) -> RunRequest | Ended:
    request = RunRequest("orders", rows=str(table), **more)
    return settled(Library(home), request, way, lambda _: None, alone=alone)


def test_rows_that_are_left_out_unseen_are_open(home: Path, table: Path) -> None:
    made(home)
    request = settle(home, table, "leave-out")
    assert isinstance(request, RunRequest)
    assert (request.leave_out, request.open_rows) == ((3,), (3,))
    assert [one.row for one in request.odd] == [3]
    entered = settle(home, table, "enter")
    assert isinstance(entered, RunRequest)
    assert (entered.leave_out, entered.open_rows, entered.odd) == ((), (), request.odd)


def test_what_a_person_leaves_out_is_not_open(
    home: Path, table: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made(home)
    answering(monkeypatch, "y")
    request = settle(home, table, None, alone=False)
    assert isinstance(request, RunRequest)
    assert (request.leave_out, request.open_rows) == ((3,), ())


def test_a_rehearsal_tells_and_goes_on(home: Path, table: Path) -> None:
    made(home)
    request = settle(home, table, None, dry_run=True)
    assert isinstance(request, RunRequest) and (len(request.odd), request.leave_out) == (1, ())
    ways: tuple[Way, ...] = ("stop", "leave-out", "enter")
    for way in ways:
        said: list[str] = []
        looking = RunRequest("orders", rows=str(table), check=True)
        request = settled(Library(home), looking, way, said.append, alone=True)
        assert isinstance(request, RunRequest) and (len(request.odd), request.leave_out) == (1, ())
        assert said == ["Row 3 looks odd: It says the same as row 2."]


def test_a_whole_column_cannot_be_left_out(home: Path, table: Path) -> None:
    made(home)
    table.write_text("customer,article\n" + "".join(f"Firm {n}\u200b,Desk\n" for n in range(9)))
    ended = settle(home, table, "leave-out")
    assert isinstance(ended, Ended) and ended.code == ExitCode.ASKED
    assert ended.message.startswith("A whole column looks odd: ") and "leave-out" not in ended.message
    assert isinstance(settle(home, table, "enter"), RunRequest)


def test_where_no_other_row_is_left_nothing_is_done(home: Path, table: Path) -> None:
    made(home)
    table.write_text("customer,article\nSorensen\u200b,Desk\n")
    ended = settle(home, table, "leave-out")
    assert isinstance(ended, Ended) and ended.code == ExitCode.ASKED
    assert ended.message.endswith("No other row is left to do.")
    code, told = alone(table, "--odd", "leave-out")
    assert code == ExitCode.ASKED and [one["left_out"] for one in told["odd"]] == [True]
    code, told = alone(table)
    assert code == ExitCode.ASKED and [one["left_out"] for one in told["odd"]] == [False]


def test_a_run_that_left_rows_for_a_person_has_to_ask() -> None:
    done = RunResult("done", "2 rows done.", (), "r")
    told = with_open(done, (3,))
    assert told.exit_code == ExitCode.ASKED
    assert told.message == "2 rows done. Row 3 looks odd and was left out: look at it."
    assert with_open(done, (3, 5)).message.endswith("2 rows look odd and were left out: look at them.")
    assert with_open(done, ()) is done
    failed = replace(done, status="failed")
    assert with_open(failed, (3,)) is failed


def test_what_comes_again_and_was_there_already_is_left_for_a_person() -> None:
    rows = RowResult(1, "done"), RowResult(2, "skipped"), RowResult(3, "done")
    result = RunResult("done", "2 rows done.", rows, "runs/1")
    asked = with_open(result, (), (2, 3))
    assert asked.status == "asked" and asked.message.endswith("Row 2 looks odd and was left out: look at it.")
    assert with_open(result, (), (1, 3)) == result, "the check said of them that they were not there"


def test_what_a_run_leaves_behind_tells_the_reasons() -> None:
    odd = (*ODD, Oddity(9, "price", "«price» is “-5”, the only negative number."), COLUMN)
    reason = "Left out: It says the same as row 2. «price» is “-5”, the only negative number."
    assert left_out_results(odd_told(odd, (9,))) == (RowResult(9, "skipped", reason=reason),)
    assert odd_of(json.loads(json.dumps(odd_told(odd, (9,)))))[9] == (
        ("It says the same as row 2.", "«price» is “-5”, the only negative number."), True,
    )  # fmt: skip
    assert odd_of(odd_told(odd, (9,)))[5] == (("«quantity» is “12O”, which is no number.",), False)


@pytest.mark.parametrize("given", ["x", "5-3", "0", "1-", "5,,6"])
def test_rows_to_leave_out_are_numbers(given: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", "orders", "--rows", "o.csv", "--leave-out", given]) == ExitCode.USAGE
    assert "such as 5,9-11" in capsys.readouterr().err
    assert main(["run", "orders", "--leave-out", "5"]) == ExitCode.USAGE
    assert main(["run", "orders", "--odd", "enter"]) == ExitCode.USAGE


def test_a_row_that_cannot_be_entered_is_no_question(home: Path, table: Path) -> None:
    made(home)
    table.write_text("customer,article\nSorensen,Desk\n,Lamp\n")
    for way in ((), ("--odd", "stop"), ("--odd", "enter")):
        code, told = alone(table, *way)
        assert code == ExitCode.USAGE and "the cell is empty" in told["message"]
    request = settle(home, table, "leave-out")
    assert isinstance(request, RunRequest) and request.open_rows == (2,)
