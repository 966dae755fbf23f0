"""Rows that come again, of which a check says whether the record is there: named however the run goes on."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from lam_desktop.cli.main import main
from lam_desktop.errors import ExitCode
from lam_desktop.execution import run as running
from lam_desktop.execution.machine.stopping import Stopped
from lam_desktop.execution.runs.again import left_undone
from lam_desktop.execution.runs.history import entries_of
from lam_desktop.panel.runner import Again
from lam_desktop.tasks.checks import FilesCheck
from lam_desktop.tasks.storage.approvals import Approvals
from lam_desktop.tasks.storage.library import Library
from lam_desktop.tasks.task_yaml import task_file
from lam_desktop.tasks.task_yaml.start_file import approvable
from lam_desktop.tasks.texts.patterns.pattern import parse_pattern
from lam_desktop.types import Action, Click
from tests.execution.many_rows import Minds
from tests.fakes.clock import skip_waiting
from tests.fakes.order_form import (
    SAVE,
    Form,
    OrderForm,
    box_of,
    many_rows,
    record_task,
    workplace,
    write_table,
)

pytestmark = pytest.mark.usefixtures("no_waiting")

TASK = "orders"
ROWS = many_rows(6)
Ran = Callable[..., tuple[int, str]]


class Storing(OrderForm):
    """Keeps a file of each customer, too; a person stops the run where it saves a certain one."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder / "kept.csv")
        self.folder = folder / "customers"
        self.folder.mkdir()
        self.stops_at = ""

    def react(self, action: Action) -> None:
        saves = isinstance(action, Click) and box_of(SAVE).contains(*action.point)
        if saves and self.stops_at and self.form.values[0] == self.stops_at:
            raise Stopped("person")
        super().react(action)

    def _saved(self) -> Form:
        (self.folder / f"{len(self.kept())}.txt").write_text(self.form.values[0])
        return super()._saved()


@pytest.fixture
def program(home: Path, tmp_path: Path) -> Storing:
    """The task, whose check counts the files of a customer, and the program."""
    program = Storing(tmp_path)
    write_table(tmp_path / "orders.csv", ROWS)
    task = record_task(home, TASK, tmp_path / "orders.csv")
    check = FilesCheck(
        {"customer": parse_pattern("{Customer}")}, 1.0, str(program.folder / "*.txt"), ("{customer}",)
    )
    task_file.save(replace(task, checks=(check,)))
    library = Library(home)
    Approvals(home).give(TASK, approvable(library.whole(TASK))[TASK].text)
    return program


@pytest.fixture
def ran(program: Storing, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Ran:
    """Runs the command where nobody is; its exit code and message."""
    skip_waiting(monkeypatch)
    true_run = running.run_task

    def shown(library: Library, request: Any, supervisor: Any, _: object, say: Any, settle: Any) -> Any:
        place = workplace(program)
        return true_run(library, request, supervisor, Minds(program, 0), say, place, settle)

    monkeypatch.setattr(running, "run_task", shown)

    def run(*options: str) -> tuple[int, str]:
        capsys.readouterr()
        code = main(["run", TASK, "--json", *options])
        return code, json.loads(capsys.readouterr().out.splitlines()[-1])["message"]

    return run


def again(tmp_path: Path) -> Path:
    """Another table: of two of its four customers there is an order already, with another quantity."""
    path = tmp_path / "again.csv"
    write_table(path, [(ROWS[0][0], "7"), ROWS[2], ROWS[3], (ROWS[1][0], "8")])
    return path


def test_a_run_that_goes_on_names_what_it_found_there(
    home: Path, tmp_path: Path, program: Storing, ran: Ran
) -> None:
    assert ran("--rows", f"{tmp_path / 'orders.csv'}:2-3")[0] == ExitCode.DONE
    program.stops_at = ROWS[3][0]
    code, _ = ran("--rows", f"{again(tmp_path)}:2-5")
    assert code == ExitCode.STOPPED
    library = Library(home)
    broken = library.relative(library.runs(TASK)[-1])
    begun = entries_of(library.home / broken, ("run_started",))[0]
    assert begun["recurring"] == [2, 5]
    undone = left_undone(library, TASK)
    assert (undone.rows, undone.recurring, undone.open_rows) == ((4, 5), (5,), (2,))
    request = Again(None, ()).request(library, running.RunRequest(TASK))
    assert (request.only, request.recurring, request.open_rows) == ((4, 5), (5,), (2,))

    program.stops_at = ""
    code, message = ran("--resume")
    assert code == ExitCode.ASKED and message.endswith("2 rows look odd and were left out: look at them.")
    assert program.kept() == ROWS[:4], "and nothing is entered twice"
    code, message = ran("--resume")
    assert code == ExitCode.ASKED, "as long as nobody has looked"
    assert message.startswith("Nothing is left to do") and "2 rows look odd" in message

    code, message = ran("--only-failed", broken)
    assert code == ExitCode.ASKED and program.kept() == ROWS[:4]
    assert message.startswith("Every row is there already") and message.endswith(
        "2 rows look odd and were left out: look at them."
    )


def test_where_every_row_is_there_it_is_named(tmp_path: Path, ran: Ran) -> None:
    assert ran("--rows", f"{tmp_path / 'orders.csv'}:2-3")[0] == ExitCode.DONE
    code, message = ran("--rows", f"{again(tmp_path)}:2")
    assert code == ExitCode.ASKED
    assert message.startswith("Every row is there already")
    assert message.endswith("Row 2 looks odd and was left out: look at it.")


def test_one_that_was_entered_since_is_named_no_longer(tmp_path: Path, program: Storing, ran: Ran) -> None:
    assert ran("--rows", f"{tmp_path / 'orders.csv'}:2-3")[0] == ExitCode.DONE
    table = again(tmp_path)
    assert ran("--rows", f"{table}:2-3")[0] == ExitCode.ASKED
    for path in program.folder.iterdir():
        if path.read_text() == ROWS[0][0]:
            path.unlink()
    code, _ = ran("--rows", f"{table}:2")
    assert code == ExitCode.DONE and program.kept()[-1] == (ROWS[0][0], "7")
    assert ran("--resume")[0] == ExitCode.DONE
