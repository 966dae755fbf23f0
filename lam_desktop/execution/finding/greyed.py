"""Whether the place of a step is greyed out now: then a click on it, or a text for it, would do nothing."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from lam_desktop.differences import least_difference
from lam_desktop.execution.finding.plan import StepPlan
from lam_desktop.execution.screen.readiness import View
from lam_desktop.neighbours import label_of
from lam_desktop.tasks.provenance.captions import NOUNS, quoted
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
MARKS = frozenset({"radio", "checkbox"})
"""Kinds whose words stand beside them, in ink of one colour."""
SAME_FIELD_IOU = 0.6
SHIFT_PX = 3
"""The box of a place may be so far off."""
AS_CLEAR, SAME_GROUND, LEAST_CONTRAST = 0.8, 6, 24
"""Share of the contrast when it was shown that is left, at least, where it is not greyed out; grey levels, of
255, by which its ground may be otherwise, and by which it must stand out to be compared."""
INK_PERCENT = 98
"""A ring or a letter covers more of its box than what is left above this percentile."""
SAME_LOOK, LIKE_LOOK = 1.0, 6.0
"""Root mean square of the differences, of 0..255, up to which two pictures show the same; and up to which two
icons do, that are drawn a part of a pixel further."""


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
    then = shown.before.elements[shown.target]
    if now.enabled is not False or then.enabled is not True:
        return None
    if _is_as_clear(shown.before, then, screen, now) or _is_lit_alone(shown.before, then, screen, now):
        return None
    return _told(target)


def _is_lit_alone(before: Observation, then: Element, screen: Observation, now: Element) -> bool:
    """Whether an icon shows now what others showed beside the one that was pressed.

    The tools of a table's lines are pale, and those of the line under the pointer in full ink. Of such a one
    the looks do not tell; pressing one that is greyed out after all does nothing, which is seen.
    """
    if now.kind != "icon":
        return False
    here = now.box.expanded(SHIFT_PX).crop(screen.frame)
    for one in before.elements:
        alike = abs(one.box.w - now.box.w) <= SHIFT_PX and abs(one.box.h - now.box.h) <= SHIFT_PX
        if one.kind != "icon" or one.box.overlaps(then.box) or not alike:
            continue
        inner = one.box.expanded(-SHIFT_PX).crop(before.frame)
        if inner.size and np.ptp(inner) >= LEAST_CONTRAST and least_difference(inner, here) <= LIKE_LOOK:
            return True
    return False


def _is_as_clear(before: Observation, then: Element, screen: Observation, now: Element) -> bool:
    """Whether a mark and the words beside it stand out now as they did when it was pressed.

    Programs grey them out by paler ink or by another ground, so this outweighs what the eyes take it for:
    pale rings of radio buttons are taken for greyed out in one size, and not in the next.
    """
    labels = label_of(then, before.elements), label_of(now, screen.elements)
    if now.kind not in MARKS or labels[0] is None or labels[1] is None:
        return False
    beside = [one for one in before.elements if one.enabled and _is_beside(one, then)]  # lit by no pointer
    was = min((_clearness(before.frame, one.box) for one in (then, *beside)), key=lambda one: one.contrast)
    looks = (
        (was, _clearness(screen.frame, now.box)),
        (_clearness(before.frame, labels[0].box), _clearness(screen.frame, labels[1].box)),
    )
    return all(
        was.contrast >= LEAST_CONTRAST
        and one.contrast >= AS_CLEAR * was.contrast
        and abs(one.ground - was.ground) <= SAME_GROUND
        for was, one in looks
    )


def _is_beside(one: Element, other: Element) -> bool:
    return one.kind == other.kind and abs(one.box.center[1] - other.box.center[1]) <= SHIFT_PX


@dataclass(frozen=True, slots=True)
class _Clearness:
    """Grey levels, of 255."""

    ground: float
    contrast: float
    """By how much what is drawn on the ground stands out."""


def _clearness(frame: Frame, box: Box) -> _Clearness:
    crop = box.crop(frame)
    if not crop.size:
        return _Clearness(0.0, 0.0)
    grey = cv2.cvtColor(crop, cv2.COLOR_RGB2GRAY).astype(np.int16)
    ground = int(np.bincount(grey.ravel(), minlength=256).argmax())
    return _Clearness(ground, float(np.percentile(np.abs(grey - ground), INK_PERCENT)))


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
