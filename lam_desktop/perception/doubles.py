"""One element that was proposed twice, as the one that it is.

The detector leaves out what is almost the same box. Where the cells of a wide element disagree about its
ends, a piece of it comes as an element of its own; that it says the same words gives it away. The policy
would divide its confidence between the two, and ask about a list's entry that stands there once.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from lam_desktop.types import Element

LEAST_WITHIN = 0.8
"""Share of the smaller box that lies within the larger one."""


def without_doubles(elements: Sequence[Element]) -> tuple[Element, ...]:
    """`elements` in their order, without those that `kept` leaves out."""
    return tuple(elements[n] for n in kept(elements))


def kept(elements: Sequence[Element]) -> list[int]:
    """Indices, in order, of what does not lie within another element of its kind that says the same.

    Elements without words count as saying the same. Of two the larger one stays.
    """
    if len(elements) < 2:
        return list(range(len(elements)))
    corners = np.array([(one.box.x, one.box.y, one.box.right, one.box.bottom) for one in elements])
    low = np.maximum(corners[:, None, :2], corners[None, :, :2])  # (n, n, 2)
    high = np.minimum(corners[:, None, 2:], corners[None, :, 2:])
    common = (high - low).clip(min=0).prod(axis=2)  # (n, n) px²
    areas, places = common.diagonal(), np.arange(len(elements))
    smaller = (areas[:, None] < areas) | ((areas[:, None] == areas) & (places[:, None] > places))
    within = smaller & (common >= LEAST_WITHIN * areas[:, None])
    gone = {int(small) for small, large in np.argwhere(within) if _alike(elements[small], elements[large])}
    return [n for n in range(len(elements)) if n not in gone]


def _alike(one: Element, other: Element) -> bool:
    return one.kind == other.kind and one.text.casefold().split() == other.text.casefold().split()
