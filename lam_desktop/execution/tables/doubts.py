"""What a whole table tells of its cells: a text that is not like the others of its column may be misread."""

from __future__ import annotations

import re
import statistics
from collections.abc import Sequence

LEAST_ALIKE, MOST_LIKE = 5, 0.8
"""So many numbers in a column, and so many of them alike, tell how one is written there."""


def lacking_a_space(texts: Sequence[str]) -> set[int]:
    """Which numbers of a column have fewer spaces than most: both looks may overlook a narrow one."""
    numbers = {at: text for at, text in enumerate(texts) if re.search(r"\d", text) and not _letters(text)}
    counts = [text.count(" ") for text in numbers.values()]
    if len(counts) < LEAST_ALIKE:
        return set()
    usual = statistics.mode(counts)
    if counts.count(usual) < MOST_LIKE * len(counts):
        return set()
    return {at for at, text in numbers.items() if text.count(" ") < usual}


def _letters(text: str) -> bool:
    return any(letter.isalpha() for letter in text)
