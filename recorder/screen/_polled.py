"""Tells changes by looking, where the system does not report them."""

from __future__ import annotations

import time

import numpy as np

from recorder.frames import Packed
from recorder.screen._base import Rect, ScreenBackend

POLL_S = 0.09  # a frame from before an action may be 100 ms old


class PolledScreen(ScreenBackend):
    """`wait_change` for backends that can only grab."""

    _seen: Packed | None = None

    def wait_change(self, timeout_s: float) -> Rect | None:
        deadline = time.monotonic() + timeout_s
        while True:
            now = self.grab_packed()
            seen, self._seen = self._seen, now
            if seen is None or seen.shape != now.shape:
                return 0, 0, now.shape[1], now.shape[0]
            rect = changed_rect(seen, now)
            if rect is not None:
                return rect
            left = deadline - time.monotonic()
            if left <= 0:
                return None
            time.sleep(min(POLL_S, left))


def changed_rect(old: Packed, new: Packed) -> Rect | None:
    """Bounding box of the pixels that differ, or None."""
    rows = np.flatnonzero((old != new).any(axis=1))
    if not len(rows):
        return None
    top, bottom = int(rows[0]), int(rows[-1]) + 1
    columns = np.flatnonzero((old[top:bottom] != new[top:bottom]).any(axis=0))
    left, right = int(columns[0]), int(columns[-1]) + 1
    return left, top, right - left, bottom - top
