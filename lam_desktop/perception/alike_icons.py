"""Icons below each other, one in each line of a list, are as large as each other.

The one that the pointer lies on is drawn darker, on another ground, and its box takes in what lies beside it.
It would be another thing than those in the other lines: what is clicked there could not be told by its line.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np

from lam_desktop.neighbours import same_column
from lam_desktop.perception.ground import from_ground
from lam_desktop.types import Box, Element, Frame

LEAST_OTHERS = 2
"""So many others of one size tell how large the icons of a column are."""
LARGER, AS_LARGE = 1.25, 1.2
"""What is so many times as large as they are is too large; its picture, at most so many times, is not."""
SLACK_PX, GAP_PX = 2, 3
"""Between parts of one picture at most."""
INK = 40
"""Grey levels, of 255, by which a picture differs from its ground."""


def with_alike_icons(elements: Sequence[Element], frame: Frame) -> list[Element]:
    """The elements in their order, boxes that are too large cut to their pictures.

    `frame`: (H, W, 3), boxes in its pixels.
    """
    icons = [one for one in elements if one.kind == "icon"]
    return [_cut(one, icons, frame) if one.kind == "icon" else one for one in elements]


def _cut(one: Element, icons: Sequence[Element], frame: Frame) -> Element:
    sizes = [
        (other.box.w, other.box.h)
        for other in icons
        if other is not one and same_column(other.box, one.box) and not other.box.overlaps(one.box)
    ]
    if len(sizes) < LEAST_OTHERS:
        return one
    (w, h), (most_w, most_h) = np.median(sizes, 0), np.max(sizes, 0)
    if max(most_w / w, most_h / h) > AS_LARGE or max(one.box.w / w, one.box.h / h) < LARGER:
        return one
    picture = _picture(one.box.intersection(Box(0, 0, frame.shape[1], frame.shape[0])), frame)
    if picture is None or picture.w > AS_LARGE * w + SLACK_PX or picture.h > AS_LARGE * h + SLACK_PX:
        return one
    across, down = max(0, round((w - picture.w) / 2)), max(0, round((h - picture.h) / 2))
    box = Box(picture.x - across, picture.y - down, picture.w + 2 * across, picture.h + 2 * down)
    return replace(one, box=box.intersection(one.box))


def _picture(box: Box, frame: Frame) -> Box | None:
    """The largest spot of ink inside a box, with what belongs to it; frame pixels."""
    if not box.area:
        return None
    ink = (from_ground(np.ascontiguousarray(box.crop(frame))) > INK).astype(np.uint8)
    joined = cv2.dilate(ink, np.ones((GAP_PX, GAP_PX), np.uint8))
    count, labels = cv2.connectedComponents(joined)
    amounts = [int(ink[labels == label].sum()) for label in range(1, count)]
    if not amounts:
        return None
    x, y, w, h = cv2.boundingRect(ink * (labels == 1 + int(np.argmax(amounts))).astype(np.uint8))
    return Box(x, y, w, h).moved(box.x, box.y)
