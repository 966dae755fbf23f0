"""Where two frames of the same shape differ."""

from __future__ import annotations

import cv2
import numpy as np

from lam_desktop.types import Box, Frame

BLOCK_PX = 16


def changed_regions(before: Frame, after: Frame) -> list[Box]:
    """Boxes around what differs between two frames of the same shape, in pixels; [] where equal."""
    height, width = before.shape[:2]
    starts = range(0, height, BLOCK_PX)
    changed = [n for n, top in enumerate(starts) if _differ(before, after, top)]  # rows of blocks
    if not changed:
        return []
    first, last = changed[0], changed[-1] + 1  # all else is the same
    part = slice(first * BLOCK_PX, last * BLOCK_PX)
    differs = cv2.absdiff(before[part], after[part]).reshape(-1, 3 * width)
    rows = np.stack([differs[top : top + BLOCK_PX].max(0) for top in range(0, len(differs), BLOCK_PX)])
    columns = np.arange(0, 3 * width, 3 * BLOCK_PX)
    blocks = np.zeros((-(-height // BLOCK_PX), len(columns)), np.uint8)  # one a block of the frame
    blocks[first:last] = np.maximum.reduceat(rows, columns, axis=1) > 0
    blocks = cv2.dilate(blocks, np.ones((3, 3), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(blocks, connectivity=8)
    screen = Box(0, 0, width, height)
    return [Box(*(int(v) * BLOCK_PX for v in stats[n, :4])).intersection(screen) for n in range(1, count)]


def _differ(before: Frame, after: Frame, top: int) -> bool:
    """Whether anything differs in a row of blocks: told without a picture of the differences."""
    rows = slice(top, top + BLOCK_PX)
    return bool(cv2.norm(before[rows], after[rows], cv2.NORM_INF))


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
