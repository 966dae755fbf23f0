"""A click anywhere in an entry of a list is one on its words."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from lam_desktop.perception.entries import entry_beside
from lam_desktop.types import Box, Element, Frame

NAMES = ("Retail", "Wholesale", "Public sector", "Partner")
LIST, PITCH_PX = Box(100, 60, 300, 130), 32


def words_of(names: Sequence[str] = NAMES, pitches: Sequence[int] = (0, 32, 64, 96)) -> tuple[Element, ...]:
    """What the detector proposes: the words alone."""
    return tuple(
        Element(Box(112, LIST.y + at + 6, 8 * len(name), 20), "text", name)
        for name, at in zip(names, pitches, strict=True)
    )


def listed(
    elements: Sequence[Element], lit: int | None = None, ground: str = "#ffffff", bar: str = "#f5f5f5"
) -> Frame:
    """The list on a grey page, an entry under the pointer."""
    picture = Image.new("RGB", (640, 300), "#8c8c8c")
    pen, font = ImageDraw.Draw(picture), ImageFont.load_default(14)
    pen.rectangle((LIST.x, LIST.y, LIST.right - 1, LIST.bottom - 1), ground)
    for n, one in enumerate(elements):
        if n == lit:
            pen.rectangle((LIST.x + 4, one.box.y - 5, LIST.right - 5, one.box.bottom + 5), bar)
        pen.text((one.box.x, one.box.center[1]), one.text, "#202020", font, anchor="lm")
    return np.asarray(picture)


@pytest.mark.parametrize("lit", [None, 0, 3])
@pytest.mark.parametrize("at", range(4))
def test_a_click_behind_the_words_is_one_on_them(at: int, lit: int | None) -> None:
    elements = words_of()
    point = LIST.right - 40, elements[at].box.center[1]
    assert entry_beside(elements, listed(elements, lit), point) is elements[at]


def test_the_lit_bar_alone_tells_of_an_entry() -> None:
    elements = words_of()[1:2]
    point = LIST.right - 40, elements[0].box.center[1]
    assert entry_beside(elements, listed(elements, 0, bar="#e6f4ff"), point) is elements[0]
    assert entry_beside(elements, listed(elements), point) is None


def test_names_of_a_form_and_a_heading_are_no_entries() -> None:
    fields = [Element(Box(300, one.box.y - 4, 90, 28), "field") for one in words_of()]
    point = 250, words_of()[1].box.center[1]
    assert entry_beside((*words_of(), *fields), listed(words_of()), point) is None
    apart = words_of(pitches=(0, 40, 64, 110))
    assert entry_beside(apart, listed(apart), (250, apart[1].box.center[1])) is None


@pytest.mark.parametrize("lit", [None, 1])
@pytest.mark.parametrize("other", [0, 1, 3], ids=["a heading", "the same line", "another line"])
def test_an_empty_cell_is_none_of_the_words_beside_it(lit: int | None, other: int) -> None:
    elements = words_of()
    beside = Element(elements[other].box.moved(200, 0), "text", "12")
    picture = Image.fromarray(listed(elements, lit))
    ImageDraw.Draw(picture).text((beside.box.x, beside.box.center[1]), "12", "#202020", anchor="lm")
    point = LIST.x + 150, elements[1].box.center[1]
    assert entry_beside((*elements, beside), np.asarray(picture), point) is None


def test_something_drawn_under_the_click_is_not_the_entry() -> None:
    elements = words_of()
    frame = listed(elements, 2).copy()
    middle = elements[2].box.center[1]
    Box(LIST.right - 50, middle - 6, 12, 12).crop(frame)[:] = 60
    assert entry_beside(elements, frame, (LIST.right - 44, middle)) is None


def test_beside_the_list_there_is_no_entry() -> None:
    elements = words_of()
    assert entry_beside(elements, listed(elements), (LIST.right + 60, elements[1].box.center[1])) is None
    assert entry_beside(elements, listed(elements), (LIST.right - 40, LIST.bottom + 40)) is None
