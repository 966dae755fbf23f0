"""What differs between two frames is found, and nothing else."""

from __future__ import annotations

import numpy as np

from lam_desktop.differences import changed_pieces, changed_regions
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


def test_a_change_of_one_level_anywhere_is_seen_also_in_a_part_of_a_frame() -> None:
    rng = np.random.default_rng(1)
    frame = rng.integers(1, 255, (70, 90, 3), np.uint8)
    part = Box(7, 5, 50, 61)
    for y in range(0, 70, 3):
        after = frame.copy()
        x = int(rng.integers(90))
        after[y, x, rng.integers(3)] += 1
        seen = changed_regions(part.crop(frame), part.crop(after))
        assert bool(seen) == part.contains(x, y)
        assert all(box.contains(x - part.x, y - part.y) for box in seen)


def test_each_connected_piece_of_a_change_has_its_box() -> None:
    before = np.zeros((100, 150, 3), np.uint8)
    after = before.copy()
    after[20:30, 40:41, 2] = 1
    after[30, 41, 1] = 1  # a corner touches
    after[25, 60:70, 0] = 200
    region = Box(32, 16, 64, 32)
    pieces = changed_pieces(before, after, region)
    assert sorted((one.x, one.y, one.w, one.h) for one in pieces) == [(40, 20, 2, 11), (60, 25, 10, 1)]
    assert changed_pieces(before, after, Box(100, 50, 20, 20)) == []
