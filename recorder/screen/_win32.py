"""The screen on Windows, through mss. Untested: nobody has run it yet."""

from __future__ import annotations

import sys

from recorder.frames import Packed
from recorder.regions import Rect
from recorder.screen._grabber import Grabber
from recorder.screen._polled import PolledScreen
from recorder.surroundings import Monitor


class Win32Screen(PolledScreen):
    """All monitors, in physical pixels."""

    def __init__(self) -> None:
        if sys.platform == "win32":
            import ctypes

            # Per-monitor awareness first, else every coordinate after it is scaled.
            ctypes.windll.shcore.SetProcessDpiAwareness(2)
        self._grabber = Grabber()

    @property
    def origin(self) -> tuple[int, int]:
        return self._grabber.origin

    @property
    def size(self) -> tuple[int, int]:
        return self._grabber.size

    def monitors(self) -> tuple[Monitor, ...]:
        return self._grabber.monitors()

    def grab_packed(self, rect: Rect | None = None) -> Packed:
        return self._grabber.grab(rect)

    def close(self) -> None:
        self._grabber.close()
