"""Tells changes by looking, where the system does not report them."""

from __future__ import annotations

import time

from recorder.frames import Packed
from recorder.regions import Rect, changed_rect
from recorder.screen._base import ScreenBackend

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
