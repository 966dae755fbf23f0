"""Reads one cell of a table on the screen: twice, in two different cuts.

A cell is sure where both cuts are read alike and every figure of it is; all others are marked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from lam_desktop.execution.tables.bands import EDGE_PX, INK
from lam_desktop.execution.tables.columns import SAME_COLUMN, overlap
from lam_desktop.protocols import Read
from lam_desktop.types import Box, Element, Frame

LEAST_LETTER, LEAST_CONFIDENCE = 0.75, 0.9
"""Probability of a letter, and mean of all, below which a cell is marked. As `reading.LEAST_FIGURE`."""
NARROWER_PX = 2
"""The second cut is of the whole place between the lines, smaller by so much; the first is the detector's."""
SIDE_PX, LEAST_TOUCHING = 2, 2
"""A letter that is cut in two, or two letters of one text, lie so near to a side of a column with so many
pixels of ink."""
CUT_PX = 3
"""Ink so near the edge of what is seen goes on beyond it."""
LEAST_INK = 8
"""Pixels of something that stands in a cell."""
WITHIN = 0.85
"""So much of what the detector saw lies in the column, or it is read by its place."""
FAINT, LINE = 6, 0.85
"""A line that runs down differs so much from the ground, on so much of a cell's height."""


@dataclass(frozen=True, slots=True)
class Sight:
    """One look at a table."""

    frame: Frame
    """Without its scroll bars."""
    region: Box
    """The part of it that is read; frame pixels."""
    bars: tuple[Box, ...]
    """What scroll bars covered."""
    read: Read
    """Reads a part of the frame: its text and how sure that is."""

    def look(self, box: Box) -> tuple[str, float]:
        """The text of a part in one line, and how sure it is."""
        text, sure = self.read(self.frame, box)
        return _one_line(text), sure


@dataclass(frozen=True, slots=True)
class SeenCell:
    """One cell as it was read."""

    text: str
    box: Box
    """Frame pixels."""
    why: str = ""
    """Why it is not sure, one sentence without full stop; empty where it is."""


def cell_of_line(
    sight: Sight, line: Sequence[Element], span: tuple[int, int], middle: float, height: float
) -> SeenCell:
    """A cell of one line: as the detector saw it among the cells of its `line`, and as its place is read."""
    inside = [one for one in line if _share(one.box, span) >= SAME_COLUMN * min(one.box.w, span[1] - span[0])]
    top = round(middle - height / 2)
    place = Box(span[0], top, span[1] - span[0], round(height)).intersection(sight.region)
    if place.w <= 2 * NARROWER_PX or place.h <= 2 * NARROWER_PX:
        return SeenCell("", place, "it cannot be seen")
    inner = place.expanded(-NARROWER_PX)
    again, sure = sight.look(inner)
    one = inside[0] if len(inside) == 1 else None
    if one is not None and one.text.strip() and _share(one.box, span) >= WITHIN * one.box.w:
        text, confidence, letters = _one_line(one.text), one.text_confidence, one.letters
    else:  # the detector saw nothing there, or what reaches into another column
        text, confidence = sight.look(Box(inner.x, place.y, inner.w, place.h))
        letters = ()
    text, why = _agreed(text, again)
    if why:
        return SeenCell(text, place, why)
    if not text and _has_ink(sight.frame, inner):
        why = "something stands there that was not read"
    elif text and (min(letters, default=1.0) < LEAST_LETTER or min(confidence, sure) < LEAST_CONFIDENCE):
        why = "it is hard to read"
    elif text.endswith(("…", "...", "..")):
        why = "it is cut off"
    elif _is_cut(sight.frame, place, sight.region):
        why = "it goes on beyond the edge"
    elif text and _touches(sight.frame, place):
        why = "it may go on in the next column"
    elif _is_covered(sight, place):
        why = "a scroll bar may cover a part of it"
    return SeenCell(text, place, why)


def _agreed(text: str, again: str) -> tuple[str, str]:
    """What two looks at a cell say, and why that is not sure; one may overlook a space between letters."""
    if "".join(text.split()) != "".join(again.split()):
        told = (
            f"it is read as “{text}” and as “{again}”" if text and again else "only one of two looks saw it"
        )
        return text or again, told
    if text != again and any(letter.isdigit() for letter in text):
        return text, f"it is read as “{text}” and as “{again}”"
    return max(text, again, key=len), ""


def _is_covered(sight: Sight, place: Box) -> bool:
    """Whether what stands there goes on under a scroll bar."""
    for bar in sight.bars:
        hidden = place.intersection(bar)
        if hidden.w <= 0 or hidden.h <= 0:
            continue
        upright = bar.h >= bar.w
        beside = Box(bar.x - 1, hidden.y, 1, hidden.h) if upright else Box(hidden.x, bar.y - 1, hidden.w, 1)
        if _is_text(sight.frame, beside, place):
            return True
    return False


def _share(box: Box, span: tuple[int, int]) -> int:
    return overlap((box.x, box.right), span)


def _touches(frame: Frame, place: Box) -> bool:
    """Whether a text is cut off at a side of its column, or goes on beyond it."""
    height = max(1, place.h - 4)
    for edge, inside, outside in (
        (place.x, place.x, place.x - SIDE_PX),
        (place.right - 1, place.right - SIDE_PX, place.right),
    ):
        at_edge = _is_text(frame, Box(edge, place.y + 2, 1, height), place)
        beside = [Box(x, place.y + 2, SIDE_PX, height) for x in (inside, outside)]
        if at_edge or all(_is_text(frame, one, place) for one in beside):
            return True
    return False


def _is_text(frame: Frame, strip: Box, place: Box) -> bool:
    """Whether there is ink in a strip along the side of a place, which is no line that runs down."""
    ground = np.median(place.crop(frame).reshape(-1, 3), axis=0)
    part = strip.intersection(Box(0, 0, frame.shape[1], frame.shape[0])).crop(frame).astype(np.int16)
    if not part.size:
        return False
    inked = np.abs(part - ground).max(axis=2) > INK
    inked = inked[:, inked.mean(axis=0) <= LINE]
    return int(inked.sum()) >= LEAST_TOUCHING


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _has_ink(frame: Frame, box: Box, least: int = LEAST_INK) -> bool:
    part = box.crop(frame).astype(np.int16)
    if not part.size:
        return False
    ground = np.median(part.reshape(-1, 3), axis=0)
    return int((np.abs(part - ground).max(axis=2) > INK).sum()) > least


def _is_cut(frame: Frame, place: Box, region: Box) -> bool:
    """Whether its text touches the right or left edge of what is seen of the window."""
    edges: list[Box] = []
    if place.right >= region.right - CUT_PX:
        edges.append(Box(region.right - CUT_PX - 1, place.y + 3, CUT_PX, max(1, place.h - 6)))
    if place.x <= region.x + 1 and place.x > 0:
        edges.append(Box(region.x + 1, place.y + 3, CUT_PX - 1, max(1, place.h - 6)))
    return any(_has_ink(frame, edge) for edge in edges)


def cell_of_lines(sight: Sight, place: Box) -> SeenCell:
    """A cell of one line or several, read by its place in two cuts: the whole of it, and what is inked."""
    frame = sight.frame
    inner = _between_lines(frame, Box(place.x, place.y + 1, place.w, place.h - 2))
    if inner.w <= 0 or inner.h <= 0:
        return SeenCell("", place, "it cannot be seen")
    text, sure = sight.look(inner)
    part = inner.crop(frame).astype(np.int16)
    ground = np.median(part.reshape(-1, 3), axis=0)
    ys, xs = np.nonzero(np.abs(part - ground).max(axis=2) > INK)
    if not len(ys):
        return SeenCell(text, place, "only one of two looks saw it" if text else "")
    inked = Box(inner.x + int(xs.min()), inner.y + int(ys.min()), int(np.ptp(xs)) + 1, int(np.ptp(ys)) + 1)
    again, surer = sight.look(inked.expanded(NARROWER_PX + 1).intersection(place))
    text, why = _agreed(text, again)
    if why:
        return SeenCell(text, place, why)
    if not text:
        why = "something stands there that was not read"
    elif min(sure, surer) < LEAST_CONFIDENCE:
        why = "it is hard to read"
    elif text.endswith(("…", "...", "..")):
        why = "it is cut off"
    elif xs.min() == 0 or xs.max() == inner.w - 1 or _touches(frame, inner):
        why = "it may go on in the next column"
    elif _is_covered(sight, place):
        why = "a scroll bar may cover a part of it"
    return SeenCell(text, place, why)


def _between_lines(frame: Frame, place: Box) -> Box:
    """The place without the lines that may run down at its edges, beside its column."""
    part = place.crop(frame).astype(np.int16)
    if not part.size:
        return place
    ground = np.median(part.reshape(-1, 3), axis=0)
    line = (np.abs(part - ground).max(axis=2) > FAINT).mean(axis=0) > LINE
    left = max((at + 1 for at in np.flatnonzero(line[:EDGE_PX]).tolist()), default=0)
    right = min((at for at in np.flatnonzero(line[-EDGE_PX:]).tolist()), default=EDGE_PX)
    return Box(place.x + left, place.y, place.w - left - (EDGE_PX - right), place.h)
