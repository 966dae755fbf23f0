"""Which entry of an open list a click beside its words was on.

An entry is as wide as its list, and people click anywhere in it; the detector often proposes its words
alone. Only in a list that has just opened, over a page that stands as it was, is a blank place surely that of
the words beside it: in a table it is an empty cell, and in a form a field that was not seen.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence

import numpy as np

from lam_desktop.execution.screen.redrawn import redrawn
from lam_desktop.perception.ground import from_ground
from lam_desktop.types import ENTRY_KINDS, LINE_KINDS, Box, Element, ElementKind, Frame

CONTROLS = ENTRY_KINDS | frozenset[ElementKind]({"button", "checkbox", "radio"})
"""What has its name beside it: lines that hold one are those of a form."""
INK = 10
"""Grey levels, of 255, that something drawn differs from the ground of its row."""
BAR = 4
"""By so many grey levels the bar under an entry, where there is one, differs from what is above and below."""
TALLEST = 1.5
"""A bar goes at most this many heights of its words beyond them."""
COLUMN_PX, FARTHEST, AROUND = 4, 3.0, 6
"""Entries begin in one column, and the next begins at most this many heights of the words away; other columns
are looked for so many heights above and below."""
MOST_OTHERS, LEAST_STAYED = 0.1, 3
"""Share of the other elements that may look otherwise since, as what was clicked; so many must not."""
SIDEWAYS = 20
"""An entry is at most so many times as wide as its words are high."""


def entry_beside(
    elements: Sequence[Element], frame: Frame, earlier: Frame | None, point: tuple[int, int]
) -> Element | None:
    """The words of the entry in which a point right of them surely lies, if any; frame pixels.

    `earlier`: the screen before the step that may have opened the list.
    """
    words = _words_before(elements, point)
    if words is None or earlier is None or earlier.shape != frame.shape or point[0] >= frame.shape[1]:
        return None
    ground = _blank(frame, words.box, point[0], elements)
    listed = [one for one in elements if _is_in_column(one, words)]
    if ground is None or _has_columns(words.box, listed, elements, ground):
        return None
    if not _has_just_opened(listed, elements, ground, (earlier, frame)):
        return None
    return words if _is_on_bar(frame, words.box, point[0]) or _is_listed(words, elements) else None


def _is_in_column(one: Element, words: Element) -> bool:
    return one.kind in LINE_KINDS and abs(one.box.x - words.box.x) <= words.box.h // 2


def _has_just_opened(
    listed: Sequence[Element],
    elements: Sequence[Element],
    ground: tuple[int, int],
    frames: tuple[Frame, Frame],
) -> bool:
    """Whether entries are new, with nothing new beside them on their ground.

    Next to nothing else on the screen is either: it is no page that was opened.
    """
    new = {id(one): redrawn(*frames, one.box) for one in elements}
    entries = [one for one in listed if new[id(one)]]
    if not entries:
        return False
    over = functools.reduce(Box.union, (one.box for one in entries))
    around = [one for one in elements if not one.box.overlaps(over)]
    came = [one for one in around if new[id(one)]]
    if any(ground[0] <= one.box.center[0] < ground[1] for one in came):
        return False
    return len(came) <= max(1, MOST_OTHERS * len(around)) and len(around) - len(came) >= LEAST_STAYED


def _words_before(elements: Sequence[Element], point: tuple[int, int]) -> Element | None:
    """What stands left of the point on its line, next to it and not too far."""
    x, y = point
    before = [one for one in elements if one.kind in LINE_KINDS and one.text and one.box.right <= x]
    words = max((one for one in before if _is_level(one.box, y)), key=lambda one: one.box.right, default=None)
    return words if words is not None and x - words.box.x <= SIDEWAYS * words.box.h else None


def _blank(frame: Frame, words: Box, x: int, elements: Sequence[Element]) -> tuple[int, int] | None:
    """Columns of the line on whose ground nothing stands but words; None where `x` is not surely blank."""
    line = Box(0, words.y, frame.shape[1], words.h).intersection(Box(0, 0, frame.shape[1], frame.shape[0]))
    crop = line.crop(frame)
    if not crop.size:
        return None
    reach = x + words.h // 2
    ink = np.any(from_ground(crop, slice(max(0, words.x), reach)) > INK, axis=0)
    if ink[words.right : reach].any():
        return None
    for one in elements:
        if one.kind in LINE_KINDS and _is_level(one.box, words.center[1]):
            ink[max(0, one.box.x) : one.box.right] = False
    left, right = np.flatnonzero(ink[: words.x]), np.flatnonzero(ink[words.right :])
    return int(left[-1]) + 1 if len(left) else 0, words.right + int(right[0]) if len(right) else len(ink)


def _has_columns(
    box: Box, listed: Sequence[Element], elements: Sequence[Element], ground: tuple[int, int]
) -> bool:
    """Whether anything stands beside the entry in this box, or beside one near it, on the same ground."""
    near = Box(ground[0], box.y - AROUND * box.h, ground[1] - ground[0], (1 + 2 * AROUND) * box.h)
    return any(
        near.contains(*one.box.center)
        and not any(one is other or one.box.overlaps(other.box) for other in listed)
        for one in elements
    )


def _is_level(box: Box, y: int) -> bool:
    return box.y <= y < box.bottom


def _is_on_bar(frame: Frame, words: Box, x: int) -> bool:
    """Whether a bar of one colour lies under the words and goes on as far as the column `x`."""
    lit = frame[words.center[1], x].astype(np.int16)
    reach = round(words.h * TALLEST)
    top, bottom = max(0, words.y - reach), min(frame.shape[0], words.bottom + reach)
    left = max(0, words.x - COLUMN_PX)
    is_lit = (np.abs(frame[top:bottom, left : x + 1].astype(np.int16) - lit) < BAR).all(2)
    at = words.center[1] - top
    above, below = np.flatnonzero(~is_lit[:at, -1]), np.flatnonzero(~is_lit[at:, -1])
    if not len(above) or not len(below):
        return False
    first, end = int(above[-1]) + 1, at + int(below[0])
    if abs((first + end) // 2 - at) > words.h / 4:
        return False
    rims = [row for row in (first + 1, end - 2) if not words.y <= top + row < words.bottom]
    return bool(rims) and all(bool(is_lit[row].all()) for row in rims)


def _is_listed(words: Element, elements: Sequence[Element]) -> bool:
    """Whether the nearest words of the same column are entries at one distance, and not names in a form."""
    height = words.box.h
    beside = [
        one.box
        for one in elements
        if one.kind in LINE_KINDS
        and abs(one.box.x - words.box.x) <= COLUMN_PX
        and height / 2 < abs(one.box.center[1] - words.box.center[1]) <= AROUND * height
    ]
    rows = [words.box, *beside]
    if any(
        one.kind in CONTROLS and any(_is_level(box, one.box.center[1]) for box in rows) for one in elements
    ):
        return False
    apart = sorted((box.center[1] - words.box.center[1] for box in beside), key=abs)
    if len(apart) < 2 or abs(apart[0]) > FARTHEST * height:
        return False
    nearest, next_one = apart[:2]
    return abs(next_one + nearest if nearest * next_one < 0 else next_one - 2 * nearest) <= COLUMN_PX
