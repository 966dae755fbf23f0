"""How looks at a table are joined: by place, so that lines that say the same stay as many as there are."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from lam_desktop.errors import UsageError
from lam_desktop.execution.tables.scrolling import ScreenTable
from lam_desktop.execution.tables.sideways import read_table
from lam_desktop.execution.tables.taking_rows import checked_out, write_rows
from lam_desktop.tasks.provenance.rows import read_rows
from lam_desktop.types import Box, Element, Frame

REGION = Box(0, 0, 400, 330)
HEAD_PX, PITCH, COLUMN_PX = 30, 30, 130
SEEN = 10
"""Lines that fit below the headings."""
HEAD = ("Customer", "Article", "Quantity")


class Drawn:
    """A program that shows a table, and a parser that knows what it drew."""

    def __init__(self, rows: list[tuple[str, ...]], per_notch: int = 1) -> None:
        self.rows = rows
        self.top = 0
        self.per_notch = per_notch
        self.misread: dict[tuple[int, int], str] = {}
        """What the first of two looks at a line, counted from the top of the screen, and column reads."""
        self.hard: set[str] = set()

    def scroll(self, _point: tuple[int, int], notches: int) -> None:
        least = max(0, len(self.rows) - SEEN)
        self.top = min(least, max(0, self.top + notches * self.per_notch))

    def look(self) -> Frame:
        image = Image.new("RGB", (REGION.w, REGION.h), "white")
        draw = ImageDraw.Draw(image)
        for y, line in enumerate(self._lines()):
            for x, text in enumerate(line):
                draw.text((x * COLUMN_PX + 6, y * PITCH + 8), text, fill="black", font_size=14)
        return np.asarray(image, np.uint8)

    def parse(self, frame: Frame, region: Box | None = None) -> tuple[Element, ...]:
        del frame, region
        return tuple(
            Element(self._box(y, x), "cell" if y else "header", self.misread.get((y, x), text))
            for y, line in enumerate(self._lines())
            for x, text in enumerate(line)
            if text
        )

    def forget(self) -> None: ...

    def read(self, frame: Frame, box: Box) -> tuple[str, float]:
        del frame
        x, y = box.center[0] // COLUMN_PX, box.center[1] // PITCH
        lines = self._lines()
        text = lines[y][x] if y < len(lines) else ""
        return text, 0.5 if text in self.hard else 1.0

    def _lines(self) -> list[tuple[str, ...]]:
        return [HEAD, *self.rows[self.top : self.top + SEEN]]

    def _box(self, y: int, x: int) -> Box:
        return Box(x * COLUMN_PX, y * PITCH + 1, COLUMN_PX - 4, PITCH - 2)


def rows(count: int) -> list[tuple[str, ...]]:
    return [(f"Customer {at}", f"Article {at * 7 % 10}", str(at * 13)) for at in range(count)]


def read(drawn: Drawn, *, scroll: bool = True) -> ScreenTable:
    return read_table(drawn.look, drawn, REGION, drawn.scroll if scroll else None)


def texts(table: ScreenTable) -> list[tuple[str, ...]]:
    return [tuple(cell.text for cell in row) for row in table.rows]


def test_a_table_is_read_to_its_end_and_each_line_once() -> None:
    told = rows(37)
    table = read(Drawn(told))
    assert tuple(cell.text for cell in table.columns) == HEAD
    assert texts(table) == told and table.doubtful == () and table.notes == ()
    assert texts(read(Drawn(told), scroll=False)) == told[:SEEN]


def test_lines_that_say_the_same_are_kept_and_told() -> None:
    told = rows(30)
    told[12] = told[11]
    told[9] = told[8]
    table = read(Drawn(told))
    assert texts(table) == told
    assert "each at its own place" in table.notes[0] and "10, 13" in table.notes[0]


def test_where_it_cannot_be_told_how_far_the_table_went_it_says_so() -> None:
    """Forty lines that all say the same: how many there are is not to be seen."""
    table = read(Drawn([("Customer", "Article", "1")] * 40))
    assert len(table.rows) >= SEEN and any("rows may be missing" in note for note in table.notes)


def test_a_wheel_that_goes_far_is_turned_back_and_more_slowly() -> None:
    told = rows(33)
    assert texts(read(Drawn(told, per_notch=5))) == told


def test_a_wheel_that_skips_lines_is_told() -> None:
    table = read(Drawn(rows(60), per_notch=25))
    assert any("rows may be missing" in note for note in table.notes)


def test_a_cell_that_two_looks_read_otherwise_is_marked_with_its_picture() -> None:
    drawn = Drawn(rows(6))
    drawn.misread[3, 2] = "2G"
    drawn.hard.add("Customer 4")
    table = read(drawn)
    assert table.doubtful == ((3, 2), (5, 0))
    wrong, hard = table.rows[2][2], table.rows[4][0]
    assert "“2G”" in wrong.why and "“26”" in wrong.why and wrong.picture is not None
    assert hard.why == "it is hard to read"


def test_an_empty_cell_is_empty_and_one_with_ink_is_asked_about() -> None:
    told = [replace_at(row, 1, "") if at == 2 else row for at, row in enumerate(rows(8))]
    table = read(Drawn(told))
    assert texts(table) == told and table.doubtful == ()

    class Inked(Drawn):
        def look(self) -> Frame:
            frame = super().look().copy()
            frame[3 * PITCH + 8 : 3 * PITCH + 20, COLUMN_PX + 20 : COLUMN_PX + 40] = 0
            return frame

    assert read(Inked(told)).doubtful == ((3, 1),)


def replace_at(row: tuple[str, ...], at: int, text: str) -> tuple[str, ...]:
    return (*row[:at], text, *row[at + 1 :])


def test_what_is_no_table_is_said() -> None:
    class Bare(Drawn):
        def parse(self, frame: Frame, region: Box | None = None) -> tuple[Element, ...]:
            return tuple(replace(one, kind="text") for one in super().parse(frame, region))

    with pytest.raises(UsageError, match="No table was found"):
        read(Bare(rows(5)))


@pytest.mark.parametrize("name", ["taken.csv", "taken.xlsx"])
def test_every_cell_is_kept_as_the_text_that_was_shown(name: str, tmp_path: Path) -> None:
    path = checked_out(tmp_path / name)
    line = ("007", "1.249,50", "01/02/2026", "=SUM(A1)", "a, b; “c”", "-5", "Öl 张伟", "")
    columns = tuple(f"Column {at}" for at in range(len(line)))
    write_rows(path, columns, [line, line])
    table = read_rows(path)
    assert table.columns == columns and [tuple(row.cells.values()) for row in table.rows] == [line, line]
    with pytest.raises(UsageError, match="is there already"):
        checked_out(path)


@pytest.mark.parametrize("name", ["taken.txt", "nowhere/taken.csv"])
def test_a_file_that_cannot_be_written_is_refused_at_once(name: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        checked_out(tmp_path / name)


def test_a_line_that_is_only_partly_seen_is_marked_until_it_is_seen_whole() -> None:
    """The window ends in the middle of its tenth line."""
    told = rows(12)
    half = Box(0, 0, REGION.w, HEAD_PX + 9 * PITCH + 18)

    class Cut(Drawn):
        def _box(self, y: int, x: int) -> Box:
            return super()._box(y, x).intersection(half)

    cut = Cut(told)
    page = read_table(cut.look, cut, half)
    assert page.doubtful == ((10, 0), (10, 1), (10, 2))
    assert {cell.why for cell in page.rows[9]} == {"its line is only partly seen"}


def test_a_last_line_that_was_first_seen_in_part_is_read_where_it_was_whole() -> None:
    told = rows(12)
    part = Box(0, 0, REGION.w, HEAD_PX + SEEN * PITCH)

    class Low(Drawn):
        """Below its last whole line a sliver of the next one is seen, and is misread."""

        def scroll(self, _point: tuple[int, int], notches: int) -> None:
            self.top = min(len(self.rows) - SEEN + 1, max(0, self.top + notches // 3))

        def read(self, frame: Frame, box: Box) -> tuple[str, float]:
            text, sure = super().read(frame, box)
            sliver = box.center[1] // PITCH == SEEN and self.top < len(self.rows) - SEEN + 1
            return ("~" if sliver else text), sure

    low = Low(told)
    table = read_table(low.look, low, part, low.scroll)
    assert texts(table) == told and table.doubtful == ()


def test_a_number_that_lost_its_space_is_marked() -> None:
    told = [(f"Customer {at}", "0116 31987", f"{at * 13}") for at in range(9)]
    told[4] = ("Customer 4", "011631987", "52")
    table = read(Drawn(told))
    assert table.doubtful == ((5, 1),) and table.rows[4][1].why == "a space may be missing"
