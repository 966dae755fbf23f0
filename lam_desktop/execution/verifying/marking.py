"""What keys mark, as Ctrl+A does: a light on what stands there, as large as that is, and no other change."""

from __future__ import annotations

from lam_desktop.execution.screen.redrawn import changes, redrawn
from lam_desktop.execution.screen.screen_texts import CARETS, folded
from lam_desktop.types import Box, Observation


def only_marks(before: Observation, after: Observation) -> bool:
    """Whether a text stands in another light than before, and nothing else changed; frames of one size."""
    drawn = changes(before.frame, after.frame, before.window)
    return text_was_lit(before, after) and not any(redrawn(before.frame, after.frame, box) for box in drawn)


def text_was_lit(before: Observation, after: Observation) -> bool:
    """Whether a text stands in another light than before; frames of one size."""
    drawn = changes(before.frame, after.frame, after.window)
    lit = [box for box in drawn if not redrawn(before.frame, after.frame, box)]
    return any(box.overlaps(one.box) for box in lit for one in after.elements if one.text.strip())


def is_empty(field: Box, seen: Observation) -> bool:
    """Whether no text is seen in a field (frame pixels), but for the caret that stands there."""
    inside = [folded(one.text) for one in seen.elements if field.contains(*one.box.center)]
    return all(len(text) == 1 and text in CARETS for text in inside if text)
