"""The arrow at the end of an input, which opens its list: part of it on one screen, beside it on another.

In an input that may be written in, a click on the arrow opens the list, and one on the words puts the cursor
there. So a click on the arrow of a whole goes to the arrow that stands alone now, and the other way round.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np

from lam_desktop.neighbours import is_level
from lam_desktop.policy.lam.pointing import transferred_point
from lam_desktop.types import ENTRY_KINDS, Box, DemonstratedStep, Element, Frame, Observation

WIDE = 2.0
"""An input is at least this many times as wide as high."""
SQUARE, AS_HIGH, GAP, INSIDE = 1.5, 0.5, 0.2, 0.75
"""An arrow's element is at most so many times as wide as high, at least so high as the input, and at most so
far from its end; its middle lies at most so far within it, in heights."""
SIGNS = frozenset({"", "▼", "▾", "⌄", "∨", "v", "V", "√"})
"""What an arrow may be read as."""
GLYPH, CLEAR = (0.12, 0.8), 0.2
"""How wide an arrow is, and how much stays free before it, in heights of the input."""
CONTRAST = 40
"""Grey levels by which an arrow differs from its ground."""


def click_on(
    step: DemonstratedStep, sought: Element, elements: Sequence[Element], found: Element
) -> tuple[Element, tuple[int, int]]:
    """What a demonstrated click goes to, and where, frame pixels; `found` is the counterpart of `sought`."""
    assert step.point is not None
    carried = carried_over(step.before, sought, step.point, elements, found)
    return carried or (found, transferred_point(step.point, sought.box, found.box))


def carried_over(
    before: Observation,
    sought: Element,
    point: tuple[int, int],
    elements: Sequence[Element],
    found: Element,
) -> tuple[Element, tuple[int, int]] | None:
    """The element, and the point in it, frame pixels, to which a click on an arrow goes, where `found` is the
    counterpart of `sought`; None where the click was on no arrow, or both screens have it in one piece.
    """
    alone = arrow_of(elements, found)
    if _is_input(sought) and alone is not None:
        is_on_arrow = (
            point[0] >= sought.box.right - sought.box.h and arrow_of(before.elements, sought) is None
        )
        return (alone, alone.box.center) if is_on_arrow and _has_glyph(before.frame, sought.box) else None
    if not _is_input(found) or alone is not None:
        return None
    if any(arrow_of(before.elements, one) is sought for one in before.elements):
        return found, (found.box.right - found.box.h // 2, found.box.center[1])
    return None


def arrow_of(elements: Sequence[Element], whole: Element) -> Element | None:
    """What stands alone at the end of an input and looks like its arrow; None where none or several do."""
    if not _is_input(whole):
        return None
    box = whole.box
    found = [
        one
        for one in elements
        if one is not whole and one.text.strip() in SIGNS and is_level(one.box, box)
        and one.box.w <= SQUARE * one.box.h and AS_HIGH * box.h <= one.box.h <= box.h / AS_HIGH
        and one.box.center[0] > box.right - INSIDE * box.h and one.box.x - box.right <= GAP * box.h
    ]  # fmt: skip
    return found[0] if len(found) == 1 else None


def _is_input(one: Element) -> bool:
    return one.kind in ENTRY_KINDS and one.box.w >= WIDE * one.box.h


def _has_glyph(frame: Frame, box: Box) -> bool:
    """Whether an input ends with a sign that stands by itself: not with the words that fill it."""
    inside = replace(box, x=box.right - 2 * box.h, w=2 * box.h).expanded(-2)
    inside = inside.intersection(Box(0, 0, frame.shape[1], frame.shape[0]))
    if not inside.w or not inside.h:
        return False
    grey = cv2.cvtColor(inside.crop(frame), cv2.COLOR_RGB2GRAY).astype(np.int16)
    ground = int(np.bincount(grey.ravel(), minlength=256).argmax())
    ink = np.abs(grey - ground) > CONTRAST
    ink[:, ink.mean(0) > 0.8] = False  # the line before an arrow
    marked = np.flatnonzero(ink.any(0))
    if not len(marked):
        return False
    breaks = np.flatnonzero(np.diff(marked) > CLEAR * box.h)
    first = int(marked[breaks[-1] + 1]) if len(breaks) else int(marked[0])
    width = int(marked[-1]) - first + 1
    is_free = bool(len(breaks)) or first > CLEAR * box.h
    return GLYPH[0] * box.h <= width <= GLYPH[1] * box.h and is_free
