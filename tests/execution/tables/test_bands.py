"""Rows of several lines are told apart by their pixels; tables wider than what is seen are joined."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from PIL import Image, ImageDraw

from lam_desktop.errors import UsageError
from lam_desktop.execution.tables.bands import Unclear, bands
from lam_desktop.execution.tables.sideways import read_table
from lam_desktop.types import Box, Element, Frame

LINE, PAD, COLUMN, TOP = 17, 6, 120, 40
SPANS = [(0, COLUMN), (COLUMN, 2 * COLUMN), (2 * COLUMN, 3 * COLUMN)]


def drawn(counts: Sequence[int], rules: bool, align: str = "middle") -> tuple[Frame, list[tuple[int, int]]]:
    """Rows whose last cell has so many lines, and where they lie; all texts are of one height."""
    heights = [LINE * count + 2 * PAD for count in counts]
    image = Image.new("RGB", (3 * COLUMN, TOP + sum(heights) + 30), "white")
    draw = ImageDraw.Draw(image)
    places: list[tuple[int, int]] = []
    top = TOP
    for at, (count, height) in enumerate(zip(counts, heights, strict=True)):
        first = top + PAD + (LINE * (count - 1) // 2 if align == "middle" else 0)
        for column in (0, 1):
            draw.text((column * COLUMN + 8, first), str(1000 + at), fill="black", font_size=14)
        for line in range(count):
            draw.text((2 * COLUMN + 8, top + PAD + LINE * line), f"77{line}8", fill="black", font_size=14)
        places.append((top, top + height))
        top += height
        if rules:
            draw.line([(0, top - 1), (3 * COLUMN, top - 1)], fill=(190, 190, 190))
    return np.asarray(image, np.uint8), places


def body(frame: Frame) -> Box:
    return Box(0, TOP, 3 * COLUMN, frame.shape[0] - TOP)


@pytest.mark.parametrize("rules", [True, False])
@pytest.mark.parametrize("align", ["middle", "top"])
@pytest.mark.parametrize("counts", [(1, 3, 1, 2, 1), (2, 2, 1, 3), (3, 1, 1, 1, 2, 1)])
def test_each_row_is_found_with_all_of_its_lines(counts: tuple[int, ...], align: str, rules: bool) -> None:
    frame, places = drawn(counts, rules, align)
    found = bands(frame, body(frame), SPANS)
    assert found is not None and len(found.rows) == len(counts) and found.ruled is rules
    for (top, bottom), (above, below) in zip(found.rows[:-1], places[:-1], strict=True):
        assert abs(top - above) <= PAD and abs(bottom - below) <= PAD


def test_rows_of_one_line_are_left_to_the_detector() -> None:
    frame, _ = drawn((1,) * 6, rules=False)
    assert bands(frame, body(frame), SPANS) is None


def test_rows_that_lie_about_their_texts_now_so_now_so_are_refused() -> None:
    frame, _ = drawn((1, 3, 1, 3, 1, 1), rules=False)
    other = frame.copy()
    _, places = drawn((1, 3, 1, 3, 1, 1), rules=False)
    top, bottom = places[1]  # its short texts at the top, those of the other rows in the middle
    short = frame[top + PAD + LINE : top + PAD + 2 * LINE, : 2 * COLUMN].copy()
    other[top:bottom, : 2 * COLUMN] = 255
    other[top + PAD : top + PAD + LINE, : 2 * COLUMN] = short
    with pytest.raises(Unclear):
        bands(other, body(other), SPANS)


def test_lines_of_a_row_whose_other_cells_are_out_of_sight_are_none_of_the_one_above() -> None:
    """The picture ends within the last row, above its short texts."""
    frame, places = drawn((1, 2, 1, 2, 1, 3), rules=False)
    short = frame[: places[-1][0] + PAD + LINE + 2]
    found = bands(short, body(short), SPANS)
    assert found is not None and len(found.rows) == 5 and not found.cut[1]
    assert abs(found.rows[-1][1] - places[-2][1]) <= PAD
    for above, below in ((1, 3), (3, 1)):  # the same from below: the picture begins within the first row
        frame, places = drawn((3, above, 1, 2, below, 1), rules=False)
        low = frame[places[0][1] - PAD - LINE - 2 :]
        found = bands(low, Box(0, 0, 3 * COLUMN, low.shape[0]), SPANS)
        gone = places[0][1] - PAD - LINE - 2
        assert found is not None and abs(found.rows[0][0] - (places[1][0] - gone)) <= PAD and not found.cut[0]


def test_a_row_whose_last_line_is_out_of_sight_is_cut_and_a_whole_one_is_not() -> None:
    frame, places = drawn((1, 2, 1, 2, 1, 3), rules=False)
    hidden = frame[: places[-1][0] + PAD + 2 * LINE + 2]
    found = bands(hidden, body(hidden), SPANS)
    assert found is not None and len(found.rows) == 6 and found.cut == (False, True)
    whole = frame[: places[-1][1] - 1]
    found = bands(whole, body(whole), SPANS)
    assert found is not None and found.cut == (False, False)


def test_rows_end_where_the_ground_changes() -> None:
    """A chosen row is drawn on another ground; the row below begins where that ends."""
    frame, places = drawn((1, 2, 1, 1, 2, 1), rules=False)
    chosen = frame.copy()
    top, bottom = places[1]
    chosen[top : bottom + 5][(frame[top : bottom + 5] > 200).all(axis=2)] = (210, 225, 250)
    found = bands(chosen, body(chosen), SPANS)
    assert found is not None and found.rows[1] == (top, bottom + 5)


class Wide:
    """A program whose table goes on sideways: four columns, of which two and a half are seen."""

    HEAD = ("Order", "Article", "Amount", "Town")
    SEEN: int = 300
    ROWS = 6

    def __init__(self, notch: int = 60, jumps: bool = False) -> None:
        self.left = 0
        self.notch = notch
        self.jumps = jumps
        self.cells = [
            (f"RE-{4000 + 37 * at}", f"{at * 7919 % 9973}", f"{at * 104729 % 99991}", f"{at * 611953 % 7919}")
            for at in range(self.ROWS)
        ]

    def slide(self, _point: tuple[int, int], notches: int) -> None:
        most = len(self.HEAD) * COLUMN - self.SEEN
        self.left = min(most, max(0, self.left + notches * self.notch))

    def scroll(self, _point: tuple[int, int], notches: int) -> None: ...

    def look(self) -> Frame:
        image = Image.new("RGB", (len(self.HEAD) * COLUMN, 30 * (self.ROWS + 1) + 20), "white")
        draw = ImageDraw.Draw(image)
        for y, line in enumerate([self.HEAD, *self.cells]):
            for x, text in enumerate(line):
                shift = 9 * y if self.jumps and self.left else 0
                draw.text((x * COLUMN + 8 + shift, 30 * y + 8), text, fill="black", font_size=14)
        return np.ascontiguousarray(np.asarray(image, np.uint8)[:, self.left : self.left + self.SEEN])

    def parse(self, frame: Frame, region: Box | None = None) -> tuple[Element, ...]:
        del frame, region
        found: list[Element] = []
        for y, line in enumerate([self.HEAD, *self.cells]):
            for x, text in enumerate(line):
                left = max(0, x * COLUMN - self.left)
                right = min(self.SEEN, (x + 1) * COLUMN - self.left - 2)
                if right - left > 30:
                    box = Box(left, 30 * y + 1, right - left, 28)
                    found.append(Element(box, "cell" if y else "header", self._seen(x, text)))
        return tuple(found)

    def forget(self) -> None: ...

    def read(self, frame: Frame, box: Box) -> tuple[str, float]:
        del frame
        x, y = (box.center[0] + self.left) // COLUMN, box.center[1] // 30
        lines = [self.HEAD, *self.cells]
        return (self._seen(x, lines[y][x]) if y < len(lines) and x < len(self.HEAD) else ""), 1.0

    def _seen(self, x: int, text: str) -> str:
        """A text that reaches beyond the side is read in part."""
        hidden = x * COLUMN < self.left or x * COLUMN + 8 + 9 * len(text) > self.left + self.SEEN
        return text[:2] if hidden else text


@pytest.mark.parametrize("notch", [40, 60, 140])
def test_columns_beyond_the_side_are_read_whole(notch: int) -> None:
    program = Wide(notch)
    region = Box(0, 0, program.SEEN, 230)
    table = read_table(program.look, program, region, program.scroll, program.slide)
    assert tuple(cell.text for cell in table.columns) == program.HEAD
    assert [tuple(cell.text for cell in row) for row in table.rows] == program.cells
    assert table.doubtful == ()


def test_a_line_that_is_drawn_anew_and_a_moving_bar_hinder_nothing() -> None:
    """Turned back, a program has no line under its headings; its scroll bar lies below the rows."""

    class Redrawn(Wide):
        turned = 0

        def scroll(self, _point: tuple[int, int], notches: int) -> None:
            self.turned = self.turned or notches < 0

        def look(self) -> Frame:
            frame = super().look().copy()
            bottom = 30 * (self.ROWS + 1)
            frame[bottom + 4 : bottom + 18] = 225
            frame[bottom + 4 : bottom + 18, self.left // 2 : self.left // 2 + 120] = 90
            frame[30:31] = 255 if self.turned else 150
            return frame

    program = Redrawn()
    table = read_table(
        program.look, program, Box(0, 0, program.SEEN, 230), program.scroll, program.slide
    )  # fmt: skip
    assert program.turned and table.notes == ()
    assert [tuple(cell.text for cell in row) for row in table.rows] == program.cells


def test_a_column_that_is_never_seen_whole_is_marked() -> None:
    program = Wide()
    program.slide = lambda *_: None  # type: ignore[method-assign]
    program.SEEN = 280  # amid the figures of the third column
    region = Box(0, 0, program.SEEN, 230)
    table = read_table(program.look, program, region, program.scroll, program.slide)
    wrong = [
        (y, x)
        for y, row in enumerate(table.rows)
        for x, cell in enumerate(row)
        if cell.text != program.cells[y][x]
    ]
    assert wrong and {(y + 1, x) for y, x in wrong} <= set(table.doubtful)


def test_a_table_that_does_not_move_as_one_is_refused() -> None:
    program = Wide(jumps=True)
    with pytest.raises(UsageError, match="goes on sideways"):
        read_table(program.look, program, Box(0, 0, program.SEEN, 230), program.scroll, program.slide)
