"""Whether a window still shows that it is working: a spinner over a step's place, a layer that dims it.

What moves elsewhere (a clock, a caret, a banner, a bar that fills) holds up nothing.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from lam_desktop.types import Box, Frame

CELL_PX = 4
"""What moves is told in squares of so many pixels."""
MOVED_SHADE = 10
"""Less is a fade that nobody sees."""
LEAST_TIMES, LASTING_S, LATEST_S = 3, 0.6, 0.7
"""What keeps changing has done so often, over so long, and not long before the end."""
CARET_CELLS = (2, 13)
"""No larger than this (width, height), and alone, it is a caret: see `readiness.CARET_PX`."""
GAP_CELLS = 5
"""Parts so near to each other are of one thing, such as the spokes of a wheel."""
AROUND_PX = 6
"""As far around the place as nothing may have changed before it is clicked, see `locating.AROUND_PX`."""
RING_SHARE, RING_FILL = 0.25, 0.08
"""A wheel goes round a place where it takes at most this share of the window, and so much of its own box
moves; what frames a form is larger, or thinner."""
MOST_STILL = 0.5
"""A window of which more keeps changing is covered."""

MOST_SAMPLES = 60_000
"""Of a window so many pixels are compared: a few milliseconds."""
LEAST_CHANGED = 0.005
LEVELS = 16
LEAST_OF_LEVEL = 24
SAME_SHADE, GROUND_SHADE = 8, 2
"""As good as the same shade, where a layer explains it; and as that of a ground, of which nothing is left."""
LEAST_KEPT, MOST_KEPT = 0.08, 0.9
"""Share of the contrast that a layer leaves."""
LEAST_EXPLAINED = 0.4
"""A layer explains so much of what became otherwise: the focus went elsewhere as well, a button was let go,
and a dialog may lie on it."""
LEAST_OF_CHANGED = 0.5
"""And so much of all that changed, with what went and what came."""
SPARED = 0.9
"""Of a field that a layer spares so much looks as before: a caret and its frame may have come."""
LEAST_EXTENT, WIDE_EXTENT = 0.1, 0.25
"""It reaches over so much of the window: what is written on a pale page is little, and a frame that paled
when the focus left its field is less. And over so much where no place is known by which to tell."""
TIMES_MORE = 3
"""So many times as much at the place must have been dimmed as is what it was; what became something
else, such as a field that was emptied, tells nothing."""
NEAR_PX = (10, 48)
"""So far around a place it is looked whether the layer lies there; farther where that is one plain ground."""


class Motion:
    """Which parts of the screen change, one picture after another."""

    def __init__(self) -> None:
        self._seen: Frame | None = None
        """Each square as it was when it last changed: what moves slowly changes little at a time."""
        self._times: npt.NDArray[np.int32] | None = None
        self._first: npt.NDArray[np.float64] | None = None
        self._last: npt.NDArray[np.float64] | None = None

    def see(self, before: Frame, after: Frame, now_s: float) -> None:
        """One picture more; those of another size than the first are left out.

        What was there `before` counts with the first one alone.
        """
        if self._seen is None:
            self._seen = before.copy()
        if after.shape != self._seen.shape:
            return
        cells = _cells(self._seen, after)
        if self._times is None or self._first is None or self._last is None:
            self._times = np.zeros(cells.shape, np.int32)
            self._first, self._last = np.full(cells.shape, np.inf), np.full(cells.shape, -np.inf)
        self._times += cells
        self._first[cells] = np.minimum(self._first[cells], now_s)
        self._last[cells] = now_s
        changed = cells.repeat(CELL_PX, 0).repeat(CELL_PX, 1)
        height, width = changed.shape
        self._seen[:height, :width][changed] = after[:height, :width][changed]

    def lasting(self, now_s: float) -> Moving | None:
        """What has kept changing until now; None where nothing has."""
        if self._times is None or self._first is None or self._last is None:
            return None
        kept = self._times >= LEAST_TIMES
        with np.errstate(invalid="ignore"):
            kept &= (self._last - self._first >= LASTING_S) & (now_s - self._last <= LATEST_S)
        return Moving(kept) if kept.any() else None


@dataclass(frozen=True, eq=False)
class Moving:
    """What keeps changing on the screen."""

    cells: npt.NDArray[np.bool_]
    """(H / 4, W / 4): squares of 4 pixels of the frame."""

    def lies_over(self, place: Box, window: Box) -> bool:
        """Whether a place (both frame pixels) lies in something that keeps changing."""
        near = place.expanded(AROUND_PX)
        for box, filled in self._things():
            if _is_caret(box) or not box.overlaps(near):
                continue
            if self.cells[_in_cells(near.intersection(box))].any():
                return True
            goes_round = box.contains(*place.center) and filled >= RING_FILL
            if goes_round and box.area <= RING_SHARE * window.area:
                return True
        return False

    def pixels(self, window: Box) -> npt.NDArray[np.bool_]:
        """(H, W): what moves in a window (frame pixels, on the screen)."""
        found = np.zeros((window.h, window.w), np.bool_)
        whole = self.cells.repeat(CELL_PX, 0).repeat(CELL_PX, 1)
        part = whole[window.y : window.bottom, window.x : window.right]
        found[: part.shape[0], : part.shape[1]] = part
        return found

    def covers(self, window: Box) -> bool:
        """Whether most of a window (frame pixels) keeps changing."""
        inside = self.cells[_in_cells(window)]
        return bool(inside.size) and float(inside.mean()) >= MOST_STILL

    def inside(self, window: Box) -> bool:
        """Whether anything in a window (frame pixels) keeps changing, other than a caret."""
        return any(box.overlaps(window) and not _is_caret(box) for box, _ in self._things())

    def _things(self) -> list[tuple[Box, float]]:
        """Boxes of what moves together, frame pixels, and which share of each does."""
        near = cv2.morphologyEx(
            np.pad(self.cells.astype(np.uint8), GAP_CELLS),
            cv2.MORPH_CLOSE,
            np.ones((GAP_CELLS, GAP_CELLS), np.uint8),
        )[GAP_CELLS:-GAP_CELLS, GAP_CELLS:-GAP_CELLS]
        count, labels, stats, _ = cv2.connectedComponentsWithStats(np.ascontiguousarray(near), connectivity=8)
        moving = np.bincount(labels[self.cells], minlength=count)
        found: list[tuple[Box, float]] = []
        for label in range(1, count):
            x, y, w, h = (int(one) for one in stats[label, :4])
            box = Box(x * CELL_PX, y * CELL_PX, w * CELL_PX, h * CELL_PX)
            found.append((box, float(moving[label]) / (w * h)))
        return found


@dataclass(frozen=True, eq=False)
class Layer:
    """Something half transparent that has come over a window."""

    kept: float
    """Which share of the contrast it leaves."""
    offset: npt.NDArray[np.float32]
    """(3,): what it adds to each colour."""
    then: Frame
    """The window (H, W, 3) without it, and with it."""
    now: Frame
    extent: float
    """Which share of the window it is seen to reach over."""

    @property
    def is_wide(self) -> bool:
        """Whether it lies over the window, and not only over a part of it."""
        return self.extent >= WIDE_EXTENT

    def spares(self, place: Box) -> bool:
        """Whether a place, in pixels of the window, looks as it did: a field that alone stays bright."""
        then, now = (place.crop(one).astype(np.int16) for one in (self.then, self.now))
        return not then.size or float((np.abs(now - then).max(-1) <= SAME_SHADE).mean()) >= SPARED

    def lies_over(self, place: Box) -> bool:
        """Whether a place, in pixels of the window, has been dimmed by it too."""
        whole = Box(0, 0, self.then.shape[1], self.then.shape[0])
        for around in NEAR_PX:
            near = place.expanded(around).intersection(whole)
            then, now = (near.crop(one).astype(np.float32) for one in (self.then, self.now))
            if not then.size:
                return False
            explained = np.abs(now - self.kept * then - self.offset).max(-1) <= SAME_SHADE
            same = np.abs(now - then).max(-1) <= SAME_SHADE
            dimmed, left = int((explained & ~same).sum()), int((same & ~explained).sum())
            if dimmed + left >= LEAST_OF_LEVEL:
                return dimmed >= TIMES_MORE * left
        return False


def layer_over(then: Frame, now: Frame, moving: npt.NDArray[np.bool_] | None = None) -> Layer | None:
    """The layer that has come over a window since; None where it looks otherwise for another reason.

    A layer changes all that lies below it alike: each colour becomes a mixture of itself and the layer's.
    `moving` (H, W): what keeps changing there, and is left out. What did not change (the bars of a browser),
    and what went (a field was emptied), tells nothing.
    """
    if then.shape != now.shape or not then.size:
        return None
    every = max(1, math.ceil(math.sqrt(then.shape[0] * then.shape[1] / MOST_SAMPLES)))
    old, new = (one[::every, ::every].astype(np.float32) for one in (then, now))
    changed = np.abs(old - new).max(-1) > SAME_SHADE
    if moving is not None:
        changed &= ~moving[::every, ::every]
    if changed.mean() < LEAST_CHANGED:
        return None
    levels = np.minimum((old.mean(-1) * (LEVELS / 256)).astype(np.int32), LEVELS - 1)
    common = levels == np.bincount(levels.ravel(), minlength=LEVELS).argmax()
    ground = np.median(old[common], 0), np.median(new[common], 0)
    telling = changed & ~common & (np.abs(new - ground[1]).max(-1) > SAME_SHADE)
    fit = _fitted(old, new, levels, telling, ground)
    if fit is None:
        return None
    kept, offset = fit
    own = offset / (1.0 - kept)  # the colour of the layer itself
    if own.min() < -SAME_SHADE or own.max() > 255 + SAME_SHADE:
        return None
    explained = np.abs(new - kept * old - offset).max(-1) <= SAME_SHADE
    # Another page in the window: little of it tells, most is gone or has come.
    if explained[telling].mean() < LEAST_EXPLAINED or explained[changed].mean() < LEAST_OF_CHANGED:
        return None
    dimmed = explained & (old != new).any(-1)
    if np.abs(ground[1] - ground[0]).max() <= SAME_SHADE:
        # Of a page that stayed as pale, what is nearly its ground became it for another reason.
        dimmed &= changed & ~common & (np.abs(new - ground[1]).max(-1) > GROUND_SHADE)
        if not dimmed.any():
            return None
    (top, bottom), (left, right) = (np.percentile(one, (2, 98)).astype(int) for one in np.nonzero(dimmed))
    extent = float((bottom - top) * (right - left)) / changed.size
    inside = np.s_[top : bottom + 1, left : right + 1]
    stayed = (np.abs(old - new).max(-1) <= SAME_SHADE) & ~explained
    if extent < LEAST_EXTENT or TIMES_MORE * stayed[inside].sum() > dimmed[inside].sum():
        return None
    return Layer(kept, offset, then, now, extent)


def _fitted(
    old: npt.NDArray[np.float32],
    new: npt.NDArray[np.float32],
    levels: npt.NDArray[np.int32],
    telling: npt.NDArray[np.bool_],
    ground: tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]],
) -> tuple[float, npt.NDArray[np.float32]] | None:
    """The one factor and the offset (3,) by which most of what tells, and the ground, became what it is.

    `old`, `new` (H, W, 3), `levels` (H, W): how light it was; `ground`: its colour then and now.
    """
    known: list[tuple[int, npt.NDArray[np.float32], npt.NDArray[np.float32]]] = []
    for level in range(LEVELS):
        mine = telling & (levels == level)
        count = int(mine.sum())
        if count >= LEAST_OF_LEVEL:
            known.append((count, np.median(old[mine], 0), np.median(new[mine], 0)))
    best, kept, offset = 0, 1.0, np.zeros(3, np.float32)
    for _, shade, became in known:  # ground and one more shade make a guess; the most others agree with it
        apart = shade - ground[0]
        guess = float(((became - ground[1]) * np.sign(apart)).sum()) / max(1.0, float(np.abs(apart).sum()))
        shift = ground[1] - guess * ground[0]
        agree = sum(n for n, was, now in known if np.abs(now - guess * was - shift).max() <= 2 * SAME_SHADE)
        if agree > best and LEAST_KEPT <= guess <= MOST_KEPT:
            best, kept, offset = agree, guess, shift
    if not best:
        return None
    for _ in range(2):
        near = telling & (np.abs(new - kept * old - offset).max(-1) <= 2 * SAME_SHADE)
        then, now = old[near] - ground[0], new[near] - ground[1]
        spread = float((then * then).sum())
        if spread <= 0.0:
            return None
        kept = float((then * now).sum()) / spread
        offset = np.asarray(ground[1] - kept * ground[0], np.float32)
    return (kept, np.asarray(offset, np.float32)) if LEAST_KEPT <= kept <= MOST_KEPT else None


def _cells(before: Frame, after: Frame) -> npt.NDArray[np.bool_]:
    """(H / 4, W / 4): squares in which anything differs."""
    red, green, blue = cv2.split(cv2.absdiff(before, after))
    changed = np.asarray(cv2.max(cv2.max(red, green), blue)) > MOVED_SHADE
    height, width = (size - size % CELL_PX for size in changed.shape)
    squares = changed[:height, :width].reshape(height // CELL_PX, CELL_PX, width // CELL_PX, CELL_PX)
    return np.asarray(squares.any((1, 3)), dtype=bool)


def _is_caret(box: Box) -> bool:
    return box.w <= CARET_CELLS[0] * CELL_PX and box.h <= CARET_CELLS[1] * CELL_PX


def _in_cells(box: Box) -> tuple[slice, slice]:
    return (
        slice(max(0, box.y // CELL_PX), max(0, -(-box.bottom // CELL_PX))),
        slice(max(0, box.x // CELL_PX), max(0, -(-box.right // CELL_PX))),
    )
