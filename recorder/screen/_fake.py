"""A screen without a desktop: an array that its holder paints."""

from __future__ import annotations

import threading

import numpy as np

from recorder.frames import Packed
from recorder.regions import Rect
from recorder.screen._base import ScreenBackend
from recorder.surroundings import Monitor


class FakeScreen(ScreenBackend):
    """Changes are those made through `paint`."""

    def __init__(self, width: int = 640, height: int = 480, origin: tuple[int, int] = (0, 0)) -> None:
        self._pixels = np.zeros((height, width), np.uint32)
        self._origin = origin
        self._changed = threading.Condition()
        self._rect: Rect | None = (0, 0, width, height)

    @property
    def origin(self) -> tuple[int, int]:
        return self._origin

    @property
    def size(self) -> tuple[int, int]:
        return self._pixels.shape[1], self._pixels.shape[0]

    def monitors(self) -> tuple[Monitor, ...]:
        return (Monitor((*self.origin, *self.size)),)

    def paint(self, rect: Rect, colour: int) -> None:
        """Fills a rectangle with 0x00RRGGBB."""
        x, y, w, h = rect
        with self._changed:
            self._pixels[y : y + h, x : x + w] = colour
            old = self._rect or rect
            left, top = min(old[0], x), min(old[1], y)
            right, bottom = max(old[0] + old[2], x + w), max(old[1] + old[3], y + h)
            self._rect = left, top, right - left, bottom - top
            self._changed.notify_all()

    def grab_packed(self, rect: Rect | None = None) -> Packed:
        with self._changed:
            if rect is None:
                return self._pixels.copy()
            x, y, w, h = rect
            return self._pixels[y : y + h, x : x + w].copy()

    def wait_change(self, timeout_s: float) -> Rect | None:
        with self._changed:
            self._changed.wait_for(lambda: self._rect is not None, timeout_s)
            rect, self._rect = self._rect, None
            return rect

    def close(self) -> None:
        pass
