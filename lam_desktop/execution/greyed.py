"""Whether the place of a step is greyed out now: then a click on it would do nothing."""

from __future__ import annotations

from lam_desktop.execution.plan import StepPlan
from lam_desktop.tasks.captions import NOUNS, quoted
from lam_desktop.types import Candidate, Decision, DemonstratedStep, Observation

PRESSING = frozenset({"click", "double_click", "drag"})
"""Kinds of steps whose place must be one that can be pressed."""


def greyed_out(
    plan: StepPlan, shown: DemonstratedStep, screen: Observation, decision: Decision
) -> str | None:
    """Why a step must wait: its target is surely greyed out, and was not when it was shown. None elsewhere.

    A check box that is already as the row wants it needs no press.
    """
    target = decision.target
    if plan.step.kind not in PRESSING or target is None or shown.target is None:
        return None
    now = next((one for one in screen.elements if one.box == target.box), None)
    if now is None or (plan.ticked is not None and now.checked is plan.ticked):
        return None
    # What did not look pressable when it was pressed is drawn so: its looks say nothing of its state.
    if now.enabled is not False or shown.before.elements[shown.target].enabled is not True:
        return None
    return (
        f"{_named(target)} is greyed out, and was not when this was shown: something before it may be "
        "missing, or the program is still at work."
    )


def _named(target: Candidate) -> str:
    noun, text = NOUNS[target.kind], target.text.strip()
    return " ".join(filter(None, ("The", noun or "place", quoted(text) if text else "")))
