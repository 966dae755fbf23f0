"""A clock that does not wait: whoever sleeps finds that so much time has passed."""

from __future__ import annotations

import time

import pytest


def skip_waiting(patch: pytest.MonkeyPatch) -> None:
    """From now on sleeping takes no time, and monotonic clocks show that it did.

    `time.perf_counter` tells what really passed.
    """
    slept = 0.0
    monotonic, monotonic_ns = time.monotonic, time.monotonic_ns

    def sleep(seconds: float) -> None:
        nonlocal slept
        slept += seconds

    patch.setattr(time, "sleep", sleep)
    patch.setattr(time, "monotonic", lambda: monotonic() + slept)
    patch.setattr(time, "monotonic_ns", lambda: monotonic_ns() + round(slept * 1e9))
