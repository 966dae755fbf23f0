"""Reads a table that a program shows: cells grouped in lines and columns, each read twice.

The detector says where cells and headings are; lines and columns come of their geometry. A cell is sure where
two different cuts of it are read alike and every figure of it is; all others are marked.
"""

from __future__ import annotations

import itertools
import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from lam_desktop.errors import UsageError
from lam_desktop.execution.tables.bands import Unclear, bands
from lam_desktop.execution.tables.bars import scroll_bars, without
from lam_desktop.execution.tables.cells import SeenCell, Sight, cell_of_line, cell_of_lines
from lam_desktop.execution.tables.columns import LEAST_COLUMNS, columns_of
from lam_desktop.protocols import Read
from lam_desktop.types import Box, Element, ElementKind, Frame

CELLS: frozenset[ElementKind] = frozenset({"cell", "header", "list_item"})
TALLEST_PX = 80
"""A cell of one line is at most so high; what is higher is a picture, or several lines."""
SAME_LINE = 0.5
"""Middles of one line lie within so much of a cell's height."""
LEAST_ROWS = 2
WHOLE = 0.9
"""From a line to the first or last one it is at least so much of the usual distance, or that one is cut."""


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
    open: bool = False
    """Whether it may have more lines than are seen, if the table does not end there."""

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
    bars = scroll_bars(frame, region)
    seen = Sight(without(frame, bars, region), region, tuple(bars), read)
    cells = [
        one
        for one in elements
        if one.kind in CELLS and region.contains(*one.box.center) and 6 < one.box.h <= TALLEST_PX
    ]
    lines = [line for line in _lines(cells) if len(line) >= LEAST_COLUMNS]
    body_at = next((at for at, line in enumerate(lines) if _is_body(line)), None)
    if body_at is None:  # it may not see a table whose columns are known
        rows = _banded(seen, spans, _below(top, spans, region)) if spans and top else None
        return Page((), rows, tuple(spans), _least(rows), top) if rows else None
    body = [line for line in lines[body_at:] if _is_body(line)]
    if len(body) < LEAST_ROWS and not spans:
        return None
    head_line = lines[body_at - 1] if body_at else []
    pitch = _pitch(body)
    if head_line and _middle(body[0]) - _middle(head_line) > 3 * pitch:
        head_line = []
    columns = list(spans) or columns_of(seen.frame, region, head_line, body)
    if len(columns) < LEAST_COLUMNS:
        return None
    heights = statistics.median(one.box.h for line in body for one in line)
    head_px = statistics.median(one.box.h for one in head_line) if head_line else heights
    head = tuple(cell_of_line(seen, head_line, span, _middle(head_line), head_px) for span in columns)
    top = top or _top(head_line, body, pitch)
    rows = _banded(seen, columns, _below(top, columns, region))
    if rows is not None:
        return Page(head if head_line else (), rows, tuple(columns), _least(rows), top)
    middles = [_middle(line) for line in body]
    rows = [
        SeenRow(
            middle,
            tuple(cell_of_line(seen, line, span, middle, heights) for span in columns),
            _is_cut_line(at, middles, pitch, region),
        )
        for at, (line, middle) in enumerate(zip(body, middles, strict=True))
    ]
    first = round(rows[0].middle - pitch / 2)
    return Page(head if head_line else (), tuple(rows), tuple(columns), pitch, first)


def _least(rows: Sequence[SeenRow]) -> float:
    return float(min(bottom - top for row in rows if row.edges for top, bottom in [row.edges]))


def _top(head: Sequence[Element], body: Sequence[Sequence[Element]], pitch: float) -> int:
    """Where the rows begin."""
    below = max((one.box.bottom for one in head), default=0)
    return max(below, round(_middle(body[0]) - 2 * pitch)) if not head else below


def _below(top: int, spans: Sequence[tuple[int, int]], region: Box) -> Box:
    return Box(spans[0][0], top, spans[-1][1] - spans[0][0], region.bottom - top).intersection(region)


def _banded(seen: Sight, spans: Sequence[tuple[int, int]], body: Box) -> tuple[SeenRow, ...] | None:
    """The rows of a table that has cells of several lines; None where it has none."""
    try:
        found = bands(seen.frame, body, spans)
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
            tuple(cell_of_lines(seen, Box(left, top, right - left, bottom - top)) for left, right in spans),
            (at == 0 and found.cut[0]) or (at == last and found.cut[1]),
            (top, bottom),
            at == last and found.open,
        )
        for at, (top, bottom) in enumerate(found.rows)
    )


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
