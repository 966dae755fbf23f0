"""What the screen counts: of several alike, the one that a sentence tells by its number.

«Enter it into the 2nd textbox» was demonstrated on the second of three; where the sentence says «3rd», the
third is meant. What is counted in the demonstration, and a number of it is found again on the present screen
as anything else is: by the policy.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from lam_desktop.neighbours import is_over, same_column
from lam_desktop.tasks.captions import quoted
from lam_desktop.tasks.forms import COUNTED, YES_NO
from lam_desktop.tasks.left_out import CLICKS
from lam_desktop.tasks.ordinals import LISTED, ordinals_in
from lam_desktop.tasks.paragraphs import paragraphs
from lam_desktop.tasks.standing import running
from lam_desktop.tasks.task import Place, Recorded, Target, TaskStep, Value
from lam_desktop.types import Box, Element, ElementKind

SAME_IOU = 0.5
"""Boxes of one element, found twice."""
SAME_SIZE = 0.12
"""Boxes of elements alike differ by this share at most."""
SAME_LINE = 0.5
"""In heights: what lies so far up or down at most stands in one line."""


def counted(
    step: TaskStep, earlier: Sequence[TaskStep], before: Callable[[TaskStep], Sequence[Element]]
) -> TaskStep:
    """The step with the number of its target read from the screen, where a sentence said it there.

    The step as it was where it is told otherwise already what is clicked, or the target is not the one that
    the number says; with a doubt where it has a state to end in, of which one demonstration tells one.
    `before` gives what stood on the screen before a step, in desktop pixels.
    """
    target = step.target
    if target is None or step.kind not in CLICKS or step.doubt:
        return step
    if step.value is not None and not (step.value.form == YES_NO and step.value.source == "constant"):
        return step
    seen: set[Recorded] = set()
    for shown in (step, *reversed(earlier)):
        if shown.recorded in seen or shown.window != step.window:
            continue
        seen.add(shown.recorded)
        places = _places(shown, target, before(step), paragraphs(before(shown)))
        if places:
            said = places[0].span.of(places[0].text)
            if step.value is not None:
                stood = f"{quoted(said)} stood in {quoted(places[0].text)}"
                return replace(step, doubt=f"{stood}, but it stays the box that you clicked.")
            doubt = (
                f"{quoted(said)} stood in {quoted(places[0].text)} and tells which one of several is clicked:"
                " it is read from there each time; where it is always the same one, remove the value."
            )
            return replace(step, value=Value("screen", "", said, COUNTED, places=places), doubt=doubt)
    return step


def kinds_counted(value: Value) -> frozenset[ElementKind]:
    """Of what the number of a value is one; empty where its text does not say so."""
    return next(
        (
            one.kinds
            for place in value.places
            for one in ordinals_in(place.text)
            if one.span == place.span
        ),
        frozenset[ElementKind](),
    )  # fmt: skip


def alike(elements: Sequence[Element], box: Box, kinds: frozenset[ElementKind]) -> list[Element]:
    """What counts as one of several with the element in `box`, in reading order; empty where none is there.

    Of lines in a table or list, what stands in their column; what was found twice counts once. An empty field
    may be taken for a button: what is empty, as large and in its line or column counts, too.
    """
    one = max(elements, key=lambda each: each.box.iou(box), default=None)
    if one is None or one.box.iou(box) < SAME_IOU:
        return []
    found = [other for other in elements if other.kind in kinds or _is_another(other, one)]
    if kinds == LISTED:
        found = [other for other in found if other.kind == one.kind and same_column(other.box, box)]
    apart: list[Element] = [one]
    for other in sorted(found, key=lambda each: -each.score):
        if not any(is_over(other.box, known.box) for known in apart):
            apart.append(other)
    return _in_reading_order(apart)


def _is_another(other: Element, one: Element) -> bool:
    """Whether it looks like one more of them, whatever its kind."""
    across, down = abs(other.box.w - one.box.w) / one.box.w, abs(other.box.h - one.box.h) / one.box.h
    if max(across, down) > SAME_SIZE or other.text.strip() or other.kind == "text":
        return False
    in_line = abs(other.box.center[1] - one.box.center[1]) < SAME_LINE * one.box.h
    return in_line or same_column(other.box, one.box)


def _places(
    shown: TaskStep, target: Target, now: Sequence[Element], screen: Sequence[Element]
) -> tuple[Place, ...]:
    """Where a sentence of a screen says the number that the target has on the screen of its click."""
    at = next((one for one in now if one.box.iou(target.box) >= SAME_IOU and one.kind == target.kind), None)
    if at is None:
        return ()
    found: list[Place] = []
    for sentence in running(screen, (target.box,)):
        for said in ordinals_in(sentence.text):
            if target.kind not in said.kinds:
                continue
            several = alike(now, at.box, said.kinds)
            behind = [one for one in several if _is_behind(one.box, sentence.box)]
            numbers = {group.index(at) + 1 for group in (several, behind) if at in group and len(group) > 1}
            if said.number in numbers:
                found.append(
                    Place(
                        shown.demonstrated, sentence.box, sentence.text, said.span, recording=shown.recording
                    )
                )
    return tuple(found)


def _is_behind(box: Box, sentence: Box) -> bool:
    """Whether something stands behind a sentence, as one reads."""
    return box.center[1] > sentence.bottom or (box.center[1] > sentence.y and box.x >= sentence.right)


def _in_reading_order(elements: Sequence[Element]) -> list[Element]:
    """Line by line from above, each from the left."""
    left = sorted(elements, key=lambda one: one.box.center[1])
    ordered: list[Element] = []
    while left:
        first = left[0].box
        line = [one for one in left if one.box.center[1] - first.center[1] < SAME_LINE * first.h]
        ordered += sorted(line, key=lambda one: one.box.x)
        left = left[len(line) :]
    return ordered
