from __future__ import annotations

import pytest

from lam_desktop.neighbours import element_at, tick_box_of
from lam_desktop.types import Box, Element

TICK = Element(Box(100, 50, 14, 14), "checkbox", checked=False)
LABEL = Element(Box(120, 48, 60, 18), "text", "Express")
ELSEWHERE = Element(Box(120, 90, 60, 18), "text", "Note")
FAR = Element(Box(300, 48, 60, 18), "text", "Total")
WHOLE = Element(Box(96, 46, 90, 22), "list_item", "Express")
FIELD = Element(Box(116, 46, 90, 22), "field")


@pytest.mark.parametrize("clicked", [TICK, LABEL, WHOLE])
def test_a_click_on_the_label_is_one_on_the_box(clicked: Element) -> None:
    assert tick_box_of(clicked, (TICK, LABEL, WHOLE, ELSEWHERE, FAR)) is TICK


@pytest.mark.parametrize("clicked", [ELSEWHERE, FAR, FIELD])
def test_what_only_stands_near_ticks_nothing(clicked: Element) -> None:
    assert tick_box_of(clicked, (TICK, LABEL, ELSEWHERE, FAR, FIELD)) is None


def test_of_nested_elements_the_smallest_is_meant() -> None:
    assert element_at((WHOLE, TICK), TICK.box.center) is TICK
    assert element_at((WHOLE, TICK), (5, 5)) is None
