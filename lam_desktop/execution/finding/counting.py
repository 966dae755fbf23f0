"""Which of several alike is meant where the screen tells it by a number: «the 3rd textbox».

The one of that number in the demonstration is looked for, in the place of the demonstrated one; what is found
must be that one of the present screen, too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from lam_desktop.execution.finding.plan import StepPlan
from lam_desktop.execution.finding.read_values import said, told
from lam_desktop.execution.screen.screen_texts import folded
from lam_desktop.tasks.provenance.captions import quoted
from lam_desktop.tasks.provenance.counting import SAME_IOU, alike, kinds_counted
from lam_desktop.tasks.texts.forms import COUNTED
from lam_desktop.tasks.texts.ordinals import LISTED, ordinal
from lam_desktop.types import Candidate, Decision, DemonstratedStep, Element, ElementKind, Observation

LEAST = 0.5
"""From this confidence on, and while it is not likelier that it is not there, the likeliest of those alike is
taken where their number tells which one it is."""


@dataclass(frozen=True, slots=True)
class Counted:
    """What is looked for, and which one of those alike it must be."""

    shown: DemonstratedStep
    """The step as if it had been demonstrated on that one."""
    at: int = 0
    """Its number among all alike on the screen, from 0 on."""
    several: int = 0
    """How many are alike in the demonstration."""
    kinds: frozenset[ElementKind] = frozenset()
    """Of what it is one."""
    sought: Element | None = None
    """The one of that number in the demonstration; None: nothing is counted."""
    objection: str | None = None
    """Why none can be looked for, as one sentence."""

    def judged(self, decision: Decision, screen: Observation) -> Decision:
        """The decision for the one of the number, where all that it hesitates between are those alike.

        Which of them it would rather have tells nothing: they are alike, and the number tells them apart. As
        many must be there as in the demonstration, and the one of the number must say what that one said.
        What is known by what it says, such as a line of a table, is not told so: a list that was scrolled
        has as many lines.
        """
        target = decision.target
        if target is None or decision.absent > LEAST or self.sought is None or self.kinds == LISTED:
            return decision
        alikes, at = alike(screen.elements, target.box, target.kind, self.kinds)
        if at is None or len(alikes) != self.several or (decision.accepted and at == self.at):
            return decision
        before = decision.before_votes  # votes may rank, and make nothing surer
        if before.accepted and any(one.kind not in self.kinds for one in alikes):
            return decision  # what only looks like one of them may be none
        meant = alikes[self.at]
        if {folded(target.text), folded(meant.text)} != {folded(self.sought.text)}:
            return decision
        chance = min(_chance_of(alikes, one) for one in (decision, before))
        if chance < decision.threshold or decision.confidence < LEAST:
            return decision
        reason = f"Those alike are here with {chance:.0%}; this is number {self.at + 1} of {self.several}."
        found = Candidate(meant.box, meant.kind, meant.text, decision.confidence)
        point = decision.point if at == self.at else meant.box.center
        made = replace(decision, target=found, point=point, threshold=decision.confidence, reason=reason)
        return replace(made, alone=None)  # of which of those alike it is, it told nothing

    def not_that_one(self, screen: Observation, found: Candidate) -> str | None:
        """Why what was found must not be clicked: it is not the one of that number; None: it may."""
        if self.sought is None:
            return None
        _, at = alike(screen.elements, found.box, found.kind, self.kinds)
        if at == self.at:
            return None
        return "It cannot be told for sure which one of those alike has the number that the screen says."


def _chance_of(alikes: Sequence[Element], decision: Decision) -> float:
    return sum(
        one.probability
        for one in decision.candidates
        if any(one.box.iou(it.box) >= SAME_IOU for it in alikes)
    )


def counted(plan: StepPlan, shown: DemonstratedStep) -> Counted:
    """What a step looks for; the step as it was demonstrated where nothing is counted, or not read yet."""
    value = plan.step.value
    text = said(value, plan.readings) if value is not None and value.form == COUNTED else None
    if value is None or text is None or shown.target is None:
        return Counted(shown)
    number, then = ordinal(text), ordinal(value.text)
    if number is None or then is None:
        why = f"The screen says {quoted(text)} in the place of {told(value)}, which is no number of one."
        return Counted(shown, objection=why)
    elements = shown.before.elements
    target = elements[shown.target]
    kinds = kinds_counted(value) or frozenset[ElementKind]({target.kind})
    several, place = alike(elements, target.box, target.kind, kinds)
    at = -1 if place is None else place + number - then
    if not 0 <= at < len(several):
        why = f"The screen says {quoted(text)}, but that one was not there in the demonstration."
        return Counted(shown, objection=why)
    sought = several[at]
    if at != place:
        where = next(n for n, one in enumerate(elements) if one is sought)
        shown = replace(shown, target=where, point=sought.box.center)
    return Counted(shown, at, len(several), kinds, sought)
