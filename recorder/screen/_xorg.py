"""The screen on X11: pixels through shared memory, changes reported by the DAMAGE extension."""

from __future__ import annotations

import contextlib
import re
import select
import time
from collections.abc import Generator
from typing import Any

from recorder.errors import RecorderUserError
from recorder.frames import Packed
from recorder.regions import Rect
from recorder.screen._grabber import Grabber
from recorder.screen._polled import PolledScreen
from recorder.surroundings import Monitor
from recorder.xorg_display import open_display

DPI_OF_FULL_SIZE = 96
RANDR_WITH_MONITORS: tuple[int, int] = (1, 5)


class XorgScreen(PolledScreen):
    """The root window of one X screen; falls back to looking where the server has no DAMAGE."""

    def __init__(self) -> None:
        self._display = open_display()  # first: it says in a sentence what mss would only fail at
        self._grabber = Grabber()
        self._damage: int | None = None
        self._armed = False

    @property
    def origin(self) -> tuple[int, int]:
        return self._grabber.origin

    @property
    def size(self) -> tuple[int, int]:
        return self._grabber.size

    @property
    def scale(self) -> float:
        """By what toolkits go by, the resource Xft.dpi."""
        from Xlib import Xatom

        with self._watching():
            found = self._display.screen().root.get_full_property(Xatom.RESOURCE_MANAGER, Xatom.STRING)
        value = found.value if found is not None else b""
        text = value if isinstance(value, str) else bytes(value).decode("latin-1")
        dpi = re.search(r"^Xft\.dpi:\s*(\d+(?:\.\d+)?)\s*$", text, re.MULTILINE)
        return float(dpi[1]) / DPI_OF_FULL_SIZE if dpi and float(dpi[1]) else 1.0

    def monitors(self) -> tuple[Monitor, ...]:
        from Xlib.ext import randr

        with self._watching():
            version: tuple[int, int] = (0, 0)
            if self._display.has_extension(randr.extname):
                told = self._display.xrandr_query_version()
                version = int(told.major_version), int(told.minor_version)
            if version < RANDR_WITH_MONITORS:
                return self._grabber.monitors()
            found = self._display.screen().root.xrandr_get_monitors().monitors
        return tuple(_monitor(one) for one in found) or self._grabber.monitors()

    def renew(self) -> bool:
        with self._watching():
            root = self._display.screen().root.get_geometry()
        if (root.width, root.height) == self.size:
            return False
        self._grabber.close()
        self._grabber = Grabber()
        return True

    def grab_packed(self, rect: Rect | None = None) -> Packed:
        return self._grabber.grab(rect)

    def wait_change(self, timeout_s: float) -> Rect | None:
        with self._watching():
            if not self._armed:
                self._arm()
                return 0, 0, *self.size
            if self._damage is None:
                return super().wait_change(timeout_s)
            return self._next_damage(timeout_s)

    def close(self) -> None:
        with contextlib.suppress(Exception):  # the display may be gone
            self._display.close()
        with contextlib.suppress(Exception):
            self._grabber.close()

    @contextlib.contextmanager
    def _watching(self) -> Generator[None]:
        from Xlib import error

        try:
            yield
        except (error.ConnectionClosedError, OSError) as fault:
            raise RecorderUserError(
                "The display vanished while its screen was watched; start again."
            ) from fault

    def _arm(self) -> None:
        from Xlib.ext import damage

        self._armed = True
        if self._display.has_extension(damage.extname):
            self._display.damage_query_version()
            self._damage = self._display.screen().root.damage_create(damage.DamageReportBoundingBox)
            self._display.sync()

    def _next_damage(self, timeout_s: float) -> Rect | None:
        deadline = time.monotonic() + timeout_s
        while True:
            rect = self._drain()
            if rect is not None:
                return rect
            left = deadline - time.monotonic()
            if left <= 0:
                return None
            select.select([self._display.fileno()], [], [], left)

    def _drain(self) -> Rect | None:
        """Union of the reported boxes; the server then forgets them and reports anew."""
        box: tuple[int, int, int, int] | None = None
        while self._display.pending_events():
            event: Any = self._display.next_event()
            area = getattr(event, "area", None)
            if area is None:
                continue
            left, top, right, bottom = area.x, area.y, area.x + area.width, area.y + area.height
            if box is not None:
                left, top = min(left, box[0]), min(top, box[1])
                right, bottom = max(right, box[2]), max(bottom, box[3])
            box = left, top, right, bottom
        if box is None:
            return None
        # Forget before grabbing: what is drawn from here on is reported again, so nothing is missed.
        self._display.damage_subtract(self._damage)
        self._display.sync()
        width, height = self.size
        left, top = max(0, box[0]), max(0, box[1])
        right, bottom = min(width, box[2]), min(height, box[3])
        return (left, top, right - left, bottom - top) if right > left and bottom > top else None


def _monitor(info: Any) -> Monitor:
    size = int(info.width_in_millimeters), int(info.height_in_millimeters)
    geometry = int(info.x), int(info.y), int(info.width_in_pixels), int(info.height_in_pixels)
    return Monitor(geometry, size if all(size) else None)
