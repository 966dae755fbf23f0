"""`kill -9` at random moments: every row is entered once, none twice, none missing."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.e2e.crashing import enter_through_crashes

pytestmark = [pytest.mark.e2e, pytest.mark.cold]

ROWS, KILLS = int(os.environ.get("LAM_PROOF_ROWS", "500")), 5
MOST_MB, MOST_GROWTH_MB, SURE = 800.0, 1.0, 2.0
"""Memory of a run; its growth for 1,000 rows, and the standard errors above that which tell one for sure."""


def test_a_killed_run_goes_on_where_it_was(tmp_path: Path, home: Path) -> None:
    entered = enter_through_crashes(tmp_path, home, rows=2, kills=1, seed=1)
    assert (entered.right, entered.twice, entered.strange) == (2, 0, 0), entered


def test_killed_in_the_middle_of_a_row_it_goes_on_at_the_step(tmp_path: Path, home: Path) -> None:
    """Nothing but the screen tells: once amid the fields, and once at the click that stores the order."""
    entered = enter_through_crashes(tmp_path, home, rows=2, kills=0, seed=3, at_steps=(5, -1))
    print(entered.told)
    assert (entered.right, entered.twice, entered.strange, entered.asked) == (2, 0, 0, 0), entered
    assert entered.repeated <= 4, entered


@pytest.mark.proof
def test_many_rows_through_crashes(tmp_path: Path, home: Path) -> None:
    entered = enter_through_crashes(tmp_path, home, ROWS, KILLS, seed=2)
    print(entered.told)
    assert (entered.right, entered.twice, entered.strange) == (ROWS, 0, 0), entered
    assert entered.memory_mb <= MOST_MB, entered.told
    if entered.growth is not None:  # too few rows between two kills tell nothing
        assert entered.growth.slope - SURE * entered.growth.error <= MOST_GROWTH_MB, entered.told
    assert entered.disk, entered.told
