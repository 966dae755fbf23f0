"""The texts of a screen as they are compared: what stands where, and how often each word does."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from difflib import SequenceMatcher

from lam_desktop.tasks.texts.likeness import as_seen
from lam_desktop.types import Box, Element

LEAST_VALUE = 3
"""Shorter words and values of the row stand on the screen for many reasons, and are easily misread."""
SAME_PLACE_IOU = 0.3
SEVERAL = 3
"""A box that is more than so many times as high as a line lies around several."""
CARETS = "|l!i1"
"""What a caret is read as, folded."""


class Texts:
    """The texts of one screen, by what they say and where, and their words.

    Words are counted, not texts: the same line may be taken for one text here and for three there. Not
    counted is what stands in the same place among `others`, in one box or in several smaller ones; of a box
    around several lines, what any line says that it touches.
    """

    def __init__(self, elements: Iterable[Element], others: Iterable[Element] = ()) -> None:
        self.places: dict[str, list[Box]] = {}
        self.counts: Counter[str] = Counter()
        self.said: dict[str, str] = {}
        self.sentences: set[str] = set()
        self._holding: dict[str, set[str]] = {}
        self.lines: list[Element] = []
        for one in elements:
            plain = folded(one.text)
            if plain:
                self.lines.append(one)
                self.places.setdefault(plain, []).append(one.box)
                self.sentences.add(numberless(plain))
            here = [
                compared(word)
                for it in others
                if overlie(one.box, it.box) or _cuts(one.box, it.box)
                for word in it.text.split()
            ]
            new: list[str] = []
            for spoken in one.text.split():
                word = compared(spoken)
                self.said[word] = spoken
                if not any(same_but_for_a_caret(word, it) for it in here):
                    new.append(word)
                self._holding.setdefault(word, set()).add(plain)
            self.counts.update(new)

    def count(self, word: str) -> int:
        """How often a word without its numbers stands here, reading errors allowed."""
        exact = self.counts.get(word, 0)
        if len(word) < 4:
            return exact
        whole = sum(number for other, number in self.counts.items() if nearly(word, other))
        if whole:
            return whole
        # Two words may have been read as one, where a narrow space was overlooked.
        cuts = [(word[:at], word[at:]) for at in range(LEAST_VALUE, len(word) - LEAST_VALUE + 1)]
        return max((min(self.counts.get(a, 0), self.counts.get(b, 0)) for a, b in cuts), default=0)

    def is_new(self, word: str, fewer: Texts, before: Texts) -> bool:
        """Whether a word stands here more often than in `fewer`, or in a sentence with other numbers."""
        if self.count(word) > fewer.count(word):
            return True
        texts = set[str]().union(*(held for other, held in self._holding.items() if nearly(word, other)))
        return any(
            text not in before.places and text != numberless(text) and numberless(text) in before.sentences
            for text in texts
        )

    def new_places(self, text: str, earlier: Texts) -> bool:
        """Whether a text stands somewhere where `earlier` did not have it, alone or within a longer one."""
        old = boxes_of(earlier, text)
        around = [box for other, boxes in earlier.places.items() if text in other for box in boxes]
        return any(
            all(box.iou(other) < SAME_PLACE_IOU for other in old)
            and not any(other.contains(*box.center) for other in around)
            for box in boxes_of(self, text)
        )


def boxes_of(texts: Texts, text: str) -> list[Box]:
    """Where a text stands, reading errors allowed; frame pixels."""
    return [box for other, boxes in texts.places.items() if nearly(text, other) for box in boxes]


def folded(text: str) -> str:
    """A text as it is compared: no spaces, no case, full-width letters as plain ones, and nothing of a script
    that nobody can see."""
    return "".join(as_seen(unicodedata.normalize("NFKC", text)).casefold().split())


@functools.lru_cache(maxsize=1 << 10)  # an effect is awaited by looking again at mostly the same words
def nearly(a: str, b: str) -> bool:
    """Alike but for one reading error in eight letters; the digits must be the same."""
    if a == b:
        return True
    if len(a) < 4 or abs(len(a) - len(b)) > max(1, len(a) // 8):
        return False
    if re.sub(r"\D", "", a) != re.sub(r"\D", "", b):
        return False
    matcher = SequenceMatcher(None, a, b, autojunk=False)
    bounds = matcher.real_quick_ratio, matcher.quick_ratio, matcher.ratio  # upper ones first: they are cheap
    return all(bound() >= 1 - 1 / 8 for bound in bounds)


def numberless(text: str) -> str:
    """The text with each number as `#`."""
    return re.sub(r"\d+", "#", text)


def compared(spoken: str) -> str:
    """A word as it is compared and counted."""
    return numberless(folded(spoken))


def tells(word: str) -> bool:
    """Whether a word may be insisted on: two plain letters are often a line or a mark taken for letters."""
    return _speaks(word) and not (word.isascii() and sum(letter.isalpha() for letter in word) < LEAST_VALUE)


def _speaks(text: str) -> bool:
    """A bare number, date or time says nothing, nor does a single letter."""
    return len(re.sub(r"[\W_#]", "", text)) >= 2


def overlie(one: Box, other: Box) -> bool:
    """Whether `other` stands in the place of `one`: in the same line, or a part of it."""
    return one.intersection(other).area > 0.5 * min(one.area, other.area) and other.h < 2 * one.h


def _cuts(one: Box, line: Box) -> bool:
    """Whether a box that was drawn around several lines has a part of this one."""
    return one.h > SEVERAL * line.h and one.overlaps(line)


def same_but_for_a_caret(one: str, other: str) -> bool:
    """Alike; a caret behind a word is read as one more letter of it."""
    longer, shorter = (one, other) if len(one) > len(other) else (other, one)
    return nearly(one, other) or (longer[:-1] == shorter and longer[-1] in CARETS)
