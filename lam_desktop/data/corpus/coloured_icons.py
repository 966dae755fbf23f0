"""Glyphs in colour, as older desktops have them: each with an ink, and mostly a ground, of its own."""

from __future__ import annotations

import colorsys
import random
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lam_desktop.data.corpus.icon_sets import IconSet

_GROUNDED_SHARE = 0.7
_VIEW = re.compile(r'viewBox="([-\d. ]+)"')


class ColouredIcons:
    """The glyphs of a family in colours that hang on the glyph, and on the `theme` that chooses them."""

    def __init__(self, plain: IconSet, theme: str) -> None:
        self._plain = plain
        self._theme = theme

    @property
    def name(self) -> str:
        """Of the family."""
        return self._plain.name

    def svg(self, name: str, px: int, stroke: float, colour: str, fill: str = "none") -> str:
        """As `IconSet.svg`, but `colour` counts for nothing: they are the same on dark and on light."""
        del colour
        rng = random.Random(f"{self._theme}/{name}")
        hue = rng.random()
        text = self._plain.svg(name, px, stroke, _colour(hue, rng.uniform(0.25, 0.5), 0.7), fill)
        view = _VIEW.search(text)
        if view is None or rng.random() > _GROUNDED_SHARE:
            return text
        ground = _colour(hue + rng.uniform(0.1, 0.5), rng.uniform(0.7, 0.9), 0.8)
        start = text.index(">", text.index("<svg")) + 1
        return text[:start] + _shape(view[1], ground, rng) + text[start:]


def _shape(view: str, colour: str, rng: random.Random) -> str:
    """A round or square ground in the glyph's own coordinates."""
    x, y, wide, high = (float(part) for part in view.split())
    inset = rng.uniform(0.0, 0.12)
    left, top, wide, high = x + inset * wide, y + inset * high, (1 - 2 * inset) * wide, (1 - 2 * inset) * high
    round_share = rng.choice((0.0, 0.15, 0.5))
    return (
        f'<rect x="{left:.2f}" y="{top:.2f}" width="{wide:.2f}" height="{high:.2f}" '
        f'rx="{round_share * wide:.2f}" fill="{colour}" stroke="none"/>'
    )


def _colour(hue: float, light: float, strong: float) -> str:
    parts = colorsys.hls_to_rgb(hue % 1.0, light, strong)
    return "#" + "".join(f"{round(255 * part):02x}" for part in parts)
