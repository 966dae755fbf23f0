"""Did what was typed come into its field, and as typed?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import cv2

from lam_desktop.execution.finding.plan import StepPlan
from lam_desktop.execution.runs.proof import DOUBTFUL, UNSEEN
from lam_desktop.execution.screen.readiness import View, still
from lam_desktop.execution.screen.redrawn import changed_lines, changes
from lam_desktop.execution.screen.screen_texts import folded
from lam_desktop.execution.verifying.field_writing import shown_where_typed, shows_it
from lam_desktop.execution.verifying.spelling import is_spelled, kept_by
from lam_desktop.execution.verifying.typed_doubt import cannot_be_told
from lam_desktop.execution.verifying.typed_text import CloserLook, ReadBack, Typed, read_back
from lam_desktop.protocols import Read
from lam_desktop.types import ENTRY_KINDS, Box, DemonstratedStep, Element, Frame, Observation, Verdict

ELSEWHERE = "elsewhere"
"""Evidence that the text stands in another field, and how it was read there."""
SAME_FIELD_IOU = 0.6
MOST_LINES = 12
"""Of what was drawn anew, so many are read; typing draws few."""
LINE_MARGIN_PX, LEAST_LINE_PX = 5, 12
EDGES_PX = (3, 5, 7)
"""A field is read again without its ends, where its edge may be taken for a letter; and"""
EDGE_PX = 3
"""without its upper and lower edge."""
MARGIN_PX = 3
"""A text is read again with so much more around it."""


def typed_verdict(
    plan: StepPlan,
    shown: DemonstratedStep,
    typed: Typed,
    before: Observation,
    view: View,
    field: Box | None,
    read: Read,
) -> Verdict:
    """Whether the field shows what was typed, where the demonstration's field did so too.

    `typed`: what is right there. `field`: where it must be seen, if that is known. `read` tells what stands
    in a box of a frame: in a large field no line of text may have been proposed.
    """
    after = view.program
    if before.frame.shape != after.frame.shape:
        return Verdict(False, "The screen's size changed while typing.")
    if plan.text is None:
        drawn = changes(before.frame, after.frame, after.window)
        if drawn and field is not None and not any(box.overlaps(field) for box in drawn):
            return Verdict(False, "Something was typed, but nothing came into the field that it is for.")
        return Verdict(
            bool(drawn), "Something was typed." if drawn else "Nothing that was typed is to be seen."
        )
    if not plan.text.strip():
        return Verdict(True, "There was nothing to type that could be seen.")
    elements = after.elements

    def back(among: Sequence[Element]) -> ReadBack:
        earlier = before.frame, before.elements
        return read_back(typed, earlier, (after.frame, among), after.window, other_cuts(after.frame, read))

    found = back(elements)
    if not found.ok:
        elements = (*elements, *_drawn_lines(before, after, read))
        found = back(elements)
    ok, seen = found.ok, found.seen
    if ok and field is not None:
        there = back([one for one in elements if one.box.overlaps(field)])
        if not there.ok:
            reason = f"“{plan.text}” was typed, but stands elsewhere than in the field that was clicked."
            return Verdict(False, reason, {"typed": plan.text, "read": there.seen, ELSEWHERE: seen})
    if ok and not _as_spelled(plan, shown, elements, seen, other_cuts(after.frame, read)):
        reason = f"“{plan.text}” was typed, but the screen shows “{seen}”."
        return Verdict(False, reason, {"typed": plan.text, "read": seen})
    if ok and (grown := _added_to(plan.text, seen, before, after)) and not _added_in(plan, shown):
        reason = f"“{plan.text}” was typed, but was added to “{grown}”."
        return Verdict(False, reason, {"typed": plan.text, "read": seen})
    if ok:
        return Verdict(True, f"The screen shows “{seen}”.", {"typed": plan.text, "read": seen})
    if not _readable(plan, shown) and changes(before.frame, after.frame, after.window):
        reason = "Typed; as in the demonstration, the screen does not show it as typed."
        return Verdict(True, reason, {UNSEEN: True})
    # The caret of a program that stands still is read as one letter more, or makes a d of the last o.
    begun = bool(seen) and folded(plan.text).startswith((folded(seen), folded(seen)[:-1]))
    evidence: dict[str, object] = {"typed": plan.text, "read": seen}
    if begun or still(before.frame, after.frame):
        evidence["unfinished"] = True
    elif readings := _untold(typed, elements, seen, field, other_cuts(after.frame, read)):
        evidence[DOUBTFUL] = list(readings)
        told = " and as ".join(f"“{one}”" for one in readings)
        reason = (
            f"“{plan.text}” was typed, but it cannot be told what the screen shows: it is read as {told}."
        )
        return Verdict(False, reason, evidence)
    return Verdict(False, f"“{plan.text}” was typed, but the screen shows “{seen}”.", evidence)


def _as_spelled(
    plan: StepPlan, shown: DemonstratedStep, elements: Sequence[Element], seen: str, closer: CloserLook
) -> bool:
    """Whether spaces and capitals stand there as typed, or the demonstration's field did not keep them."""
    demonstrated = plan.step.value.text if plan.step.value is not None else ""
    kept = kept_by(demonstrated, [one.text for one in shown_where_typed(shown)])
    one = next((one for one in elements if one.text == seen), None)
    if one is None:
        return True  # it was put together of several texts, which may have been cut within a word
    return is_spelled(plan.text or "", kept, seen, lambda: closer(one))


def _untold(
    typed: Typed, elements: Sequence[Element], seen: str, field: Box | None, closer: CloserLook
) -> tuple[str, ...]:
    """How the text that is most like the typed one is read, where that does not tell what it is."""
    here = [one for one in elements if one.text == seen and seen]
    inside = [one for one in here if field is not None and one.box.overlaps(field)]
    one = next(iter(inside if field is not None else here), None)
    return cannot_be_told(typed, one, closer(one), bool(inside)) if one is not None else ()


def other_cuts(frame: Frame, read: Read) -> CloserLook:
    """Reads the place of an element in other cuts than the first: an edge hides a minus, a cut a digit.

    Of 960 values in fields of Qt (11 to 16 px, six typefaces, light and dark) 8 were misread at first, one
    after these cuts.
    """

    def look(one: Element) -> Iterable[str]:
        if one.kind in ENTRY_KINDS:
            x, y, w, h = one.box.x, one.box.y + EDGE_PX, one.box.w, one.box.h - 2 * EDGE_PX
            cuts = [Box(x + edge, y, w - 2 * edge, h) for edge in EDGES_PX]
        else:
            cuts = [one.box.expanded(MARGIN_PX), one.box.expanded(2 * MARGIN_PX)]
        for cut in cuts:
            yield read(frame, cut)[0]
        piece = cuts[1].crop(frame)
        if piece.size:
            large = cv2.resize(piece, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC)
            yield read(large, Box(0, 0, large.shape[1], large.shape[0]))[0]  # type: ignore[arg-type]

    return look


def _drawn_lines(before: Observation, after: Observation, read: Read) -> list[Element]:
    """What stands where something was drawn anew and no line of text was proposed, line by line.

    Of a line that was, the part that changed says too little: 12 behind a 3 is 312.
    """
    found: list[Element] = []
    for box in changed_lines(before.frame, after.frame, after.window)[:MOST_LINES]:
        lines = [one for one in after.elements if one.text and one.box.h < 2 * max(box.h, LEAST_LINE_PX)]
        if any(one.box.overlaps(box) for one in lines):
            continue
        text, confidence = read(after.frame, box.expanded(LINE_MARGIN_PX))
        found.append(Element(box, "text", text, confidence))
    return found


def _added_to(typed: str, seen: str, before: Observation, after: Observation) -> str | None:
    """What stood before in the one-line field that now shows `seen`, if the typed text was added to it."""
    for one in after.elements:
        if one.kind not in ENTRY_KINDS or one.text != seen:
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
    return any(shows_it(value.text, one.text) for one in shown.after.elements)
