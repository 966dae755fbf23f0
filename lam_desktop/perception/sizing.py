"""At what size a screen is looked at: with letters as large as those that the detector knows best.

Its cells see some 250 pixels around them. Of a screen at 200 % they see half as much as at 100 %: buttons
lose their ends, and large figures are taken for icons. Seen smaller, such a screen is one at 100 % again.
One that is not as large, but has high pieces of text, is looked at from afar, too: what was found only so is
added.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median

import cv2
import numpy as np

from lam_desktop.perception.detector.processing_detector import Proposal, Proposer
from lam_desktop.perception.text_lines import text_lines
from lam_desktop.types import Box, ElementKind, Frame

WRITTEN: frozenset[ElementKind] = frozenset(
    {"text", "link", "menu_item", "button", "tab", "header", "list_item"}
)
"""Kinds whose words tell how large a program's letters are; those of entries and cells may be of any size."""
LARGE_LINE_PX, KNOWN_LINE_PX = 26, 19
"""Where the ink of most lines is at least so high (at 100 % it is some 16, at 200 % 28), they are seen at
most so high."""
LEAST_LINES, MOST_LINES = 3, 60
FACTORS = (0.75, 0.625, 0.5)
"""Sizes, in parts of the screen's own, to choose from."""
LARGE_TEXT_PX = 26
"""Where texts, of one line or several, are mostly so high, the screen is looked at from afar, too."""
FAR, SAME_IOU, SAME_INK, COVERED, CUT = 0.5, 0.5, 0.5, 0.3, 0.5
HOLDS_OTHERS: frozenset[ElementKind] = frozenset({"cell", "list_item", "menu_item", "tab", "header"})
"""Kinds that marks and buttons of their own may lie in."""
GRID_PX, REDUCED_GRID_PX = 32, 256
"""A corner on this grid lies on the detector's own, of 32 pixels, at each of the sizes."""


@dataclass(frozen=True, slots=True)
class Size:
    """How a screen is looked at."""

    factor: float = 1.0
    """Of the screen's own size."""
    also_far: bool = False

    @property
    def grid(self) -> int:
        """What a look at a part begins on, so that it sees what a look at the whole sees there; pixels."""
        return GRID_PX if self.factor == 1.0 else REDUCED_GRID_PX


def fitting(proposals: Sequence[Proposal], frame: Frame) -> Size:
    """How a frame (H, W, 3), on which these were seen at its own size, is best looked at."""
    written = [one.box for one in proposals if one.kind in WRITTEN]
    height = 0.0
    if written and median(box.h for box in written) >= LARGE_LINE_PX:  # no line is higher than its box
        crops = (box.crop(frame) for box in written[:: 1 + len(written) // MOST_LINES])
        lines = [span.shape[0] for crop in crops for line in text_lines(crop) for span, _ in line]
        height = median(lines) if len(lines) >= LEAST_LINES else 0.0
    if height >= LARGE_LINE_PX:
        return Size(next((factor for factor in FACTORS if height * factor <= KNOWN_LINE_PX), FACTORS[-1]))
    texts = [one.box.h for one in proposals if one.kind == "text"]
    return Size(also_far=len(texts) >= LEAST_LINES and median(texts) >= LARGE_TEXT_PX)


def proposed_anew(frame: Frame, detector: Proposer) -> tuple[list[Proposal], Size]:
    """What the detector sees on a frame (H, W, 3) at the size that fits it, and that size."""
    near = detector.propose(frame)
    size = fitting(near, frame)
    return proposed(frame, detector, size, near), size


def proposed(
    frame: Frame, detector: Proposer, size: Size, near: list[Proposal] | None = None
) -> list[Proposal]:
    """What the detector sees on a frame (H, W, 3), looked at so; boxes in the frame's own pixels.

    `near`: what it sees there at the frame's own size, where that is known.
    """
    if near is None:
        near = detector.propose(frame)
    if size.factor != 1.0:
        fit = _proposed_at(size.factor, frame, detector)
        return [*fit, *(one for one in near if not any(_covers(other, one) for other in fit))]
    if not size.also_far:
        return near
    far = [one for one in _proposed_at(FAR, frame, detector) if one.box.h >= LARGE_TEXT_PX]
    return [*near, *(one for one in far if not any(_explains(other, one) for other in near))]


def _explains(near: Proposal, far: Proposal) -> bool:
    """Whether what was seen at a screen's own size says what there is where something was seen from afar.

    From afar a part of a sentence may look like an entry: it is full of it, or cuts it.
    """
    if near.box.iou(far.box) >= SAME_IOU:
        return True
    if near.kind != "text" or far.kind not in HOLDS_OTHERS:
        return False
    shared = near.box.intersection(far.box).area
    beyond = max(far.box.x - near.box.x, near.box.right - far.box.right)
    cut = shared >= COVERED * near.box.area and beyond >= CUT * near.box.h
    return cut or shared >= SAME_INK * far.box.area


def _covers(large: Proposal, small: Proposal) -> bool:
    """Whether what was seen at a size that fits stands for what was seen at another one."""
    beside = large.kind == "text" and small.kind in ("checkbox", "radio")
    if beside or (large.kind in HOLDS_OTHERS and small.kind not in WRITTEN):
        return large.box.iou(small.box) >= SAME_IOU
    return large.box.intersection(small.box).area >= COVERED * small.box.area


def _proposed_at(factor: float, frame: Frame, detector: Proposer) -> list[Proposal]:
    height, width = frame.shape[:2]
    size = int(width * factor), int(height * factor)
    if min(size) < 1:
        return []
    small = cv2.resize(frame, size, interpolation=cv2.INTER_AREA).astype(np.uint8, copy=False)
    return [replace(one, box=_scaled(one.box, 1 / factor)) for one in detector.propose(small)]


def _scaled(box: Box, by: float) -> Box:
    return Box(*(round(side * by) for side in (box.x, box.y, box.w, box.h)))
