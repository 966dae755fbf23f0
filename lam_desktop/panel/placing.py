"""Where a small window stands so that it does not cover what the agent works on."""

from __future__ import annotations

from lam_desktop.types import Box

GAP = 12
"""Distance to the edge of the screen."""


def free_place(
    screen: Box, size: tuple[int, int], avoid: Box | None, *, mark: Box | None = None, now: Box | None = None
) -> Box:
    """The place of a window of `size` on `screen` that covers least of `mark`, then least of `avoid`.

    `mark` is the element acted on, `avoid` the window around it. Among equally good places the window stays
    where it is (`now`), else takes the one nearest to the upper right corner.
    """
    w, h = min(size[0], screen.w), min(size[1], screen.h)
    corner = Box(screen.right - w - GAP, screen.y + GAP, w, h)
    places = [Box(x, y, w, h) for x, y in _corners(screen, w, h, avoid)]
    if now is not None and now.w == w and now.h == h and now.intersection(screen) == now:
        places.insert(0, now)

    def cost(place: Box) -> tuple[int, int, bool, int]:
        far = abs(place.x - corner.x) + abs(place.y - corner.y)
        return _covered(place, mark), _covered(place, avoid), place != now, far

    return min(places, key=cost)


def has_room(screen: Box, size: tuple[int, int], avoid: Box | None) -> bool:
    """Whether a window of `size` fits on `screen` beside `avoid`."""
    return _covered(free_place(screen, size, avoid), avoid) == 0


def _corners(screen: Box, w: int, h: int, avoid: Box | None) -> list[tuple[int, int]]:
    left, right = screen.x + GAP, screen.right - w - GAP
    top, bottom = screen.y + GAP, screen.bottom - h - GAP
    across, down = [right, left], [top, bottom]
    if avoid is not None:
        # Directly beside the window, where the gap to the screen's edge is what does not fit.
        across += [avoid.right, avoid.x - w, screen.right - w, screen.x]
        down += [avoid.bottom, avoid.y - h, screen.bottom - h, screen.y]
    return [
        (min(max(x, screen.x), screen.right - w), min(max(y, screen.y), screen.bottom - h))
        for x in across
        for y in down
    ]


def _covered(place: Box, box: Box | None) -> int:
    return 0 if box is None else place.intersection(box).area
