"""Points at what a step may be about, where the agent is not sure, to see it as the person did.

Many programs draw what lies under the pointer otherwise: darker, framed, its whole line on another ground.
The demonstration shows it that way, for whoever clicked had the pointer there; the present screen does not.

Of several alike, one in each line of a list, each looks like the demonstrated one under the pointer. Such a
one is pointed at only where its line alone says what the row, or the screen, calls the record.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from lam_desktop.execution.finding.guard import Guard
from lam_desktop.execution.finding.located import Located
from lam_desktop.execution.finding.locating import Locator
from lam_desktop.execution.finding.plan import StepPlan
from lam_desktop.neighbours import is_level
from lam_desktop.protocols import Actuator
from lam_desktop.tasks.texts.likeness import same_text
from lam_desktop.tasks.texts.spans import spans_of
from lam_desktop.types import Box, Candidate, DemonstratedStep, Element, Scroll

POINTED_AT = "Pointed at it first: it is sure to be what you clicked as it looks under the pointer."
LEAST = 0.25
"""Less likely elements are not pointed at."""
LOOK_S = 1.5
"""So long at most it may take until it looks otherwise."""
SAME_IOU = 0.5
AS_LARGE = 1.6
"""What is alike differs by so much at most: under the pointer it may look larger."""
LEAST_LETTERS = 3
"""A shorter value may stand in any line by chance."""


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
        self.unsure: Located | None = None
        """The look under the pointer, where that left it unsure: what it rests on may look otherwise now."""

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
        self.unsure = None
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
        self.unsure = None if again.ready else again
        return again if again.ready and same else None

    def _may_be(self, plan: StepPlan, found: Located) -> Candidate | None:
        """The likeliest element, where all that is in the way is that the policy is not sure of it."""
        decision = found.decision
        if decision is None or decision.accepted or not plan.pointed or found.objection != decision.reason:
            return None
        likeliest = next(iter(decision.candidates), None)
        if likeliest is None or likeliest.probability < LEAST:
            return None
        if self._guard.point(found.view, likeliest.box.center) is not None:
            return None
        meant = is_meant(likeliest, found.view.observation.elements, plan.values.values())
        return likeliest if meant else None


def is_meant(likeliest: Candidate, elements: Sequence[Element], values: Iterable[str]) -> bool:
    """Whether an element stands alone, or in the one line that tells of the record: `values` name it."""
    others = [one.box for one in elements if _is_alike(one, likeliest)]
    return not others or _is_of_record(likeliest.box, others, elements, values)


def _is_alike(one: Element, other: Candidate) -> bool:
    """Whether it might be another one of the same, in another line."""
    if one.kind != other.kind or one.box.iou(other.box) >= SAME_IOU or not same_text(one.text, other.text):
        return False
    across, down = (
        max(pair) / max(1, min(pair)) for pair in ((one.box.w, other.box.w), (one.box.h, other.box.h))
    )
    return max(across, down) <= AS_LARGE


def _is_of_record(
    box: Box, others: Sequence[Box], elements: Sequence[Element], values: Iterable[str]
) -> bool:
    """Whether the line of a box says all of the values that any other line says, and more."""
    told = [value for value in values if len(value.strip()) >= LEAST_LETTERS]

    def said(line: Box) -> set[str]:
        texts = [one.text for one in elements if is_level(one.box, line)]
        return {value for value in told if any(spans_of(value, text) for text in texts)}

    mine = said(box)
    return all(said(other) < mine for other in others)
