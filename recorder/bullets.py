"""Tells by looking whether a field shows bullets instead of what was typed."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from recorder.frames import Packed

MAX_LINE_PX = 60  # taller changes are no line of text
GAP_PX = 24  # a wider gap separates two places that changed
CARET_PX = 3
BULLET_PX = (4, 16)
MIN_FILL = 0.62  # a disc fills 0.79 of its box; an o, a 0 or an e stay under 0.6
DOT_LIKE = frozenset("..·•●∙°,'´`-_*")

Gray = NDArray[np.int16]


def shows_bullets(before: Packed, after: Packed, typed: str) -> bool | None:
    """Whether typing `typed` into a field turned `before` into a screen with a bullet a character.

    None while nothing can be told: no change yet, or only a caret.
    """
    if before.shape != after.shape:
        return None
    told: bool | None = None
    for y, x, height, width in _places(before != after):
        glyphs = _glyphs(_gray(after[y : y + height, x : x + width]))
        if not glyphs:
            continue
        if not _all_discs(glyphs) or set(typed) <= DOT_LIKE:
            return False  # real characters appeared
        if len(typed) // 2 <= len(glyphs) <= len(typed) + 1:  # painting may lag behind typing
            told = True
    return told


def _places(changed: NDArray[np.bool_]) -> Iterator[tuple[int, int, int, int]]:
    """y, x, height, width of each line-high place that changed."""
    for top, bottom in _runs(changed.any(axis=1), 3):
        if bottom - top > MAX_LINE_PX:
            continue
        for left, right in _runs(changed[top:bottom].any(axis=0), GAP_PX):
            yield top, left, bottom - top, right - left


def _glyphs(gray: Gray) -> list[NDArray[np.bool_]]:
    """Ink of each glyph, left to right, each cut to its box; caret and borders left out."""
    values, counts = np.unique(gray, return_counts=True)
    background = int(values[counts.argmax()])
    distance = np.abs(gray - background)
    if distance.max() < 60:
        return []
    ink = distance > distance.max() * 0.4
    found: list[NDArray[np.bool_]] = []
    for left, right in _runs(ink.any(axis=0), 1):
        part = ink[:, left:right]
        rows = np.flatnonzero(part.any(axis=1))
        part = part[rows[0] : rows[-1] + 1]
        height, width = part.shape
        if width <= CARET_PX and height > 2 * width:
            continue
        found.append(part)
    return found


def _all_discs(glyphs: list[NDArray[np.bool_]]) -> bool:
    low, high = BULLET_PX
    for glyph in glyphs:
        height, width = glyph.shape
        if not (low <= height <= high and low <= width <= high and abs(height - width) <= 2):
            return False
        if glyph.mean() < MIN_FILL or not glyph[height // 2, width // 2]:
            return False
    heights = [glyph.shape[0] for glyph in glyphs]
    return max(heights) - min(heights) <= 1


def _gray(pixels: Packed) -> Gray:
    red, green, blue = (pixels >> 16) & 255, (pixels >> 8) & 255, pixels & 255
    return ((red * 77 + green * 150 + blue * 29) >> 8).astype(np.int16)


def _runs(filled: NDArray[np.bool_], gap: int) -> list[tuple[int, int]]:
    """Start and end of each run of True; runs closer than `gap` count as one."""
    at = np.flatnonzero(filled)
    if not len(at):
        return []
    breaks = np.flatnonzero(np.diff(at) > gap)
    starts = [int(at[0]), *(int(at[index + 1]) for index in breaks)]
    ends = [*(int(at[index]) + 1 for index in breaks), int(at[-1]) + 1]
    return list(zip(starts, ends, strict=True))
