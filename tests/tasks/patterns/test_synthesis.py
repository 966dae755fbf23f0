from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lam_desktop.tasks.texts.patterns.synthesis import differing, synthesise

CELLS = {
    "customer": "Miller & Sons", "contact": "Maria Sorensen", "net": "12.5", "tax": "30.25",
    "date": "2026-11-24", "no": "4711", "city": "Bath", "count": "7",
}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "pattern"),
    [
        ("12.5+30.25", "{net}+{tax}"),
        ("Sorensen, Maria", "{contact | last word}, {contact | first word}"),
        ("M. Sorensen", "{contact | first letter}. {contact | last word}"),
        ("Order 4711 of 24.11.2026", "Order {no} of {date | date dd.mm.yyyy from yyyy-mm-dd}"),
        ("MS4711", "{contact | initials}{no}"),
        ("30,25 EUR", "{tax | number 1234,50} EUR"),
    ],
)
def test_the_simplest_way_is_found(text: str, pattern: str) -> None:
    found = synthesise(text, CELLS)
    assert found is not None and found.convincing
    assert str(found.pattern) == pattern


@pytest.mark.parametrize("text", ["", "hello world", "Room 7", "Call 7 times", "24/11", "x" * 500])
def test_what_is_there_by_chance_convinces_nobody(text: str) -> None:
    found = synthesise(text, CELLS)
    assert found is None or not found.convincing


def test_rows_tell_whether_another_way_matters() -> None:
    found = synthesise("M. Sorensen", CELLS)
    assert found is not None
    assert differing(found, [CELLS]) is None
    other = differing(found, [CELLS, CELLS | {"contact": "Peter Dyk"}])
    assert other is not None
    assert other[1:] == (1, "P. Dyk", "M. Dyk")


@given(st.text(max_size=40), st.dictionaries(st.text(max_size=8), st.text(max_size=20), max_size=4))
def test_every_way_makes_the_text_again(text: str, cells: dict[str, str]) -> None:
    found = synthesise(text, cells)
    for way in () if found is None else (found.pattern, *found.others):
        stripped = {column: cell.strip() for column, cell in cells.items()}
        assert way.write(stripped) == text
