"""Which words are known as names of people, and which say something else mostly."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from itertools import pairwise

from lam_desktop.data.corpus import lexicon
from lam_desktop.sharing.likeness import folded
from lam_desktop.tasks.provenance.captions import NOUNS, VERBS

LANGUAGES = ("de", "en", "es", "fr", "it", "ja", "nl", "pl", "ru", "zh")
LETTERS = re.compile(r"[^\W\d_]+")
IDEOGRAPHS = re.compile(r"[一-鿿]+")
OF_PEOPLE = frozenset({"first", "last", "company", "city", "street"})
"""Lists of the vocabulary that are no words of programs."""
PEOPLE_FIELDS = frozenset({"name", "first", "last", "person"})
"""Sorts of fields into which somebody's name is written."""

_UMLAUTS = str.maketrans({"ä": "a", "ö": "o", "ü": "u"})
_WRITTEN_OUT = (("ae", "a"), ("oe", "o"), ("ue", "u"))
_OTHER_ENDINGS = (
    ("ska", "ski"), ("cka", "cki"), ("dzka", "dzki"), ("ova", ""), ("ova", "ov"), ("eva", "ev"),
    ("ова", "ов"), ("ева", "ев"), ("ина", "ин"), ("ская", "ский"),
)  # fmt: skip
"""Of a woman's family name, and of a man's."""
_FAMILY_ENDINGS = re.compile(
    r"\w{2,}(owsk[ia]|ewsk[ia]|insk[ia]|wicz|czyk|ovic|evic|oglu|enko|shvili|poulos|sson|qvist|quist|енко|швили)"
    r"|mc\w{3,}"
)
"""So end, or begin, family names and hardly a word."""
_LEAST_ENDED = 6
INFLECTED = ("s", "es", "d", "ed", "ing", "ly", "en", "n", "em")
"""Endings of English and German words."""
_LEAST_INFLECTED = 5


@dataclass(frozen=True, eq=False)
class NameLists:
    """Folded words. Those of Chinese names and words stand among the others."""

    given: frozenset[str]
    family: frozenset[str]
    ordinary: frozenset[str]
    """Words of programs, offices and sentences, in ten languages and more."""
    programs: frozenset[str] = frozenset()
    """Those of them that captions of programs have."""

    @cached_property
    def given_signs(self) -> frozenset[str]:
        """The ideographs of which given names are made."""
        return frozenset(sign for name in self.given if IDEOGRAPHS.fullmatch(name) for sign in name)

    def is_given(self, word: str) -> bool:
        """Whether a folded word is a known given name."""
        return any(form in self.given for form in _forms(word))

    def is_family(self, word: str) -> bool:
        """Whether a folded word is a known family name, or ends like one."""
        if len(word) >= _LEAST_ENDED and _FAMILY_ENDINGS.fullmatch(word):
            return True
        return any(form in self.family for form in _forms(word))

    def is_ordinary(self, word: str) -> bool:
        """Whether a folded word says something else mostly; an inflected one, unless it is a name."""
        if word in self.ordinary:
            return True
        stems = [
            word[: -len(end)] for end in INFLECTED if word.endswith(end) and len(word) >= _LEAST_INFLECTED
        ]
        known = any(stem in self.ordinary or f"{stem}e" in self.ordinary for stem in stems)
        return known and word not in self.given and word not in self.family

    def is_common(self, word: str) -> bool:
        """Whether a word names nobody: it is one of programs, or an ordinary one and no name at all."""
        if IDEOGRAPHS.search(word):
            return self.is_ordinary_run(word)
        word = folded(word)
        return word in self.programs or (
            self.is_ordinary(word) and word not in self.given and word not in self.family
        )

    def is_ordinary_run(self, run: str) -> bool:
        """Whether no two ideographs beside each other stand in none of the ordinary words."""
        return run in self.ordinary or all(one + other in self.ordinary for one, other in pairwise(run))


@cache
def shipped() -> NameLists:
    """The lists of this package, with the words of the programs that the vocabulary knows."""
    programs = {folded(word) for text in _vocabulary() for word in LETTERS.findall(text)}
    ordinary = programs.union(_read("ordinary"))
    ordinary |= {piece for word in list(ordinary) if IDEOGRAPHS.fullmatch(word) for piece in _pieces(word)}
    return NameLists(*map(frozenset, (_read("given"), _read("family"), ordinary, programs)))


@cache
def name_labels() -> frozenset[str]:
    """Folded captions of fields and columns in which people are named."""
    return frozenset(
        folded(lexicon.word("fields", key, language))
        for language in LANGUAGES
        for key in lexicon.keys("fields", language)
        if lexicon.sort("fields", key, language) in PEOPLE_FIELDS
    )


def _forms(word: str) -> Iterator[str]:
    """The word as a list may have it."""
    yield word
    plain = word.translate(_UMLAUTS)
    for written, letter in _WRITTEN_OUT:
        plain = plain.replace(written, letter)
    if plain != word:
        yield plain
    for ending, other in _OTHER_ENDINGS:
        if word.endswith(ending) and len(word) >= _LEAST_ENDED:
            yield word[: len(word) - len(ending)] + other


def _read(name: str) -> list[str]:
    path = files("lam_desktop.sharing.names") / f"{name}.txt"
    return path.read_text(encoding="utf-8").split("\n")[:-1]


def _vocabulary() -> Iterable[str]:
    yield from (*VERBS.values(), *NOUNS.values())
    for language in LANGUAGES:
        for table, terms in lexicon.vocabulary(language).items():
            for key, term in terms.items():
                if table != "values" or key not in OF_PEOPLE:
                    yield term.caption


def _pieces(word: str) -> Iterator[str]:
    """Two, three and four ideographs of a word that stand beside each other."""
    for length in range(2, 5):
        yield from (word[at : at + length] for at in range(len(word) - length + 1))
