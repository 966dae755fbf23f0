"""What keys chose is told by the little that they changed; a screen that was scrolled tells nothing."""

from __future__ import annotations

import numpy as np
import pytest

from lam_desktop.execution.chosen_texts import MOST_CHANGED, chosen_texts
from lam_desktop.types import Box, Element, ElementKind, Observation

SIZE = (300, 400, 3)
POST, COURIER = Box(40, 20, 60, 20), Box(140, 20, 70, 20)


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


@pytest.mark.parametrize("kind", ["combo", "field", "spin"])
def test_what_a_list_shows_since(kind: ElementKind) -> None:
    box = Box(20, 60, 160, 24)
    before = seen(Element(box, kind, "(choose)"), drawn=(Box(30, 66, 20, 10),))
    after = seen(Element(box, kind, "Office chair"), drawn=(Box(30, 66, 60, 10),))
    assert chosen_texts(before, after) == ("Office chair",)
    assert chosen_texts(before, after, marks_alone=True) == ()
    caret = seen(Element(box, kind, "Office chair"), drawn=(Box(30, 66, 62, 10),))
    assert chosen_texts(after, caret) == ()


def test_an_entry_that_is_marked_now() -> None:
    entries = [Element(Box(20, 100 + 20 * n, 200, 20), "list_item", text) for n, text in enumerate("ABC")]
    first, second = (seen(*entries, drawn=(Box(30, 102 + 20 * n, 150, 14),)) for n in (0, 1))
    assert chosen_texts(first, second) == ("A", "B")


def test_much_that_changed_is_no_choice() -> None:
    rows = [Element(Box(20, 20 + 20 * n, 200, 20), "cell", f"Row {n}") for n in range(MOST_CHANGED + 1)]
    before = seen(*rows)
    after = seen(*rows, drawn=tuple(Box(30, one.box.y + 4, 50, 10) for one in rows))
    assert chosen_texts(before, after) == ()
    assert len(chosen_texts(before, seen(*rows, drawn=(Box(30, 24, 50, 30),)))) == 2


def test_screens_of_two_sizes_tell_nothing() -> None:
    other = Observation(np.zeros((10, 10, 3), np.uint8), ())
    assert chosen_texts(options("Post"), other) == () and chosen_texts(other, other) == ()
