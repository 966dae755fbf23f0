"""The words of a text, and where in it a shorter text stands."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from itertools import pairwise

APOSTROPHES = frozenset("'’‘´`")
QUOTES = frozenset('"“”„‟‚‛«»‹›「」『』')
"""Quotation marks that are nothing else."""
MARKS = APOSTROPHES | QUOTES
"""Quotation marks."""
BRACKETS = frozenset("()[]{}<>（）【】《》")
STOPS = frozenset(".,;:!?…。，、；：！？")
"""What ends a sentence or a part of it."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Characters `start` up to, not including, `end` of a text."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"a span needs a start from 0 on and a later end, got {self.start}..{self.end}")

    def of(self, text: str) -> str:
        """What stands there."""
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """Whether both share a character."""
        return self.start < other.end and other.start < self.end


def words_of(text: str) -> tuple[Span, ...]:
    """The words of a text, without the quotation marks, brackets and stops around them.

    A recogniser loses spaces: marks and brackets part two words as well, and so does a colon after a letter.
    """
    cuts = [-1, *(at for at in range(len(text)) if _parts(text, at)), len(text)]
    found: list[Span] = []
    for left, right in pairwise(cuts):
        start, end = left + 1, right
        while start < end and text[start] in STOPS:
            start += 1
        while start < end and text[end - 1] in STOPS | APOSTROPHES:
            end -= 1
        if any(sign.isalnum() for sign in text[start:end]):
            found.append(Span(start, end))
    return tuple(found)


def spans_of(part: str, text: str) -> tuple[Span, ...]:
    """Where `part` stands in `text`, letter for letter but with any space for a space, and in whole words."""
    wanted, plain = one_line(part).strip(), one_line(text)
    words = words_of(plain)
    found: list[Span] = []
    at = plain.find(wanted) if wanted else -1
    while at >= 0:
        span = Span(at, at + len(wanted))
        touched = [word for word in words if word.overlaps(span)]
        if touched and span.start <= touched[0].start and touched[-1].end <= span.end:
            found.append(span)
        at = plain.find(wanted, at + 1)
    return tuple(found)


def signs_in(text: str) -> frozenset[str]:
    """The quotation marks, brackets and stops in a text; all quotation marks count as the same."""
    return frozenset(
        '"' if sign in MARKS else unicodedata.normalize("NFKC", sign)
        for sign in text
        if sign in MARKS | BRACKETS | STOPS
    )


def enclosing(text: str) -> frozenset[str]:
    """The quotation marks and brackets in a text, as of `signs_in`."""
    return signs_in("".join(sign for sign in text if sign in MARKS | BRACKETS))


def one_line(text: str) -> str:
    """The text with a plain space for each sign that makes one; as long as it was."""
    return "".join(" " if sign.isspace() else sign for sign in text)


def _parts(text: str, at: int) -> bool:
    """Whether the character stands between two words and belongs to neither."""
    sign, before, after = text[at], text[at - 1 : at], text[at + 1 : at + 2]
    if sign in APOSTROPHES:
        return not (before.isalnum() and after.isalnum())
    if sign == ":":
        return before.isalpha() and after.isalnum()
    return sign.isspace() or sign in MARKS | BRACKETS or (sign in STOPS and not sign.isascii())
