"""One element that was proposed twice."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lam_desktop.perception.doubles import without_doubles
from lam_desktop.types import Box, Element, ElementKind

WHOLE = Element(Box(470, 384, 360, 22), "list_item", "Sweden", 0.99, 0.9)
PIECE = replace(WHOLE, box=Box(486, 390, 208, 14))


@pytest.mark.parametrize("order", [(WHOLE, PIECE), (PIECE, WHOLE)])
def test_of_an_entry_and_a_piece_of_it_the_entry_stays(order: tuple[Element, ...]) -> None:
    assert without_doubles(order) == (WHOLE,)


@pytest.mark.parametrize(
    "other",
    [
        replace(PIECE, text="Norway"),
        replace(PIECE, text="weden", kind="field"),
        replace(PIECE, text="weden", box=Box(486, 390, 208, 7)),
        replace(PIECE, text="weden", box=PIECE.box.moved(300, 0)),
        replace(PIECE, kind="text"),
        replace(PIECE, box=PIECE.box.moved(0, 10)),
        replace(PIECE, box=PIECE.box.moved(300, 0)),
    ],
    ids=[
        "other words",
        "a field",
        "much lower",
        "cut, but beside",
        "other kind",
        "half below",
        "half beside",
    ],
)
def test_what_may_be_something_else_stays(other: Element) -> None:
    assert without_doubles((WHOLE, other)) == (WHOLE, other)


def test_of_two_alike_one_stays() -> None:
    assert without_doubles((WHOLE, WHOLE)) == (WHOLE,)


def test_pieces_of_pieces_leave_the_whole_and_the_rest_keeps_its_order() -> None:
    inner = replace(PIECE, box=Box(500, 392, 100, 10))
    above, below = replace(WHOLE, box=WHOLE.box.moved(0, -30)), replace(WHOLE, box=WHOLE.box.moved(0, 30))
    assert without_doubles((below, inner, PIECE, WHOLE, above)) == (below, WHOLE, above)
    assert without_doubles(()) == ()


@pytest.mark.parametrize(
    ("kind", "left"), [("cell", 1), ("field", 1), ("icon", 2), ("button", 2), ("checkbox", 2)]
)
def test_what_says_nothing_is_a_double_where_none_lies_within_its_kind(kind: ElementKind, left: int) -> None:
    """An arrow of its own lies within an icon."""
    two = tuple(replace(one, kind=kind, text="") for one in (WHOLE, PIECE))
    assert len(without_doubles(two)) == left


def test_the_empty_cells_of_a_large_table_stay() -> None:
    cells = [Element(Box(20 * x, 20 * y, 20, 20), "cell", "") for x in range(30) for y in range(20)]
    assert without_doubles(cells) == tuple(cells)


@pytest.mark.parametrize("text", ["ce chair", "fice chair", "Office ch"])
@pytest.mark.parametrize("box", [Box(93, 380, 392, 50), Box(120, 390, 200, 30)], ids=["larger", "within"])
def test_a_piece_that_cuts_a_word_goes(text: str, box: Box) -> None:
    whole = Element(Box(47, 387, 410, 36), "list_item", "Office chair")
    piece = Element(box, "cell", text)
    assert without_doubles((piece, whole)) == (whole,)
    assert without_doubles((whole, replace(piece, text="chair"))) == (whole, replace(piece, text="chair"))


@pytest.mark.parametrize(
    ("box", "text", "whole"),
    [
        (Box(20, 380, 700, 50), "Office ch", "Office chair"),
        (Box(47, 390, 60, 30), "Office", "Officechair12pcs"),
    ],
    ids=["a row around it", "a cell of a line read without spaces"],
)
def test_what_cuts_a_word_may_be_something_else(box: Box, text: str, whole: str) -> None:
    piece, line = Element(box, "cell", text), Element(Box(47, 387, 410, 36), "list_item", whole)
    assert without_doubles((piece, line)) == (piece, line)


@pytest.mark.parametrize(
    ("cell", "score", "stays"),
    [
        (Box(80, 20, 300, 24), 0.6, False),  # begins in the middle of the button
        (Box(0, 20, 80, 24), 0.6, False),  # ends there
        (Box(80, 20, 300, 24), 0.9, True),  # surer than the button
        (Box(50, 18, 300, 28), 0.6, True),  # holds it
        (Box(100, 20, 300, 24), 0.6, True),  # beside it
        (Box(80, 34, 300, 24), 0.6, True),  # half a line further down
    ],
)
def test_a_cell_that_cuts_through_a_button_is_none(cell: Box, score: float, stays: bool) -> None:
    button = Element(Box(60, 20, 40, 24), "button", "Delete", 1.0, 0.8)
    one = Element(cell, "cell", "", 1.0, score)
    assert (one in without_doubles((button, one))) == stays
    assert button in without_doubles((button, one))
