"""What windows left on the screen: a program that is busy draws over it late, and the server not at all.

Where a window has no background of its own, as those of most toolkits, X11 leaves the pixels of what stood
in front of it until its program draws. The DAMAGE extension tells of each drawing, on the connection that
tells of windows, so that it is known which came after which.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from recorder.regions import Rect, intersection, union, without

if TYPE_CHECKING:
    from Xlib.display import Display

UNWATCHED_S = 0.7
"""So long counts what was left while nobody watched who draws: most programs have drawn by then."""
MOST_PIECES = 256
"""More pieces of one window are one box again."""
FOREVER = float("inf")


class Leavings:
    """By window; watched only while somebody must not be seen, since it is told of every drawing."""

    def __init__(self, display: Display) -> None:
        from Xlib.ext import damage

        self._display: Any = display
        self._level = damage.DamageReportRawRectangles
        self._can = bool(self._display.has_extension(damage.extname))
        if self._can:
            self._display.damage_query_version()
        self._damage: int | None = None
        self._begins: Rect | None = None  # who begins to watch is told of all as drawn at first
        self._pieces: dict[int, list[tuple[Rect, float]]] = {}  # with the time until which they count

    def watch(self, wanted: bool) -> None:
        """Begins to watch who draws; ends it where nothing is left either."""
        if not self._can or wanted == (self._damage is not None):
            return
        if wanted:
            self._begins = self._whole()
            self._damage = self._display.screen().root.damage_create(self._level)
        elif not self._pieces:
            self._display.damage_destroy(self._damage)
            self._damage = None

    def leave(self, number: int, area: Rect) -> None:
        """A window is no longer where it was."""
        seen = intersection(area, self._whole())  # nobody ever draws over what lies beyond
        if seen is not None:
            until_s = FOREVER if self._damage is not None else time.monotonic() + UNWATCHED_S
            older = [one for one in self._pieces.get(number, ()) if without(one[0], [seen])]
            self._keep(number, [*older, (seen, until_s)])

    def clear(self) -> None:
        """Somebody else draws the whole screen: nothing is left of anything."""
        self._pieces.clear()

    def drawn(self, event: Any) -> bool:
        """Takes in what the server says of a drawing; whether the event was about that."""
        area = getattr(event, "area", None)
        if area is None:
            return False
        hole = int(area.x), int(area.y), int(area.width), int(area.height)
        if hole == self._begins:
            self._begins = None
            return True
        for number, pieces in list(self._pieces.items()):
            left = [(part, until_s) for piece, until_s in pieces for part in without(piece, [hole])]
            self._keep(number, left)
        return True

    def areas(self) -> tuple[tuple[int, Rect], ...]:
        """Window and place, screen pixels, of what nothing was drawn over."""
        now = time.monotonic()
        for number, pieces in list(self._pieces.items()):
            self._keep(number, [one for one in pieces if one[1] > now])
        return tuple((number, area) for number, pieces in self._pieces.items() for area, _ in pieces)

    def _whole(self) -> Rect:
        size = self._display.screen().root.get_geometry()
        return 0, 0, int(size.width), int(size.height)

    def _keep(self, number: int, pieces: list[tuple[Rect, float]]) -> None:
        if len(pieces) > MOST_PIECES:
            box = pieces[0][0]
            for area, _ in pieces:
                box = union(box, area)
            pieces = [(box, max(until_s for _, until_s in pieces))]
        if pieces:
            self._pieces[number] = pieces
        else:
            self._pieces.pop(number, None)
