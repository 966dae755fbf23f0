"""Where a row that was begun goes on: at the first step that is not evidently done.

The journal says which steps were verified, and which one was at work. The screen must still show what the
verified ones left, as far as the demonstration's screen shows it too; then it also tells what came of the one
at work. Where it shows nothing of them any more, the row begins anew. What cannot be undone is repeated only
where the screen, or a check of the task, or a person says that it was not done.

begun ──look──> at work: done? ──> earlier steps: seen? ──all──> goes on there
                  │ nobody knows      │ not seen
                  └──> ask            └──> begins anew, or asks where that would repeat what cannot be undone
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from typing import Literal

from lam_desktop.execution.finding.locating import Locator
from lam_desktop.execution.finding.plan import StepPlan
from lam_desktop.execution.finding.whereabouts import Whereabouts
from lam_desktop.execution.runs.begun import BegunRow
from lam_desktop.execution.screen.caret import caret_blinks_in
from lam_desktop.execution.screen.readiness import View
from lam_desktop.execution.verifying.evident import Evident
from lam_desktop.execution.verifying.repeating import before_keys, brings_keys, repeatable, uses_the_field
from lam_desktop.neighbours import list_around
from lam_desktop.tasks.provenance.captions import brief
from lam_desktop.tasks.step import TaskStep
from lam_desktop.types import DemonstratedStep

PATIENCE_S = 3.0
"""How long the screen may take to show where the row stands."""
POLL_S = 0.2

Doubt = Literal["outcome", "anew", "unseen"]
"""What a person has to say: whether the step at work was done; whether the row may begin anew; or nothing,
but to bring the program back into sight."""


@dataclass(frozen=True, eq=False)
class Placed:
    """Where the row goes on."""

    start: int
    """Index of the step; the number of steps where nothing is left to do."""
    done: tuple[int, ...] = ()
    """Numbers of the steps that are behind it."""
    skip: frozenset[int] = frozenset()
    """Of these, the ones behind `start`: the click before them only gives a field the keyboard again."""
    reason: str = ""


@dataclass(frozen=True, eq=False)
class Doubtful:
    """What is asked."""

    doubt: Doubt
    plan: StepPlan
    """The step that is asked about."""
    view: View
    reason: str


@dataclass(frozen=True, slots=True)
class Said:
    """What a person has said about the row so far."""

    outcome: bool | None = None
    """Whether the step at work was done."""
    anew: bool = False
    """The row may begin anew."""
    had_it: bool = False
    """The person had the desktop meanwhile: what is gone from the screen they may have stored themselves."""


@dataclass(frozen=True, eq=False)
class _Look:
    """What one look gave: certain, or only where nothing better comes."""

    found: Placed | Doubtful
    certain: bool = field(default=True)


class GoingOn:
    """Finds the place in a row. One instance serves one run."""

    def __init__(
        self,
        steps: Sequence[TaskStep],
        final: Collection[int],
        demonstrated: Callable[[TaskStep], DemonstratedStep],
        evident: Evident,
        locator: Locator,
        whereabouts: Whereabouts,
        stopped: Callable[[], bool],
        unstored: Callable[[int], bool],
    ) -> None:
        """`final`: numbers of the steps that cannot be undone, also by what they were seen to do.

        `unstored`: whether a check has said that what a step is for, by its number, is not stored.
        """
        self._demonstrated = demonstrated
        self._evident = evident
        self._locator = locator
        self._whereabouts = whereabouts
        self._stopped = stopped
        self._unstored = unstored
        self._repeatable = repeatable(steps) - frozenset(final)

    def place(
        self, plans: Sequence[StepPlan], begun: BegunRow, said: Said, wait_s: float
    ) -> Placed | Doubtful:
        """Where the row goes on, or what a person has to say first.

        Waits at most `wait_s` for the program to come into sight, and a moment for its screen to be drawn.
        """
        if not self._open(plans, begun):
            return Placed(len(plans), begun.done, reason="All its steps were done and verified.")
        started = time.monotonic()
        while True:
            look = self._look(plans, begun, said)
            unseen = isinstance(look.found, Doubtful) and look.found.doubt == "unseen"
            late = time.monotonic() - started >= (wait_s if unseen else min(wait_s, PATIENCE_S))
            if look.certain or late or self._stopped():
                return look.found
            time.sleep(POLL_S)

    def _look(self, plans: Sequence[StepPlan], begun: BegunRow, said: Said) -> _Look:
        due = self._open(plans, begun)[0]
        plan = plans[due]
        at_work = begun.at_work == plan.step.number and self._evident.matters(plan)
        view = self._locator.in_front(plan)
        if untitled := self._locator.unreadable(view):
            return _Look(Doubtful("unseen", plan, view, untitled), certain=False)
        if view.scope is None or not view.observation.elements:
            reason = "Nothing is to be seen of the program in which this row was begun."
            return _Look(Doubtful("unseen", plan, view, reason), certain=False)
        outcome = self._evident.outcome(plans, due, begun.stood, view) if at_work else "not done"
        told = outcome != "unknown" and at_work
        if outcome == "unknown":
            if said.outcome is not None:
                outcome, told = ("done" if said.outcome else "not done"), True
            elif plan.step.number not in self._repeatable and not self._unstored(plan.step.number):
                when = "may have been done meanwhile" if said.had_it else "was at work when the run broke off"
                reason = (
                    f"Step {plan.step.told_number} ({brief(plan.step)}) {when}, and the screen does not tell"
                    " whether it was done: look in the program. Was it done?"
                )
                return _Look(Doubtful("outcome", plan, view, reason), certain=False)
        if outcome == "done":
            due += 1
        behind = [at for at in range(due) if plans[at].step.number in begun.done]
        states = [self._evident.kept(plans, at, due, view) for at in behind]
        done = tuple(
            plans[at].step.number
            for at in range(due)
            if at in behind or plans[at].left_out or (at == due - 1 and outcome == "done")
        )
        if due == len(plans) and told:
            return _Look(Placed(due, done, reason=_why(plan, states.count(True), at_work, outcome)))
        if due < len(plans) and self._is_covered(plans[due], view):
            reason = "A dialog that the demonstration did not show covers the program."
            return _Look(Doubtful("unseen", plans[due], view, reason), certain=False)
        at_stake = any(self._evident.matters(plans[at]) for at in behind)
        recognised = False not in states and (
            True in states or told or not at_stake or self._looks_like(plans, due, view)
        )
        if recognised:
            start, skip = self._within_reach(plans, due, view)
            if start is not None:
                reason = _why(plan, states.count(True), at_work, outcome)
                return _Look(Placed(start, done, skip, reason))
        checked = all(self._unstored(plans[at].step.number) for at in behind)
        if said.had_it and False in states and not (said.anew or checked):
            reason = "What was entered for this row is not on the screen any more. Is it to begin anew?"
            return _Look(Doubtful("anew", plan, view, reason), certain=False)
        return _Look(self._anew(plans, begun, said, at_work and said.outcome is None, view), certain=False)

    def _anew(
        self, plans: Sequence[StepPlan], begun: BegunRow, said: Said, at_work: bool, view: View
    ) -> Placed | Doubtful:
        """The row from its first step, where that repeats nothing that cannot be undone."""
        acted = [
            plan
            for plan in plans
            if plan.step.number in begun.done or (at_work and plan.step.number == begun.at_work)
        ]
        final = [
            plan
            for plan in acted
            if plan.step.number not in self._repeatable
            and not plan.left_out
            and not self._unstored(plan.step.number)
        ]
        if said.anew or not final:
            return Placed(0, reason="The screen does not show what was done for this row before.")
        names = ", ".join(f"{plan.step.told_number} ({brief(plan.step)})" for plan in final)
        reason = (
            f"Of this row step {names} was done before, and the screen does not show where the row stands:"
            " look in the program. Is it to begin anew?"
        )
        return Doubtful("anew", final[-1], view, reason)

    def _open(self, plans: Sequence[StepPlan], begun: BegunRow) -> list[int]:
        """Indices of the steps that were not done; a click that only moved the keyboard may be behind."""
        last = max((at for at, plan in enumerate(plans) if plan.step.number in begun.done), default=-1)
        return [
            at
            for at, plan in enumerate(plans)
            if not (plan.left_out or plan.step.number in begun.done)
            and (at > last or self._evident.matters(plan))
        ]

    def _is_covered(self, plan: StepPlan, view: View) -> bool:
        demonstrated = self._demonstrated(plan.step).before.windows
        dialog = view.scope is not None and view.scope.reference.kind == "dialog"
        return dialog and bool(demonstrated) and demonstrated[0].kind != "dialog"

    def _looks_like(self, plans: Sequence[StepPlan], due: int, view: View) -> bool:
        """Whether the screen is that of the step that is due, and surely of none that is behind it."""
        if due == len(plans):
            return False
        here = self._whereabouts.here(plans[due], view)
        return plans[due].step.number in here and min(here) >= plans[due].step.number

    def _within_reach(
        self, plans: Sequence[StepPlan], due: int, view: View
    ) -> tuple[int | None, frozenset[int]]:
        """Where to begin so that the step can be done: with its list open, or its field at the keys.

        And what of the steps from there on is done already. None where that cannot be brought about.
        """
        if due == len(plans):
            return due, frozenset()
        if list_around(self._demonstrated(plans[due].step)) is not None:
            return self._with_list(plans, due, view), frozenset()
        step, steps = plans[due].step, [plan.step for plan in plans]
        if step.kind not in ("type", "key") and not uses_the_field(step):
            return due, frozenset()
        at = before_keys(steps, due)
        if at < 0:
            return due, frozenset()  # it never needed a click
        if brings_keys(steps[at]):
            typed = (one.number for one in steps[at + 1 : due] if one.kind == "type")
            return at, frozenset(typed)
        if step.kind != "type":
            return due, frozenset()
        # The program itself had put the keyboard there.
        field = self._evident.place_of_text(plans, due, view)
        origin = view.observation.origin
        there = field is not None and caret_blinks_in(self._locator.grab, field, origin, self._stopped)
        return (due if there else None), frozenset()

    def _with_list(self, plans: Sequence[StepPlan], due: int, view: View) -> int | None:
        """The step itself while its list is open, else the one that opens it."""
        if view.scope is not None and view.scope.popups:
            return due
        at = due - 1
        while at >= 0 and list_around(self._demonstrated(plans[at].step)) is not None:
            at -= 1
        return at if at >= 0 and plans[at].step.number in self._repeatable else None


def _why(plan: StepPlan, seen: int, at_work: bool, outcome: str) -> str:
    """How the place was found, one sentence."""
    parts: list[str] = []
    if seen:
        parts.append(f"the screen still shows what {seen} step{'s' * (seen != 1)} before it left")
    if at_work:
        whether = {"done": "was done", "not done": "was not done"}.get(outcome, "may be done once more")
        parts.append(f"step {plan.step.told_number}, which was at work, {whether}")
    told = " and ".join(parts) or "the screen looks as it did there"
    return f"{told[0].upper()}{told[1:]}."
