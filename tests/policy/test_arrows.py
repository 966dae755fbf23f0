"""A click on an input's arrow stays one, in one piece or in two."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from lam_desktop.policy.lam.arrows import arrow_of, carried_over
from lam_desktop.types import Box, Element, Observation

WHOLE = Element(Box(100, 40, 200, 28), "combo", "Liberation Sans")
FIELD = Element(Box(100, 40, 172, 28), "field", "Liberation Sans")
ARROW = Element(Box(272, 40, 28, 28), "icon", "")
OTHER = Element(Box(320, 40, 28, 28), "icon", "")
ON_ARROW, ON_WORDS = (286, 54), (150, 54)


def screen(elements: Sequence[Element], ink: Sequence[Box] = ()) -> Observation:
    frame = np.full((100, 400, 3), 245, np.uint8)
    for box in ink:
        frame[box.y : box.bottom, box.x : box.right] = 30
    return Observation(frame, tuple(elements))


WORDS = Box(106, 48, 110, 12)
GLYPH = Box(281, 50, 10, 6)


def test_what_stands_alone_at_the_end_is_the_arrow() -> None:
    assert arrow_of((FIELD, ARROW, OTHER), FIELD) is ARROW
    assert arrow_of((WHOLE, ARROW), WHOLE) is ARROW, "told within the whole, too"
    assert arrow_of((FIELD, OTHER), FIELD) is None
    assert arrow_of((FIELD, Element(ARROW.box, "button", "OK")), FIELD) is None
    assert arrow_of((FIELD, Element(ARROW.box.moved(8, 0), "icon", "")), FIELD) is None, "a tool beside it"


def test_a_click_on_the_arrow_of_a_whole_goes_to_the_one_that_stands_alone() -> None:
    shown = screen((WHOLE, OTHER), (WORDS, GLYPH))
    present = (FIELD, ARROW, OTHER)
    assert carried_over(shown, WHOLE, ON_ARROW, present, FIELD) == (ARROW, ARROW.box.center)
    assert carried_over(shown, WHOLE, ON_WORDS, present, FIELD) is None
    assert carried_over(shown, WHOLE, ON_ARROW, (WHOLE, OTHER), WHOLE) is None, "as it was shown"


@pytest.mark.parametrize("ink", [(), (Box(106, 48, 186, 12),), (WORDS, Box(272, 44, 27, 20))])
def test_a_click_at_the_end_of_words_is_none_on_an_arrow(ink: tuple[Box, ...]) -> None:
    assert carried_over(screen((WHOLE,), ink), WHOLE, ON_ARROW, (FIELD, ARROW), FIELD) is None


def test_a_click_on_an_arrow_that_stood_alone_goes_to_the_end_of_the_whole() -> None:
    shown = screen((FIELD, ARROW), (WORDS, GLYPH))
    carried = carried_over(shown, ARROW, ARROW.box.center, (WHOLE, OTHER), WHOLE)
    assert carried == (WHOLE, (286, 54))
    assert carried_over(shown, FIELD, ON_WORDS, (WHOLE, OTHER), WHOLE) is None
    assert carried_over(shown, ARROW, ARROW.box.center, (FIELD, ARROW), ARROW) is None
