"""`kill -9` at random moments: every row is entered once, none twice, none missing."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.e2e.crashing import enter_through_crashes, growth

pytestmark = [pytest.mark.e2e, pytest.mark.cold]

ROWS, KILLS = int(os.environ.get("LAM_PROOF_ROWS", "500")), 5
MOST_MB, MOST_GROWTH_MB = 800.0, 1.0
"""Memory of a run, and how much it may grow for 1,000 rows."""


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
    assert entered.disk, entered.told


@pytest.mark.proof
def test_a_run_of_many_rows_stays_as_large_as_it_is(tmp_path: Path, home: Path) -> None:
    """Without a kill: between two of them there are too few rows to see one MB for 1,000."""
    entered = enter_through_crashes(tmp_path, home, ROWS, kills=0, seed=4)
    print(entered.told)
    assert (entered.right, entered.twice, entered.strange) == (ROWS, 0, 0), entered
    assert entered.memory_mb <= MOST_MB, entered.told
    assert entered.growth is not None, f"{ROWS} rows are too few"
    assert entered.growth.slope <= MOST_GROWTH_MB, entered.told


def test_growth_is_told_of_the_most_that_a_run_held() -> None:
    filling = [500 + min(row, 60) for row in range(100)]
    assert growth([[*filling, *([560.0] * 40)]]) is None, "too few rows"
    given_back = [560.0 - 15 * (row % 3 == 0) for row in range(200)]
    flat = growth([[*filling, *given_back]])
    assert flat is not None and flat.slope == pytest.approx(0, abs=0.01)
    leaking = growth([[*filling, *(mb + row / 100 for row, mb in enumerate(given_back))], filling])
    assert leaking is not None and leaking.slope == pytest.approx(10, abs=0.5)
    assert leaking.slope > MOST_GROWTH_MB
