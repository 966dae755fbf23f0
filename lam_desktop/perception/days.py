"""The days of a narrow calendar are one element each, also where the detector sees several of them as one.

In a calendar whose figures stand close to each other it proposes strips of them. What such a strip says, one
number after the other, tells that they are days (or the pages of a list); their ink tells where each stands.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from lam_desktop.perception.ground import from_ground
from lam_desktop.perception.text_lines import runs
from lam_desktop.types import LINE_KINDS, Box, Element, ElementKind, Frame

UNNAMED: frozenset[ElementKind] = frozenset({"text", "list_item"})
"""Kinds of strips whose days are cells; the pages of a list stay links."""
NUMBER = re.compile(r"[0-9]{1,2}( [0-9]{1,2})*")
LEAST_WORDS, LEAST_JOINED = 2, 3
"""Of a strip of numbers, and how many numbers it has at least where not all were read whole."""
LAST_DAY = 31
INK = 48
"""Grey levels, of 255, that a figure differs from the ground of its row."""
WIDEST_GAP_PX = 12
"""That the figures of one number are less apart than, however large."""
EVENLY = 0.25
"""Of the distance between two days, by how much another two may be nearer or farther."""
SINGLE = 1.6
"""Of that distance, how wide an element is at most that stands for one day."""


def with_days(elements: Sequence[Element], frame: Frame) -> list[Element]:
    """`elements` with strips of days, or of other numbers that follow each other, cut into single ones."""
    strips = [
        (one, numbers)
        for one in elements
        if one.kind in LINE_KINDS  # what was typed into a field stays there
        and (numbers := following(one.text))
        and (len(numbers) > LEAST_WORDS or _is_among_others(one.box, elements))
    ]
    cut = [(one, days) for one, numbers in strips if (days := _cut(one, numbers, frame))]
    if not cut:
        return list(elements)
    kept = [one for one in elements if not any(one is strip for strip, _ in cut)]
    made: list[Element] = []
    for _, days in cut:
        for day in days:
            there = [one.box for one in (*kept, *made) if one.text == day.text]
            if not any(box.contains(*day.box.center) and box.w <= SINGLE * day.box.w for box in there):
                made.append(day)
    return [*kept, *made]


def _is_among_others(strip: Box, elements: Sequence[Element]) -> bool:
    """Whether other numbers stand around: a calendar has more than two days."""
    near = strip.expanded(strip.h)
    return any(one.box != strip and one.box.overlaps(near) and NUMBER.fullmatch(one.text) for one in elements)


def following(text: str) -> list[str]:
    """The numbers that a text says one after the other; or none.

    Of three and more the first and the last are told whole where the strip cuts them off; some may have been
    read as one.
    """
    said = text.split()
    if len(said) < LEAST_WORDS or not all(one.isdecimal() and one.isascii() for one in said):
        return []
    figures, is_apart = "".join(said), all(len(one) <= len(str(LAST_DAY)) for one in said)
    for first in range(1, LAST_DAY):
        for last in range(first + 1, LAST_DAY + 1):
            numbers = [str(one) for one in range(first, last + 1)]
            if is_apart and len(numbers) != len(said):
                continue
            if "".join(numbers) == figures or (len(numbers) >= LEAST_JOINED and figures in _cut_off(numbers)):
                return numbers
    return []


def _cut_off(numbers: Sequence[str]) -> set[str]:
    """What may be read of numbers in a row of which the first and the last are whole or cut off."""
    inner = "".join(numbers[1:-1])
    firsts = (numbers[0][at:] for at in range(len(numbers[0])))
    return {one + inner + numbers[-1][: at + 1] for one in firsts for at in range(len(numbers[-1]))}


def _cut(strip: Element, numbers: Sequence[str], frame: Frame) -> list[Element]:
    """A day a number; none where the ink does not show as many, evenly apart."""
    box = strip.box
    around = Box(box.x - box.h, box.y, box.w + 2 * box.h, box.h)
    around = around.intersection(Box(0, 0, frame.shape[1], frame.shape[0]))
    ink = from_ground(around.crop(frame)) > INK
    left, right = box.x - around.x, box.right - around.x
    parts = _parts(np.any(ink, axis=0), left, right, len(numbers))
    said = "".join(strip.text.split())
    # What was told whole must have been cut off by the strip, and not be another number.
    if (
        not parts
        or (not said.startswith(numbers[0]) and parts[0][0] >= left)
        or (not said.endswith(numbers[-1]) and parts[-1][1] <= right)
    ):
        return []
    middles = [sum(part) / 2 for part in parts]
    pitch = float(np.median(np.diff(middles)))
    middles = [around.x + one for one in middles]
    edges = [
        middles[0] - pitch / 2,
        *(sum(two) / 2 for two in itertools.pairwise(middles)),
        middles[-1] + pitch / 2,
    ]
    places = [(round(left), round(right)) for left, right in itertools.pairwise(edges)]
    kind: ElementKind = "cell" if strip.kind in UNNAMED else strip.kind
    return [
        replace(strip, box=Box(left, box.y, right - left, box.h), kind=kind, text=number)
        for (left, right), number in zip(places, numbers, strict=True)
    ]


def _parts(columns: npt.NDArray[np.bool_], left: int, right: int, count: int) -> list[tuple[int, int]]:
    """So many parts, evenly apart, that the ink between two columns falls into, where they begin and end."""
    for gap in range(1, WIDEST_GAP_PX):
        found = [part for part in runs(columns, gap=gap, shortest=1) if left <= sum(part) / 2 < right]
        apart = np.diff([sum(part) / 2 for part in found])
        if len(found) == count and np.abs(apart - np.median(apart)).max() <= EVENLY * np.median(apart):
            return found
    return []
