"""Boxes: what is asked without making a new one is what the new one would say."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from lam_desktop.types import Box

BOXES = st.builds(Box, *[st.integers(-20, 20)] * 2, *[st.integers(0, 15)] * 2)


@given(BOXES, BOXES)
def test_boxes_overlap_that_have_a_pixel_in_common(one: Box, other: Box) -> None:
    common = one.intersection(other).area
    assert one.overlaps(other) == other.overlaps(one) == (common > 0)
    assert one.iou(other) == common / max(1, one.area + other.area - common)
