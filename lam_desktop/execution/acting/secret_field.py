"""A secret is typed only where the keyboard is seen to be: in the field that it was recorded for.

A click may have missed, a program may move the focus, a field may not take it; what was clicked, and that the
window is the same, does not tell. The caret does: it stands in the field that gets the next key.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from lam_desktop.execution.finding.located import Located
from lam_desktop.execution.finding.locating import Locator
from lam_desktop.execution.finding.plan import StepPlan
from lam_desktop.execution.screen.caret import caret_blinks_in
from lam_desktop.types import Box, DemonstratedStep

DOUBT = (
    "It cannot be seen that the keyboard is in the field that this secret was recorded for: see to that, then"
    " say yes."
)


@dataclass(frozen=True, eq=False, slots=True)
class _Clicked:
    number: int
    found: Located


class SecretField:
    """One a run; is told of every step that was done and verified."""

    def __init__(self, locator: Locator, stopped: Callable[[], bool]) -> None:
        self._locator = locator
        self._stopped = stopped
        self._clicked: _Clicked | None = None

    def begin_row(self) -> None:
        """Forgets what the row before clicked."""
        self._clicked = None

    def done(self, plan: StepPlan, found: Located) -> None:
        """The step was done and verified."""
        clicked = plan.step.kind in ("click", "double_click") and not plan.step.modifiers
        self._clicked = _Clicked(plan.step.number, found) if clicked else None

    def place(
        self, plan: StepPlan, shown: DemonstratedStep, found: Located, history: tuple[int, ...]
    ) -> Box | None:
        """The secret's field (frame pixels), where the keyboard is seen to be in it; None where it is not.

        It is the field that the step before clicked, or the only one that the demonstration showed then.
        """
        clicked = self._clicked_field(plan, found)
        if clicked is not None and self._has_caret(clicked, found):
            return clicked
        only = self._only_field(plan, shown, found, history)
        return only if only is not None and self._has_caret(only, found) else None

    def _clicked_field(self, plan: StepPlan, found: Located) -> Box | None:
        """What the step before clicked, if its window is the one at work still, in the same place."""
        last, scope = self._clicked, found.view.scope
        if last is None or last.number != plan.step.number - 1 or scope is None:
            return None
        then, decision = last.found.view, last.found.decision
        if then.scope is None or decision is None or decision.target is None:
            return None
        window, before = scope.reference, then.scope.reference
        same = (window.window_id, window.box) == (before.window_id, before.box)
        return decision.target.box if same and scope.holds(*decision.target.box.center) else None

    def _only_field(
        self, plan: StepPlan, shown: DemonstratedStep, found: Located, history: tuple[int, ...]
    ) -> Box | None:
        """Where the only field of the demonstrated window is now: a dialog that asks for nothing else."""
        fields = [at for at, one in enumerate(shown.before.elements) if one.kind == "field"]
        if len(fields) != 1:
            return None
        decision = self._locator.decide(plan, shown, fields[0], found.view, history)
        return decision.target.box if decision.accepted and decision.target is not None else None

    def _has_caret(self, field: Box, found: Located) -> bool:
        return caret_blinks_in(self._locator.grab, field, found.view.observation.origin, self._stopped)
