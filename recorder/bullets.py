"""Tells by looking whether a field shows bullets instead of what was typed."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from recorder.frames import Packed
from recorder.regions import Rect, changed_places, runs

MAX_LINE_PX = 60  # taller changes are no line of text
CARET_PX = 3
NEAR_PX = 120  # a few characters
BULLET_PX = (4, 20)
MIN_FILL = 0.62  # a disc fills 0.79 of its box, a square all of it; an o, a 0 or an e stay under 0.6
MIN_TURNED = 0.88  # share of its ink that a disc keeps when turned by a quarter; an s or an a loses half
TINY_PX = 5  # one pixel of such a disc is a large part of it
MIN_TURNED_TINY = 0.7
MIN_ALIKE = 0.85  # share of ink that two pictures of one character have in common
ENOUGH_GLYPHS = 3  # equal pictures of this many different characters are no accident
DOT_LIKE = frozenset("..·•●∙°,'´`-_*■")

Ink = NDArray[np.bool_]
Gray = NDArray[np.int16]


def shows_bullets(
    before: Packed, after: Packed, typed: str, final: bool = False, other: Sequence[Rect] = ()
) -> bool | None:
    """Whether typing `typed` into a field turned `before` into a screen with a bullet a character.

    False where about as many real characters appeared, None while nothing can be told: no change yet, only
    a caret, or too few characters (`final`: they will not become more). One place with bullets outweighs
    anything else that changed. What appears near the places `other`, where something else was typed a
    moment ago, may have been painted late: text there says nothing, and bullets count only at the end
    (`final`), when nothing else appeared.
    """
    if before.shape != after.shape or set(typed) <= DOT_LIKE:
        return None
    text = masked = doubtful = False
    for place in changed_places(before, after):
        x, y, width, height = place
        if height > MAX_LINE_PX:
            continue
        here = (slice(y, y + height), slice(x, x + width))
        glyphs = _glyphs(_gray(after[here]), _gray(before[here]))
        if not glyphs:
            continue
        late = any(_touch(place, one) for one in other)
        if _are_masked(glyphs, typed, final):
            masked = True
            if len(typed) // 2 <= len(glyphs) <= len(typed) + 1:  # painting may lag behind typing
                if not late:
                    return True
                doubtful = True
        elif not late:
            text = text or _are_text(glyphs, typed, final)
    if doubtful:
        return False if text else True if final else None
    return False if text and not masked else None


def _are_masked(glyphs: list[Ink], typed: str, final: bool) -> bool:
    """True for bullets, and for any mark that repeats itself for different characters."""
    # Where text runs to the left, the caret stands before the bullets.
    if all(_is_disc(glyph) for glyph in (glyphs[1:] if _is_narrow(glyphs[0]) else glyphs)):
        return len(glyphs) > 1 or not _is_narrow(glyphs[0])
    if len(glyphs) < (2 if final else ENOUGH_GLYPHS) or len(set(typed[: len(glyphs)])) < 2:
        return False
    if _is_narrow(glyphs[0]) or _is_missing(glyphs[0]):  # I, l, 1 and | look alike; no mark is a mere stroke
        return False
    return all(_overlap(glyphs[0], glyph) >= MIN_ALIKE for glyph in glyphs[1:])


def _are_text(glyphs: list[Ink], typed: str, final: bool) -> bool:
    """True where as many glyphs stand as what was typed may have: some are two, some run into each other."""
    if not final and len(glyphs) < ENOUGH_GLYPHS:
        return False  # some fields show asterisks; one or two of them look like any other letter
    return len(typed) // 2 <= len(glyphs) <= 2 * len(typed) + 2


def _touch(place: Rect, other: Rect) -> bool:
    x, y, width, height = other
    left, right = x - NEAR_PX, x + width + NEAR_PX
    return (
        place[1] < y + height and y < place[1] + place[3] and place[0] < right and left < place[0] + place[2]
    )


def _is_narrow(glyph: Ink) -> bool:
    height, width = glyph.shape
    return width <= CARET_PX and height > 2 * width


def _is_missing(glyph: Ink) -> bool:
    """True for the empty box that stands for characters which a font lacks."""
    edges = (glyph[0], glyph[-1], glyph[:, 0], glyph[:, -1])
    return all(edge.mean() > 0.8 for edge in edges) and glyph[1:-1, 1:-1].mean() < MIN_FILL


def _glyphs(gray: Gray, empty: Gray) -> list[Ink]:
    """Ink of each glyph, left to right, each cut to its box; a caret at the end left out.

    The paper is that of the field when it was empty: a large bullet covers more than half of its box.
    """
    values, counts = np.unique(empty, return_counts=True)
    paper = int(values[counts.argmax()])
    if not (gray == paper).any():
        values, counts = np.unique(gray, return_counts=True)
        paper = int(values[counts.argmax()])
    distance = np.abs(gray - paper)
    if distance.max() < 60:
        return []
    ink: Ink = np.greater(distance, distance.max() * 0.4)
    found: list[Ink] = []
    for left, right in runs(ink.any(axis=0), 1):
        found.append(_cropped(ink[:, left:right]))
    if found and _is_narrow(found[-1]):
        found.pop()
    elif found:
        found[-1] = _without_caret(found[-1])
    return found


def _cropped(ink: Ink) -> Ink:
    rows = np.flatnonzero(ink.any(axis=1))
    return ink[rows[0] : rows[-1] + 1]


def _without_caret(glyph: Ink) -> Ink:
    """The last glyph without the caret that may touch it: full columns at its right, higher than the rest."""
    full = glyph.mean(axis=0) > 0.9
    count = 0
    while count < min(CARET_PX, len(full)) and full[len(full) - 1 - count]:
        count += 1
    rest = glyph[:, : glyph.shape[1] - count]
    if not count or rest.shape[1] < CARET_PX or not rest.any():
        return glyph
    rest = _cropped(rest)
    return rest if rest.shape[0] < glyph.shape[0] else glyph


def _is_disc(glyph: Ink) -> bool:
    height, width = glyph.shape
    low, high = BULLET_PX
    if not (low <= height <= high and low <= width <= high and abs(height - width) <= 2):
        return False
    if glyph.mean() < MIN_FILL or not glyph[height // 2, width // 2]:
        return False
    least = MIN_TURNED if height > TINY_PX else MIN_TURNED_TINY
    return _overlap(glyph, np.rot90(glyph)) >= least


def _overlap(a: Ink, b: Ink) -> float:
    """Intersection over union of two glyphs laid over each other; 0 where their sizes differ much."""
    if abs(a.shape[0] - b.shape[0]) > 1 or abs(a.shape[1] - b.shape[1]) > 1:
        return 0.0
    height, width = max(a.shape[0], b.shape[0]), max(a.shape[1], b.shape[1])
    best = 0.0
    first, second = np.zeros((height, width), bool), np.zeros((height, width), bool)
    first[: a.shape[0], : a.shape[1]] = a
    for down in range(height - b.shape[0] + 1):
        for right in range(width - b.shape[1] + 1):
            second[:] = False
            second[down : down + b.shape[0], right : right + b.shape[1]] = b
            best = max(best, float((first & second).sum() / max(1, (first | second).sum())))
    return best


def _gray(pixels: Packed) -> Gray:
    red, green, blue = (pixels >> 16) & 255, (pixels >> 8) & 255, pixels & 255
    return ((red * 77 + green * 150 + blue * 29) >> 8).astype(np.int16)
