"""Intervals and tables."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from lam_desktop.evaluation.tables import Share, Table
from lam_desktop.learning.intervals import wilson


@pytest.mark.parametrize(
    ("count", "of", "low", "high"),
    [(0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0), (8, 10, 0.4902, 0.9433), (81, 263, 0.2553, 0.3662)],
)
def test_known_intervals(count: int, of: int, low: float, high: float) -> None:
    """The last one stands in Newcombe, 1998, Statistics in Medicine 17, 857-872."""
    assert wilson(count, of) == pytest.approx((low, high), abs=5e-5)


@given(some.integers(1, 500).flatmap(lambda of: some.tuples(some.integers(0, of), some.just(of))))
def test_an_interval_holds_its_share_and_mirrors(pair: tuple[int, int]) -> None:
    count, of = pair
    low, high = wilson(count, of)
    assert 0 <= low <= count / of <= high <= 1
    assert wilson(of - count, of) == pytest.approx((1 - high, 1 - low))


def test_it_covers_the_truth_about_as_often_as_it_says() -> None:
    rng = np.random.default_rng(5)
    counts = rng.binomial(50, 0.9, size=4000)
    covered = [low <= 0.9 <= high for low, high in (wilson(int(count), 50) for count in counts)]
    assert 0.93 < np.mean(covered) < 0.985


def test_nothing_counted_is_nothing_known() -> None:
    assert wilson(0, 0) == (0.0, 1.0) and str(Share(0, 0)) == "–"
    with pytest.raises(ValueError, match="no share"):
        wilson(3, 2)


def test_a_table_as_text_and_json() -> None:
    table = Table(("name", "pass", "ms"), ({"name": "lam", "pass": Share(3, 4), "ms": 12.345}, {"name": "x"}))
    assert table.as_text() == (("lam", "3/4 75% [30%, 95%]", "12.3"), ("x", "–", "–"))
    assert table.as_json()[1] == {"name": "x", "pass": None, "ms": None}
