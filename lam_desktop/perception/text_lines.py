"""Where lines of text stand in a crop: its ink, and the spans of it that are read by themselves."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt

from lam_desktop.types import Box, Frame

LINE_HEIGHT, LONGEST_PX = 48, 1280
"""Height of the recogniser's input in pixels, and its width at most: what is longer is cut. It answers with
a chance for each of 18,710 characters at every eighth pixel: 24 MB for the longest, while it works."""
MARGIN_PX = 3
OUTLINE_PX, LARGE_PX = 2, 28
"""In a box this large an outline is thinner than the strokes of a letter would be."""
BLOCK_PX = 25, 13
"""Width and height of what is solid, from which on it may be what was made black of a line, or a bar."""
BLOCK_LONG, BLOCK_HIGH = 1.2, 0.45
"""Its width in heights, and its share of its line's height, at least."""
OUTSIDE = 0.25
"""What runs along an edge, over at most this share of the box, lies beside an element in a box too wide."""
APART, HIGHER, CUT_PX = 0.5, 1.1, 3
"""Heights of a mark between it and the next letter at least, for words are closer to each other; how much
higher than a line of letters it is, for figures are not; and what ends so near an edge goes on beyond it."""
BEYOND = 0.5
"""A mark's strokes reach at most this share of its size beyond its box."""
SIGN_PX = 16
"""Signs without height of their own, such as - and =, are read within this much of their surroundings."""


def text_lines(crop: Frame, marks: Sequence[Box] = ()) -> list[list[tuple[Frame, int]]]:
    """Lines of text in a crop, top to bottom; each a list of (span, line number), left to right.

    Ink is what differs from the commonest colour; frames around the edge are ignored. A gap wider than one
    and a half lines divides spans, so that a short text in a wide box stays cheap to read. No span is made
    of `marks`, in pixels of the crop, that stand apart from all letters.
    """
    height, width = crop.shape[:2]
    if height < 6 or width < 3:
        return []
    ink = _without_marks(ink_of(crop), marks)
    found: list[list[tuple[Frame, int]]] = []
    for number, (top, bottom) in enumerate(_rows(ink)):
        columns = runs(np.any(ink[top:bottom], axis=0), gap=round(1.5 * (bottom - top)), shortest=2)
        line: list[tuple[Frame, int]] = []
        for left, right in columns:
            y0, y1 = max(0, top - MARGIN_PX), min(height, bottom + MARGIN_PX)
            x0, x1 = max(0, left - MARGIN_PX), min(width, right + MARGIN_PX)
            line += [(crop[y0:y1, a:b], number) for a, b in _pieces(ink[top:bottom], x0, x1, y1 - y0)]
        if line:
            found.append(line)
    return found


def line_rows(crop: Frame) -> list[tuple[int, int]]:
    """Rows (top, behind the bottom) of the lines of a crop that are read by themselves, top to bottom."""
    return _rows(ink_of(crop)) if crop.shape[0] >= 6 and crop.shape[1] >= 3 else []


def _rows(ink: npt.NDArray[np.bool_]) -> list[tuple[int, int]]:
    rows = np.any(ink, axis=1)
    return runs(rows, gap=1, shortest=4) or _sign(rows)


def _without_marks(ink: npt.NDArray[np.bool_], marks: Sequence[Box]) -> npt.NDArray[np.bool_]:
    """The ink of the letters alone; all of it where there are none.

    What stands close to letters, or is no higher than their line, stays: it may be one, a figure or a sign.
    """
    if not marks:
        return ink
    parts = [_drawn(ink, one) for one in marks]
    letters = ink & ~np.logical_or.reduce(parts)
    lines = runs(np.any(letters, axis=1), gap=1, shortest=4)
    if not lines:
        return ink
    line = max(bottom - top for top, bottom in lines)
    left = [part for part in parts if part.any()]
    while True:
        near = [part for part in left if not _stands_apart(part, letters, line)]
        if not near:
            return letters
        letters = np.logical_or.reduce([letters, *near])
        left = [part for part in left if not any(part is one for one in near)]


def _stands_apart(part: npt.NDArray[np.bool_], letters: npt.NDArray[np.bool_], line: int) -> bool:
    """Whether a mark (h, w) has no letters beside it, and is higher than a `line` of them.

    Of what reaches beyond the picture nobody sees how high it is.
    """
    rows, columns = np.flatnonzero(part.any(1)), np.flatnonzero(part.any(0))
    top, bottom = int(rows[0]), int(rows[-1]) + 1
    is_whole = top > CUT_PX and bottom < len(part) - CUT_PX
    if is_whole and bottom - top <= HIGHER * line:
        return False
    gap = round(APART * max(line, bottom - top))
    beside = slice(max(0, int(columns[0]) - gap), int(columns[-1]) + 1 + gap)
    return not letters[top:bottom, beside].any()


def _drawn(ink: npt.NDArray[np.bool_], mark: Box) -> npt.NDArray[np.bool_]:
    """(h, w) the ink of a mark: what lies in its box, and where its strokes reach a little beyond."""
    around = mark.expanded(round(BEYOND * max(mark.w, mark.h)))
    near = np.zeros_like(ink)
    near[max(0, around.y) : around.bottom, max(0, around.x) : around.right] = True
    _, strokes = cv2.connectedComponents((ink & near).astype(np.uint8), connectivity=8)
    inside = np.unique(strokes[mark.y : mark.bottom, mark.x : mark.right])
    return np.isin(strokes, inside[inside > 0])


def _sign(rows: npt.NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Where no line is, rows that may hold a flat sign alone: all the ink, if it is close together."""
    marked = np.flatnonzero(rows)
    if not len(marked) or marked[-1] - marked[0] >= SIGN_PX:
        return []
    middle = int(marked[0] + marked[-1] + 1) // 2
    top = max(0, min(middle - SIGN_PX // 2, len(rows) - SIGN_PX))
    return [(top, min(len(rows), top + SIGN_PX))]


def ink_of(crop: Frame) -> npt.NDArray[np.bool_]:
    """(h, w): True where something is drawn; what remains of a box's outline is taken away."""
    grey: npt.NDArray[np.uint8] = cv2.cvtColor(crop, cv2.COLOR_RGB2GRAY)  # type: ignore[assignment]
    height, width = grey.shape
    rim = 2 if min(height, width) > 12 else 0
    inner = grey[rim : height - rim, rim : width - rim]
    background = int(np.bincount(inner.ravel(), minlength=256).argmax())
    difference = cv2.absdiff(grey, np.full_like(grey, background))
    contrast = max(24.0, 0.3 * float(np.percentile(difference[rim : height - rim or None], 99.5)))
    ink: npt.NDArray[np.bool_] = difference > contrast
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink.astype(np.uint8), connectivity=8)
    x, y, w, h = (stats[:, index] for index in range(4))
    spans = (w > 0.8 * width) & (width > 1.2 * height)  # outlines and underlines, not letters
    corner = max(2, min(6, height // 4))
    aside = (np.minimum(x, width - x - w) <= 1) & (w <= corner)
    cut_outline = aside & ((y <= 1) | (y + h >= height - 1)) & (h <= corner)
    posts = aside & (h > 0.9 * height) & (w <= 3) & (width > 3 * height)
    large = min(height, width) >= LARGE_PX
    ring = large & (w > 0.8 * width) & (h > 0.8 * height) & (stats[:, 4] <= OUTLINE_PX * 2 * (w + h))
    near = np.minimum(x, width - x - w) <= 4
    side = large & near & (w <= OUTLINE_PX) & (h > 0.65 * height)  # what rounded corners leave of one
    upright = (np.minimum(x, width - x - w) <= 1) & (h > 0.9 * height)
    level = (np.minimum(y, height - y - h) <= 1) & (w > 0.9 * width)
    beside = large & (upright | level) & (stats[:, 4] <= OUTSIDE * width * height)
    drawn_over = spans | cut_outline | posts | ring | side | beside
    drawn_over[0] = False
    ink[drawn_over[labels]] = False
    ink = _without_blocks(ink)
    ink[:rim] = ink[height - rim :] = False
    ink[:, :rim] = ink[:, width - rim :] = False
    return ink


def _without_blocks(ink: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """The ink but for solid blocks as high as much of the line that they stand in; all where nothing is left.

    A bar of a letter in a large type is solid, too, but low beside the letter; a minus stands alone.
    """
    solid = cv2.morphologyEx(ink.astype(np.uint8), cv2.MORPH_OPEN, np.ones(BLOCK_PX[::-1], np.uint8))
    if not solid.any():
        return ink
    _, labels, stats, _ = cv2.connectedComponentsWithStats(solid, connectivity=8)
    rows = runs(np.any(ink, axis=1), gap=0, shortest=1)
    lines = [next(end - start for start, end in rows if start <= top < end) for top in stats[1:, 1].tolist()]
    w, h = stats[1:, 2], stats[1:, 3]
    blocks = np.flatnonzero((w >= BLOCK_LONG * h) & (h >= BLOCK_HIGH * np.array(lines))) + 1
    left = ink & ~np.isin(labels, blocks)
    return left if left.any() else ink


def runs(marks: npt.NDArray[np.bool_], gap: int, shortest: int) -> list[tuple[int, int]]:
    """Ranges of True in `marks`; holes of at most `gap` are closed, ranges under `shortest` dropped."""
    padded = np.concatenate([[False], marks, [False]]).astype(np.int8)
    starts, ends = np.flatnonzero(np.diff(padded) == 1), np.flatnonzero(np.diff(padded) == -1)
    merged: list[tuple[int, int]] = []
    for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
        if merged and start - merged[-1][1] <= gap:
            merged[-1] = merged[-1][0], end
        else:
            merged.append((start, end))
    return [(start, end) for start, end in merged if end - start >= shortest]


def _pieces(ink: npt.NDArray[np.bool_], left: int, right: int, height: int) -> list[tuple[int, int]]:
    """Cuts an over-long line at its gaps, so that no piece has to be squeezed."""
    longest = max(8, LONGEST_PX * height // LINE_HEIGHT)
    pieces = []
    while right - left > longest:
        empty = np.flatnonzero(~ink[:, left + longest // 2 : left + longest].any(0))
        cut = left + longest // 2 + int(empty[-1]) if len(empty) else left + longest
        pieces.append((left, cut))
        left = cut
    return [*pieces, (left, right)]
