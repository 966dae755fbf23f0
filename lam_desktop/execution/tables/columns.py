"""Where the columns of a table lie: told by the lines between them, and by gaps that run through all rows.

A detector that sees cells takes neighbours for one where they stand close, and misses a column whose cells it
takes for something else; a read row would then have its values under wrong names. So its columns are checked
by pixels: lines that run down between the rows, or between the headings, and gaps without ink.
"""

from __future__ import annotations

import itertools
import statistics
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from lam_desktop.execution.tables.bands import INK, runs_of
from lam_desktop.types import Box, Element, Frame

SAME_COLUMN = 0.5
"""Cells of one column share so much of the narrower one's width."""
LEAST_COLUMNS = 2
SHARE_OF_ROWS = 0.4
"""A column has a cell in at least so many of the lines, or a heading."""
TILED_PX = 6
"""Headings that are buttons lie so close to each other."""
GUTTER_PX = 70
"""A column of numbers without heading that is no wider counts the lines."""
STEP, RUNS_DOWN = 6, 0.85
"""A line between columns differs so much from what is beside it, on so much of the height."""
LINE_PX = 4
"""The edges of one line, or of a heading that is drawn raised, lie so close to each other."""
GAP, CLEAR_GAP = 0.6, 1.5
"""Columns are so many times the height of a line of text apart; words, at most half of it. Between two lines
only the greater gap tells columns apart."""
BORDER_PX, LEAST_TEXT_PX, LEAST_PX = 2, 4, 24
"""What may be drawn at the side of a column; widths of a text, and of a column that was not detected."""
CROSSED = 0.1
"""So many of the rows may cross a gap: a line with a sum, a title within the table."""
OUTER_GAP = 3.0
"""A first or last column that has no line at its outer side ends at a gap of so many heights."""

Run = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Ink:
    """What is inked of a table, by columns of pixels; frame pixels."""

    left: int
    rows: np.ndarray
    """(W,) in how many rows there is ink."""
    head: np.ndarray
    """(W,) whether there is ink in the line of headings."""
    whole: np.ndarray
    """(W,) whether there is ink anywhere from the headings to the last row."""
    count: int
    """Of rows."""
    height: float
    """Of a line of text."""

    def free(self, left: int, right: int, least: float) -> list[Run]:
        """Gaps of at least so many pixels between two inked places."""
        part = slice(left - self.left, right - self.left)
        inked = np.flatnonzero((self.rows[part] > CROSSED * self.count) | self.head[part])
        return [
            (left + int(one) + 1, left + int(other))
            for one, other in itertools.pairwise(inked)
            if other - one > least
        ]

    def in_rows(self, left: int, right: int) -> float:
        """In which share of the rows there is ink, where it is most; a line that runs down is none."""
        part = np.sort(
            self.rows[max(0, left - self.left) + BORDER_PX : max(0, right - self.left - BORDER_PX)]
        )
        return float(part[-LEAST_TEXT_PX] / self.count) if len(part) >= LEAST_TEXT_PX else 0.0

    def in_head(self, left: int, right: int) -> bool:
        """Whether a heading stands there; a border at the side is none."""
        part = self.head[max(0, left - self.left) + BORDER_PX : max(0, right - self.left - BORDER_PX)]
        return int(part.sum()) >= LEAST_TEXT_PX


def columns_of(
    frame: Frame, region: Box, head: Sequence[Element], body: Sequence[Sequence[Element]]
) -> list[Run]:
    """Left and right edge of each column, frame pixels, in their order; without one that counts the lines.

    `head`: the line of headings, empty where there is none; `body`: the rows, of which some cells may not
    have been detected.
    """
    detected = _headed(head) or _detected(body, head)
    if not detected:
        return []
    lines = _lines_between(frame, region, head, body)
    ink = _inked(frame, region, head, body, detected, lines)
    found = _told(detected, lines, ink)
    if len(found) < LEAST_COLUMNS:
        found = _told(detected, [], ink)
    found = _apart(found) if len(found) >= LEAST_COLUMNS else detected
    return [one for one in found if not _is_gutter(one, body, head, ink)]


def overlap(one: Run, other: Run) -> int:
    """How many pixels two runs share; negative where they are apart."""
    return min(one[1], other[1]) - max(one[0], other[0])


def _told(detected: Sequence[Run], lines: Sequence[Run], ink: _Ink) -> list[Run]:
    parts = _parts(detected, lines, ink)
    return sorted(piece for part in parts for piece in _pieces(part, lines, detected, ink))


def _lines_between(
    frame: Frame, region: Box, head: Sequence[Element], body: Sequence[Sequence[Element]]
) -> list[Run]:
    """Lines that run down through all rows, or through all of the headings' line; frame pixels."""
    cells = [one.box for line in body for one in line]
    bands = [(min(box.y for box in cells), max(box.bottom for box in cells))]
    if head:
        bands.append(_extent(head))
    steps: set[int] = set()
    for top, bottom in bands:
        part = Box(region.x, top, region.w, bottom - top).intersection(region).crop(frame).astype(np.int16)
        if part.shape[0] and part.shape[1] > 1:
            differs = np.abs(np.diff(part, axis=1)).max(axis=2) > STEP
            steps.update((region.x + 1 + np.flatnonzero(differs.mean(axis=0) >= RUNS_DOWN)).tolist())
    found: list[Run] = []
    for at in sorted(steps):
        if found and at - found[-1][1] <= LINE_PX:
            found[-1] = found[-1][0], at
        else:
            found.append((at, at))
    return found


def _inked(
    frame: Frame,
    region: Box,
    head: Sequence[Element],
    body: Sequence[Sequence[Element]],
    detected: Sequence[Run],
    lines: Sequence[Run],
) -> _Ink:
    left = min([region.x if not lines else max(region.x, lines[0][0] - region.w), detected[0][0]])
    whole = Box(left, region.y, region.right - left, region.h).intersection(region)
    rows = np.zeros(whole.w, np.int32)
    heights: list[int] = []
    for line in body:
        inked = _inked_part(frame, whole, _extent(line), lines, detected)
        rows += inked.any(axis=0)
        heights += [
            end - start
            for start, end in runs_of(np.asarray(inked.any(axis=1)))
            if end - start >= LEAST_TEXT_PX
        ]
    none = np.zeros(whole.w, bool)
    above = (
        np.asarray(_inked_part(frame, whole, _extent(head), lines, detected).any(axis=0)) if head else none
    )
    down = min(_extent(line)[0] for line in body), max(_extent(line)[1] for line in body)
    anywhere = np.asarray(_inked_part(frame, whole, down, lines, detected).any(axis=0)) | above
    height = statistics.median(heights) if heights else 12.0
    return _Ink(whole.x, rows, above, anywhere, max(1, len(body)), height)


def _inked_part(
    frame: Frame, whole: Box, extent: Run, lines: Sequence[Run], detected: Sequence[Run]
) -> np.ndarray:
    """What is inked from one height to another (H, W), without the lines about the cells."""
    top, bottom = extent
    part = Box(whole.x, top + 1, whole.w, max(1, bottom - top - 2)).crop(frame).astype(np.int16)
    inked = np.zeros(part.shape[:2], bool)
    outer = [detected[0][0], *(at for line in lines for at in line), detected[-1][1]]
    sides = [0, *sorted({min(max(0, at - whole.x), whole.w) for at in outer}), whole.w]
    for left, right in itertools.pairwise(sides):  # each between two lines has its own ground
        here = part[:, left:right]
        if here.shape[1] > LINE_PX:
            inked[:, left:right] = np.abs(here - np.median(here, axis=1, keepdims=True)).max(axis=2) > INK
    for start, end in lines:
        inked[:, max(0, start - 1 - whole.x) : end + 1 - whole.x] = False
    return inked


def _extent(line: Sequence[Element]) -> Run:
    """From where to where a line of the table reaches; one of its boxes may be far too high."""
    top = statistics.median(one.box.y for one in line)
    return round(top), round(statistics.median(one.box.bottom for one in line))


def _parts(detected: Sequence[Run], lines: Sequence[Run], ink: _Ink) -> list[Run]:
    """The places between lines; with what lies beside the first and the last of them."""
    end = ink.left + len(ink.rows)
    if not lines:
        return [(_outer(ink, detected[0][0], -1), _outer(ink, detected[-1][1], 1))]
    between = [(one[1], other[0]) for one, other in itertools.pairwise(lines)]
    low, high = detected[0][0], detected[-1][1]
    first, last = lines[0][0], lines[-1][1]
    near = OUTER_GAP * ink.height
    shown = ink.rows > CROSSED * ink.count
    if low < first or (shown & ink.head)[: max(0, first - ink.left)][-round(6 * near) :].any():
        between.insert(0, (_outer(ink, min(low, first - 2), -1), first))
    if high > last or (shown & ink.head)[max(0, last - ink.left) : last - ink.left + round(6 * near)].any():
        between.append((last, _outer(ink, max(high, last + 2), 1)))
    return [(max(ink.left, left), min(end, right)) for left, right in between if right - left > LINE_PX]


def _outer(ink: _Ink, start: int, way: int) -> int:
    """From a place outwards, over what is inked, to a gap that is too wide to lie within a column."""
    inked = ink.whole
    at, gap = start - ink.left, 0
    last = at
    while 0 <= at < len(inked) and gap <= OUTER_GAP * ink.height:
        gap = 0 if inked[at] else gap + 1
        last = at if inked[at] else last
        at += way
    edge = last + way * round(GAP * ink.height / 2)
    return ink.left + min(max(edge, 0), len(inked))


def _pieces(part: Run, lines: Sequence[Run], detected: Sequence[Run], ink: _Ink) -> list[Run]:
    """The columns of a part between lines: told apart by gaps where there are several."""
    within = [one for one in detected if overlap(one, part) > SAME_COLUMN * (one[1] - one[0])]
    beside = any(end == part[0] for _, end in lines) and any(start == part[1] for start, _ in lines)
    ruled = beside and len(within) <= 1  # a line about the whole table tells nothing of its columns
    cuts: list[Run] = []
    left = part[0]
    for gap in ink.free(*part, GAP * ink.height):
        middle = sum(gap) // 2
        following = next((other for other in ink.free(*part, GAP * ink.height) if other[0] > gap[0]), None)
        right = part[1] if following is None else sum(following) // 2
        both = ink.in_head(left, middle) and ink.in_head(middle, right)
        filled = min(ink.in_rows(left, middle), ink.in_rows(middle, right)) >= SHARE_OF_ROWS
        wide = gap[1] - gap[0] >= CLEAR_GAP * ink.height
        apart = _told_apart(middle, detected)
        if (both and not ruled) or (both and wide and filled) or (apart and (not ruled or wide)):
            cuts.append((left, middle))
            left = middle
    cuts.append((left, part[1]))
    return [one for one in cuts if _is_column(one, beside, detected, ink)]


def _is_column(piece: Run, between_lines: bool, detected: Sequence[Run], ink: _Ink) -> bool:
    """Whether something stands there, as in a table: a scroll bar, a margin, are none."""
    seen = [one for one in detected if overlap(one, piece) >= SAME_COLUMN * (piece[1] - piece[0])]
    if seen:
        return ink.in_head(*piece) or ink.in_rows(*piece) >= SHARE_OF_ROWS / 2
    filled = between_lines or ink.in_rows(*piece) >= SHARE_OF_ROWS  # between lines, it may be empty
    return piece[1] - piece[0] >= LEAST_PX and ink.in_head(*piece) and filled


def _told_apart(middle: int, detected: Sequence[Run]) -> bool:
    """Whether the detector, too, saw two columns at both sides of a place."""
    before = [one for one in detected if (one[0] + one[1]) / 2 < middle and one[1] <= middle + LINE_PX]
    crossing = [one for one in detected if one[0] < middle - LINE_PX and one[1] > middle + LINE_PX]
    behind = [one for one in detected if one[0] >= middle - LINE_PX]
    return bool(before and behind and not crossing)


def _detected(body: Sequence[Sequence[Element]], head: Sequence[Element]) -> list[Run]:
    """The columns as the detector saw their cells."""
    groups: list[list[Element]] = []
    for one in sorted((one for line in body for one in line), key=lambda one: one.box.center[0]):
        group = next((group for group in groups if _shares(one.box, group)), None)
        if group is None:
            groups.append([one])
        else:
            group.append(one)
    found: list[Run] = []
    for group in groups:
        left = round(statistics.median(one.box.x for one in group))
        right = round(statistics.median(one.box.right for one in group))
        headed = any(overlap((one.box.x, one.box.right), (left, right)) > 0 and one.text for one in head)
        if len(group) >= SHARE_OF_ROWS * len(body) or headed:
            found.append((left, right))
    found += [  # an empty column may show nothing but its heading
        (one.box.x, one.box.right)
        for one in head
        if one.text.strip() and not any(overlap((one.box.x, one.box.right), span) > 0 for span in found)
    ]
    return _apart(sorted(found))


def _headed(head: Sequence[Element]) -> list[Run]:
    """The columns as headings tell that stand side by side as buttons do; empty where they do not."""
    boxes = [one.box for one in head]
    beside = all(-4 <= other.x - one.right <= TILED_PX for one, other in itertools.pairwise(boxes))
    return _apart([(box.x, box.right) for box in boxes]) if len(boxes) > LEAST_COLUMNS and beside else []


def _apart(spans: Sequence[Run]) -> list[Run]:
    """Without what two neighbours share: half of it is each one's."""
    found = [list(span) for span in spans]
    for one, other in itertools.pairwise(found):
        if one[1] > other[0]:
            one[1] = other[0] = (one[1] + other[0]) // 2
    return [(left, right) for left, right in found if right - left > 4]


def _shares(box: Box, group: Sequence[Element]) -> bool:
    left = statistics.median(one.box.x for one in group)
    right = statistics.median(one.box.right for one in group)
    shared = overlap((box.x, box.right), (round(left), round(right)))
    return shared >= SAME_COLUMN * min(box.w, right - left)


def _is_gutter(span: Run, body: Sequence[Sequence[Element]], head: Sequence[Element], ink: _Ink) -> bool:
    """Whether a column only counts the lines: narrow, all headings, and nothing above it."""
    here = [
        one for line in body for one in line if overlap((one.box.x, one.box.right), span) > 0.5 * one.box.w
    ]
    above = [one for one in head if one.text.strip() and overlap((one.box.x, one.box.right), span) > 3]
    counted = [one for one in here if one.kind == "header" and (not one.text or one.text.strip().isdigit())]
    narrow = span[1] - span[0] <= GUTTER_PX
    return narrow and not above and not ink.in_head(*span) and len(counted) > 0.5 * len(here)
