"""One program, its task recorded once, and what comes of repeating it under a condition."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lam_desktop.errors import ExitCode, LamBug
from lam_desktop.evaluation.benchmark import LAM, Finding
from lam_desktop.evaluation.drift.conditions import RECORDED, SCREEN, Condition
from lam_desktop.evaluation.drift.program import Judgement, Program
from lam_desktop.execution.machine.overlay import draw_decision
from lam_desktop.office.clerk import Clerk
from lam_desktop.office.lam import Lam, RunOutcome
from lam_desktop.office.virtual import VirtualDesktop
from lam_desktop.types import Box, Candidate, Decision, Frame

PASS, HALTED, WRONG = "pass", "halted", "wrong"
OUTCOMES = (PASS, HALTED, WRONG)
CLERK_PAUSE_S = 0.25
WAIT_S = {LAM: 20.0}
BASELINE_WAIT_S = 3.0
"""How long a policy may wait for its target: no baseline sees more by waiting."""
Arrange = Callable[[VirtualDesktop], None]


def _left_alone(desktop: VirtualDesktop) -> None:
    """Leaves the windows where they opened."""


@dataclass
class Bench:
    """A program with the task that was recorded in it."""

    program: Program
    folder: Path
    seed: int
    say: Callable[[str], None]
    _recorded: bool = field(default=False, init=False)

    @property
    def library(self) -> Path:
        """Where the task lies."""
        return self.folder / "library"

    def record(self) -> None:
        """Has the clerk do the task once while `lam record` runs, unless that was done."""
        if self._recorded:
            return
        shutil.rmtree(self.folder, ignore_errors=True)
        shown = self.folder / "recording"
        shown.mkdir(parents=True)
        rows = self.program.rows(self.seed)
        row = rows[0]
        with self._rows.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(row))
            writer.writeheader()
            writer.writerows(rows)
        self.say(f"{self.program.name}: the clerk does the task once.")
        with (
            VirtualDesktop(SCREEN, accessibility=self.program.accessibility) as desktop,
            self.program.show(desktop, shown, RECORDED) as program,
        ):
            lam = Lam(desktop, self.library, self._logs())
            with Clerk(desktop.display, CLERK_PAUSE_S) as clerk:
                clerk.prepare("".join(row.values()))
                with lam.recording(self.program.name, f"{self._rows}:1"):
                    program.enter(clerk, row)
            judged = program.judge(row, ())
            if not judged.right:
                raise LamBug(f"The clerk did not do the task of {self.program.name} rightly: {judged.wrong}.")
        self._recorded = True

    def repeat(
        self, condition: Condition, policy: str, number: int = 2, arrange: Arrange = _left_alone
    ) -> Finding:
        """What comes of row `number` under this condition; `arrange` moves the program's windows first."""
        shown = self.folder / "shown"
        shutil.rmtree(shown, ignore_errors=True)
        shown.mkdir()
        row = self.program.rows(self.seed)[number - 1]
        with (
            VirtualDesktop(condition.screen, accessibility=self.program.accessibility) as desktop,
            self.program.show(desktop, shown, condition) as program,
        ):
            arrange(desktop)
            lam = Lam(desktop, self.library, self._logs())
            wait_s = WAIT_S.get(policy, BASELINE_WAIT_S)
            outcome = lam.run(self.program.name, f"{self._rows}:{number}", policy, wait_s)
            journal = lam.journal(outcome)
            judged = program.judge(row, clicked(journal))
            end = desktop.screenshot()
            verdict = verdict_of(judged, outcome)
            picture = None if verdict == PASS else lam.question(outcome) or _last_decision(end, journal)
        values = {
            "wrong": list(judged.wrong),
            "right": judged.right,
            "exit": int(outcome.exit_code),
            "message": outcome.message,
            "acted": sum(entry["kind"] == "acted" for entry in journal),
            "seconds": round(outcome.seconds, 1),
        }
        return Finding(verdict, values, picture)

    @property
    def _rows(self) -> Path:
        return self.folder / "rows.csv"

    def _logs(self) -> Path:
        logs = self.folder / "logs"
        logs.mkdir(exist_ok=True)
        return logs


def verdict_of(judged: Judgement, outcome: RunOutcome) -> str:
    """`pass`: right, and said so; `wrong`: something else happened, or it said so falsely; else `halted`."""
    done = outcome.exit_code is ExitCode.DONE
    if judged.wrong or (done and not judged.right):
        return WRONG
    return PASS if done else HALTED


def clicked(journal: Sequence[dict[str, Any]]) -> list[tuple[int, int]]:
    """The points that a run clicked, screen pixels."""
    actions = [entry["action"] for entry in journal if entry["kind"] == "acting"]
    return [tuple(action["point"]) for action in actions if action["type"] == "Click"]


def _last_decision(screen: Frame, journal: Sequence[dict[str, Any]]) -> Frame:
    """What was decided last, drawn over the screen as it was left."""
    entries = [entry for entry in journal if entry["kind"] == "decided" and entry.get("candidates")]
    if not entries:
        return screen
    entry = entries[-1]
    candidates = tuple(
        Candidate(Box(*one["box"]), one["kind"], one["text"], one["probability"])
        for one in entry["candidates"]
    )
    point = entry["point"]
    decision = Decision(
        target=candidates[0] if point is not None else None,
        point=None if point is None else tuple(point),
        confidence=entry["confidence"],
        threshold=entry["threshold"],
        absent=entry["absent"],
        candidates=candidates,
        reason=entry["policy_reason"],
    )
    return draw_decision(screen, decision)
