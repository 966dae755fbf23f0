"""What is known to be personal in one task: its row, what was typed and read, what the person says."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable, Iterator

from lam_desktop.sharing.likeness import folded, is_word, looks, may_be_word
from lam_desktop.sharing.patterns import SAID, Kind, Span
from lam_desktop.sharing.standins import WORD

LETTERS, DIGITS = 3, 4
"""A word of a value is masked wherever it stands if it has so many letters, or digits alone."""
IDEOGRAPHS = 2
"""A name of ideographs is as long, and no space stands beside it."""
ANYWHERE = 2
"""A value of fewer signs («7») is masked only where it is the whole text, or quoted."""
SQUASHED = 5
"""A value of so many signs is found in a picture also where its spaces and signs were read otherwise."""
_IDEOGRAPH = re.compile(r"[぀-ヿ㐀-鿿가-힯]")
_COMMON = frozenset({
    "and", "are", "column", "das", "dem", "den", "der", "des", "die", "ein", "eine", "empty", "field",
    "for", "from", "les", "list", "los", "made", "not", "number", "one", "please", "place", "read",
    "screen", "secret", "showing", "step", "text", "the", "type", "und", "von", "was", "with", "written",
    "yes", "you", "your",
})  # fmt: skip
"""Words that name nobody: of our own captions, and the commonest ones of sentences."""


class Terms:
    """Values and words to be masked; `captions` are words of the program, which stay outside of values."""

    def __init__(self, captions: Iterable[str] = (), keep: Iterable[str] = ()) -> None:
        self._captions = _COMMON | {folded(word) for text in captions for word in WORD.findall(text)}
        self._kept = {folded(text.strip()) for text in keep}
        self.kept_words = frozenset(word.casefold() for text in keep for word in WORD.findall(text))
        """Casefolded words that no stand-in replaces."""
        self._kept_folded = frozenset(map(folded, self.kept_words))
        self._values: dict[str, Kind] = {}
        self._words: dict[str, Kind] = {}
        self._squashed: dict[str, Kind] = {}
        self._exact: dict[str, Kind | None] = {}
        self._near: dict[str, Kind | None] = {}

    def add(self, value: str, kind: Kind) -> None:
        """From now on this value is masked wherever it stands, and its words that can name somebody."""
        value = value.strip()
        signs = sum(map(str.isalnum, value))
        if not signs or self.keeps(value):
            return
        self._values.setdefault(value, kind)
        squashed = "".join(WORD.findall(looks(value)))
        if len(squashed) >= SQUASHED:
            self._squashed.setdefault(squashed, kind)
        said = kind == SAID
        for word in WORD.findall(value):
            if folded(word) not in self._kept_folded and (said or self._names(word)):
                self._words.setdefault(word, kind)
        self._exact.clear()
        self._near.clear()

    def keeps(self, text: str) -> bool:
        """Whether the person said that exactly this text stays."""
        return folded(text.strip()) in self._kept

    def spares(self, word: str) -> bool:
        """Whether the word is one of the program's own, or stays because the person said so."""
        return folded(word) in self._captions or folded(word) in self._kept_folded

    def find(self, text: str, seen: bool = False) -> Iterator[Span]:
        """Where values and their words stand in a text; parts may overlap.

        What was `seen` on a screen may have been misread: words that look much the same count, too.
        """
        for value, kind in self._values.items():
            for match in _value_pattern(value).finditer(text):
                yield Span(match.start(), match.end(), kind)
        for match in WORD.finditer(text):
            kind = self._near_kind(match[0]) if seen else self._exact_kind(match[0])
            if kind is not None:
                yield Span(match.start(), match.end(), kind)

    def glimpsed(self, text: str) -> Kind | None:
        """What a text that was read from a picture may hold, also where it was read wrongly or cut off."""
        squashed = "".join(WORD.findall(looks(text)))
        for value, kind in self._squashed.items():
            if value in squashed:
                return kind
        for word in WORD.findall(text):
            kind = self._near_kind(word)
            if kind is not None:
                return kind
        return None

    def _names(self, word: str) -> bool:
        if _IDEOGRAPH.search(word):
            return len(word) >= IDEOGRAPHS
        letters = sum(map(str.isalpha, word))
        long = letters >= LETTERS or (not letters and len(word) >= DIGITS)
        return long and folded(word) not in self._captions

    def _exact_kind(self, token: str) -> Kind | None:
        if token not in self._exact:
            self._exact[token] = self._kind_of(token, is_word)
        return self._exact[token]

    def _near_kind(self, token: str) -> Kind | None:
        if token not in self._near:
            self._near[token] = self._kind_of(token, may_be_word)
        return self._near[token]

    def _kind_of(self, token: str, same: Callable[[str, str], bool]) -> Kind | None:
        for word, kind in self._words.items():
            if (kind == SAID or not self.spares(token)) and _same(token, word, same):
                return kind
        return None


def _same(token: str, word: str, same: Callable[[str, str], bool]) -> bool:
    if _IDEOGRAPH.search(word):
        return word in token
    if word.isdigit():
        return token == word or (same is may_be_word and looks(token) == looks(word))
    return same(token, word)


@functools.lru_cache(maxsize=4096)
def _value_pattern(value: str) -> re.Pattern[str]:
    """The value as a text may write it: other spaces, other case, no part of a longer word or number."""
    words = r"\s+".join(map(re.escape, value.split()))
    if sum(map(str.isalnum, value)) < ANYWHERE:
        return re.compile(rf"(?:(?<=\A)|(?<=[“«\"'])){words}(?=\Z|[”»\"'])", re.IGNORECASE)
    before = r"(?<![^\W_])(?<![0-9][.,])" if value[0].isalnum() else ""
    after = r"(?![^\W_]|[.,][0-9])" if value[-1].isalnum() else ""
    if _IDEOGRAPH.search(value):
        before = after = ""
    return re.compile(before + words + after, re.IGNORECASE)
