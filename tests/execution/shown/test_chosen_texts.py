"""What keys chose is told by the little that they changed; a screen that was scrolled tells nothing."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from lam_desktop.execution.shown import chosen_texts as module
from lam_desktop.types import Box, Element, ElementKind, Observation

SIZE = (300, 400, 3)
POST, COURIER = Box(40, 20, 60, 20), Box(140, 20, 70, 20)


def chosen_texts(before: Observation, after: Observation, marks_alone: bool = False) -> tuple[str, ...]:
    return tuple(one.text for one in module.chosen_texts(before, after, marks_alone))


def seen(*elements: Element, drawn: tuple[Box, ...] = ()) -> Observation:
    frame = np.full(SIZE, 255, np.uint8)
    for box in drawn:
        frame[box.y : box.bottom, box.x : box.right] = 40
    return Observation(frame, elements)


def options(ticked: str) -> Observation:
    marks = [(Box(20, 22, 14, 14), "Post"), (Box(120, 22, 14, 14), "Courier")]
    elements = [Element(box, "radio", "", checked=name == ticked) for box, name in marks]
    labels = [Element(POST, "text", "Post"), Element(COURIER, "text", "Courier")]
    return seen(*elements, *labels, drawn=tuple(box for box, name in marks if name == ticked))


def test_the_option_that_is_ticked_now() -> None:
    assert chosen_texts(options("Post"), options("Courier")) == ("Courier",)
    assert chosen_texts(options("Post"), options("Courier"), marks_alone=True) == ("Courier",)
    assert chosen_texts(options("Post"), options("Post")) == ()


def test_a_label_whose_mark_is_not_seen_by_itself() -> None:
    mark, wide = Box(120, 22, 14, 14), Box(118, 18, 94, 24)
    before = seen(Element(wide, "text", "OCourier"))
    after = seen(Element(wide, "text", "Courier"), drawn=(mark,))
    assert chosen_texts(before, after) == ("Courier",)
    elsewhere = seen(Element(wide, "text", "Post"), Element(Box(118, 60, 94, 24), "text", "Courier"))
    assert chosen_texts(elsewhere, after) == ()


@pytest.mark.parametrize("kind", ["combo", "field", "spin"])
def test_what_a_list_shows_since(kind: ElementKind) -> None:
    box = Box(20, 60, 160, 24)
    before = seen(Element(box, kind, "(choose)"), drawn=(Box(30, 66, 20, 10),))
    after = seen(Element(box, kind, "Office chair"), drawn=(Box(30, 66, 60, 10),))
    assert module.chosen_texts(before, after) == (("Office chair", True, ""),)
    assert chosen_texts(before, after, marks_alone=True) == ()
    table = Element(Box(220, 60, 120, 24), "cell", "Office chair")
    assert chosen_texts(replace(before, elements=(*before.elements, table)), after) == ("Office chair",)
    caret = seen(Element(box, kind, "Office chair"), drawn=(Box(30, 66, 62, 10),))
    assert chosen_texts(after, caret) == ()


def test_an_entry_that_is_marked_now() -> None:
    first, second = (seen(*entries(*"ABC"), drawn=(Box(30, 22 + 20 * n, 150, 14),)) for n in (0, 1))
    assert chosen_texts(first, second) == ("A", "B")


def test_a_line_of_a_table_that_is_marked_now() -> None:
    cells = [
        Element(Box(20 + 90 * at, 100 + 20 * n, 80, 20), "cell", f"{name} {n}")
        for n in range(3)
        for at, name in enumerate(("Name", "Town", "Date", "Sum"))
    ]
    first, second = (seen(*cells, drawn=(Box(20, 102 + 20 * n, 350, 14),)) for n in (0, 1))
    assert "Name 1" in chosen_texts(first, second) and "Sum 2" not in chosen_texts(first, second)


def entries(*texts: str) -> list[Element]:
    return [Element(Box(20, 20 + 20 * n, 200, 20), "list_item", text) for n, text in enumerate(texts)]


def test_a_list_that_scrolls_under_the_choice() -> None:
    looks = []
    for texts in ("ABCDEFGH", "BCDEFGHI"):
        ink = tuple(Box(30, 24 + 20 * n, 9 + 3 * ord(text) % 40, 10) for n, text in enumerate(texts))
        looks.append(seen(*entries(*texts), drawn=ink))
    assert chosen_texts(looks[0], looks[1]) == ("I",)


def test_a_page_that_was_scrolled_or_stored_tells_nothing() -> None:
    moved = [
        entries("Customer", "Maria Sorensen", "Save"),
        entries("", "", "Customer", "Maria Sorensen", "Save"),
    ]
    looks = [seen(*these, drawn=tuple(Box(30, one.box.y + 4, 50, 10) for one in these)) for these in moved]
    assert chosen_texts(looks[0], looks[1]) == ()
    new = seen(*entries(*"ABCDEF"), drawn=tuple(Box(30, 24 + 20 * n, 50, 10) for n in range(6)))
    assert chosen_texts(seen(*entries(*"UVWXYZ")), new) == ()


def test_a_box_that_is_ticked_no_more() -> None:
    mark, label = Box(20, 22, 14, 14), Element(Box(40, 20, 60, 20), "text", "Express")
    ticked = seen(Element(mark, "checkbox", "", checked=True), label, drawn=(mark,))
    empty = seen(Element(mark, "checkbox", "", checked=False), label)
    assert chosen_texts(ticked, empty, marks_alone=True) == ("Express",)
    assert chosen_texts(ticked, empty) == ("Express",)


def test_screens_of_two_sizes_tell_nothing() -> None:
    other = Observation(np.zeros((10, 10, 3), np.uint8), ())
    assert chosen_texts(options("Post"), other) == () and chosen_texts(other, other) == ()
