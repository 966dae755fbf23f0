"""Odd rows of a table are told before the run, and can be left out."""

from __future__ import annotations

import pytest

from lam_desktop.cli.choosing_rows import rows_left_out
from lam_desktop.cli.main import main
from lam_desktop.errors import ExitCode
from lam_desktop.tasks.provenance.oddities import WHOLE_COLUMN, Oddity
from tests.cli.answering import answering

ODD = (
    Oddity(5, "quantity", "«quantity» is “12O”, which is no number."),
    Oddity(9, "", "It says the same as row 2."),
)


@pytest.mark.parametrize(
    ("answers", "left_out"),
    [(["y"], (5, 9)), (["what", "n"], ()), (["s"], None), ([], None)],
)
def test_the_person_says_what_becomes_of_them(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    answers: list[str],
    left_out: tuple[int, ...] | None,
) -> None:
    answering(monkeypatch, *answers)
    said: list[str] = []
    assert rows_left_out(ODD, said.append, alone=False) == left_out
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
    assert rows_left_out([COLUMN], said.append, alone=False) == left_out
    assert said[0].startswith("A whole column looks odd: «day»")
    assert capsys.readouterr().out.startswith("Do the rows all the same? ")
    answering(monkeypatch, "y")
    assert rows_left_out([COLUMN, *ODD], said.append, alone=False) == (5, 9)


def test_where_nobody_is_they_are_told_and_done(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    answering(monkeypatch, "y")
    said: list[str] = []
    assert rows_left_out(ODD * 15, said.append, alone=True) == ()
    assert not capsys.readouterr().out
    assert said[-1] == "… and 10 more."
    assert rows_left_out((), said.append, alone=False) == ()


@pytest.mark.parametrize("given", ["x", "5-3", "0", "1-", "5,,6"])
def test_rows_to_leave_out_are_numbers(given: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", "orders", "--rows", "o.csv", "--leave-out", given]) == ExitCode.USAGE
    assert "such as 5,9-11" in capsys.readouterr().err
    assert main(["run", "orders", "--leave-out", "5"]) == ExitCode.USAGE
