"""What was typed may come into sight behind the next click only: no effect of that click.

The picture before a click is the last one that was taken before it. Where a busy program draws a text later
than that, the demonstration shows it come with the click; this time it stands there already.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from lam_desktop.execution.finding.plan import StepPlan
from lam_desktop.execution.screen.screen_texts import folded
from lam_desktop.execution.verifying.effects import Effect
from lam_desktop.execution.verifying.typed_text import shows
from lam_desktop.types import DemonstratedStep, Observation


@dataclass(frozen=True, slots=True)
class Typed:
    """What a step typed."""

    number: int
    demonstrated: str
    text: str
    """In this row."""

    @classmethod
    def by(cls, plan: StepPlan) -> Typed | None:
        """What a step types; None where it types nothing, or nothing that may be looked for."""
        value = plan.step.value
        if plan.step.kind != "type" or plan.types_secret or value is None or not value.text or not plan.text:
            return None
        return cls(plan.step.number, value.text, plan.text)


def without_late(
    effect: Effect, typed: Typed | None, plan: StepPlan, shown: DemonstratedStep, before: Observation
) -> Effect:
    """The demonstrated effect of a step but for what the step before it typed, where that was drawn late.

    `before`: the present screen before the step. What closes a row must be seen to come, whatever was typed:
    a name that *Add* puts into a list looks like one that was read in its field too late.
    """
    if typed is None or plan.closes or typed.number != plan.step.number - 1:
        return effect
    text = folded(typed.text)
    mine = frozenset(sign for sign in effect.came if sign.of_row and text in (sign.text, *sign.also))
    stood_then = any(shows(typed.demonstrated, one.text) for one in shown.before.elements)
    stands_now = any(shows(typed.text, one.text) for one in before.elements)
    if not mine or stood_then or not stands_now:
        return effect
    others = effect.came - mine
    if others:
        return replace(effect, came=others)
    # What else changed is where the text was drawn; what went may have gone by the click alone.
    return replace(effect, came=others, far=False, around=False)
