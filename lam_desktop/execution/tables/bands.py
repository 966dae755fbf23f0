"""Where the rows of a table lie whose cells have several lines: told by its pixels.

A detector that saw lines of text takes them for rows. Rules between rows tell where one ends; without rules,
a column with one line in each row does: the widest gap between two of its texts is the edge of a row, and
every row must lie about its text alike, in the middle or from the top.
"""

from __future__ import annotations

import itertools
import statistics
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from lam_desktop.types import Box, Frame

INK = 40
"""A pixel of a text differs so much from the ground of its line of pixels."""
UNIFORM, RULE = 0.9, 6
"""So much of a line of pixels has one colour where it is a rule or the ground, which differ so much."""
CLOSED_PX, LEAST_TEXT_PX = 2, 5
"""Holes within a letter; a line of text is at least so high."""
ONE_LINE = 1.9
"""A text is of one line if it is at most so many times as high as usual."""
NEARER = 0.85
"""Lines of one cell follow each other at most at so much of the distance of rows."""
ABOUT_PX = 3
"""Rows lie about their texts alike within so much."""
LEAST_ROOM_PX = 2
"""Between a text and where what is seen ends, or the text may be cut in two."""
EDGE_PX = 4
"""The rules beside a column are none of it."""

Run = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Bands:
    """The rows of a table."""

    rows: tuple[Run, ...]
    """Upper and lower edge of each, frame pixels."""
    ruled: bool
    """Whether rules tell them apart."""
    cut: tuple[bool, bool]
    """Whether the first and last one go on beyond what is seen."""
    open: bool
    """Whether the last one may, if the table does not end there."""


class Unclear(Exception):  # noqa: N818 - caught by the reader of the table
    """There are cells of several lines, and where a row ends cannot be seen."""


def bands(frame: Frame, body: Box, spans: Sequence[Run]) -> Bands | None:
    """The rows in `body`, the part of the table below its headings; None where all have one line.

    `spans`: left and right edge of each column, frame pixels. Raises `Unclear`.
    """
    inner = [(left + EDGE_PX, max(1, right - left - 2 * EDGE_PX)) for left, right in spans]
    texts = [_texts(Box(left, body.y, width, body.h).crop(frame), body.y) for left, width in inner]
    heights = [bottom - top for runs in texts for top, bottom in runs]
    if not heights:
        return None
    usual = statistics.median(heights)
    steps = [_steps(runs) for runs in texts]
    nearest = min((min(one) for one in steps if one), default=0.0)
    single = [
        runs
        for runs, gaps in zip(texts, steps, strict=True)
        if gaps and all(bottom - top <= ONE_LINE * usual for top, bottom in runs)
    ]
    farthest = max((min(_steps(runs)) for runs in single), default=0.0)
    alone = [runs for runs in single if min(_steps(runs)) >= NEARER * farthest]
    counts = [len(runs) for runs in alone]
    most = statistics.mode(counts) if counts else 0  # what scrolls may be taken for one more
    anchors = next((runs for runs in alone if len(runs) == most), list[Run]())
    several = nearest < NEARER * farthest or any(height > ONE_LINE * usual for height in heights)
    if not several and (not anchors or max(_steps(anchors)) * NEARER <= nearest):
        return None
    across = Box(spans[0][0], body.y, spans[-1][1] - spans[0][0], body.h)
    try:
        if len(anchors) < 2:
            raise Unclear
        changes = _changes(frame, across, _all(texts))
        return _between_rules(changes, body, texts, anchors) or _about(anchors, _all(texts), body, changes)
    except Unclear:
        if several:
            raise
        return None  # rows of one height, and some cells that say nothing


def _all(texts: Sequence[Sequence[Run]]) -> list[Run]:
    return [run for runs in texts for run in runs]


def _texts(part: Frame, top: int) -> list[Run]:
    """The lines of text in a column, frame pixels."""
    pixels = part.astype(np.int16)
    ground = np.median(pixels, axis=1, keepdims=True)
    inked = (np.abs(pixels - ground).max(axis=2) > INK).sum(axis=1) > 1
    runs = runs_of(inked)
    return [(top + start, top + end) for start, end in runs if end - start >= LEAST_TEXT_PX]


def runs_of(marks: np.ndarray) -> list[Run]:
    """From where to where marks follow each other, small holes allowed."""
    found: list[Run] = []
    for at in np.flatnonzero(marks).tolist():
        if found and at - found[-1][1] <= CLOSED_PX:
            found[-1] = found[-1][0], at + 1
        else:
            found.append((at, at + 1))
    return found


def _steps(runs: Sequence[Run]) -> list[float]:
    return [(b[0] + b[1] - a[0] - a[1]) / 2 for a, b in itertools.pairwise(runs)]


def _changes(frame: Frame, body: Box, texts: Sequence[Run]) -> list[Run]:
    """Lines that run through between the texts, and where the ground changes: upper and lower edge."""
    pixels = body.crop(frame).astype(np.int16)
    colours = np.median(pixels, axis=1)
    alike = (np.abs(pixels - colours[:, None, :]).max(axis=2) <= RULE).mean(axis=1) >= UNIFORM
    changes = [
        body.y + at
        for at in range(1, len(colours))
        if alike[at] and np.abs(colours[at] - colours[at - 1]).max() > RULE
    ]
    return [
        (top, bottom)
        for top, bottom in _joined_lines(changes)
        if not any(run[0] < bottom and top < run[1] - 1 for run in texts)
    ]


def _between_rules(
    changes: Sequence[Run], body: Box, texts: Sequence[Sequence[Run]], anchors: Sequence[Run]
) -> Bands | None:
    """The rows between lines that run through, or where the ground changes; None without such."""
    edges = [top for top, _ in changes]
    rows = [
        (top, bottom)
        for top, bottom in itertools.pairwise([body.y, *edges, body.bottom])
        if any(top <= (run[0] + run[1]) / 2 < bottom for run in anchors)
    ]
    if len(rows) < 2 or len(rows) != len(anchors):
        return None  # a row, or several, without a rule, or rules that tell something else apart
    extents = [_extent(texts, top, bottom) for top, bottom in rows]
    first, last, is_open = _cut(rows, extents, anchors, body, _lie(extents, anchors))
    return Bands(tuple(rows), True, (first, last), is_open)


def _joined_lines(lines: Sequence[int]) -> list[Run]:
    """Neighbouring lines of pixels as one; a rule has an upper and a lower edge."""
    found: list[Run] = []
    for at in lines:
        if found and at - found[-1][1] <= CLOSED_PX:
            found[-1] = found[-1][0], at
        else:
            found.append((at, at))
    return found


def _about(anchors: Sequence[Run], texts: Sequence[Run], body: Box, changes: Sequence[Run]) -> Bands:
    """The rows about the texts of one column. Raises `Unclear` where they do not lie alike."""
    inked = np.zeros(body.bottom, bool)
    for top, bottom in texts:
        inked[top:bottom] = True
    edges: list[int] = []
    for one, other in itertools.pairwise(anchors):
        gaps = [run for run in runs_of(~inked[one[1] : other[0]]) if run[1] - run[0] >= CLOSED_PX]
        if not gaps:
            raise Unclear
        start, end = max(gaps, key=lambda run: run[1] - run[0])
        drawn = [top for top, _ in changes if one[1] + start <= top <= one[1] + end]
        edges.append(drawn[0] if drawn else one[1] + (start + end) // 2)
    outer = [body.y, *edges, body.bottom]
    extents = [_extent([texts], top, bottom) for top, bottom in itertools.pairwise(outer)]
    middle, above = _lie(extents, anchors)
    if not middle and not above:
        raise Unclear
    if middle and not above:  # beyond an outer row, there may be lines of one whose anchor is out of sight
        for at in (0, -1):
            extents[at] = _about_the_middle(texts, extents[at], anchors[at], at)
    padding = statistics.median([edges[0] - extents[0][1], extents[-1][0] - edges[-1]])
    first = max([body.y, *(run[1] for run in texts if run[1] < extents[0][0])])
    first = max(first, round(extents[0][0] - padding))
    last = min([body.bottom, *(run[0] for run in texts if run[0] > extents[-1][1])])
    last = min(last, round(extents[-1][1] + padding))
    first = max([top for top, _ in changes if first - padding <= top <= extents[0][0]], default=first)
    last = min([top for top, _ in changes if extents[-1][1] <= top <= last + padding], default=last)
    rows = list(itertools.pairwise([first, *edges, last]))
    first_cut, last_cut, is_open = _cut(rows, extents, anchors, body, (middle, above))
    return Bands(tuple(rows), False, (first_cut, last_cut), is_open)


def _extent(texts: Sequence[Sequence[Run]], top: int, bottom: int) -> Run:
    """From the first line of all texts in a row to the last one."""
    inside = [run for runs in texts for run in runs if top <= (run[0] + run[1]) / 2 < bottom]
    return min(run[0] for run in inside), max(run[1] for run in inside)


def _about_the_middle(texts: Sequence[Run], extent: Run, anchor: Run, at: int) -> Run:
    """The lines of the first (at 0) or last row (-1) that lie about its anchor as on its inner side."""
    half = extent[1] - sum(anchor) / 2 if at == 0 else sum(anchor) / 2 - extent[0]
    half += (anchor[1] - anchor[0]) / 2  # a line may have letters that reach lower than those of the anchor
    low, high = sum(anchor) / 2 - half, sum(anchor) / 2 + half
    inside = [run for run in texts if low <= run[0] and run[1] <= high]
    return min(run[0] for run in inside), max(run[1] for run in inside)


def _lie(extents: Sequence[Run], anchors: Sequence[Run]) -> tuple[bool, bool]:
    """Whether the texts of one line lie in the middle of their rows, and whether at the top."""
    pairs = list(zip(extents, anchors, strict=True))[1:-1]  # of the outer ones a part may be out of sight
    middle = all(abs(a[0] + a[1] - b[0] - b[1]) <= 2 * ABOUT_PX for a, b in pairs)
    return middle, all(abs(a[0] - b[0]) <= ABOUT_PX for a, b in pairs)


def _cut(
    rows: Sequence[Run], extents: Sequence[Run], anchors: Sequence[Run], body: Box, lie: tuple[bool, bool]
) -> tuple[bool, bool, bool]:
    """Whether the first and the last row go on beyond what is seen, and whether the last one may do so.

    One whose lines do not lie about its anchor as those of other rows do goes on; one whose texts begin at
    the top may have lines further down.
    """
    middle, above = lie
    found: list[bool] = []
    for at, edge in ((0, body.y), (-1, body.bottom)):
        row, extent, anchor = rows[at], extents[at], anchors[at]
        room = extent[0] - row[0] if at == 0 else row[1] - extent[1]
        clipped = abs(row[at] - edge) <= CLOSED_PX and room < LEAST_ROOM_PX
        askew = middle and abs(sum(extent) - sum(anchor)) > 2 * ABOUT_PX
        begins = above and not middle and at == 0 and abs(extent[0] - anchor[0]) > ABOUT_PX
        found.append(clipped or askew or begins)
    room = body.bottom - extents[-1][1]
    return found[0], found[1], above and room < 2 * (anchors[-1][1] - anchors[-1][0])
