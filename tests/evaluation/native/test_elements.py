"""Only what a person sees becomes an element, and its box lies on what is drawn."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from lam_desktop.evaluation.native.elements import elements_of
from lam_desktop.evaluation.native.pixels import line_of
from lam_desktop.types import Box, Frame
from tests.evaluation.native.trees import WINDOW, frame_of, node, window

DIALOG = replace(WINDOW, window_id=2, geometry=(300, 0, 300, 400))


def drawn(*boxes: Box) -> Frame:
    """A white screen with black boxes on it."""
    frame = np.full((400, 600, 3), 255, np.uint8)
    for box in boxes:
        frame[box.y : box.bottom, box.x : box.right] = 0
    return frame


def test_a_label_gets_the_line_of_its_words() -> None:
    label = node("label", "Due date", window(), box=Box(20, 20, 200, 40))
    words = Box(30, 32, 60, 12)
    [found] = elements_of(frame_of(label), [WINDOW], drawn(words)).elements
    assert (found.kind, found.text, found.action) == ("text", "Due date", False)
    x, y, w, h = found.box
    assert (x, w) == (29, 62)
    assert 26 <= y <= 30 and 17 <= h <= 22


def test_nothing_is_where_nothing_is_drawn_but_inputs_may_be_empty() -> None:
    top = window()
    field = node("text", "", top, box=Box(20, 60, 100, 20), states=frozenset({"editable", "sensitive"}))
    button = node("push button", "Ghost", top, box=Box(20, 90, 100, 20), order=1)
    assert [one.kind for one in elements_of(frame_of(field, button), [WINDOW], drawn()).elements] == ["field"]


def test_what_another_window_covers_is_left_out() -> None:
    top = window()
    left = node("push button", "OK", top, box=Box(20, 20, 60, 20))
    right = node("push button", "Cancel", top, box=Box(400, 20, 60, 20))
    frame = drawn(Box(25, 25, 20, 8), Box(405, 25, 20, 8))
    found = elements_of(frame_of(left, right), [WINDOW, DIALOG], frame)
    assert [one.text for one in found.elements] == ["OK"]
    assert found.glimpses == [], "of one that is wholly covered nothing is seen"


def test_what_is_covered_for_the_most_part_is_a_glimpse() -> None:
    top = window()
    cell = node(
        "push button", "Cancel", top, box=Box(DIALOG.geometry[0] - 20, DIALOG.geometry[1] + 20, 60, 20)
    )
    found = elements_of(frame_of(cell), [WINDOW, DIALOG], drawn(cell.box))
    assert found.elements == [] and [one.kind for one in found.glimpses] == ["button"]
    assert 0.2 < found.glimpses[0].visible < 0.5


def test_a_tick_box_and_its_words_are_two_elements() -> None:
    check = node(
        "check box", "Paid", window(), box=Box(20, 20, 120, 20), states=frozenset({"checked", "sensitive"})
    )
    found = elements_of(frame_of(check), [WINDOW], drawn(Box(22, 22, 16, 16), Box(48, 24, 40, 10))).elements
    assert [(one.kind, one.id.endswith("/label")) for one in found] == [("checkbox", False), ("text", True)]
    assert found[0].checked and found[0].box == (22, 22, 16, 16)
    assert found[1].text == "Paid"


def test_an_empty_tick_box_of_a_dark_look_is_found() -> None:
    check = node("check box", "Paid", window(), box=Box(20, 20, 120, 20))
    frame = np.full((400, 600, 3), 50, np.uint8)
    frame[22:38, 22:38] = 62
    frame[24:34, 48:88] = 230
    [mark, _] = elements_of(frame_of(check), [WINDOW], frame).elements
    assert (mark.kind, mark.box) == ("checkbox", (22, 22, 16, 16))


def test_a_tick_box_whose_mark_is_not_found_is_not_gone() -> None:
    check = node("check box", "Paid", window(), box=Box(20, 20, 120, 20))
    found = elements_of(frame_of(check), [WINDOW], drawn(Box(80, 24, 40, 10)))
    assert found.elements == [] and [one.kind for one in found.glimpses] == ["checkbox"]


def test_what_folds_others_up_is_its_own_line() -> None:
    top = window()
    fold = node("push button", "Other options", top, box=Box(20, 20, 300, 120))
    inside = [
        node("push button", name, fold, box=Box(30, y, 80, 20), order=y) for name, y in (("A", 50), ("B", 80))
    ]
    frame = drawn(Box(24, 24, 80, 8), Box(34, 54, 8, 8), Box(34, 84, 8, 8))
    found = {one.text: one.box for one in elements_of(frame_of(fold, *inside), [WINDOW], frame).elements}
    assert found == {"Other options": (20, 20, 300, 30), "A": (30, 50, 80, 20), "B": (30, 80, 80, 20)}
    [left] = elements_of(frame_of(fold), [WINDOW], frame).elements
    assert left.box == (20, 20, 300, 120)


def test_a_cell_far_from_all_data_is_not_gone() -> None:
    top = window()
    sheet = node("document spreadsheet", "", top, box=Box(0, 0, 600, 400))
    table = node("table", "Orders", sheet, box=Box(0, 0, 600, 400))
    cells = [
        node("table cell", text, table, box=Box(0, 20 * row, 80, 20), order=row, cell=(row, 0))
        for row, text in ((1, "4711"), (2, "A3"), (9, "A10"))
    ]
    cells[0] = replace(cells[0], text="4711")  # a cell's own name is its place
    assert top.parent is not None
    nodes = [top.parent, top, sheet, table, *cells]
    found = elements_of(nodes, [WINDOW], drawn(Box(5, 25, 40, 10)))
    assert [one.box[1] for one in found.elements if one.kind == "cell"] == [20, 40]
    assert [one.box[1] for one in found.glimpses] == [180]


def test_a_button_keeps_its_words_and_a_combo_box_what_it_has_folded_up() -> None:
    top = window()
    button = node("push button", "Save", top, box=Box(20, 20, 80, 24))
    words = node("label", "Save", button, box=Box(30, 24, 40, 16))
    combo = node("combo box", "Letter", top, box=Box(20, 60, 120, 24), order=1)
    item = node("menu item", "Parcel", combo, box=Box(20, 60, 120, 24))
    frame = drawn(Box(32, 26, 30, 10), Box(25, 66, 40, 10))
    found = elements_of([*frame_of(button), words, combo, item], [WINDOW], frame).elements
    assert [(one.kind, one.text) for one in found] == [("button", "Save"), ("combo", "Letter")]


def test_a_tab_reaches_half_way_to_its_neighbour() -> None:
    book = node("page tab list", "", window(), box=Box(10, 10, 300, 200))
    tabs = [node("page tab", name, book, box=Box(x, 16, 50, 14)) for name, x in (("View", 20), ("Font", 94))]
    found = elements_of(
        [*frame_of(book), *tabs], [WINDOW], drawn(Box(22, 18, 30, 8), Box(96, 18, 30, 8))
    ).elements
    assert [one.box for one in found] == [(8, 10, 74, 26), (82, 10, 74, 26)]


def test_a_page_below_its_tab_keeps_its_words() -> None:
    book = node("page tab list", "", window(), box=Box(10, 10, 300, 200))
    tab = node("page tab", "Display", book, box=Box(20, 16, 60, 14))
    words = node("label", "Colour", tab, box=Box(30, 60, 80, 20))
    found = elements_of(
        [*frame_of(book), tab, words], [WINDOW], drawn(Box(22, 18, 30, 8), Box(32, 64, 40, 9))
    ).elements
    assert [(one.kind, one.text) for one in found] == [("tab", "Display"), ("text", "Colour")]


def test_a_line_has_room_for_every_letter() -> None:
    high, low = Box(10, 100, 60, 14), Box(10, 100, 60, 17)
    line = line_of(high, "Total")
    assert line.y < high.y and line.bottom > high.bottom, "capitals alone reach neither end of their line"
    assert (line.x, line.w) == (high.x, high.w)
    deep = line_of(low, "Typing")
    assert deep.bottom - low.bottom < line.bottom - high.bottom
    tall = Box(10, 10, 200, 60)
    assert line_of(tall, "Many words that were wrapped on three lines of their own") == tall
