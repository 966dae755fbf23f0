"""The entries of an open menu, also where the detector does not see them as such.

The detector knows entries by their looks; in fonts and sizes that it was not taught it proposes their words,
cells and fields. Which window is a menu the window system says, and its lines are seen by their ink: they
follow each other at one distance, and their words begin in one column. Each is an entry, from edge to edge.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lam_desktop.neighbours import reading_order
from lam_desktop.perception.ground import from_ground
from lam_desktop.perception.text_lines import runs
from lam_desktop.protocols import Read
from lam_desktop.types import Box, Element, ElementKind, Frame

ENTRIES: frozenset[ElementKind] = frozenset({"menu_item", "list_item"})
MARKS: frozenset[ElementKind] = frozenset({"icon", "checkbox", "radio", "window_control"})
"""What stays beside the words of an entry."""
CONTROLS: frozenset[ElementKind] = frozenset({"field", "combo", "spin", "button"})
SEVERAL = 2
"""What stands beside its name in a form, and in no menu; of one line a shortcut may be taken for it."""
LEAST_SCORE = 0.5
"""Of an entry of which the detector proposed nothing."""
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
"""Heights of a line that a stroke of a letter is long at most."""
TALLEST, MOST_PITCH = 1.8, 4.0
"""Heights of a line that no text is high, but a field or a picture; and from one line to the next at most."""


@dataclass(frozen=True, slots=True)
class _Line:
    top: int
    bottom: int
    spans: tuple[tuple[int, int], ...]
    """Where marks, words and shortcuts begin and end."""


@dataclass(frozen=True, slots=True)
class EntryLine:
    """An entry of a menu as its pixels show it."""

    box: Box
    """From edge to edge of the menu."""
    words: Box
    """All that it says."""
    label: Box
    """Its first words."""


def with_entries(
    elements: Sequence[Element], frame: Frame, menus: Sequence[Box], read: Read
) -> tuple[Element, ...]:
    """`elements`, in reading order, with the entries of open menus whole.

    `menus`: places of the windows that are menus, bottom to top, frame pixels; `read`: `ScreenParser.read`.
    """
    seen = tuple(elements)
    for n, menu in enumerate(menus):
        if not any(menu.contains(*other.center) or other.contains(*menu.center) for other in menus[n + 1 :]):
            seen = _with_entries(seen, frame, menu, read)
    return seen


def _with_entries(elements: tuple[Element, ...], frame: Frame, menu: Box, read: Read) -> tuple[Element, ...]:
    inside = [one for one in elements if menu.contains(*one.box.center)]
    lines = entry_lines(frame, menu)
    if sum(_holds_more(line, inside) for line in lines) >= SEVERAL:
        return elements
    entries = [one.box for one in inside if one.kind in ENTRIES]
    unknown = [line.box for line in lines if not any(box.holds(line.words, COLUMN_PX) for box in entries)]
    if not unknown:
        return elements
    gone = [one for one in inside if one.kind not in MARKS and _is_in(one, unknown)]
    made = [_entry(frame, line, gone, read) for line in unknown]
    left = [one for one in elements if not any(one is other for other in gone)]
    return tuple(sorted([*left, *made], key=lambda one: reading_order(one.box)))


def _holds_more(line: EntryLine, inside: Sequence[Element]) -> bool:
    """Whether a line holds several things to click on, or one beside its label: then it is no entry.

    What begins amid the words was proposed of a piece of them.
    """
    there = [one for one in inside if line.box.contains(*one.box.center)]
    several = [one.box for one in there if one.kind in ENTRIES or one.kind == "button"]
    apart = any(not a.overlaps(b) for n, a in enumerate(several) for b in several[n + 1 :])
    return apart or any(one.kind in CONTROLS and one.box.x >= line.label.right for one in there)


def entry_lines(frame: Frame, menu: Box) -> list[EntryLine]:
    """The entries of a menu by its pixels, top to bottom; empty where it is not surely one."""
    menu = menu.intersection(Box(0, 0, frame.shape[1], frame.shape[0]))
    inner = menu.expanded(-EDGE_PX)
    if inner.h < LEAST_PX or inner.w < LEAST_PX:
        return []
    ink = from_ground(inner.crop(frame)) > INK
    lines = _lines(ink)
    if len(lines) < LEAST_LINES:
        return []
    height = float(np.median([one.bottom - one.top for one in lines]))
    apart = np.diff([one.top for one in lines])  # letters end at one height above, and below where they will
    pitch = float(np.median(apart))
    starts = [left for one in lines for left, _ in one.spans]
    column = max(starts, key=lambda at: sum(abs(at - other) <= COLUMN_PX for other in starts))
    labels = [_in_column(one, column) for one in lines]
    behind = [sum(left > column + COLUMN_PX for left, _ in one.spans) for one in lines]
    if (
        apart.min() < pitch - SAME_PX
        or pitch > MOST_PITCH * height
        or np.mean(np.abs(apart - pitch) <= SAME_PX) < EVENLY
        or any(one.bottom - one.top > TALLEST * height or len(one.spans) > MOST_SPANS for one in lines)
        or np.mean([one is not None for one in labels]) < REGULAR
        or np.mean([count > 1 for count in behind]) >= REGULAR
        or _is_boxed(ink, STROKE * height)
    ):
        return []
    above = round((pitch - height) / 2)
    found: list[EntryLine] = []
    for one, label in zip(lines, labels, strict=True):
        high = one.bottom - one.top
        line = Box(menu.x, inner.y + one.top - above, menu.w, round(pitch)).intersection(menu)
        first, (_, last) = label or one.spans[0], one.spans[-1]
        words = Box(inner.x + one.spans[0][0], inner.y + one.top, last - one.spans[0][0], high)
        said = Box(inner.x + first[0], inner.y + one.top, first[1] - first[0], high)
        found.append(EntryLine(line, words, said))
    return found


def _in_column(line: _Line, column: int) -> tuple[int, int] | None:
    return next((span for span in line.spans if abs(span[0] - column) <= COLUMN_PX), None)


def _is_boxed(ink: npt.NDArray[np.bool_], longest: float) -> bool:
    """Whether a stroke is longer than a letter's, and ends on both sides: it goes around something."""
    ends = ((run[0] > 0 and run[1] < len(row)) for row in ink for run in runs(row, 0, math.ceil(longest)))
    return any(ends)


def _lines(ink: npt.NDArray[np.bool_]) -> list[_Line]:
    ink = ink & (ink.mean(0) <= EDGE_SHARE)
    found: list[_Line] = []
    for top, bottom in runs(np.any(ink, axis=1), gap=GAP_PX, shortest=LEAST_PX):
        spans = runs(np.any(ink[top:bottom], axis=0), gap=round(WORD_GAP * (bottom - top)), shortest=2)
        whole = tuple((left, right) for left, right in spans if left > 0 and right < ink.shape[1])
        if whole:
            found.append(_Line(top, bottom, whole))
    return found


def _is_in(one: Element, lines: Sequence[Box]) -> bool:
    return any(line.contains(*one.box.center) for line in lines)


def _entry(frame: Frame, line: Box, instead_of: Sequence[Element], read: Read) -> Element:
    text, confidence = read(frame, line.expanded(-EDGE_PX))
    scores = [one.score for one in instead_of if line.contains(*one.box.center)]
    return Element(line, "menu_item", text, confidence, max(scores, default=LEAST_SCORE))
