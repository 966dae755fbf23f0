"""The latency benchmark measures the path that a run takes, and says what it measured."""

from __future__ import annotations

import random

from lam_desktop.evaluation.benchmark import Result
from lam_desktop.evaluation.benchmarks.latency import COLUMNS, Latency, times
from lam_desktop.types import Box
from tests.drawn import SIZE, draw, form_elements


def test_cold_and_warm_decisions_on_a_screen() -> None:
    cold, warm, elements = times(draw(form_elements(random.Random(1))), Box(0, 0, *SIZE), changes=2)
    assert cold > 0 and len(warm) == 2 and min(warm) > 0 and elements >= 4


def test_a_row_a_size() -> None:
    values = {"cold_ms": 100.0, "warm_ms": [10.0, 20.0, 30.0], "elements": 50, "memory_mb": 700}
    other = values | {"cold_ms": 300.0, "elements": 70, "memory_mb": 720}
    results = [
        Result(f"1280x800/{n}", "lam", "measured", held, 1.0) for n, held in enumerate((values, other))
    ]
    [row] = Latency().table(results).rows
    assert row == dict(zip(COLUMNS, ("1280x800", 200.0, 290.0, 20.0, 30.0, 60.0, 720), strict=True))
