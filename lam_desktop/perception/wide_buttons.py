"""Wide buttons, each as the one button that it is.

Of a button that is wider than what a cell of the detector sees none knows both ends, and its long edges are
those of a field. What tells them apart is where the words stand: in a button's middle, at an end of a field.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np
import numpy.typing as npt

from lam_desktop.perception.detector.processing_detector import Proposal
from lam_desktop.types import Box, Frame

LEAST_WIDTH_PX, LEAST_WIDTH, HEIGHTS_PX = 160, 6.0, (14, 72)
"""Of a wide button: pixels, heights of its own; and how high one line is."""
SIDE_PX = 3
"""So near its upper and lower edge lies its frame."""
INK, EDGE, EDGE_SHARE = 32, 5, 0.85
"""Grey levels, of 255, that letters differ from the ground of their row, and what is no ground at all; the
share of the rows of a column in which that is so at the end of a button."""
LEAST_GAP, LEAST_SHARE, MIDDLE = 1.2, 0.15, 0.03
"""Between the words and each end: heights, and share of the width, at least; the two differ by at most this
share of the width."""
WITHIN, MOST_GROWTH = 0.8, 1.5
"""Share of a text's box that lies within the button whose words it is; a button is at most so many times as
wide as it was proposed."""


def with_wide_buttons(
    proposals: Sequence[Proposal], frame: Frame, bounds: Box | None = None
) -> list[Proposal]:
    """The proposals, with wide fields whose words stand in their middle as buttons.

    Boxes in pixels of `frame` (H, W, 3); `bounds` as for `with_areas`.
    """
    found = list(proposals)
    for one in proposals:
        if not _may_be(one):
            continue
        box = _button(one.box, frame)
        if box is None or (bounds is not None and bounds.intersection(box) != box):
            continue
        found = [
            other
            for other in found
            if other is not one and not (other.kind in ("text", "field") and _within(other.box, box))
        ]
        found.append(replace(one, box=box, kind="button"))
    return found


def _may_be(one: Proposal) -> bool:
    low, high = HEIGHTS_PX
    box = one.box
    return one.kind == "field" and low <= box.h <= high and box.w >= max(LEAST_WIDTH_PX, LEAST_WIDTH * box.h)


def _within(box: Box, button: Box) -> bool:
    return box.intersection(button).area >= WITHIN * max(1, box.area)


def _button(field: Box, frame: Frame) -> Box | None:
    """The whole box of what was proposed as a field, if it is a button; else None."""
    reach = round((MOST_GROWTH - 1) * field.w)
    around = Box(field.x - reach, field.y + SIDE_PX, field.w + 2 * reach, field.h - 2 * SIDE_PX)
    around = around.intersection(Box(0, 0, frame.shape[1], frame.shape[0]))
    inside = field.intersection(around)
    if inside.h < field.h - 2 * SIDE_PX or inside.w < LEAST_WIDTH_PX:
        return None
    differs = _from_ground(around.crop(frame), slice(inside.x - around.x, inside.right - around.x))
    left, right = _ends(differs, inside.center[0] - around.x)
    words = np.flatnonzero((differs[:, left:right] > INK).any(0))
    if not len(words):
        return None
    width, before, behind = right - left, int(words[0]), right - left - 1 - int(words[-1])
    if min(before, behind) < max(LEAST_GAP * field.h, LEAST_SHARE * width):
        return None
    if abs(before - behind) > MIDDLE * width or width > MOST_GROWTH * field.w:
        return None
    return Box(around.x + left - 1, field.y, width + 2, field.h)


def _from_ground(crop: Frame, inside: slice) -> npt.NDArray[np.int16]:
    """(h, w) grey levels that each pixel differs from the ground of its row, for buttons are shaded."""
    grey = cv2.cvtColor(crop, cv2.COLOR_RGB2GRAY)
    ground = np.array([np.bincount(row[inside], minlength=256).argmax() for row in grey], np.int16)
    return np.abs(grey.astype(np.int16) - ground[:, None])


def _ends(differs: npt.NDArray[np.int16], middle: int) -> tuple[int, int]:
    """First and behind the last column around the middle one before something stands in nearly every row: the
    edge of the button, or what is beside it. Equal where no such end is seen."""
    edges = np.flatnonzero((differs > EDGE).mean(0) >= EDGE_SHARE)
    at = int(np.searchsorted(edges, middle))
    if at in (0, len(edges)):
        return middle, middle
    return int(edges[at - 1]) + 1, int(edges[at])
