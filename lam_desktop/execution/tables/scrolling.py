"""Reads a table on the screen down to its end: looks, turns the wheel, and joins what was seen.

How far a table went is measured by its pixels, so that each line has one place and lines that say the same
stay as many as there are. Where that cannot be measured, it ends, and says that something may be missing.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from lam_desktop.errors import UsageError
from lam_desktop.execution.tables.doubts import lacking_a_space
from lam_desktop.execution.tables.screen_table import Page, SeenCell, SeenRow, read_page
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
MOST_LINES = 4
"""What differs in so few lines of pixels did not move: a line under headings that stay is drawn anew."""
CLEARLY = 3.0
"""The overlap that is taken fits so much better than any other."""
LEAST_INK = 4.0
"""Deviation of gray values from which a part of the picture can be known again."""
SAME_PLACE = 0.4
"""Looks at one line lie within so much of the lines' distance."""

Scroll = Callable[[tuple[int, int], int], None]
"""Turns the wheel over a point (frame pixels), down or to the right by so many notches."""


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
class Line:
    """One line at its place in the whole table, with every look at it."""

    middle: float
    edges: tuple[float, float] | None
    """Upper and lower edge where rows are of several heights."""
    looks: list[tuple[Frame, SeenRow, bool]]
    """The picture, what it said, and whether it lay at an edge of what was seen."""


@dataclass
class Strip:
    """What is seen of a table from its first line to its last, without going sideways."""

    frame: Frame
    """With the first line."""
    page: Page
    lines: list[Line]
    notes: list[str]


def read_strip(
    look: Callable[[], Frame], parser: ScreenParser, region: Box, scroll: Scroll | None, most_rows: int
) -> Strip:
    """Reads what is seen of the table down to its end; to the end of what is seen without `scroll`.

    Raises UsageError where no table is seen.
    """
    frame = look()
    page = read_page(frame, parser.parse(frame, region), region, parser.read)
    if page is None:
        raise UsageError(
            "No table was found there: put its window in front, wholly visible, or name a region around it."
        )
    strip = Strip(frame, page, [], [])
    lines, notes = strip.lines, strip.notes
    _add(lines, frame, page, 0.0)
    offset, looks, ended = 0.0, 0, scroll is None
    notches = NOTCHES
    while not ended and scroll is not None and looks < MOST_LOOKS and len(lines) < most_rows:
        looks += 1
        body = body_of(page, region)
        scroll(body.center, notches)
        fresh = look()
        if at_rest(frame, fresh, body):
            ended = True
            if _repeats(frame, body):
                notes.append(
                    f"The last lines up to row {len(lines)} look alike, so that it cannot be seen whether the"
                    " table went on: rows may be missing."
                )
            break
        moved = moved_by(body.crop(frame), body.crop(fresh))
        if moved is None and notches > 1:  # too far at once, perhaps: back, and slower
            scroll(body.center, -notches)
            notches = 1
            if at_rest(frame, look(), body):
                continue
        if moved is None:
            notes.append(
                f"Behind row {len(lines)} it could not be seen how far the table went: rows may be missing."
            )
            break
        offset += moved
        seen = read_page(fresh, parser.parse(fresh, region), region, parser.read, page.spans, page.top)
        if seen is None:
            notes.append(f"Behind row {len(lines)} no table was seen any more: rows may be missing.")
            break
        frame = fresh
        _add(lines, fresh, _without_head(seen, page.head), offset)
    else:
        if not ended:
            notes.append(f"It was read up to row {len(lines)} and may go on: rows may be missing.")
    lines.sort(key=lambda line: line.middle)
    if ended and scroll is not None:
        last = lines[-1]  # in earlier looks it may have been seen in part
        looks = [(seen, replace(row, open=False), edge) for seen, row, edge in last.looks if seen is frame]
        last.looks = looks or last.looks
    return strip


def as_table(strip: Strip) -> ScreenTable:
    """A table of which all columns were seen at once."""
    rows = checked([joined(line) for line in strip.lines])
    columns = [named_cell(strip.frame, cell) for cell in strip.page.head]
    columns = columns or [TableCell("")] * len(strip.page.spans)
    return ScreenTable(with_names(columns), tuple(rows), (*strip.notes, *told_of(strip, rows)))


def checked(rows: Sequence[tuple[TableCell, ...]]) -> tuple[tuple[TableCell, ...], ...]:
    """The rows, with a mark at each cell that is unlike the others of its column."""
    columns = [lacking_a_space([cell.text for cell in column]) for column in zip(*rows, strict=True)]
    return tuple(
        tuple(
            replace(cell, why=cell.why or "a space may be missing") if y in columns[x] else cell
            for x, cell in enumerate(row)
        )
        for y, row in enumerate(rows)
    )


def told_of(strip: Strip, rows: Sequence[Sequence[TableCell]]) -> list[str]:
    """What a person should know of the rows: where one may be missing, and which say the same."""
    notes: list[str] = []
    pitch = strip.page.pitch
    gaps = [
        at
        for at, (one, other) in enumerate(itertools.pairwise(strip.lines), start=1)
        if (other.edges[0] - one.edges[1] > 0.5 * pitch if one.edges and other.edges else False)
        or (not (one.edges and other.edges) and other.middle - one.middle > 1.5 * pitch)
    ]
    if gaps:
        notes.append(f"Between row {gaps[0]} and the next there is room for more: a row may be missing.")
    texts = [tuple(cell.text for cell in row) for row in rows]
    twice = [at + 1 for at in range(1, len(texts)) if texts[at] == texts[at - 1]]
    if twice:
        named = ", ".join(map(str, twice[:8])) + (" …" if len(twice) > 8 else "")
        notes.append(f"Rows that say the same as the one above, each at its own place, are kept: {named}.")
    return notes


def named_cell(frame: Frame, cell: SeenCell) -> TableCell:
    """A heading, with its picture where it is not sure."""
    return TableCell(cell.text, cell.why, _picture(frame, cell) if cell.why else None)


def with_names(columns: Sequence[TableCell]) -> tuple[TableCell, ...]:
    """Each column with a name of its own, which a table of rows must have."""
    found: list[TableCell] = []
    for at, cell in enumerate(columns, start=1):
        if not cell.text:
            cell = replace(cell, text=f"Column {at}", why=cell.why or "it has no heading")
        elif any(other.text == cell.text for other in found):
            cell = replace(cell, text=f"{cell.text} {at}", why=cell.why or "two columns have this name")
        found.append(cell)
    return tuple(found)


def joined(line: Line) -> tuple[TableCell, ...]:
    """Each cell as its looks agree; one that was whole goes before one at an edge."""
    whole = [one for one in line.looks if not one[2]] or line.looks
    found: list[TableCell] = []
    for at in range(len(whole[0][1].cells)):
        cells = [(frame, row.cells[at]) for frame, row, _ in whole]
        sure = {cell.text for _, cell in cells if not cell.why}
        frame, cell = next(((frame, cell) for frame, cell in cells if not cell.why), cells[0])
        why = cell.why
        if all(row.cut or row.open for _, row, _ in whole):
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


def _add(lines: list[Line], frame: Frame, page: Page, offset: float) -> None:
    last = len(page.rows) - 1
    for at, row in enumerate(page.rows):
        edge = row.cut or at == last or (at == 0 and offset > 0)
        place = row.middle + offset
        edges = (row.edges[0] + offset, row.edges[1] + offset) if row.edges else None
        near = SAME_PLACE * page.pitch
        known = next((one for one in lines if _is_there(one, place, edges, at == 0, near)), None)
        if known is None:
            lines.append(Line(place, edges, [(frame, row, edge)]))
            continue
        if known.edges and edges and all(one[2] for one in known.looks):  # it was cut, and is seen further
            known.edges = min(known.edges[0], edges[0]), max(known.edges[1], edges[1])
            known.middle = sum(known.edges) / 2
        known.looks.append((frame, row, edge))


def _is_there(
    line: Line, middle: float, edges: tuple[float, float] | None, is_first: bool, near: float
) -> bool:
    """Whether that is the place of a line; of the first one the upper edge may be out of sight."""
    if line.edges is None or edges is None:
        return abs(line.middle - middle) < near
    return abs(line.edges[is_first] - edges[is_first]) < near


def _without_head(page: Page, head: Sequence[SeenCell]) -> Page:
    """Without a line of headings that was taken for data: it says most of their words.

    Not all of them: in each look one may be read otherwise, such as a heading that is cut at the side.
    """
    return replace(page, rows=tuple(row for row in page.rows if not _is_head(row, head)))


def _is_head(row: SeenRow, head: Sequence[SeenCell]) -> bool:
    named = [(at, cell.text) for at, cell in enumerate(head) if cell.text]
    said = sum(row.cells[at].text == text for at, text in named if at < len(row.cells))
    return 2 * said > len(named)


def body_of(page: Page, region: Box) -> Box:
    """The part of the region that moves: below the headings, within the columns."""
    top = page.top
    left, right = page.spans[0][0], page.spans[-1][1]
    return Box(left, top, right - left, region.bottom - top).intersection(region)


def at_rest(before: Frame, after: Frame, body: Box) -> bool:
    """Whether a part of two looks is the same, at the same place."""
    one, other = body.crop(before), body.crop(after)
    return _differing(one, other) < 0.0005 or moved_by(one, other) == 0


def _repeats(frame: Frame, body: Box) -> bool:
    """Whether the body would look the same if it had gone up by some lines."""
    seen = _gray(body.crop(frame))
    last = max((y for y in range(len(seen)) if seen[y].std() > LEAST_INK), default=0)
    seen = seen[: last + 1]
    moves = range(int(LEAST_ALIKE_PX / 2), len(seen) - LEAST_ALIKE_PX)
    return any(_tells(seen[dy:]) and _differing_gray(seen[dy:], seen[:-dy]) < 0.0005 for dy in moves)


def moved_by(before: Frame, after: Frame) -> int | None:
    """By how many pixels what is seen went up; None where that cannot be told."""
    one, other = _gray(before), _gray(after)
    differing = np.flatnonzero((np.abs(one - other) > DIFFERS).any(axis=1))
    if len(differing) <= MOST_LINES:
        return 0
    one, other = one[: differing[-1] + 1], other[: differing[-1] + 1]  # a scroll bar below stands still
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
