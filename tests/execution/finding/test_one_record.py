"""What may be of one record tells nothing of the next one; a control of the program does."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
import pytest

from lam_desktop.execution.finding.one_record import another_record, has_twin, is_said, tells_a_record
from lam_desktop.types import Box, DemonstratedStep, Element, ElementKind, Frame, Observation, Window

VALUES = {"Miller": "Sorensen"}
"""Demonstrated -> when the place was shown."""


def at(kind: ElementKind, text: str, x: int = 100, y: int = 100, w: int = 90, h: int = 28) -> Element:
    return Element(Box(x, y, w, h), kind, text)


def looked(*elements: Element, frame: Frame | None = None) -> Observation:
    return Observation(np.full((400, 600, 3), 250, np.uint8) if frame is None else frame, elements)


def shown(*elements: Element, target: int = 0) -> DemonstratedStep:
    return DemonstratedStep(1, looked(*elements), target, elements[target].box.center)


SAVE, KEEP = at("button", "Save"), at("button", "Keep")


def test_a_renamed_button_by_itself_may_serve_other_rows() -> None:
    label, field = at("text", "Name", 20, 40), at("field", "Sorensen", 120, 40)
    assert tells_a_record(shown(SAVE), shown(KEEP, label, field), VALUES) == ""


@pytest.mark.parametrize(
    ("place", "why"),
    [
        ([at("button", "Release"), at("text", "Sorensen", 300)], "names the row's record"),
        ([at("button", "Release Sorensen")], "names the row's record"),
        ([at("button", "Release"), at("button", "Release", 400, 300)], "twice"),
        ([at("button", "Release order 4711")], "called by a number"),
        ([at("list_item", "Peter Nguyen")], "another record"),
        ([at("cell", "Nguyen")], "another record"),
        ([at("link", "Nguyen")], "another record"),
        ([at("button", "Nguyen"), at("button", "Castello", 100, 140)], "one of several alike"),
    ],
)
def test_what_may_be_of_one_record_tells_nothing(place: Sequence[Element], why: str) -> None:
    assert why in tells_a_record(shown(SAVE), shown(*place), VALUES)


def test_a_demonstrated_place_in_a_line_of_the_record_has_no_other() -> None:
    line = at("cell", "Miller", 300)
    assert "beside it" in tells_a_record(shown(SAVE, line), shown(KEEP), VALUES)


def test_an_entry_of_an_open_list_is_a_choice() -> None:
    opened = Window("", "orders", "orders", Box(0, 0, 300, 300), "menu")
    step = shown(SAVE)
    seen = Observation(step.before.frame, step.before.elements, windows=(opened,))
    listed = DemonstratedStep(1, seen, 0, step.point)
    assert "list or menu" in tells_a_record(listed, shown(KEEP), {})


def test_a_field_is_known_by_the_name_beside_it() -> None:
    name, phone = at("text", "Name", 20, 40, 70, 20), at("text", "Telephone", 20, 90, 70, 20)
    fields = at("field", "", 120, 36), at("field", "", 120, 86)
    whole = (fields[1], fields[0], name, phone)
    there = shown(*whole)
    demonstrated = shown(at("field", "", 120, 86), at("text", "Phone", 20, 90, 70, 20))
    assert tells_a_record(demonstrated, there, VALUES) == ""
    assert another_record(there, {}, looked(*whole), fields[1].box, ["Castello"]) == ""
    other = looked(fields[1], fields[0], name, at("text", "Fax", 20, 90, 70, 20))
    assert "called otherwise" in another_record(there, {}, other, fields[1].box, ["Castello"])
    nameless = shown(fields[1], fields[0])
    assert "twice" in tells_a_record(demonstrated, nameless, VALUES)


@pytest.mark.parametrize(
    ("screen", "why"),
    [
        ([KEEP], ""),
        ([at("button", "Keep all")], "called otherwise"),
        ([KEEP, at("text", "Castello", 300)], "names a record"),
        ([KEEP, at("text", "Maria Sorensen", 300)], "stands beside it"),
        ([KEEP, at("header", "Maria Sorensen", 90, 60, 200, 20)], "stands above it"),
        ([KEEP, at("button", "Keep", 100, 300)], "twice"),
    ],
)
def test_on_another_screen_the_same_control_must_stand_alone(screen: Sequence[Element], why: str) -> None:
    told = another_record(shown(KEEP), {"Sorensen": "Castello"}, looked(*screen), KEEP.box, ["Castello"])
    assert (why in told) if why else told == ""


@pytest.mark.parametrize(
    ("heading", "same"),
    [("Contact: Ada Castello", True), ("Contact: Jon Berg", False), ("Contact: Maria Sorensen", False)],
)
def test_a_heading_that_named_the_record_names_the_present_one(heading: str, same: bool) -> None:
    then = shown(KEEP, at("header", "Contact: Maria Sorensen", 20, 20, 300))
    now = looked(KEEP, at("header", heading, 20, 20, 300))
    values = {"Maria Sorensen": "Ada Castello"}
    assert (another_record(then, values, now, KEEP.box, values.values()) == "") is same


def test_a_card_is_known_by_its_head_however_far_that_is() -> None:
    def card(head: str) -> list[Element]:
        return [KEEP, at("field", "", 90, 60), at("header", head, 90, 10, 150, 20)]

    then = shown(*card("New contact"))
    assert another_record(then, {}, looked(*card("New contact")), KEEP.box, []) == ""
    assert "stands above it" in another_record(then, {}, looked(*card("Maria Olsen")), KEEP.box, [])


def test_icons_without_words_are_told_apart_by_what_they_look_like() -> None:
    frame = np.full((400, 600, 3), 250, np.uint8)
    one, same, other = (at("icon", "", 40, y, 24, 24) for y in (40, 140, 240))
    for icon in (one, same):
        cv2.circle(frame, icon.box.center, 9, (20, 20, 20), 2)
    cv2.line(frame, (other.box.x + 3, other.box.y + 3), (other.box.right - 3, other.box.bottom - 3), 0, 3)
    assert has_twin(one, looked(one, same, other, frame=frame))
    assert not has_twin(other, looked(one, same, other, frame=frame))
    assert not has_twin(one, looked(one, other, frame=frame))


def test_a_value_is_said_as_whole_words() -> None:
    assert is_said("Mrs ADA Lindqvist, Lund", "Ada Lindqvist")
    assert not is_said("Canada", "Ada") and not is_said("anything", " ")
