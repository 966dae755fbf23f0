"""What differs between two frames is found, and nothing else."""

from __future__ import annotations

import numpy as np

from lam_desktop.differences import changed_regions, exact_change
from lam_desktop.types import Box


def test_changed_regions_cover_every_changed_pixel() -> None:
    rng = np.random.default_rng(0)
    before = np.zeros((100, 150, 3), np.uint8)
    assert changed_regions(before, before) == []
    after = before.copy()
    points = rng.integers(0, (100, 150), (5, 2))
    for y, x in points:
        after[y, x, rng.integers(3)] = 1
    boxes = changed_regions(before, after)
    assert all(any(box.contains(x, y) for box in boxes) for y, x in points)
    assert all(box.right <= 150 and box.bottom <= 100 for box in boxes)


def test_the_exact_change_ends_where_the_last_changed_pixel_does() -> None:
    before = np.zeros((100, 150, 3), np.uint8)
    after = before.copy()
    after[20:30, 40:41, 2] = 1
    after[25, 60:70, 0] = 200
    region = Box(32, 16, 64, 32)
    assert exact_change(before, after, region) == Box(40, 20, 30, 10)
    assert exact_change(before, after, Box(100, 50, 20, 20)).area == 0
