"""Scroll bars are taken out of the picture of a table; its texts and lines stay."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw

from lam_desktop.execution.tables.bars import scroll_bars, without
from lam_desktop.execution.tables.cells import Sight, cell_of_line
from lam_desktop.types import Box, Frame

REGION = Box(20, 10, 400, 300)


def table(text: str = "Customer pays") -> Image.Image:
    image = Image.new("RGB", (440, 330), "white")
    draw = ImageDraw.Draw(image)
    for y in range(10):
        draw.text((300, 20 + 28 * y), text, fill="black", font_size=14)
    return image


def with_bar(box: Box) -> Frame:
    image = table()
    ImageDraw.Draw(image).rectangle((box.x, box.y, box.right - 1, box.bottom - 1), fill=(150, 150, 150))
    return np.asarray(image, np.uint8)


@pytest.mark.parametrize("bar", [Box(415, 60, 4, 120), Box(120, 304, 180, 4)])
def test_a_bar_over_the_cells_is_painted_over(bar: Box) -> None:
    frame = with_bar(bar)
    [found] = scroll_bars(frame, REGION)
    assert found.intersection(bar).area == bar.area and found.area <= 3 * bar.area
    assert np.array_equal(without(frame, [found], REGION), np.asarray(table(), np.uint8))


def test_a_bar_of_the_whole_height_is_taken_with_its_arrows() -> None:
    [found] = scroll_bars(with_bar(Box(405, 30, 15, 260)), REGION)
    assert (found.y, found.bottom) == (REGION.y, REGION.bottom)


def test_the_end_of_a_shaded_row_stays_where_it_is() -> None:
    """Its lower edge lies near the side, as a bar's would, and blank ground is below it."""
    image = table()
    draw = ImageDraw.Draw(image)
    draw.rectangle((20, 270, 419, 295), fill=(230, 235, 240))
    draw.text((300, 275), "Customer pays", fill="black", font_size=14)
    draw.rectangle((20, 296, 419, 309), fill="white")
    frame = np.asarray(image, np.uint8)
    assert np.array_equal(without(frame, scroll_bars(frame, REGION), REGION), frame)


def test_texts_at_the_side_are_no_bar() -> None:
    image = table("Customer pays 14.50 more l1l")
    assert scroll_bars(np.asarray(image, np.uint8), REGION) == []
    ImageDraw.Draw(image).line([(398, 10), (398, 309)], fill=(190, 190, 190))  # beside a narrow column
    for y in range(10):
        ImageDraw.Draw(image).text((402, 20 + 28 * y), "8", fill="black", font_size=14)
    assert scroll_bars(np.asarray(image, np.uint8), REGION) == []


def test_a_text_that_goes_on_under_a_bar_is_marked() -> None:
    text = "Customer pays"
    image = table(text)
    end = 300 + round(ImageDraw.Draw(image).textlength(text, font_size=14))
    for x, why in ((end - 12, "a scroll bar may cover a part of it"), (end + 6, "")):
        bar = Box(x, 10, 8, 300)
        frame = without(np.asarray(image, np.uint8), [bar], REGION)
        sight = Sight(frame, REGION, (bar,), lambda _frame, _box: ("Customer", 1.0))
        assert cell_of_line(sight, [], (290, 420), 28.0, 24.0).why == why
