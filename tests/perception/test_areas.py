"""A large area to write in is one field, as large as its ground; what only looks so stays as it was."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from lam_desktop.perception.areas import with_areas
from lam_desktop.perception.detector.processing_detector import Proposal
from lam_desktop.types import Box, ElementKind, Frame

WIDTH, HEIGHT = 900, 640
PAGE = Box(60, 80, 760, 460)
LINES = ("Dear Ms Miller,", "your order left our house today, and the invoice follows by mail.") * 5
LEFT, RIGHT = Box(64, 76, 470, 520), Box(430, 90, 396, 330)
"""Two pieces of the page as the detector proposes them: none has its ends, and one reaches over its edge."""


def screen(ground: str = "#ffffff", around: str = "#e4e4e4", lines: Sequence[str] = ()) -> Image.Image:
    """A page with a hairline around it, and what is written on it."""
    picture = Image.new("RGB", (WIDTH, HEIGHT), around)
    pen = ImageDraw.Draw(picture)
    pen.rectangle((PAGE.x - 1, PAGE.y - 1, PAGE.right, PAGE.bottom), ground, "#9a9a9a")
    for number, line in enumerate(lines):
        pen.text((PAGE.x + 8, PAGE.y + 8 + 24 * number), line, "#808080", ImageFont.load_default(16))
    return picture


def proposed(box: Box, kind: ElementKind = "field", score: float = 0.8) -> Proposal:
    return Proposal(box, kind, score, None)


def found(picture: Image.Image, *proposals: Proposal, bounds: Box | None = None) -> list[Proposal]:
    return with_areas(proposals, np.asarray(picture), bounds)


@pytest.mark.parametrize("ground", ["#ffffff", "#202428"])
@pytest.mark.parametrize("lines", [(), LINES])
def test_the_pieces_of_a_page_are_the_page(ground: str, lines: Sequence[str]) -> None:
    text = proposed(Box(PAGE.x + 8, PAGE.y + 8, 130, 20), "text")
    [kept, page] = found(
        screen(ground, lines=lines), proposed(LEFT, score=0.7), text, proposed(RIGHT, score=0.9)
    )
    assert kept is text
    assert page == proposed(PAGE, score=0.9)


def test_a_ground_that_is_not_quite_of_one_colour() -> None:
    noisy = np.asarray(screen()).astype(np.int16) - np.random.default_rng(1).integers(
        0, 2, (HEIGHT, WIDTH, 1)
    )
    [page] = with_areas([proposed(LEFT), proposed(RIGHT)], noisy.astype(np.uint8))
    assert page.box == PAGE


def test_two_panes_with_a_hairline_between_them_stay_two() -> None:
    picture = screen()
    ImageDraw.Draw(picture).line((440, PAGE.y, 440, PAGE.bottom), "#c8c8c8")
    boxes = [one.box for one in found(picture, proposed(LEFT), proposed(RIGHT))]
    assert boxes == [
        Box(PAGE.x, PAGE.y, 440 - PAGE.x, PAGE.h),
        Box(441, PAGE.y, PAGE.right - 441, PAGE.h),
    ]


def test_fields_of_one_pane_whose_hairlines_stop_before_its_edges_stay_apart() -> None:
    picture = screen()
    pen = ImageDraw.Draw(picture)
    for y in (PAGE.y + 40, PAGE.y + 80):
        pen.line((PAGE.x + 40, y, PAGE.right - 40, y), "#d0d0d0")
    lines = [proposed(Box(PAGE.x, PAGE.y + top, PAGE.w, 38)) for top in (0, 41)]
    body = proposed(Box(PAGE.x, PAGE.y + 84, 500, 360))
    *fields, area = found(picture, *lines, body)
    assert fields == lines
    assert area.box == Box(PAGE.x, PAGE.y + 81, PAGE.w, PAGE.h - 81)


@pytest.mark.parametrize(
    "beside",
    [
        pytest.param(proposed(Box(PAGE.x + 20, PAGE.y + 20, 90, 30), "button"), id="a button"),
        pytest.param(proposed(Box(PAGE.x + 20, PAGE.y + 20, 90, 30)), id="a field of one line"),
        pytest.param(proposed(Box(PAGE.x + 20, PAGE.y + 20, 200, 30), "text"), id="a message above it"),
    ],
)
def test_a_card_on_which_something_else_lies_is_no_area(beside: Proposal) -> None:
    pieces = [beside, proposed(Box(PAGE.x + 4, PAGE.y + 120, PAGE.w - 4, PAGE.h - 120))]
    assert found(screen(), *pieces) == pieces


@pytest.mark.parametrize(
    "pieces",
    [
        pytest.param([Box(60, 80, 370, 460), Box(442, 80, 378, 460)], id="side by side"),
        pytest.param([Box(60, 80, 760, 220), Box(60, 320, 760, 220)], id="one below the other"),
        pytest.param([Box(60, 82, 760, 34), Box(60, 114, 760, 426)], id="a line that the body reaches into"),
    ],
)
def test_fields_of_one_ground_that_do_not_lie_over_each_other_stay_apart(pieces: list[Box]) -> None:
    fields = [proposed(box) for box in pieces]
    assert found(screen(), *fields) == fields


def test_a_list_over_what_was_taken_for_a_field_stays_a_list() -> None:
    entries = [proposed(Box(PAGE.x, PAGE.y + 30 * n, PAGE.w, 28), "list_item") for n in range(3)]
    blank = proposed(Box(PAGE.x, PAGE.y + 100, PAGE.w, PAGE.h - 100))
    assert found(screen(), *entries, blank) == [*entries, blank]


@pytest.mark.parametrize("band", [range(280, 300), range(80, 290)], ids=["the present line", "marked lines"])
def test_a_page_that_is_whole_is_not_cut_at_what_is_marked_in_it(band: range) -> None:
    picture = screen()
    ImageDraw.Draw(picture).rectangle((PAGE.x, band[0], PAGE.right - 1, band[-1]), "#b4d0f0")
    whole = proposed(PAGE)
    assert found(picture, whole) == [whole]


def test_boxes_that_reach_out_of_the_picture_or_are_empty_do_no_harm() -> None:
    odd = [Box(-50, -40, 400, 300), Box(800, 500, 400, 400), Box(2000, 10, 200, 200), Box(300, 300, 0, 0)]
    fields = [proposed(box) for box in odd]
    assert {one.box for one in found(screen(), *fields)} >= {odd[2]}


def test_a_borderless_field_of_a_page_does_not_become_the_page() -> None:
    piece = proposed(Box(PAGE.x + 20, PAGE.y + 180, 400, 110))
    assert found(screen(), piece) == [piece]


def test_what_goes_on_behind_the_end_of_a_look_stays_in_pieces() -> None:
    picture = screen().crop((0, 0, WIDTH, PAGE.bottom - 40))
    pieces = [proposed(LEFT), proposed(RIGHT)]
    told = Box(0, 0, WIDTH, PAGE.bottom - 41)
    assert found(picture, *pieces, bounds=told) == pieces
    assert found(picture, *pieces)[0].box == Box(PAGE.x, PAGE.y, PAGE.w, PAGE.h - 40)


@pytest.mark.parametrize("kind", ["button", "list_item", "text"])
def test_only_fields_are_made_whole(kind: ElementKind) -> None:
    pieces = [proposed(LEFT, kind), proposed(RIGHT, kind)]
    assert found(screen(), *pieces) == pieces


def test_a_picture_is_no_ground() -> None:
    noise: Frame = np.random.default_rng(2).integers(0, 256, (HEIGHT, WIDTH, 3), np.uint8)
    pieces = [proposed(LEFT), proposed(RIGHT)]
    assert with_areas(pieces, noise) == pieces
