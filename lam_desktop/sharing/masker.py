"""Masks texts of one copy: finds what is personal, puts the stand-in there, counts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from lam_desktop.sharing.patterns import SAID, Kind, Span, find
from lam_desktop.sharing.standins import WORD, StandIns
from lam_desktop.sharing.tally import Tally
from lam_desktop.sharing.terms import Terms

QUOTED = re.compile(r"(?<=[“«])[^”»]+(?=[”»])")


class Masker:
    """One for each copy, so that equal texts get equal stand-ins."""

    def __init__(self, terms: Terms, standins: StandIns, tally: Tally) -> None:
        self.terms = terms
        self.tally = tally
        self._standins = standins

    def text(self, text: str) -> str:
        """The text with stand-ins where something personal stands."""
        return self._replaced(text, _joined(self._known(text)))

    def whole(self, text: str, kind: Kind) -> str:
        """A value, with a stand-in for all of it."""
        if not any(map(str.isalnum, text)) or self.terms.keeps(text):
            return text
        known = find(text)
        self.tally.text(known[0].kind if known else kind, text)
        return self._standins.of(text, self.terms.kept_words)

    def seen(self, text: str) -> str:
        """As `text`, of one that was read from a screen or tells what was read there."""
        return self._replaced(text, _joined(self._known(text, seen=True)))

    def screen_text(self, text: str, kind: Kind) -> str:
        """What stood somewhere on a screen: of it only the program's own words stay."""
        return self._replaced(
            text, _joined([*self._known(text, seen=True), *self._words(text, 0, len(text), kind)])
        )

    def sentence(self, text: str, kind: Kind) -> str:
        """A sentence about the screen: as `text`, and what it quotes as `screen_text`."""
        quoted = [word for part in QUOTED.finditer(text) for word in self._words(text, *part.span(), kind)]
        return self._replaced(text, _joined([*self._known(text, seen=True), *quoted]))

    def name(self, text: str) -> str:
        """A name that must stay the same elsewhere, such as a column or a program, unless it is itself one
        of those that the person wants masked, or an address."""
        said = (span for span in self.terms.find(text) if span.kind == SAID)
        return self._replaced(text, _joined([*find(text), *said]))

    def glimpsed(self, text: str) -> Kind | None:
        """What a text read from a picture may hold of what is masked; None for nothing."""
        found = self.pieces(text)
        return found[0].kind if found else self.terms.glimpsed(text)

    def pieces(self, text: str) -> list[Span]:
        """The parts of a text that are masked, in order."""
        return [span for span in _joined(self._known(text)) if not self._is_kept(text, span)]

    def _known(self, text: str, seen: bool = False) -> list[Span]:
        return [*find(text), *self.terms.find(text, seen)]

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
