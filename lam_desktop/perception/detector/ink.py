"""What can be measured of an element's colours: its ink, its ground, and both beside those of its neighbours.

What is greyed out has paler ink than what stands around it. How pale is told by the neighbours alone: one
theme's ink is another theme's grey.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from lam_desktop.perception.remembered import Remembered, content
from lam_desktop.types import Box, Frame

MOST_PIXELS = 2400
"""Of an element; a larger one is looked at in every second, third, … row and column."""
KNOWN, LARGEST_KNOWN = 2048, 1 << 16
"""Elements that are remembered, and the most bytes that one's pixels have: a larger one takes as long to find
again as to measure."""
EDGE_PX = 2
"""Width of the strip at a box's edge, and of the one just outside."""
INSET = 0.12
"""Share of the shorter side within which an edge lies."""
PARTS = (0.75, 0.9, 0.95, 0.98, 0.995)
"""Quantiles of the difference from the ground, by which the ink is known."""
INKED = 0.7
"""Pixels that differ from the ground by this share of the most are ink."""
NEAR, ALIKE = 12, 6
"""Neighbours of any kind, and of its own kind, that an element is compared with."""
OWN = 12 + len(PARTS)
"""Signs of one element: see `_own`."""
INK_AND_GROUND = slice(2, 8)
"""Of these, the colours of the ink and of what it stands on."""
SIGNS = OWN + 7
"""With those that compare it: see `_beside`."""

Floats = npt.NDArray[np.float32]


class InkSigns:
    """Measures elements, and remembers the last ones by what they look like: most stand where they stood."""

    def __init__(self) -> None:
        self._known = Remembered[Floats](KNOWN)

    def of(self, frame: Frame, boxes: Sequence[Box], kinds: npt.NDArray[np.int64]) -> Floats:
        """(N, SIGNS) of elements in a picture (H, W, 3 RGB); `kinds` (N,): which stand beside their like."""
        if not boxes:
            return np.zeros((0, SIGNS), np.float32)
        own = np.stack([self._own(frame, box) for box in boxes])
        return np.concatenate([own, _beside(own[:, 0], own[:, 1], boxes, kinds)], 1).astype(np.float32)

    def _own(self, frame: Frame, box: Box) -> Floats:
        outer = box.expanded(EDGE_PX).crop(frame)
        if outer.size > LARGEST_KNOWN:
            return _own(outer, box)
        # At the screen's edge the same pixels may be another part of an element.
        name = content(outer, box.w, box.h, *_inside(box))
        return self._known.of([name], lambda _: [_own(outer, box)])[0]


def _inside(box: Box) -> tuple[int, int]:
    """Where a box begins in the cut-out of its surroundings."""
    return min(box.x, EDGE_PX), min(box.y, EDGE_PX)


def _own(outer: Frame, box: Box) -> Floats:
    """(OWN,): contrast of ink and ground, and of edge and outside; the colours of ink, ground and outside (9
    numbers in 0..1); the share of ink; quantiles of the difference from the ground.

    `outer`: the pixels of the box and EDGE_PX around it.
    """
    if min(outer.shape[:2]) <= 2 * EDGE_PX:
        return np.zeros(OWN, np.float32)
    inset = max(1, round(INSET * min(box.w, box.h)))
    inner = Box(*_inside(box), box.w, box.h).expanded(-inset).crop(outer)
    if inner.size == 0:
        inner = outer
    step = max(1, round((inner.shape[0] * inner.shape[1] / MOST_PIXELS) ** 0.5))
    planes = np.ascontiguousarray(inner[::step, ::step].reshape(-1, 3).T)  # (3, P): quicker than (P, 3)
    ground = _middle(planes)
    level = np.broadcast_to(ground[:, None], planes.shape)
    red, green, blue = np.maximum(planes, level) - np.minimum(planes, level)
    apart = np.maximum(np.maximum(red, green), blue)
    ranks = [int(part * (len(apart) - 1)) for part in PARTS]
    parts = np.partition(apart, ranks)[ranks]
    inked = apart >= max(1.0, INKED * parts[-1])
    share = np.count_nonzero(inked) / len(inked)
    ink = planes[:, inked].sum(1) / (share * len(inked)) if share else ground.astype(np.float64)
    outside, edge = (
        _middle(np.concatenate([outer[n], outer[-1 - n], outer[:, n], outer[:, -1 - n]]).T)
        for n in (0, EDGE_PX)
    )
    looks = (_contrast(ink, ground), _contrast(edge, outside))
    colours = np.concatenate([ink, ground, outside]) / 255
    return np.array([*looks, *colours.tolist(), share, *(parts / 255).tolist()], np.float32)


def _middle(planes: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """The median of each channel, (3, P) -> (3,)."""
    half = planes.shape[1] // 2
    return np.partition(planes, half, axis=1)[:, half]


def _beside(
    contrast: Floats, edge: Floats, boxes: Sequence[Box], kinds: npt.NDArray[np.int64]
) -> npt.NDArray[np.float32]:
    """(N, 7): contrast less that of the page, of the neighbours, of those of its kind (middle, best, worst),
    the edge's less that of such neighbours, and how many of those there are."""
    centres = np.array([box.center for box in boxes], np.float32)
    away = np.abs(centres[:, None] - centres[None]).sum(2)
    np.fill_diagonal(away, np.inf)
    near = _nearest(away, NEAR)  # (N, NEAR), as far as there are so many
    alike = _nearest(np.where(kinds[:, None] == kinds[None], away, np.inf), ALIKE)
    around = np.sort(contrast[near], 1)[:, int(0.8 * near.shape[1])]
    theirs = np.sort(contrast[alike], 1)
    edges = np.sort(edge[alike], 1)
    page = np.sort(contrast)[int(0.8 * len(contrast))]
    middle = alike.shape[1] // 2
    others = (alike != np.arange(len(boxes))[:, None]).mean(1)
    compared = (page, around, theirs[:, middle], theirs[:, -1], theirs[:, 0])
    return np.stack([*(contrast - one for one in compared), edge - edges[:, middle], others], 1)


def _nearest(away: Floats, count: int) -> npt.NDArray[np.intp]:
    """(N, N) distances, infinite where none counts -> (N, count); an element itself where it has no more."""
    order = np.argsort(away, 1, kind="stable")[:, :count]
    own = np.arange(len(away))[:, None]
    return np.where(np.isfinite(np.take_along_axis(away, order, 1)), order, own)


def _contrast(one: npt.NDArray[Any], other: npt.NDArray[Any]) -> float:
    """How far apart two colours (RGB, 0..255) look: as a ratio of luminances, or in one channel."""
    first, second = (
        0.2126 * (r / 255) ** 2.2 + 0.7152 * (g / 255) ** 2.2 + 0.0722 * (b / 255) ** 2.2 + 0.05
        for r, g, b in (one.tolist(), other.tolist())
    )
    channels = max(abs(a - b) for a, b in zip(one.tolist(), other.tolist(), strict=True))
    return max(abs(math.log(first / second)), channels / 255)
