"""What the agent may try a second time by itself, because it changes nothing: and only once, and told."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Sequence

import numpy as np

from lam_desktop.execution.finding.located import Located
from lam_desktop.execution.finding.plan import StepPlan
from lam_desktop.execution.runs.proof import DOUBTFUL
from lam_desktop.execution.screen.caret import caret_blinks_in
from lam_desktop.execution.screen.readiness import POLL_S, View, still_in
from lam_desktop.execution.screen.redrawn import DIFFERENT_SHADE, changes
from lam_desktop.execution.verifying.entered import Lost
from lam_desktop.execution.verifying.repeating import repeatable
from lam_desktop.execution.verifying.typed_check import ELSEWHERE
from lam_desktop.neighbours import list_around
from lam_desktop.tasks.step import TaskStep
from lam_desktop.types import (
    ENTRY_KINDS,
    POPUP_KINDS,
    Box,
    Candidate,
    DemonstratedStep,
    ElementKind,
    Frame,
    Observation,
    Verdict,
)

FOCUSING: frozenset[ElementKind] = frozenset({*(ENTRY_KINDS - {"spin"}), "tab"})
"""Kinds whose click gives them the keyboard, or shows another page; an arrow of a spin box changes it."""
MOST = 3
"""Second tries in one row, and one of one step."""
RING_PX = 4
"""How far the ring of a focused field reaches beyond its box."""
FOCUS_S = 0.6
"""A field that was clicked shows within so many seconds that it has the keyboard."""
LEAST_LIT, ALIKE = 0.01, 0.75
"""Share of a field that changes with the keyboard, more than a caret; and how much of it must be seen again:
that the pointer lies over it changes something, too (half as much in Chromium)."""
ONE_LINE_PX = 64
"""A field of one line is at most so high: only such a one is emptied by a few keys."""
ONCE_MORE = "Nothing came of it: done once more."
REOPENED = "The list had closed: opened once more."
ENTERED_ANEW = "The row goes back to where the screen shows it."
TYPED_ANEW = "The text did not come as typed: removed and typed once more."


class SecondTry:
    """One a run."""

    def __init__(
        self,
        steps: Sequence[TaskStep],
        final: Collection[int],
        demonstrated: Callable[[TaskStep], DemonstratedStep],
        grab: Callable[[], tuple[Frame, tuple[int, int]]],
        stopped: Callable[[], bool],
    ) -> None:
        """`final`: numbers of the steps that cannot be undone; `grab` takes a picture of the screen."""
        self._final = frozenset(final)
        self._harmless = repeatable(steps) - self._final
        self._demonstrated = demonstrated
        self._grab = grab
        self._stopped = stopped
        self._tried: set[int] = set()
        self._went_back = False
        self._opener: StepPlan | None = None

    def begin_row(self) -> None:
        """Another row has its own tries."""
        self._tried.clear()
        self._went_back = False
        self._opener = None

    def done(self, plan: StepPlan) -> None:
        """The step was done: the next one may choose in what it opened."""
        self._opener = plan

    def of(self, plan: StepPlan, before: Observation, after: Observation | None) -> bool:
        """Whether a click of which nothing came may be done once more: one that only opens or focuses."""
        if after is None or not self._may(plan) or not self._only_opens(plan):
            return False
        if not _looks_the_same(before, after):
            return False
        self._tried.add(plan.step.number)
        return True

    def of_focus(self, plan: StepPlan, before: Observation, target: Candidate | None) -> bool:
        """Whether a click into the field `target` may be done once more: it was seen to take the keyboard
        when that was shown, and now too little is seen for a moment. One that has it already loses nothing.
        """
        shown = self._demonstrated(plan.step)
        then = shown.acted_on
        if target is None or then is None or shown.after is None or {then.kind, target.kind} != {"field"}:
            return False  # a second click closes the list of a combo box
        least = _lit_up(shown.before.frame, shown.after.frame, then.box) * ALIKE
        if least < LEAST_LIT or not self._may(plan) or not self._only_opens(plan):
            return False
        end = time.monotonic() + FOCUS_S
        while time.monotonic() < end and not self._stopped():
            frame, _ = self._grab()
            if _lit_up(before.frame, frame, target.box) >= least:
                return False
            time.sleep(POLL_S)
        if not self._stopped():
            self._tried.add(plan.step.number)
        return not self._stopped()

    def of_typing(
        self, plan: StepPlan, before: Observation, after: View | None, field: Box | None, verdict: Verdict
    ) -> bool:
        """Whether a text that came otherwise may be removed, and typed once more.

        So it may where the field (of one line, frame pixels) was empty, nothing else on the screen has
        changed, and the caret is seen to blink in it still: the keys that empty it go nowhere else.
        """
        if after is None or field is None or field.h > ONE_LINE_PX or plan.step.kind != "type":
            return False
        if not plan.text or "\n" in plan.text or plan.types_secret or plan.step.number in self._final:
            return False
        if not self._may(plan) or verdict.evidence.keys() & {DOUBTFUL, ELSEWHERE}:
            return False
        if any(one.text.strip() and field.contains(*one.box.center) for one in before.elements):
            return False
        seen = after.observation
        if seen.frame.shape != before.frame.shape:
            return False
        drawn = changes(before.frame, seen.frame, None)
        if not drawn or not all(field.expanded(RING_PX).holds(box) for box in drawn):
            return False
        if not caret_blinks_in(self._grab, field, seen.origin, self._stopped):
            return False
        self._tried.add(plan.step.number)
        return True

    def of_lost(self, lost: Lost) -> bool:
        """Whether a row, of which a field was emptied, may go back once to where the screen shows it.

        What shows another text is somebody's doing.
        """
        may, self._went_back = lost.empty and not self._went_back, self._went_back or lost.empty
        return may

    def opener(self, plan: StepPlan, shown: DemonstratedStep, found: Located) -> StepPlan | None:
        """The step that opens the list or menu in which this one is done, where that has closed."""
        scope, opener, number = found.view.scope, self._opener, plan.step.number
        if opener is None or opener.step.number != number - 1 or scope is None or scope.popups:
            return None
        if list_around(shown) is None or not self._only_opens(opener):
            return None
        if not self._may(plan):
            return None
        self._tried.add(number)
        return opener

    def _may(self, plan: StepPlan) -> bool:
        return plan.step.number not in self._tried and len(self._tried) < MOST

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


def _lit_up(before: Frame, after: Frame, box: Box) -> float:
    """Share of the pixels in and around a field that became others: a ring, another ground. 1 for frames of
    two sizes."""
    if before.shape != after.shape:
        return 1.0
    around = box.expanded(RING_PX).intersection(Box(0, 0, after.shape[1], after.shape[0]))
    then, now = (around.crop(frame).astype(np.int16) for frame in (before, after))
    return float((np.abs(then - now).max(-1) > DIFFERENT_SHADE).mean()) if around.area else 0.0


def _looks_the_same(before: Observation, after: Observation) -> bool:
    """Whether the program shows nothing new, and no further window."""
    region = before.window
    if region is None or region != after.window or before.frame.shape != after.frame.shape:
        return False
    if {one.window_id for one in before.windows} != {one.window_id for one in after.windows}:
        return False
    return still_in(before.frame, after.frame, region)
