"""Whether the check box with a label is ticked, as a screen shows it."""

from __future__ import annotations

from collections.abc import Sequence

from lam_desktop.execution.finding.shown_text import ONE_SHAPE, Sighting
from lam_desktop.neighbours import is_over, label_of, marked, tick_box_of
from lam_desktop.tasks.texts.likeness import folded
from lam_desktop.tasks.texts.spans import one_line
from lam_desktop.types import Element, ElementKind, Observation


def ticked(label: str, seen: Observation) -> Sighting:
    """Whether the only check box that is called so is ticked; whatever else is there, nobody can tell.

    A label counts whole, letter by letter, but for spaces and case.
    """
    return state_of(label, seen.elements)


def state_of(label: str, elements: Sequence[Element], kind: ElementKind = "checkbox") -> Sighting:
    """The same among these elements, or of a radio button."""
    wanted = folded(label).rstrip(":")
    boxes: list[Element] = []
    like = ""
    for box in (one for one in elements if one.kind == kind):
        for said in _labels(box, elements):
            if folded(said).rstrip(":") == wanted:
                boxes.append(box)
                break
            if folded(said.translate(ONE_SHAPE)) == folded(label.translate(ONE_SHAPE)):
                like = like or one_line(said)
    apart = [
        one for at, one in enumerate(boxes) if not any(is_over(one.box, other.box) for other in boxes[:at])
    ]
    if len(apart) == 1 and not like:
        return Sighting(apart[0].checked)
    return Sighting(None, like)


def _labels(box: Element, elements: Sequence[Element]) -> tuple[str, ...]:
    """What a check box is called: what it says itself, else the text beside it that it ticks."""
    if box.text.strip():
        return box.text, marked(box.text)[1]
    label = label_of(box, elements)
    if label is None or (box.kind == "checkbox" and tick_box_of(label, elements) is not box):
        return ()
    return (label.text,)
