"""Reads a table that a program shows: cells grouped in lines and columns, each read twice.

The detector says where cells and headings are; lines and columns come of their geometry. A cell is sure where
two different cuts of it are read alike and every figure of it is; all others are marked.
"""

from __future__ import annotations

import itertools
import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from lam_desktop.errors import UsageError
from lam_desktop.execution.table_bands import EDGE_PX, Unclear, bands
from lam_desktop.types import Box, Element, ElementKind, Frame

CELLS: frozenset[ElementKind] = frozenset({"cell", "header", "list_item"})
TALLEST_PX = 80
"""A cell of one line is at most so high; what is higher is a picture, or several lines."""
SAME_LINE, SAME_COLUMN = 0.5, 0.5
"""Middles of one line lie within so much of a cell's height; cells of one column share so much of the
narrower one's width."""
LEAST_ROWS, LEAST_COLUMNS = 2, 2
SHARE_OF_ROWS = 0.4
"""A column has a cell in at least so many of the lines, or a heading."""
LEAST_LETTER, LEAST_CONFIDENCE = 0.75, 0.9
"""Probability of a letter, and mean of all, below which a cell is marked. As `reading.LEAST_FIGURE`."""
NARROWER_PX = 2
"""The second cut is of the whole place between the lines, smaller by so much; the first is the detector's."""
CUT_PX, INK = 3, 40
"""Ink so near the edge of what is seen goes on beyond it; ink differs so much from its ground."""
LEAST_INK = 8
"""Pixels of something that stands in a cell."""
WITHIN = 0.85
"""So much of what the detector saw lies in the column, or it is read by its place."""
FAINT, LINE = 6, 0.85
"""A line that runs down differs so much from the ground, on so much of a cell's height."""
TILED_PX = 6
"""Headings that are buttons lie so close to each other."""
WHOLE = 0.9
"""From a line to the first or last one it is at least so much of the usual distance, or that one is cut."""
GUTTER_PX = 70
"""A column of numbers without heading that is no wider counts the lines."""

Read = Callable[[Frame, Box], tuple[str, float]]


@dataclass(frozen=True, slots=True)
class SeenCell:
    """One cell as it was read."""

    text: str
    box: Box
    """Frame pixels."""
    why: str = ""
    """Why it is not sure, one sentence without full stop; empty where it is."""


@dataclass(frozen=True, slots=True)
class SeenRow:
    """One line of a table."""

    middle: float
    """Of its height, frame pixels."""
    cells: tuple[SeenCell, ...]
    cut: bool = False
    """Whether a part of its height cannot be seen."""
    edges: tuple[int, int] | None = None
    """Its upper and lower edge where rows are of several heights; frame pixels."""

    @property
    def texts(self) -> tuple[str, ...]:
        """What it says."""
        return tuple(cell.text for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Page:
    """What one look shows of a table."""

    head: tuple[SeenCell, ...]
    """Names of the columns; empty where no line of headings is seen."""
    rows: tuple[SeenRow, ...]
    spans: tuple[tuple[int, int], ...]
    """Left and right edge of each column, frame pixels."""
    pitch: float
    """From one line to the next, pixels; of several heights the least."""
    top: int = 0
    """Where the rows begin, frame pixels."""


def read_page(
    frame: Frame,
    elements: Sequence[Element],
    region: Box,
    read: Read,
    spans: Sequence[tuple[int, int]] = (),
    top: int = 0,
) -> Page | None:
    """The table in a region of the frame; None where none is seen.

    `spans`, `top`: its columns, and where its rows begin, if known.

    `read` reads a part of the frame: its text and how sure that is. Raises UsageError where rows have cells
    of several lines and it cannot be seen where they end.
    """
    cells = [
        one
        for one in elements
        if one.kind in CELLS and region.contains(*one.box.center) and 6 < one.box.h <= TALLEST_PX
    ]
    lines = [line for line in _lines(cells) if len(line) >= LEAST_COLUMNS]
    body_at = next((at for at, line in enumerate(lines) if _is_body(line)), None)
    if body_at is None:
        return None
    body = [line for line in lines[body_at:] if _is_body(line)]
    if len(body) < LEAST_ROWS and not spans:
        return None
    head_line = lines[body_at - 1] if body_at else []
    pitch = _pitch(body)
    if head_line and _middle(body[0]) - _middle(head_line) > 3 * pitch:
        head_line = []
    columns = list(spans) or _headed(head_line) or _columns(body, head_line)
    if not spans:
        columns = [one for one in columns if not _is_gutter(one, body, head_line)]
    if len(columns) < LEAST_COLUMNS:
        return None
    heights = statistics.median(one.box.h for line in body for one in line)
    head = tuple(_cell(frame, head_line, span, _middle(head_line), heights, region, read) for span in columns)
    top = top or _top(head_line, body, pitch)
    rows = _banded(frame, columns, _below(top, columns, region), read)
    if rows is not None:
        least = min(bottom - top for row in rows if row.edges for top, bottom in [row.edges])
        return Page(head if head_line else (), rows, tuple(columns), float(least), top)
    middles = [_middle(line) for line in body]
    rows = [
        SeenRow(
            middle,
            tuple(_cell(frame, line, span, middle, heights, region, read) for span in columns),
            _is_cut_line(at, middles, pitch, region),
        )
        for at, (line, middle) in enumerate(zip(body, middles, strict=True))
    ]
    first = round(rows[0].middle - pitch / 2)
    return Page(head if head_line else (), tuple(rows), tuple(columns), pitch, first)


def _top(head: Sequence[Element], body: Sequence[Sequence[Element]], pitch: float) -> int:
    """Where the rows begin."""
    below = max((one.box.bottom for one in head), default=0)
    return max(below, round(_middle(body[0]) - 2 * pitch)) if not head else below


def _below(top: int, spans: Sequence[tuple[int, int]], region: Box) -> Box:
    return Box(spans[0][0], top, spans[-1][1] - spans[0][0], region.bottom - top).intersection(region)


def _banded(
    frame: Frame, spans: Sequence[tuple[int, int]], body: Box, read: Read
) -> tuple[SeenRow, ...] | None:
    """The rows of a table that has cells of several lines; None where it has none."""
    try:
        found = bands(frame, body, spans)
    except Unclear as error:
        raise UsageError(
            "Cells of this table have several lines, and it cannot be seen where a row ends: make the columns"
            " wide enough for their texts, or show lines between the rows."
        ) from error
    if found is None:
        return None
    last = len(found.rows) - 1
    return tuple(
        SeenRow(
            (top + bottom) / 2,
            tuple(
                _of_lines(frame, Box(left, top, right - left, bottom - top), read) for left, right in spans
            ),
            (at == 0 and found.cut[0]) or (at == last and found.cut[1]),
            (top, bottom),
        )
        for at, (top, bottom) in enumerate(found.rows)
    )


def _of_lines(frame: Frame, place: Box, read: Read) -> SeenCell:
    """A cell of one line or several, read by its place in two cuts: the whole of it, and what is inked."""
    inner = _between_lines(frame, Box(place.x, place.y + 1, place.w, place.h - 2))
    if inner.w <= 0 or inner.h <= 0:
        return SeenCell("", place, "it cannot be seen")
    text, sure = _looked_at(frame, inner, read)
    part = inner.crop(frame).astype(np.int16)
    ground = np.median(part.reshape(-1, 3), axis=0)
    ys, xs = np.nonzero(np.abs(part - ground).max(axis=2) > INK)
    if not len(ys):
        return SeenCell(text, place, "only one of two looks saw it" if text else "")
    inked = Box(inner.x + int(xs.min()), inner.y + int(ys.min()), int(np.ptp(xs)) + 1, int(np.ptp(ys)) + 1)
    again, surer = _looked_at(frame, inked.expanded(NARROWER_PX + 1).intersection(place), read)
    if "".join(text.split()) != "".join(again.split()):
        seen = (
            f"it is read as “{text}” and as “{again}”" if text and again else "only one of two looks saw it"
        )
        return SeenCell(text or again, place, seen)
    why = ""
    if not text:
        why = "something stands there that was not read"
    elif min(sure, surer) < LEAST_CONFIDENCE:
        why = "it is hard to read"
    elif text.endswith(("…", "...", "..")):
        why = "it is cut off"
    elif xs.min() == 0 or xs.max() == inner.w - 1:
        why = "it may go on in the next column"
    return SeenCell(text, place, why)


def _between_lines(frame: Frame, place: Box) -> Box:
    """The place without the lines that may run down at its edges, beside its column."""
    part = place.crop(frame).astype(np.int16)
    if not part.size:
        return place
    ground = np.median(part.reshape(-1, 3), axis=0)
    line = (np.abs(part - ground).max(axis=2) > FAINT).mean(axis=0) > LINE
    left = max((at + 1 for at in np.flatnonzero(line[:EDGE_PX]).tolist()), default=0)
    right = min((at for at in np.flatnonzero(line[-EDGE_PX:]).tolist()), default=EDGE_PX)
    return Box(place.x + left, place.y, place.w - left - (EDGE_PX - right), place.h)


def _lines(cells: Sequence[Element]) -> list[list[Element]]:
    """From top to bottom, each from left to right."""
    lines: list[list[Element]] = []
    for one in sorted(cells, key=lambda one: one.box.center[1]):
        if lines and abs(one.box.center[1] - _middle(lines[-1])) <= SAME_LINE * min(
            one.box.h, lines[-1][0].box.h
        ):
            lines[-1].append(one)
        else:
            lines.append([one])
    return [sorted(line, key=lambda one: one.box.x) for line in lines]


def _is_body(line: Sequence[Element]) -> bool:
    """Whether most of its cells are no headings; the number of the line may be one."""
    heads = sum(one.kind == "header" for one in line)
    return heads <= 1 or heads < len(line) / 2


def _middle(line: Sequence[Element]) -> float:
    return statistics.median(one.box.center[1] for one in line) if line else 0.0


def _pitch(lines: Sequence[Sequence[Element]]) -> float:
    middles = [_middle(line) for line in lines]
    steps = [after - before for before, after in itertools.pairwise(middles)]
    return statistics.median(steps) if steps else float(lines[0][0].box.h)


def _is_cut_line(at: int, middles: Sequence[float], pitch: float, region: Box) -> bool:
    """Whether the first or last line is only partly seen: then its middle is nearer to its neighbour's."""
    if at not in (0, len(middles) - 1) or len(middles) < 3:
        return False
    step = middles[1] - middles[0] if at == 0 else middles[-1] - middles[-2]
    beyond = middles[at] + 0.4 * pitch > region.bottom or middles[at] - 0.4 * pitch < region.y
    return step < WHOLE * pitch or beyond


def _columns(body: Sequence[Sequence[Element]], head: Sequence[Element]) -> list[tuple[int, int]]:
    groups: list[list[Element]] = []
    for one in sorted((one for line in body for one in line), key=lambda one: one.box.center[0]):
        group = next((group for group in groups if _shares(one.box, group)), None)
        if group is None:
            groups.append([one])
        else:
            group.append(one)
    found: list[tuple[int, int]] = []
    for group in groups:
        left = round(statistics.median(one.box.x for one in group))
        right = round(statistics.median(one.box.right for one in group))
        headed = any(_overlap((one.box.x, one.box.right), (left, right)) > 0 and one.text for one in head)
        if len(group) >= SHARE_OF_ROWS * len(body) or headed:
            found.append((left, right))
    found += [  # an empty column may show nothing but its heading
        (one.box.x, one.box.right)
        for one in head
        if one.text.strip() and not any(_overlap((one.box.x, one.box.right), span) > 0 for span in found)
    ]
    return _apart(sorted(found))


def _headed(head: Sequence[Element]) -> list[tuple[int, int]]:
    """The columns as headings tell that stand side by side as buttons do; empty where they do not."""
    boxes = [one.box for one in head]
    beside = all(-4 <= other.x - one.right <= TILED_PX for one, other in itertools.pairwise(boxes))
    return _apart([(box.x, box.right) for box in boxes]) if len(boxes) > LEAST_COLUMNS and beside else []


def _apart(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Without what two neighbours share: half of it is each one's."""
    found = [list(span) for span in spans]
    for one, other in itertools.pairwise(found):
        if one[1] > other[0]:
            one[1] = other[0] = (one[1] + other[0]) // 2
    return [(left, right) for left, right in found if right - left > 4]


def _shares(box: Box, group: Sequence[Element]) -> bool:
    left = statistics.median(one.box.x for one in group)
    right = statistics.median(one.box.right for one in group)
    shared = _overlap((box.x, box.right), (round(left), round(right)))
    return shared >= SAME_COLUMN * min(box.w, right - left)


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> int:
    return min(one[1], other[1]) - max(one[0], other[0])


def _is_gutter(span: tuple[int, int], body: Sequence[Sequence[Element]], head: Sequence[Element]) -> bool:
    """Whether a column only counts the lines: narrow, all headings, and nothing above it."""
    here = [
        one for line in body for one in line if _overlap((one.box.x, one.box.right), span) > 0.5 * one.box.w
    ]
    above = [one for one in head if one.text.strip() and _overlap((one.box.x, one.box.right), span) > 3]
    counted = [one for one in here if one.kind == "header" and (not one.text or one.text.strip().isdigit())]
    return span[1] - span[0] <= GUTTER_PX and not above and len(counted) > 0.5 * len(here)


def _cell(
    frame: Frame,
    line: Sequence[Element],
    span: tuple[int, int],
    middle: float,
    height: float,
    region: Box,
    read: Read,
) -> SeenCell:
    inside = [one for one in line if _share(one.box, span) >= SAME_COLUMN * min(one.box.w, span[1] - span[0])]
    top = round(middle - height / 2)
    place = Box(span[0], top, span[1] - span[0], round(height)).intersection(region)
    if place.w <= 2 * NARROWER_PX or place.h <= 2 * NARROWER_PX:
        return SeenCell("", place, "it cannot be seen")
    inner = place.expanded(-NARROWER_PX)
    again, sure = _looked_at(frame, inner, read)
    one = inside[0] if len(inside) == 1 else None
    if one is not None and _share(one.box, span) >= WITHIN * one.box.w:
        text, confidence, letters = _one_line(one.text), one.text_confidence, one.letters
    else:  # the detector saw nothing there, or what reaches into another column
        text, confidence = _looked_at(frame, Box(inner.x, place.y, inner.w, place.h), read)
        letters = ()
        if text and text == again and _touches(frame, inner):
            return SeenCell(text, place, "it may go on in the next column")
    if text != again and "".join(text.split()) != "".join(again.split()):
        seen = (
            f"it is read as “{text}” and as “{again}”" if text and again else "only one of two looks saw it"
        )
        return SeenCell(text or again, place, seen)
    why = ""
    if not text and _has_ink(frame, inner):
        why = "something stands there that was not read"
    elif text and (min(letters, default=1.0) < LEAST_LETTER or min(confidence, sure) < LEAST_CONFIDENCE):
        why = "it is hard to read"
    elif text.endswith(("…", "...", "..")):
        why = "it is cut off"
    elif _is_cut(frame, place, region):
        why = "it goes on beyond the edge"
    return SeenCell(text, place, why)


def _looked_at(frame: Frame, box: Box, read: Read) -> tuple[str, float]:
    text, sure = read(frame, box)
    return _one_line(text), sure


def _share(box: Box, span: tuple[int, int]) -> int:
    return _overlap((box.x, box.right), span)


def _touches(frame: Frame, box: Box) -> bool:
    """Whether there is ink at the right or left edge of a cut."""
    edges = (Box(box.x, box.y + 2, 2, box.h - 4), Box(box.right - 2, box.y + 2, 2, box.h - 4))
    return any(_has_ink(frame, edge, 2) for edge in edges)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _has_ink(frame: Frame, box: Box, least: int = LEAST_INK) -> bool:
    part = box.crop(frame).astype(np.int16)
    if not part.size:
        return False
    ground = np.median(part.reshape(-1, 3), axis=0)
    return int((np.abs(part - ground).max(axis=2) > INK).sum()) > least


def _is_cut(frame: Frame, place: Box, region: Box) -> bool:
    """Whether its text touches the right or left edge of what is seen of the window."""
    edges: list[Box] = []
    if place.right >= region.right - CUT_PX:
        edges.append(Box(region.right - CUT_PX - 1, place.y + 3, CUT_PX, max(1, place.h - 6)))
    if place.x <= region.x + 1 and place.x > 0:
        edges.append(Box(region.x + 1, place.y + 3, CUT_PX - 1, max(1, place.h - 6)))
    return any(_has_ink(frame, edge) for edge in edges)
