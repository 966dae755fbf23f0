"""Waits that end as soon as the run is stopped."""

from __future__ import annotations

import time
from collections.abc import Callable

SLICE_S = 0.02
"""So late at most a stop is noticed."""


def waited(seconds: float, stopped: Callable[[], bool]) -> bool:
    """Waits so long, or until `stopped` says so; whether nobody stopped it."""
    deadline = time.monotonic() + seconds
    while not stopped():
        left = deadline - time.monotonic()
        if left <= 0:
            return True
        time.sleep(min(left, SLICE_S))
    return False
