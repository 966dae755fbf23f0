"""How soon `lam --help` answers, a process of its own each time: nothing heavy may load for it."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from pathlib import Path

from tests.benchmarks import Figure

LAM = Path(sys.executable).with_name("lam")


def run(quick: bool = False) -> list[Figure]:
    """The median and the slowest of 5 answers with `quick`, else of 30; the first warms the disk cache."""
    took = [_answer_ms() for _ in range(6 if quick else 31)][1:]
    return [
        Figure("lam --help, median", statistics.median(took), "ms", at_most=300.0),
        Figure("lam --help, slowest", max(took), "ms"),
    ]


def _answer_ms() -> float:
    begin_s = time.perf_counter()
    subprocess.run([LAM, "--help"], stdout=subprocess.DEVNULL, check=True)
    return 1000 * (time.perf_counter() - begin_s)
