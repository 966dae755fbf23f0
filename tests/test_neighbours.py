from __future__ import annotations

import pytest

from lam_desktop.neighbours import (
    clicked_on,
    cuts_word,
    element_at,
    name_beside,
    tick_box_before_label,
    tick_box_of,
)
from lam_desktop.types import Box, Element

TICK = Element(Box(100, 50, 14, 14), "checkbox", checked=False)
LABEL = Element(Box(120, 48, 60, 18), "text", "Express")
ELSEWHERE = Element(Box(120, 90, 60, 18), "text", "Note")
FAR = Element(Box(300, 48, 60, 18), "text", "Total")
WHOLE = Element(Box(96, 46, 90, 22), "list_item", "Express")
FIELD = Element(Box(116, 46, 90, 22), "field")


@pytest.mark.parametrize("clicked", [TICK, LABEL, WHOLE])
def test_a_click_on_the_label_is_one_on_the_box(clicked: Element) -> None:
    assert tick_box_of(clicked, (TICK, LABEL, WHOLE, ELSEWHERE, FAR)) is TICK


@pytest.mark.parametrize("clicked", [ELSEWHERE, FAR, FIELD])
def test_what_only_stands_near_ticks_nothing(clicked: Element) -> None:
    assert tick_box_of(clicked, (TICK, LABEL, ELSEWHERE, FAR, FIELD)) is None


@pytest.mark.parametrize(
    ("point", "ticks"), [((117, 57), True), ((117, 49), True), ((117, 44), False), ((190, 57), False)]
)
def test_between_a_box_and_its_label_it_is_ticked_too(point: tuple[int, int], ticks: bool) -> None:
    assert tick_box_before_label((TICK, LABEL, ELSEWHERE, FAR), point) is (TICK if ticks else None)
    assert tick_box_before_label((TICK, ELSEWHERE), point) is None, "without a label there is no gap"
    left = Element(Box(30, 48, 60, 18), "text", "Express")
    assert tick_box_before_label((TICK, left), (95, 57)) is TICK


def test_of_nested_elements_the_smallest_is_meant() -> None:
    assert element_at((WHOLE, TICK), TICK.box.center) is TICK
    assert element_at((WHOLE, TICK), (5, 5)) is None


def test_a_click_is_aimed_at_a_middle() -> None:
    """A save button with an arrow beside it, and a box that was proposed for the seam between both."""
    both, seam = Element(Box(153, 88, 39, 33), "icon"), Element(Box(171, 88, 30, 31), "icon")
    assert clicked_on([both, seam], (174, 104)) is both
    assert clicked_on([both, seam], (186, 104)) is seam
    inside = Element(Box(160, 95, 12, 12), "icon")
    assert clicked_on([both, inside], (163, 98)) is inside


def test_a_click_at_the_very_end_of_a_line_is_not_one_on_the_line() -> None:
    line = Element(Box(100, 100, 80, 16), "text", "Include subfolders")
    assert clicked_on([line], (140, 108)) is line and clicked_on([line], (102, 108)) is line
    assert clicked_on([line], (174, 108)) is None
    button = Element(Box(100, 100, 80, 16), "button", "Include")
    assert clicked_on([button], (174, 108)) is button
    mark = Element(Box(168, 102, 12, 12), "checkbox")
    assert clicked_on([line, mark], (174, 108)) is mark


@pytest.mark.parametrize(
    ("texts", "named"),
    [
        ([Element(Box(20, 204, 70, 16), "text", "Customer:")], "Customer"),
        ([Element(Box(104, 174, 70, 16), "text", "Customer")], "Customer"),
        (
            [Element(Box(20, 204, 70, 16), "text", "Left"), Element(Box(100, 174, 70, 16), "text", "Above")],
            "Left",
        ),
        ([Element(Box(20, 254, 70, 16), "text", "Another line")], ""),
        ([Element(Box(100, 104, 70, 16), "text", "Far above")], ""),
        ([Element(Box(110, 204, 70, 16), "text", "Inside")], ""),
        ([Element(Box(20, 200, 70, 24), "button", "Browse")], ""),
    ],
)
def test_a_field_is_called_by_what_stands_left_of_it_or_above(texts: list[Element], named: str) -> None:
    field = Element(Box(100, 200, 200, 24), "field")
    assert name_beside(field, [field, *texts]) == named


NAMES = ("Director", "Genre", "Year")


@pytest.mark.parametrize("sentence", [False, True])
def test_a_form_may_put_its_names_below(sentence: bool) -> None:
    said = [
        Element(Box(40, 100, 280, 60), "text", "Search for thrillers\ndirected by Mcgowan\nfrom year 2005.")
    ]
    fields = [Element(Box(50, 200 + 78 * at, 278, 40), "field") for at in range(3)]
    names = [Element(Box(52, 245 + 78 * at, 60, 18), "text", name) for at, name in enumerate(NAMES)]
    screen = [*(said if sentence else ()), *fields, *names]
    assert [name_beside(one, screen) for one in fields] == [*NAMES]


@pytest.mark.parametrize("hints", [False, True])
def test_hints_below_a_field_are_no_names(hints: bool) -> None:
    fields = [Element(Box(50, 200 + 90 * at, 278, 40), "field") for at in range(3)]
    names = [Element(Box(52, 174 + 90 * at, 60, 18), "text", name) for at, name in enumerate(NAMES)]
    below = [Element(Box(52, 243 + 90 * at, 160, 14), "text", f"Hint {at}") for at in range(3)]
    screen = [*fields, *names, *(below if hints else ())]
    assert [name_beside(one, screen) for one in fields] == [*NAMES]


def test_a_complaint_below_one_of_several_fields_is_no_name() -> None:
    fields = [Element(Box(50, 200 + 90 * at, 278, 40), "field") for at in range(3)]
    complaint = Element(Box(52, 243, 160, 14), "text", "This field is required")
    assert [name_beside(one, [*fields, complaint]) for one in fields] == ["", "", ""]


def test_a_field_of_many_lines_is_called_by_what_stands_beside_its_first() -> None:
    area = Element(Box(100, 200, 200, 120), "field")
    beside = [Element(Box(20, y, 60, 16), "text", text) for y, text in ((204, "Note"), (290, "Total"))]
    assert name_beside(area, [area, *beside]) == "Note"


@pytest.mark.parametrize(
    ("piece", "whole", "cut"),
    [
        ("ce chair", "Office chair", True),
        ("Office  ch", "Office chair", True),
        ("030 55", "030 551000", True),
        ("chair", "Office chair", False),
        ("Edit", "Maria SorensenEdit", False),
        ("Edit", "12,50Edit", False),
        ("编辑", "王小明编辑", False),
        ("单价表", "产品单价表", False),
        ("air", "air", False),
        ("ai", "chai", False),
        ("คลิกที่นี่", "ลืมรหัสผ่านคลิกที่นี่", False),
        ("", "chair", False),
        ("Office chair", "chair", False),
    ],
)
def test_a_piece_is_told_by_the_word_that_it_parts(piece: str, whole: str, cut: bool) -> None:
    assert cuts_word(piece, whole) == cut
