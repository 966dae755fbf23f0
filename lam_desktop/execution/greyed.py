"""Whether the place of a step is greyed out now: then a click on it, or a text for it, would do nothing."""

from __future__ import annotations

from dataclasses import dataclass

from lam_desktop.differences import least_difference
from lam_desktop.execution.plan import StepPlan
from lam_desktop.execution.readiness import View
from lam_desktop.tasks.captions import NOUNS, quoted
from lam_desktop.types import (
    ENTRY_KINDS,
    Box,
    Candidate,
    Decision,
    DemonstratedStep,
    Element,
    Frame,
    Observation,
)

PRESSING = frozenset({"click", "double_click", "drag"})
"""Kinds of steps whose place must be one that can be pressed."""
SAME_FIELD_IOU = 0.6
SHIFT_PX = 3
"""The box of a place may be so far off."""
SAME_LOOK = 1.0
"""Root mean square of the differences, of 0..255, up to which two pictures show the same."""


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
    return _told(target)


class Pressable:
    """Remembers how the places of steps looked when they could surely be pressed.

    What shows the same again, pixel by pixel, can be pressed again, though the eyes may doubt it: they look
    at what stands around it, too.
    """

    def __init__(self) -> None:
        self._looks: dict[int, Frame] = {}

    def saw(self, step: int, screen: Observation, decision: Decision) -> None:
        """A decision found the place of a step, where nothing keeps it from being pressed."""
        target = decision.target
        if target is not None and any(
            one.box == target.box and one.enabled is True for one in screen.elements
        ):
            self._looks[step] = target.box.crop(screen.frame).copy()

    def is_same(self, step: int, screen: Observation, decision: Decision) -> bool:
        """Whether it looks now as it did when the step could press it; its box may be a little off."""
        look = self._looks.get(step)
        if look is None or decision.target is None:
            return False
        here = decision.target.box.expanded(SHIFT_PX).crop(screen.frame)
        inner = look[SHIFT_PX:-SHIFT_PX, SHIFT_PX:-SHIFT_PX]
        return least_difference(inner, here) <= SAME_LOOK


def entered_at(plan: StepPlan, view: View) -> Box | None:
    """The field that was clicked for the keys of a step that change what stands there, frame pixels; None for
    other steps, or where that is not known."""
    if plan.typed_into is None or not (plan.step.kind == "type" or plan.pastes or plan.clears):
        return None
    _, present, window = plan.typed_into
    return (view.place_now(present, window) if window is not None else None) or present


@dataclass(frozen=True, slots=True)
class Greyed:
    """A field that takes no keys."""

    box: Box
    """Frame pixels."""
    reason: str
    """One sentence."""


def greyed_field(plan: StepPlan, shown: DemonstratedStep, view: View) -> Greyed | None:
    """Why keys that enter something must wait: the field that was clicked for them is surely greyed out now,
    and was not when they were shown. None elsewhere."""
    here = entered_at(plan, view)
    if plan.typed_into is None or here is None:
        return None
    demonstrated, _, _ = plan.typed_into
    then, now = _field_at(shown.before, demonstrated), _field_at(view.observation, here)
    if then is None or now is None or now.enabled is not False or then.enabled is not True:
        return None
    return Greyed(now.box, _told(now))


def _told(target: Candidate | Element) -> str:
    return (
        f"{named(target)} is greyed out, and was not when this was shown: something before it may be "
        "missing, or the program is still at work."
    )


def _field_at(screen: Observation, place: Box) -> Element | None:
    fields = [one for one in screen.elements if one.kind in ENTRY_KINDS]
    found = max(fields, key=lambda one: one.box.iou(place), default=None)
    return found if found is not None and found.box.iou(place) >= SAME_FIELD_IOU else None


def named(target: Candidate | Element) -> str:
    """What a sentence says of it, with a capital: «The button “Save”»."""
    noun, text = NOUNS[target.kind], target.text.strip()
    return " ".join(filter(None, ("The", noun or "place", quoted(text) if text else "")))
