"""What came of a run, whichever way it ended: also by an error, with the row at work told as it stands."""

from __future__ import annotations

import contextlib
import time
import traceback
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from lam_desktop.errors import EnvironmentFault, ExitCode, LamBug, LamError
from lam_desktop.execution.runs.result import RowResult, RunResult
from lam_desktop.execution.runs.supervision import (
    Answer,
    Observed,
    Question,
    RowFinished,
    RowStarted,
    RowStatus,
    RunEvent,
    Supervisor,
    Verified,
    WentOn,
)  # fmt: skip
from lam_desktop.execution.supervising.record import RunRecord
from lam_desktop.tasks.once import PARTS
from lam_desktop.tasks.provenance.rows import Row


def concluded(
    record: RunRecord,
    rows: tuple[Row, ...],
    supervisor: Supervisor,
    carry_out: Callable[[Supervisor], RunResult],
) -> RunResult:
    """What came of `carry_out`, whichever way it ended; the journal says so too.

    `carry_out` reports to the supervisor that it gets: what that one saw tells each row's end after an error.
    """
    witness = _Witness(supervisor)
    started = time.monotonic()
    trace: list[str] = []
    try:
        result = carry_out(witness)
    except Exception as error:
        result = _broken_off(record, rows, witness, error)
        if result.exit_code is ExitCode.BUG:
            trace = traceback.format_exception(error)
    with contextlib.suppress(EnvironmentFault):  # the disk is full: what was written stays
        record.write(
            "run_finished", status=result.status, message=result.message,
            seconds=round(time.monotonic() - started, 2), **({"trace": trace} if trace else {}),
        )  # fmt: skip
    return result


def _broken_off(record: RunRecord, rows: tuple[Row, ...], witness: _Witness, error: Exception) -> RunResult:
    """The result of an error. A row that was begun may be entered already: it never counts as not started."""
    code = error.exit_code if isinstance(error, LamError) else ExitCode.BUG
    stopped = code is ExitCode.STOPPED
    message = str(error)
    if code is ExitCode.BUG:
        kind = "" if isinstance(error, LamBug) else f"{type(error).__name__}: "
        text = " ".join(message.split()).rstrip(".")
        message = f"A fault of ours ({kind}{text}); the details are in the journal, {record.name}."
    begun = witness.break_off("stopped" if stopped else "failed")
    if begun is not None:
        with contextlib.suppress(EnvironmentFault):
            record.row_finished(replace(begun, reason=message))
    results = tuple(witness.ended.get(row.index, RowResult(row.index, "not_started")) for row in rows)
    if begun is not None:
        told = {begun.index: replace(witness.ended.get(begun.index, begun), reason=message)}
        results = tuple(told.get(result.index, result) for result in results)
        witness.ended |= told
    once = tuple(witness.ended[part] for part in PARTS if part in witness.ended)
    return RunResult("stopped" if stopped else "error", message, results, record.name, code, once=once)


class _Witness:
    """Passes everything on to the supervisor, and remembers where each row stands."""

    def __init__(self, supervisor: Supervisor) -> None:
        self._supervisor = supervisor
        self.ended: dict[int, RowResult] = {}
        """By the row's index."""
        self._begun: RowResult | None = None
        self._since = 0.0

    def report(self, event: RunEvent) -> None:
        """Remembers it first: the supervisor may be what fails."""
        match event:
            case RowStarted(row, _):
                self._begun, self._since = RowResult(row, "failed"), time.monotonic()
            case Observed(_, step, _) | WentOn(_, step, _) if self._begun is not None:
                self._begun = replace(self._begun, steps_done=step - 1)
            case Verified(_, step, True, _) if self._begun is not None:
                self._begun = replace(self._begun, steps_done=step)
            case RowFinished(row, status, steps_done, asked, seconds, evidence, reason, read):
                self._begun = None
                ended = datetime.now().isoformat(" ", "seconds")
                self.ended[row] = RowResult(
                    row, status, steps_done, asked, seconds, reason, ended, evidence, read
                )  # fmt: skip
            case _:
                pass
        self._supervisor.report(event)

    def pace(self, stopped: Callable[[], bool]) -> None:
        """As the supervisor wants it."""
        self._supervisor.pace(stopped)

    def ask(self, question: Question, stopped: Callable[[], bool]) -> Answer | None:
        """The supervisor's answer."""
        if self._begun is not None:
            self._begun = replace(self._begun, asked=self._begun.asked + 1)
        return self._supervisor.ask(question, stopped)

    @property
    def commanded(self) -> bool:
        """As the supervisor can."""
        return self._supervisor.commanded

    def pause(self, reason: str) -> None:
        """As the supervisor does it."""
        self._supervisor.pause(reason)

    def break_off(self, status: RowStatus) -> RowResult | None:
        """Ends the row at work with this status; None where none was."""
        if self._begun is None:
            return None
        seconds = round(time.monotonic() - self._since, 2)
        begun = replace(self._begun, status=status, seconds=seconds)
        with contextlib.suppress(OSError):  # whom it would tell may have gone
            self.report(RowFinished(begun.index, status, begun.steps_done, begun.asked, seconds))
        return begun
