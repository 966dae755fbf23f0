"""Wide buttons, each as the one button that it is.

Of a button that is wider than what a cell of the detector sees none knows both ends, and its long edges are
those of a field. What tells them apart is where the words stand: in a button's middle, at an end of a field.
(A wide field whose value is centred, as a date may be, is taken for a button while it holds one.)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
import numpy.typing as npt

from lam_desktop.perception.detector.processing_detector import Proposal
from lam_desktop.perception.ground import from_ground
from lam_desktop.types import Box, ElementKind, Frame

SEEDS: frozenset[ElementKind] = frozenset({"field", "button"})
PIECES: frozenset[ElementKind] = frozenset({*SEEDS, "text", "header", "cell", "list_item"})
"""What a wide button may be taken for, and what else its words or a part of it may be."""
LEAST_WIDTH_PX, LEAST_WIDTH, HEIGHTS_PX, LEAST_PIECE = 160, 6.0, (14, 72), 2.0
"""Of a wide button: pixels, heights of its own; how high it is; heights that a piece is wide at least."""
SIDE_PX = 3
"""So near its upper and lower edge lies its frame."""
INK, EDGE, EDGE_SHARE = 32, 5, 0.85
"""Grey levels, of 255, that letters differ from the ground of their row, and what is no ground at all; the
share of the rows of a column in which that is so at the end of a button."""
LEAST_GAP, LEAST_SHARE, MIDDLE, MOST_GAP = 1.2, 0.15, 0.03, 1.0
"""Between the words and each end: heights, and share of the width, at least; the two differ by at most this
share of the width. Heights from word to word at most."""
OWN_WORDS = 0.25
"""Share of the words that each of two buttons beside each other says at least."""
LEAST_BULLETS, BULLET = 4, 0.6
"""Signs of a password; share of the strongest ink that they have where they do not touch."""
WITHIN, LEAST_COVERED, WHOLE, MOST_GROWTH = 0.8, 0.5, 0.8, 2.5
"""Share of a piece that lies within its button, and of the button's width under pieces, at least; how alike
boxes are of which one need not be replaced; widths that a button reaches beyond a piece at most."""


def with_wide_buttons(
    proposals: Sequence[Proposal], frame: Frame, bounds: Box | None = None
) -> list[Proposal]:
    """The proposals, each wide button whole, of which there may be a field, or pieces.

    Boxes in pixels of `frame` (H, W, 3); `bounds` as for `with_areas`.
    """
    found = list(proposals)
    for one in sorted(filter(_may_be_piece, proposals), key=lambda one: -one.box.w):
        if not any(one is other for other in found):
            continue  # a piece of one that was found by another piece
        button = _button(one.box, frame)
        if button is None or (bounds is not None and bounds.intersection(button.box) != button.box):
            continue
        box = button.box
        pieces = [other for other in found if other.kind in PIECES and _within(other.box, box)]
        known = [other.box for other in pieces if other.kind == "button"]
        covered = sum(other.box.w for other in pieces if other.kind in SEEDS)
        if any(other.iou(box) >= WHOLE for other in known) or covered < LEAST_COVERED * box.w:
            continue
        if len(_with_words(known, button.words)) > 1:
            continue  # two buttons beside each other
        found = [other for other in found if not any(other is piece for piece in pieces)]
        found.append(replace(one, box=box, kind="button"))
    return found


@dataclass(frozen=True, slots=True)
class _Button:
    box: Box
    words: Box


def _may_be_piece(one: Proposal) -> bool:
    low, high = HEIGHTS_PX
    return one.kind in SEEDS and low <= one.box.h <= high and one.box.w >= LEAST_PIECE * one.box.h


def _within(box: Box, button: Box) -> bool:
    return box.intersection(button).area >= WITHIN * max(1, box.area)


def _with_words(pieces: Sequence[Box], words: Box) -> list[Box]:
    """Of some pieces of buttons, those apart from each other that hold a good part of the words."""
    found: list[Box] = []
    for box in pieces:
        if box.intersection(words).w >= OWN_WORDS * words.w and not any(box.overlaps(one) for one in found):
            found.append(box)
    return found


def _button(piece: Box, frame: Frame) -> _Button | None:
    """The whole box of a wide button of which a piece was proposed; None where it is none, or has no ends."""
    reach = round(MOST_GROWTH * piece.w)
    around = Box(piece.x - reach, piece.y + SIDE_PX, piece.w + 2 * reach, piece.h - 2 * SIDE_PX)
    around = around.intersection(Box(0, 0, frame.shape[1], frame.shape[0]))
    inside = piece.intersection(around)
    if inside.h < piece.h - 2 * SIDE_PX or not inside.area:
        return None
    differs = from_ground(around.crop(frame), slice(inside.x - around.x, inside.right - around.x))
    left, right = _ends(differs, inside.center[0] - around.x)
    width = right - left
    if width < max(LEAST_WIDTH_PX, LEAST_WIDTH * piece.h):
        return None
    ink = differs[:, left:right] > INK
    words = np.flatnonzero(ink.any(0))
    if (
        not len(words)
        or np.diff(words).max(initial=0) > MOST_GAP * piece.h
        or _are_bullets(differs[:, left:right])
    ):
        return None
    before, behind = int(words[0]), width - 1 - int(words[-1])
    if min(before, behind) < max(LEAST_GAP * piece.h, LEAST_SHARE * width):
        return None
    if abs(before - behind) > MIDDLE * width:
        return None
    first = around.x + left
    said = Box(first + before, piece.y, width - before - behind, piece.h)
    return _Button(Box(first - 1, piece.y, width + 2, piece.h), said)


def _are_bullets(differs: npt.NDArray[np.int16]) -> bool:
    """Whether all that is drawn are the same round signs: a password, wherever it stands."""
    inked = (differs > BULLET * differs.max()).astype(np.uint8)  # they touch where they are pale
    count, _, stats, _ = cv2.connectedComponentsWithStats(inked, connectivity=8)
    sizes = stats[1:, 2:4]  # (N, 2) width and height
    return count > LEAST_BULLETS and bool((np.ptp(sizes, axis=0) <= 2).all())


def _ends(differs: npt.NDArray[np.int16], middle: int) -> tuple[int, int]:
    """First and behind the last column around the middle one before something stands in nearly every row: the
    edge of the button, or what is beside it. Equal where no such end is seen."""
    edges = np.flatnonzero((differs > EDGE).mean(0) >= EDGE_SHARE)
    at = int(np.searchsorted(edges, middle))
    if at in (0, len(edges)):
        return middle, middle
    return int(edges[at - 1]) + 1, int(edges[at])
