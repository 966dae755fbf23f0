"""Large areas to write in, each as the one field that it is: the page of an editor, the text of a message.

Of an area that is larger than what a cell of the detector sees none knows both ends: it is proposed in
pieces, and they reach beyond it. Its ground has one colour, and where that ends the area does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
import numpy.typing as npt

from lam_desktop.perception.detector.processing_detector import Proposal
from lam_desktop.perception.text_lines import runs
from lam_desktop.types import Box, ElementKind, Frame

LEAST_WIDTH_PX, LEAST_HEIGHT_PX = 160, 96
"""Of a large area, and of the piece that it is found by; a field of one line is seen whole."""
SAME_GROUND = 2
"""A channel of the ground differs at most so much; hairlines differ more."""
LEAST_GROUND, MOSTLY_GROUND = 0.25, 0.6
"""Share of ground in each row and column of an area, written on or not, and in the whole of it."""
LEAST_KEPT = 0.7
"""Share of the piece that it is found by: what loses more may be whole, and cut by what is marked in it."""
LEAST_COVERED = 0.5
"""Share of an area, and of what is written in it, under pieces: the rest may be of something else."""
PIECE_WITHIN, SMALL_WITHIN = 0.5, 0.8
"""Share of its own that a piece has within its area at least, and a small one within the large ones."""
MOST_ROUNDS = 6
NEVER_WITHIN: frozenset[ElementKind] = frozenset(
    {"button", "checkbox", "radio", "combo", "spin", "tab", "menu_item", "window_control"}
)
"""What no area to write in holds; an icon may be its handle."""
LISTED: frozenset[ElementKind] = frozenset({"list_item", "cell", "header"})
MOST_LISTED = 3
"""So many words of what is written may be taken for entries of a list; more of them are one."""


def with_areas(proposals: Sequence[Proposal], frame: Frame, bounds: Box | None = None) -> list[Proposal]:
    """The proposals, the pieces of each large area made one field; boxes in pixels of `frame` (H, W, 3).

    `bounds`: what can be told of the frame; an area that reaches to its end, though the frame goes on behind
    it, stays in pieces. None where the frame is the whole screen.
    """
    found = list(proposals)
    seeds = sorted((one for one in proposals if is_large(one)), key=lambda one: -one.box.area)
    grounds = _Grounds(frame)
    for seed in seeds:
        if seed not in found:
            continue  # a piece of an area that was found by another one
        box = _ground_around(seed.box, grounds)
        if box is None or (bounds is not None and bounds.intersection(box) != box):
            continue
        area = _Area.of(box, found)
        if area.is_field():
            best = max(area.pieces, key=lambda one: one.score)
            found = [one for one in found if one not in area.pieces]
            found.append(replace(best, box=box))
    return found


def is_large(one: Proposal) -> bool:
    """Whether it is a large area to write in, or a piece of one."""
    return one.kind == "field" and one.box.w >= LEAST_WIDTH_PX and one.box.h >= LEAST_HEIGHT_PX


def is_piece(box: Box, area: Box) -> bool:
    """Whether enough of a box lies in an area to be a piece of it."""
    return box.intersection(area).area >= PIECE_WITHIN * max(1, box.area)


@dataclass(frozen=True, slots=True)
class _Area:
    """A part of the picture that has one ground, with what was proposed there."""

    box: Box
    pieces: Sequence[Proposal]
    """Fields, of which at least half lies within."""
    others: Sequence[Proposal]
    """Whatever else has its middle within."""

    @classmethod
    def of(cls, box: Box, proposals: Sequence[Proposal]) -> _Area:
        pieces, others = [], []
        for one in proposals:
            if one.kind == "field" and is_piece(one.box, box):
                pieces.append(one)
            elif box.contains(*one.box.center):
                others.append(one)
        return cls(box, pieces, others)

    def is_field(self) -> bool:
        """Whether the pieces are of one field, which nothing else lies in."""
        large = [one.box for one in self.pieces if is_large(one)]
        small = [one.box for one in self.pieces if not is_large(one)]
        written = [one.box for one in self.others if one.kind == "text" or one.kind in LISTED]
        return (
            _hang_together(large)
            and all(_covered(box, [box], large) >= SMALL_WITHIN for box in small)
            and not any(one.kind in NEVER_WITHIN for one in self.others)
            and sum(one.kind in LISTED for one in self.others) <= MOST_LISTED
            and _covered(self.box, [self.box], large) >= LEAST_COVERED
            and _covered(self.box, written, large) >= LEAST_COVERED
        )


def _hang_together(boxes: Sequence[Box]) -> bool:
    """Whether one can get from each box to each other one over boxes that overlap."""
    reached, left = list(boxes[:1]), list(boxes[1:])
    for box in reached:  # it grows
        reached += [other for other in left if other.overlaps(box)]
        left = [other for other in left if not other.overlaps(box)]
    return bool(reached) and not left


def _covered(within: Box, what: Sequence[Box], by: Sequence[Box]) -> float:
    """Share of `what`, as far as it lies `within`, over which one of `by` lies; 1.0 of nothing."""
    there, over = np.zeros((2, within.h, within.w), bool)
    for boxes, mask in ((what, there), (by, over)):
        for box in boxes:
            part = box.intersection(within).moved(-within.x, -within.y)
            mask[part.y : part.bottom, part.x : part.right] = True
    return float(over[there].mean()) if there.any() else 1.0


class _Grounds:
    """Where a picture has the colour that is commonest in some part of it."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self._known: dict[tuple[int, ...], npt.NDArray[np.uint8]] = {}

    def of(self, box: Box) -> npt.NDArray[np.uint8]:
        """(H, W) 1 where the picture has the commonest colour of what lies in the box."""
        some = box.crop(self.frame)[::3, ::3].astype(np.uint32)
        packed, counts = np.unique(some @ np.array([1 << 16, 1 << 8, 1], np.uint32), return_counts=True)
        common = int(packed[counts.argmax()])
        colour = (common >> 16, common >> 8 & 255, common & 255)
        if colour not in self._known:
            low, high = (np.array(colour) + side * SAME_GROUND for side in (-1, 1))
            self._known[colour] = cv2.inRange(self.frame, low, high) // 255
        return self._known[colour]


def _ground_around(seed: Box, grounds: _Grounds) -> Box | None:
    """The area of one ground in which most of a piece lies; None where there is none, or it is small."""
    inside = seed.intersection(Box(0, 0, grounds.frame.shape[1], grounds.frame.shape[0]))
    if inside.w < LEAST_WIDTH_PX or inside.h < LEAST_HEIGHT_PX:
        return None
    ground = grounds.of(inside)
    top, bottom = _longest(_shares(inside.crop(ground), 1) >= LEAST_GROUND)
    top, bottom = inside.y + top, inside.y + bottom
    left, right = _longest(_shares(ground[top:bottom, inside.x : inside.right], 0) >= LEAST_GROUND)
    left, right = inside.x + left, inside.x + right
    for _ in range(MOST_ROUNDS):
        if right - left < LEAST_WIDTH_PX or bottom - top < LEAST_HEIGHT_PX:
            return None
        before = left, right, top, bottom
        left, right = _run_around(_shares(ground[top:bottom], 0), (left + right) // 2)
        top, bottom = _run_around(_shares(ground[:, left:right], 1), (top + bottom) // 2)
        if before == (left, right, top, bottom):
            break
    else:
        return None
    found = Box(left, top, right - left, bottom - top)
    if (
        inside.intersection(found).area < LEAST_KEPT * inside.area
        or found.crop(ground).mean() < MOSTLY_GROUND
    ):
        return None
    return found


def _shares(ground: npt.NDArray[np.uint8], axis: int) -> npt.NDArray[np.float64]:
    """Share of ground in each column (`axis` 0) or row (1)."""
    return ground.sum(axis, dtype=np.int32) / max(1, ground.shape[axis])


def _longest(fits: npt.NDArray[np.bool_]) -> tuple[int, int]:
    """Start and stop of the longest run of True; equal where there is none."""
    return max(runs(fits, gap=0, shortest=1), key=lambda run: run[1] - run[0], default=(0, 0))


def _run_around(shares: npt.NDArray[np.float64], middle: int) -> tuple[int, int]:
    """Start and stop of what has enough ground around the `middle`."""
    ends = np.flatnonzero(shares < LEAST_GROUND)
    at = int(np.searchsorted(ends, middle))
    if at < len(ends) and ends[at] == middle:
        return middle, middle
    return (int(ends[at - 1]) + 1 if at else 0), (int(ends[at]) if at < len(ends) else len(shares))
