"""How a task is met again: with another row, elsewhere, in another size, theme or font."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, field

from lam_desktop.evaluation.drift.conditions import SERIF, Condition
from lam_desktop.office.virtual import VirtualDesktop
from lam_desktop.office.waiting import wait_settled
from lam_desktop.office.xdisplay import place_window
from lam_desktop.types import Box
from recorder.windows._xorg import XorgWindows

FRAME_PX = 30


@dataclass(frozen=True, slots=True)
class Variation:
    """One way of meeting a task again; the rows that were not shown take turns."""

    name: str
    shift: tuple[int, int] = (0, 0)
    """By so many pixels the window is moved, as far as the screen reaches."""
    growth: tuple[float, float] = (1.0, 1.0)
    """Of the window's width and height."""
    condition: Condition = field(default_factory=lambda: Condition("as-recorded"))

    def arrange(self, desktop: VirtualDesktop) -> None:
        """Moves the program's window and gives it its size."""
        if self.shift == (0, 0) and self.growth == (1.0, 1.0):
            return
        with contextlib.closing(XorgWindows(desktop.display)) as windows:
            mine = [one for one in windows.all() if one.kind in ("normal", "dialog") and one.wm_class]
        window = max(mine, key=lambda one: one.geometry[2] * one.geometry[3])
        x, y, w, h = window.geometry
        wide, high = desktop.size
        w = min(round(w * self.growth[0]), wide - FRAME_PX)
        h = min(round(h * self.growth[1]), high - 2 * FRAME_PX)
        x = max(5, min(x + self.shift[0], wide - w - 5))
        y = max(FRAME_PX, min(y + self.shift[1], high - h - 5))
        place_window(desktop.display, window.window_id, Box(x, y, w, h))
        wait_settled(desktop.screenshot)


VARIATIONS = (
    Variation("another-row"),
    Variation("moved", (310, 160)),
    Variation("moved-back", (-40, 230)),
    Variation("wider", growth=(1.25, 1.0)),
    Variation("larger-moved", (120, 60), (1.15, 1.2)),
    Variation("dark", condition=Condition("dark", dark=True)),
    Variation("text-larger", condition=Condition("text+20", text=1.2)),
    Variation("serif", condition=Condition("serif", font=SERIF)),
    Variation("dark-moved", (260, 110), condition=Condition("dark", dark=True)),
    Variation("dark-larger-moved", (90, 40), (1.1, 1.1), Condition("dark,text+20", dark=True, text=1.2)),
)
