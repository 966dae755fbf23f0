"""Frames come back as they were, and equal ones are stored once."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from recorder.frames import KEYFRAME_EVERY, FrameEncoder, Packed, decode, digest_of, pack, unpack


@st.composite
def films(draw: st.DrawFn) -> list[Packed]:
    """Frames of one size, each the one before with a few rectangles painted over."""
    height, width = draw(st.integers(1, 200)), draw(st.integers(1, 200))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    frame = rng.integers(0, 1 << 24, (height, width), np.uint32)
    film = [frame]
    for _ in range(draw(st.integers(0, 4))):
        frame = frame.copy()
        for _ in range(draw(st.integers(0, 3))):
            y, x = int(rng.integers(height)), int(rng.integers(width))
            frame[y : y + int(rng.integers(1, 90)), x : x + int(rng.integers(1, 90))] = rng.integers(1 << 24)
        film.append(frame)
    return film


@given(films())
@settings(max_examples=80)
def test_every_frame_comes_back(film: list[Packed]) -> None:
    encoder = FrameEncoder()
    decoded = {}
    for frame in film:
        number, coded = encoder.encode(frame)
        if coded is not None:
            assert coded.digest == digest_of(frame)
            decoded[number] = decode(coded, None if coded.base is None else decoded[coded.base])
        np.testing.assert_array_equal(pack(decoded[number]), frame)
        np.testing.assert_array_equal(decoded[number], unpack(frame))


@given(films())
@settings(max_examples=40)
def test_an_equal_frame_is_never_stored_twice(film: list[Packed]) -> None:
    encoder = FrameEncoder()
    numbers = [encoder.encode(frame)[0] for frame in film]
    assert [encoder.encode(frame.copy()) for frame in film] == [(number, None) for number in numbers]
    assert len(set(numbers)) == len({frame.tobytes() for frame in film})


def test_a_small_change_costs_its_tiles_alone() -> None:
    rng = np.random.default_rng(1)
    first = rng.integers(0, 1 << 24, (800, 1280), np.uint32)
    second = first.copy()
    second[100:120, 70:90] = 0
    encoder = FrameEncoder()
    _, whole = encoder.encode(first)
    _, part = encoder.encode(second)
    assert whole is not None and part is not None
    assert whole.base is None and part.base == 1 and part.tiles is not None
    assert np.frombuffer(part.tiles, "<u2").tolist() == [1, 1]
    assert len(part.data) < len(whole.data) / 100


def test_a_frame_may_build_on_one_that_came_back() -> None:
    a, b = np.zeros((64, 640), np.uint32), np.ones((64, 640), np.uint32)
    c = a.copy()
    c[5, 5] = 9
    encoder = FrameEncoder()
    assert [encoder.encode(frame)[0] for frame in (a, b, a)] == [1, 2, 1]
    number, coded = encoder.encode(c)
    assert coded is not None and (number, coded.base) == (3, 1)


def test_no_frame_depends_on_a_long_chain() -> None:
    encoder = FrameEncoder()
    frame = np.zeros((64, 640), np.uint32)
    bases = []
    for number in range(3 * KEYFRAME_EVERY):
        frame = frame.copy()
        frame[0, 0] = number
        _, coded = encoder.encode(frame)
        assert coded is not None
        bases.append(coded.base)
    assert [at for at, base in enumerate(bases) if base is None] == [
        0,
        KEYFRAME_EVERY + 1,
        2 * KEYFRAME_EVERY + 2,
    ]


def test_size_is_part_of_the_content() -> None:
    assert digest_of(np.zeros((2, 8), np.uint32)) != digest_of(np.zeros((4, 4), np.uint32))
