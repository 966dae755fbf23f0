"""Whether steps that are another task are done by that is asked at the terminal, before anything else is."""

from __future__ import annotations

import getpass
from collections.abc import Sequence
from pathlib import Path

import pytest

from lam_desktop.cli.instead import settle_instead
from lam_desktop.cli.main import main
from lam_desktop.cli.settling import Settling
from lam_desktop.errors import ExitCode
from lam_desktop.tasks.explaining.doubts import offers
from lam_desktop.tasks.provenance.rows import Row
from lam_desktop.tasks.storage.library import Library
from lam_desktop.tasks.task import Task
from lam_desktop.tasks.task_yaml import task_file
from tests.cli.answering import answering
from tests.tasks.explaining.test_within import Person, add, offered

TOLD = "Steps 1 to 5 are the task “login”; as it is, they are done as they were recorded."


@pytest.fixture
def library(home: Path) -> Library:
    made = Library(home)
    add(made, "login", Person().signing_in())
    offered(made, add(made, "orders", Person().signing_in().entering()))
    return made


def text_of(task: Task) -> str:
    return (task.folder / task_file.FILE_NAME).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("answers", "called"), [(["2"], "login"), (["1"], ""), ([""], ""), (["9", "2"], "login")]
)
def test_what_they_say_is_kept(
    library: Library, monkeypatch: pytest.MonkeyPatch, answers: Sequence[str], called: str
) -> None:
    answering(monkeypatch, *answers)
    said: list[str] = []
    assert settle_instead(library, "orders", said.append)
    assert said == [
        f"Step 1 (Click the field “User”): {TOLD}",
        "  1  done as they were recorded  (taken)",
        "  2  done by the task “login”",
    ]
    assert library.open("orders").steps[0].called == called
    said.clear()
    answering(monkeypatch)
    assert settle_instead(library, "orders", said.append) and not said, "it is asked once"


@pytest.mark.parametrize(("answers", "goes_on"), [(["s"], False), ([], True)])
def test_who_stops_or_is_gone_has_said_nothing(
    library: Library, monkeypatch: pytest.MonkeyPatch, answers: Sequence[str], goes_on: bool
) -> None:
    before = text_of(library.open("orders"))
    answering(monkeypatch, *answers)
    assert settle_instead(library, "orders", lambda _: None) == goes_on
    assert text_of(library.open("orders")) == before


def test_a_run_asks_first_and_then_for_the_secret_of_the_task_that_is_done(
    library: Library, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked: list[str] = []

    def gone(question: str) -> str:
        asked.append(question)
        raise EOFError

    monkeypatch.setattr(getpass, "getpass", gone)
    answering(monkeypatch, "s")
    assert main(["run", "orders"]) == ExitCode.STOPPED
    assert TOLD in capsys.readouterr().out and offers(library.open("orders")) and not asked
    answering(monkeypatch, "2")
    assert main(["run", "orders"]) == ExitCode.USAGE
    assert not offers(library.open("orders")) and "«login/password»" in asked[0]


def test_where_nobody_is_there_the_steps_stay_and_that_is_said(library: Library) -> None:
    task = library.open("orders")
    said: list[str] = []
    settling = Settling(said.append, alone=True, acts=True)
    assert settling(task, (Row(1, {}),)) == task
    assert f"Step 1 (Click the field “User”): {TOLD}" in said
    assert [one["as"] for one in settling.told[0]["readings"]] == [
        "done as they were recorded", "done by the task “login”"
    ]  # fmt: skip


def test_show_tells_it_as_long_as_that_task_is_there(
    library: Library, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["show", "orders"]) == ExitCode.DONE
    assert f"step 1: {TOLD}" in capsys.readouterr().out
    library.delete("login")
    assert main(["show", "orders"]) == ExitCode.DONE
    assert TOLD not in capsys.readouterr().out
