"""Words of a sentence by those around them: who «Order 12 hinges for Grüner GmbH by Friday» is for.

words after of                         up to the end
words before to                        from the beginning
words between for and by
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lam_desktop.tasks.texts.spans import Span, words_of

_NAMED = re.compile(r"words (?:(after|before) (\S+)|between (\S+) and (\S+))")
LEAST_WORDS, MOST_WORDS = 5, 60
"""Of a sentence."""
LONGEST = 5
"""Words of what is said between two others."""


def worded(name: str, cell: str) -> str | None:
    """What the transform makes of the cell, empty where it cannot; None for a name that is none of these.

    It cannot where a word around it is missing, or stands there twice.
    """
    if _NAMED.fullmatch(name) is None:
        return None
    span = said_at(name, cell)
    return "" if span is None else span.of(cell)


def said_at(name: str, cell: str) -> Span | None:
    """Where in a cell the transform finds its words; None where it cannot, or is none of these."""
    match = _NAMED.fullmatch(name)
    if match is None:
        return None
    side, word, left, right = match.groups()
    words = words_of(cell)
    start, end = 0, len(words)
    if before := left or (word if side == "after" else None):
        start = _only(before, cell, words) + 1
    if after := right or (word if side == "before" else None):
        end = _only(after, cell, words)
    if (start == 0 and before) or end < 0 or start >= end:
        return None
    return Span(words[start].start, words[end - 1].end)


def phrases(cell: str) -> Iterator[str]:
    """Transforms that take words out of a sentence; none for a cell that is no sentence.

    The words around them have to be plain: in lower case, or the first of the sentence. So the parts of an
    address or a name, which have large letters, are told by their number.
    """
    words = words_of(cell)
    if not LEAST_WORDS <= len(words) <= MOST_WORDS:
        return
    said = [word.of(cell).lower() for word in words]
    plain = {
        n
        for n, word in enumerate(words)
        if said[n].isalpha() and said.count(said[n]) == 1 and (n == 0 or word.of(cell).islower())
    }
    if not plain - {0}:
        return
    for start in range(len(words)):
        for end in range(start + 1, min(start + LONGEST, len(words)) + 1):
            begins, ends = start == 0, end == len(words)
            if not (begins or start - 1 in plain) or not (ends or end in plain) or (begins and ends):
                continue
            if begins:
                yield f"words before {said[end]}"
            elif ends:
                yield f"words after {said[start - 1]}"
            else:
                yield f"words between {said[start - 1]} and {said[end]}"


def _only(word: str, cell: str, words: Sequence[Span]) -> int:
    """The number of the one word of the cell that is this one; -1 where there is none, or several."""
    found = [n for n, one in enumerate(words) if one.of(cell).casefold() == word.casefold()]
    return found[0] if len(found) == 1 else -1
