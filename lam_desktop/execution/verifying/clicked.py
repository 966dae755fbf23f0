"""What the step before clicked on: what is typed then, or emptied, is looked for there."""

from __future__ import annotations

from dataclasses import dataclass

from lam_desktop.execution.finding.plan import StepPlan
from lam_desktop.execution.runs.proof import UNSEEN
from lam_desktop.execution.screen.readiness import View
from lam_desktop.execution.verifying.field_writing import shows_it
from lam_desktop.execution.verifying.typed_text import shows
from lam_desktop.types import Box, DemonstratedStep, Observation, Verdict, Window


@dataclass(frozen=True, slots=True)
class Clicked:
    """What the step before clicked on: typed text belongs there if the demonstration shows it there."""

    number: int
    demonstrated: Box
    present: Box
    origin: tuple[int, int]
    stood: str
    """What it said, if it is a field of one line."""
    window: Window | None = None
    """In which it was clicked."""

    def in_view(self, field: Box, view: View) -> Box:
        """Where a field of that window is now: somebody may have moved it, and all that is in it."""
        return (self.window is not None and view.place_now(field, self.window)) or field

    def is_just_before(self, plan: StepPlan, before: Observation) -> bool:
        """Whether it was the step before this one, or this one, and its place is still to be compared."""
        return plan.step.number - self.number in (0, 1) and self.origin == before.origin

    def field(self, plan: StepPlan, shown: DemonstratedStep, before: Observation) -> Box | None:
        """Where the text must be seen now; None where the demonstration does not tell."""
        value = plan.step.value
        if not self.is_just_before(plan, before):
            return None
        if shown.after is None or value is None or not value.text:
            return None
        there = [one for one in shown.after.elements if one.box.overlaps(self.demonstrated)]
        return self.present if any(shows_it(value.text, one.text) for one in there) else None


def emptied(plan: StepPlan, shown: DemonstratedStep, clicked: Clicked | None, view: View) -> Verdict:
    """Whether what stood in the field is gone; what an empty field shows, such as «Search», may stay."""
    if clicked is None or not clicked.is_just_before(plan, view.program) or not clicked.stood:
        reason = "The field was emptied; nothing that could be read stood in it."
        return Verdict(True, reason, {UNSEEN: True})
    there = [one.text for one in view.program.elements if one.box.overlaps(clicked.present)]
    if not any(shows(clicked.stood, text) for text in there):
        return Verdict(True, f"“{clicked.stood}” is gone.", {"gone": clicked.stood})
    empty = [one.text for one in shown.before.elements if one.box.overlaps(clicked.demonstrated)]
    if any(shows(clicked.stood, text) for text in empty):
        return Verdict(True, f"The field shows “{clicked.stood}”, as before it was filled in once.")
    return Verdict(False, f"“{clicked.stood}” still stands in the field that was to be emptied.")
