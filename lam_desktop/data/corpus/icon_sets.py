"""Glyphs of tool buttons from published icon families, where `assets` has fetched them, or drawn ones.

A program keeps to one family; in some pairs the second look has another: the picture changes, not its place.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Protocol

from lam_desktop.data.corpus import icons
from lam_desktop.data.corpus.coloured_icons import ColouredIcons
from lam_desktop.data.corpus.records import split

HELD_OUT_FAMILY = "ionicons"
"""Only programs of the test split have it."""
_DRAWN_SHARE = 0.12
_CHANGED_SHARE = 0.15
_HELD_OUT_SHARE = 0.5
_REDRAWN_SHARE, _IN_COLOUR_SHARE = 0.75, 0.4
"""Of programs with dense bars: how often the second look has another family, and how often one in colour."""


class IconSet(Protocol):
    """One family of glyphs."""

    @property
    def name(self) -> str:
        """As published; empty for glyphs that need no download."""
        ...

    def svg(self, name: str, px: int, stroke: float, colour: str, fill: str = "none") -> str:
        """The glyph as inline SVG of `px` pixels a side; unknown names get a picture of their own."""
        ...


class DrawnIcons:
    """The glyphs that need no download."""

    name = ""

    def svg(self, name: str, px: int, stroke: float, colour: str, fill: str = "none") -> str:
        """The glyph as strokes; an unknown one is made up from its name."""
        return icons.svg(name, px, random.Random(name), stroke, colour, fill)


class FamilyIcons:
    """One published family: glyph name -> its SVG, with lines or filled."""

    def __init__(self, glyphs: Mapping[str, str], name: str) -> None:
        self.name = name
        self._glyphs = glyphs
        self._all = sorted(glyphs)

    def svg(self, name: str, px: int, stroke: float, colour: str, fill: str = "none") -> str:
        """The family's glyph for a name of ours; any other name picks one of its glyphs for good."""
        del fill
        own = next((known for known in names_of(name) if known in self._glyphs), None)
        own = own or self._all[random.Random(f"glyph/{name}").randrange(len(self._all))]
        text = self._glyphs[own].replace("currentColor", colour)
        if 'stroke-width="2"' in text:
            text = text.replace('stroke-width="2"', f'stroke-width="{stroke}"')
        return re.sub("<svg", f'<svg width="{px}" height="{px}"', text, count=1)


class IconSets:
    """All families in a folder that `assets.fetch` filled; without one there are drawn glyphs alone."""

    def __init__(self, folder: Path | None = None) -> None:
        paths = sorted((folder / "icons").glob("*.json")) if folder else []
        self._families = {
            path.stem: FamilyIcons(json.loads(path.read_text(encoding="utf-8")), path.stem) for path in paths
        }

    def for_page(self, program: str, look: str, dense: bool = False) -> IconSet:
        """The family that a program shows in a look; `dense`: one with bars that are mostly drawn anew."""
        rng = random.Random(f"icons/{program}")
        first, second = self._pick(rng, program), self._pick(rng, program)
        changes = rng.random() < (_REDRAWN_SHARE if dense else _CHANGED_SHARE)
        found = second if look != "A" and changes else first
        in_colour = random.Random(f"colour/{program}/{look if changes else ''}").random() < _IN_COLOUR_SHARE
        return ColouredIcons(found, f"{program}/{found.name}") if dense and in_colour else found

    def _pick(self, rng: random.Random, program: str) -> IconSet:
        held_out = sorted(name for name in self._families if name.startswith(HELD_OUT_FAMILY))
        others = sorted(name for name in self._families if name not in held_out)
        if held_out and split(program) == "test" and rng.random() < _HELD_OUT_SHARE:
            return self._families[rng.choice(held_out)]
        if not others or rng.random() < _DRAWN_SHARE:
            return DrawnIcons()
        return self._families[rng.choice(others)]


@cache
def glyph_names() -> Mapping[str, tuple[str, ...]]:
    """Our glyph name -> what families call it, the best name first."""
    text = (files("lam_desktop.data.corpus") / "words" / "glyphs.txt").read_text(encoding="utf-8")
    known: dict[str, tuple[str, ...]] = {}
    for line in text.splitlines():
        ours, *theirs = line.split()
        names = (*theirs, ours)  # ours may mean another picture to them
        known[ours] = (*names, *(name.replace("-", "_") for name in names if "-" in name))
    return known


def names_of(name: str) -> tuple[str, ...]:
    """What families call a glyph; the name alone where we know no other."""
    return glyph_names().get(name, (name,))
