"""What a task starts: only where its window is not there, and only what a person approved."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from lam_desktop.cli.main import main
from lam_desktop.errors import EnvironmentFault, ExitCode
from lam_desktop.execution.machine.desktop import open_desktop
from lam_desktop.execution.machine.starting import start_programs, told
from lam_desktop.execution.machine.stopping import Stopped
from lam_desktop.execution.runs.again import print_of
from lam_desktop.execution.runs.journal import Journal
from lam_desktop.tasks.provenance.rows import read_rows
from lam_desktop.tasks.step import NOWHERE, TaskStep, WindowName
from lam_desktop.tasks.storage.library import Library
from lam_desktop.tasks.task import Start
from lam_desktop.tasks.task_yaml import task_file
from lam_desktop.types import Box, Window
from tests.execution.stage import stage, wait_until
from tests.panel.making import DESK, make_task, rows_file

EDITOR = WindowName("Mousepad", "mousepad")
WINDOW = Window("Order desk", DESK.wm_class, DESK.process, Box(0, 0, 800, 600))


class Watched:
    """A desktop on which the order desk is seen once a file is there."""

    def __init__(self, mark: Path) -> None:
        self._mark = mark

    def windows(self) -> tuple[Window, ...]:
        return (WINDOW,) if self._mark.exists() else ()

    def active_window(self) -> Window | None:
        return None


def writing(mark: Path, then: str = "") -> Start:
    """A program that leaves a mark, line by line of how often it was started."""
    script = f"open({str(mark)!r}, 'a').write('started\\n'); {then}"
    return Start((sys.executable, "-c", script), DESK, 20.0)


def started(start: Start, mark: Path, check: Callable[[], None] = lambda: None) -> list[Start]:
    heard: list[Start] = []
    start_programs((start,), Watched(mark), check, heard.append)
    return heard


def test_it_is_started_once_and_only_where_its_window_is_not_there(tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    assert started(writing(mark), mark) == [writing(mark)]
    assert started(writing(mark), mark) == []
    assert mark.read_text() == "started\n"


def test_no_shell_reads_the_command(tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    words = ("$HOME", ";", "touch", str(tmp_path / "touched"), "`id`", "*")
    script = f"import sys; open({str(mark)!r}, 'w').write(repr(sys.argv[1:]))"
    start = Start((sys.executable, "-c", script, *words), DESK)
    started(start, mark)
    wait_until(lambda: mark.read_text() == repr(list(words)))
    assert not (tmp_path / "touched").exists() and told(start) == shlex.join(start.command)


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (("lam-there-is-no-such-program",), "cannot be started (No such file"),
        ((sys.executable, "-c", "import sys; sys.exit(3)"), "No window of orderdesk came within 1 s"),
    ],
)
def test_what_does_not_come_is_told_in_a_sentence(
    command: tuple[str, ...], said: str, tmp_path: Path
) -> None:
    with pytest.raises(EnvironmentFault) as fault:
        started(Start(command, DESK, 1.0), tmp_path / "never")
    assert said in str(fault.value) and str(fault.value).endswith(".")


def test_a_person_stops_it_while_it_waits(tmp_path: Path) -> None:
    def stop() -> None:
        raise Stopped("hot key")

    with pytest.raises(Stopped):
        started(writing(tmp_path / "elsewhere"), tmp_path / "mark", stop)


@pytest.mark.e2e
def test_a_real_program_is_started_with_its_file(tmp_path: Path) -> None:
    (tmp_path / "notes of today.txt").write_text("4711")
    start = Start(("mousepad", "--disable-server", str(tmp_path / "notes of today.txt")), EDITOR)
    heard: list[Start] = []
    with stage(), open_desktop() as desktop:
        for _ in range(2):
            start_programs((start,), desktop, lambda: None, heard.append)
        assert heard == [start]
        wait_until(lambda: any("notes of today.txt" in one.title for one in desktop.windows()))


PATHS = (
    ("run", "orders", "--rows", "{rows}:2"),
    ("run", "orders", "--rows", "{rows}:2", "--mode", "auto", "--again"),
    ("run", "orders", "--resume"),
    ("run", "orders", "--resume", "--begun-row", "repeat"),
    ("run", "orders", "--only-failed", "{run}", "--begun-row", "repeat"),
    ("run", "outer"),
)
"""Whichever way a run begins."""


@pytest.mark.parametrize("arguments", PATHS)
def test_nothing_is_started_that_nobody_approved_as_it_stands(
    arguments: tuple[str, ...],
    home: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    mark, rows = tmp_path / "mark", rows_file(tmp_path)
    library = Library(home)
    task = replace(make_task(home, "orders", rows), starts=(writing(mark),))
    task_file.save(task)
    outer = make_task(home, "outer")
    does = TaskStep(1, NOWHERE, "task", "Do it", called="orders", given=tuple((c, "x") for c in task.columns))
    task_file.save(replace(outer, steps=(does, replace(outer.steps[0], number=2)), row=None))
    run = broken_off(library, rows)
    filled = [one.format(rows=rows, run=run) for one in arguments]
    monkeypatch.setenv("DISPLAY", ":977")
    monkeypatch.setenv("LAM_MODELS", str(tmp_path / "none"))

    assert main(filled) == ExitCode.USAGE
    said = capsys.readouterr().err
    assert f"starts {told(task.starts[0])}" in said and said.endswith(
        "approve them with lam approve orders.\n"
    )
    assert main(["approve", "orders", "--yes"]) == ExitCode.DONE
    assert told(task.starts[0]).split()[0] in capsys.readouterr().out
    assert main(filled) == ExitCode.ENVIRONMENT, "approved: it gets as far as the display that nobody serves"
    capsys.readouterr()
    task_file.save(replace(library.open("orders"), starts=(writing(mark, "pass"),)))
    assert main(filled) == ExitCode.USAGE
    assert "were not approved on this machine" in capsys.readouterr().err
    assert not mark.exists()


def broken_off(library: Library, rows: Path) -> str:
    """The name of a run that failed in the second row of the table."""
    folder = library.new_run("orders")
    with Journal(folder) as journal:
        printed = print_of(read_rows(rows).rows[1:3])
        journal.write("run_started", task="orders", rows=[2, 3], table=str(rows), print=printed, values={})
        journal.write("row_started", row=2)
        journal.write("acting", row=2, step=1, caption="Click", action={"type": "Click", "point": [1, 1]})
        journal.write("row_finished", row=2, status="failed", steps_done=0, seconds=1.0)
    return folder.name
