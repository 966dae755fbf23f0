"""Which texts a key may have chosen: those of what it changed on the screen, where that is little."""

from __future__ import annotations

from collections.abc import Sequence

from lam_desktop.differences import changed_pieces, changed_regions
from lam_desktop.neighbours import LABELLED, label_of
from lam_desktop.types import ENTRY_KINDS, Box, Element, Observation

SAME_IOU = 0.5

MOST_LINES, MOST_NEW = 4, 2
"""Lines that a choice changes: the entry that was marked and the one before it, with what they stand in. Of a
list that scrolls under the choice, as many entries are new."""


def chosen_texts(before: Observation, after: Observation, marks_alone: bool = False) -> tuple[str, ...]:
    """The texts of what changed between two looks at one screen: an entry that was marked, the label of an
    option that was ticked, what a field shows since. None where more changed than a choice changes.

    `marks_alone`: only options and check boxes count, these also where they are ticked no more.
    """
    if before.frame.shape != after.frame.shape:
        return ()
    pieces = [
        piece
        for region in changed_regions(before.frame, after.frame)
        for piece in changed_pieces(before.frame, after.frame, region)
    ]
    changed = [one for one in after.elements if any(one.box.overlaps(piece) for piece in pieces)]
    known = {one.text for one in before.elements}
    if _lines(changed) > MOST_LINES:
        changed = [one for one in changed if one.text and one.text not in known]
        if len(changed) > MOST_NEW:
            return ()
    found: list[str] = []
    for one in changed:
        if one.kind in LABELLED:
            ticked = one.checked is not False or (marks_alone and one.kind == "checkbox")
            label = label_of(one, after.elements) if ticked else None
            found.append(label.text if label is not None else "")
        elif not marks_alone and (one.text not in known or _is_marked(one, before)):
            found.append(one.text)
    return tuple(dict.fromkeys(filter(None, found)))


def _is_marked(one: Element, before: Observation) -> bool:
    """Whether what looks otherwise stood there before and says the same: no text that moved there, and no
    entry in which a caret moved."""
    there = [other for other in before.elements if other.text == one.text]
    return one.kind not in ENTRY_KINDS and any(one.box.iou(other.box) >= SAME_IOU for other in there)


def _lines(elements: Sequence[Element]) -> int:
    """How many lines they stand in."""
    lines: list[Box] = []
    for one in elements:
        if not any(box.y < one.box.center[1] < box.bottom for box in lines):
            lines.append(one.box)
    return len(lines)
