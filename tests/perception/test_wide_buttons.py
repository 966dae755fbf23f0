"""A button as wide as the fields above it is a button, whole: what is wide need not be a field."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from lam_desktop.models_dir import find_models
from lam_desktop.perception.detector.processing_detector import Proposal
from lam_desktop.perception.wide_buttons import with_wide_buttons
from lam_desktop.types import Box, ElementKind, Frame
from tests.perception.measure_wide import Taken, taken


@pytest.fixture(scope="module")
def said() -> list[Taken]:
    return taken(find_models() / "detector")


@pytest.mark.parametrize(
    ("style", "kind", "least"),
    [
        ("Windows", "field", 0.95),
        ("Fusion", "field", 0.95),
        ("Windows", "button", 0.95),
        ("Fusion", "button", 0.95),
    ],
)
def test_wide_buttons_are_buttons_and_the_fields_above_them_fields(
    said: list[Taken], style: str, kind: str, least: float
) -> None:
    mine = [one for one in said if one.look.startswith(style) and one.kind == kind]
    wrong = [one for one in mine if one.taken != kind]
    assert mine and len(wrong) <= (1 - least) * len(mine), wrong


BUTTON = Box(40, 60, 400, 32)
"""With its edge."""


def drawn(words: str, at: str = "mm", look: str = "outlined", box: Box = BUTTON) -> Frame:
    """A button, or a field, with words in its middle or at an end, on a page."""
    picture = Image.new("RGB", (520, 160), "#f4f5f7")
    pen = ImageDraw.Draw(picture)
    fill, ink = ("#1f6feb", "#ffffff") if look == "filled" else ("#fbfbfc", "#202124")
    edge = None if look == "filled" else "#b0b0b0"
    pen.rounded_rectangle((box.x, box.y, box.right - 1, box.bottom - 1), 4, fill, edge)
    x = {"m": box.center[0], "l": box.x + 8, "r": box.right - 8}[at[0]]
    pen.text((x, box.center[1]), words, ink, ImageFont.load_default(14), anchor=at)
    frame = np.array(picture)
    if look == "shaded":
        inner = frame[box.y + 1 : box.bottom - 1, box.x + 1 : box.right - 1]
        inner[:] = cv2.subtract(
            inner, np.broadcast_to(np.arange(len(inner))[:, None, None], inner.shape).astype(np.uint8)
        )
    return frame


def bullets() -> Frame:
    """A password in the middle of its field."""
    frame = drawn("")
    for number in range(8):
        cv2.circle(
            frame, (BUTTON.center[0] + 11 * (number - 4), BUTTON.center[1]), 4, (30, 30, 30), -1, cv2.LINE_AA
        )
    return frame


def _proposed(*pieces: tuple[ElementKind, Box]) -> list[Proposal]:
    return [Proposal(box, kind, 0.9, None) for kind, box in pieces]


def _seen(proposals: Sequence[Proposal]) -> list[tuple[str, Box]]:
    return [(one.kind, one.box) for one in proposals]


@pytest.mark.parametrize("look", ["outlined", "filled", "shaded"])
@pytest.mark.parametrize(
    "pieces",
    [
        [("field", BUTTON)],
        [("field", Box(41, 60, 180, 32)), ("field", Box(250, 60, 190, 32))],
        [("button", Box(42, 60, 240, 32)), ("text", Box(210, 66, 70, 20)), ("header", Box(300, 60, 138, 32))],
    ],
    ids=["a field", "two halves", "pieces and words"],
)
def test_what_is_proposed_of_a_wide_button_becomes_one(
    pieces: list[tuple[ElementKind, Box]], look: str
) -> None:
    beside = ("text", Box(40, 20, 80, 20))
    kept, made = with_wide_buttons(_proposed(beside, *pieces), drawn("Sign in", look=look))
    assert (kept.kind, kept.box) == beside
    assert made.kind == "button" and made.box.iou(BUTTON) > 0.95


@pytest.mark.parametrize(
    ("frame", "box"),
    [
        (drawn("Peter Nguyen", "lm"), BUTTON),
        (drawn("1,204.50", "rm"), BUTTON),
        (drawn(""), BUTTON),
        (drawn("All customers of the north and of the south of this country in one"), BUTTON),
        (bullets(), BUTTON),
        (drawn("12:30", box=Box(40, 60, 120, 32)), Box(40, 60, 120, 32)),
        (drawn("one                another one                one"), BUTTON),
    ],
    ids=["at the left", "at the right", "empty", "full", "a password", "narrow", "several words far apart"],
)
def test_a_field_stays_one(frame: Frame, box: Box) -> None:
    assert _seen(with_wide_buttons(_proposed(("field", box)), frame)) == [("field", box)]


def test_a_button_that_is_seen_whole_stays_as_it_is() -> None:
    seen = _proposed(("button", BUTTON.expanded(1)), ("icon", Box(200, 66, 20, 20)))
    assert with_wide_buttons(seen, drawn("Sign in")) == seen


def test_what_goes_on_behind_the_end_of_a_look_is_left_for_a_larger_one() -> None:
    frame = drawn("Sign in")
    cut = Box(0, 0, BUTTON.right - 4, 160).crop(frame)
    proposals = _proposed(("field", BUTTON))
    assert _seen(with_wide_buttons(proposals, cut)) == [("field", BUTTON)], "no end is seen"
    bounds = Box(0, 0, BUTTON.right - 4, 160)
    assert _seen(with_wide_buttons(proposals, frame, bounds)) == [("field", BUTTON)]


@pytest.mark.parametrize("box", [Box(-300, 60, 400, 32), Box(400, 140, 400, 32), Box(900, 900, 400, 32)])
def test_a_proposal_beyond_the_picture_is_left_alone(box: Box) -> None:
    assert _seen(with_wide_buttons(_proposed(("field", box)), drawn("Sign in"))) == [("field", box)]


def test_two_buttons_beside_each_other_stay_two() -> None:
    frame = drawn("CANCEL   DELETE")
    two: list[tuple[ElementKind, Box]] = [("button", Box(150, 60, 86, 32)), ("button", Box(244, 60, 90, 32))]
    seen: list[tuple[ElementKind, Box]] = [*two, ("field", BUTTON)]
    assert _seen(with_wide_buttons(_proposed(*seen), frame)) == seen
