"""All text on a picture: what the parser proposes, and what is drawn like text where it proposed nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from lam_desktop.perception.cut_off import whole_text
from lam_desktop.protocols import ScreenParser
from lam_desktop.types import Box, ElementKind, Frame

EDGE = 40
"""Grey levels between neighbours from which on something is drawn."""
GAP_PX = 15
"""Letters this close belong to one line."""
HEIGHTS_PX, LEAST_WIDTH_PX = range(7, 121), 12
AROUND_PX = 3
POST_PX, RULE_PX = 60, 200
"""Straight lines so high or so long are no parts of letters."""
TALL_PX = 48
"""A box of more than a line."""
FREE = frozenset({"text", "link"})


@dataclass(frozen=True, slots=True)
class Line:
    """Some text on a picture."""

    box: Box
    """Where all of it stands; frame pixels."""
    text: str
    confidence: float
    """Mean probability of its characters, 0..1."""
    kind: ElementKind = "text"
    parts: tuple[Box, ...] = ()
    """Where its lines are drawn, if the box holds several; none for the whole box."""


def lines(parser: ScreenParser, frame: Frame) -> list[Line]:
    """What is written on a picture, in no order."""
    found: list[Line] = []
    for element in parser.parse(frame):
        if element.text.strip():
            box = whole_text(frame, element.box) if element.kind in FREE else element.box
            box = box.expanded(AROUND_PX)
            parts = tuple(drawn_in(frame, box)) if box.h > TALL_PX else ()
            found.append(Line(box, element.text, element.text_confidence, element.kind, parts))
    for box in overlooked(frame, [line.box for line in found]):
        text, confidence = parser.read(frame, box)
        if text.strip():
            found.append(Line(box, text, confidence))
    return found


def drawn_in(frame: Frame, box: Box) -> list[Box]:
    """Where something is drawn in a box, however small, but for what is as high as a frame around it."""
    inside = box.intersection(Box(0, 0, frame.shape[1], frame.shape[0]))
    near = _pieces(_drawn(inside.crop(frame)))
    return [one.moved(inside.x, inside.y).expanded(AROUND_PX) for one in near if one.h <= max(HEIGHTS_PX)]


def overlooked(frame: Frame, known: Iterable[Box]) -> list[Box]:
    """Where something as high as a line of text is drawn outside of the known boxes."""
    drawn = _drawn(frame)
    for box in known:
        box.crop(drawn)[...] = False  # type: ignore[arg-type]
    screen = Box(0, 0, frame.shape[1], frame.shape[0])
    return [
        box.expanded(AROUND_PX).intersection(screen)
        for box in _pieces(drawn)
        if box.h in HEIGHTS_PX and box.w >= LEAST_WIDTH_PX
    ]


def _drawn(frame: Frame) -> npt.NDArray[np.bool_]:
    """(h, w): True where a pixel differs from a neighbour, but for rules and frames of windows and tables."""
    steps = cv2.morphologyEx(
        cv2.cvtColor(frame, cv2.COLOR_RGB2GRAY), cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8)
    )
    drawn = (steps > EDGE).astype(np.uint8)
    posts = cv2.morphologyEx(drawn, cv2.MORPH_OPEN, np.ones((POST_PX, 1), np.uint8))
    rules = cv2.morphologyEx(drawn, cv2.MORPH_OPEN, np.ones((1, RULE_PX), np.uint8))
    return (drawn > 0) & (posts == 0) & (rules == 0)


def _pieces(drawn: npt.NDArray[np.bool_]) -> list[Box]:
    """Boxes around what hangs together, letters of one line as one."""
    joined = cv2.morphologyEx(drawn.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((1, GAP_PX), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    return [Box(*(int(value) for value in stats[number, :4])) for number in range(1, count)]
