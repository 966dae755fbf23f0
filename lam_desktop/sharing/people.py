"""Finds names of people in a text: by lists of names, and by what stands beside them.

A capitalised word of the lists that is no ordinary word is a name wherever it stands. One that is an ordinary
word too («Mark», «Klein»), or stands in no list, is part of one beside such a name, a title or a greeting.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from lam_desktop.sharing.likeness import folded
from lam_desktop.sharing.name_lists import IDEOGRAPHS, LETTERS, NameLists
from lam_desktop.sharing.name_signs import is_closing, is_label, signs
from lam_desktop.sharing.people_in_ideographs import find_in_ideographs, may_be_name

Place = tuple[int, int]
"""The characters of a name: from, to before."""

STRONG = 3
"""A word alone is a name from so many letters on: «Li» and «Bo» may be anything."""
MOST_WORDS = 3
"""So far a name reaches from a word that is surely part of it."""
MOST_IN_FIELD = 6
"""A text of more words is a sentence, whatever it stands beside."""
LONGEST = 12
"""Longer words that nobody has listed are put together, as German ones are."""
_NO_NAME = re.compile(
    r"(ung|ungen|heit|keit|schaft|schaften|tion|tionen|nis|iert|(lich|isch|ig|bar|end|iert|elt)e[rsnm]?)$"
)
"""So end German nouns and adjectives, which begin with a capital as names do."""
_BESIDE = re.compile(r"[  ]{0,2}|[-'’.·]|\. ?")
_TURNED = re.compile(r", ?")
"""Between family and given name, where the family comes first."""
_TITLE_END = re.compile(r"\.? {0,2}")
_GREETING_END = re.compile(r" {1,2}")
_INLINE = re.compile(r"([^:：\n|]{1,30})[:：] {0,3}([^\n|;:：]{2,60})")
_HOME = re.compile(r"(?:/home/|[\\/][Uu]sers[\\/])([^\\/\s]{2,})")
_FIGURES = re.compile(r"[\d@€$%/\\=<>{}_#]")


@dataclass(frozen=True, slots=True)
class _Token:
    start: int
    end: int
    word: str
    """Folded."""
    capital: bool
    listed: bool
    given: bool
    ordinary: bool
    """Also where it is a caption of the task."""

    @property
    def strong(self) -> bool:
        return self.capital and self.listed and not self.ordinary and len(self.word) >= STRONG

    @property
    def initial(self) -> bool:
        return self.capital and self.end - self.start == 1

    @property
    def may_belong(self) -> bool:
        """Whether it is a part of a name where it stands beside one."""
        return self.capital and (self.listed or not self.ordinary)


class People:
    """Knows names; `spares` says which words are the program's own and no part of any."""

    def __init__(self, lists: NameLists, spares: Callable[[str], bool]) -> None:
        self._lists = lists
        self._spares = spares
        self.find = lru_cache(maxsize=8192)(self._find)
        """Where people are named in a text; places do not overlap."""

    def stands_alone(self, text: str) -> Place | None:
        """Where the name stands in the text of a field, cell or line in which people are named; None where
        it does not look like one: figures, a sentence, or ordinary words alone."""
        if _FIGURES.search(text):
            return None
        if IDEOGRAPHS.search(text):
            return _span(text) if may_be_name(text.strip(), self._lists, self._spares) else None
        tokens = self._tokens(text)
        if not 0 < len(tokens) <= MOST_IN_FIELD:
            return None
        if not all(one.capital or one.listed or one.word in signs("particles") for one in tokens):
            return None
        names = any(not one.ordinary and len(one.word) > 1 for one in tokens) or (
            len(tokens) > 1 and all(one.listed for one in tokens)
        )
        return _span(text) if names else None

    def is_whole(self, text: str) -> bool:
        """Whether a text is given and family name of somebody, and nothing else."""
        return len(text.split()) > 1 and any(
            (start, end) == _span(text) and all(one.listed for one in self._tokens(text))
            for start, end in self.find(text)
        )

    def telling(self, name: str) -> list[str]:
        """The words of a name by which somebody is known wherever they stand; ideographs as one."""
        words = [name[one.start : one.end] for one in self._tokens(name) if self._tells(one)]
        return words + [run for run in IDEOGRAPHS.findall(name) if len(run) > 1 and not self.is_ordinary(run)]

    def is_ordinary(self, word: str) -> bool:
        """Whether a word is the program's own, or says something else mostly."""
        return self._spares(word) or self._lists.is_ordinary(folded(word))

    def is_common(self, word: str) -> bool:
        """Whether a word surely names nobody: for copies of which only such words are to stay."""
        return self._spares(word) or self._lists.is_common(word)

    def _find(self, text: str) -> tuple[Place, ...]:
        tokens = self._tokens(text)
        found = [*_runs(text, tokens), *self._after_signs(text, tokens), *self._inline(text)]
        found += [match.span(1) for match in _HOME.finditer(text) if not self.is_ordinary(match[1])]
        found += find_in_ideographs(text, self._lists, self._spares)
        if (place := self._pair(text, tokens) or self._strangers(text, tokens)) is not None:
            found.append(place)
        return tuple(_joined(found))

    def _tokens(self, text: str) -> list[_Token]:
        return [self._token(text, *place) for place in _words(text)]

    def _token(self, text: str, start: int, end: int) -> _Token:
        original = text[start:end]
        word = folded(original)
        cased = original[0].upper() != original[0].lower()
        return _Token(
            start, end, word,
            capital=original[0].isupper() if cased else self._lists.is_given(word),
            given=self._lists.is_given(word),
            listed=self._lists.is_given(word) or self._lists.is_family(word),
            ordinary=self._spares(original) or self._lists.is_ordinary(word),
        )  # fmt: skip

    def _tells(self, token: _Token) -> bool:
        return not token.ordinary and len(token.word) >= STRONG

    def _pair(self, text: str, tokens: Sequence[_Token]) -> Place | None:
        """A text that is only a given and a family name, both ordinary words too, as «Grace Brown»."""
        if len(tokens) != 2 or not all(one.capital and one.listed for one in tokens):
            return None
        first, last = tokens
        if text[first.end : last.start] != " " or (first.start, last.end) != _span(text):
            return None
        named = self._lists.is_given(first.word) and self._lists.is_family(last.word)
        spared = any(self._spares(text[one.start : one.end]) for one in tokens)
        return _span(text) if named and not spared and not all(one.ordinary for one in tokens) else None

    def _strangers(self, text: str, tokens: Sequence[_Token]) -> Place | None:
        """A text that is only two or three capitalised words, none of which is known: hardly a caption."""
        if not 1 < len(tokens) <= MOST_WORDS or any(one.ordinary or not one.capital for one in tokens):
            return None
        if any(len(one.word) > LONGEST or _NO_NAME.search(one.word) for one in tokens if not one.listed):
            return None
        gaps = [text[one.end : two.start] for one, two in pairwise(tokens)]
        small = all(text[one.end - 1].islower() for one in tokens)
        whole = (tokens[0].start, tokens[-1].end) == _span(text)
        return _span(text) if small and whole and all(gap in (" ", "-", ", ") for gap in gaps) else None

    def _after_signs(self, text: str, tokens: Sequence[_Token]) -> Iterator[Place]:
        """What stands behind titles and greetings."""
        for at, token in enumerate(tokens):
            ends = (
                _TITLE_END
                if token.word in signs("titles")
                else _GREETING_END
                if token.word in signs("greetings")
                else None
            )
            if ends is None or (ends is _TITLE_END and not (token.capital or text[token.end :][:1] == ".")):
                continue
            named: list[_Token] = []
            for before, one in zip(tokens[at:], tokens[at + 1 : at + 2 + MOST_WORDS], strict=False):
                gap = text[before.end : one.start]
                if not (ends if before is token else _BESIDE).fullmatch(gap) or one.word in signs("titles"):
                    break
                if not (one.may_belong or one.word in signs("particles")):
                    break
                named.append(one)
            while named and named[-1].word in signs("particles") and not named[-1].capital:
                named.pop()
            if any(not one.ordinary for one in named) or (ends is _TITLE_END and named):
                yield named[0].start, named[-1].end

    def _inline(self, text: str) -> Iterator[Place]:
        """«Customer: Jonas Lindqvist» in one line, and a signature below a letter's last words."""
        above = ""
        for line in re.finditer(r"[^\n]+", text) if "\n" in text else ():
            if is_closing(above) and (place := self.stands_alone(line[0])) is not None:
                yield line.start() + place[0], line.start() + place[1]
            above = line[0]
        for match in _INLINE.finditer(text):
            value = match[2].split(",")[0].split("  ")[0]
            if is_label(match[1].split(",")[-1]) and (place := self.stands_alone(value)) is not None:
                yield match.start(2) + place[0], match.start(2) + place[1]


def _runs(text: str, tokens: Sequence[_Token]) -> Iterator[Place]:
    """Words that are surely names, with those beside them that belong to them."""
    for at, token in enumerate(tokens):
        if token.strong:
            first = _reach(text, tokens, at, -1)
            last = _reach(text, tokens, at, 1)
            yield tokens[first].start, tokens[last].end


def _reach(text: str, tokens: Sequence[_Token], at: int, step: int) -> int:
    """The last token that belongs to the name, going left or right."""
    last, through = at, at
    for _ in range(MOST_WORDS):
        to = through + step
        if not 0 <= to < len(tokens):
            break
        one = tokens[to]
        left, right = sorted((tokens[through], one), key=lambda token: token.start)
        gap = text[left.end : right.start]
        turned = _TURNED.fullmatch(gap) and one.capital and (one.listed or (step < 0 and tokens[at].given))
        if not (turned or _BESIDE.fullmatch(gap)) or one.word in signs("titles"):
            break
        # What stands before a given name begins the sentence: «Entered Jonas Lindgren».
        begins = step < 0 and tokens[last].given and not (one.listed or one.initial or turned)
        if (one.initial or one.may_belong) and not begins:
            last = through = to
        elif one.word in signs("particles"):
            through = to
        else:
            break
    return last


def _words(text: str) -> Iterator[Place]:
    """Letters in a row, parted where a capital follows a small letter: recognisers lose spaces."""
    for match in LETTERS.finditer(text):
        start = match.start()
        if IDEOGRAPHS.search(match[0]):
            continue
        for at in range(start + 1, match.end()):
            if text[at].isupper() and text[at - 1].islower():
                yield start, at
                start = at
        yield start, match.end()


def _span(text: str) -> Place:
    """Without the spaces at both ends."""
    start = len(text) - len(text.lstrip())
    return start, start + len(text.strip())


def _joined(places: Sequence[Place]) -> Iterator[Place]:
    open_: Place | None = None
    for start, end in sorted(places):
        if open_ is not None and start < open_[1]:
            open_ = (open_[0], max(open_[1], end))
            continue
        if open_ is not None:
            yield open_
        open_ = (start, end)
    if open_ is not None:
        yield open_
