"""Whether a caret is seen to blink in a field: then that is where the next key goes."""

from __future__ import annotations

import time
from collections.abc import Callable

import cv2
import numpy as np

from lam_desktop.execution.screen.readiness import CARET_PX
from lam_desktop.execution.screen.redrawn import differing
from lam_desktop.types import Box, Frame

CARET_S = 1.8
"""A caret that blinks is seen to within this time: GTK's period is 1.2 s, that of other toolkits less."""
POLL_S = 0.03
LEAST_CARET_PX = 6
EDGE_PX = 2
"""Upper and lower edge of a field, where its frame is drawn; a caret does not reach it."""


def caret_blinks_in(
    grab: Callable[[], tuple[Frame, tuple[int, int]]],
    field: Box,
    origin: tuple[int, int],
    stopped: Callable[[], bool],
) -> bool:
    """Whether a caret is seen to blink in a field (pixels of a frame with this `origin`)."""
    first, now = grab()
    end = time.monotonic() + CARET_S
    while origin == now and time.monotonic() < end and not stopped():
        time.sleep(POLL_S)
        fresh, now = grab()
        if is_caret(first, fresh, field):
            return True
    return False


def is_caret(before: Frame, after: Frame, field: Box) -> bool:
    """Whether what differs in the field between two frames is a bar as a caret is, and nothing else."""
    if before.shape != after.shape:
        return False
    inside = Box(field.x, field.y + EDGE_PX, field.w, max(0, field.h - 2 * EDGE_PX))
    old, new = np.ascontiguousarray(inside.crop(before)), np.ascontiguousarray(inside.crop(after))
    if not old.size:
        return False
    changed = differing(old, new).astype(np.uint8)
    _, _, width, height = cv2.boundingRect(changed)
    return 0 < width <= CARET_PX[0] and LEAST_CARET_PX <= height < old.shape[0]
