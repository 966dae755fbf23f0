"""What is drawn inside a box: accessibility trees tell the room that a widget has, not what it fills."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from lam_desktop.types import Box, Frame

CONTRAST = 75
"""Summed over the colours: from here on a pixel differs from the ground that it lies on."""
FAINT = 24
LEAST_PIXELS = 6
LEAST_MARK_PX = 8
WIDER_PX = 6
"""By so much a mark may be wider than its box is high."""
MARK_INSET = 0.35
"""A mark stands at the beginning of its box: so much of the box's height lies before it at most."""
GAP_PX = 3
ASCENT, DESCENT, TALL, SMALL, DEEP = 0.93, 0.24, 0.76, 0.55, 0.21
"""Of common fonts, in parts of their size: a line above and below its base, and how far letters reach."""
HIGH, LOW = frozenset("bdfhklt()[]/|!?'\"&%"), frozenset("gjpqyQ,;()[]|/")
NARROWEST = 0.22
"""Least mean width of letters, in parts of the font's size."""


def ink(frame: Frame, box: Box) -> Box | None:
    """The part of the box where something is drawn, with a pixel around it; None where nothing is."""
    drawn = _drawn(frame, box)
    if drawn is None or not drawn.any():
        return None
    rows, columns = np.flatnonzero(drawn.any(1)), np.flatnonzero(drawn.any(0))
    tight = Box(
        box.x + int(columns[0]), box.y + int(rows[0]), int(np.ptp(columns)) + 1, int(np.ptp(rows)) + 1
    )
    return tight.expanded(1).intersection(Box(0, 0, frame.shape[1], frame.shape[0]))


def line_of(words: Box, text: str) -> Box:
    """The line that the words stand on, as toolkits and browsers tell it: with room for every letter.

    `words` is where ink is. How high the line is follows from which letters there are; what is too high for
    one line of so many letters is left as it is.
    """
    letters = text.replace(" ", "")
    if not letters:
        return words
    wide = any(ord(one) > 0x2E7F for one in letters)
    above = TALL if wide or any(one in HIGH or one.isupper() or one.isdigit() for one in letters) else SMALL
    below = DEEP if wide or any(one in LOW for one in letters) else 0.0
    em = (words.h - 2) / (above + below)
    if words.w < NARROWEST * em * len(letters):
        return words
    top, bottom = round((ASCENT - above) * em), round((DESCENT - below) * em)
    return Box(words.x, words.y - top, words.w, words.h + top + bottom)


def is_drawn_on(frame: Frame, box: Box) -> bool:
    """Whether anything is drawn there, be it as faint as an icon that is switched off."""
    drawn = _drawn(frame, box.intersection(Box(0, 0, frame.shape[1], frame.shape[0])), FAINT)
    return drawn is not None and int(drawn.sum()) >= LEAST_PIXELS


def indicator(frame: Frame, box: Box) -> Box | None:
    """The tick box or round mark of a check or radio button, which stands before its words.

    In a dark look an empty one may hardly differ from its ground.
    """
    found = (_mark(box, _drawn(frame, box, contrast)) for contrast in (CONTRAST, FAINT))
    return next((mark for mark in found if mark is not None), None)


def _mark(box: Box, drawn: npt.NDArray[np.bool_] | None) -> Box | None:
    if drawn is None:
        return None
    drawn = drawn[:, : box.h + WIDER_PX]
    columns = np.flatnonzero(drawn.any(0))
    if not len(columns) or columns[0] > MARK_INSET * box.h:
        return None
    gaps = np.flatnonzero(np.diff(columns) > GAP_PX)
    end = int(columns[gaps[0]]) if len(gaps) else int(columns[-1])
    rows = np.flatnonzero(drawn[:, : end + 1].any(1))
    found = Box(
        box.x + int(columns[0]), box.y + int(rows[0]), end + 1 - int(columns[0]), int(np.ptp(rows)) + 1
    )
    return found if 0.6 <= found.w / found.h <= 1.7 and found.h >= LEAST_MARK_PX else None


def _drawn(frame: Frame, box: Box, contrast: int = CONTRAST) -> npt.NDArray[np.bool_] | None:
    """(h, w) bool: pixels that differ from the commonest colour of the box."""
    crop = box.crop(frame).astype(int)
    if crop.size == 0:
        return None
    codes = (crop[..., 0] << 16) + (crop[..., 1] << 8) + crop[..., 2]
    values, counts = np.unique(codes, return_counts=True)
    common = int(values[counts.argmax()])
    ground = np.array([common >> 16, common >> 8 & 255, common & 255])
    return np.abs(crop - ground).sum(2) > contrast
