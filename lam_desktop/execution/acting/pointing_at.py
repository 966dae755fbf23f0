"""Points at what a step may be about, where the agent is not sure, to see it as the person did.

Many programs draw what lies under the pointer otherwise: darker, framed, its whole line on another ground.
The demonstration shows it that way, for whoever clicked had the pointer there; the present screen does not.
"""

from __future__ import annotations

from collections.abc import Callable

from lam_desktop.execution.finding.guard import Guard
from lam_desktop.execution.finding.located import Located
from lam_desktop.execution.finding.locating import Locator
from lam_desktop.execution.finding.plan import StepPlan
from lam_desktop.protocols import Actuator
from lam_desktop.types import Candidate, DemonstratedStep, Scroll

POINTED_AT = "Pointed at it first: it is sure to be what you clicked as it looks under the pointer."
LEAST = 0.25
"""Less likely elements are not pointed at."""
LOOK_S = 1.5
"""So long at most it may take until it looks otherwise."""
SAME_IOU = 0.5


class PointingAt:
    """One a run; it moves the pointer, and presses nothing."""

    def __init__(
        self,
        locator: Locator,
        guard: Guard,
        actuator: Actuator,
        stopped: Callable[[], bool],
        pace: Callable[[], bool],
    ) -> None:
        """`pace` returns when the person lets the agent act, and says whether the desktop was theirs until
        then; it raises where they stop it."""
        self._locator = locator
        self._guard = guard
        self._actuator = actuator
        self._stopped = stopped
        self._pace = pace
        self._tried: set[int] = set()

    def begin_row(self) -> None:
        """Each step may be pointed at anew."""
        self._tried.clear()

    def surer(
        self, plan: StepPlan, shown: DemonstratedStep, found: Located, done: tuple[int, ...]
    ) -> Located | None:
        """A look on which the agent may act, the pointer on the likeliest element; None where there is none.

        Once for each step of a row. `found`: the look that left it unsure; `done`: numbers of the steps
        before.
        """
        likeliest = self._may_be(plan, found)
        if likeliest is None or plan.step.number in self._tried:
            return None
        self._tried.add(plan.step.number)
        if self._pace() or not self._locator.same_program(plan, found):
            return None
        (x, y), (left, top) = likeliest.box.center, found.view.observation.origin
        self._actuator.perform(Scroll((x + left, y + top), 0, 0), self._stopped)
        again = self._locator.wait(plan, shown, done, LOOK_S)
        target = None if again.decision is None else again.decision.target
        same = target is not None and target.box.iou(likeliest.box) >= SAME_IOU
        return again if again.ready and same else None

    def _may_be(self, plan: StepPlan, found: Located) -> Candidate | None:
        """The likeliest element, where all that is in the way is that the policy is not sure of it."""
        decision = found.decision
        if decision is None or decision.accepted or not plan.pointed or found.objection != decision.reason:
            return None
        likeliest = next(iter(decision.candidates), None)
        if likeliest is None or likeliest.probability < LEAST:
            return None
        return None if self._guard.point(found.view, likeliest.box.center) is not None else likeliest
