"""A click anywhere in an entry of a list is one on its words."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from lam_desktop.execution.shown.entry_clicked import entry_beside
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


EARLIER = np.full((300, 640, 3), 140, np.uint8)
"""The page before the list opened."""
BESIDE = tuple(Element(Box(500, y, 60, 18), "button", f"Stays {y}") for y in (20, 120, 260))
"""What stands there before and behind."""


def clicked(
    elements: Sequence[Element], frame: Frame, point: tuple[int, int], earlier: Frame | None = EARLIER
) -> Element | None:
    return entry_beside((*elements, *BESIDE), frame, earlier, point)


@pytest.mark.parametrize("lit", [None, 0, 3])
@pytest.mark.parametrize("at", range(4))
def test_a_click_behind_the_words_is_one_on_them(at: int, lit: int | None) -> None:
    elements = words_of()
    point = LIST.right - 40, elements[at].box.center[1]
    assert clicked(elements, listed(elements, lit), point) is elements[at]


def test_the_lit_bar_alone_tells_of_an_entry() -> None:
    elements = words_of()[1:2]
    point = LIST.right - 40, elements[0].box.center[1]
    assert clicked(elements, listed(elements, 0, bar="#e6f4ff"), point) is elements[0]
    assert clicked(elements, listed(elements), point) is None


def test_names_of_a_form_and_a_heading_are_no_entries() -> None:
    fields = [Element(Box(300, one.box.y - 4, 90, 28), "field") for one in words_of()]
    point = 250, words_of()[1].box.center[1]
    assert clicked((*words_of(), *fields), listed(words_of()), point) is None
    apart = words_of(pitches=(0, 40, 64, 110))
    assert clicked(apart, listed(apart), (250, apart[1].box.center[1])) is None


@pytest.mark.parametrize("lit", [None, 1])
@pytest.mark.parametrize("other", [0, 1, 3], ids=["a heading", "the same line", "another line"])
def test_an_empty_cell_is_none_of_the_words_beside_it(lit: int | None, other: int) -> None:
    elements = words_of()
    beside = Element(elements[other].box.moved(200, 0), "text", "12")
    picture = Image.fromarray(listed(elements, lit))
    ImageDraw.Draw(picture).text((beside.box.x, beside.box.center[1]), "12", "#202020", anchor="lm")
    point = LIST.x + 150, elements[1].box.center[1]
    assert clicked((*elements, beside), np.asarray(picture), point) is None


def test_something_drawn_under_the_click_is_not_the_entry() -> None:
    elements = words_of()
    frame = listed(elements, 2).copy()
    middle = elements[2].box.center[1]
    Box(LIST.right - 50, middle - 6, 12, 12).crop(frame)[:] = 60
    assert clicked(elements, frame, (LIST.right - 44, middle)) is None


def test_beside_the_list_there_is_no_entry() -> None:
    elements = words_of()
    assert clicked(elements, listed(elements), (LIST.right + 60, elements[1].box.center[1])) is None
    assert clicked(elements, listed(elements), (LIST.right - 40, LIST.bottom + 40)) is None
    assert clicked(elements, listed(elements), (640, elements[1].box.center[1])) is None


def grade_book(lit: int | None = None) -> tuple[Frame, tuple[Element, ...]]:
    """Names under «Student», and marks that are still empty under «Mark»; rules between the rows alone."""
    names = ("Ann Berg", "Bo Carr", "Cleo Dahl", "David Ek", "Eva Falk", "Finn Gard", "Gro Holm", "Ida Jung")
    picture = Image.new("RGB", (640, 420), "#ffffff")
    pen, font = ImageDraw.Draw(picture), ImageFont.load_default(14)
    elements: list[Element] = []
    for n, (name, mark) in enumerate([("Student", "Mark"), *((name, "") for name in names)]):
        y = 20 + 40 * n
        if n == lit:
            pen.rectangle((20, y + 1, 620, y + 39), "#eef4ff")
        pen.line((20, y + 40, 620, y + 40), "#e0e0e0")
        for x, text in ((40, name), (330, mark)):
            if text:
                pen.text((x, y + 20), text, "#202020", font, anchor="lm")
                elements.append(Element(Box(x, y + 10, 8 * len(text), 20), "text", text))
    return np.asarray(picture), tuple(elements)


@pytest.mark.parametrize("opened", [False, True], ids=["stood there", "was opened"])
@pytest.mark.parametrize("lit", [None, 2, 7])
def test_an_empty_mark_is_not_the_name_beside_it(lit: int | None, opened: bool) -> None:
    frame, elements = grade_book(lit)
    earlier = np.full_like(frame, 200) if opened else grade_book()[0]
    for row in (1, 2, 5, 7, 8):
        assert clicked(elements, frame, (350, elements[row + 1].box.center[1]), earlier) is None


def test_a_list_that_stood_there_before_is_none_that_opened() -> None:
    elements = words_of()
    point = LIST.right - 40, elements[1].box.center[1]
    assert clicked(elements, listed(elements, 1), point, listed(elements)) is None
    assert clicked(elements, listed(elements, 1), point, None) is None
