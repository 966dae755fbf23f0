"""Whether an element says what the row wants: the same words, not almost the same ones.

The network compares texts by their pieces, so that a misread letter does no harm. Where a text
*identifies* the choice (this patient, not the next one) that is too kind: Sorenson is not Sorensen.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from lam_desktop.neighbours import LABELLED, TICKED, TICKS, label_of, marked
from lam_desktop.types import CALLED_KINDS, Element

WELL_READ, READ, LEAST_CALLED, ALIKE = 0.9, 0.7, 2, 0.7
"""Mean probability of the letters of what was read well, and at all; how many one of both has at least;
likeness (Ratcliff and Obershelp 1988) below which words are others, and not the same ones misread or
inflected."""
DENIALS = frozenset({"not", "no", "dont", "nicht", "kein", "keine", "ne", "pas", "не"})
OPPOSITES = frozenset({"un", "in", "im", "dis", "de", "non", "ab", "ent", "dé", "dés"})
"""What stands in front of a word that means the opposite."""
AGAINST = frozenset(
    frozenset(pair)
    for pair in (
        ("in", "ex"), ("in", "de"), ("en", "de"), ("a", "de"), ("im", "ex"), ("up", "down"), ("on", "off"),
        ("ein", "aus"), ("an", "ab"), ("auf", "zu"), ("auf", "ab"), ("zu", "ab"),
    )
)  # fmt: skip
"""Beginnings of words that are opposites and go on alike: include and exclude, zuweisen and abweisen."""
LEAST_ALIKE = 3
"""So many letters such words go on alike for."""
GLYPH_LETTERS = 2
"""What is read in an icon's picture has at most this many letters."""
MOST_LINES = 3
"""Of one record: an e-mail's sender, subject and first words."""
MARKS = TICKS | frozenset("•·>▸►○●◯oO@©☐")
"""What the recogniser makes of a tick, a bullet or a radio button in front of a text."""
STOPS = ".,;:!?…。，、；：！？"
_SAME = str.maketrans(
    {"|": "l", "I": "l", "‐": "-", "–": "-", "—": "-", "’": "'", "‘": "'", "“": '"', "”": '"'}
)
"""Glyphs that many fonts draw alike. Never a digit for a letter."""


def says(element: Element, elements: Sequence[Element], wanted: str, within: bool = False) -> bool:
    """Whether `element`, or the label beside it, says `wanted`; `within`: as some words of a longer text."""
    if same_words(element.text, wanted) or (within and with_words(element.text, wanted, "") is not None):
        return True
    square = element.box.w <= 1.6 * element.box.h and len(element.text) <= 1
    if element.kind not in LABELLED and not square:
        return False
    label = label_of(element, elements)
    return label is not None and same_words(label.text, wanted)


def says_but_for_stops(element: Element, wanted: str) -> bool:
    """Whether it says `wanted` but for stops at the end: what ends a sentence may be quoted without it."""
    return same_words(element.text.rstrip().rstrip(STOPS), wanted.rstrip().rstrip(STOPS))


def same_words(read: str, wanted: str) -> bool:
    """Equal but for case, spaces, glyphs that look exactly alike, and a mark read as a letter in front."""
    if not wanted.strip():
        return False
    if plain_words(read) == plain_words(wanted) or _letter_by_letter(read) == _letter_by_letter(wanted):
        return True
    mark, label = marked(read)
    return mark in MARKS and plain_words(label) == plain_words(wanted)


def with_words(text: str, demonstrated: str, present: str) -> str | None:
    """A longer text with `present` in the place of the whole words `demonstrated`; None where it has none.

    A text of many lines is no record, but a whole list of them.
    """
    if text.count("\n") >= MOST_LINES:
        return None
    pattern = _whole_words(demonstrated)
    read = text.translate(_SAME)
    if not demonstrated.strip() or not pattern.search(read):
        return None
    spans = [match.span() for match in pattern.finditer(read)]
    for start, end in reversed(spans):
        text = text[:start] + present + text[end:]
    return text


@functools.lru_cache(maxsize=256)
def _whole_words(words: str) -> re.Pattern[str]:
    """Spaces may have been overlooked; a number does not go on beside them."""
    said = r"\s*".join(re.escape(word.translate(_SAME)) for word in words.split())
    # Anna Berg is not Anna Berg-Hansen, and 12 is no part of 12/3 or 12:30.
    return re.compile(rf"(?<!\w)(?<!\w[.,:/'-]){said}(?!\w|[.,:/'-]\w)", re.IGNORECASE)


def says_otherwise(one: Element, other: Element) -> bool:
    """Whether both are called by words, and by other words: ONE is not TWO, and Save file not Delete file.

    Only where `other`, on the present screen, was read well, and `one`, which was half covered perhaps, was
    read at all; what a field, a list or a cell says is its state, and changes. Words that
    both have, and words that only one of them has, tell nothing, but for a denial.
    """
    if not {one.kind, other.kind} <= CALLED_KINDS:
        return False
    if one.text_confidence < READ or other.text_confidence < WELL_READ:
        return False
    first, second = (
        [word for part in heard(each.text, each.kind).split() if (word := _letters(part))]
        for each in (one, other)
    )
    shorter, longer = sorted(sum(map(len, words)) for words in (first, second))
    if not shorter or longer < LEAST_CALLED:  # of a letter by itself it may be a picture
        return False
    left = [word for word in first if word not in second]
    right = [word for word in second if word not in first]
    if DENIALS & {*left, *right}:
        return True
    return bool(left and right) and _are_others("".join(left), "".join(right))


def name_of(one: Element, elements: Sequence[Element]) -> Element:
    """What an element on a screen is called by: of a radio button or check box, and of the words beside one,
    these words, as a name; of anything else itself.
    """
    if one.kind in TICKED and not one.text.strip():
        label = label_of(one, elements)
        return one if label is None else replace(label, kind="link")
    names_mark = one.kind == "text" and any(
        other.kind in TICKED and label_of(other, elements) == one for other in elements
    )
    return replace(one, kind="link") if names_mark else one


def says_a_piece(one: Element, sought: Element, elements: Sequence[Element]) -> bool:
    """Whether `one` says only a piece of what was sought and others say in full: its box has cut it off."""
    said, whole = plain_words(one.text), plain_words(sought.text)
    cut_off = 0 < len(said) < len(whole) and said in whole
    return cut_off and any(plain_words(other.text) == whole for other in elements)


def _letters(word: str) -> str:
    return "".join(sign for sign in plain_words(word) if sign.isalnum())


def _are_others(one: str, other: str) -> bool:
    """Unlike, or one of them turned into its opposite by what stands in front of it."""
    shorter, longer = sorted((one, other), key=len)
    if longer.endswith(shorter) and longer.removesuffix(shorter) in OPPOSITES:
        return True
    if _goes_against(one, other):
        return True
    return SequenceMatcher(None, one, other, autojunk=False).ratio() < ALIKE


def _goes_against(one: str, other: str) -> bool:
    """Whether the words go on alike behind beginnings that turn one into the opposite of the other."""
    one, other = (word.replace("l", "i") for word in (one, other))  # an I was made an l before
    alike = 0
    while alike < min(len(one), len(other)) and one[-alike - 1] == other[-alike - 1]:
        alike += 1
    beginnings = frozenset((one[: len(one) - alike], other[: len(other) - alike]))
    return alike >= LEAST_ALIKE and beginnings in AGAINST


def heard(text: str, kind: str) -> str:
    """What of a reading is words, not a picture taken for letters: nothing of an icon's, and no line of one
    sign, no sign that is no letter at either end, where more is said.
    """
    if kind == "icon" and len(text.strip()) <= GLYPH_LETTERS:
        return ""
    lines = [line.strip() for line in text.splitlines()]
    said = " ".join(line for line in lines if len(line) > 1 or line.isdigit()) or " ".join(lines)
    first, last = 0, len(said)
    while first < last and _is_ornament(said[first]):
        first += 1
    while last > first and _is_ornament(said[last - 1]):
        last -= 1
    return said[first:last] or said


def _is_ornament(sign: str) -> bool:
    """Arrows, ticks, boxes, and spaces; currency, percent and degree signs are part of a value."""
    return sign.isspace() or sign == "√" or (unicodedata.category(sign) == "So" and sign != "°")


def _letter_by_letter(text: str) -> str:
    """The text without case and spaces: MILLER is Miller, though I alone may be an l."""
    return "".join(unicodedata.normalize("NFKC", text).lower().split())


def plain_words(text: str) -> str:
    """The text without case and spaces, glyphs that look exactly alike made one. Weiß is not Weiss."""
    folded = unicodedata.normalize("NFKC", text).translate(_SAME).lower()
    return "".join(folded.split())
