"""What a field finally holds."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from recorder.typed import DEAD_KEYS, TypedText

TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=20)


def typed(text: str) -> TypedText:
    field = TypedText()
    for char in text:
        field.insert(char)
    return field


@given(TEXT, st.integers(0, 20))
def test_backspace_and_delete_take_out_what_they_should(text: str, lefts: int) -> None:
    field = typed(text)
    at = len(text) - sum(field.correct("left") for _ in range(lefts))
    assert field.behind_cursor == len(text) - at
    before, after = text[:at], text[at:]
    assert field.correct("backspace") == bool(before)
    assert field.correct("delete") == bool(after)
    assert field.text == before[:-1] + after[1:]


@given(TEXT, TEXT, st.integers(0, 20))
def test_text_goes_in_at_the_cursor(text: str, more: str, lefts: int) -> None:
    field = typed(text)
    at = len(text) - sum(field.correct("left") for _ in range(lefts))
    for char in more:
        field.insert(char)
    assert field.text == text[:at] + more + text[at:]


@given(TEXT)
def test_nothing_reaches_beyond_the_typed_text(text: str) -> None:
    field = typed(text)
    assert not field.correct("right") and not field.correct("delete")
    while field.correct("left"):
        pass
    assert not field.correct("backspace")
    assert field.text == text


@given(st.sampled_from(sorted(DEAD_KEYS)), st.characters(categories=("Lu", "Ll")))
def test_dead_keys_give_what_unicode_composes(name: str, letter: str) -> None:
    field = TypedText()
    field.dead(name)
    field.insert(letter)
    composed = unicodedata.normalize("NFC", letter + DEAD_KEYS[name])
    assert field.text == composed if len(composed) == 1 else field.text.endswith(letter)


def test_dead_key_twice_gives_the_accent_alone() -> None:
    field = TypedText()
    field.dead("dead_acute")
    field.dead("dead_acute")
    field.insert("e")
    assert field.text == "´e"


def test_backspace_takes_a_dead_key_back() -> None:
    field = typed("a")
    field.dead("dead_acute")
    assert field.correct("backspace")
    field.insert("e")
    assert field.text == "ae"
