"""Cells that were taken for one element, told apart by the row's values.

A table's columns may stand so close that a time and the name behind it are proposed as one. Where one side
of a wide gap is exactly a value that the choice depends on, they are two. A gap as between two words proves
nothing: Anna Berg is not Anna Berg Junior.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection, Sequence
from dataclasses import replace

import cv2
import numpy as np
import numpy.typing as npt

from lam_desktop.neighbours import is_over
from lam_desktop.policy.lam.wording import same_words, with_words
from lam_desktop.types import Box, Element, Frame, Observation

PARTED = frozenset({"cell", "list_item", "text", "header", "menu_item"})
WIDE, WIDER = 0.7, 1.5
"""A gap between columns is at least so wide, in heights of the line, and so many times as wide as one between
words."""
LEAST_GAP_PX = 5
EDGE_SHARE = 0.85
"""A column of the picture with more ink than this is a line between cells."""
UNEVEN = 1.7
"""Letters of one stretch are on average at most so many times as wide as those of another."""
MOST_PARTS, MOST_WORDS = 4, 24


def parted(seen: Observation, values: Collection[str]) -> Observation:
    """The observation with the elements apart that hold a value and, behind a wide gap, something else."""
    elements: list[Element] = []
    changed = False
    for element in seen.elements:
        held = [value for value in values if _holds(element, value)]
        pieces = _pieces(element, held, seen.frame) if held else []
        changed |= bool(pieces)
        elements += pieces or [element]
    return replace(seen, elements=_without_doubles(elements, seen.elements)) if changed else seen


def _holds(element: Element, value: str) -> bool:
    if element.kind not in PARTED or len(element.text) <= len(value) or "\n" in element.text:
        return False
    if value[:1].casefold() not in element.text.casefold():
        return False
    if same_words(element.text, value):
        return False
    return with_words(element.text, value, "") is not None


def _pieces(element: Element, values: Sequence[str], frame: Frame) -> list[Element]:
    """The element's parts between wide gaps, if one of them says a value; none where it has no such parts."""
    box = element.box.intersection(Box(0, 0, frame.shape[1], frame.shape[0]))
    if box.w < 4 or box.h < 6:
        return []
    columns, height = _ink(box.crop(frame))
    spans = _apart(columns, max(LEAST_GAP_PX, round(WIDE * height)))
    texts = _shared_out(element.text.split(), [end - start for start, end in spans])
    if len(texts) < 2 or not any(same_words(text, value) for text in texts for value in values):
        return []
    # A part reaches to the middle of the gap beside it: what lies in a cell is not only its letters.
    cuts = [0, *((one[1] + other[0]) // 2 for one, other in itertools.pairwise(spans)), box.w]
    return [
        replace(element, box=Box(box.x + left, element.box.y, right - left, element.box.h), text=text)
        for left, right, text in zip(cuts[:-1], cuts[1:], texts, strict=True)
    ]


def _ink(crop: Frame) -> tuple[npt.NDArray[np.bool_], int]:
    """(w,): columns with ink, and how high the line is; lines between cells are none."""
    grey = cv2.cvtColor(crop, cv2.COLOR_RGB2GRAY).astype(np.int16)
    background = int(np.bincount(grey.ravel(), minlength=256).argmax())
    difference = np.abs(grey - background)
    ink: npt.NDArray[np.bool_] = difference > max(24.0, 0.3 * float(np.percentile(difference, 99.5)))
    ink[:, ink.mean(0) > EDGE_SHARE] = False
    ink[ink.mean(1) > EDGE_SHARE] = False
    rows = np.flatnonzero(ink.any(1))
    columns: npt.NDArray[np.bool_] = ink.max(0)
    return columns, int(rows[-1] - rows[0] + 1) if len(rows) else 0


def _apart(columns: npt.NDArray[np.bool_], gap: int) -> list[tuple[int, int]]:
    """Stretches of ink between gaps of at least so many columns: first and one behind the last."""
    marked = np.flatnonzero(columns)
    if not len(marked):
        return []
    gaps = np.diff(marked) - 1
    breaks = np.flatnonzero(gaps >= gap)
    if len(breaks) and gaps[breaks].min() < WIDER * gaps[gaps < gap].max(initial=0):
        return []
    starts, ends = [marked[0], *marked[breaks + 1]], [*marked[breaks], marked[-1]]
    return [(int(start), int(end) + 1) for start, end in zip(starts, ends, strict=True)]


def _shared_out(words: Sequence[str], widths: Sequence[int]) -> list[str]:
    """What stands in each of several stretches of such widths; empty where the reading does not fit them.

    Letters of one line are about as wide everywhere.
    """
    best: tuple[float, list[str]] = (UNEVEN, [])
    if 2 <= len(widths) <= min(MOST_PARTS, len(words)) and len(words) <= MOST_WORDS:
        for cuts in itertools.combinations(range(1, len(words)), len(widths) - 1):
            texts = [" ".join(words[a:b]) for a, b in itertools.pairwise((0, *cuts, len(words)))]
            each = [width / len(text) for width, text in zip(widths, texts, strict=True)]
            best = min(best, (max(each) / min(each), texts))
    return best[1]


def _without_doubles(elements: Sequence[Element], before: Sequence[Element]) -> tuple[Element, ...]:
    """Without the pieces that say what another element there says already."""
    old = {id(one) for one in before}

    def double(piece: Element) -> bool:
        return any(same_words(other.text, piece.text) and is_over(other.box, piece.box) for other in before)

    return tuple(one for one in elements if id(one) in old or not double(one))
