"""One element that was proposed twice, as the one that it is.

The detector leaves out what is almost the same box. Where the cells of a wide element disagree about its
ends, a piece of it comes as an element of its own; that it says the same words gives it away, or that it
begins or ends within one of them. The policy would divide its confidence between the two, and ask about a
list's entry that stands there once; and a click on the piece would seem one on other words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from lam_desktop.neighbours import cuts_word
from lam_desktop.types import LINE_KINDS, Box, Element, ElementKind

LEAST_WITHIN = 0.8
"""Share of the smaller box that lies within the larger one."""
SAY_NOTHING: frozenset[ElementKind] = frozenset({"cell", "header", "field", "combo", "spin", "list_item"})
"""Kinds of which none lies within another one, so that both may be empty. An icon may have an arrow
of its own, and of a mark within a mark nobody knows which one is ticked."""


WHOLE: frozenset[ElementKind] = frozenset({"button", "icon", "checkbox", "radio"})
LEAST_CUT, MOST_CUT = 0.2, 0.8
"""Controls that lie in a cell as a whole, or beside it; the share of one that is cut off."""
MOST_HIGHER, MOST_LARGER, MOST_MISSED = 2.0, 1.6, 4
"""Such a piece is at most so many times as high as the whole, or as low; so many times as large, for a line
around it is none; and misses so many letters, for a cell of a line that was read without spaces is none."""


def without_doubles(elements: Sequence[Element]) -> tuple[Element, ...]:
    """`elements` in their order, without those that `kept` leaves out, and without pieces that cut a word."""
    once = [elements[n] for n in kept(elements)]
    lines = [one for one in once if one.kind in LINE_KINDS and one.text]
    over = np.argwhere(_common([one.box for one in lines]) > 0)
    cut = {id(lines[n]) for n, other in over.tolist() if n != other and _is_cut_from(lines[n], lines[other])}
    torn = {id(one) for one in _cutting_through(once)}
    return tuple(one for one in once if id(one) not in cut | torn)


def _cutting_through(elements: Sequence[Element]) -> Iterator[Element]:
    """Cells and the like one side of which lies within a control that is surer: they end where nothing does,
    and their middle is no place of theirs."""
    cells = [one for one in elements if one.kind in SAY_NOTHING]
    controls = [one for one in elements if one.kind in WHOLE]
    if not cells or not controls:
        return
    common = _common([one.box for one in (*cells, *controls)])[: len(cells), len(cells) :]
    share = common / np.array([max(1, one.box.area) for one in controls])
    for n, other in np.argwhere((share >= LEAST_CUT) & (share <= MOST_CUT)).tolist():
        one, control = cells[n], controls[other]
        level = min(one.box.bottom, control.box.bottom) - max(one.box.y, control.box.y)
        if control.score > one.score and level >= LEAST_WITHIN * control.box.h:
            yield one


def _is_cut_from(piece: Element, whole: Element) -> bool:
    """Whether an element shows the same line as another one, from the middle of a word on, or up to there."""
    if not cuts_word(piece.text, whole.text):
        return False
    missed = len("".join(whole.text.split())) - len("".join(piece.text.split()))
    if missed > MOST_MISSED or piece.box.area > MOST_LARGER * whole.box.area:
        return False
    common = piece.box.intersection(whole.box).area
    low, high = sorted((piece.box.h, whole.box.h))
    return common >= LEAST_WITHIN * min(piece.box.area, whole.box.area) and high <= MOST_HIGHER * low


def kept(elements: Sequence[Element]) -> list[int]:
    """Indices, in order, of what does not lie within another element of its kind that says the same.

    Of two the larger one stays.
    """
    alike: dict[tuple[ElementKind, str], list[int]] = {}
    for n, one in enumerate(elements):
        said = "".join(one.text.casefold().split())
        if said or one.kind in SAY_NOTHING:
            alike.setdefault((one.kind, said), []).append(n)
    gone = {n for these in alike.values() if len(these) > 1 for n in _within_others(elements, these)}
    return [n for n in range(len(elements)) if n not in gone]


def _within_others(elements: Sequence[Element], these: Sequence[int]) -> Iterator[int]:
    boxes = [elements[n].box for n in these]
    common = _common(boxes)
    areas, places = common.diagonal(), np.arange(len(boxes))
    smaller = (areas[:, None] < areas) | ((areas[:, None] == areas) & (places[:, None] > places))
    within = smaller & (common > 0) & (common >= LEAST_WITHIN * areas[:, None])
    yield from (these[at] for at in np.flatnonzero(within.any(axis=1)).tolist())


def _common(boxes: Sequence[Box]) -> npt.NDArray[np.int64]:
    """(n, n) how many pixels each two boxes share."""
    x, y = np.array([one.x for one in boxes]), np.array([one.y for one in boxes])
    right, bottom = np.array([one.right for one in boxes]), np.array([one.bottom for one in boxes])
    wide = np.minimum.outer(right, right) - np.maximum.outer(x, x)
    high = np.minimum.outer(bottom, bottom) - np.maximum.outer(y, y)
    return wide.clip(min=0) * high.clip(min=0)
