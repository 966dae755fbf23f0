"""What a turn of the wheel did to the picture of a window: moved a part of it as a whole, or something else.

What moved is known by its ink: letters and edges that stood at one place before stand at another behind it,
all by the same distance. A value that was turned, a map that was enlarged, a page that was replaced are not.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import cv2
import numpy as np
import numpy.typing as npt

from lam_desktop.execution.screen.readiness import CARET_PX
from lam_desktop.types import Box, Frame

Way = Literal["down", "up", "right", "left"]
"""Where the wheel leads: what is seen goes the other way."""
Mask = npt.NDArray[np.bool_]
Gray = npt.NDArray[np.uint8]

DIFFERS = 24
"""A pixel is another one from this much on, of 255."""
INK = 24
"""Gray values differ by so much within three pixels where letters and edges are."""
LEAST_OVERLAP_PX, LEAST_OVERLAP = 24, 0.25
"""So much, pixels and share, of what moved stays in view."""
LEAST_MOVED_PX = (40, 44)
"""What moves as a whole is at least so large (width, height); the thumb of a slider is not."""
LEAST_INK_PX = 60
"""By fewer pixels nothing is known again."""
LEAST_EXPLAINED, REST = 0.85, 5
"""So much of the ink that changed was elsewhere before, or is elsewhere now; of a map that is enlarged about
half is, by chance. What is not counts so many times as much against a distance as what is counts for it."""
MOST_STILL = 0.15
"""Of the ink that either stands still or has moved so much may stand still: what lies over the page."""
BY_CHANCE = 0.01
"""So much of the ink is known again at the wrong place, at each side."""
MUCH = 0.2
"""What stands still counts from this share of the ink of which it is known whether it moved."""
BAR_PX = 24
"""A scroll bar at the side of a window is at most so wide."""
THIN_PX, LONG_PX = 14, 42
"""A bar that shows only while something scrolls is at most so thin, and at least so long."""
EDGE_PX = 12
"""So exact are the ends of what moved, at worst."""
AS_IT_WAS = 0.97
"""Share of a place that looks as it did, where nothing but a soft edge is otherwise."""
MOSTLY = 0.8
"""Share of a field by which it lies in what moves, or beside it."""
INSIDE_PX = 4
"""What a field holds is so far inside its box."""
LEAST_ALTERED_PX = 8
"""So many pixels of another value make a figure another one."""
CLEARLY = 64
"""What a field holds looks otherwise from this much on, which a tint under the pointer does not."""


@dataclass(frozen=True, slots=True)
class Effect:
    """What became of a window from one picture to the next."""

    changed: Box | None
    """Around all that looks otherwise, frame pixels; None where nothing does."""
    pane: Box | None = None
    """What moved as a whole, frame pixels; None where nothing did."""
    by: int = 0
    """How far that went, pixels; 0 where only the bar beside it tells that it did."""


def restless(pictures: Sequence[Frame]) -> Mask | None:
    """Where pictures between which nobody acted differ (H, W); None where they do not."""
    found = np.zeros(pictures[0].shape[:2], np.uint8)
    for picture in pictures[1:]:
        if picture.shape == pictures[0].shape:
            found |= (cv2.absdiff(pictures[0], picture).max(axis=2) >= DIFFERS).astype(np.uint8)
    # What turns or runs comes by places where it was not seen yet.
    return cv2.dilate(found, np.ones((9, 9), np.uint8)).astype(bool) if found.any() else None


def effect(before: Frame, after: Frame, window: Box, way: Way, ignored: Mask | None = None) -> Effect:
    """What a turn of the wheel did within a window, but for a caret and what changes by itself."""
    changed = _changed(before, after, window, ignored)
    around = _around(changed)
    if around is None:
        return Effect(None)
    left, top = max(0, window.x), max(0, window.y)
    box = around.moved(left, top)
    one, other = _gray(window.crop(before)), _gray(window.crop(after))
    if way in ("up", "left"):
        one, other = other, one
    sideways = way in ("right", "left")
    if sideways:
        one, other = np.ascontiguousarray(one.T), np.ascontiguousarray(other.T)
        changed = np.ascontiguousarray(changed.T)
    moved = _moved(one, other, changed) or _by_its_bar(one, other, changed)
    if moved is None:
        return Effect(box)
    pane, by = moved
    if sideways:
        pane = Box(pane.y, pane.x, pane.h, pane.w)
    return Effect(box, pane.moved(left, top), by)


def looks_the_same(before: Frame, after: Frame, window: Box, ignored: Mask | None = None) -> bool:
    """Whether a window shows what it did, but for a caret and what changes by itself."""
    return _around(_changed(before, after, window, ignored)) is None


def altered(before: Frame, after: Frame, holding: Iterable[Box], seen: Effect, way: Way) -> Box | None:
    """The first of some boxes of `before` that holds something else now, wherever it went; None: none does.

    `holding`: what has a value of its own, frame pixels. What went out of sight is not compared.
    """
    if not seen.by or seen.pane is None:
        return None
    dx, dy = moved_by(seen.by, way)
    near = seen.pane.expanded(seen.by + 2 * BAR_PX)
    pane = _shortened(seen.pane, upright=dx == 0)
    for box in holding:
        inner = box.expanded(-INSIDE_PX)
        within = seen.pane.intersection(box).area / max(1, box.area)
        # Fields below each other may hold the same: only at the side of what moves it may be either.
        if within < MOSTLY and _holds_the_same(before, after, inner, inner):
            continue
        # What the edge of the pane, or a line that stays at its end, cuts is not seen both times.
        there = inner.intersection(pane).moved(dx, dy).intersection(pane)
        if within >= MOSTLY and there.area < MOSTLY * inner.area:
            continue
        if near.overlaps(box) and _holds_the_same(before, after, there.moved(-dx, -dy), there):
            continue
        return box
    return None


def _shortened(pane: Box, upright: bool) -> Box:
    """A pane without its ends along the way, of which it is not sure that they are its own."""
    dx, dy = (0, EDGE_PX) if upright else (EDGE_PX, 0)
    return Box(pane.x + dx, pane.y + dy, max(0, pane.w - 2 * dx), max(0, pane.h - 2 * dy))


def moved_by(by: int, way: Way) -> tuple[int, int]:
    """How far a thing goes on the screen, pixels to the right and down, where the wheel leads `way`."""
    return {"down": (0, -by), "up": (0, by), "right": (-by, 0), "left": (by, 0)}[way]


def stood_still(before: Frame, after: Frame, area: Box, seen: Effect, way: Way) -> bool:
    """Whether more of the ink in an area, beside what moved in it, is where it was than went along.

    False where that is little of all ink there. Lines along the way look the same moved or not, and tell
    nothing; nor does what came from beyond the area.
    """
    assert seen.pane is not None
    dx, dy = moved_by(seen.by, way)
    area = area.intersection(Box(0, 0, before.shape[1], before.shape[0]))
    area = area.intersection(area.moved(dx, dy))
    if not area.area:
        return False
    one, other = _gray(area.crop(before)), _gray(area.crop(after))
    same = cv2.absdiff(one, other) < DIFFERS
    came = cv2.absdiff(_gray(area.moved(-dx, -dy).crop(before)), other) < DIFFERS
    ink = _ink(other)
    still, went = ink & same & ~came, ink & came & ~same
    told = int(still.sum() + went.sum())
    within = seen.pane.expanded(EDGE_PX)
    left, top = within.x - area.x, within.y - area.y
    for found in (still, went):
        found[max(0, top) : max(0, top + within.h), max(0, left) : max(0, left + within.w)] = False
    return int(still.sum()) > max(int(went.sum()), MUCH * told, LEAST_INK_PX)


def went_along(before: Frame, after: Frame, place: Box, seen: Effect, way: Way) -> bool:
    """Whether a place, frame pixels of `before`, scrolled with what moved, and shows there what it did."""
    if seen.pane is None or not seen.by or not seen.pane.holds(place, EDGE_PX):
        return False
    then, now = place.crop(before), place.moved(*moved_by(seen.by, way)).crop(after)
    return then.shape == now.shape and float((cv2.absdiff(then, now) < DIFFERS).mean()) >= AS_IT_WAS


def bars_aside(before: Frame, after: Frame, ignored: Mask | None) -> Mask:
    """Where pictures are not to be compared (H, W): also not where a scroll bar came or went."""
    differs = (cv2.absdiff(before, after).max(axis=2) >= DIFFERS).astype(np.uint8)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(differs, connectivity=8)
    bars = [
        at
        for at, (_, _, w, h, _) in enumerate(stats.tolist())
        if at and min(w, h) <= THIN_PX and max(w, h) >= LONG_PX
    ]
    found = np.isin(labels, bars)
    return found if ignored is None else found | ignored


def _changed(before: Frame, after: Frame, window: Box, ignored: Mask | None) -> Mask:
    """Where a window looks otherwise, in its own pixels: a blinking caret is nothing."""
    one, other = window.crop(before), window.crop(after)
    if one.shape != other.shape:
        return np.ones(other.shape[:2], np.bool_)
    found = cv2.absdiff(one, other).max(axis=2) >= DIFFERS
    if ignored is not None:
        found &= ~window.crop(ignored)  # type: ignore[arg-type]
    _, _, stats, _ = cv2.connectedComponentsWithStats(found.astype(np.uint8), connectivity=8)
    if len(stats) == 2 and stats[1][2] <= CARET_PX[0] and stats[1][3] <= CARET_PX[1]:
        return np.zeros_like(found)
    return found


def _around(changed: Mask) -> Box | None:
    x, y, w, h = cv2.boundingRect(changed.astype(np.uint8))
    return Box(x, y, w, h) if w and h else None


def _gray(part: Frame) -> Gray:
    if not part.size:
        return np.zeros(part.shape[:2], np.uint8)
    return cv2.cvtColor(np.ascontiguousarray(part), cv2.COLOR_RGB2GRAY)  # type: ignore[return-value]


def _ink(gray: Gray) -> Mask:
    if not gray.size:
        return np.zeros(gray.shape, np.bool_)
    return cv2.morphologyEx(gray, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8)) >= INK


def _moved(one: Gray, other: Gray, changed: Mask) -> tuple[Box, int] | None:
    """What went up as a whole, and by how much; in the pictures' pixels."""
    around = _around(changed)
    assert around is not None
    rows, columns = slice(around.y, around.bottom), slice(around.x, around.right)
    one, other, changed = one[rows, columns], other[rows, columns], changed[rows, columns]
    then, now = _ink(one) & changed, _ink(other) & changed
    score, by = _known_again(one, other, then, now)
    # Rows alike seem to have come from either side: only the right one leaves nothing over.
    if not by or _known_again(other, one, now, then)[0] > score:
        return None
    found = _bulk((cv2.absdiff(one[by:], other[:-by]) < DIFFERS) & (then[by:] | now[:-by]))
    found = Box(found.x, found.y, found.w, found.h + by)
    least_w, least_h = LEAST_MOVED_PX
    if found.w < least_w or found.h < least_h or _stands(one, other, found, by):
        return None
    return found.moved(around.x, around.y), by


def _known_again(one: Gray, other: Gray, then: Mask, now: Mask) -> tuple[int, int]:
    """How well it is seen that the ink of two pictures went up, and by how many lines; (0, 0) for neither."""
    then_below, now_above = then.sum(axis=1)[::-1].cumsum()[::-1], now.sum(axis=1).cumsum()
    height = len(one)
    best, by = 0, 0
    for lines in range(1, height - max(LEAST_OVERLAP_PX, int(LEAST_OVERLAP * height))):
        possible = int(then_below[lines] + now_above[-lines - 1])
        if possible <= max(best, LEAST_INK_PX):
            continue
        alike = cv2.absdiff(one[lines:], other[:-lines]) < DIFFERS
        known = int(np.count_nonzero(alike & then[lines:]) + np.count_nonzero(alike & now[:-lines]))
        score = known - REST * (possible - known)
        if score > best and known >= LEAST_EXPLAINED * possible:
            best, by = score, lines
    return best, by


def _stands(one: Gray, other: Gray, pane: Box, by: int) -> bool:
    """Whether too much within what seems to have gone up is where it was, and cannot have come there.

    Fields below each other look alike: where one lost the focus to another, a frame seems to have moved.
    """
    rows, columns = slice(pane.y, pane.bottom), slice(pane.x, pane.right)
    one, other = one[rows, columns], other[rows, columns]
    ink = _ink(other)[:-by]
    still = cv2.absdiff(one, other)[:-by] < DIFFERS
    came = cv2.absdiff(one[by:], other[:-by]) < DIFFERS
    return int((ink & still & ~came).sum()) > MOST_STILL * int((ink & (still ^ came)).sum())


def _bulk(ink: Mask) -> Box:
    """Around ink, but for the few pixels at its sides that are known again by chance."""
    spans: list[tuple[int, int]] = []
    for axis in (1, 0):  # rows, columns
        share = ink.sum(axis=axis).cumsum() / max(1, int(ink.sum()))
        spans.append((int(np.searchsorted(share, BY_CHANCE)), int(np.searchsorted(share, 1 - BY_CHANCE)) + 1))
    (top, bottom), (left, right) = spans
    return Box(left, top, right - left, bottom - top)


def _by_its_bar(one: Gray, other: Gray, changed: Mask) -> tuple[Box, int] | None:
    """A window of which the bar at its side moved: so it scrolled, though nothing beside that tells."""
    height, width = changed.shape
    around = _around(changed[:, -BAR_PX:])
    if around is None:
        return None
    rows = slice(around.y, around.bottom)
    then, now = one[rows, -BAR_PX:], other[rows, -BAR_PX:]
    if not _known_again(now, then, _ink(now), _ink(then))[1]:  # a bar goes the other way
        return None
    beside = slice(None), slice(None, -BAR_PX)
    then, now = _ink(one[beside]) & changed[beside], _ink(other[beside]) & changed[beside]
    if _known_again(other[beside], one[beside], now, then)[1]:
        return None  # all of it goes that way
    return Box(0, 0, width, height), 0


def _holds_the_same(before: Frame, after: Frame, then: Box, now: Box) -> bool:
    """Whether one box of a picture holds what another of the next does, but for a caret."""
    one, other = _gray(then.crop(before)), _gray(now.crop(after))
    if one.shape != other.shape or not one.size:
        return True  # cut by the edge of the screen
    differs = (cv2.absdiff(one, other) >= CLEARLY).astype(np.uint8)
    _, _, w, h = cv2.boundingRect(differs)
    return int(differs.sum()) < LEAST_ALTERED_PX or (w <= CARET_PX[0] and h <= CARET_PX[1])
