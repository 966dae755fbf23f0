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
from dataclasses import dataclass, replace
from pathlib import Path
from types import FrameType
from typing import Literal, TextIO

from lam_desktop.errors import ExitCode, LamBug, LamError, LamUserError, UsageError
from lam_desktop.execution.acting.settings import Mode
from lam_desktop.execution.machine.desktop import open_desktop
from lam_desktop.execution.machine.stopping import Stopped
from lam_desktop.execution.once_more import once_more
from lam_desktop.execution.request import RunRequest, chosen_rows, whole_table, with_kept_secrets
from lam_desktop.execution.run import Minds, run_task
from lam_desktop.execution.runs.again import left_undone
from lam_desktop.execution.runs.entered import entered_rows, odd_in
from lam_desktop.execution.screen.scope import find_scope
from lam_desktop.minds import ShippedMinds
from lam_desktop.panel import wire
from lam_desktop.panel.supervisor import WireSupervisor
from lam_desktop.tasks.explaining.doubts import not_settled, open_doubts
from lam_desktop.tasks.once import begun_told, is_part
from lam_desktop.tasks.provenance.checked_parts import of_the_row
from lam_desktop.tasks.provenance.instructions import row_of
from lam_desktop.tasks.provenance.rows import Row
from lam_desktop.tasks.storage.kept_secrets import KeptSecrets
from lam_desktop.tasks.storage.library import Library
from lam_desktop.tasks.storage.unlocking import given_passphrase, open_library
from lam_desktop.tasks.storage.vault import Vault
from lam_desktop.tasks.task import Task
from lam_desktop.tasks.texts.rows_argument import parse_row_numbers
from lam_desktop.types import Box

Entered = Literal["left out", "once more"]
"""What becomes of chosen rows that an earlier run has entered with the same cells."""
STOPPED_BY_YOU = "Stopped by you."
NONE_LEFT = "Nothing is left to do: the other rows were entered before, or are left out."
REMEDY = "go back to the page before the run and choose there"


def main(arguments: Sequence[str] | None = None) -> int:
    """The process's entry; its exit code is the run's."""
    parser = argparse.ArgumentParser(prog="lam_desktop.panel.runner")
    parser.add_argument("task")
    parser.add_argument("--home", type=Path, required=True, help="the library")
    parser.add_argument("--pictures", type=Path, default=None, help="folder for what the agent sees")
    parser.add_argument("--rows", default=None, help="FILE:N-M")
    parser.add_argument("--instruction", default=None, help="a sentence that says what to do")
    parser.add_argument("--leave-out", default="", help="data rows that are not done")
    parser.add_argument("--again", action="store_true", help="also rows that an earlier run has entered")
    parser.add_argument("--mode", choices=("ask", "watch", "auto"), default="ask")
    parser.add_argument("--keep-going", action="store_true", help="try the next row after one that failed")
    parser.add_argument("--only-failed", metavar="RUN", help="those rows of that run that did not end well")
    parser.add_argument(
        "--anew", metavar="RUN", help="that run once more, without a table, from its beginning"
    )
    parser.add_argument("--resume", action="store_true", help="what the newest run left undone")
    parser.add_argument("--repeat", default="", help="with it: rows to do again though they may be stored")
    parser.add_argument("--check", action="store_true", help="only look for the steps on the screen")
    parser.add_argument("--secrets", action="store_true", help="the first line of stdin holds them")
    options = parser.parse_args(arguments)
    mode: Mode = options.mode
    commands = lines_of(sys.stdin.fileno())
    secrets = wire.decode_secrets(next(commands, "{}")) if options.secrets else {}
    request = RunRequest(
        options.task, options.rows, secrets, mode=mode, check=options.check, keep_going=options.keep_going,
        leave_out=_numbers(options.leave_out),
    )  # fmt: skip
    earlier = None if options.resume else options.only_failed
    again = Again(earlier, _numbers(options.repeat)) if options.resume or earlier else None
    again = Anew(options.anew) if options.anew else again
    entered: Entered = "once more" if options.again else "left out"
    try:
        if options.instruction is not None:
            values = {**request.values, **row_of(options.instruction).cells}
            request = replace(request, values=values)
        library = open_library(options.home, None, given_passphrase()).library
    except LamUserError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    with Vault(options.home).held():
        return serve(
            library, request, ShippedMinds(), commands, _reports_alone(), options.pictures, again, entered
        )


@dataclass(frozen=True, slots=True)
class Again:
    """Which rows of an earlier run to do again."""

    run: str | None
    """Its folder, as `lam runs` names it; None: the newest one."""
    repeat: tuple[int, ...]
    """Rows that the person wants done though they were begun and may be stored; of those no others are.

    The row at which the run broke off is gone on with where it stands, as the screen tells.
    """

    def request(self, library: Library, request: RunRequest) -> RunRequest:
        """The request for these rows. Raises UsageError where none is left, or it cannot be told which."""
        undone = left_undone(library, request.task, self.run)
        at_work = set[int]() if undone.begun is None else {undone.begun.row}
        if (
            of_the_row(library.whole(request.task)) is not None
        ):  # its checks tell of each row whether it is stored
            only, begun = undone.rows, undone.unsure
        else:
            doubtful = set(undone.unsure) - set(self.repeat) - at_work
            only, begun = tuple(row for row in undone.rows if row not in doubtful), ()
        if unclear := [row for row in undone.unsure if is_part(row) and row not in at_work]:
            what = begun_told(unclear[0])
            which = f"--only-failed {self.run}" if self.run else "--resume"
            answer = f"lam run {request.task} {which}"
            if len(undone.unsure) == 1:
                answer += " --begun-row skip, or repeat"
            else:
                answer += " at a terminal, which asks about each"
            raise UsageError(
                f"{what[0].upper()}{what[1:]} was begun and may be done already: look in the program,"
                f" then say {answer}."
            )
        if not only:
            raise UsageError(f"No row of {undone.run} is left to do again.")
        values = {**undone.values, **request.values}
        return replace(
            request, rows=undone.table or None, only=only, begun=begun, values=values, at_work=undone.begun,
            resumes=undone.run, before_rows=undone.before_rows, open_rows=undone.open_rows,
            recurring=tuple(row for row in undone.recurring if row in only),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Anew:
    """A run without a table, to be done again from its beginning."""

    run: str

    def request(self, library: Library, request: RunRequest) -> RunRequest:
        """The request with what that run was told. Raises UsageError where a person has to look first."""
        more = once_more(library, request.task, self.run)
        if not more.anew:
            raise UsageError(
                f"What the run {self.run} did may be done already, and cannot be undone: look in the program,"
                " then start another run."
            )
        return replace(request, values={**more.values, **request.values}, begun=more.begun)


def _numbers(text: str) -> tuple[int, ...]:
    return parse_row_numbers(text) if text else ()


def serve(
    library: Library,
    request: RunRequest,
    minds: Minds,
    commands: Iterable[str],
    reports: TextIO,
    pictures: Path | None,
    again: Again | Anew | None = None,
    entered: Entered = "left out",
) -> int:
    """Runs the task with the panel as its supervisor; the last report is `Finished`."""
    early = _EarlyStop()
    signal.signal(signal.SIGTERM, early.on_signal)
    with WireSupervisor(commands, reports, pictures, _interrupt, library.files) as supervisor:
        try:
            with early:
                finished = _run(library, request, minds, supervisor, early, again, entered)
        except LamError as error:
            finished = _failed(error)
        except Exception as error:
            finished = _failed(
                LamBug(f"A fault of ours ({type(error).__name__}: {error}); please report it.")
            )
        supervisor.tell(finished)
    return finished.exit_code


def _run(
    library: Library,
    request: RunRequest,
    minds: Minds,
    supervisor: WireSupervisor,
    early: _EarlyStop,
    again: Again | Anew | None,
    entered: Entered,
) -> wire.Finished:
    supervisor.tell(wire.Loading("Reading the task."))
    task = library.whole(request.task)
    if again is not None:
        request = again.request(library, request)
    kept = KeptSecrets.asked_of(library.home, somebody=request.mode != "auto")
    request = with_kept_secrets(task, request, kept)
    known: tuple[int, ...] = ()
    if request.rows and request.acts and again is None:
        there = chosen_rows(task, replace(request, leave_out=()))
        # The page before the run has told of these, too; but another run may have entered some since.
        odd = odd_in(library, task, there, whole_table(task, request))
        request, known = replace(request, odd=odd), entered_rows(odd)
        if entered == "once more":
            request, known = replace(request, once_more=known), ()
        request = replace(request, leave_out=tuple(dict.fromkeys((*request.leave_out, *known))))
        if known and {row.index for row in there}.issubset(request.leave_out):
            return wire.Finished("done", NONE_LEFT, int(ExitCode.DONE), entered=known)
    rows = tuple(row.index for row in chosen_rows(task, request))

    def ready() -> wire.Ready:
        early.disarm()
        return wire.Ready(rows, len(task.steps), target_window(task), known)

    supervisor.get_ready(ready)

    def settle(known: Task, rows: tuple[Row, ...]) -> Task | str:
        """The panel's page asks before; a task that was looked at only now may have doubts all the same."""
        told = not_settled(open_doubts(known, rows), REMEDY) if request.acts else ""
        return told or known

    result = run_task(
        library, request, supervisor, minds, lambda text: supervisor.tell(wire.Loading(text)),
        settle=settle, step_aside=supervisor.step_aside,
    )  # fmt: skip
    if result.check is not None:
        supervisor.tell(wire.Checked(result.check.passport, result.check.steps))
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
