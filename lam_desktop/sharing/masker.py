"""Masks texts of one copy: finds what is personal, puts the stand-in there, counts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from lam_desktop.sharing.met import Met
from lam_desktop.sharing.name_lists import NameLists, shipped
from lam_desktop.sharing.patterns import PERSON, SAID, UNCOMMON, Kind, Span, find
from lam_desktop.sharing.people import People
from lam_desktop.sharing.standins import WORD, StandIns
from lam_desktop.sharing.tally import Tally
from lam_desktop.sharing.terms import Terms

FIGURES = 3
"""In a strict copy longer numbers are masked: shorter ones count, or tell an hour."""
QUOTED = re.compile(r"(?<=[“«])[^”»]+(?=[”»])")


class Masker:
    """One for each copy, so that equal texts get equal stand-ins.

    `strict`: of texts and pictures only common words and the program's own stay. `lists`: of names, else the
    package's.
    """

    def __init__(
        self,
        terms: Terms,
        standins: StandIns,
        tally: Tally,
        strict: bool = False,
        lists: NameLists | None = None,
    ) -> None:
        self.terms = terms
        self.tally = tally
        self.people = People(lists or shipped(), terms.spares)
        self._met = Met(self.people)
        self._standins = standins
        self._strict = strict

    def meet(self, name: str) -> None:
        """Somebody stands on a screen by this name, which is masked wherever it stands from now on."""
        self._met.add(name)
        self.tally.name(name)

    def text(self, text: str) -> str:
        """The text with stand-ins where something personal stands."""
        return self._replaced(text, _joined([*self._known(text), *self._uncommon(text)]))

    def whole(self, text: str, kind: Kind) -> str:
        """A value, with a stand-in for all of it."""
        if not any(map(str.isalnum, text)) or self.terms.keeps(text):
            return text
        known = find(text)
        self.tally.text(known[0].kind if known else kind, text)
        return self._standins.of(text, self.terms.kept_words)

    def seen(self, text: str) -> str:
        """As `text`, of one that was read from a screen or tells what was read there."""
        return self._replaced(text, _joined([*self._known(text, seen=True), *self._uncommon(text)]))

    def screen_text(self, text: str, kind: Kind) -> str:
        """What stood somewhere on a screen: of it only the program's own words stay."""
        return self._replaced(
            text, _joined([*self._known(text, seen=True), *self._words(text, 0, len(text), kind)])
        )

    def sentence(self, text: str, kind: Kind) -> str:
        """A sentence about the screen: as `text`, and what it quotes as `screen_text`."""
        quoted = [word for part in QUOTED.finditer(text) for word in self._words(text, *part.span(), kind)]
        capitals = [span for span in self._uncommon(text) if text[span.start].isupper()]
        return self._replaced(text, _joined([*self._known(text, seen=True), *quoted, *capitals]))

    def name(self, text: str) -> str:
        """A name that must stay the same elsewhere, such as a column or a program, unless it is itself one
        of those that the person wants masked, or an address."""
        said = (span for span in self.terms.find(text) if span.kind == SAID)
        return self._replaced(text, _joined([*find(text), *said]))

    def glimpsed(self, text: str) -> Kind | None:
        """What a text read from a picture may hold of what is masked; None for nothing."""
        if found := self.pieces(text):
            return found[0].kind
        if (kind := self.terms.glimpsed(text)) is not None:
            return kind
        if any(True for _ in self._met.find(text, seen=True)) and not self.terms.keeps(text):
            return PERSON
        return UNCOMMON if not self.terms.keeps(text) and any(True for _ in self._uncommon(text)) else None

    def named_in(self, text: str) -> list[str]:
        """The people that a text names by itself."""
        return [text[start:end] for start, end in self.people.find(text)]

    def pieces(self, text: str) -> list[Span]:
        """The parts of a text that are masked, in order."""
        return [span for span in _joined(self._known(text)) if not self._is_kept(text, span)]

    def _known(self, text: str, seen: bool = False) -> list[Span]:
        people = (*self.people.find(text), *self._met.find(text))
        return [*find(text), *self.terms.find(text, seen), *(Span(*place, PERSON) for place in people)]

    def _uncommon(self, text: str) -> Iterator[Span]:
        """Of a strict copy, the words that may name somebody: not common, or numbers of some length."""
        for match in WORD.finditer(text) if self._strict else ():
            word = match[0]
            if (word.isdigit() and len(word) < FIGURES) or len(word) < 2:
                continue
            if word.isdigit() or not self.people.is_common(word):
                yield Span(*match.span(), UNCOMMON)

    def _words(self, text: str, start: int, end: int, kind: Kind) -> list[Span]:
        """The words in a part of a text that are not the program's own."""
        found = WORD.finditer(text, start, end)
        return [Span(*match.span(), kind) for match in found if not self.terms.spares(match[0])]

    def _replaced(self, text: str, spans: Iterable[Span]) -> str:
        made, at = "", 0
        for span in spans:
            if self._is_kept(text, span):
                continue
            original = text[span.start : span.end]
            self.tally.text(span.kind, original)
            made += text[at : span.start] + self._standins.of(original, self.terms.kept_words)
            at = span.end
        return made + text[at:]

    def _is_kept(self, text: str, span: Span) -> bool:
        words = WORD.findall(text[span.start : span.end])
        return self.terms.keeps(text[span.start : span.end]) or all(
            word.casefold() in self.terms.kept_words for word in words
        )


def _joined(spans: Iterable[Span]) -> Iterator[Span]:
    """In order, those that overlap as one, of the kind of the first and longest of them."""
    open_: Span | None = None
    for span in sorted(spans, key=lambda one: (one.start, -one.end)):
        if open_ is not None and span.start < open_.end:
            open_ = Span(open_.start, max(open_.end, span.end), open_.kind)
            continue
        if open_ is not None:
            yield open_
        open_ = span
    if open_ is not None:
        yield open_
