"""Where the wheel may be turned so that it scrolls and changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from lam_desktop.execution.finding.wheel_effect import Way
from lam_desktop.types import Box, Decision, DemonstratedStep, Element, ElementKind, Observation

Point = tuple[int, int]

TAKES_THE_WHEEL: frozenset[ElementKind] = frozenset({"field", "combo", "spin", "tab"})
"""Over these the wheel may change what they hold, or scroll within them."""
LISTED: frozenset[ElementKind] = frozenset({"cell", "list_item", "menu_item"})
"""Kinds of what lies in lists, over which the wheel does nothing but scroll."""
LARGE = 0.15
"""Share of the window from which a thing is a ground on which others lie, whatever it is taken for."""
AROUND_PX = 10
"""The pointer stays so far from anything that takes the wheel."""
EDGE_PX = 24
STRIDE_PX = 12
BAR_PX = 7
"""The middle of a scroll bar lies so far from the side of its window."""
OVER_PX = 160
"""A place over something, or over a list where none is meant, counts as so much further away."""
MOST_NOTCHES = 3
SEEN_TWICE = 0.55
"""At most so much of what moves is new after a turn."""
INNER = (0.12, 0.88)
"""A place nearer to the edge of a window than this share may lie on its bars and lines."""


@dataclass(frozen=True, slots=True)
class Aim:
    """Where to turn: near a point, or nowhere but there."""

    point: Point
    """Frame pixels."""
    fixed: bool = False
    """A scroll bar: nothing comes by under the pointer."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn of the wheel."""

    point: Point
    """Frame pixels."""
    notches: int
    """How many, at least 1: so far nothing that takes the wheel comes under the pointer."""


def demonstrated_place(shown: DemonstratedStep, region: Box) -> Point:
    """The same share of the window as in the demonstration, but for its edges; frame pixels."""
    target, window = shown.acted_on, shown.before.window
    if target is None or window is None or not window.area:
        return region.center
    x, y = target.box.center
    shares = (x - window.x) / window.w, (y - window.y) / window.h
    u, v = (min(INNER[1], max(INNER[0], share)) for share in shares)
    return region.x + round(u * region.w), region.y + round(v * region.h)


def aims(shown: DemonstratedStep, region: Box, tried: Sequence[Point], panes: Sequence[Box]) -> list[Aim]:
    """Where to turn next, likeliest first: where the target was shown, then far from all that was tried.

    `panes`: what is known to scroll, and was searched.
    """
    if not tried:
        return [Aim(demonstrated_place(shown, region))]
    columns, rows = (region.w // 6, region.w // 2, 5 * region.w // 6), (region.h // 4, 3 * region.h // 4)
    spread = [(region.x + x, region.y + y) for x in columns for y in rows]
    apart = min(region.w, region.h) // 4

    def distance(at: Point) -> int:
        return min(max(abs(at[0] - x), abs(at[1] - y)) for x, y in tried)

    left = [at for at in spread if distance(at) >= apart and not any(one.contains(*at) for one in panes)]
    return [Aim(at) for at in sorted(left, key=distance, reverse=True)]


def bar_at(region: Box, way: Way) -> Aim:
    """Where the scroll bar of a window lies, if it has one."""
    if way in ("down", "up"):
        return Aim((region.right - BAR_PX, region.center[1]), fixed=True)
    return Aim((region.center[0], region.bottom - BAR_PX), fixed=True)


def turn_at(
    aim: Aim,
    way: Way,
    pitch: int,
    extent: int,
    region: Box,
    elements: Iterable[Element],
    shown: DemonstratedStep,
    avoided: Sequence[Box],
    allowed: Callable[[Point], bool],
) -> Turn | None:
    """The turn nearest to an aim that touches nothing; None where there is no place for one.

    `pitch`: how far one notch moves, and `extent` how long the part is that moves, pixels; 0 where that is
    not known yet. `avoided`: what is known to take the wheel, or to be no place for it.
    """
    most = max(1, int(SEEN_TWICE * extent / pitch)) if pitch and extent else 1
    small = [one for one in elements if one.box.area < LARGE * region.area]
    taking = [one.box.expanded(AROUND_PX) for one in small if one.kind in TAKES_THE_WHEEL]
    taking += [one.expanded(AROUND_PX) for one in avoided]
    if aim.fixed:
        free = allowed(aim.point) and not any(one.contains(*aim.point) for one in taking)
        return Turn(aim.point, min(most, MOST_NOTCHES)) if free else None
    grid = _Grid(region, aim.point)
    blocked, over = grid.under(taking), grid.under(one.box.expanded(2) for one in small)
    listed = grid.under(one.box for one in small if one.kind in LISTED)
    target = shown.acted_on
    in_list = target is not None and target.kind in LISTED
    odd = ~listed if in_list else over
    cost = np.where(blocked, np.inf, grid.distance(aim.point) + OVER_PX * odd)
    for at in np.argsort(cost, axis=None, kind="stable"):
        row, column = divmod(int(at), len(grid.xs))
        if not np.isfinite(cost[row, column]):
            break
        point = int(grid.xs[column]), int(grid.ys[row])
        if allowed(point):
            notches = _free(point, way, taking, region) // pitch + 1 if pitch else 1
            return Turn(point, min(most, notches, MOST_NOTCHES))
    return None


class _Grid:
    """Places in a window, so far apart that they are quickly gone through; one of them is a wanted one."""

    def __init__(self, region: Box, wanted: Point) -> None:
        self.xs = self._along(region.x, region.right, wanted[0])
        self.ys = self._along(region.y, region.bottom, wanted[1])

    @staticmethod
    def _along(first: int, end: int, wanted: int) -> npt.NDArray[np.intp]:
        places = np.arange(first + EDGE_PX, end - EDGE_PX, STRIDE_PX)
        return np.unique(np.append(places, wanted)) if first < wanted < end else places

    def under(self, boxes: Iterable[Box]) -> npt.NDArray[np.bool_]:
        """Which places some boxes cover (rows, columns)."""
        found = np.zeros((len(self.ys), len(self.xs)), np.bool_)
        for one in boxes:
            top, bottom = np.searchsorted(self.ys, (one.y, one.bottom))
            left, right = np.searchsorted(self.xs, (one.x, one.right))
            found[top:bottom, left:right] = True
        return found

    def distance(self, point: Point) -> npt.NDArray[np.intp]:
        """How far the places are from a point, pixels across and down together."""
        return np.abs(self.ys - point[1])[:, None] + np.abs(self.xs - point[0])[None, :]


def _free(at: Point, way: Way, taking: Iterable[Box], ground: Box) -> int:
    """How far things may move until one that takes the wheel, or that is not seen yet, is under a point."""
    x, y = at
    room = {"down": ground.bottom - y, "up": y - ground.y, "right": ground.right - x, "left": x - ground.x}[
        way
    ]
    for one in taking:
        if way in ("down", "up") and one.x <= x < one.right:
            ahead = one.y - y if way == "down" else y - one.bottom
        elif way in ("right", "left") and one.y <= y < one.bottom:
            ahead = one.x - x if way == "right" else x - one.right
        else:
            continue
        if ahead >= 0:
            room = min(room, ahead)
    return max(0, room)


def at_the_same_share(
    shown: DemonstratedStep, window: Box, screen: Observation, decision: Decision
) -> Decision:
    """The decision to turn the wheel at the same share of a window, where nothing was found to turn it over.

    That harms nothing, but over what the wheel may change: there the decision stays, unless it was turned
    over such a thing when it was shown. `window`: the present one, frame pixels.
    """
    then = shown.before.window
    if shown.point is None or then is None or not then.area:
        return decision
    x = window.x + round((shown.point[0] - then.x) * window.w / then.w)
    y = window.y + round((shown.point[1] - then.y) * window.h / then.h)
    found = decision.target or (decision.candidates[0] if decision.candidates else None)
    kind = None if shown.target is None else shown.before.elements[shown.target].kind
    changes = any(
        one.kind in TAKES_THE_WHEEL
        and one.kind != kind
        and one.box.contains(x, y)
        and one.box.area < LARGE * window.area
        for one in screen.elements
    )
    if found is None or changes:
        return decision
    return replace(
        decision, target=found, point=(x, y), confidence=1.0, reason="Scrolls at the same part of the window."
    )
