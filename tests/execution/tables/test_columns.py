"""Columns are told by lines and gaps, also where the detector took two for one or overlooked one."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from PIL import Image, ImageDraw

from lam_desktop.execution.tables.cells import Sight, cell_of_line
from lam_desktop.execution.tables.columns import columns_of
from lam_desktop.execution.tables.doubts import lacking_a_space
from lam_desktop.types import Box, Element, Frame

HEAD = ("Order", "Customer name", "Net amount", "Town")
EDGES = (10, 90, 230, 330, 430)
"""Where each column begins, and the last one ends."""
NAMES = ("Zhang Wei", "Sorensen Marine", "IL Trading")
ROWS = tuple(
    (f"RE-{4000 + 37 * at}", NAMES[at % 3], str(7919 * at), "Oslo" if at % 2 else "") for at in range(8)
)
TOP, PITCH = 20, 26
REGION = Box(0, 0, 500, TOP + PITCH * (len(ROWS) + 1) + 10)


def drawn(lines: str, dark: bool = False, rows: Sequence[Sequence[str]] = ROWS) -> Frame:
    """The table with lines between the `headings`, between the `rows` as well, or with none."""
    ground, ink = ("#1e1f22", "#e4e4e4") if dark else ("white", "black")
    image = Image.new("RGB", (REGION.w, REGION.h), ground)
    draw = ImageDraw.Draw(image)
    for y, row in enumerate((HEAD, *rows)):
        for x, text in enumerate(row):
            draw.text((EDGES[x] + 8, TOP + PITCH * y + 6), text, fill=ink, font_size=14)
    down = {"headings": TOP + PITCH, "rows": TOP + PITCH * (len(rows) + 1), "none": 0}[lines]
    for edge in EDGES if down else ():
        draw.line([(edge, TOP), (edge, down)], fill="#3a3f45" if dark else "#cccccc")
    return np.asarray(image, np.uint8)


def element(y: int, first: int, last: int, text: str = "x") -> Element:
    """What the detector saw in a line, from one column to another."""
    box = Box(EDGES[first] + 4, TOP + PITCH * y + 2, EDGES[last + 1] - EDGES[first] - 12, PITCH - 4)
    return Element(box, "cell" if y else "header", text)


def seen(frame: Frame, pieces: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The columns where the detector saw each line in such pieces."""
    lines = [[element(y, *piece) for piece in pieces] for y in range(len(ROWS) + 1)]
    return columns_of(frame, REGION, lines[0], lines[1:])


def owners(found: Sequence[tuple[int, int]]) -> list[list[int]]:
    """Which columns' texts begin in each of those found."""
    return [[x for x in range(4) if left <= EDGES[x] + 8 < right] for left, right in found]


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("lines", ["headings", "rows", "none"])
def test_two_columns_that_the_detector_took_for_one_are_told_apart(lines: str, dark: bool) -> None:
    found = seen(drawn(lines, dark), [(0, 1), (2, 2), (3, 3)])
    assert owners(found) == [[0], [1], [2], [3]]


@pytest.mark.parametrize("lines", ["headings", "rows"])
def test_a_first_column_that_the_detector_overlooked_is_found(lines: str) -> None:
    assert owners(seen(drawn(lines), [(1, 1), (2, 2), (3, 3)])) == [[0], [1], [2], [3]]


def test_an_empty_column_that_the_detector_overlooked_is_found() -> None:
    rows = [(*row[:2], "", row[3]) for row in ROWS]
    found = seen(drawn("rows", rows=rows), [(0, 0), (1, 1), (3, 3)])
    assert owners(found) == [[0], [1], [2], [3]]


def test_columns_reach_from_line_to_line() -> None:
    found = seen(drawn("rows"), [(0, 0), (1, 1), (2, 2), (3, 3)])
    assert found == [(EDGES[x] + 1, EDGES[x + 1]) for x in range(4)]


def test_a_gap_between_words_tells_no_columns_apart() -> None:
    """All rows say the same, so that the gap runs through all of them, and through the heading."""
    rows = [(row[0], "Customer name", *row[2:]) for row in ROWS]
    for lines in ("rows", "headings", "none"):
        found = seen(drawn(lines, rows=rows), [(0, 0), (1, 1), (2, 2), (3, 3)])
        assert owners(found) == [[0], [1], [2], [3]]


def test_a_line_that_crosses_a_gap_tells_nothing() -> None:
    """One of many rows, such as a sum, has a text that reaches into the next column."""
    rows = [*(ROWS[at % 8] for at in range(11)), ("Sum of all the orders", "", "9", "")]
    long = Box(0, 0, REGION.w, TOP + PITCH * 13 + 10)
    image = Image.new("RGB", (long.w, long.h), "white")
    draw = ImageDraw.Draw(image)
    for y, row in enumerate((HEAD, *rows)):
        for x, text in enumerate(row):
            draw.text((EDGES[x] + 8, TOP + PITCH * y + 6), text, fill="black", font_size=14)
    lines = [[element(y, *piece) for piece in [(0, 1), (2, 2), (3, 3)]] for y in range(13)]
    found = columns_of(np.asarray(image, np.uint8), long, lines[0], lines[1:])
    assert owners(found) == [[0], [1], [2], [3]]


def test_what_lies_beside_a_table_is_no_column() -> None:
    frame = drawn("rows").copy()
    frame[:, 470:472] = 120  # a border, and blank ground up to it
    found = seen(frame, [(0, 0), (1, 1), (2, 2), (3, 3)])
    assert owners(found) == [[0], [1], [2], [3]] and found[-1][1] <= EDGES[-1]


@pytest.mark.parametrize(("span", "why"), [((90, 230), ""), ((90, 118), "it may go on in the next column")])
def test_a_text_that_is_cut_at_the_side_of_its_column_is_marked(span: tuple[int, int], why: str) -> None:
    """Both looks read the same part of it."""
    frame = drawn("none")
    sight = Sight(frame, REGION, (), lambda _frame, _box: ("Zhang", 1.0))
    middle = TOP + PITCH * 1.5
    assert cell_of_line(sight, [], span, middle, PITCH - 4.0).why == why


def test_a_number_with_fewer_spaces_than_the_others_is_doubted() -> None:
    phones = ["0116 31987", "0455 812", "011631987", "0301 99", "089 5512", "", "0711 404", "call"]
    assert lacking_a_space(phones) == {2}
    assert lacking_a_space(["12", "1 200", "7", "31", "4 500 000", "9"]) == set()
