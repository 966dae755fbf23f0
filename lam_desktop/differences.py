"""Where two frames of the same shape differ."""

from __future__ import annotations

import cv2
import numpy as np

from lam_desktop.types import Box, Frame

BLOCK_PX = 16


def changed_regions(before: Frame, after: Frame) -> list[Box]:
    """Boxes around what differs between two frames of the same shape, in pixels; [] where equal."""
    height, width = before.shape[:2]
    differs = cv2.absdiff(before, after).reshape(height, -1)
    changed = np.flatnonzero(differs.max(1))  # rows
    if not len(changed):
        return []
    first, last = changed[0] // BLOCK_PX, changed[-1] // BLOCK_PX + 1  # rows of blocks: all else is the same
    rows = np.stack([differs[n * BLOCK_PX : (n + 1) * BLOCK_PX].max(0) for n in range(first, last)])
    columns = np.arange(0, 3 * width, 3 * BLOCK_PX)
    blocks = np.zeros((-(-height // BLOCK_PX), len(columns)), np.uint8)  # one a block of the frame
    blocks[first:last] = np.maximum.reduceat(rows, columns, axis=1) > 0
    blocks = cv2.dilate(blocks, np.ones((3, 3), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(blocks, connectivity=8)
    screen = Box(0, 0, width, height)
    return [Box(*(int(v) * BLOCK_PX for v in stats[n, :4])).intersection(screen) for n in range(1, count)]


def changed_pieces(before: Frame, after: Frame, region: Box) -> list[Box]:
    """Boxes, to the pixel, around each connected piece of what differs within a region of both frames."""
    differs = (region.crop(before) != region.crop(after)).any(2)  # (h, w)
    count, _, stats, _ = cv2.connectedComponentsWithStats(differs.astype(np.uint8), connectivity=8)
    return [Box(*(int(v) for v in stats[n, :4])).moved(region.x, region.y) for n in range(1, count)]


def least_difference(picture: Frame, seen: Frame) -> float:
    """Root mean square difference, of 0..255, of a picture from what is seen, at the place where it is least;
    infinite where it does not fit in."""
    if not picture.size or seen.shape[0] < picture.shape[0] or seen.shape[1] < picture.shape[1]:
        return float("inf")
    squares = cv2.matchTemplate(seen, picture, cv2.TM_SQDIFF)
    return float(np.sqrt(max(0.0, float(squares.min())) / picture.size))
