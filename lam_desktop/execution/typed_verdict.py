"""Whether the screen shows what was typed, in its field and nowhere else."""

from __future__ import annotations

from collections.abc import Callable

from lam_desktop.execution.effects import folded
from lam_desktop.execution.plan import StepPlan
from lam_desktop.execution.readiness import View, still
from lam_desktop.execution.redrawn import changed_lines, changes
from lam_desktop.execution.typed_text import read_back, shows
from lam_desktop.types import Box, DemonstratedStep, Element, Frame, Observation, Verdict

ONE_LINE = frozenset({"field", "spin", "combo"})
SAME_FIELD_IOU = 0.6
MOST_LINES = 12
"""Of what was drawn anew, so many are read; typing draws few."""
LINE_MARGIN_PX, LEAST_LINE_PX = 5, 12


def typed_verdict(
    plan: StepPlan,
    shown: DemonstratedStep,
    before: Observation,
    view: View,
    field: Box | None,
    read: Callable[[Frame, Box], tuple[str, float]],
) -> Verdict:
    """Whether the field shows what was typed, where the demonstration's field did so too.

    `field`: where it must be seen, if that is known. `read` tells what stands in a box of a frame: in a large
    field no line of text may have been proposed.
    """
    after = view.program
    if before.frame.shape != after.frame.shape:
        return Verdict(False, "The screen's size changed while typing.")
    if plan.text is None:
        drawn = changes(before.frame, after.frame, after.window)
        if drawn and field is not None and not any(box.intersection(field).area for box in drawn):
            return Verdict(False, "Something was typed, but nothing came into the field that it is for.")
        return Verdict(
            bool(drawn), "Something was typed." if drawn else "Nothing that was typed is to be seen."
        )
    if not plan.text.strip():
        return Verdict(True, "There was nothing to type that could be seen.")
    elements = after.elements
    ok, seen = read_back(plan.text, before.frame, after.frame, elements, after.window)
    if not ok:
        elements = (*elements, *_drawn_lines(before, after, read))
        ok, seen = read_back(plan.text, before.frame, after.frame, elements, after.window)
    if ok and field is not None:
        inside = [one for one in elements if one.box.intersection(field).area]
        ok, there = read_back(plan.text, before.frame, after.frame, inside, after.window)
        if not ok:
            reason = f"“{plan.text}” was typed, but stands elsewhere than in the field that was clicked."
            return Verdict(False, reason, {"typed": plan.text, "read": there, "elsewhere": seen})
    if ok and (grown := _added_to(plan.text, seen, before, after)) and not _added_in(plan, shown):
        reason = f"“{plan.text}” was typed, but was added to “{grown}”."
        return Verdict(False, reason, {"typed": plan.text, "read": seen})
    if ok:
        return Verdict(True, f"The screen shows “{seen}”.", {"typed": plan.text, "read": seen})
    if not _readable(plan, shown) and changes(before.frame, after.frame, after.window):
        return Verdict(True, "Typed; as in the demonstration, the screen does not show it as typed.")
    begun = bool(seen) and folded(plan.text).startswith(folded(seen))
    evidence: dict[str, object] = {"typed": plan.text, "read": seen}
    if begun or still(before.frame, after.frame):
        evidence["unfinished"] = True
    return Verdict(False, f"“{plan.text}” was typed, but the screen shows “{seen}”.", evidence)


def _drawn_lines(
    before: Observation, after: Observation, read: Callable[[Frame, Box], tuple[str, float]]
) -> list[Element]:
    """What stands where something was drawn anew and no line of text was proposed, line by line.

    Of a line that was, the part that changed says too little: 12 behind a 3 is 312.
    """
    found: list[Element] = []
    for box in changed_lines(before.frame, after.frame, after.window)[:MOST_LINES]:
        lines = [one for one in after.elements if one.text and one.box.h < 2 * max(box.h, LEAST_LINE_PX)]
        if any(one.box.intersection(box).area for one in lines):
            continue
        text, confidence = read(after.frame, box.expanded(LINE_MARGIN_PX))
        found.append(Element(box, "text", text, confidence))
    return found


def _added_to(typed: str, seen: str, before: Observation, after: Observation) -> str | None:
    """What stood before in the one-line field that now shows `seen`, if the typed text was added to it."""
    for one in after.elements:
        if one.kind not in ONE_LINE or one.text != seen:
            continue
        old = next((it for it in before.elements if it.box.iou(one.box) >= SAME_FIELD_IOU and it.text), None)
        if old is None:
            continue
        stood, now, new = folded(old.text), folded(one.text), folded(typed)
        if now in (stood + new, new + stood):
            return old.text
    return None


def _added_in(plan: StepPlan, shown: DemonstratedStep) -> bool:
    """Whether the demonstration's text was added to another one as well."""
    value = plan.step.value
    if value is None or not value.text or shown.after is None:
        return True
    return not any(folded(one.text) == folded(value.text) for one in shown.after.elements)


def _readable(plan: StepPlan, shown: DemonstratedStep) -> bool:
    """Whether the demonstration's screen showed what was typed there."""
    value = plan.step.value
    if shown.after is None or value is None or not value.text:
        return False
    return any(shows(value.text, one.text) for one in shown.after.elements)
