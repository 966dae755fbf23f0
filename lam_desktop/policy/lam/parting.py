"""Cells that were taken for one element, told apart.

A table's columns may stand so close that a time and the name behind it are proposed as one. Where one side
of a wide gap is exactly a value that the choice depends on, they are two. A gap as between two words proves
nothing by itself: Anna Berg is not Anna Berg Junior. It does where most other lines of the table have two
elements there, apart in the same place.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
import numpy.typing as npt

from lam_desktop.neighbours import is_over
from lam_desktop.policy.lam.wording import same_words, with_words
from lam_desktop.types import ENTRY_KINDS, Box, Element, Frame, Observation

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
LEAST_COLUMN_GAP_PX, SLACK_PX = 3, 3
"""A gap where other lines have two elements; how far the edge of a box may be from what it holds."""
LEAST_LINES, MOST_ALIKE = 2, 1.6
"""Other lines that have two elements there, at least; and how much higher than another an element may be."""
WHOLE = 0.8
"""What takes so much of an element's width in another line is one there, too."""
ENTRIES = ENTRY_KINDS | {"checkbox", "radio", "icon"}
"""Kinds that are no text in a column."""


def parted(seen: Observation, values: Collection[str]) -> Observation:
    """The observation with the elements apart that hold a value and, behind a wide gap, something else."""
    elements: list[Element] = []
    changed = False
    for element in seen.elements:
        held = [value for value in values if _holds(element, value)]
        pieces = _holding(held, _pieces(element, seen.frame) or _by_columns(element, seen)) if held else []
        changed |= bool(pieces)
        elements += pieces or [element]
    return seen.with_elements(_without_doubles(elements, seen.elements)) if changed else seen


def _holds(element: Element, value: str) -> bool:
    if element.kind not in PARTED or len(element.text) <= len(value) or "\n" in element.text:
        return False
    if value[:1].casefold() not in element.text.casefold():
        return False
    if same_words(element.text, value):
        return False
    return with_words(element.text, value, "") is not None


def clicked_part(seen: Observation, target: int, point: tuple[int, int]) -> tuple[Observation, int]:
    """The observation with the target alone that was clicked on, and its index.

    Where the target was several elements, as those of other lines show, it is the one around the point.
    """
    pieces = _several(seen, target)
    hit = next((n for n, one in enumerate(pieces) if one.box.x <= point[0] < one.box.right), None)
    return (seen, target) if hit is None else (_with_pieces(seen, target, pieces), target + hit)


def apart_at(seen: Observation, box: Box) -> Observation | None:
    """The observation with the element in this box as the several ones that it is by the other lines of its
    table; None where it is one, or no element has this box."""
    at = next((n for n, one in enumerate(seen.elements) if one.box == box), None)
    pieces = [] if at is None else _several(seen, at)
    return None if at is None or not pieces else _with_pieces(seen, at, pieces)


def _several(seen: Observation, at: int) -> list[Element]:
    """What an element is by the other lines of its table, from left to right; empty where it is one."""
    element = seen.elements[at]
    apart = element.kind not in ENTRIES and "\n" not in element.text and " " in element.text.strip()
    return _by_columns(element, seen) if apart else []


def _with_pieces(seen: Observation, at: int, pieces: Sequence[Element]) -> Observation:
    return seen.with_elements((*seen.elements[:at], *pieces, *seen.elements[at + 1 :]))


def _holding(values: Sequence[str], pieces: list[Element]) -> list[Element]:
    """The pieces, if one of them says a value; else none."""
    return pieces if any(same_words(one.text, value) for one in pieces for value in values) else []


def _pieces(element: Element, frame: Frame) -> list[Element]:
    """The element's parts between wide gaps; none where it has no such parts."""
    box = element.box.intersection(Box(0, 0, frame.shape[1], frame.shape[0]))
    if box.w < 4 or box.h < 6:
        return []
    columns, height = _ink(box.crop(frame))
    spans = _apart(columns, max(LEAST_GAP_PX, round(WIDE * height)))
    return _without_cut_letters(element, box, spans, frame) or _cut(element, box, spans)


def _without_cut_letters(
    element: Element, box: Box, spans: Sequence[tuple[int, int]], frame: Frame
) -> list[Element]:
    """The element without what reaches into it of the cells beside it, the rest of a letter that goes on
    beyond its end; empty where nothing does."""
    if len(spans) < 2:
        return []
    wider = box.expanded(1).intersection(Box(0, 0, frame.shape[1], frame.shape[0]))
    if wider.w != box.w + 2:
        return []
    columns, height = _ink(Box(wider.x, box.y, wider.w, box.h).crop(frame))
    words, kept = element.text.split(), list(spans)
    if columns[:2].all() and _is_letter(kept[0], words[0], height):
        words, kept = words[1:], kept[1:]
    if len(kept) > 1 and columns[-2:].all() and _is_letter(kept[-1], words[-1], height):
        words, kept = words[:-1], kept[:-1]
    if len(kept) != 1 or not words:
        return []
    at = list(spans).index(kept[0])
    left = (spans[at - 1][1] + kept[0][0]) // 2 if at else 0
    right = (kept[0][1] + spans[at + 1][0]) // 2 if at + 1 < len(spans) else box.w
    cut = Box(box.x + left, element.box.y, right - left, element.box.h)
    return [replace(element, box=cut, text=" ".join(words), letters=())]


def _is_letter(span: tuple[int, int], word: str, height: int) -> bool:
    return len(word) == 1 and span[1] - span[0] <= height


def _by_columns(element: Element, seen: Observation) -> list[Element]:
    """The element's parts between gaps where most other lines have two elements; none without such gaps.

    Where the headings are two there, a line of one element counts, too, if its ink leaves the same gap.
    """
    box = element.box.intersection(Box(0, 0, seen.frame.shape[1], seen.frame.shape[0]))
    if box.w < 4 or box.h < 6:
        return []
    lines = list(_lines_beside(element, seen.elements))
    between = [line.gaps for line in lines if line.gaps]
    headed = any(line.gaps and line.of_headings for line in lines)
    whole = [line.whole for line in lines if line.whole is not None] if headed else []
    if len(between) < LEAST_LINES or len(between) + len(whole) < len(lines) / 2:
        return []
    columns, _ = _ink(box.crop(seen.frame))
    marked = np.flatnonzero(columns)
    gaps = _ink_gaps(columns, box.x)
    taken = Counter(
        widest for line in between for gap in line if (widest := _widest_within(gaps, gap)) is not None
    )
    likely = [gap for gap, count in taken.items() if count >= LEAST_LINES]
    if not likely:
        return []
    of_whole = [_gaps_of(one.box, seen.frame) for one in whole]
    too = {gap: sum(_widest_within(one, gap) is not None for one in of_whole) for gap in likely}
    cuts = sorted(gap for gap in likely if taken[gap] + too[gap] >= len(lines) / 2)
    if not cuts:
        return []
    edges = [box.x + int(marked[0]), *(x for cut in cuts for x in cut), box.x + int(marked[-1]) + 1]
    return _cut(element, box, [(a - box.x, b - box.x) for a, b in zip(edges[::2], edges[1::2], strict=True)])


def _gaps_of(box: Box, frame: Frame) -> list[tuple[int, int]]:
    seen = box.intersection(Box(0, 0, frame.shape[1], frame.shape[0]))
    return _ink_gaps(_ink(seen.crop(frame))[0], seen.x) if seen.w > 0 and seen.h > 0 else []


def _ink_gaps(columns: npt.NDArray[np.bool_], left: int) -> list[tuple[int, int]]:
    """Gaps in the ink of a crop that are wider than one between letters, from its `left` edge on."""
    return [
        (left + int(one) + 1, left + int(other))
        for one, other in itertools.pairwise(np.flatnonzero(columns))
        if other - one > LEAST_COLUMN_GAP_PX
    ]


def _widest_within(gaps: Sequence[tuple[int, int]], other: tuple[int, int]) -> tuple[int, int] | None:
    """Of the gaps that lie where another line has one, the widest."""
    left, right = other
    inside = [gap for gap in gaps if gap[0] <= right + SLACK_PX and gap[1] >= left - SLACK_PX]
    return max(inside, key=lambda gap: gap[1] - gap[0], default=None)


@dataclass(frozen=True, slots=True)
class _Line:
    """What another line has over or under an element."""

    gaps: list[tuple[int, int]]
    """Between its elements there, from left to right."""
    whole: Element | None = None
    """That which takes most of that place alone."""
    of_headings: bool = False


def _lines_beside(element: Element, elements: Sequence[Element]) -> Iterator[_Line]:
    """Each other line that has several elements over or under the element, or one that is as wide."""
    box = element.box
    others = [
        one
        for one in elements
        if one.text.strip() and one.kind not in ENTRIES and "\n" not in one.text
        and one.box.x >= box.x - box.h and one.box.right <= box.right + box.h
        and max(one.box.h, box.h) <= MOST_ALIKE * min(one.box.h, box.h)
        and 2 * abs(one.box.center[1] - box.center[1]) > box.h
    ]  # fmt: skip
    others.sort(key=lambda one: one.box.center[1])
    while others:
        first = others[0].box
        line = [one for one in others if 2 * abs(one.box.center[1] - first.center[1]) < first.h]
        others = [one for one in others if one not in line]
        whole = next((one for one in line if one.box.w >= WHOLE * box.w), None)
        if whole is not None:
            yield _Line([], whole)
            continue
        line.sort(key=lambda one: one.box.x)
        gaps = [
            (min(one.box.right, other.box.x), max(one.box.right, other.box.x))
            for one, other in itertools.pairwise(line)
            if other.box.center[0] > one.box.right
        ]
        if gaps:
            yield _Line(gaps, of_headings=all(one.kind == "header" for one in line))


def _cut(element: Element, box: Box, spans: Sequence[tuple[int, int]]) -> list[Element]:
    """The element in parts that hold a stretch of its ink each; none where its words do not fit them."""
    texts = _shared_out(element.text.split(), [end - start for start, end in spans])
    if len(texts) < 2:
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
