"""Bullets are told from text by looking, in any font and colour, and text is never taken for bullets."""

from __future__ import annotations

import pytest

from recorder.bullets import shows_bullets
from tests.recorder.screens import Screen

LOOKS = [("#ffffff", "#101010"), ("#202326", "#f0f0f0"), ("#fffbe0", "#204080")]
WORDS = [
    "hello",
    "secret42",
    "ooooo",
    "0808",
    "Xxxx",
    "aes",
    "S5s8B",
    "mmmm",
    "IIll",
    "#@%&",
    "密码口回",
    "Пароль",
]


@pytest.mark.parametrize(("paper", "ink"), LOOKS)
@pytest.mark.parametrize("radius", [2, 3, 4, 6])
@pytest.mark.parametrize("typed", ["s", "se", "secret42"])
def test_bullets(paper: str, ink: str, radius: int, typed: str) -> None:
    before = Screen(paper=paper, ink=ink)
    after = Screen(paper=paper, ink=ink).bullets(len(typed), radius)
    assert shows_bullets(before.pixels, after.pixels, typed) is True


@pytest.mark.parametrize(("paper", "ink"), LOOKS)
@pytest.mark.parametrize(("radius", "pitch"), [(1.4, 4.6), (2.1, 5.7), (2.5, 6.25), (3.4, 13.2), (5.5, 13.7)])
def test_bullets_with_soft_edges(paper: str, ink: str, radius: float, pitch: float) -> None:
    before = Screen(paper=paper, ink=ink)
    for count in range(1, 9):
        after = Screen(paper=paper, ink=ink).soft_bullets(count, radius, pitch)
        assert shows_bullets(before.pixels, after.pixels, "secret42"[:count]) is True, count


@pytest.mark.parametrize("mask", ["▪", "*", "×"])
def test_a_button_that_is_enabled_by_the_first_key(mask: str) -> None:
    """Its label is drawn anew and darker, and is no text that was typed."""
    before = Screen(label="Unlock", ink="#909090").pixels
    for count in range(1, 7):
        after = Screen(label="Unlock", ink="#101010").write(mask * count).pixels
        told = shows_bullets(before, after, "secret"[:count])
        assert told is not False and (count < 3 or told is True), count


@pytest.mark.parametrize("mask", ["*", "●", "•", "■", "×"])
def test_any_mask_character_that_repeats(mask: str) -> None:
    after = Screen().write(mask * 6)
    assert shows_bullets(Screen().pixels, after.pixels, "secret") is True


@pytest.mark.parametrize(("paper", "ink"), LOOKS)
@pytest.mark.parametrize("bold", [False, True])
@pytest.mark.parametrize("size", [9, 11, 14, 18])
def test_text_is_no_bullets(paper: str, ink: str, bold: bool, size: int) -> None:
    before = Screen(paper=paper, ink=ink).pixels
    for word in WORDS:
        for length in range(1, len(word) + 1):
            after = Screen(paper=paper, ink=ink).write(word[:length], size, bold)
            assert shows_bullets(before, after.pixels, word[:length]) is not True, word[:length]
    if size > 9:  # smaller letters run into each other
        after = Screen(paper=paper, ink=ink).write("hello", size, bold)
        assert shows_bullets(before, after.pixels, "hello") is False


def test_characters_that_the_font_lacks_are_no_mask() -> None:
    assert shows_bullets(Screen().pixels, Screen().write("密码口回").pixels, "密码口回") is False


def test_nothing_can_be_told_yet() -> None:
    before = Screen().pixels
    assert shows_bullets(before, before, "abc") is None
    assert shows_bullets(before, Screen().write("").pixels, "abc") is None  # only the caret
    assert shows_bullets(before, Screen().write("a").pixels, "a") is None  # it may be a mask of its own kind
    assert shows_bullets(before, before[:100], "abc") is None  # the screen changed its size


def test_painting_that_lags_behind() -> None:
    assert shows_bullets(Screen().pixels, Screen().bullets(5).pixels, "secret42") is True


@pytest.mark.parametrize("width", [1, 2, 3])
def test_a_caret_that_touches_the_last_bullet(width: int) -> None:
    after = Screen().bullets(5, caret=False)
    right = after.at[0] + 5 + 5 * 11 - 3
    after.draw.rectangle((right, after.at[1] + 5, right + width - 1, after.at[1] + 24), after.ink)
    assert shows_bullets(Screen().pixels, after.pixels, "hello") is True


def test_bullets_outweigh_what_else_changed() -> None:
    after = Screen().bullets(6)
    after.draw.text((20, 20), "12:01 and more", after.ink)
    after.draw.text((20, 350), "Caps Lock is on", after.ink)
    assert shows_bullets(Screen().pixels, after.pixels, "secret") is True


def test_text_that_was_typed_elsewhere_and_is_painted_late() -> None:
    after = Screen()
    after.draw.text((205, 56), "harbour", after.ink)
    late = (205, 56, 20, 14)
    assert shows_bullets(Screen().pixels, after.pixels, "secret") is False
    assert shows_bullets(Screen().pixels, after.pixels, "secret", other=[late]) is None
    after.bullets(6)
    assert shows_bullets(Screen().pixels, after.pixels, "secret", other=[late]) is True


def test_bullets_where_a_password_was_typed_just_before() -> None:
    late = (205, 110, 20, 10)
    after = Screen().bullets(6)
    assert shows_bullets(Screen().pixels, after.pixels, "secret", other=[late]) is None
    assert shows_bullets(Screen().pixels, after.pixels, "secret", final=True, other=[late]) is True
    after.draw.text((205, 256), "smiths", after.ink)
    assert shows_bullets(Screen().pixels, after.pixels, "smiths", other=[late]) is False


def test_a_hint_beside_the_field_is_not_what_was_typed() -> None:
    after = Screen()
    after.draw.text((20, 350), "This password is too weak", after.ink)
    assert shows_bullets(Screen().pixels, after.pixels, "abc") is None


@pytest.mark.parametrize("typed", ["0001", "1000", "looo", "aaab"])
def test_equal_characters_are_no_mask(typed: str) -> None:
    for shown in (typed[:2], typed[:3], typed):
        after = Screen().write(shown)
        assert shows_bullets(Screen().pixels, after.pixels, typed) is not True
        assert shows_bullets(Screen().pixels, after.pixels, typed, final=True) is not True


def test_a_few_characters_that_will_not_become_more() -> None:
    for text in ("7", "42", "ab"):
        after = Screen().write(text).pixels
        assert shows_bullets(Screen().pixels, after, text) is None
        assert shows_bullets(Screen().pixels, after, text, final=True) is False
    assert shows_bullets(Screen().pixels, Screen().write("**").pixels, "ab", final=True) is True


def test_a_caret_before_the_bullets() -> None:
    after = Screen().bullets(4, caret=False)
    after.draw.line((201, 105, 201, 124), after.ink)
    assert shows_bullets(Screen().pixels, after.pixels, "abcd") is True


def test_typed_dots_are_no_secret() -> None:
    assert shows_bullets(Screen().pixels, Screen().bullets(3).pixels, "...") is None


def test_a_dotted_line_elsewhere_is_no_password() -> None:
    assert shows_bullets(Screen().pixels, Screen().bullets(20).pixels, "abc") is None
