"""`lam take`: what it prints, and that it ends as every command does."""

from __future__ import annotations

import json
import signal
import subprocess
from pathlib import Path

import pytest

from lam_desktop.cli.main import main
from lam_desktop.errors import ExitCode
from lam_desktop.tasks.storage.library import Library
from tests.cli.calling import LAM, assert_sentence, call
from tests.receiving.giving import NAME, files_of, given, packed


def test_it_is_in_the_library_and_what_it_needs_is_told(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    theirs = given(tmp_path)
    (theirs.folder / "notes.txt").write_text("hello")
    monkeypatch.chdir(theirs.folder.parent)
    assert main(["take", NAME]) == ExitCode.DONE
    assert capsys.readouterr().out.splitlines() == [
        "The task «orders» is in the library (7 steps); lam show orders tells what it does.",
        "- It takes its values from a table with these columns: Customer, Article, Quantity.",
        "- It works in the windows of these programs: orderdesk; open them before you run it.",
        "Not taken in: notes.txt.",
    ]
    assert main(["show", NAME]) == main(["list"]) == ExitCode.DONE
    capsys.readouterr()
    assert main(["take", NAME, "--name", "two", "--json"]) == ExitCode.DONE
    told = json.loads(capsys.readouterr().out)
    assert (told["status"], told["task"], told["steps"], told["masked"]) == ("done", "two", 7, False)
    assert len(told["needs"]) == 2 and told["left_out"] == ["notes.txt"]
    assert Library(home).names() == [NAME, "two"]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("orders",), "There is a task «orders» already; choose another name with --name."),
        (("orders", "--name", "a/b"), "cannot be the name of a task"),
        (("nowhere",), "There is no folder and no file"),
        (("~nobodyhere/x",), "lies in the home of a person unknown here"),
        (("x" * 300,), "cannot be looked at (File name too long)"),
        (("",), "The path is empty"),
        (("empty",), "holds no task"),
        ((), "the following arguments are required: PATH"),
    ],
)
def test_what_cannot_be_taken_in_is_refused(
    arguments: tuple[str, ...],
    told: str,
    home: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(given(tmp_path).folder.parent)
    Path("empty").mkdir()
    assert main(["take", "orders"]) == ExitCode.DONE
    capsys.readouterr()
    assert main(["take", *arguments]) == ExitCode.USAGE
    message = capsys.readouterr().err.removeprefix("lam: ").rstrip("\n")
    assert told.casefold() in message.casefold()
    assert_sentence(message)
    assert Library(home).names() == [NAME]


def test_a_signal_gives_it_up_and_nothing_stays(home: Path, tmp_path: Path) -> None:
    path = packed(tmp_path / "a.zip", files_of(given(tmp_path)))
    with subprocess.Popen([*LAM, "take", str(path), "--json"], stderr=subprocess.PIPE, text=True) as child:
        assert child.stderr is not None and child.stderr.readline().startswith("Reading demos/")
        child.send_signal(signal.SIGTERM)
        code = child.wait(60)
    assert code in (ExitCode.STOPPED, ExitCode.DONE), "it may have been done by then"
    assert (home / "tasks").exists() == (code == ExitCode.DONE)
    assert not list(home.glob(".arriving-*"))


def test_through_the_real_command(home: Path, tmp_path: Path) -> None:
    done = call("take", str(given(tmp_path).folder), "--json")
    assert (done.code, done.report["task"]) == (0, NAME)
    assert Library(home).names() == [NAME]
