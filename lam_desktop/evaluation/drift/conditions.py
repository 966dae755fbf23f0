"""How a program may look on another day: larger, in another font, dark; each with the program's own means."""

from __future__ import annotations

import math
from dataclasses import dataclass

SCREEN = (1280, 900)
"""On which tasks are recorded; a larger rendering is shown on a screen that is larger by as much."""


@dataclass(frozen=True, slots=True)
class Condition:
    """One way of being shown; left alone, it is that of the recording."""

    name: str
    zoom: float = 1.0
    """Of what the program shows: a browser's zoom, a toolkit's text and layout."""
    device: float = 1.0
    """Screen pixels of one of the program's own."""
    text: float = 1.0
    """Of text alone."""
    font: str = ""
    """The family of all text; none: the program's usual one."""
    dark: bool = False

    @property
    def growth(self) -> float:
        """How much more room the program needs, at least 1."""
        return max(1.0, self.zoom * self.device * self.text)

    @property
    def screen(self) -> tuple[int, int]:
        """Width and height of the screen to show it on."""
        return math.ceil(SCREEN[0] * self.growth), math.ceil(SCREEN[1] * self.growth)


RECORDED = Condition("as-recorded")
SERIF, MONO, NARROW = "Liberation Serif", "DejaVu Sans Mono", "Liberation Sans Narrow"
CONDITIONS = (
    RECORDED,
    *(Condition(f"zoom-{percent}", zoom=percent / 100) for percent in (80, 90, 110, 125, 133, 150, 175, 200)),
    *(Condition(f"device-{scale:g}", device=scale) for scale in (1.5, 2.0, 3.0)),
    *(Condition(f"text+{percent}", text=1 + percent / 100) for percent in (10, 19, 37)),
    Condition("font-serif", font=SERIF),
    Condition("font-mono", font=MONO),
    Condition("font-narrow", font=NARROW),
    Condition("dark", dark=True),
    Condition("dark,zoom-125", dark=True, zoom=1.25),
    Condition("dark,text+19", dark=True, text=1.19),
    Condition("dark,device-2", dark=True, device=2.0),
    Condition("font-serif,zoom-150", font=SERIF, zoom=1.5),
    Condition("font-mono,device-1.5,text+10", font=MONO, device=1.5, text=1.1),
    Condition("dark,font-serif,zoom-90", dark=True, font=SERIF, zoom=0.9),
)
