"""`lam forget` removes what it says, and nothing before somebody agreed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lam_desktop.cli.main import main
from lam_desktop.errors import ExitCode
from lam_desktop.execution.machine.running import register
from lam_desktop.tasks.storage.library import Library
from tests.panel.making import make_task


@pytest.fixture
def library(home: Path) -> Library:
    for name in ("orders", "marks"):
        make_task(home, name)
    library = Library(home)
    library.new_run("orders").with_name("2020-01-31-101010").mkdir()
    return library


def test_nothing_goes_without_a_yes(library: Library, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["forget", "orders"]) == ExitCode.USAGE
    assert "--yes" in capsys.readouterr().err
    assert library.exists("orders") and len(library.runs("orders")) == 2


def test_the_task_goes_with_everything(library: Library, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["forget", "orders", "--yes", "--json"]) == ExitCode.DONE
    told = json.loads(capsys.readouterr().out)
    assert told["runs"] == 2 and "«orders», its recordings and 2 runs" in told["message"]
    assert library.names() == ["marks"] and not library.folder("orders").exists()


def test_old_runs_alone(library: Library, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["forget", "orders", "--runs", "--older-than", "30", "--yes"]) == ExitCode.DONE
    assert capsys.readouterr().out == "Removed 1 run of «orders».\n"
    assert library.exists("orders") and len(library.runs("orders")) == 1


@pytest.mark.parametrize("arguments", [("--older-than", "3"), ("--runs", "--older-than", "-1")])
def test_days_belong_to_runs(library: Library, arguments: tuple[str, ...]) -> None:
    assert main(["forget", "orders", "--yes", *arguments]) == ExitCode.USAGE
    assert len(library.runs("orders")) == 2


def test_a_task_at_work_stays(
    library: Library, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISPLAY", ":99")
    with register("run"):
        assert main(["forget", "orders", "--yes"]) == ExitCode.USAGE
    assert "at work" in capsys.readouterr().err and library.exists("orders")
