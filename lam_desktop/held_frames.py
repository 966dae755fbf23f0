"""Pictures held so that many take little more memory than one.

The screens of a demonstration differ by a field, a mark or a dialog, and a run holds two for each step: at
1920x1080 twelve steps are 150 MB. A picture is kept as the bytes that it differs by from an earlier one of
its size, without any loss; unpacking takes hardly longer than a copy.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lam_desktop.types import Frame

MOST_CHANGED = 1 / 8
"""Share of its bytes that a packed picture differs by at most: each takes five bytes of memory."""
MOST_COMPARED = 4
"""So many whole pictures are compared with, the newest first."""
KEPT_UNPACKED = 2
"""The pictures before and after a step are looked at by turns."""


class HeldFrames:
    """Holds pictures packed. One instance serves one thread."""

    def __init__(self) -> None:
        self._whole: deque[Frame] = deque(maxlen=MOST_COMPARED)
        self._unpacked: deque[tuple[PackedFrame, Frame]] = deque(maxlen=KEPT_UNPACKED)

    def held(self, frame: Frame) -> PackedFrame:
        """A picture (H, W, 3) uint8, packed; who gives it no longer can change it."""
        for whole in reversed(self._whole):
            if whole.shape == frame.shape:
                places = np.flatnonzero(frame.ravel() != whole.ravel())
                if len(places) <= MOST_CHANGED * frame.size:
                    return PackedFrame(self, whole, places.astype(np.uint32), frame.ravel()[places])
        frame.setflags(write=False)  # others are told by what they differ from it
        self._whole.append(frame)
        return PackedFrame(self, frame, np.zeros(0, np.uint32), np.zeros(0, np.uint8))

    def unpacked(self, packed: PackedFrame) -> Frame:
        """The whole picture, which cannot be changed: others are told by it, and it is handed out again."""
        if not len(packed.places):
            return packed.whole
        for known, frame in self._unpacked:
            if known is packed:
                return frame
        frame = packed.whole.copy()
        frame.reshape(-1)[packed.places] = packed.values
        frame.setflags(write=False)
        self._unpacked.append((packed, frame))
        return frame


@dataclass(frozen=True, slots=True, eq=False)
class PackedFrame:
    """A picture as what it differs by from another one."""

    by: HeldFrames
    whole: Frame
    """(H, W, 3) uint8 RGB."""
    places: npt.NDArray[np.uint32]
    """(n,) into the bytes of `whole`, ascending."""
    values: npt.NDArray[np.uint8]
    """(n,) what is there instead."""

    def unpacked(self) -> Frame:
        """(H, W, 3) uint8 RGB, which cannot be changed."""
        return self.by.unpacked(self)
