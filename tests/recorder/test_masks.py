"""Secrets are painted over in every picture, wherever they are shown."""

from __future__ import annotations

import numpy as np

from recorder.frames import Packed
from recorder.masks import Secret, SecretMasks
from tests.recorder.screens import FIELD, Screen

SECRET = "hunter2-Zebra"


def shows(frame: Packed, of: Packed, empty: Packed) -> bool:
    """Whether any pixel in which `of` differs from `empty` has the colour that it has in `of`."""
    different = of != empty
    return bool((frame[different] == of[different]).any())


def test_a_field_looks_as_it_was_before() -> None:
    empty, typed = Screen().pixels, Screen().write(SECRET).pixels
    masks = SecretMasks()
    np.testing.assert_array_equal(masks.hide(Secret("s", empty), typed), empty)
    np.testing.assert_array_equal(masks.cover(typed), empty)


def test_the_picture_itself_is_left_alone() -> None:
    empty, typed = Screen().pixels, Screen().write(SECRET).pixels
    kept = typed.copy()
    SecretMasks().hide(Secret("s", empty), typed)
    np.testing.assert_array_equal(typed, kept)


def test_what_changes_elsewhere_is_seen() -> None:
    masks = SecretMasks()
    masks.hide(Secret("s", Screen().pixels), Screen().write(SECRET).pixels)
    later = Screen().write(SECRET)
    later.draw.text((20, 300), "Saved", later.ink)
    only_saved = Screen()
    only_saved.draw.text((20, 300), "Saved", only_saved.ink)
    np.testing.assert_array_equal(masks.cover(later.pixels), only_saved.pixels)


def test_characters_painted_later_and_revealed_are_covered() -> None:
    masks = SecretMasks()
    masks.hide(Secret("s", Screen().pixels), Screen().bullets(4).pixels)
    revealed = Screen().write(SECRET + SECRET).pixels  # an eye was clicked
    assert not shows(masks.cover(revealed), revealed, Screen().pixels)


def test_focus_may_recolour_the_border() -> None:
    masks = SecretMasks()
    masks.hide(Secret("s", Screen(border="#2060c0").pixels), Screen(border="#2060c0").write(SECRET).pixels)
    typed = Screen().write(SECRET).pixels
    assert not shows(masks.cover(typed), typed, Screen().pixels)


def test_the_same_text_elsewhere_is_found() -> None:
    masks = SecretMasks()
    masks.hide(Secret("s", Screen().pixels), Screen().write(SECRET).pixels)
    moved = Screen(at=(330, 251)).write(SECRET, caret=False).pixels
    covered = masks.cover(moved)
    assert not shows(covered, moved, Screen(at=(330, 251)).pixels)
    _x, y, _w, h = FIELD
    np.testing.assert_array_equal(covered[: y + h, :100], moved[: y + h, :100])


def test_another_page_in_that_place_is_shown() -> None:
    masks = SecretMasks()
    masks.hide(Secret("s", Screen().pixels), Screen().write(SECRET).pixels)
    page = Screen(at=(60, 20), label="Orders")
    for row in range(12):
        page.draw.text((40, 70 + 25 * row), f"Order {row * 7:04}   4 x Paper A4   12.50 €", page.ink)
    np.testing.assert_array_equal(masks.cover(page.pixels), page.pixels)


def test_typing_more_into_a_hidden_field() -> None:
    masks = SecretMasks()
    empty = Screen().pixels
    first = Screen().write("hunter2").pixels
    masks.hide(Secret("a", empty), first)
    np.testing.assert_array_equal(masks.hide(Secret("b", first), Screen().write(SECRET).pixels), empty)


def test_a_new_window_shows_what_was_before_it() -> None:
    empty = Screen().pixels
    masks = SecretMasks()
    np.testing.assert_array_equal(masks.hide(Secret("s", empty), np.full_like(empty, 0x336699)), empty)
