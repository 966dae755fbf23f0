"""A strip of days is cut into single ones."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from lam_desktop.perception.days import following, with_days
from lam_desktop.types import Box, Element, Frame

PITCH_PX, LINE_PX = 26, 24
WEEK = ("10", "11", "12", "13", "14", "15", "16")
STRIP = Box(100, 60, 7 * PITCH_PX, LINE_PX)


def week(numbers: tuple[str, ...] = WEEK, dark: bool = False) -> Frame:
    picture = Image.new("RGB", (400, 160), "#202020" if dark else "#ffffff")
    pen, font = ImageDraw.Draw(picture), ImageFont.load_default(14)
    for n, number in enumerate(numbers):
        place = STRIP.x + round((n + 0.5) * PITCH_PX), STRIP.center[1]
        pen.text(place, number, "#e0e0e0" if dark else "#101010", font, anchor="mm")
    return np.asarray(picture)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("10 11 12", ["10", "11", "12"]),
        ("19 20 2", ["19", "20", "21"]),
        ("2 13 14", ["12", "13", "14"]),
        ("24 25 26 2728 2930", ["24", "25", "26", "27", "28", "29", "30"]),
        ("7 8 910", ["7", "8", "9", "10"]),
        ("1213", []),
        ("1 1", []),
        ("2 2", []),
        ("9 1", []),
        ("0 1", []),
        ("12 34", []),
        ("45 46 47", []),
        ("30 31 1", []),
        ("3 of 4", []),
        ("١ ٢ ٣", []),
        ("", []),
    ],
)
def test_which_numbers_follow_each_other(text: str, numbers: list[str]) -> None:
    assert following(text) == numbers


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("text", ["10 11 12 13 14 15 16", "10 11 1213 14 15 16"])
def test_a_strip_is_cut_into_its_days(text: str, dark: bool) -> None:
    days = with_days([Element(STRIP, "list_item", text)], week(dark=dark))
    assert [(one.text, one.kind) for one in days] == [(number, "cell") for number in WEEK]
    for n, one in enumerate(days):
        assert abs(one.box.center[0] - (STRIP.x + (n + 0.5) * PITCH_PX)) <= 2
        assert one.box.y == STRIP.y and one.box.w <= PITCH_PX + 4


def test_a_day_that_was_seen_alone_stays() -> None:
    alone = Element(Box(STRIP.x + 2 * PITCH_PX, STRIP.y, PITCH_PX, LINE_PX), "cell", "12", score=0.9)
    strip = Element(Box(STRIP.x + PITCH_PX, STRIP.y, 3 * PITCH_PX, LINE_PX), "cell", "11 12 13")
    days = with_days([alone, strip], week())
    assert sorted(one.text for one in days) == ["11", "12", "13"]
    assert alone in days


def test_ink_that_does_not_show_as_many_leaves_the_strip() -> None:
    strip = Element(STRIP, "cell", "10 11 12 13 14 15")
    assert with_days([strip], week()) == [strip]


def test_what_was_typed_and_two_numbers_alone_are_no_strip() -> None:
    field = Element(STRIP, "field", "10 11 12 13 14 15 16")
    assert with_days([field], week()) == [field]
    two = Element(Box(STRIP.x, STRIP.y, 2 * PITCH_PX, LINE_PX), "text", "10 11")
    assert with_days([two], week()) == [two]
    beside = Element(Box(STRIP.x + 2 * PITCH_PX, STRIP.y, PITCH_PX, LINE_PX), "cell", "12")
    assert [one.text for one in with_days([two, beside], week())] == ["12", "10", "11"]


def test_a_number_is_completed_only_where_the_strip_cuts_it() -> None:
    """«12 13 1» is not 12, 13, 14 where a 1 stands there."""
    numbers = ("12", "13", "1")
    strip = Element(Box(STRIP.x, STRIP.y, 3 * PITCH_PX, LINE_PX), "cell", "12 13 1")
    assert with_days([strip], week(numbers)) == [strip]
    cut = Element(Box(STRIP.x, STRIP.y, 2 * PITCH_PX + 16, LINE_PX), "cell", "10 11 1")
    assert [one.text for one in with_days([cut], week())] == ["10", "11", "12"]


def test_a_mark_over_a_day_leaves_it_and_pages_stay_links() -> None:
    dot = Element(Box(STRIP.x + PITCH_PX + 5, STRIP.y + 4, 16, 10), "icon")
    strip = Element(STRIP, "cell", " ".join(WEEK))
    assert [one.text for one in with_days([dot, strip], week())] == ["", *WEEK]
    pages = with_days([Element(STRIP, "link", " ".join(WEEK))], week())
    assert {one.kind for one in pages} == {"link"}
