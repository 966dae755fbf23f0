"""What the agent may try a second time by itself, because it changes nothing: and only once, and told."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

import numpy as np

from lam_desktop.execution.locating import Located
from lam_desktop.execution.plan import StepPlan
from lam_desktop.execution.readiness import still
from lam_desktop.execution.repeating import repeatable
from lam_desktop.neighbours import list_around
from lam_desktop.tasks.task import TaskStep
from lam_desktop.types import ENTRY_KINDS, POPUP_KINDS, DemonstratedStep, ElementKind, Observation

FOCUSING: frozenset[ElementKind] = frozenset({*ENTRY_KINDS, "tab"})
"""Kinds whose click gives them the keyboard, or shows another page."""
MOST = 3
"""Second tries in one row, and one of one step."""
ONCE_MORE = "Nothing came of it: done once more."
REOPENED = "The list had closed: opened once more."


class SecondTry:
    """One a run."""

    def __init__(
        self,
        steps: Sequence[TaskStep],
        final: Collection[int],
        demonstrated: Callable[[TaskStep], DemonstratedStep],
    ) -> None:
        """`final`: numbers of the steps that cannot be undone."""
        self._harmless = repeatable(steps) - frozenset(final)
        self._demonstrated = demonstrated
        self._tried: set[int] = set()
        self._opener: StepPlan | None = None

    def begin_row(self) -> None:
        """Another row has its own tries."""
        self._tried.clear()
        self._opener = None

    def done(self, plan: StepPlan) -> None:
        """The step was done: the next one may choose in what it opened."""
        self._opener = plan

    def of(self, plan: StepPlan, before: Observation, after: Observation | None) -> bool:
        """Whether a click of which nothing came may be done once more: one that only opens or focuses."""
        if plan.step.number in self._tried or after is None or len(self._tried) >= MOST:
            return False
        if not self._only_opens(plan) or not _looks_the_same(before, after):
            return False
        self._tried.add(plan.step.number)
        return True

    def opener(self, plan: StepPlan, shown: DemonstratedStep, found: Located) -> StepPlan | None:
        """The step that opens the list or menu in which this one is done, where that has closed."""
        scope, opener, number = found.view.scope, self._opener, plan.step.number
        if opener is None or opener.step.number != number - 1 or scope is None or scope.popups:
            return None
        if list_around(shown) is None or not self._only_opens(opener):
            return None
        if number in self._tried or len(self._tried) >= MOST:
            return None
        self._tried.add(number)
        return opener

    def _only_opens(self, plan: StepPlan) -> bool:
        step = plan.step
        if step.kind != "click" or step.modifiers or step.number not in self._harmless:
            return False
        if plan.ticked is not None or plan.wanted is not None:
            return False
        shown = self._demonstrated(step)
        target, after = shown.acted_on, shown.after
        opened = after is not None and any(
            one.kind in POPUP_KINDS and one.window_id not in {it.window_id for it in shown.before.windows}
            for one in after.windows
        )
        return opened or (target is not None and target.kind in FOCUSING)


def _looks_the_same(before: Observation, after: Observation) -> bool:
    """Whether the program shows nothing new, and no further window."""
    region = before.window
    if region is None or region != after.window or before.frame.shape != after.frame.shape:
        return False
    if {one.window_id for one in before.windows} != {one.window_id for one in after.windows}:
        return False
    then, now = (np.ascontiguousarray(region.crop(one.frame)) for one in (before, after))
    return still(then, now)
