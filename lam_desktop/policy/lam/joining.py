"""Values that were proposed in pieces, as the one element that they are.

A narrow cell breaks «Rosa / Staubasteuwert» into two lines, and a detector may take the words of a wide one
for two cells; then no element says the name. Only what says a value of the row in all, piece below or beside
piece, is joined.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from lam_desktop.neighbours import same_column
from lam_desktop.policy.lam.wording import plain_words
from lam_desktop.types import Box, Element, Observation

LEAST_PART, MOST_PARTS = 2, 3
"""Letters of one piece, and pieces of one value."""


def joined(seen: Observation, values: Collection[str]) -> Observation:
    """The observation with the pieces of each broken value as one element."""
    wanted = [words for words in map(plain_words, values) if _may_be_broken(words)]
    if not wanted:
        return seen  # most screens of a task without such values
    read = [plain_words(one.text) for one in seen.elements]
    wanted = [words for words in wanted if words not in read]
    instead: dict[int, Element] = {}
    gone: set[int] = set()
    for first, words in enumerate(read):
        if first in gone:
            continue
        for value in wanted:
            pieces = _pieces(seen.elements, read, [first], value) if value.startswith(words) else None
            if pieces is not None and not gone & set(pieces):
                instead[first] = _as_one([seen.elements[i] for i in pieces])
                gone |= set(pieces)
                break
    if not instead:
        return seen
    elements = (instead.get(i, one) for i, one in enumerate(seen.elements) if i in instead or i not in gone)
    return seen.with_elements(tuple(elements))


def _pieces(
    elements: Sequence[Element], read: Sequence[str], so_far: list[int], value: str
) -> list[int] | None:
    """The elements that say the value together, from those that say its beginning on; None where none do."""
    said = "".join(read[i] for i in so_far)
    if min(len(read[i]) for i in so_far) < LEAST_PART or not value.startswith(said):
        return None
    if said == value:
        return so_far if len(so_far) > 1 else None
    if len(so_far) == MOST_PARTS:
        return None
    last = elements[so_far[-1]].box
    near = (
        i
        for i, one in enumerate(elements)
        if i not in so_far and (_right_beside(one.box, last) or _next_line(elements, one.box, last))
    )
    found = (_pieces(elements, read, [*so_far, i], value) for i in near)
    return next((pieces for pieces in found if pieces is not None), None)


def _as_one(pieces: Sequence[Element]) -> Element:
    box = pieces[0].box
    for one in pieces[1:]:
        box = box.union(one.box)
    return replace(
        pieces[0],
        box=box,
        text=" ".join(one.text for one in pieces),
        text_confidence=min(one.text_confidence for one in pieces),
        letters=(),
        score=min(one.score for one in pieces),
    )


def _may_be_broken(words: str) -> bool:
    """Whether a value is long enough, and no mere number: 20 above 24 is not 2024."""
    return len(words) >= 2 * LEAST_PART and any(sign.isalpha() for sign in words)


def _next_line(elements: Sequence[Element], lower: Box, upper: Box) -> bool:
    """Whether a box is the next line of the same cell: of two rows each has something level beside it."""
    if not right_below(lower, upper):
        return False
    first, second = (
        {i for i, one in enumerate(elements) if _level(one.box, box) and not same_column(one.box, box)}
        for box in (upper, lower)
    )
    return not (first - second and second - first)


def _level(one: Box, other: Box) -> bool:
    return 2 * abs(one.center[1] - other.center[1]) < min(one.h, other.h)


def right_below(lower: Box, upper: Box) -> bool:
    """Whether one box lies under another as the next line of the same cell."""
    gap, height = lower.y - upper.bottom, min(lower.h, upper.h)
    common = min(lower.right, upper.right) - max(lower.x, upper.x)
    return -height < 2 * gap < height and lower.center[1] > upper.center[1] and common > 0


def _right_beside(later: Box, earlier: Box) -> bool:
    """Whether one box goes on where another one ends, in the same line: at most a space is between them."""
    height = min(later.h, earlier.h)
    return _level(later, earlier) and abs(later.x - earlier.right) < height and later.right > earlier.right
