"""Ctrl+A lights what stands in a field, and that may be much or little, then and now."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from lam_desktop.execution.screen.redrawn import redrawn
from lam_desktop.execution.verifying.effects import demonstrated_effect, judge
from lam_desktop.execution.verifying.marking import is_empty
from lam_desktop.types import Box, DemonstratedStep, Element, Frame, Observation

WINDOW = Box(0, 0, 600, 120)
FIELD = Box(20, 40, 560, 30)
LONG = "A long note of the customer, to be typed over at once"
INK, PAPER, MARKED_INK, MARKED_PAPER = 30, 250, 255, 100


def screen(text: str, marked: bool = False, typed: str = "") -> Observation:
    """A window with one wide field; `typed` stands below it."""
    frame = np.full((120, 600, 3), 240, np.uint8)
    frame[FIELD.y : FIELD.bottom, FIELD.x : FIELD.right] = PAPER
    elements = [Element(FIELD, "field", text)]
    if text:
        (width, _), _ = cv2.getTextSize(text, cv2.FONT_HERSHEY_SIMPLEX, 0.5, 1)
        if marked:
            frame[FIELD.y + 5 : FIELD.bottom - 5, FIELD.x + 8 : FIELD.x + 8 + width] = MARKED_PAPER
        write(frame, text, FIELD.bottom - 10, MARKED_INK if marked else INK)
    if typed:
        write(frame, typed, 100, INK)
        elements.append(Element(Box(20, 84, 300, 24), "text", typed))
    return Observation(frame, tuple(elements), WINDOW)


def write(frame: Frame, text: str, y: int, ink: int) -> None:
    cv2.putText(frame, text, (FIELD.x + 8, y), cv2.FONT_HERSHEY_SIMPLEX, 0.5, (ink,) * 3, 1, cv2.LINE_AA)


def shown(before: Observation, after: Observation) -> DemonstratedStep:
    return DemonstratedStep(1, before, None, None, after)


MARKED = shown(screen(LONG), screen(LONG, marked=True))


@pytest.mark.parametrize("text", ["TK-4711", "No", LONG[:30]])
def test_a_short_text_that_is_marked_is_the_effect_that_a_long_one_showed(text: str) -> None:
    effect = demonstrated_effect(MARKED, {})
    assert effect.visible and effect.marks
    before = screen(text)
    assert judge(effect, before, screen(text, marked=True), None).ok
    assert not judge(effect, before, before, None).ok, "nothing was marked"


def test_what_is_drawn_anew_is_not_marked() -> None:
    effect = demonstrated_effect(MARKED, {})
    before = screen("TK-4711")
    assert not judge(effect, before, screen("TK-4711", typed="Bye"), None).ok
    other = shown(screen(LONG), screen(LONG, marked=True, typed="A line of its own came, too"))
    assert not demonstrated_effect(other, {}).marks


def test_a_part_of_a_wide_box_that_is_marked_is_no_other_text() -> None:
    assert not redrawn(screen("TK-4711").frame, screen("TK-4711", marked=True).frame, FIELD)
    assert redrawn(screen("TK-4711").frame, screen("TK-5082", marked=True).frame, FIELD)


@pytest.mark.parametrize(("text", "empty"), [("", True), ("|", True), ("A", False), ("7 |", False)])
def test_a_field_with_a_caret_alone_is_empty(text: str, empty: bool) -> None:
    assert is_empty(FIELD, screen(text)) is empty
