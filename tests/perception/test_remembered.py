"""Findings about pieces of a picture are found again by their pixels."""

from __future__ import annotations

import numpy as np

from lam_desktop.perception.remembered import Remembered, content

ONE, OTHER, THIRD = (np.full((2, 6, 3), shade, np.uint8) for shade in (1, 2, 3))


def test_a_name_tells_pixels_shapes_and_numbers_apart() -> None:
    names = [content(ONE), content(OTHER), content(ONE.reshape(6, 2, 3)), content(ONE, 1), content(ONE, 1, 2)]
    assert len({*names}) == len(names)
    assert content(ONE.copy()) == content(ONE)


def test_only_what_is_not_known_is_found_out_and_once() -> None:
    asked: list[list[int]] = []

    def find(unknown: list[int]) -> list[str]:
        asked.append(unknown)
        return [f"finding {n}" for n in unknown]

    held = Remembered[str](8)
    first, second = content(ONE), content(OTHER)
    assert held.of([first, first, second], find) == ["finding 1", "finding 1", "finding 2"]
    assert held.of([second, first], find) == ["finding 2", "finding 1"]
    assert asked == [[1, 2]]


def test_what_was_not_asked_for_the_longest_time_is_forgotten() -> None:
    names = [content(piece) for piece in (ONE, OTHER, THIRD)]
    held = Remembered[int](2)
    held.of(names[:2], lambda unknown: unknown)
    held.of(names[:1], lambda unknown: unknown)
    held.of(names[2:], lambda unknown: unknown)
    asked: list[list[int]] = []
    held.of(names[:1], lambda unknown: asked.append(unknown) or unknown)
    held.of(names[1:2], lambda unknown: asked.append(unknown) or unknown)
    assert asked == [[0]], "the second alone was forgotten"
    assert len(held) == 2


def test_more_than_there_is_room_for_is_answered_all_the_same() -> None:
    names = [content(piece) for piece in (ONE, OTHER, THIRD)]
    held = Remembered[int](1)
    assert held.of(names, lambda unknown: unknown) == [0, 1, 2]
    assert len(held) == 1
