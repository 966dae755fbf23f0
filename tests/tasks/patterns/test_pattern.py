from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lam_desktop.tasks.texts.patterns.pattern import Part, Pattern, parse_pattern
from lam_desktop.tasks.texts.patterns.transforms import candidates, dates, transformed

CELLS = {
    "first": "Maria Elena",
    "last": "Sorensen",
    "price": "1249.5",
    "due": "2026-03-05",
    "code": "ab-12 c",
}


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("{last}, {first | first word}", "Sorensen, Maria"),
        ("{first | initials}{last | first letter}", "MES"),
        ("{last | first 3 letters | upper}-{code | digits}", "SOR-12"),
        ("{first | word 2 | lower}", "elena"),
        ("{code | no spaces | title}", "Ab-12c"),
        ("{code | last letter}", "c"),
        ("{price | number 1.234,50} EUR", "1.249,50 EUR"),
        ("{due | date dd.mm.yyyy from yyyy-mm-dd}", "05.03.2026"),
        ("{due | date d/m/yy from yyyy-mm-dd}", "5/3/26"),
        ("{{{last}}}", "{Sorensen}"),
    ],
)
def test_what_a_pattern_makes_of_a_row(pattern: str, text: str) -> None:
    parsed = parse_pattern(pattern)
    assert parsed.write(CELLS) == text
    assert str(parsed) == pattern


@pytest.mark.parametrize(
    ("pattern", "why"),
    [
        ("Bath", "uses no column"),
        ("{last", "«{» stands alone"),
        ("last}", "«}» stands alone"),
        ("{}", "name no column"),
        ("{ | upper}", "name no column"),
        ("{last | shout}", "«shout» is nothing"),
        ("{last | first 0 letters}", "«first 0 letters» is nothing"),
        ("{price | number 12}", "«number 12» is nothing"),
        ("{due | date dd.dd from yyyy-mm-dd}", "is nothing"),
    ],
)
def test_what_is_wrong_with_a_pattern(pattern: str, why: str) -> None:
    with pytest.raises(ValueError, match=why.replace("{", "\\{").replace("}", "\\}")):
        parse_pattern(pattern)


@pytest.mark.parametrize(
    ("name", "cell"),
    [
        ("word 3", "Maria Elena"),
        ("first 9 letters", "Bath"),
        ("digits", "Bath"),
        ("number 1234,50", "1,249"),
        ("date dd.mm.yyyy from yyyy-mm-dd", "soon"),
    ],
)
def test_a_cell_of_which_it_cannot_be_made(name: str, cell: str) -> None:
    assert transformed(name, cell) is None
    assert Pattern(("a ", Part("x", (name,)))).write({"x": cell}) is None


@given(st.text(max_size=12))
def test_all_that_is_tried_is_in_the_language(cell: str) -> None:
    for names, made, cost in candidates(cell):
        pattern = Pattern((Part("x", names),))
        assert parse_pattern(str(pattern)) == pattern
        assert pattern.write({"x": cell}) == made
        assert cost > 0


def test_dates_are_in_the_language_too() -> None:
    for text in ("05.03.2026", "5/3/26", "2026年3月5日"):
        for names, _ in dates("2026-03-05", text):
            pattern = Pattern((Part("due", names),))
            assert parse_pattern(str(pattern)) == pattern
            assert pattern.write(CELLS) == text


@given(
    st.lists(
        st.one_of(st.text(min_size=1, max_size=5), st.sampled_from(["first", "last"])), min_size=1, max_size=5
    )
)
def test_any_text_may_stand_between(pieces: list[str]) -> None:
    pattern = "".join(piece.replace("{", "{{").replace("}", "}}") for piece in pieces) + "{last}"
    assert parse_pattern(pattern).write(CELLS) == "".join(pieces) + "Sorensen"
