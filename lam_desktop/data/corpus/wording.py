"""What the labels of one program say: words of its language, and words that only its house uses."""

from __future__ import annotations

import random

from lam_desktop.data.corpus import coining, lexicon

_HOUSE_SHARES = (0.0, 0.05, 0.25, 0.5, 1.0)
_REPEATED = 0.04
"""Share of labels that stood elsewhere on the screen before: «Date» in two groups, «Save» twice."""
_NUMBERS = ("1. {}", "{} 1", "{} 2", "{} A", "{} (1)", "2) {}")


class Wording:
    """Captions of one program; a program has its own share of made-up ones and its own capitals."""

    def __init__(self, rng: random.Random, lang: str) -> None:
        self.rng = rng
        self.lang = lang
        self.house = rng.choice(_HOUSE_SHARES)
        self.capitals = rng.choices(("", "upper", "lower"), (84, 9, 7))[0]
        self._said: list[str] = []

    def key(self, table: str) -> str:
        """A random key of a table."""
        return self.rng.choice(lexicon.keys(table, self.lang))

    def keys(self, table: str, count: int) -> list[str]:
        """`count` different keys of a table."""
        return self.rng.sample(lexicon.keys(table, self.lang), count)

    def caption(self, table: str, key: str) -> str:
        """What stands on the element of `key`: mostly its word, sometimes one of the house."""
        rng = self.rng
        if rng.random() < self.house:
            text = coining.label(rng, self.lang)
        else:
            text = self._capitals(lexicon.word(table, key, self.lang))
            if rng.random() < 0.05:
                text = rng.choice(_NUMBERS).format(text)
        return self._remembered(text)

    def exact(self, table: str, key: str) -> str:
        """A caption now and then made more exact by another word, as «Billing address» or «Save order»."""
        text = self.caption(table, key)
        if self.rng.random() < 0.13:
            other = lexicon.word("sections", self.key("sections"), self.lang)
            first, second = (other, text) if table == "fields" else (text, other)
            return self._remembered(lexicon.compound(first, second, self.lang))
        if self._said and self.rng.random() < _REPEATED:
            return self.rng.choice(self._said)
        return text

    def options(self, make: str, count: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """At most `count` values of a choice, all different, and the keys that name them."""
        rng = self.rng
        if rng.random() < self.house * 0.7:
            made = tuple(dict.fromkeys(coining.label(rng, self.lang) for _ in range(count)))
            return made, tuple(f"o{n}" for n in range(len(made)))
        return lexicon.choices(make, self.lang)[:count], lexicon.choice_keys(make)[:count]

    def _capitals(self, text: str) -> str:
        if self.capitals == "upper":
            return text.upper()
        return text.lower() if self.capitals == "lower" else text

    def _remembered(self, text: str) -> str:
        self._said.append(text)
        return text
