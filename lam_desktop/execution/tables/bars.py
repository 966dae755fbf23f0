"""Takes scroll bars out of the picture of a table: some lie over its cells, and are read as letters."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from lam_desktop.types import Box, Frame

BAR_PX = 24
"""A scroll bar lies so near to the right or lower side of what is seen of a window."""
STEP = 6
"""Its side differs so much from what lies beside it."""
LEAST_RUN_PX = 60
"""Its side is at least so long; the stem of a letter is not."""
INK, TEXT = 40, 0.1
"""Neighbouring lines of pixels differ so much, in so many of them, where a text stands and no scroll bar."""
WHOLE = 0.5
"""A bar that is so much of the side lies beside the table, with arrows above and below it."""
AROUND_PX = 160
"""The ground of what it covers is taken from so much beside it."""


def scroll_bars(frame: Frame, region: Box) -> list[Box]:
    """Where scroll bars lie at the right and lower side of a region; frame pixels."""
    part = region.crop(frame).astype(np.int16)
    found: list[Box] = []
    down = _bar(part)
    if down is not None:
        x, top, bottom = down
        found.append(Box(region.x + x, region.y + top, region.w - x, bottom - top))
    across = _bar(part.transpose(1, 0, 2))
    if across is not None:
        y, left, right = across
        found.append(Box(region.x + left, region.y + y, right - left, region.h - y))
    return found


def without(frame: Frame, bars: Sequence[Box], region: Box) -> Frame:
    """The frame with even ground in the place of the bars of a region.

    Over cells it is that of what lies to the left or above; beside a table it is the bar's own.
    """
    if not bars:
        return frame
    painted = frame.copy()
    for bar in bars:
        upright = bar.h >= bar.w
        along = 0 if upright else 1
        inside = bar.crop(painted)
        if inside.shape[along] == (region.h if upright else region.w):
            ground = np.median(inside, axis=along, keepdims=True)
        elif upright:
            ground = np.median(
                painted[bar.y : bar.bottom, max(0, bar.x - AROUND_PX) : bar.x], axis=1, keepdims=True
            )
        else:
            ground = np.median(
                painted[max(0, bar.y - AROUND_PX) : bar.y, bar.x : bar.right], axis=0, keepdims=True
            )
        painted[bar.y : bar.bottom, bar.x : bar.right] = ground
    return painted


def _bar(part: np.ndarray) -> tuple[int, int, int] | None:
    """Where a bar at the right begins, and from where to where it reaches down; None where there is none."""
    height, width = part.shape[:2]
    first = max(1, width - BAR_PX)
    if height < LEAST_RUN_PX or width <= BAR_PX:
        return None
    steps = np.abs(part[:, first:] - part[:, first - 1 : -1]).max(axis=2) > STEP
    for at in range(steps.shape[1]):
        top, bottom = _longest(steps[:, at])
        if bottom - top < LEAST_RUN_PX:
            continue
        inside = part[top:bottom, first + at :]
        changes = (np.abs(np.diff(inside, axis=0)).max(axis=2) > INK).any(axis=1)
        if changes.mean() > TEXT:
            continue
        return (first + at, 0, height) if bottom - top >= WHOLE * height else (first + at, top, bottom)
    return None


def _longest(marks: np.ndarray) -> tuple[int, int]:
    """The longest run of marked ones."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], marks.astype(np.int8), [0]))))
    runs = [(int(start), int(end)) for start, end in zip(edges[::2], edges[1::2], strict=True)]
    return max(runs, key=lambda run: run[1] - run[0], default=(0, 0))
