"""Where two screens differ."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from recorder.regions import Rect, changed_places, changed_rect, runs, union


@st.composite
def painted(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray, list[Rect]]:
    old = np.zeros((120, 160), np.uint32)
    new = old.copy()
    rects = draw(st.lists(st.tuples(*(st.integers(low, 60) for low in (0, 0, 1, 1))), max_size=4))
    for x, y, w, h in rects:
        new[y : y + h, x : x + w] = 7
    return old, new, rects


@given(painted())
@settings(max_examples=100)
def test_box_around_all_that_changed(case: tuple[np.ndarray, np.ndarray, list[Rect]]) -> None:
    old, new, rects = case
    box = rects[0] if rects else None
    for rect in rects[1:]:
        assert box is not None
        box = union(box, rect)
    assert changed_rect(old, new) == box


@given(painted())
@settings(max_examples=100)
def test_places_hold_every_change_and_are_no_larger(
    case: tuple[np.ndarray, np.ndarray, list[Rect]],
) -> None:
    old, new, _ = case
    left = new.copy()
    for x, y, w, h in changed_places(old, new):
        inside = left[y : y + h, x : x + w] != 0
        assert inside[0].any() and inside[-1].any() and inside[:, 0].any() and inside[:, -1].any()
        left[y : y + h, x : x + w] = 0
    assert not left.any()


def test_far_places_keep_apart() -> None:
    old = np.zeros((100, 200), np.uint32)
    new = old.copy()
    new[10:20, 10:20] = new[10:20, 100:110] = new[50:60, 10:20] = 1
    assert changed_places(old, new) == [(10, 10, 10, 10), (100, 10, 10, 10), (10, 50, 10, 10)]


def test_runs_bridge_small_gaps() -> None:
    assert runs([True, False, True, False, False, False, True], 2) == [(0, 3), (6, 7)]
    assert runs([False, False], 1) == []
