"""A look on which the agent may act: the target found, nobody's hands on it, and no ceiling reached."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from typing import NoReturn

from lam_desktop.execution.acting.into_view import SCROLLED, IntoView
from lam_desktop.execution.acting.pointing_at import POINTED_AT, PointingAt
from lam_desktop.execution.acting.run_parts import RunParts
from lam_desktop.execution.acting.second_try import REOPENED
from lam_desktop.execution.finding.located import Located
from lam_desktop.execution.finding.plan import StepPlan
from lam_desktop.execution.finding.read_values import with_readings
from lam_desktop.execution.runs.begun import BegunRow, Stood
from lam_desktop.execution.runs.supervision import Observed
from lam_desktop.execution.supervising.asking import MOST_ANSWERS, unclear, what_it_says
from lam_desktop.execution.supervising.hands import TakenOver
from lam_desktop.execution.supervising.row_ended import RowEnded
from lam_desktop.execution.verifying.entered import Entered
from lam_desktop.types import DemonstratedStep, Frame

SOON_S = 2.0
"""What had to be scrolled into view in a row before is looked for so, in the next one, after this time."""
WATCH_S = 0.5
"""In mode `watch` each action is shown this long before it happens."""
GO_ON = frozenset({"yes", "look_again"})
"""Answers to a ceiling that was reached by which the row may take as much again."""


class Readying:
    """Comes to such looks, by itself or with the person's help. One instance serves one run."""

    def __init__(self, parts: RunParts, entered: Entered, do: Callable[[StepPlan], object]) -> None:
        """`do`: does a step before once more, by which what it had opened is opened again."""
        self._demonstrated = parts.demonstrated
        self._locator = parts.locator
        self._verifier = parts.verifier
        self._guard = parts.guard
        self._supervisor = parts.supervisor
        self._record = parts.record
        self._whereabouts = parts.whereabouts
        self._asking = parts.asking
        self._hands = parts.hands
        self._second_try = parts.second_try
        self._interruptions = parts.interruptions
        self._telling = parts.telling
        self._entered = entered
        hands = parts.locator, parts.guard, parts.actuator
        self._into_view = IntoView(*hands, parts.record, parts.stopped, self.pace)
        self._pointing_at = PointingAt(*hands, parts.stopped, self.pace)
        self._at = parts.at
        self._settings = parts.settings
        self._check = parts.check
        self._do = do
        self.stood: Frame | None = None
        """The settled screen on which the last step was seen to be done, until the next look."""
        self.before: StepPlan | None = None
        """The last step that was done: what it set to work, the next one meets."""

    def begin_row(self) -> None:
        """Forgets what the row before left."""
        self.stood = None
        self._into_view.begin_row()
        self._pointing_at.begin_row()
        self._interruptions.begin_row()

    def ready(self, plan: StepPlan, shown: DemonstratedStep) -> Located:
        """A look on which the agent may act; asks where it does not come to one by itself."""
        soon = self._into_view.brought(plan.step.number)
        for _ in range(MOST_ANSWERS + soon):
            self._supervisor.report(Observed(self._at.row.index, plan.step.number, plan.step.caption))
            looked_for = with_readings(plan, self._at.said)
            looked_for = replace(looked_for, typed_into=self._verifier.typed_into(plan))
            stood, self.stood = self.stood, None
            wait_s = min(SOON_S, self._settings.wait_s) if soon else self._settings.wait_s
            found = self._locator.wait(looked_for, shown, self._at.done, wait_s, stood, self._working_s(plan))
            self._check()
            if not found.ready and self._hands.touched():  # it may be hidden by what they went to
                if self.pace(plan):
                    self.look_whether_moved(plan, found)
                continue
            self.end_at_ceiling(plan)
            if limit := self._guard.ceiling():
                answer = self._asking.ask(plan, found, f"{limit} Shall it go on?", approving=True)
                if answer.kind in GO_ON:
                    self._guard.extend()
                continue
            if found.ready:
                return found
            if soon:
                soon = False
                if (scrolled := self._scrolled(plan, looked_for, shown, found)) is not None:
                    return scrolled
                self._into_view.forget(plan.step.number)
                continue
            if self._interruptions.close(plan, found, self._at.row.cells.values()):
                continue
            opener = self._second_try.opener(plan, shown, found) if not found.held_up else None
            if opener is not None:
                self._telling.put_right(plan, REOPENED)
                self._do(opener)
                continue
            if (surer := self._pointed_at(looked_for, shown, found)) is not None:
                return surer
            found = self._pointing_at.unsure or found  # what is asked about must still stand there
            if (scrolled := self._scrolled(plan, looked_for, shown, found)) is not None:
                return scrolled
            told = "" if found.held_up else self._whereabouts.told(plan, found.view, self._at.done)
            beside = self._into_view.objection, self._interruptions.objection, told
            reason = " ".join(filter(None, (found.objection, *beside)))
            answer = self._asking.ask(plan, found, reason, approving=found.held_up)
            if found.held_up and answer.kind == "yes":
                return found.all_the_same()
            if found.doubtful is not None and (said := what_it_says(found, answer)):
                self._at.said |= dict.fromkeys(found.doubtful.places, said)
                self._at.learn(self._at.said)
                continue
            pointed = self._asking.pointed(plan, found, answer)
            if pointed is not None:
                return pointed
        raise unclear(plan)

    def look(self, plan: StepPlan) -> Located:
        """One more look for the step."""
        found = self._locator.look(plan, self._demonstrated(plan.step), self._at.done)
        self._check()
        return found

    def pace(self, plan: StepPlan | None = None) -> bool:
        """Lets the person pause, and see what comes; whether the desktop was out of our hands."""
        if self._settings.mode == "watch":
            end = time.monotonic() + WATCH_S
            while time.monotonic() < end:
                self._check()
                time.sleep(0.02)
        with self._guard.persons_time():
            return self._hands.pace(self._at.row.index, plan.step.number if plan is not None else 0)

    def look_whether_moved(self, plan: StepPlan, found: Located) -> None:
        """`TakenOver` where the program no longer looks as it did before the person had the desktop."""
        if not self._locator.same_program(plan, found):
            self.leave(plan, self._record.stood(plan, found.view))  # they may have done the step themselves

    def leave(self, plan: StepPlan, stood: Stood | None) -> NoReturn:
        """Leaves a step that the person may have done; what stood before it tells whether they have."""
        if stood is not None:
            self._at.at_work = BegunRow(self._at.row.index, (), plan.step.number, False, stood)
        raise TakenOver

    def end_at_ceiling(self, plan: StepPlan) -> None:
        """`RowEnded` where the run has done, or taken, as much as it may."""
        if limit := self._guard.end_of_run():
            raise RowEnded("asked", f"{self._asking.place(plan.step)}: {limit}")

    def _pointed_at(self, plan: StepPlan, shown: DemonstratedStep, found: Located) -> Located | None:
        """A look with the pointer on the target, of which the agent is sure so; None where there is none."""
        surer = self._pointing_at.surer(plan, shown, found, self._at.done)
        self._check()
        if surer is not None:
            self._telling.put_right(plan, POINTED_AT)
            self._telling.seen(plan, surer)
        return surer

    def _scrolled(
        self, plan: StepPlan, looked_for: StepPlan, shown: DemonstratedStep, found: Located
    ) -> Located | None:
        """A look at which the target was scrolled into view; None where there is none."""
        scrolled = None
        if not found.held_up:
            scrolled = self._into_view.search(self._at.row.index, looked_for, shown, found, self._at.done)
        self._check()
        if scrolled is not None:
            self._entered.forget()  # it is out of its place, or out of view
            self._telling.put_right(plan, SCROLLED)
            self._telling.seen(plan, scrolled)
        return scrolled

    def _working_s(self, plan: StepPlan) -> float:
        """How long a program at work is waited for: as long as the step before it, or this one, may take."""
        spans = (
            self._verifier.span(one, self._demonstrated(one.step), self._settings.wait_s)
            for one in (self.before, plan) if one is not None
        )  # fmt: skip
        return max(span.patience_s for span in spans)
