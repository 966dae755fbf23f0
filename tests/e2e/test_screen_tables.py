"""Tables of real programs are read to their end: every row once, and nothing wrong that is not marked."""

from __future__ import annotations

import pytest

from tests.e2e.measure_tables import PROGRAMS, measure


@pytest.mark.parametrize("program", PROGRAMS)
def test_a_table_is_read_to_its_end(program: str) -> None:
    measured = measure(program, seed=7, count=30)
    assert (measured.rows_read, measured.wrong_unmarked) == (30, 0), str(measured)
    assert measured.right >= 0.98 * measured.cells and measured.marked <= 0.1 * measured.cells, str(measured)
