from __future__ import annotations

import cv2
import numpy as np
import pytest

from lam_desktop.execution.screen.redrawn import changed_far, changes, redrawn
from lam_desktop.types import Box, Frame

BOX = Box(20, 20, 160, 24)


def drawn(text: str, ink: int = 30, paper: int = 240) -> Frame:
    frame = np.full((64, 200, 3), 255, np.uint8)
    frame[BOX.y : BOX.bottom, BOX.x : BOX.right] = paper
    cv2.putText(
        frame, text, (BOX.x + 6, BOX.bottom - 7), cv2.FONT_HERSHEY_SIMPLEX, 0.45, (ink,) * 3, 1, cv2.LINE_AA
    )
    return frame


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "Order saved"),
        ("Order saved", ""),
        ("Order 1041 saved", "Order 1042 saved"),
        ("Order saved", "Order failed"),
    ],
)
def test_another_text_is_drawn_anew(before: str, after: str) -> None:
    assert redrawn(drawn(before), drawn(after), BOX)


@pytest.mark.parametrize(
    ("ink", "paper"),
    [(30, 240), (30, 200), (120, 240), (250, 60), (10, 255)],
    ids=["as before", "lit", "greyed out", "selected", "more contrast"],
)
def test_the_same_text_in_another_light_is_not(ink: int, paper: int) -> None:
    assert not redrawn(drawn("Order 1041 saved"), drawn("Order 1041 saved", ink, paper), BOX)


def test_a_caret_and_a_focus_frame_draw_nothing_anew() -> None:
    focused = drawn("Order 1041")
    cv2.rectangle(focused, (BOX.x, BOX.y), (BOX.right - 1, BOX.bottom - 1), (40, 90, 220), 2)
    focused[BOX.y + 4 : BOX.bottom - 4, BOX.x + 120 : BOX.x + 122] = 0
    assert not redrawn(drawn("Order 1041"), focused, BOX)


@pytest.mark.parametrize("digit", ["3", "7", "8"])
def test_a_single_digit_is_a_change_and_a_caret_is_none(digit: str) -> None:
    assert changes(drawn(""), drawn(digit), None)
    caret = drawn("")
    caret[BOX.y + 4 : BOX.bottom - 4, BOX.x + 6 : BOX.x + 8] = 0
    assert not changes(drawn(""), caret, None)


def test_a_box_outside_the_picture() -> None:
    assert not redrawn(drawn("a"), drawn("b"), Box(500, 500, 20, 20))


@pytest.mark.parametrize(
    ("thick", "far"), [(2, False), (-1, True)], ids=["a focus frame", "a row that is lit"]
)
def test_a_focus_frame_is_no_effect_however_wide_its_field(thick: int, far: bool) -> None:
    before = np.full((300, 1200, 3), 250, np.uint8)
    after = before.copy()
    cv2.rectangle(after, (20, 100), (1180, 134), (40, 90, 220), thick)
    right_part = Box(620, 100, 560, 34)  # the field as it was found beside a long text
    assert changed_far(before, after, right_part, None) is far
    assert changed_far(before, after, Box(20, 200, 100, 30), None), "a frame somewhere else"
