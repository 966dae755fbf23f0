"""The picture of a decision: nothing moved, everything named, readable on light and on dark."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from lam_desktop.execution.machine.overlay import draw_decision
from lam_desktop.types import Box, Candidate, Decision, Frame

SAVE = Candidate(Box(200, 300, 100, 30), "button", "Save", 0.96)
CANCEL = Candidate(Box(320, 300, 100, 30), "button", "取消", 0.03)
SURE = Decision(SAVE, (250, 315), 0.96, 0.9, 0.01, (SAVE, CANCEL), "It says «Save», right of «Cancel».")
UNSURE = Decision(SAVE, (250, 315), 0.4, 0.9, 0.3, (SAVE, CANCEL), "Two buttons look alike.")
ABSENT = Decision(None, None, 0.1, 0.9, 0.8, (CANCEL,), "«Save» is not on the screen.")
GREEN, ORANGE, BLUE = (22, 163, 74), (234, 122, 10), (37, 99, 235)


def plain(grey: int, width: int = 800, height: int = 600) -> Frame:
    return np.full((height, width, 3), grey, np.uint8)


def count(picture: Frame, colour: tuple[int, int, int], box: Box | None = None) -> int:
    part = picture if box is None else box.crop(picture)
    return int((part == colour).all(axis=2).sum())


@pytest.mark.parametrize("grey", [255, 128, 20])
def test_the_chosen_element_and_its_rival_stand_out(grey: int) -> None:
    frame = plain(grey)
    picture = draw_decision(frame, SURE)
    outline = 2 * (SAVE.box.w + SAVE.box.h)
    assert count(picture, GREEN, SAVE.box.expanded(8)) > outline
    assert count(picture, BLUE, CANCEL.box.expanded(8)) > outline / 2
    assert (frame == grey).all(), "the screenshot itself was drawn on"


def test_a_point_of_the_picture_is_a_point_of_the_screen() -> None:
    frame = np.random.default_rng(1).integers(0, 255, (600, 800, 3), np.uint8)
    picture = draw_decision(frame, SURE)
    assert picture.shape[1] == 800
    assert picture.shape[0] > 600
    untouched = Box(0, 0, 180, 600)
    assert np.array_equal(untouched.crop(picture[:600]), untouched.crop(frame))
    inner = Box(204, 304, 30, 22)  # inside the chosen element, beside the click point
    assert np.array_equal(inner.crop(picture), inner.crop(frame))


def test_green_only_when_sure_enough_to_act() -> None:
    assert count(draw_decision(plain(255), SURE), ORANGE) == 0
    for decision in (UNSURE, ABSENT):
        picture = draw_decision(plain(255), decision)
        assert count(picture, GREEN) == 0
        assert count(picture, ORANGE) > 0


def test_outside_the_window_it_is_dimmed() -> None:
    window = Box(150, 250, 400, 200)
    picture = draw_decision(plain(200), SURE, window)[:600]
    assert (picture[10, 10] < 160).all()
    assert (picture[260, 160] == 200).all()


def test_the_reason_is_wrapped_and_makes_the_strip_taller() -> None:
    long = Decision(SAVE, (250, 315), 0.96, 0.9, 0.01, (SAVE,), "a reason of many words " * 20)
    assert draw_decision(plain(255), long).shape[0] > draw_decision(plain(255), SURE).shape[0] + 60
    endless = Decision(SAVE, (250, 315), 0.96, 0.9, 0.01, (SAVE,), "保存" * 400)
    picture = draw_decision(plain(255), endless)
    assert picture.shape[0] > 800
    assert count(picture, (255, 255, 255), Box(797, 600, 3, picture.shape[0] - 600)) == 0, (
        "it runs off the edge"
    )


@pytest.mark.parametrize(
    "box", [Box(0, 0, 800, 600), Box(-20, -10, 60, 30), Box(790, 590, 40, 40), Box(5, 5, 0, 0)]
)
def test_any_box_can_be_drawn(box: Box) -> None:
    candidate = Candidate(box, "field", "", 0.95)
    decision = Decision(candidate, box.center, 0.95, 0.9, 0.0, (candidate, CANCEL), "")
    assert draw_decision(plain(255), decision, box).shape[1] == 800


def test_an_element_of_two_lines_can_be_named() -> None:
    named = replace(SURE, reason="The button “Save\nall” matches the button “Save\n\nall” with 98%.")
    assert draw_decision(plain(255), named).shape[0] > 600


def test_labels_cover_no_element() -> None:
    crowd = tuple(Candidate(Box(200 + 34 * at, 300, 30, 30), "icon", "", 0.2) for at in range(5))
    decision = Decision(crowd[0], (215, 315), 0.95, 0.9, 0.0, crowd, "Five icons.")
    picture = draw_decision(plain(255), decision)
    for candidate in crowd:
        assert count(picture, BLUE, candidate.box.expanded(-9)) == 0


def test_a_large_screen_gets_larger_letters() -> None:
    small = draw_decision(plain(255), SURE).shape[0] - 600
    large = draw_decision(plain(255, 3840, 2160), SURE).shape[0] - 2160
    assert large > 2 * small
