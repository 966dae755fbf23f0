"""What was drawn anew between two pictures of the screen: carets, focus frames and lit buttons left out."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt

from lam_desktop.perception.ground import from_ground
from lam_desktop.types import Box, Frame

NEAR_LINES = 1.5
"""A change this close to the target, in heights of the target, may be only focus or pressing."""
LEAST_AREA = 0.01
"""Share of the window whose pixels must change to count by themselves: the focus leaves a frame elsewhere."""
LEAST_REDRAWN_PX = 8
"""A digit that becomes another one changes more."""
CARET_PX = 4
"""A change no wider than this is a caret."""
CARET_TALL = 4
"""And at least so many times as high as wide."""
DIFFERENT_SHADE = 24
FRAME_PX = 4
"""How thick a focus frame is at most, with its soft edge."""
MOST_WITHIN = 0.1
"""Of what a focus frame surrounds, at most this share changes with it: a caret, a letter."""


def changed_far(
    before: Frame, after: Frame, target: Box | None, window: Box | None, told: Sequence[Box] = ()
) -> bool:
    """Whether enough pixels changed in the window, away from the target, to be an effect by themselves.

    `told`: boxes of texts that came or went; what was drawn anew around them came or went with them.
    """
    height, width = before.shape[:2]
    seen = (window or Box(0, 0, width, height)).intersection(Box(0, 0, width, height))
    changed = _changed(before, after, target, window)
    least = max(1.0, LEAST_AREA * seen.area)
    if changed.sum() < least:
        return False
    if target is not None:  # of which it may be a part: a wide field beside its text
        changed &= ~_frame_around(target, _changed(before, after, None, window))
    if told:  # every look at an effect comes here, mostly without them
        _, labels = cv2.connectedComponents(_closed(changed), connectivity=8)
        with_texts = np.unique(np.concatenate([labels[_slices(box)].ravel() for box in told]))
        changed &= ~np.isin(labels, with_texts[with_texts > 0])
    return bool(changed.sum() >= least)


def changes(before: Frame, after: Frame, window: Box | None) -> list[Box]:
    """Boxes of what changed inside the window, frame pixels; a blinking caret is left out."""
    closed = _closed(_changed(before, after, None, window))
    count, _, stats, _ = cv2.connectedComponentsWithStats(closed, connectivity=8)
    boxes = [Box(*(int(value) for value in stats[label, :4])) for label in range(1, count)]
    return [box for box in boxes if box.w > CARET_PX]


def changed_lines(before: Frame, after: Frame, window: Box | None) -> list[Box]:
    """`changes`, those that lie in one line made one; frame pixels, from top to bottom."""
    lines: list[Box] = []
    for box in sorted(changes(before, after, window), key=lambda one: one.y):
        if lines and box.center[1] < lines[-1].bottom:
            lines[-1] = lines[-1].union(box)
        else:
            lines.append(box)
    return lines


def left_by_focus(
    before: Frame, after: Frame, target: Box, window: Box | None, clicked: tuple[int, int] | None
) -> list[Box]:
    """The field that grew lighter or darker when the focus went from it to `target`, if any.

    That is where the last click went, and it says what it said: only its ground, its frame and a caret are
    otherwise.
    """
    if clicked is None:
        return []
    away = [box for box in changes(before, after, window) if not box.overlaps(target)]
    return [box for box in away if box.contains(*clicked) and _same_ink(before, after, box)]


def _same_ink(before: Frame, after: Frame, box: Box) -> bool:
    """Whether the same is written in a box, and anything is, in whatever colours; a caret left out."""
    inside = box.expanded(-FRAME_PX)
    crops = [inside.crop(frame) for frame in (before, after)]
    if not all(crop.size for crop in crops):
        return False
    shades = [from_ground(crop) for crop in crops]  # each line grows paler in its own way
    inks = [one > np.maximum(DIFFERENT_SHADE, one.max(1, keepdims=True) / 2) for one in shades]
    if not all(ink.any() for ink in inks):
        return False
    for one, other in (inks, inks[::-1]):
        beside = one & ~other
        _, _, stats, _ = cv2.connectedComponentsWithStats(beside.astype(np.uint8), connectivity=8)
        strokes = stats[1:].tolist()
        carets = [area for _, _, w, h, area in strokes if w <= CARET_PX and h >= CARET_TALL * w]
        if sum(area for *_, area in strokes) - max(carets, default=0) > LEAST_REDRAWN_PX:
            return False
    return True


def redrawn(before: Frame, after: Frame, box: Box) -> bool:
    """Whether another text or picture may stand in the box than before.

    One that was only lit, greyed out or selected is the same, and so is one beside which a caret blinks.
    """
    inside = box.expanded(-max(2, box.h // 8))  # a focus frame comes and goes at the edge
    old, new = inside.crop(before), inside.crop(after)
    if not old.size or not _differs(changed := differing(old, new)):
        return False
    # What is selected in a wide field is a part of it: what stands beside that has kept its light.
    old, new = (cut[_around(changed)] for cut in (old, new))
    grey_old, grey_new = (cv2.cvtColor(one, cv2.COLOR_RGB2GRAY).astype(np.float32) for one in (old, new))
    return _differs(_unexplained(grey_old, grey_new)) or _differs(_unexplained(grey_new, grey_old))


def _unexplained(one: npt.NDArray[np.float32], other: npt.NDArray[np.float32]) -> npt.NDArray[np.bool_]:
    """Pixels of `other` that no change of light (one factor, one offset) makes of `one`."""
    centred = one - one.mean()
    spread = float((centred * centred).sum())
    factor = float((centred * other).sum()) / spread if spread else 0.0
    return np.abs(other - other.mean() - factor * centred) > DIFFERENT_SHADE


def _differs(changed: npt.ArrayLike) -> bool:
    changed = np.asarray(changed, dtype=bool)
    columns = np.flatnonzero(changed.any(0))
    return bool(len(columns)) and bool(
        np.count_nonzero(changed) >= LEAST_REDRAWN_PX and int(columns[-1] - columns[0]) >= CARET_PX
    )


def _around(changed: npt.NDArray[np.bool_]) -> tuple[slice, slice]:
    """Rows and columns from the first to the last that changed; there must be one."""
    rows, columns = (np.flatnonzero(changed.any(axis)) for axis in (1, 0))
    return slice(int(rows[0]), int(rows[-1]) + 1), slice(int(columns[0]), int(columns[-1]) + 1)


def _changed(before: Frame, after: Frame, target: Box | None, window: Box | None) -> npt.NDArray[np.bool_]:
    """(H, W): which pixels changed inside the window, the target's surroundings left out."""
    changed = differing(before, after)
    if window is not None:
        inside = np.zeros_like(changed)
        inside[_slices(window)] = True
        changed &= inside
    if target is not None:
        changed[_slices(target.expanded(round(NEAR_LINES * min(target.h, 40))))] = False
    return changed


def differing(before: Frame, after: Frame) -> npt.NDArray[np.bool_]:
    """(H, W): which pixels differ in any colour."""
    # numpy takes ten times as long along the last axis
    red, green, blue = cv2.split(cv2.absdiff(before, after))
    return np.asarray(cv2.max(cv2.max(red, green), blue)) > DIFFERENT_SHADE


def _frame_around(target: Box, changed: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """(H, W): of what changed, the focus frame that goes around the target, however far."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(_closed(changed), connectivity=8)
    frame = np.zeros_like(changed)
    for label, (x, y, w, h, _) in enumerate(stats.tolist()):
        box = Box(x, y, w, h)
        if not label or not box.contains(*target.center):
            continue
        within = changed[_slices(box.expanded(-FRAME_PX))]
        if within.size and within.mean() <= MOST_WITHIN:
            frame |= labels == label
    return frame


def _closed(changed: npt.NDArray[np.bool_]) -> npt.NDArray[np.uint8]:
    """The changed pixels with the gaps between letters closed."""
    return cv2.morphologyEx(changed.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((5, 9), np.uint8))  # type: ignore[return-value]


def _slices(box: Box) -> tuple[slice, slice]:
    return slice(max(0, box.y), max(0, box.bottom)), slice(max(0, box.x), max(0, box.right))
