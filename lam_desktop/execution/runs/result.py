"""What came of a run, and the exit code that says so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from lam_desktop.errors import ExitCode
from lam_desktop.execution.machine.start_check import StartCheck
from lam_desktop.execution.runs.supervision import RowStatus, RunStatus, Standing

EXIT_CODES: dict[RunStatus, ExitCode] = {
    "done": ExitCode.DONE,
    "asked": ExitCode.ASKED,
    "failed": ExitCode.WRONG_EFFECT,
    "stopped": ExitCode.STOPPED,
    "error": ExitCode.BUG,
}


@dataclass(frozen=True, slots=True)
class RowResult:
    """What came of one row."""

    index: int
    status: RowStatus
    steps_done: int = 0
    asked: int = 0
    seconds: float = 0.0
    reason: str = ""
    """Why it did not end well, one sentence."""
    ended: str = ""
    """When, local time to the second; empty where it never began."""
    evidence: Standing = ""
    """Empty where it is not done."""
    read: Mapping[str, str] = field(default_factory=dict[str, str])
    """What was read from the screen, by name."""
    sure: Mapping[str, float] = field(default_factory=dict[str, float])
    """How surely, by the same names: the least of the text's probability and that of each figure. What a
    person said has none."""


@dataclass(frozen=True, slots=True)
class RunResult:
    """What came of all rows."""

    status: RunStatus
    message: str
    """One sentence."""
    rows: tuple[RowResult, ...]
    run: str
    """The run's folder, relative to the library."""
    error_code: ExitCode = ExitCode.BUG
    """The exit code where the status is `error`."""
    table: str = ""
    """The table with what came of each row, relative to the library; empty without one."""

    once: tuple[RowResult, ...] = ()
    """What came of the parts that are done once in a run; those alone that were begun."""
    check: StartCheck | None = None
    """What a check of the start screen found; None for a run."""

    @property
    def exit_code(self) -> ExitCode:
        """As in the command line contract."""
        return self.error_code if self.status == "error" else EXIT_CODES[self.status]


OTHERWISE: Mapping[RowStatus, str] = {
    "skipped": "skipped", "asked": "left with a question", "failed": "not as expected",
}  # fmt: skip
"""How a run tells of rows that are not done."""


def told_of(results: Sequence[RowResult]) -> str:
    """What a run says that came to its end."""
    counts = Counter(one.status for one in results)
    done = counts.pop("done", 0)
    rows = f"{done} row{'s' * (done != 1)} done"
    others = [f"{counts[status]} {word}" for status, word in OTHERWISE.items() if counts[status]]
    if unseen := sum(one.evidence == "not seen" for one in results):
        others.append(f"{unseen} of them not seen on the screen")
    if others:
        return f"{', '.join([rows, *others])}."
    return "Done." if done == 1 else f"{rows}."


def run_status(status: RowStatus) -> RunStatus:
    """What a row that did not end well makes of its run."""
    if status in ("asked", "failed", "stopped"):
        return status
    return "error"
