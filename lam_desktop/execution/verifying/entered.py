"""What a row has entered must still stand when the row goes on: a program may empty or refuse it later."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lam_desktop.execution.finding.plan import StepPlan
from lam_desktop.execution.runs.proof import goes_about
from lam_desktop.execution.screen.readiness import View
from lam_desktop.execution.screen.redrawn import changes
from lam_desktop.execution.verifying.field_writing import shows_it
from lam_desktop.execution.verifying.typed_check import SAME_FIELD_IOU, other_cuts
from lam_desktop.execution.verifying.typed_text import TALLEST, shows
from lam_desktop.protocols import Read
from lam_desktop.tasks.provenance.captions import brief
from lam_desktop.tasks.step import TaskStep
from lam_desktop.types import ENTRY_KINDS, Box, DemonstratedStep, Element, Observation, Window

HIGHEST_PX = 64
"""A field of one line is no higher, be it drawn at twice its size."""


@dataclass(frozen=True)
class _Text:
    """A text that was typed and seen in its field."""

    step: TaskStep
    text: str
    field: Box
    """Frame pixels, while `window` was where it was."""
    window: Window


@dataclass(frozen=True)
class Lost:
    """A text that no longer stands in its field."""

    told: str
    """One sentence."""
    empty: bool
    """Whether the field shows nothing instead."""


class TextLost(Exception):  # noqa: N818 - what a program did, caught by who places the row anew
    """A program has emptied a field: the row goes on where the screen shows that it stands."""


class Entered:
    """The texts of the row at work. One instance serves one run."""

    def __init__(self, read: Read) -> None:
        """`read` tells what stands in a box of a frame."""
        self._read = read
        self._texts: list[_Text] = []
        self._clicked = 0
        """The step that clicked into a field, if it was the last one."""

    def begin_row(self) -> None:
        """Nothing has been entered yet."""
        self.forget()
        self._clicked = 0

    def done(self, plan: StepPlan, shown: DemonstratedStep) -> None:
        """A step was done; what is typed behind a click into a field stays there."""
        target = shown.acted_on
        into = plan.step.kind == "click" and target is not None and target.kind in ENTRY_KINDS
        self._clicked = plan.step.number if into else 0
        if plan.step.kind == "scroll":
            self.forget()

    def typed(self, plan: StepPlan, before: Observation, view: View) -> None:
        """A text was typed, and the screen shows it."""
        text = plan.text
        if plan.step.kind != "type" or plan.step.number - 1 != self._clicked or view.scope is None:
            return
        if plan.types_secret or not text or not text.strip():
            return
        after = view.program
        if before.frame.shape != after.frame.shape:
            return
        drawn = changes(before.frame, after.frame, after.window)
        for one in after.elements:
            drawn_there = any(one.box.overlaps(box) for box in drawn)
            if (
                one.kind in ENTRY_KINDS
                and drawn_there
                and _is_of_one_line(one, after.elements)
                and shows_it(text, one.text)
            ):
                self._texts.append(_Text(plan.step, text, one.box, view.scope.reference))
                return

    def lost(self, plan: StepPlan, shown: DemonstratedStep, view: View) -> Lost | None:
        """Which text no longer stands; None where all do that stood in the demonstration.

        What the program shows otherwise by now, or elsewhere, is judged by where it was seen at first: where
        no field is there, nothing is said.
        """
        target = shown.acted_on
        if plan.step.kind == "type" or goes_about(plan.step, target.kind if target is not None else None):
            return None
        for one in self._texts:
            value = one.step.value
            demonstrated = value.text if value is not None else ""
            if not any(shows(demonstrated, it.text) for it in shown.before.elements if it.text):
                continue
            now = self._now(one, view)
            if now is not None:
                instead = f"shows “{now}”" if now else "is empty"
                told = f"“{one.text}” ({brief(one.step)}) no longer stands in its field, which {instead}."
                return Lost(told, not now)
        return None

    def _now(self, one: _Text, view: View) -> str | None:
        """What the field shows instead; None where the text is shown, or its field is not there."""
        there = _field_of(one, view)
        elements = view.program.elements
        if there is None or any(shows(one.text, it.text) for it in elements if it.text):
            return None
        cuts = other_cuts(view.program.frame, self._read)(there)
        return None if any(shows(one.text, text) for text in cuts) else there.text

    def forget(self) -> None:
        """A person has seen what stands there, or it has been scrolled from its place."""
        self._texts.clear()


def _is_of_one_line(field: Element, elements: Sequence[Element]) -> bool:
    """Of a larger one nobody can tell what it says from what it shows now."""
    lines = [one.box.h for one in elements if one.kind == "text" and field.box.contains(*one.box.center)]
    return field.box.h <= HIGHEST_PX and field.box.h < TALLEST * min(lines, default=field.box.h)


def _field_of(one: _Text, view: View) -> Element | None:
    """The field at the place of the text: of the same window, which may have been moved."""
    place = view.place_now(one.field, one.window)
    if place is None:
        return None
    fields = (it for it in view.program.elements if it.kind in ENTRY_KINDS)
    return max(
        (it for it in fields if it.box.iou(place) >= SAME_FIELD_IOU),
        key=lambda it: it.box.iou(place),
        default=None,
    )
