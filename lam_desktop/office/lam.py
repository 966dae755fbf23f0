"""The product as a person uses it: the commands `lam record` and `lam run`, each a process of its own."""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lam_desktop.errors import EnvironmentFault, ExitCode, LamBug, LamError, UsageError
from lam_desktop.execution.runs.journal import JOURNAL, read_journal
from lam_desktop.office.screens import Screen
from lam_desktop.office.xdisplay import place_window, wait_for_window
from lam_desktop.types import Box

PANEL_CLASS = "lam-desktop"
COMMAND = (sys.executable, "-m", "lam_desktop.cli.main")
RECORDING_LIMIT_S = 60.0
SAVING_LIMIT_S = 120.0
START_LIMIT_S = 180.0
ROW_LIMIT_S = 90.0
TICK_S = 0.5


@dataclass(frozen=True, slots=True)
class RunOutcome:
    """What one `lam run` said in the end."""

    exit_code: ExitCode
    status: str
    message: str
    rows_done: tuple[int, ...]
    asked: int
    seconds: float
    """Of the process, from start to end."""
    run: str
    """The run's folder, relative to the library."""


class Lam:
    """The command line on one screen, with a library of its own."""

    def __init__(self, screen: Screen, home: Path, logs: Path, command: Sequence[str] = COMMAND) -> None:
        self._screen, self._home, self._logs, self._command = screen, home, logs, command
        self._count = 0

    @contextlib.contextmanager
    def recording(self, task: str, rows: str | None = None) -> Generator[None]:
        """Records a task while the block runs; LamError with the command's own words where it fails.

        `rows` is `FILE:N`, the row that is entered meanwhile.
        """
        command = ["record", task, *(("--rows", rows) if rows is not None else ())]
        with self._log("record") as log:
            program = self._start(command, log)
            try:
                _wait_for_line(program, f"recording {task}", log.name)
                yield
                program.send_signal(signal.SIGINT)
                try:
                    code = program.wait(SAVING_LIMIT_S)
                except subprocess.TimeoutExpired as fault:
                    raise LamBug(f"«lam record» did not end within {SAVING_LIMIT_S:g} s.") from fault
                if code != 0:
                    raise _error(code, Path(log.name).read_text(encoding="utf-8"))
            finally:
                self._end(program)

    def run(
        self,
        task: str,
        rows: str,
        policy: str,
        wait_s: float,
        tick: Callable[[], None] = lambda: None,
        count: int = 1,
    ) -> RunOutcome:
        """Repeats a task for `count` rows, `FILE:N-M`; `tick` is called twice a second meanwhile.

        Raises the error that the command told where it could not begin.
        """
        started = time.monotonic()
        command = ["run", task, "--rows", rows, "--mode", "auto", "--json", "--again", "--odd", "enter"]
        with self._log(f"run-{policy}") as log:
            program = self._start([*command, "--policy", policy, "--wait", f"{wait_s:g}"], log)
            try:
                limit = started + START_LIMIT_S + (ROW_LIMIT_S + wait_s) * count
                while program.poll() is None:
                    if time.monotonic() > limit:
                        raise LamBug(f"«lam run» did not end in time; what it said is in {log.name}.")
                    tick()
                    with contextlib.suppress(subprocess.TimeoutExpired):
                        program.wait(TICK_S)
                assert program.stdout is not None
                told = program.stdout.read().decode()
            finally:
                self._end(program)
        return _outcome(program.returncode, told, time.monotonic() - started)

    def question(self, outcome: RunOutcome) -> Path | None:
        """The picture of what the run would have asked; None where it asked nothing."""
        folder = self._home / outcome.run
        asked = [entry for entry in self.journal(outcome) if entry["kind"] == "asked"]
        return folder / asked[-1]["picture"] if asked else None

    def journal(self, outcome: RunOutcome) -> list[dict[str, Any]]:
        """What the run wrote down."""
        return read_journal(self._home / outcome.run / JOURNAL)

    def open_panel(self, box: Box | None) -> None:
        """Opens the supervision panel, where one likes at a place; it ends with the screen."""
        with self._log("panel") as log:
            program = self._start(["panel"], log)
        window = wait_for_window(self._screen.display, PANEL_CLASS, timeout_s=START_LIMIT_S, program=program)
        if box is not None:
            place_window(self._screen.display, window.window_id, box)

    def _start(self, arguments: list[str], log: Any) -> subprocess.Popen[bytes]:
        # Its own, wherever the desktop is: on the next one the same person goes on.
        state = os.environ.get("LAM_STATE", f"{self._home}-state")
        extra = {"LAM_HOME": str(self._home), "LAM_STATE": state}
        return self._screen.start(*self._command, *arguments, extra=extra, stdout=subprocess.PIPE, stderr=log)

    def _end(self, program: subprocess.Popen[bytes]) -> None:
        self._screen.stop(program)
        if program.stdout is not None:
            program.stdout.close()

    def _log(self, name: str) -> Any:
        self._count += 1
        return (self._logs / f"{self._count:02}-{name}.log").open("wb")


def _wait_for_line(program: subprocess.Popen[bytes], wanted: str, log: str) -> None:
    assert program.stdout is not None
    deadline = time.monotonic() + RECORDING_LIMIT_S
    said = b""
    while wanted.encode() not in said.splitlines():
        if not select.select([program.stdout], [], [], max(0.0, deadline - time.monotonic()))[0]:
            raise LamBug(f"«lam record» was not ready within {RECORDING_LIMIT_S:g} s; see {log}.")
        part = os.read(program.stdout.fileno(), 4096)
        if not part:
            raise _error(program.wait(SAVING_LIMIT_S), Path(log).read_text(encoding="utf-8"))
        said += part


def _outcome(code: int, told: str, seconds: float) -> RunOutcome:
    try:
        report = json.loads(told.strip().splitlines()[-1])
        exit_code = ExitCode(code)
    except (IndexError, ValueError) as fault:
        raise LamBug(f"«lam run» ended with {code} and without its report.") from fault
    if exit_code not in (ExitCode.DONE, ExitCode.ASKED, ExitCode.WRONG_EFFECT):
        raise _error(code, report["message"])
    rows = report["rows"]
    return RunOutcome(
        exit_code=exit_code,
        status=report["status"],
        message=report["message"],
        rows_done=tuple(row["index"] for row in rows if row["status"] == "done"),
        asked=sum(row["asked"] for row in rows),
        seconds=seconds,
        run=report["run"],
    )


def _error(code: int, said: str) -> LamError:
    """The command's own error, in its own words."""
    words = said.strip().splitlines()
    message = (
        words[-1].removeprefix("lam: ") if words else f"A lam command ended with {code} and said nothing."
    )
    if code == ExitCode.ENVIRONMENT:
        return EnvironmentFault(message)
    if code == ExitCode.USAGE:
        return UsageError(message)
    if code == ExitCode.STOPPED:
        return StoppedByPerson(message)
    return LamBug(message)


class StoppedByPerson(LamError):  # noqa: N818 - not an error: somebody wanted it
    """A person stopped the command."""

    exit_code = ExitCode.STOPPED
