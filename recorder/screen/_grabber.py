"""Grabs pixels through mss, in the packed form that the recorder works with."""

from __future__ import annotations

import numpy as np

from recorder.errors import RecorderUserError
from recorder.frames import Packed
from recorder.regions import Rect
from recorder.surroundings import Monitor


class Grabber:
    """One mss instance over the whole virtual desktop."""

    def __init__(self) -> None:
        import mss
        from mss.exception import ScreenShotError

        self._fault = ScreenShotError
        self._closed = False
        try:
            self._mss = mss.MSS()
            self._all = self._mss.monitors[0]
        except ScreenShotError as error:
            raise RecorderUserError(f"The screen cannot be captured ({error}); check the display.") from error

    @property
    def origin(self) -> tuple[int, int]:
        """Screen coordinate of the upper left pixel."""
        return int(self._all["left"]), int(self._all["top"])

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in the units of mss."""
        return int(self._all["width"]), int(self._all["height"])

    def monitors(self, scale: float = 1.0) -> tuple[Monitor, ...]:
        """The monitors; `scale` is physical pixels per unit of mss."""
        found = [
            (one["left"] * scale, one["top"] * scale, one["width"] * scale, one["height"] * scale)
            for one in self._mss.monitors[1:]
        ]
        return tuple(Monitor((round(x), round(y), round(w), round(h))) for x, y, w, h in found)

    def grab(self, rect: Rect | None = None) -> Packed:
        """The pixels of `rect`, or of all."""
        area = self._all
        if rect is not None:
            x, y, w, h = rect
            area = {"left": self.origin[0] + x, "top": self.origin[1] + y, "width": w, "height": h}
        try:
            shot = self._mss.grab(area)
        except (
            self._fault,
            AssertionError,
        ) as error:  # it asserts that a server answers
            raise RecorderUserError(
                "The screen could not be captured: its display vanished or changed its size; begin again."
            ) from error
        pixels = np.frombuffer(shot.raw, np.dtype("<u4")).reshape(shot.height, shot.width)
        return (pixels & np.uint32(0x00FFFFFF)).astype(np.uint32, copy=False)

    def close(self) -> None:
        """Frees the shared memory; harmless when called twice."""
        if not self._closed:
            self._closed = True  # first: closing a connection that broke raises, and a second time kills us
            self._mss.close()
