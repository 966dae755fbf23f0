"""The screen on macOS, through mss. Untested: nobody has run it yet."""

from __future__ import annotations

from recorder.frames import Packed
from recorder.regions import Rect
from recorder.screen._grabber import Grabber
from recorder.screen._polled import PolledScreen
from recorder.surroundings import Monitor


class DarwinScreen(PolledScreen):
    """All displays; on Retina mss counts points and delivers pixels."""

    def __init__(self) -> None:
        self._grabber = Grabber()
        height, width = self._grabber.grab().shape
        self._size = width, height

    @property
    def origin(self) -> tuple[int, int]:
        x, y = self._grabber.origin
        return round(x * self.scale), round(y * self.scale)

    @property
    def size(self) -> tuple[int, int]:
        return self._size

    @property
    def scale(self) -> float:
        return self._size[0] / self._grabber.size[0]

    def monitors(self) -> tuple[Monitor, ...]:
        return self._grabber.monitors(self.scale)

    def grab_packed(self, rect: Rect | None = None) -> Packed:
        frame = self._grabber.grab()
        if rect is None:
            return frame
        x, y, w, h = rect
        return frame[y : y + h, x : x + w].copy()

    def close(self) -> None:
        self._grabber.close()
