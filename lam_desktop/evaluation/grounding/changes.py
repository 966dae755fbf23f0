"""What changed between two screens of one program, told from the pages themselves."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from statistics import median

import numpy as np

from lam_desktop.data.corpus.records import Page
from lam_desktop.data.corpus.spec import PageElement
from lam_desktop.types import Frame

CHANGES = (
    "smaller", "scaled 1.15–1.5", "scaled 1.5–", "dark or light", "resized", "reordered", "added", "occluded",
)  # fmt: skip
SMALLER, LARGER, MUCH_LARGER = 1 / 1.15, 1.15, 1.5
RESIZED = 1.15
LEAST_IN_ORDER, LEAST_COMMON = 0.98, 4
HIDDEN = 0.95


def changes(first: Page, second: Page, windows: tuple[Frame, Frame]) -> list[str]:
    """Which of `CHANGES` there are from the first page to the second; places and data always differ.

    Captions never do: that is asked of pages with single changes.

    `windows`: pictures of their windows.
    """
    pages = (first, second)
    one, two = ({e.id: e for e in page.elements} for page in pages)
    found: list[str] = []
    lines = [_line_px(page) for page in pages]
    scale = lines[1] / lines[0]
    if scale < SMALLER:
        found.append("smaller")
    elif scale >= MUCH_LARGER:
        found.append("scaled 1.5–")
    elif scale > LARGER:
        found.append("scaled 1.15–1.5")
    bright = [float(np.median(one)) for one in windows]
    if (bright[0] < 128) != (bright[1] < 128):
        found.append("dark or light")
    for side in (2, 3):
        ratio = second.window[side] / max(1.0, first.window[side] * scale)
        if not 1 / RESIZED < ratio < RESIZED:
            found.append("resized")
            break
    if _in_order(one, two) < LEAST_IN_ORDER:
        found.append("reordered")
    if any(e.action and not e.record for name, e in two.items() if name not in one):
        found.append("added")
    if any(e.visible < HIDDEN for e in two.values()):
        found.append("occluded")
    return found


def _line_px(page: Page) -> float:
    heights = [e.box[3] for e in page.elements if e.kind in ("text", "menu_item", "button") and e.text]
    return float(median(heights)) if heights else 16.0


def _in_order(one: Mapping[str, PageElement], two: Mapping[str, PageElement]) -> float:
    """Share of neighbours in reading order that keep their order; 1 where there are too few to tell."""

    def counts(element: PageElement | None) -> bool:
        return element is not None and element.action and not element.record

    common = [name for name in one if counts(one[name]) and counts(two.get(name))]

    def order(held: Mapping[str, PageElement]) -> list[str]:
        return sorted(common, key=lambda name: (held[name].box[1], held[name].box[0]))

    place = {name: at for at, name in enumerate(order(two))}
    names = order(one)
    if len(names) < LEAST_COMMON:
        return 1.0
    kept = sum(place[a] < place[b] for a, b in itertools.pairwise(names))
    return kept / (len(names) - 1)
