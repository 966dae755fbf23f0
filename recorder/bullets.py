"""Tells by looking whether a field shows bullets instead of what was typed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from recorder.frames import Packed
from recorder.regions import Rect, changed_places, runs

MAX_LINE_PX = 60  # taller changes are no line of text
MIN_CONTRAST = 60  # of 255 grey levels
CARET_PX = 3
NEAR_PX = 120  # a few characters
BULLET_SIGMA_PX = (0.3, 5.0)  # half the radius of a disc
# A disc has all the ink that its spread allows: 1. Of 640 bullets (eight fonts, 8 to 22 px, any quarter of a
# pixel) 99 in 100 reach 0.89 and a slant of at most 0.02; letters reach 0.78, a bold o of 8 px 0.84.
MIN_SOLID = 0.85
MAX_SLANT = 0.12
MAX_ASPECT = 1.34
HOLLOW = 0.62
MIN_ALIKE = 0.85  # share of ink that two pictures of one character have in common
ENOUGH_GLYPHS = 3  # equal pictures of this many different characters are no accident
DOT_LIKE = frozenset("..·•●∙°,'´`-_*■")

Ink = NDArray[np.bool_]
Gray = NDArray[np.int16]
Tone = NDArray[np.float64]


@dataclass(frozen=True, eq=False, slots=True)
class _Glyph:
    ink: Ink  # cut to its box
    tone: Tone  # how much ink, 0..1, with the soft edges around the box


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
    text = masked = doubtful = few = False
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
            few = few or (not final and len(glyphs) < ENOUGH_GLYPHS and len(glyphs) <= len(typed))
    if doubtful:
        return False if text else True if final else None
    # So few marks may be small bullets, and the text that of a button that is enabled now.
    return False if text and not masked and not few else None


def _are_masked(glyphs: list[_Glyph], typed: str, final: bool) -> bool:
    """True for bullets, and for any mark that repeats itself for different characters."""
    # Where text runs to the left, the caret stands before the bullets.
    if all(_is_disc(glyph) for glyph in (glyphs[1:] if _is_narrow(glyphs[0]) else glyphs)):
        return len(glyphs) > 1 or not _is_narrow(glyphs[0])
    if len(glyphs) < (2 if final else ENOUGH_GLYPHS) or len(set(typed[: len(glyphs)])) < 2:
        return False
    if _is_narrow(glyphs[0]) or _is_missing(glyphs[0]):  # I, l, 1 and | look alike; no mark is a mere stroke
        return False
    return all(_overlap(glyphs[0].ink, glyph.ink) >= MIN_ALIKE for glyph in glyphs[1:])


def _are_text(glyphs: list[_Glyph], typed: str, final: bool) -> bool:
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


def _is_narrow(glyph: _Glyph) -> bool:
    height, width = glyph.ink.shape
    return width <= CARET_PX and height > 2 * width


def _is_missing(glyph: _Glyph) -> bool:
    """True for the empty box that stands for characters which a font lacks."""
    ink = glyph.ink
    edges = (ink[0], ink[-1], ink[:, 0], ink[:, -1])
    return all(edge.mean() > 0.8 for edge in edges) and ink[1:-1, 1:-1].mean() < HOLLOW


def _glyphs(gray: Gray, empty: Gray) -> list[_Glyph]:
    """The glyphs of a line, left to right; a caret at the end left out.

    The paper is that of the field when it was empty: a large bullet covers more than half of its box.
    """
    paper = _most(empty)
    if not (gray == paper).any():
        paper = _most(gray)
    distance = np.abs(gray - paper)
    if distance.max() < MIN_CONTRAST:
        return []
    tone: Tone = distance / distance.max()
    ink: Ink = np.greater(tone, 0.4)
    spans = runs(ink.any(axis=0), 1)
    if spans and _is_caret(ink[:, slice(*spans[-1])]):
        tone = tone[:, : spans.pop()[0]]
    elif spans:
        left, right = spans[-1]
        spans[-1] = left, right - _touching_caret(ink[:, left:right])
        tone = tone[:, : spans[-1][1] + (2 if spans[-1][1] == right else 0)]
    found: list[_Glyph] = []
    for at, (left, right) in enumerate(spans):
        begin = (spans[at - 1][1] + left + 1) // 2 if at else max(0, left - 2)
        end = (right + spans[at + 1][0] + 1) // 2 if at + 1 < len(spans) else right + 2
        found.append(_Glyph(_cropped(ink[:, left:right]), tone[:, begin:end]))
    return found


def _most(gray: Gray) -> int:
    values, counts = np.unique(gray, return_counts=True)
    return int(values[counts.argmax()])


def _cropped(ink: Ink) -> Ink:
    rows = np.flatnonzero(ink.any(axis=1))
    return ink[rows[0] : rows[-1] + 1]


def _is_caret(ink: Ink) -> bool:
    height, width = _cropped(ink).shape
    return width <= CARET_PX and height > 2 * width


def _touching_caret(ink: Ink) -> int:
    """How many columns at a glyph's right are a caret that touches it: full ones, higher than the rest."""
    cropped = _cropped(ink)
    full = cropped.mean(axis=0) > 0.9
    count = 0
    while count < min(CARET_PX, len(full)) and full[len(full) - 1 - count]:
        count += 1
    rest = ink[:, : ink.shape[1] - count]
    if not count or rest.shape[1] < CARET_PX or not rest.any():
        return 0
    return count if len(_cropped(rest)) < len(cropped) else 0


def _is_disc(glyph: _Glyph) -> bool:
    """True for a solid round mark, told by the moments of its ink, soft edges included."""
    tone = glyph.tone / max(1e-9, float(glyph.tone.max()))
    mass = float(tone.sum())
    rows, columns = np.mgrid[: tone.shape[0], : tone.shape[1]]
    down, right = rows - (tone * rows).sum() / mass, columns - (tone * columns).sum() / mass
    # Soft edges are the mean over a pixel, which adds a twelfth to each variance.
    tall = float((tone * down**2).sum() / mass) - 1 / 12
    wide = float((tone * right**2).sum() / mass) - 1 / 12
    both = float((tone * down * right).sum() / mass)
    low, high = BULLET_SIGMA_PX
    if not (low**2 <= tall <= high**2 and low**2 <= wide <= high**2):
        return False
    slant = abs(both) / (tall * wide) ** 0.5
    aspect = (max(tall, wide) / min(tall, wide)) ** 0.5
    solid = mass / (4 * np.pi * max(1e-9, tall * wide - both**2) ** 0.5)
    return solid >= MIN_SOLID and slant <= MAX_SLANT and aspect <= MAX_ASPECT


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
