"""Icons of one column whose boxes differ."""

from __future__ import annotations

import numpy as np
import pytest

from lam_desktop.perception.alike_icons import with_alike_icons
from lam_desktop.types import Box, Element, ElementKind, Frame

LINES = (100, 180, 260)


def picture(at: int, ink: int = 150, ground: int = 255) -> Frame:
    """A list with a dustbin of 22 pixels in each line, the one of line `at` lit."""
    frame = np.full((400, 400, 3), 255, np.uint8)
    for n, y in enumerate(LINES):
        frame[y - 30 : y + 50] = ground if n == at else 255
        frame[y + 4 : y + 22, 303:319] = ink if n == at else 150
        frame[y : y + 3, 300:322] = ink if n == at else 150
    return frame


def icon(y: int, box: Box | None = None, kind: ElementKind = "icon") -> Element:
    return Element(box or Box(299, y - 1, 24, 24), kind)


def test_a_box_that_takes_in_too_much_is_cut_to_its_picture() -> None:
    large = icon(0, Box(292, 168, 51, 42))
    first, lit, last = with_alike_icons([icon(100), large, icon(260)], picture(1, 60, 225))
    assert (first, last) == (icon(100), icon(260))
    assert lit.box.iou(Box(299, 179, 24, 24)) > 0.8 and lit.kind == "icon"


@pytest.mark.parametrize(
    "others",
    [
        [icon(100)],  # one alone tells nothing
        [icon(100), icon(0, Box(290, 250, 60, 60))],  # they differ as well
        [icon(100, kind="button"), icon(260)],
        [icon(100, Box(199, 99, 24, 24)), icon(260)],  # in another column
    ],
)
def test_it_stays_where_nothing_tells_how_large_they_are(others: list[Element]) -> None:
    large = icon(0, Box(292, 168, 51, 42))
    assert large in with_alike_icons([large, *others], picture(1, 60, 225))


def test_a_large_picture_is_a_large_icon() -> None:
    frame = picture(1)
    frame[170:208, 294:340] = 40
    large = icon(0, Box(292, 168, 51, 42))
    assert with_alike_icons([icon(100), large, icon(260)], frame)[1] == large


def test_an_empty_box_stays() -> None:
    large = icon(0, Box(330, 168, 51, 42))
    assert (
        with_alike_icons(
            [icon(100, Box(340, 99, 24, 24)), large, icon(260, Box(340, 259, 24, 24))], picture(1)
        )[1]
        == large
    )
