"""Reads a table whose columns go on sideways: strip after strip, each from its first line to its last.

How far it went is measured by its pixels, as for lines. A column that is cut at the side of one strip is
taken from another one; a column that no strip shows whole is marked.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from lam_desktop.errors import UsageError
from lam_desktop.execution.tables.scrolling import (
    SAME_PLACE,
    ScreenTable,
    Scroll,
    Strip,
    TableCell,
    as_table,
    at_rest,
    body_of,
    checked,
    joined,
    moved_by,
    named_cell,
    read_strip,
    told_of,
    with_names,
)  # fmt: skip
from lam_desktop.protocols import ScreenParser
from lam_desktop.types import Box, Frame

MOST_STRIPS = 40
SEEN_TWICE = 0.5
"""From one strip to the next the table goes on by at most so much of what is seen."""
BACK, MOST_BACK = 40, 200
"""Notches of the wheel back to the first line, and how often they are turned."""
SAME_COLUMN = 0.5
"""Two looks at one column share so much of the narrower one's width."""
EVERY_LINE = 2
"""How far it went sideways is told by each so-manieth line of pixels."""
LOST = (
    "The table goes on sideways, and it could not be seen how its columns follow each other: make its window"
    " wider, or read it in parts, each with --region."
)


@dataclass
class _Column:
    """One column, at its place in the whole table, with every strip that shows it."""

    span: tuple[float, float]
    seen: list[tuple[int, int, bool]]
    """Strip, which of its columns, and whether that may be cut at the side."""


def read_table(
    look: Callable[[], Frame],
    parser: ScreenParser,
    region: Box,
    scroll: Scroll | None = None,
    slide: Scroll | None = None,
    most_rows: int = 5000,
) -> ScreenTable:
    """The table in a region of the screen; with `scroll` to its last line, with `slide` to its last column.

    `look` gives the settled screen. Raises UsageError where no table is seen, or its parts cannot be joined.
    """
    strip = read_strip(look, parser, region, None, most_rows) if slide is not None else None
    if slide is None or scroll is None or strip is None:
        return as_table(read_strip(look, parser, region, scroll, most_rows))
    sight = _Sight(look, scroll, slide, region)
    moved = sight.slid(strip, 1)
    if moved == 0:
        return as_table(read_strip(look, parser, region, scroll, most_rows))
    if moved is None:
        raise UsageError(LOST)
    slide(body_of(strip.page, region).center, -1)
    notches = max(1, int(SEEN_TWICE * _width(strip) / moved))
    strips, offsets = [read_strip(look, parser, region, scroll, most_rows)], [0]
    while len(strips) < MOST_STRIPS:
        sight.to_first_line(strips[-1])
        moved = sight.slid(strips[-1], notches)
        if moved is None and notches > 1:
            slide(body_of(strips[-1].page, region).center, -notches)
            notches = 1
            moved = sight.slid(strips[-1], 1)
        if moved is None:
            raise UsageError(LOST)
        if moved == 0:
            break
        offsets.append(offsets[-1] + moved)
        strips.append(read_strip(look, parser, region, scroll, most_rows))
    return _together(strips, offsets)


@dataclass(frozen=True)
class _Sight:
    look: Callable[[], Frame]
    scroll: Scroll
    slide: Scroll
    region: Box

    def slid(self, strip: Strip, notches: int) -> int | None:
        """By how many pixels the table went to the left; 0 where it ends, None where that cannot be told."""
        body = body_of(strip.page, self.region)
        top = min((cell.box.y for cell in strip.page.head), default=body.y)
        last = strip.page.rows[-1]  # a scroll bar below them moves, too
        bottom = min(body.bottom, last.edges[1] if last.edges else round(last.middle + strip.page.pitch / 2))
        whole = Box(body.x, top, body.w, bottom - top)
        before = self.look()
        self.slide(body.center, notches)
        after = self.look()
        if at_rest(before, after, body):
            return 0
        return moved_by(_on_its_side(whole.crop(before)), _on_its_side(whole.crop(after)))

    def to_first_line(self, strip: Strip) -> None:
        """Turns the table back to its first line. Raises UsageError where that cannot be reached."""
        body = body_of(strip.page, self.region)
        frame = self.look()
        for _ in range(MOST_BACK):
            self.scroll(body.center, -BACK)
            before, frame = frame, self.look()
            if at_rest(before, frame, body):
                break
        # A scroll bar that fades, or a line under the pointer, is no move.
        if not at_rest(strip.frame, frame, body):
            raise UsageError(LOST)


def _on_its_side(part: Frame) -> Frame:
    return np.ascontiguousarray(part[::EVERY_LINE].transpose(1, 0, 2))


def _width(strip: Strip) -> int:
    return strip.page.spans[-1][1] - strip.page.spans[0][0]


def _together(strips: Sequence[Strip], offsets: Sequence[int]) -> ScreenTable:
    first = strips[0]
    near = SAME_PLACE * min(strip.page.pitch for strip in strips)
    for strip in strips[1:]:
        pairs = zip(strip.lines, first.lines, strict=False)
        if len(strip.lines) != len(first.lines) or any(abs(a.middle - b.middle) > near for a, b in pairs):
            raise UsageError(LOST)
    columns = _columns(strips, offsets)
    read = [[joined(line) for line in strip.lines] for strip in strips]
    heads = [[named_cell(strip.frame, cell) for cell in strip.page.head] for strip in strips]
    head = [
        _of_looks([(heads[at][which], cut) for at, which, cut in one.seen if heads[at]]) for one in columns
    ]
    rows = [
        tuple(_of_looks([(read[at][y][which], cut) for at, which, cut in one.seen]) for one in columns)
        for y in range(len(first.lines))
    ]
    rows = checked(rows)
    notes = dict.fromkeys(note for strip in strips for note in strip.notes)
    return ScreenTable(with_names(head), rows, (*notes, *told_of(first, rows)))


def _columns(strips: Sequence[Strip], offsets: Sequence[int]) -> list[_Column]:
    found: list[_Column] = []
    for at, (strip, offset) in enumerate(zip(strips, offsets, strict=True)):
        last = len(strip.page.spans) - 1
        for which, (left, right) in enumerate(strip.page.spans):
            cut = (which == 0 and at > 0) or (which == last and at < len(strips) - 1)
            span = left + offset, right + offset
            known = next((one for one in found if _is_same(one.span, span)), None)
            if known is None:
                found.append(_Column(span, [(at, which, cut)]))
                continue
            known.seen.append((at, which, cut))
            known.span = min(known.span[0], span[0]), max(known.span[1], span[1])
    return sorted(found, key=lambda one: one.span)


def _is_same(one: tuple[float, float], other: tuple[float, float]) -> bool:
    shared = min(one[1], other[1]) - max(one[0], other[0])
    return shared >= SAME_COLUMN * min(one[1] - one[0], other[1] - other[0])


def _of_looks(looks: Sequence[tuple[TableCell, bool]]) -> TableCell:
    """A cell as the strips agree that show its column whole."""
    if not looks:
        return TableCell("")
    whole = [cell for cell, cut in looks if not cut]
    if not whole:
        cell = looks[0][0]
        return replace(cell, why=cell.why or "its column is only partly seen")
    sure = {cell.text for cell in whole if not cell.why}
    cell = next((cell for cell in whole if not cell.why), whole[0])
    if len(sure) > 1:
        told = " and as ".join(f"“{text}”" for text in sorted(sure))
        return replace(cell, why=f"it is read as {told}")
    return cell
