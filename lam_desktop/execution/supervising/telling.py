"""Passes on to journal and supervisor what happens while a step is done."""

from __future__ import annotations

from collections.abc import Callable

from lam_desktop.execution.finding.located import Located
from lam_desktop.execution.finding.plan import StepPlan
from lam_desktop.execution.runs.supervision import Decided, PutRight, Slower, Supervisor, Verified
from lam_desktop.execution.supervising.record import RunRecord
from lam_desktop.execution.supervising.row_state import RowState
from lam_desktop.execution.verifying.patience import Span
from lam_desktop.types import Observation, Verdict


class Telling:
    """One a run."""

    def __init__(self, record: RunRecord, supervisor: Supervisor, at: RowState) -> None:
        """`at`: the row at work."""
        self._record = record
        self._supervisor = supervisor
        self._at = at
        self.heard: Callable[[StepPlan, Located, Verdict], None] = lambda _, __, ___: None
        """Hears each verdict, too."""

    def seen(self, plan: StepPlan, found: Located) -> None:
        """A look, and what follows from it."""
        row, step = self._at.row.index, plan.step
        self._record.decided(row, plan, found)
        if found.decision is not None:
            shown = self._record.shown(found)
            decision = self._record.discreet(found.decision)
            self._supervisor.report(Decided(row, step.number, step.caption, shown, decision))

    def verified(
        self,
        plan: StepPlan,
        found: Located,
        seen: Observation | None,
        verdict: Verdict,
        waited_s: float | None,
    ) -> None:
        """What came of an action; `seen` is the last look at the program."""
        row = self._at.row.index
        self._record.verified(row, plan, found, seen, verdict, waited_s)
        self._supervisor.report(Verified(row, plan.step.number, verdict.ok, verdict.reason))
        self.heard(plan, found, verdict)

    def slow(self, plan: StepPlan, span: Span) -> None:
        """That the program takes its time, so that nobody takes the waiting for standing still."""
        told = span.told(plan.step.number)
        self._record.write(
            "slower", row=self._at.row.index, step=plan.step.number, reason=told, usual_s=span.usual_s,
            patience_s=span.patience_s,
        )  # fmt: skip
        self._supervisor.report(Slower(self._at.row.index, plan.step.number, told))

    def put_right(self, plan: StepPlan, reason: str, **facts: object) -> None:
        """Something that the agent does of its own, so that the row can go on."""
        row, step = self._at.row.index, plan.step
        self._record.write(
            "put_right", row=row, step=step.number, caption=step.caption, reason=reason, **facts
        )
        self._supervisor.report(PutRight(row, step.number, reason))
