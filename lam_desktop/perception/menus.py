"""The entries of an open menu, also where the detector does not see them as such.

The detector knows entries by their looks; in fonts and sizes that it was not taught it proposes their words,
cells and fields. Which window is a menu the window system says, and its lines are seen by their ink: they
follow each other at one distance, and their words begin in one column. Each is an entry, from edge to edge.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from lam_desktop.perception.ocr import runs
from lam_desktop.types import Box, Element, ElementKind, Frame

ENTRIES: frozenset[ElementKind] = frozenset({"menu_item", "list_item"})
MARKS: frozenset[ElementKind] = frozenset({"icon", "checkbox", "radio", "window_control"})
"""What stays beside the words of an entry."""
LEAST_SCORE = 0.5
LEAST_LINES, MOST_SPANS = 2, 4
"""Lines of a menu; in one of them a mark, the words, a shortcut, and an arrow."""
EDGE_PX, INK, EDGE_SHARE = 3, 32, 0.5
"""What lies so near a menu's edge is its frame; grey levels, of 255, that ink differs from the ground of its
row; a column with a larger share of ink is an edge, too."""
LEAST_PX, GAP_PX, WORD_GAP = 5, 2, 1.2
"""Height of a line; rows without ink within one; heights of it between a mark, the words and a shortcut."""
COLUMN_PX, SAME_PX, REGULAR, EVENLY = 3, 5, 0.7, 0.62
"""How exactly words begin in a column, and lines follow each other; the share of them that begin there, and
that follow at the usual distance: there are lines between groups, but in a list with two lines an entry every
second is farther."""
STROKE = 2.0
"""Heights of its line that a stroke of a letter is long at most."""
TALLEST, MOST_PITCH = 1.8, 4.0
"""Heights of a line that no text is high, but a field or a picture; and from one line to the next at most."""
Read = Callable[[Frame, Box], tuple[str, float]]


@dataclass(frozen=True, slots=True)
class _Line:
    top: int
    bottom: int
    starts: tuple[int, ...]
    """Where marks, words and shortcuts begin."""
    end: int
    is_boxed: bool
    """Whether a stroke in it is longer than a letter's: it goes around something."""


def with_entries(
    elements: Sequence[Element], frame: Frame, menus: Sequence[Box], read: Read
) -> tuple[Element, ...]:
    """`elements`, in reading order, with the entries of open lists and menus whole.

    `menus`: places of the windows, bottom to top, frame pixels. `read`: as `ScreenParser.read`.
    """
    seen = tuple(elements)
    for n, menu in enumerate(menus):
        if not any(menu.contains(*other.center) or other.contains(*menu.center) for other in menus[n + 1 :]):
            seen = _with_entries(seen, frame, menu, read)
    return seen


def _with_entries(elements: tuple[Element, ...], frame: Frame, menu: Box, read: Read) -> tuple[Element, ...]:
    entries = [one.box for one in elements if one.kind in ENTRIES]
    unknown = [
        line
        for line, words in entry_lines(frame, menu)
        if not any(box.holds(words, COLUMN_PX) for box in entries)
    ]
    if not unknown:
        return elements
    inside = [one for one in elements if menu.contains(*one.box.center)]
    gone = [one for one in inside if one.kind not in MARKS and _is_in(one, unknown)]
    made = [_entry(frame, line, gone, read) for line in unknown]
    left = [one for one in elements if not any(one is other for other in gone)]
    return tuple(sorted([*left, *made], key=lambda one: (one.box.center[1] // 8, one.box.x)))


def entry_lines(frame: Frame, menu: Box) -> list[tuple[Box, Box]]:
    """The entries of a menu by its pixels, top to bottom, each with the place of what it says; empty where it
    is not surely one."""
    inner = menu.expanded(-EDGE_PX).intersection(Box(0, 0, frame.shape[1], frame.shape[0]))
    if inner.h < LEAST_PX or inner.w < LEAST_PX:
        return []
    lines = _lines(_ink(inner.crop(frame)))
    if len(lines) < LEAST_LINES:
        return []
    height = float(np.median([one.bottom - one.top for one in lines]))
    apart = np.diff([one.top for one in lines])  # letters end at one height above, and below where they will
    pitch = float(np.median(apart))
    starts = [at for one in lines for at in one.starts]
    column = max(starts, key=lambda at: sum(abs(at - other) <= COLUMN_PX for other in starts))
    in_column = [any(abs(at - column) <= COLUMN_PX for at in one.starts) for one in lines]
    tall = [one.bottom - one.top > TALLEST * height or one.is_boxed for one in lines]
    crowded = [len(one.starts) > MOST_SPANS for one in lines]
    close = apart.min() < pitch - SAME_PX or pitch > MOST_PITCH * height
    follow = np.mean(np.abs(apart - pitch) <= SAME_PX)
    if any(tall) or any(crowded) or close or follow < EVENLY or np.mean(in_column) < REGULAR:
        return []
    above = round((pitch - height) / 2)
    return [
        (
            Box(menu.x, inner.y + one.top - above, menu.w, round(pitch)).intersection(menu),
            Box(inner.x + one.starts[0], inner.y + one.top, one.end - one.starts[0], one.bottom - one.top),
        )
        for one in lines
    ]


def _ink(crop: Frame) -> npt.NDArray[np.bool_]:
    """(h, w) what differs from the ground of its row, for the entry under the pointer has one of its own."""
    grey = cv2.cvtColor(crop, cv2.COLOR_RGB2GRAY)
    ground = np.array([np.bincount(row, minlength=256).argmax() for row in grey], np.int16)
    ink = np.abs(grey.astype(np.int16) - ground[:, None]) > INK
    ink[:, ink.mean(0) > EDGE_SHARE] = False
    return ink


def _lines(ink: npt.NDArray[np.bool_]) -> list[_Line]:
    found: list[_Line] = []
    for top, bottom in runs(np.any(ink, axis=1), gap=GAP_PX, shortest=LEAST_PX):
        spans = runs(np.any(ink[top:bottom], axis=0), gap=round(WORD_GAP * (bottom - top)), shortest=2)
        whole = [(left, right) for left, right in spans if left > 0 and right < ink.shape[1]]
        if whole:
            longest = STROKE * (bottom - top)
            boxed = any(runs(row, gap=0, shortest=math.ceil(longest)) for row in ink[top:bottom])
            found.append(_Line(top, bottom, tuple(left for left, _ in whole), whole[-1][1], boxed))
    return found


def _is_in(one: Element, lines: Sequence[Box]) -> bool:
    return any(line.contains(*one.box.center) for line in lines)


def _entry(frame: Frame, line: Box, instead_of: Sequence[Element], read: Read) -> Element:
    text, confidence = read(frame, line.expanded(-EDGE_PX))
    scores = [one.score for one in instead_of if line.contains(*one.box.center)]
    return Element(line, "menu_item", text, confidence, max(scores, default=LEAST_SCORE))
