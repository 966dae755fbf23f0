"""The steps of a row that only look: whether a step is due by what is shown, and waiting for a text."""

from __future__ import annotations

import time
from collections.abc import Callable

from lam_desktop.execution.finding.guard import Guard
from lam_desktop.execution.finding.located import Located
from lam_desktop.execution.finding.locating import Locator
from lam_desktop.execution.finding.plan import StepPlan
from lam_desktop.execution.finding.read_values import said
from lam_desktop.execution.finding.shown_text import Sighting, said_on, sighted
from lam_desktop.execution.runs.supervision import Observed, Supervisor, Verified
from lam_desktop.execution.screen.readiness import View
from lam_desktop.execution.supervising.asking import MOST_ANSWERS, Asking, unclear
from lam_desktop.execution.supervising.record import RunRecord
from lam_desktop.execution.verifying.ticked import ticked
from lam_desktop.tasks.when import When
from lam_desktop.types import Verdict

POLL_S = 0.1
LOOKS = 2
"""A text is missing once it was not found so often, the second time with all looked at anew."""


class Structure:
    """Looks at the screen for steps with a condition, and for those that wait. One serves one run."""

    def __init__(
        self,
        locator: Locator,
        asking: Asking,
        record: RunRecord,
        supervisor: Supervisor,
        guard: Guard,
        wait_s: float,
        check: Callable[[], None],
    ) -> None:
        """`check` raises `Stopped` where the run was stopped."""
        self._locator = locator
        self._asking = asking
        self._record = record
        self._supervisor = supervisor
        self._guard = guard
        self._wait_s = wait_s
        self._check = check
        self._row = self._from = 0
        self._held: dict[tuple[int, When], bool] = {}

    def begin_row(self, row: int) -> None:
        """Nothing is known of the row yet."""
        self._row, self._from, self._held = row, 0, {}

    def goes_on_at(self, step: int) -> None:
        """The row goes on at a step: conditions of steps before it cannot be looked at any more."""
        self._from = step

    def why_not(self, plan: StepPlan) -> str:
        """Why a step is left out by what the screen shows, one sentence; empty where it is due.

        A condition of several steps is looked at once. Ends the row where nobody can tell.
        """
        for owner, when, text in plan.conditions:
            key = owner, when
            if key not in self._held:
                self._held[key] = self._holds(plan, owner, when, text)
            if not self._held[key]:
                return _why(when, text)
        return ""

    def await_text(self, plan: StepPlan) -> None:
        """Returns once the text of a waiting step is shown, or gone; asks where that does not come."""
        step = plan.step
        patience_s = step.patience_s or self._guard.limits.patience_s or self._wait_s
        for _ in range(MOST_ANSWERS):
            self._supervisor.report(Observed(self._row, step.number, step.caption))
            with self._guard.persons_time():  # the task says how long, whatever a row may take
                view, found = self._awaited(plan, patience_s)
            if found.shown is (not step.gone):
                self._done(plan, view, f"“{plan.awaited}” is {'gone' if step.gone else 'shown'}.")
                return
            reason = self._not_come(plan, view, found, patience_s)
            answer = self._asking.ask(plan, Located(view, None, reason), reason, approving=True)
            if answer.kind == "yes":
                self._done(plan, view, "Went on at the person's word.")
                return
        raise unclear(plan)

    def _holds(self, plan: StepPlan, owner: int, when: When, text: str) -> bool:
        view, found = self._sighted(plan, owner, when, text)
        subject, state = when.about(text)
        told = f"It cannot be told whether {subject} is {state}"
        if when.read:
            told += ", for it was not read in this row"
        elif owner < self._from:
            told = f"It cannot be told whether {subject} was {state} before step {owner}"
        elif found.instead:
            told += f", for “{found.instead}” is hard to read"
        so = found.shown
        for _ in range(MOST_ANSWERS):
            if so is not None:
                return when.holds(so)
            reason = f"{told}. Is it {state}?"
            answer = self._asking.ask(plan, Located(view, None, reason), reason, settling=True)
            if answer.kind in ("yes", "no"):
                so = answer.kind == "yes"
            else:
                view, found = self._sighted(plan, owner, when, text)
                so = found.shown
        raise unclear(plan)

    def _sighted(self, plan: StepPlan, owner: int, when: When, text: str) -> tuple[View, Sighting]:
        """A look, and whether what a condition is about is so."""
        view = self._locator.in_front(plan)
        if when.read:
            value = plan.decided_by.get(owner)
            read = said(value, plan.readings) if value is not None else None
            return view, Sighting(None if read is None else when.so_read(read))
        if owner < self._from:
            return view, Sighting(None)
        return self._look(plan, view, when, text)

    def _look(self, plan: StepPlan, view: View, when: When, text: str) -> tuple[View, Sighting]:
        """A text that is not there is looked for once more; a program that is not there is waited for."""
        end = time.monotonic() + self._wait_s
        found = Sighting(None)
        looks = 0
        while looks < LOOKS:
            self._check()
            if view.scope is None or self._locator.unreadable(view):
                if time.monotonic() >= end:
                    return view, Sighting(None)
                time.sleep(POLL_S)
            else:
                looks += 1
                of_box = when.kind in ("ticked", "not_ticked")
                if of_box:
                    found = ticked(text, view.program)
                else:
                    found = sighted(text, view.program, self._locator.read)
                if found.shown or (of_box and found.shown is not None):
                    break
                self._locator.forget()
            view = self._locator.in_front(plan)
        return view, found

    def _awaited(self, plan: StepPlan, patience_s: float) -> tuple[View, Sighting]:
        """The first look at which the text is as it is waited for, or the last one in time."""
        end = time.monotonic() + patience_s
        missing = 0
        while True:
            view = self._locator.in_front(plan)
            self._check()
            found = (
                Sighting(None)
                if view.scope is None or self._locator.unreadable(view)
                else sighted(plan.awaited, view.program, self._locator.read)
            )
            missing = missing + 1 if found.shown is False else 0
            done = missing >= LOOKS if plan.step.gone else found.shown is True
            if done or time.monotonic() >= end:
                return view, found if done or not plan.step.gone else Sighting(None, found.instead)
            self._locator.forget()
            if not (plan.step.gone and missing):
                self._locator.await_change(view, end)

    def _not_come(self, plan: StepPlan, view: View, found: Sighting, patience_s: float) -> str:
        if view.scope is None:
            return f"The window in which “{plan.awaited}” is waited for is not open."
        if untitled := self._locator.unreadable(view):
            return f"{untitled} Shall it go on all the same?"
        what = f"“{plan.awaited}” is still shown" if plan.step.gone else f"“{plan.awaited}” has not come"
        instead = f"“{found.instead}”" if found.instead else said_on(view.program)
        beside = f"; the screen says {instead}" if instead else ""
        return f"{what} after {patience_s:g} s{beside}. Shall it go on all the same?"

    def was_read(self, plan: StepPlan, found: Located, text: str) -> None:
        """Keeps what a step read."""
        name = plan.step.value.name if plan.step.value is not None else ""
        self._done(plan, found.view, f"“{name}” is “{text}”.")

    def _done(self, plan: StepPlan, view: View, reason: str) -> None:
        step = plan.step
        verdict = Verdict(True, reason)
        self._record.verified(self._row, plan, Located(view, None, None), None, verdict)
        self._supervisor.report(Verified(self._row, step.number, True, reason))


def _why(when: When, text: str) -> str:
    """Why steps are left out by a condition that does not hold, one sentence."""
    subject, state = when.about(text)
    return f"{subject[0].upper()}{subject[1:]} was {'' if when.holds(False) else 'not '}{state}."
