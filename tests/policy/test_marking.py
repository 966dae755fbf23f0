"""What of a demonstrated screen follows the row."""

from __future__ import annotations

from lam_desktop.policy.lam.marking import row_texts
from lam_desktop.types import Box, Element


def _says(text: str, x: int = 10, y: int = 10) -> Element:
    return Element(Box(x, y, 80, 20), "cell", text)


def test_what_showed_the_demonstrated_row_stands_for_the_present_one() -> None:
    elements = [_says(text, y=30 * n) for n, text in enumerate(("Miller", "12", "Open", "open ", "Edit"))]
    row = {"Miller": "Sorenson", "12": "15", "Open": "Closed", "Berlin": "Paris"}
    assert row_texts(elements, row, 4) == {0: "Sorenson", 2: "Closed", 3: "Closed"}
    twice = [*elements, *(_says(one.text, y=one.box.y + 200) for one in elements)]
    assert row_texts(twice, row, 4) == {0: "Sorenson", 5: "Sorenson"}  # «Open» is no name


def test_of_several_places_those_in_the_line_of_the_target_count() -> None:
    elements = [_says("Kim"), _says("Delete", 100), _says("Kim", y=40), _says("Delete", 100, 40)]
    assert row_texts(elements, {"Kim": "Lee"}, 3) == {2: "Lee"}
    assert row_texts([*elements, _says("Close", y=90)], {"Kim": "Lee"}, 4) == {0: "Lee", 2: "Lee"}


def test_a_value_misread_on_the_demonstrated_screen_is_marked_where_nothing_else_is_like_it() -> None:
    row = {"Invoice 4711": "Invoice 4712"}
    read, twin, other = (_says(text) for text in ("lnvoice 47l1", "Invoice 4771", "Delivery 4711"))
    assert row_texts([other, read], row, 0) == {1: "Invoice 4712"}
    assert row_texts([other, read, twin], row, 0) == {}
    assert row_texts([_says("Invoice 4711"), twin], row, 0) == {0: "Invoice 4712"}
    assert row_texts([_says("Ada")], {"Ida": "Eva"}, 0) == {}


def test_a_value_may_be_cut_off_in_a_narrow_cell() -> None:
    row = {"8.940,30": "9,25"}
    cut, other = _says("8.94..."), _says("7.12…", y=60)
    assert row_texts([other, cut, _says("")], row, 2) == {1: "9,25"}
    assert row_texts([_says("8.94"), _says("8..."), _says("")], row, 2) == {}
    assert row_texts([cut, _says("8.940,30", y=60)], row, 0) == {1: "9,25"}, "who says it all"


def test_a_value_may_be_some_words_of_a_longer_text() -> None:
    mail, other = _says("Max Petit  Invoice attached"), _says("Maximilian Petit Meeting", y=60)
    row = {"max petit": "Alice Moreau"}
    assert row_texts([mail, other], row, 0) == {0: "Alice Moreau  Invoice attached"}
    assert row_texts([mail, _says("Max Petit", y=90)], row, 0) == {1: "Alice Moreau"}  # who alone says it
    assert row_texts([other], row, 0) == {}
    both = {"max petit": "Alice Moreau", "Invoice": "Reminder"}
    assert row_texts([mail], both, 0) == {0: "Alice Moreau  Reminder attached"}
    assert row_texts([_says("1,200.50")], {"200": "300"}, 0) == {}


def test_in_the_targets_line_a_value_may_be_read_worse() -> None:
    """What names the record stands there: unmarked, the row would not seem to matter."""
    cells = [
        Element(Box(10, y, 80, 20), "cell", text) for y, text in ((10, "Ruth Nauven"), (40, "Ruth Hansen"))
    ]
    edit = [Element(Box(200, y, 60, 20), "button", "Edit") for y in (10, 40)]
    elements = [*cells, *edit]
    assert row_texts(elements, {"Ruth Nguyen": "Eva Olsen"}, 2) == {0: "Eva Olsen"}
    assert row_texts(elements, {"Marc Keller": "Eva Olsen"}, 2) == {}


def test_a_value_broken_into_two_lines_of_a_cell_is_marked_in_both() -> None:
    row = {"Julia Hoffmann": "Rosa Nunez"}
    first, last = _says("Julia", y=10), _says("Hoffmann", y=30)
    assert row_texts([first, last, _says("Edit", x=200, y=20)], row, 2) == {0: "Rosa Nunez", 1: "Rosa Nunez"}
    apart = _says("Hoffmann", y=90)
    assert row_texts([first, apart, _says("Edit", x=200)], row, 2) == {}
    beside = _says("Hoffmann", x=200, y=30)
    assert row_texts([first, beside, _says("Edit", x=300)], row, 2) == {}


def test_a_value_may_end_with_its_narrow_cell_without_dots() -> None:
    row = {"Amina Gahetriwert": "Felix Young"}
    edit = _says("Edit", x=200)
    assert row_texts([_says("Amina Gahetri"), edit], row, 1) == {0: "Felix Young"}
    assert row_texts([_says("Amina"), edit], row, 1) == {}, "too little of it"
    assert row_texts([_says("Amina Gahetri", y=90), edit], row, 1) == {}, "another line's"
