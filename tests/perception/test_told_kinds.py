"""What an element shows tells its kind where the detector wavers."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from lam_desktop.perception.told_kinds import with_told_kinds
from lam_desktop.types import Box, Element, ElementKind, Frame

BOX = Box(20, 20, 90, 30)


def _screen(inside: str) -> Frame:
    frame = np.full((80, 160, 3), 240, np.uint8)
    cv2.rectangle(frame, (BOX.x, BOX.y), (BOX.right - 1, BOX.bottom - 1), (90, 90, 90), 2)
    if inside == "sign":
        cv2.drawMarker(frame, BOX.center, (60, 60, 60), cv2.MARKER_TRIANGLE_UP, 12, 2)
    if inside == "shade":
        frame[24:46, 60:106] = 205
    return frame


@pytest.mark.parametrize(
    ("kind", "text", "inside", "told"),
    [
        ("button", "", "", "field"),
        ("button", "", "sign", "button"),
        ("button", "", "shade", "button"),
        ("button", "OK", "", "button"),
        ("cell", "", "", "cell"),
    ],
)
def test_an_empty_frame_is_a_field(kind: ElementKind, text: str, inside: str, told: ElementKind) -> None:
    [one] = with_told_kinds([Element(BOX, kind, text)], _screen(inside))
    assert (one.kind, one.box, one.text) == (told, BOX, text)


@pytest.mark.parametrize(
    ("text", "confidence", "width", "told"),
    [
        ("RSa", 0.97, 40, "text"),
        ("RSa", 0.7, 40, "icon"),
        ("中 a", 0.97, 24, "icon"),
        ("→", 0.99, 40, "icon"),
        ("B", 0.99, 40, "icon"),
        ("x²+1", 0.99, 60, "icon"),
    ],
)
def test_an_icon_that_is_a_word_is_text(text: str, confidence: float, width: int, told: ElementKind) -> None:
    icon = Element(Box(20, 20, width, 24), "icon", text, confidence)
    assert with_told_kinds([icon], _screen(""))[0].kind == told


@pytest.mark.parametrize("box", [Box(20, 20, 30, 30), Box(20, 20, 90, 8), Box(0, 0, 160, 80)], ids=str)
def test_squares_lines_and_areas_are_no_fields(box: Box) -> None:
    assert (
        with_told_kinds([Element(box, "button", "")], np.full((80, 160, 3), 240, np.uint8))[0].kind
        == "button"
    )


@pytest.mark.parametrize(
    ("kind", "confidence", "text"), [("icon", 0.33, ""), ("icon", 0.9, "To"), ("text", 0.33, "To")]
)
def test_what_is_hardly_read_in_an_icon_is_no_text(kind: ElementKind, confidence: float, text: str) -> None:
    """A waste-paper basket is «To», «中» and «a», each time another one."""
    seen = Element(Box(20, 20, 24, 24), kind, "To", confidence, letters=(confidence,) * 2)
    [one] = with_told_kinds([seen], _screen(""))
    assert (one.kind, one.text) == (kind, text) and len(one.letters) == len(text)
