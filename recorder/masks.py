"""Keeps secrets out of pictures: where they were typed, and wherever the same pixels turn up again.

The place of a secret is shown as it was before anything was typed there, for as long as what surrounds it is
still the same field. Beyond that, rows of the secret's pixels are looked for in every later picture: a window
that moved or scrolled shows them elsewhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from recorder.frames import Packed
from recorder.regions import Rect, changed_places

MAX_SHARE = 0.2  # of the screen; a larger change is a new window, not typed text
MARGIN_PX = 6
WIDEN_PX = 600  # how far the empty rest of a field is looked for
RING_PX = 40
MIN_RING_INK = 20
SAME_FIELD = 0.2  # share of the ink around that must be the same; focus recolours a border, not the label
BAND_PX = 16  # about one line of text
MAX_FOUND = 64  # copies of one secret on a screen
MIN_EDGES = 6  # a row with fewer changes of colour looks like many others


@dataclass(frozen=True, eq=False, slots=True)
class Secret:
    """Something secret that is typed, and the screen before its first character."""

    name: str
    before: Packed


@dataclass(frozen=True, eq=False, slots=True)
class _Look:
    """One row of pixels by which a secret is known again."""

    row: Packed  # (n,)
    rare: int  # index of its pixel whose colour is the rarest on the screen
    dx: int  # from the place's upper left corner
    dy: int


@dataclass(frozen=True, eq=False, slots=True)
class _Place:
    rect: Rect
    clean: Packed  # (h, w) as it was before
    ring: NDArray[np.intp]  # flat index of each inked pixel around it
    ring_values: Packed
    looks: tuple[_Look, ...]

    def is_here(self, frame: Packed) -> bool:
        """True while the same field is still in this place; where it has no surroundings, always."""
        x, y, w, h = self.rect
        if y + h > frame.shape[0] or x + w > frame.shape[1]:
            return False
        if len(self.ring) < MIN_RING_INK:
            return True
        if self.ring[-1] >= frame.size:
            return False
        return float((frame.reshape(-1)[self.ring] == self.ring_values).mean()) >= SAME_FIELD


class SecretMasks:
    """What must not be seen, and where."""

    def __init__(self) -> None:
        self._places: dict[str, list[_Place]] = {}

    def develop(self, frame: Packed, secrets: Sequence[Secret]) -> Packed:
        """`frame` without any secret seen so far, nor those that were being typed when it was taken."""
        for secret in secrets:
            frame = self.hide(secret, frame)
        return self.cover(frame) if self._places and not secrets else frame

    def hide(self, secret: Secret, frame: Packed) -> Packed:
        """`frame` without what changed in it while the secret was typed; remembers place and look.

        Where most of the screen changed, that is the screen before.
        """
        if secret.before.shape != frame.shape:
            return self.cover(frame)
        clean = self.cover(secret.before)
        rects = changed_places(clean, frame)
        if sum(w * h for _, _, w, h in rects) > MAX_SHARE * frame.size:
            return clean
        new = [_place(_widened(clean, rect), clean, frame) for rect in rects]
        old = self._places.get(secret.name, [])
        self._places[secret.name] = [
            *new,
            *(place for place in old if not any(_contains(one.rect, place.rect) for one in new)),
        ]
        return self.cover(frame)

    def cover(self, frame: Packed) -> Packed:
        """A copy of `frame` without any secret seen so far."""
        covered = frame.copy()
        places = [place for known in self._places.values() for place in known]
        for place in places:
            for x, y in _found(frame, place):
                w, h = place.rect[2:]
                left, top = max(0, x), max(0, y)
                covered[top : y + h, left : x + w] = _background(place.clean)
        for place in places:
            if place.is_here(frame):
                x, y, w, h = place.rect
                covered[y : y + h, x : x + w] = place.clean
        return covered


def _place(rect: Rect, clean: Packed, frame: Packed) -> _Place:
    x, y, w, h = rect
    ring = _ring(rect, clean)
    return _Place(
        rect=rect,
        clean=clean[y : y + h, x : x + w].copy(),
        ring=ring,
        ring_values=clean.reshape(-1)[ring],
        looks=_looks(rect, clean, frame),
    )


def _widened(clean: Packed, rect: Rect) -> Rect:
    """The rect with a margin, and to both sides as far as the field is empty."""
    height, width = clean.shape
    x, y, w, h = rect
    top, bottom = max(0, y - MARGIN_PX), min(height, y + h + MARGIN_PX)
    left, right = max(0, x - MARGIN_PX), min(width, x + w + MARGIN_PX)
    empty = (clean[y : y + h] == _background(clean[y : y + h, x : x + w])).all(axis=0)
    while right < width and empty[right] and right < x + w + WIDEN_PX:
        right += 1
    while left > 0 and empty[left - 1] and left > x - WIDEN_PX:
        left -= 1
    return left, top, right - left, bottom - top


def _ring(rect: Rect, clean: Packed) -> NDArray[np.intp]:
    height, width = clean.shape
    x, y, w, h = rect
    left, top = max(0, x - RING_PX), max(0, y - RING_PX)
    right, bottom = min(width, x + w + RING_PX), min(height, y + h + RING_PX)
    inked = clean[top:bottom, left:right] != _background(clean[top:bottom, left:right])
    inked[y - top : y + h - top, x - left : x + w - left] = False
    rows, columns = np.nonzero(inked)
    return (rows + top) * width + columns + left


def _looks(rect: Rect, clean_frame: Packed, frame: Packed) -> tuple[_Look, ...]:
    """The busiest row of each line of text, as far as it differs from the empty field."""
    x, y, w, h = rect
    shown, clean = frame[y : y + h, x : x + w], clean_frame[y : y + h, x : x + w]
    sample = frame[::3, ::3]
    found: list[_Look] = []
    for top in range(0, shown.shape[0], BAND_PX):
        band, empty = shown[top : top + BAND_PX], clean[top : top + BAND_PX]
        edges = (band[:, 1:] != band[:, :-1]).sum(axis=1)
        dy = int(edges.argmax())
        inked = np.flatnonzero(band[dy] != empty[dy])
        if edges[dy] < MIN_EDGES or not len(inked):
            continue
        # The last quarter is left out: a caret blinks there, and characters are still being painted.
        left = int(inked[0])
        right = left + max(8, int(inked[-1] + 1 - left) * 3 // 4)
        row = band[dy, left:right]
        if (row[1:] != row[:-1]).sum() >= MIN_EDGES // 2:
            values, first = np.unique(row, return_index=True)
            counts = [int(np.count_nonzero(sample == value)) for value in values]
            found.append(_Look(row.copy(), int(first[int(np.argmin(counts))]), left, top + dy))
    return tuple(found)


def _found(frame: Packed, place: _Place) -> list[tuple[int, int]]:
    """Upper left corner of the place wherever one of its looks turns up."""
    pixels, width = np.ascontiguousarray(frame).reshape(-1), frame.shape[1]
    corners: list[tuple[int, int]] = []
    for look in place.looks:
        starts = np.flatnonzero(pixels == look.row[look.rare]) - look.rare
        starts = starts[(starts >= 0) & (starts + len(look.row) <= len(pixels))]
        for at, value in enumerate(look.row):
            starts = starts[pixels[starts + at] == value]
        for start in starts[:MAX_FOUND]:
            row, column = divmod(int(start), width)
            corners.append((column - look.dx, row - look.dy))
    return corners


def _background(pixels: Packed) -> np.uint32:
    values, counts = np.unique(pixels, return_counts=True)
    return values[counts.argmax()]


def _contains(outer: Rect, inner: Rect) -> bool:
    return (
        outer[0] <= inner[0]
        and outer[1] <= inner[1]
        and outer[0] + outer[2] >= inner[0] + inner[2]
        and outer[1] + outer[3] >= inner[1] + inner[3]
    )
