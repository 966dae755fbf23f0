"""How long a decision takes: the figures of `lam eval latency` at the two usual sizes."""

from __future__ import annotations

import numpy as np
import torch

from lam_desktop.evaluation.benchmarks.latency import CHANGES, SCREENS, SIZES, THREADS, screens, times
from tests.benchmarks import Figure

MEASURED = ("1280x800", "1920x1080")
WARM_MS = 150.0
"""Target at the smaller size, the median."""


def run(quick: bool = False) -> list[Figure]:
    """Figures of the shipped weights; a third of the screens with `quick`."""
    torch.set_num_threads(THREADS)
    figures: list[Figure] = []
    for name in MEASURED:
        count, changes = (3, 6) if quick else (SCREENS, CHANGES)
        measured = [times(frame, window, changes) for frame, window in screens(SIZES[name][0], count)]
        cold = [first for first, _, _ in measured]
        warm = [took for _, more, _ in measured for took in more]
        target = WARM_MS if name == MEASURED[0] else None
        figures += [
            Figure(f"warm decision, {name}, median", _share(warm, 0.5), "ms", at_most=target),
            Figure(f"warm decision, {name}, 95th percentile", _share(warm, 0.95), "ms"),
            Figure(f"cold decision, {name}, median", _share(cold, 0.5), "ms"),
            Figure(f"cold decision, {name}, 95th percentile", _share(cold, 0.95), "ms"),
        ]
    return figures


def _share(values: list[float], share: float) -> float:
    return round(float(np.quantile(values, share)), 1)
