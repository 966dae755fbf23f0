from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lam_desktop.tasks.texts.spans import Span, signs_in, spans_of, words_of


def said(text: str) -> list[str]:
    return [word.of(text) for word in words_of(text)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('Enter "Myron" into the field.', ["Enter", "Myron", "into", "the", "field"]),
        ('Enter"Ada Byron"into', ["Enter", "Ada", "Byron", "into"]),
        ("Customer:Ada, 12:30, ada@byron.org (new)", ["Customer", "Ada", "12:30", "ada@byron.org", "new"]),
        ("O’Brien’s 1,250.50 $ -5", ["O’Brien’s", "1,250.50", "-5"]),
        ("客户：张伟，电话：030", ["客户", "张伟", "电话", "030"]),
        ("http://byron.org/a", ["http://byron.org/a"]),
        (" – … ", []),
        ("two\nlines", ["two", "lines"]),
    ],
)
def test_words_of_a_text(text: str, words: list[str]) -> None:
    assert said(text) == words


@given(st.text())
def test_words_come_in_order_and_hold_a_letter(text: str) -> None:
    words = words_of(text)
    assert all(a.end <= b.start for a, b in pairwise(words))
    assert all(any(sign.isalnum() for sign in word.of(text)) for word in words)


@pytest.mark.parametrize(
    ("part", "text", "spans"),
    [
        ("Myron", 'Enter "Myron" here', [Span(7, 12)]),
        ("Ada Byron", "Customer: Ada\nByron", [Span(10, 19)]),
        ("Miller Co.", "For Miller Co. today", [Span(4, 14)]),
        ("Ada", "Ada and Ada", [Span(0, 3), Span(8, 11)]),
        ("Ada", "Adam and adA", []),
        ("20", "20% of it", []),
        ("20%", "20% of it", [Span(0, 3)]),
        ("byron", "ada@byron.org", []),
        (" ", "a b", []),
    ],
)
def test_a_part_is_found_in_whole_words_only(part: str, text: str, spans: list[Span]) -> None:
    assert list(spans_of(part, text)) == spans


def test_all_quotation_marks_count_as_the_same() -> None:
    assert signs_in(' "“, ') == signs_in("’,") == {'"', ","}


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (3, 3), (4, 2)])
def test_a_span_holds_something(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="a span needs"):
        Span(start, end)
