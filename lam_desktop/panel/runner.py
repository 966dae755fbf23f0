"""Runs one task for the panel: `python -m lam_desktop.panel.runner`, a process of its own.

Inference can hold Python's lock for long; here that disturbs nobody. What it says and hears stands in `wire`.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
import threading
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from types import FrameType
from typing import TextIO

from lam_desktop.errors import ExitCode, LamBug, LamError, LamUserError
from lam_desktop.execution.desktop import open_desktop
from lam_desktop.execution.executor import Mode
from lam_desktop.execution.run import Minds, RunRequest, chosen_rows, run_task, with_kept_secrets
from lam_desktop.execution.scope import find_scope
from lam_desktop.execution.stopping import Stopped
from lam_desktop.minds import ShippedMinds
from lam_desktop.panel import wire
from lam_desktop.panel.supervisor import WireSupervisor
from lam_desktop.tasks.kept_secrets import KeptSecrets
from lam_desktop.tasks.library import Library
from lam_desktop.tasks.rows import parse_row_numbers
from lam_desktop.tasks.task import Task
from lam_desktop.tasks.unlocking import given_passphrase, open_library
from lam_desktop.tasks.vault import Vault
from lam_desktop.types import Box

STOPPED_BY_YOU = "Stopped by you."


def main(arguments: Sequence[str] | None = None) -> int:
    """The process's entry; its exit code is the run's."""
    parser = argparse.ArgumentParser(prog="lam_desktop.panel.runner")
    parser.add_argument("task")
    parser.add_argument("--home", type=Path, required=True, help="the library")
    parser.add_argument("--pictures", type=Path, default=None, help="folder for what the agent sees")
    parser.add_argument("--rows", default=None, help="FILE:N-M")
    parser.add_argument("--leave-out", default="", help="data rows that are not done")
    parser.add_argument("--mode", choices=("ask", "watch", "auto"), default="ask")
    parser.add_argument("--secrets", action="store_true", help="the first line of stdin holds them")
    options = parser.parse_args(arguments)
    mode: Mode = options.mode
    commands = lines_of(sys.stdin.fileno())
    secrets = wire.decode_secrets(next(commands, "{}")) if options.secrets else {}
    left_out = parse_row_numbers(options.leave_out) if options.leave_out else ()
    request = RunRequest(options.task, options.rows, secrets, mode=mode, leave_out=left_out)
    try:
        library = open_library(options.home, None, given_passphrase()).library
    except LamUserError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    with Vault(options.home).held():
        return serve(library, request, ShippedMinds(), commands, _reports_alone(), options.pictures)


def serve(
    library: Library,
    request: RunRequest,
    minds: Minds,
    commands: Iterable[str],
    reports: TextIO,
    pictures: Path | None,
) -> int:
    """Runs the task with the panel as its supervisor; the last report is `Finished`."""
    early = _EarlyStop()
    signal.signal(signal.SIGTERM, early.on_signal)
    with WireSupervisor(commands, reports, pictures, _interrupt, library.files) as supervisor:
        try:
            with early:
                finished = _run(library, request, minds, supervisor, early)
        except LamError as error:
            finished = _failed(error)
        except Exception as error:
            finished = _failed(
                LamBug(f"A fault of ours ({type(error).__name__}: {error}); please report it.")
            )
        supervisor.tell(finished)
    return finished.exit_code


def _run(
    library: Library, request: RunRequest, minds: Minds, supervisor: WireSupervisor, early: _EarlyStop
) -> wire.Finished:
    supervisor.tell(wire.Loading("Reading the task."))
    task = library.open(request.task)
    kept = KeptSecrets.asked_of(library.home, somebody=request.mode != "auto")
    request = with_kept_secrets(task, request, kept)
    rows = tuple(row.index for row in chosen_rows(task, request))

    def ready() -> wire.Ready:
        early.disarm()
        return wire.Ready(rows, len(task.steps), target_window(task))

    supervisor.get_ready(ready)
    result = run_task(library, request, supervisor, minds, lambda text: supervisor.tell(wire.Loading(text)))
    stopped_here = supervisor.stopped and result.status == "stopped"
    message = STOPPED_BY_YOU if stopped_here else result.message
    return wire.Finished(result.status, message, int(result.exit_code), result.run, result.table)


def target_window(task: Task) -> Box | None:
    """Where the task's program is now, desktop pixels; None where it is not open."""
    wanted = next((step.window for step in task.steps if step.window is not None), None)
    if wanted is None:
        return None
    with open_desktop() as desktop:
        scope = find_scope(desktop.windows(), wanted, None)
    return None if scope is None else scope.region


def lines_of(descriptor: int) -> Iterator[str]:
    """The lines that arrive there, to the end.

    Read without Python's buffers: their lock, held by a thread that still waits, would abort the exit.
    """
    rest = b""
    while part := os.read(descriptor, 4096):
        *lines, rest = (rest + part).split(b"\n")
        for line in lines:
            yield line.decode("utf-8", "replace")


def _failed(error: LamError) -> wire.Finished:
    stopped = isinstance(error, Stopped) or error.exit_code is ExitCode.STOPPED
    if not isinstance(error, LamUserError) and not stopped:
        import traceback

        traceback.print_exception(error, file=sys.stderr)
    message = STOPPED_BY_YOU if stopped else str(error)
    return wire.Finished("stopped" if stopped else "error", message, int(error.exit_code))


class _EarlyStop:
    """Ends its block by `Stopped`, until `disarm`: from then on the run itself watches for signals."""

    def __init__(self) -> None:
        self._armed = False
        self._wanted = False

    def __enter__(self) -> None:
        if self._wanted:
            raise Stopped("person")
        self._armed = True

    def __exit__(self, *_: object) -> None:
        self.disarm()

    def disarm(self) -> None:
        self._armed = False

    def on_signal(self, number: int, frame: FrameType | None) -> None:  # noqa: ARG002
        self._wanted = True
        if self._armed:
            raise Stopped("person")


def _interrupt() -> None:
    """Tells the main thread at once, whatever it waits for just now."""
    if sys.platform == "win32":
        signal.raise_signal(signal.SIGTERM)
    else:
        signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGTERM)


def _reports_alone() -> TextIO:
    """The real stdout for reports; what anything else prints goes to stderr from now on."""
    stream = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    return stream


if __name__ == "__main__":
    sys.exit(main())
