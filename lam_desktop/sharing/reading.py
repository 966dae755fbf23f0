"""All text on a picture: what the parser proposes, and what is drawn like text where it proposed nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import cv2
import numpy as np

from lam_desktop.perception.ocr import whole_letters
from lam_desktop.protocols import ScreenParser
from lam_desktop.types import Box, ElementKind, Frame

EDGE = 40
"""Grey levels between neighbours from which on something is drawn."""
GAP_PX = 15
"""Letters this close belong to one line."""
HEIGHTS_PX, LEAST_WIDTH_PX = range(7, 121), 12
AROUND_PX = 3
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


def lines(parser: ScreenParser, frame: Frame) -> list[Line]:
    """What is written on a picture, in no order."""
    found: list[Line] = []
    for element in parser.parse(frame):
        if element.text.strip():
            box = whole_letters(frame, element.box) if element.kind in FREE else element.box
            found.append(Line(box.expanded(AROUND_PX), element.text, element.text_confidence, element.kind))
    for box in overlooked(frame, [line.box for line in found]):
        text, confidence = parser.read(frame, box)
        if text.strip():
            found.append(Line(box, text, confidence))
    return found


def overlooked(frame: Frame, known: Iterable[Box]) -> list[Box]:
    """Where something as high as a line of text is drawn outside of the known boxes."""
    grey = cv2.cvtColor(frame, cv2.COLOR_RGB2GRAY)
    drawn = cv2.morphologyEx(grey, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8)) > EDGE
    for box in known:
        box.crop(drawn)[...] = False  # type: ignore[arg-type]
    joined = cv2.morphologyEx(drawn.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((1, GAP_PX), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    boxes = [Box(*(int(value) for value in stats[number, :4])) for number in range(1, count)]
    return [
        box.expanded(AROUND_PX).intersection(Box(0, 0, frame.shape[1], frame.shape[0]))
        for box in boxes
        if box.h in HEIGHTS_PX and box.w >= LEAST_WIDTH_PX
    ]
