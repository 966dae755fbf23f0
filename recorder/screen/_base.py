"""What every screen backend offers: pixels, and word of when they change."""

from __future__ import annotations

from abc import ABC, abstractmethod

from recorder.frames import Packed, Rgb, unpack
from recorder.regions import Rect
from recorder.surroundings import Monitor

__all__ = ["Rect", "ScreenBackend"]


class ScreenBackend(ABC):
    """The whole virtual desktop in physical pixels, without the pointer. Not thread-safe."""

    @property
    @abstractmethod
    def origin(self) -> tuple[int, int]:
        """Screen coordinate of the frame's upper left pixel; negative with monitors left of the first."""

    @property
    @abstractmethod
    def size(self) -> tuple[int, int]:
        """Width and height."""

    @property
    def scale(self) -> float:
        """Physical pixels per logical pixel."""
        return 1.0

    @abstractmethod
    def monitors(self) -> tuple[Monitor, ...]:
        """The monitors, as they are now; at least one."""

    def renew(self) -> bool:
        """Takes note of the screen's present size and place; whether they are other ones than before."""
        return False

    @abstractmethod
    def grab_packed(self, rect: Rect | None = None) -> Packed:
        """(h, w) uint32 0x00RRGGBB of a part, or of all; a fresh array."""

    @abstractmethod
    def wait_change(self, timeout_s: float) -> Rect | None:
        """The box around what changed since the last call, as soon as there is one; None after the limit.

        The first call arms the watch. May name more than what changed, never less.
        """

    @abstractmethod
    def close(self) -> None:
        """Lets go of the display."""

    def grab(self) -> tuple[Rgb, tuple[int, int]]:
        """(H, W, 3) uint8 RGB of the whole desktop, and the screen coordinate of its upper left pixel."""
        return unpack(self.grab_packed()), self.origin
