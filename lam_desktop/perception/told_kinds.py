"""Kinds that what an element shows tells better than the detector did.

Letters of a label in a large type are taken for an icon, and an empty entry for a button: in another size, or
one pixel further, they are not. A button says or shows something, and an icon no words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np

from lam_desktop.types import Box, Element, Frame

LEAST_LETTERS, WELL_READ, WIDE = 2, 0.9, 1.3
"""Of an icon that is a word: letters and figures, mean probability of its reading, width in heights."""
UNREAD = 0.7
"""Mean probability below which what was read in an icon is no text: it is another letter each time."""
EDGE, LEAST_EDGE_PX = 0.2, 3
"""Share of a box's height within which its border may lie."""
BLANK, SIDE_PX = 20, 4
"""Grey levels, of 255, by which the inside of an empty entry differs from its ground at most, and its border
at least; the border lies so near to the box."""
LONG, LEAST_ENTRY_PX, MOST_ENTRY_PX = 1.4, 12, 72
"""An entry is so much longer than high, and so high."""


def with_told_kinds(elements: Sequence[Element], frame: Frame) -> list[Element]:
    """The elements in their order; `frame` (H, W, 3), boxes in its pixels."""
    return [_told(one, frame) for one in elements]


def _told(one: Element, frame: Frame) -> Element:
    if one.kind == "icon" and _is_word(one):
        return replace(one, kind="text")
    if one.kind == "icon" and one.text and one.text_confidence < UNREAD:
        return replace(one, text="", text_confidence=1.0, letters=())
    if one.kind == "button" and not one.text and one.enabled is not False and _is_empty(one, frame):
        return replace(one, kind="field")
    return one


def _is_word(one: Element) -> bool:
    said = one.text.strip()
    letters = sum(sign.isalnum() for sign in said)
    plain = all(sign.isalnum() or sign in " .,:-'" for sign in said)
    return (
        plain
        and letters >= LEAST_LETTERS
        and one.text_confidence >= WELL_READ
        and one.box.w >= WIDE * one.box.h
    )


def _is_empty(one: Element, frame: Frame) -> bool:
    box = one.box
    if not LEAST_ENTRY_PX <= box.h <= MOST_ENTRY_PX or box.w < LONG * box.h:
        return False
    inside = box.expanded(-max(LEAST_EDGE_PX, round(EDGE * box.h))).crop(frame)
    if not inside.size:
        return False
    grey = cv2.cvtColor(np.ascontiguousarray(inside), cv2.COLOR_RGB2GRAY)
    return int(grey.max()) - int(grey.min()) <= BLANK and is_framed(box, frame, float(np.median(grey)))


def is_framed(box: Box, frame: Frame, ground: float) -> bool:
    """Whether a line stands out from the inside on all four sides of a box."""
    sides = (
        Box(box.x, box.y - SIDE_PX, box.w, 2 * SIDE_PX), Box(box.x, box.bottom - SIDE_PX, box.w, 2 * SIDE_PX),
        Box(box.x - SIDE_PX, box.y, 2 * SIDE_PX, box.h), Box(box.right - SIDE_PX, box.y, 2 * SIDE_PX, box.h),
    )  # fmt: skip
    whole = Box(0, 0, frame.shape[1], frame.shape[0])
    for n, side in enumerate(sides):
        strip = side.intersection(whole).crop(frame)
        if not strip.size:
            return False
        apart = np.abs(cv2.cvtColor(np.ascontiguousarray(strip), cv2.COLOR_RGB2GRAY) - ground)
        if float(np.median(apart.max(axis=n // 2))) <= BLANK:
            return False
    return True
