"""Reads a table on the screen to its end: looks, turns the wheel, and joins what was seen.

How far a table went is measured by its pixels, so that each line has one place and lines that say the same
stay as many as there are. Where that cannot be measured, it ends, and says that something may be missing.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from lam_desktop.errors import UsageError
from lam_desktop.execution.screen_table import Page, SeenCell, SeenRow, read_page
from lam_desktop.protocols import ScreenParser
from lam_desktop.types import Box, Frame

NOTCHES = 3
"""The wheel is turned by so many, and by one where that went too far."""
MOST_LOOKS = 2000
LEAST_ALIKE_PX = 24
"""Two looks overlap in at least so many lines of pixels."""
DIFFERS, MOST_DIFFERENT = 48, 0.02
"""A pixel is another one from this much on, which the tint of a line under the pointer is not; in an overlap
at most this share is: a caret, a mark."""
CLEARLY = 3.0
"""The overlap that is taken fits so much better than any other."""
LEAST_INK = 4.0
"""Deviation of gray values from which a part of the picture can be known again."""
SAME_PLACE = 0.4
"""Looks at one line lie within so much of the lines' distance."""


@dataclass(frozen=True, slots=True)
class TableCell:
    """One cell of a whole table."""

    text: str
    why: str = ""
    """Why the person must look at it; empty where it is sure."""
    picture: Frame | None = field(default=None, compare=False, repr=False)
    """Of a cell that is not sure (H, W, 3) RGB."""


@dataclass(frozen=True, slots=True)
class ScreenTable:
    """A table as it was read from the screen."""

    columns: tuple[TableCell, ...]
    rows: tuple[tuple[TableCell, ...], ...]
    notes: tuple[str, ...] = ()
    """What the person should know: sentences."""

    @property
    def doubtful(self) -> tuple[tuple[int, int], ...]:
        """Row (0: the headings, then from 1) and column (from 0) of each cell that is not sure."""
        lines = (self.columns, *self.rows)
        return tuple((y, x) for y, line in enumerate(lines) for x, cell in enumerate(line) if cell.why)


@dataclass
class _Line:
    """One line at its place in the whole table, with every look at it."""

    middle: float
    looks: list[tuple[Frame, SeenRow, bool]]
    """The picture, what it said, and whether it lay at an edge of what was seen."""


def read_table(
    look: Callable[[], Frame],
    parser: ScreenParser,
    region: Box,
    scroll: Callable[[tuple[int, int], int], None] | None = None,
    most_rows: int = 5000,
) -> ScreenTable:
    """The table in a region of the screen; with `scroll`, to its end: it turns the wheel over a
    point (frame pixels) down by so many notches.

    `look` gives the settled screen. Raises UsageError where no table is seen.
    """
    frame = look()
    page = read_page(frame, parser.parse(frame, region), region, parser.read)
    if page is None:
        raise UsageError(
            "No table was found there: put its window in front, wholly visible, or name a region around it."
        )
    lines: list[_Line] = []
    notes: list[str] = []
    head = (frame, page.head)
    _add(lines, frame, page, 0.0)
    offset, looks, ended = 0.0, 0, scroll is None
    notches = NOTCHES
    while not ended and scroll is not None and looks < MOST_LOOKS and len(lines) < most_rows:
        looks += 1
        body = _body(page, region)
        scroll(body.center, notches)
        fresh = look()
        if _unchanged(frame, fresh, body):
            ended = True
            if _repeats(frame, body):
                notes.append(
                    f"The last lines up to row {len(lines)} look alike, so that it cannot be seen whether the"
                    " table went on: rows may be missing."
                )
            break
        moved = _moved(frame, fresh, body)
        if moved is None and notches > 1:  # too far at once, perhaps: back, and slower
            scroll(body.center, -notches)
            notches = 1
            if _unchanged(frame, look(), body):
                continue
        if not moved:
            notes.append(
                f"Behind row {len(lines)} it could not be seen how far the table went: rows may be missing."
            )
            break
        offset += moved
        seen = read_page(fresh, parser.parse(fresh, region), region, parser.read, page.spans)
        if seen is None:
            notes.append(f"Behind row {len(lines)} no table was seen any more: rows may be missing.")
            break
        frame = fresh
        _add(lines, fresh, _without_head(seen, page.head), offset)
    else:
        if not ended:
            notes.append(f"It was read up to row {len(lines)} and may go on: rows may be missing.")
    lines.sort(key=lambda line: line.middle)
    return _whole(head, lines, page, notes)


def _whole(
    head: tuple[Frame, Sequence[SeenCell]], lines: Sequence[_Line], page: Page, notes: list[str]
) -> ScreenTable:
    rows = [_joined(line) for line in lines]
    gaps = [
        at
        for at, (one, other) in enumerate(itertools.pairwise(lines), start=1)
        if other.middle - one.middle > 1.5 * page.pitch
    ]
    if gaps:
        notes.append(f"Between row {gaps[0]} and the next there is room for more: a row may be missing.")
    texts = [tuple(cell.text for cell in row) for row in rows]
    twice = [at + 1 for at in range(1, len(texts)) if texts[at] == texts[at - 1]]
    if twice:
        named = ", ".join(map(str, twice[:8])) + (" …" if len(twice) > 8 else "")
        notes.append(f"Rows that say the same as the one above, each at its own place, are kept: {named}.")
    frame, cells = head
    columns = [TableCell(cell.text, cell.why, _picture(frame, cell) if cell.why else None) for cell in cells]
    columns = columns or [TableCell("")] * len(page.spans)
    return ScreenTable(_named(columns), tuple(rows), tuple(notes))


def _named(columns: Sequence[TableCell]) -> tuple[TableCell, ...]:
    """Each column with a name of its own, which a table of rows must have."""
    found: list[TableCell] = []
    for at, cell in enumerate(columns, start=1):
        if not cell.text:
            cell = replace(cell, text=f"Column {at}", why=cell.why or "it has no heading")
        elif any(other.text == cell.text for other in found):
            cell = replace(cell, text=f"{cell.text} {at}", why=cell.why or "two columns have this name")
        found.append(cell)
    return tuple(found)


def _joined(line: _Line) -> tuple[TableCell, ...]:
    """Each cell as its looks agree; one that was whole goes before one at an edge."""
    whole = [one for one in line.looks if not one[2]] or line.looks
    found: list[TableCell] = []
    for at in range(len(whole[0][1].cells)):
        cells = [(frame, row.cells[at]) for frame, row, _ in whole]
        sure = {cell.text for _, cell in cells if not cell.why}
        frame, cell = next(((frame, cell) for frame, cell in cells if not cell.why), cells[0])
        why = cell.why
        if not why and all(row.cut for _, row, _ in whole):
            why = "its line is only partly seen"
        if len(sure) > 1:
            why = "it is read as " + " and as ".join(f"“{text}”" for text in sorted(sure))
        elif not why and any(one.why for _, one in cells):
            # Of several looks one was unsure: the sure ones must be most of them.
            unsure = sum(bool(one.why) for _, one in cells)
            why = "" if unsure < len(cells) - unsure else cells[0][1].why or "it is hard to read"
        found.append(TableCell(cell.text, why, _picture(frame, cell) if why else None))
    return tuple(found)


def _picture(frame: Frame, cell: SeenCell) -> Frame:
    return np.ascontiguousarray(
        cell.box.expanded(6).intersection(Box(0, 0, frame.shape[1], frame.shape[0])).crop(frame)
    )


def _add(lines: list[_Line], frame: Frame, page: Page, offset: float) -> None:
    last = len(page.rows) - 1
    for at, row in enumerate(page.rows):
        edge = row.cut or at == last or (at == 0 and offset > 0)
        place = row.middle + offset
        known = next((one for one in lines if abs(one.middle - place) < SAME_PLACE * page.pitch), None)
        if known is None:
            lines.append(_Line(place, [(frame, row, edge)]))
        else:
            known.looks.append((frame, row, edge))


def _without_head(page: Page, head: Sequence[SeenCell]) -> Page:
    """Without a line of headings that was taken for data."""
    names = tuple(cell.text for cell in head)
    return replace(page, rows=tuple(row for row in page.rows if row.texts != names)) if names else page


def _body(page: Page, region: Box) -> Box:
    """The part of the region that moves: below the headings, within the columns."""
    top = round(page.rows[0].middle - page.pitch / 2)
    left, right = page.spans[0][0], page.spans[-1][1]
    return Box(left, top, right - left, region.bottom - top).intersection(region)


def _unchanged(before: Frame, after: Frame, body: Box) -> bool:
    return _differing(body.crop(before), body.crop(after)) < 0.0005


def _repeats(frame: Frame, body: Box) -> bool:
    """Whether the body would look the same if it had gone up by some lines."""
    seen = _gray(body.crop(frame))
    last = max((y for y in range(len(seen)) if seen[y].std() > LEAST_INK), default=0)
    seen = seen[: last + 1]
    moves = range(int(LEAST_ALIKE_PX / 2), len(seen) - LEAST_ALIKE_PX)
    return any(_tells(seen[dy:]) and _differing_gray(seen[dy:], seen[:-dy]) < 0.0005 for dy in moves)


def _moved(before: Frame, after: Frame, body: Box) -> int | None:
    """By how many pixels the body went up; None where that cannot be told."""
    one, other = _gray(body.crop(before)), _gray(body.crop(after))
    height = one.shape[0]
    scores = {dy: _differing_gray(one[dy:], other[: height - dy]) for dy in range(height - LEAST_ALIKE_PX)}
    inked = {dy: score for dy, score in scores.items() if _tells(one[dy:])}
    if not inked:
        return None
    best = min(inked, key=lambda dy: inked[dy])
    # The last lines of pixels may stand still: a scroll bar, a status line. Then nothing fits wholly.
    if inked[best] > MOST_DIFFERENT:
        return None
    rivals = [score for dy, score in inked.items() if abs(dy - best) > 2]
    if rivals and min(rivals) < CLEARLY * max(inked[best], 0.001):
        return None
    return best


def _tells(part: np.ndarray) -> bool:
    """Whether there is enough on a part to know it by."""
    return float(part.std()) > LEAST_INK


def _gray(part: Frame) -> np.ndarray:
    return part.mean(axis=2).astype(np.int16)


def _differing(one: Frame, other: Frame) -> float:
    return _differing_gray(_gray(one), _gray(other))


def _differing_gray(one: np.ndarray, other: np.ndarray) -> float:
    return float((np.abs(one - other) > DIFFERS).mean()) if one.size else 1.0
