"""Reading: exact on clean text, in lines and spans, remembered by content."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from lam_desktop.errors import EnvironmentFault
from lam_desktop.perception.cut_off import whole_letters, whole_lines
from lam_desktop.perception.ocr import TextReader
from lam_desktop.perception.text_lines import line_rows, text_lines
from lam_desktop.types import Box, Frame


@pytest.fixture(scope="module")
def reader() -> TextReader:
    return TextReader(threads=1)


def _picture(*texts: tuple[int, int, str], dark: bool = False, size: tuple[int, int] = (420, 100)) -> Frame:
    back, ink = ("#202020", "#eeeeee") if dark else ("#ffffff", "#101010")
    picture = Image.new("RGB", size, back)
    pen, font = ImageDraw.Draw(picture), ImageFont.load_default(15)
    for x, y, text in texts:
        pen.text((x, y), text, ink, font)
    return np.asarray(picture)


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("text", ["Save as", "2026-11-24", "anna@orchid.example", "1,249.50", "INV-004711"])
def test_reads_exactly_what_stands_there(reader: TextReader, text: str, dark: bool) -> None:
    frame = _picture((20, 20, text), dark=dark)
    [reading] = reader.read(frame, [Box(10, 14, 300, 28)])
    assert reading.text == text
    assert reading.confidence > 0.9


def test_lines_and_spans_in_reading_order(reader: TextReader) -> None:
    frame = _picture((20, 10, "First line"), (20, 40, "Second"), (300, 40, "far"))
    [reading] = reader.read(frame, [Box(0, 0, 420, 80)])
    assert reading.text == "First line\nSecond far"


def test_an_outline_is_no_letter(reader: TextReader) -> None:
    frame = _picture((60, 22, "Bristol")).copy()
    for y, x in ((14, slice(50, 250)), (44, slice(50, 250))):
        frame[y, x] = 90
    frame[14:45, 50] = frame[14:45, 249] = 90
    [reading] = reader.read(frame, [Box(49, 13, 203, 34)])
    assert reading.text == "Bristol"


@pytest.mark.parametrize("sign", ["-", "=", "+", "(", "7"])
@pytest.mark.parametrize("size", [(60, 34), (60, 72)], ids=["wide", "tall"])
def test_a_sign_on_a_button(reader: TextReader, sign: str, size: tuple[int, int]) -> None:
    width, height = size
    picture = Image.new("RGB", (140, 140), "#f6f5f4")
    pen = ImageDraw.Draw(picture)
    pen.rounded_rectangle((20, 20, 20 + width, 20 + height), 6, "#efeeec", "#b8b5b0")
    pen.text((20 + width / 2, 20 + height / 2), sign, "#2e3436", ImageFont.load_default(15), anchor="mm")
    [reading] = reader.read(np.asarray(picture), [Box(18, 18, width + 5, height + 5)])
    assert reading.text == sign


STAR = Box(228, 8, 30, 34)


def _entry(text: str, *marks: Box) -> Frame:
    """An entry of a list with pictures that a recogniser takes for letters."""
    picture = Image.fromarray(_picture((20, 17, text)))
    for mark in marks:
        ImageDraw.Draw(picture).regular_polygon(
            (*mark.center, mark.w // 2 - 2), 3, outline="#202020", width=2
        )
    return np.asarray(picture)


def test_a_mark_in_an_entry_is_no_letter(reader: TextReader) -> None:
    frame = _entry("Joelie", STAR, STAR.moved(34, 0))
    [alone] = reader.read(frame, [Box(10, 10, 300, 30)], [STAR, STAR.moved(34, 0)])
    assert alone.text == "Joelie" != reader.read(frame, [Box(10, 10, 300, 30)])[0].text


def test_the_tips_of_a_mark_that_reach_beyond_its_box_are_no_letters(reader: TextReader) -> None:
    inner = STAR.expanded(-7)
    [alone] = reader.read(_entry("Joelie", STAR), [Box(10, 10, 300, 30)], [inner])
    assert alone.text == "Joelie"


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        pytest.param("Order 100", [Box(18, 12, 15, 24)], id="its first letter"),
        pytest.param("Total 0", [Box(56, 12, 14, 24)], id="a figure behind a gap between words"),
        pytest.param("Total 00", [Box(56, 12, 10, 24), Box(65, 12, 10, 24)], id="two of them"),
        pytest.param("Balance                - 500", [Box(150, 12, 14, 24)], id="a sign far behind the word"),
        pytest.param("8", [Box(14, 10, 24, 26)], id="all that it says"),
    ],
)
def test_a_letter_that_was_taken_for_a_mark_is_read(reader: TextReader, text: str, marks: list[Box]) -> None:
    frame = _entry(text)
    [reading] = reader.read(frame, [Box(10, 10, 300, 30)], marks)
    assert reading == reader.read(frame, [Box(10, 10, 300, 30)])[0]
    assert reading.text.replace(" ", "") == text.replace(" ", "")


@pytest.mark.parametrize("dx", [-3, 0, 3])
@pytest.mark.parametrize("sign", ["=", "7"])
def test_what_lies_beside_a_tall_button_is_no_letter(reader: TextReader, sign: str, dx: int) -> None:
    picture = Image.new("RGB", (140, 140), "#fafafa")
    pen = ImageDraw.Draw(picture)
    pen.rectangle((90, 0, 140, 140), "#c8c8c8")
    pen.rounded_rectangle((20, 20, 80, 110), 6, "#ff7800")
    pen.text((50, 65), sign, "#ffffff", ImageFont.load_default(15), anchor="mm")
    [reading] = reader.read(np.asarray(picture), [Box(20 + dx, 22, 74, 86)])
    assert reading.text == sign


@pytest.mark.parametrize("box", [Box(0, 0, 100, 30), Box(500, 500, 10, 10), Box(0, 0, 2, 2)])
def test_nothing_there_is_no_text(reader: TextReader, box: Box) -> None:
    [reading] = reader.read(_picture(), [box])
    assert reading.text == ""


def test_what_was_read_is_remembered_wherever_it_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    reader = TextReader(threads=1, memory=4)
    runs: list[int] = []
    session = reader._session

    class Counting:
        def run(self, names: Any, feed: dict[str, Any]) -> Any:
            runs.append(len(next(iter(feed.values()))))
            return session.run(names, feed)

        def get_inputs(self) -> Any:
            return session.get_inputs()

    monkeypatch.setattr(reader, "_session", Counting())
    frame = _picture((20, 20, "Again"), (220, 60, "Again"))
    first = reader.read(frame, [Box(10, 14, 100, 28)])
    assert reader.read(frame, [Box(210, 54, 100, 28)]) == first
    assert runs == [1]
    for number in range(6):  # more than it holds
        reader.read(_picture((20, 20, f"No. {number}")), [Box(10, 14, 100, 28)])
    reader.read(frame, [Box(10, 14, 100, 28)])
    assert len(runs) == 8
    assert len(reader._memory) <= 4


def test_threads_change_nothing_of_what_a_line_says(reader: TextReader) -> None:
    frame, box = _picture((20, 20, "Alone 12.50"), (220, 60, "Berlin, 10115")), Box(10, 14, 150, 28)
    [alone] = reader.read(frame, [box])
    [shared] = TextReader(threads=2).read(frame, [box])  # the work on a single line is shared out
    [again, _] = TextReader(threads=2).read(frame, [box, Box(210, 54, 150, 28)])  # and several lines are
    for other in (shared, again):
        assert other.text == alone.text == "Alone 12.50"
        assert other.letters == pytest.approx(alone.letters, abs=1e-5)


def test_a_line_is_cut_where_it_can_be() -> None:
    words = "lorem ipsum dolor sit amet " * 8
    frame = _picture((5, 10, words), size=(2200, 40))
    [line] = text_lines(frame)
    assert len(line) > 1
    assert all(piece.shape[1] <= 1300 * piece.shape[0] / 48 for piece, _ in line)


def test_a_damaged_recogniser_is_one_sentence(tmp_path: Path) -> None:
    broken = tmp_path / "rec.onnx"
    broken.write_bytes(b"not a model")
    with pytest.raises(EnvironmentFault, match="recogniser rec.onnx cannot be loaded"):
        TextReader(broken)


def test_what_was_made_black_joins_no_lines(reader: TextReader) -> None:
    frame = _picture((20, 20, "Enter the password"), (20, 43, "into the text field")).copy()
    left, right = _ends(frame)
    frame[16:48, right - 30 : right + 90] = 0  # reaches from one line into the next, and touches its letters
    [reading] = reader.read(frame, [Box(left - 4, 12, right - left + 104, 60)])
    first, second = reading.text.split("\n")
    assert first.startswith("Enter the pas") and second.startswith("into the text f")


@pytest.mark.parametrize("text", ["1 - 2", "TELL", "E 45"])
def test_bars_of_large_letters_are_no_blocks(text: str) -> None:
    picture = Image.new("RGB", (900, 200), "white")
    ImageDraw.Draw(picture).text((20, 20), text, "black", ImageFont.load_default(120))
    frame = np.asarray(picture)
    [(top, bottom)] = line_rows(frame)
    dark = np.flatnonzero((frame < 128).any((1, 2)))
    assert abs(top - dark[0]) <= 2 and abs(bottom - 1 - dark[-1]) <= 2
    spans = [span for row in text_lines(frame) for span, _ in row]
    columns = np.flatnonzero((frame < 128).any((0, 2)))
    assert sum(span.shape[1] for span in spans) >= columns[-1] - columns[0]


@pytest.mark.parametrize("cut", [4, 6])
def test_letters_that_a_box_cuts_off_are_read_whole(reader: TextReader, cut: int) -> None:
    frame = _picture((20, 20, "Courier"), (110, 20, "Collect"))
    left, right = _ends(frame[:, :100])
    box = Box(left + cut, 18, right - left - 2 * cut, 18)
    assert reader.read(frame, [box])[0].text != "Courier"
    whole = whole_letters(frame, box)
    assert whole.x <= left and right <= whole.right < 105
    assert reader.read(frame, [whole])[0].text == "Courier"


@pytest.mark.parametrize(("top", "bottom"), [(16, 36), (26, 44), (27, 39)])
def test_lines_that_a_box_cuts_through_are_read_whole(reader: TextReader, top: int, bottom: int) -> None:
    frame = _picture((20, 20, "nathalie"))
    left, right = _ends(frame)
    box = Box(left - 1, top, right - left + 2, bottom - top)
    whole = whole_lines(frame, box)
    assert reader.read(frame, [whole])[0].text == "nathalie"


def test_a_paragraph_is_read_with_its_first_and_last_line_whole(reader: TextReader) -> None:
    frame = _picture((20, 20, "Enter the username"), (20, 43, "and the password"), (20, 66, "below it"))
    left, right = _ends(frame)
    rows = np.flatnonzero((frame < 128).any((1, 2)))
    box = Box(left - 1, int(rows[0]) + 5, right - left + 2, int(rows[-1]) - int(rows[0]) - 9)
    whole = whole_lines(frame, box)
    assert whole.y <= rows[0] and whole.bottom > rows[-1]
    assert reader.read(frame, [whole])[0].text == "Enter the username\nand the password\nbelow it"
    assert whole_lines(frame, whole) == whole


def test_what_stands_above_and_below_a_text_is_no_part_of_it() -> None:
    frame = _picture((20, 20, "Courier"), (20, 43, "Collect")).copy()
    left, right = _ends(frame)
    ink = np.flatnonzero((frame[:42] < 128).any((1, 2)))
    box = Box(left - 1, int(ink[0]), right - left + 2, int(ink[-1]) - int(ink[0]) + 1)
    assert whole_lines(frame, box) == box  # blank rows follow
    ruled = frame.copy()
    ruled[ink[-1] + 1 : ink[-1] + 3, 10:410] = 0
    assert whole_lines(ruled, box) == box
    barred = frame.copy()
    barred[:, left + 1] = 0  # goes on to the end of the picture
    assert whole_lines(barred, box) == box


def test_a_box_around_the_whole_text_stays_and_an_edge_is_no_letter() -> None:
    frame = _picture((20, 20, "Courier"))
    left, right = _ends(frame)
    box = Box(left - 1, 18, right - left + 2, 18)
    assert whole_letters(frame, box) == box
    at_edge = frame.copy()
    at_edge[10:50, right + 2 : right + 4] = 0
    tight = Box(left, 18, right - left, 18)
    assert whole_letters(at_edge, tight).right == tight.right
    for outside in (Box(-50, -50, 20, 20), Box(415, 95, 60, 20), Box(0, 0, 420, 100)):
        assert whole_letters(frame, outside) == outside


def _ends(frame: Frame) -> tuple[int, int]:
    """First and one behind the last column with ink."""
    columns = np.flatnonzero((frame < 128).any((0, 2)))
    return int(columns[0]), int(columns[-1]) + 1
