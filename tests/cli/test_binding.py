"""`lam show NAME --bind`: told, asked, kept; and nothing kept where something is open."""

from __future__ import annotations

import json
from argparse import Namespace
from pathlib import Path

import pytest

from lam_desktop.cli.binding import bind_rows
from lam_desktop.errors import ExitCode, UsageError
from lam_desktop.tasks.explaining.describe import describe_task
from lam_desktop.tasks.task_yaml import task_file
from tests.cli.answering import answering
from tests.tasks.books import write_book
from tests.tasks.explaining.test_binding import shown, table

TWICE = "customer,quantity,boxes\nMiller Hardware,12,12\nJones,3,4\n"


def asked(bind: str, *meant: str, json: bool = False, yes: bool = False) -> Namespace:
    return Namespace(bind=bind, meant=list(meant), json=json, yes=yes)


def test_at_a_terminal_it_is_shown_asked_and_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    task = shown(tmp_path, "Miller Hardware", "12", labels=())
    answering(monkeypatch, "9", "2", "y")
    assert bind_rows(task, asked(str(table(tmp_path, TWICE)))) is ExitCode.DONE
    told = capsys.readouterr().out
    assert "Row 1 of" in told and "  2  column boxes: row 2 says “4”" in told
    assert task_file.load(tmp_path).variables == ("customer", "boxes")


@pytest.mark.parametrize("answers", [("s",), (), ("1", "n"), ("1",)])
def test_nothing_is_kept_without_a_yes(
    answers: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    task = shown(tmp_path, "Miller Hardware", "12", labels=())
    before = (tmp_path / task_file.FILE_NAME).read_bytes()
    answering(monkeypatch, *answers)
    assert bind_rows(task, asked(str(table(tmp_path, TWICE)))) is ExitCode.STOPPED
    assert (tmp_path / task_file.FILE_NAME).read_bytes() == before


def test_a_program_is_told_what_is_open_and_says_what_is_meant(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    task, path = shown(tmp_path, "Miller Hardware", "12", labels=()), str(table(tmp_path, TWICE))
    assert bind_rows(task, asked(path, json=True, yes=True)) is ExitCode.ASKED
    said = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert (said["status"], said["row"]) == ("asked", 1) and "step 4" in said["message"]
    assert [one["sure"] for one in said["proposed"]] == [True, False]
    assert [one["columns"] for one in said["proposed"][1]["readings"]] == [["quantity"], ["boxes"], []]
    assert task_file.load(tmp_path).variables == ()
    assert bind_rows(task, asked(path, "4=1", json=True)) is ExitCode.DONE
    assert task_file.load(tmp_path).variables == (), "only looked at"
    assert bind_rows(task, asked(path, "4=1", json=True, yes=True)) is ExitCode.DONE
    assert task_file.load(tmp_path).variables == ("customer", "quantity")


def test_rows_alike_and_readings_that_are_not_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    task = shown(tmp_path, "Miller Hardware", "12")
    path = str(table(tmp_path, TWICE + "Miller Hardware,12,4\n"))
    assert bind_rows(task, asked(path, json=True)) is ExitCode.ASKED
    assert json.loads(capsys.readouterr().out)["rows_alike"] == [1, 3]
    with pytest.raises(UsageError, match="4=7"):
        bind_rows(task, asked(f"{path}:1", "4=7", json=True))
    answering(monkeypatch, "2", "3", "y")
    assert bind_rows(task, asked(path)) is ExitCode.DONE
    kept = task_file.load(tmp_path)
    assert kept.row is not None and kept.row.index == 3 and kept.variables == ("customer", "quantity")


def test_the_sheet_is_named_told_and_kept(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    heads = ("customer", "quantity")
    sheets = {"January": [heads, ("Jones", 3)], "March": [heads, ("Jones", 4), ("Miller Hardware", 12)]}
    book = write_book(tmp_path / "orders.xlsx", sheets)
    task = shown(tmp_path, "Miller Hardware", "12")
    assert bind_rows(task, asked(f"{book}", yes=True)) is not ExitCode.DONE
    assert "«January» is taken, which lay open" in capsys.readouterr().out
    assert bind_rows(task, asked(f"{book}#March", json=True, yes=True)) is ExitCode.DONE
    told = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert (told["table"], told["sheet"], told["row"]) == (f"{book}#March", "March", 2)
    row = task_file.load(tmp_path).row
    assert row is not None and (row.file, row.sheet, row.index) == (str(book), "March", 2)
    assert f"shown with row 2 of {book}#March" in describe_task(task_file.load(tmp_path))[0]
