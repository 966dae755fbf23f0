"""The people whose names were met in a task: who stood in a list once is known in every other place."""

from __future__ import annotations

from collections.abc import Iterator

from lam_desktop.sharing.likeness import folded, is_word, may_be_word
from lam_desktop.sharing.name_lists import IDEOGRAPHS
from lam_desktop.sharing.people import People, Place
from lam_desktop.sharing.standins import WORD

LEAST = 4
"""Of fewer letters, a piece of a word that was cut off or misread is nobody's name."""


class Met:
    """Words of names, masked wherever they stand."""

    def __init__(self, people: People) -> None:
        self._people = people
        self._words: dict[str, str] = {}
        self._near: dict[str, bool] = {}

    def add(self, name: str) -> None:
        """From now on the words of this name are known, but for ordinary ones."""
        for word in self._people.telling(name):
            self._words.setdefault(folded(word), word)
            self._near.clear()

    def find(self, text: str, seen: bool = False) -> Iterator[Place]:
        """Where their words stand; in what was `seen` on a screen, also where they may have been misread."""
        for match in WORD.finditer(text):
            if IDEOGRAPHS.search(match[0]):
                for word in self._words:
                    if (at := text.find(word, *match.span())) >= 0:
                        yield at, at + len(word)
            elif self._knows(match[0], seen):
                yield match.span()

    def _knows(self, token: str, seen: bool) -> bool:
        if folded(token) in self._words:
            return not self._people.is_ordinary(token)
        if not seen or len(token) < LEAST:
            return False
        if token not in self._near:
            self._near[token] = not self._people.is_ordinary(token) and any(
                is_word(token, word) or may_be_word(token, word) for word in self._words.values()
            )
        return self._near[token]
