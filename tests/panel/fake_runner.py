"""A complete runner process whose agent only plays: it sees drawn screens and acts on nothing.

Speaks through the real `WireSupervisor`. Beyond the real runner's options: what it is to get into.
"""

from __future__ import annotations

import argparse
import functools
import json
import os
import sys
import time
from dataclasses import replace
from pathlib import Path

from lam_desktop.execution.machine.passport import Compared
from lam_desktop.execution.machine.start_check import CheckedStep
from lam_desktop.execution.runs import supervision
from lam_desktop.execution.runs.autonomy import print_of_steps
from lam_desktop.execution.runs.journal import Journal
from lam_desktop.execution.runs.supervision import RowStatus
from lam_desktop.panel import wire
from lam_desktop.panel.runner import lines_of
from lam_desktop.panel.supervisor import WireSupervisor
from lam_desktop.tasks.provenance.instructions import row_of
from lam_desktop.tasks.provenance.rows import read_rows
from lam_desktop.tasks.storage.library import Library
from lam_desktop.tasks.texts.rows_argument import parse_rows_argument
from lam_desktop.types import Box, Candidate, Decision, Observation
from tests.panel.making import Form

AT = (60, 150)
"""Where the drawn window is now: not where it was recorded."""


def main() -> int:
    """Plays a run."""
    options = _options()
    lines = lines_of(sys.stdin.fileno())
    secrets = wire.decode_secrets(next(lines)) if options.secrets else {}
    with WireSupervisor(lines, sys.stdout, options.pictures) as supervisor:
        finished = _Play(options, supervisor, secrets).run()
        supervisor.tell(finished)
    return finished.exit_code


class _Play:
    def __init__(
        self, options: argparse.Namespace, supervisor: WireSupervisor, secrets: dict[str, str]
    ) -> None:
        self._options = options
        self._secrets = secrets
        self._supervisor = supervisor
        self._task = Library(options.home).open(options.task)

    def run(self) -> wire.Finished:
        self._supervisor.tell(wire.Loading("Loading the model."))
        if self._secrets:
            self._log({"secrets": self._secrets})
        if self._options.refuse:
            return wire.Finished("error", self._options.refuse, 6)
        rows = [1]
        if self._options.instruction:
            self._log({"instruction": self._options.instruction})
        if self._options.anew:
            self._log({"anew": self._options.anew})
        if self._options.only_failed or self._options.resume:
            self._log({"again": self._options.only_failed or "newest", "repeat": self._options.repeat})
            rows = [int(row) for row in (self._options.repeat or "1").split(",")]
        elif self._options.rows:
            argument = parse_rows_argument(self._options.rows)
            rows = [row.index for row in read_rows(argument.path, argument.sheet).select(argument)]
            if self._options.again:
                self._log({"entered": "once more"})
        window = Box(*AT, 760, 560)
        self._supervisor.get_ready(lambda: wire.Ready(tuple(rows), len(self._task.steps), window))
        if self._options.check:
            return self._check(rows[0])
        if self._options.breaks_off and not (self._options.anew or self._options.only_failed):
            return self._broken_off(self._options.breaks_off)
        for row in rows:
            status = self._row(row)
            if status not in ("done", "skipped") and not self._options.keep_going:
                message = f"Row {row}: {status}."
                code = {"stopped": 4, "failed": 5, "asked": 3}[status]
                return wire.Finished("stopped" if status == "stopped" else status, message, code)
        return wire.Finished("done", f"{len(rows)} rows done.", 0)

    def _broken_off(self, at: int) -> wire.Finished:
        """A run without a table whose journal says that it was stopped amid this step."""
        library, task = Library(self._options.home), self._options.task
        folder = library.new_run(task)
        said = row_of(self._options.instruction).cells if self._options.instruction else {}
        with Journal(folder) as journal:
            journal.write("run_started", task=task, dry_run=False, rows=[1], values=said)
            journal.write("understood", final=[7], print=print_of_steps(library.whole(task).steps))
            journal.write("row_started", row=1)
            for number in range(1, at + 1):
                journal.write("acting", row=1, step=number, action={"type": "Click"})
                if number < at:
                    journal.write("verified", row=1, step=number, ok=True)
            journal.write("row_finished", row=1, status="stopped")
        self._supervisor.report(supervision.RowStarted(1))
        return wire.Finished("stopped", f"Stopped amid step {at}.", 4, library.relative(folder))

    def _check(self, row: int) -> wire.Finished:
        """Finds every step but the last."""
        self._supervisor.step_aside()
        self._log({"checked": row})
        if self._supervisor.stopped:
            return wire.Finished("stopped", "Stopped by you.", 4)
        facts = (Compared("keyboard", "us", "de", True, False, "The keyboard layout is de now and was us."),)
        steps = tuple(CheckedStep(row, one.number, one.caption, "found", 0.97) for one in self._task.steps)
        lost = replace(steps[-1], state="would_ask", probability=None, why="It is not there.")
        self._supervisor.tell(wire.Checked(facts, (*steps[:-1], lost)))
        return wire.Finished("asked", "Nothing was done.", 3)

    def _row(self, row: int) -> RowStatus:
        begun = time.monotonic()
        self._supervisor.report(supervision.RowStarted(row))
        status, done, asked = "done", 0, 0
        for step in self._task.steps:
            if row == self._options.crash_row and step.number == 3:
                self._supervisor.__exit__()  # what was reported before has left the process
                print("a traceback nobody asked for", file=sys.stderr)
                print("lam: The display vanished; log in again.", file=sys.stderr, flush=True)
                os._exit(6)
            self._supervisor.report(supervision.Observed(row, step.number, step.caption))
            observation, decision = _seen(step.caption, sure=row != self._options.ask_row)
            if step.target is not None:
                self._supervisor.report(
                    supervision.Decided(row, step.number, step.caption, observation, decision)
                )
            if row == self._options.ask_row and step.number == len(self._task.steps):
                asked += 1
                answer = self._supervisor.ask(
                    supervision.Question(
                        row, step.number, step.caption, "Two buttons look alike.", observation, decision, ""
                    ),
                    self._stopped,
                )
                self._log(
                    {"answer": None if answer is None else answer.kind, "point": answer and answer.point}
                )
                if answer is None or answer.kind == "stop":
                    status = "stopped"
                    break
                if answer.kind == "skip_row":
                    status = "skipped"
                    break
            self._supervisor.pace(self._stopped)
            if self._supervisor.stopped:
                status = "stopped"
                break
            self._log({"row": row, "step": step.number})
            self._supervisor.report(supervision.Acting(row, step.number, step.caption))
            time.sleep(self._options.step_s)
            self._supervisor.report(supervision.Verified(row, step.number, True, "As demonstrated."))
            done += 1
        if row == self._options.fail_row and status == "done":
            status = "failed"
        seconds = time.monotonic() - begun
        result: RowStatus = status  # type: ignore[assignment]
        self._supervisor.report(supervision.RowFinished(row, result, done, asked, seconds))
        return result

    def _stopped(self) -> bool:
        return self._supervisor.stopped

    def _log(self, entry: dict[str, object]) -> None:
        if self._options.log is not None:
            with self._options.log.open("a", encoding="utf-8") as file:
                file.write(json.dumps(entry) + "\n")


@functools.cache
def _seen(caption: str, *, sure: bool) -> tuple[Observation, Decision]:
    form = Form(at=AT, dark=True)
    named = next((name for name in ("Customer", "Article", "Quantity", "Save") if name in caption), "Save")
    best = Candidate(form.box(named), "button" if named == "Save" else "field", named, 0.97 if sure else 0.55)
    other = Candidate(form.box("Quantity"), "field", "", 0.02 if sure else 0.41)
    decision = Decision(
        target=best,
        point=best.box.center,
        confidence=best.probability,
        threshold=0.9,
        absent=0.01,
        candidates=(best, other),
        reason=f"“{named}” matches with {best.probability:.0%}.",
    )
    return Observation(form.draw(), (), Box(*AT, 760, 560)), decision


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("task")
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--pictures", type=Path, required=True)
    parser.add_argument("--rows")
    parser.add_argument("--instruction")
    parser.add_argument("--secrets", action="store_true")
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--keep-going", action="store_true")
    parser.add_argument("--only-failed", default="")
    parser.add_argument("--anew", default="")
    parser.add_argument("--breaks-off", type=int, default=0)
    parser.add_argument("--resume", action="store_true")
    parser.add_argument("--repeat", default="")
    parser.add_argument("--leave-out", default="")
    parser.add_argument("--again", action="store_true")
    parser.add_argument("--mode", choices=("ask", "watch", "auto"), default="ask")
    parser.add_argument("--ask-row", type=int, default=0)
    parser.add_argument("--crash-row", type=int, default=0)
    parser.add_argument("--fail-row", type=int, default=0)
    parser.add_argument("--refuse", default="")
    parser.add_argument("--step-s", type=float, default=0.0)
    parser.add_argument("--log", type=Path)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
