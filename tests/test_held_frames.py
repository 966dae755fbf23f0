"""Pictures come back as they were, and many alike take little more memory than one."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lam_desktop.held_frames import MOST_COMPARED, HeldFrames, PackedFrame
from lam_desktop.types import Box, Element, Frame, Observation


def _screen(rng: np.random.Generator, height: int = 40, width: int = 60) -> Frame:
    return rng.integers(0, 256, (height, width, 3), np.uint8)


@settings(deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 12), st.integers(0, 60))
def test_each_picture_comes_back_as_it_was(seed: int, count: int, changed: int) -> None:
    rng = np.random.default_rng(seed)
    held = HeldFrames()
    frames = [_screen(rng)]
    for _ in range(count):
        alike = [one for one in frames if one.shape == frames[0].shape]
        frame = alike[int(rng.integers(len(alike)))].copy()
        frame[rng.integers(0, 40, changed), rng.integers(0, 60, changed)] = rng.integers(0, 256, 3)
        frames.append(frame if rng.random() < 0.8 else _screen(rng, *map(int, rng.integers(10, 50, 2))))
    packed = [held.held(frame.copy()) for frame in frames]
    for at in rng.permutation(len(frames)):
        assert np.array_equal(packed[at].unpacked(), frames[at])


def test_screens_that_differ_by_a_field_share_one_whole_picture() -> None:
    held = HeldFrames()
    first = _screen(np.random.default_rng(1))
    packed: list[PackedFrame] = []
    for n in range(30):
        frame = first.copy()
        frame[5:10, 5 + n : 12 + n] = n
        packed.append(held.held(frame))
    assert len({id(one.whole) for one in packed}) == 1
    assert sum(one.places.nbytes + one.values.nbytes for one in packed) < 6 * first.nbytes


def test_another_screen_is_kept_whole_and_only_the_newest_are_compared_with() -> None:
    rng = np.random.default_rng(2)
    held = HeldFrames()
    screens = [_screen(rng) for _ in range(MOST_COMPARED + 1)]
    packed = [held.held(one) for one in screens]
    assert all(one.whole is screen for one, screen in zip(packed, screens, strict=True))
    assert held.held(screens[1].copy()).whole is screens[1]
    assert held.held(screens[0].copy()).whole is not screens[0]


def test_what_is_handed_out_cannot_be_changed() -> None:
    held = HeldFrames()
    first = _screen(np.random.default_rng(4))
    second = first.copy()
    second[3, 4] += 1
    for packed in (held.held(first), held.held(second)):
        for _ in range(2):
            with pytest.raises(ValueError, match="read-only"):
                packed.unpacked()[0, 0] = 0


def test_an_observation_unpacks_its_picture_and_keeps_it_packed_with_other_elements() -> None:
    rng = np.random.default_rng(3)
    held = HeldFrames()
    first = _screen(rng)
    held.held(first)
    second = first.copy()
    second[3, 4] += 1
    packed = held.held(second)
    seen = Observation(packed, (), Box(0, 0, 60, 40), (7, 8))
    assert np.array_equal(seen.frame, second)
    other = seen.with_elements((Element(Box(1, 1, 5, 5), "button", "Save", 1.0, 1.0),))
    assert (other.window, other.origin, len(other.elements), seen.elements) == (seen.window, (7, 8), 1, ())
    assert other.__dict__["frame"] is packed
    assert np.array_equal(replace(seen, window=None).frame, second)
