"""Tables of real programs are read to their end: every row once, and nothing wrong that is not marked."""

from __future__ import annotations

import pytest

from tests.e2e.measure_tables import PROGRAMS, measure

MORE = [
    *((program, "plain", "usual") for program in PROGRAMS if program != "gtk"),
    ("gtk", "wrapped", "usual"),
    ("gtk", "plain", "varied"),
]
"""Those that the proof reads beside the first and the last."""
TABLES = [
    ("gtk", "plain", "usual"),
    *(pytest.param(*one, marks=pytest.mark.proof) for one in MORE),
    pytest.param("web", "wide", "usual", marks=pytest.mark.proof),
    ("web", "plain", "zebra+varied"),
]


@pytest.mark.parametrize(("program", "form", "look"), TABLES)
def test_a_table_is_read_to_its_end(program: str, form: str, look: str) -> None:
    measured = measure(program, 7, 30, form, look)
    assert (measured.rows_read, measured.wrong_unmarked) == (30, 0), str(measured)
    assert measured.right >= 0.98 * measured.cells and measured.marked <= 0.1 * measured.cells, str(measured)
