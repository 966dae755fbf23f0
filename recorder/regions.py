"""Where two screens differ: as one box, or as the separate places that changed."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import ArrayLike, NDArray

from recorder.frames import Packed

Rect = tuple[int, int, int, int]
"""x, y, w, h in frame pixels, that is relative to the screen's origin."""

LINE_GAP_PX = 3  # lines of text lie at least this far apart
PLACE_GAP_PX = 24  # a wider gap separates two places


def changed_rect(old: Packed, new: Packed) -> Rect | None:
    """Bounding box of the pixels that differ, or None; both frames have one shape."""
    rows = np.flatnonzero((old != new).any(axis=1))
    if not len(rows):
        return None
    top, bottom = int(rows[0]), int(rows[-1]) + 1
    columns = np.flatnonzero((old[top:bottom] != new[top:bottom]).any(axis=0))
    left, right = int(columns[0]), int(columns[-1]) + 1
    return left, top, right - left, bottom - top


def changed_places(old: Packed, new: Packed) -> list[Rect]:
    """A box around each group of pixels that differ, top to bottom, left to right; one shape for both."""
    whole = changed_rect(old, new)
    if whole is None:
        return []
    x, y, w, h = whole
    differs: NDArray[np.bool_] = np.not_equal(old[y : y + h, x : x + w], new[y : y + h, x : x + w])
    found: list[Rect] = []
    for top, bottom in runs(differs.any(axis=1), LINE_GAP_PX):
        for left, right in runs(differs[top:bottom].any(axis=0), PLACE_GAP_PX):
            rows = np.flatnonzero(differs[top:bottom, left:right].any(axis=1))
            first, last = int(rows[0]), int(rows[-1])
            found.append((x + left, y + top + first, right - left, last + 1 - first))
    return found


def runs(filled: ArrayLike, gap: int) -> list[tuple[int, int]]:
    """Start and end of each run of True; runs that are at most `gap` apart count as one."""
    at = np.flatnonzero(np.asarray(filled))
    if not len(at):
        return []
    breaks = np.flatnonzero(np.diff(at) > gap)
    starts = [int(at[0]), *(int(at[index + 1]) for index in breaks)]
    ends = [*(int(at[index]) + 1 for index in breaks), int(at[-1]) + 1]
    return list(zip(starts, ends, strict=True))


def union(a: Rect, b: Rect) -> Rect:
    """The smallest box around both."""
    left, top = min(a[0], b[0]), min(a[1], b[1])
    right, bottom = max(a[0] + a[2], b[0] + b[2]), max(a[1] + a[3], b[1] + b[3])
    return left, top, right - left, bottom - top


def intersection(a: Rect, b: Rect) -> Rect | None:
    """What both have in common, or None."""
    left, top = max(a[0], b[0]), max(a[1], b[1])
    right, bottom = min(a[0] + a[2], b[0] + b[2]), min(a[1] + a[3], b[1] + b[3])
    return (left, top, right - left, bottom - top) if right > left and bottom > top else None


def without(rect: Rect, holes: Iterable[Rect]) -> list[Rect]:
    """The parts of a box that no hole covers."""
    left = [rect]
    for hole in holes:
        left = [part for piece in left for part in _cut(piece, hole)]
    return left


def _cut(piece: Rect, hole: Rect) -> list[Rect]:
    inner = intersection(piece, hole)
    if inner is None:
        return [piece]
    x, y, w, h = piece
    left, top, width, height = inner
    right, bottom = left + width, top + height
    parts = [
        (x, y, w, top - y),
        (x, bottom, w, y + h - bottom),
        (x, top, left - x, height),
        (right, top, x + w - right, height),
    ]
    return [part for part in parts if part[2] > 0 and part[3] > 0]
