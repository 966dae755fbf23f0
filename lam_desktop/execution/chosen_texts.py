"""Which texts a key may have chosen: those of what it changed on the screen, where that is little."""

from __future__ import annotations

from lam_desktop.differences import changed_pieces, changed_regions
from lam_desktop.neighbours import LABELLED, label_of
from lam_desktop.types import ENTRY_KINDS, Observation

MOST_CHANGED = 6
"""Elements: an entry that was marked and the one before it, with what they stand in. More were scrolled,
stored or opened."""


def chosen_texts(before: Observation, after: Observation, marks_alone: bool = False) -> tuple[str, ...]:
    """The texts of what changed between two looks at one screen: an entry that was marked, the label of an
    option that was ticked, what a field shows since. None where more changed than a choice changes.

    `marks_alone`: only options and check boxes count.
    """
    if before.frame.shape != after.frame.shape:
        return ()
    pieces = [
        piece
        for region in changed_regions(before.frame, after.frame)
        for piece in changed_pieces(before.frame, after.frame, region)
    ]
    changed = [one for one in after.elements if any(one.box.overlaps(piece) for piece in pieces)]
    if len(changed) > MOST_CHANGED:
        return ()
    shown = {(one.kind, one.text) for one in before.elements if one.kind in ENTRY_KINDS}
    found: list[str] = []
    for one in changed:
        if one.kind in LABELLED:
            label = label_of(one, after.elements) if one.checked is not False else None
            found.append(label.text if label is not None else "")
        elif not marks_alone and (one.kind, one.text) not in shown:  # a caret that moved changes no text
            found.append(one.text)
    return tuple(dict.fromkeys(filter(None, found)))
