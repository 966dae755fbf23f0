"""The point within an element that a demonstrated click is transferred to."""

from __future__ import annotations

from lam_desktop.types import Box

LINE = 4
"""An element this many times as wide as high is a line."""
EDGE_SHARE = 0.15
"""A click keeps at least this share of an element's size from its edges."""
EDGE_HEIGHTS = 2
"""Of a wide element, the share of so many heights: a box may go on far behind the words of a tab."""


def transferred_point(point: tuple[int, int], demonstrated: Box, present: Box) -> tuple[int, int]:
    """The demonstrated click at the same share of the present element's size, off its edges.

    In two lines it keeps, at most, its distance from the nearer end, in heights: what a line says stands at
    one of its ends, however far the box goes on.
    """
    across = (point[0] - demonstrated.x) / max(1, demonstrated.w)
    if min(demonstrated.w / max(1, demonstrated.h), present.w / max(1, present.h)) >= LINE:
        scale = demonstrated.w * present.h / (demonstrated.h * present.w)
        across = min(across, across * scale) if across <= 0.5 else max(across, 1 - (1 - across) * scale)
    down = (point[1] - demonstrated.y) / max(1, demonstrated.h)
    edge = EDGE_SHARE * min(1.0, EDGE_HEIGHTS * present.h / max(1, present.w))
    across = min(1 - edge, max(edge, across))
    down = min(1 - EDGE_SHARE, max(EDGE_SHARE, down))
    return present.x + int(across * present.w), present.y + int(down * present.h)
