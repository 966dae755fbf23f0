"""Which texts a key may have chosen: those of what it changed on the screen, where that is little."""

from __future__ import annotations

from collections.abc import Sequence

from lam_desktop.differences import changed_pieces, changed_regions
from lam_desktop.neighbours import LABELLED, is_over, label_of, name_beside
from lam_desktop.tasks.provenance.keyed_choices import Chosen
from lam_desktop.types import ENTRY_KINDS, Box, Element, Observation

MOST_LINES, MOST_NEW = 4, 2
"""Lines that a choice changes: the entry that was marked and the one before it, with what they stand in. Of a
list that scrolls under the choice, as many entries are new."""


def chosen_texts(before: Observation, after: Observation, marks_alone: bool = False) -> tuple[Chosen, ...]:
    """The texts of what changed between two looks at one screen: an entry that was marked, the label of an
    option that was ticked, or of a check box, what a field shows since. Nothing where more changed than a
    choice changes.

    `marks_alone`: only options and check boxes count. Whether one is ticked now may not be seen yet: of those
    that changed all count but the option that is ticked no more.
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
    found: list[Chosen] = []
    for one in changed:
        if one.kind in LABELLED:
            left = one.kind == "radio" and not one.checked and _was_ticked(one, before)
            label = None if left else label_of(one, after.elements)
            found.append(Chosen(label.text if label is not None else "", shown=False))
        elif not marks_alone and (one.text not in known or _is_chosen(one, before)):
            shown = one.kind in ENTRY_KINDS
            found.append(Chosen(one.text, shown, name_beside(one, after.elements) if shown else ""))
    return tuple(dict.fromkeys(one for one in found if one.text))


def _was_ticked(mark: Element, before: Observation) -> bool:
    return any(other.checked for other in _there(mark, before))


def _is_chosen(one: Element, before: Observation) -> bool:
    """Whether an element, whose text stood on the screen before, may be chosen: an entry of a list stood
    there already, for others have moved; a field or list that shows its choice said something else, for in
    others a caret has moved."""
    there = [other.text for other in _there(one, before)]
    if one.kind in ENTRY_KINDS:
        return one.text not in there
    # The mark beside a label may be read as a letter of it.
    return any(text and (text in one.text or one.text in text) for text in there)


def _there(one: Element, before: Observation) -> list[Element]:
    """What stood in an element's place; what has the focus is seen larger."""
    return [other for other in before.elements if is_over(other.box, one.box)]


def _lines(elements: Sequence[Element]) -> int:
    """How many lines they stand in."""
    lines: list[Box] = []
    for one in elements:
        if not any(box.y < one.box.center[1] < box.bottom for box in lines):
            lines.append(one.box)
    return len(lines)
