"""Whether an element says what the row wants: the same words, not almost the same ones.

The network compares texts by their pieces, so that a misread letter does no harm. Where a text
*identifies* the choice (this patient, not the next one) that is too kind: Sorenson is not Sorensen.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from lam_desktop.neighbours import LABELLED, TICKS, label_of, marked
from lam_desktop.types import Element

MARKS = TICKS | frozenset("•·>▸►○●◯oO@©☐")
"""What the recogniser makes of a tick, a bullet or a radio button in front of a text."""
_SAME = str.maketrans(
    {"|": "l", "I": "l", "‐": "-", "–": "-", "—": "-", "’": "'", "‘": "'", "“": '"', "”": '"'}
)
"""Glyphs that many fonts draw alike. Never a digit for a letter."""


def says(element: Element, elements: Sequence[Element], wanted: str) -> bool:
    """Whether `element`, or the label beside it, says `wanted`."""
    if same_words(element.text, wanted):
        return True
    square = element.box.w <= 1.6 * element.box.h and len(element.text) <= 1
    if element.kind not in LABELLED and not square:
        return False
    label = label_of(element, elements)
    return label is not None and same_words(label.text, wanted)


def same_words(read: str, wanted: str) -> bool:
    """Equal but for case, spaces, glyphs that look exactly alike, and a mark read as a letter in front."""
    if not wanted.strip():
        return False
    if plain_words(read) == plain_words(wanted):
        return True
    mark, label = marked(read)
    return mark in MARKS and plain_words(label) == plain_words(wanted)


def plain_words(text: str) -> str:
    """The text without case and spaces, glyphs that look exactly alike made one."""
    folded = unicodedata.normalize("NFKC", text).translate(_SAME).casefold()
    return "".join(folded.split())
