"""Running text as single words: what a policy compares where only a part of a text is meant."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from lam_desktop.neighbours import is_over, letters_read
from lam_desktop.tasks.texts.paragraphs import is_running
from lam_desktop.tasks.texts.spans import QUOTES, Span, enclosing, words_of
from lam_desktop.types import Box, Element, Observation

AROUND = 2.0
"""A text lies around another one if it is at most this many of its heights above or below."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a text on the screen."""

    text: int
    """Index of the element that says it, in the observation as it was seen."""
    number: int
    """Counted from 0 within that text."""
    span: Span
    """Where it stands in that text."""


@dataclass(frozen=True, eq=False)
class Worded:
    """A screen whose running texts are taken apart."""

    observation: Observation
    """As it was seen, but with an element for each word of some running texts."""
    words: tuple[Word | None, ...]
    """Of each element of `observation`; None where it was not taken from a text."""
    texts: tuple[str, ...]
    """What the elements said as they were seen."""

    def line(self, text: int) -> list[tuple[int, Word]]:
        """The words of one text in their order, each with the index of its element here."""
        return [(at, word) for at, word in enumerate(self.words) if word is not None and word.text == text]

    def said_once(self, word: int | Word, inward: int = 0) -> str | None:
        """What a word, or the one with this index, says; None where its text says it twice, or it is none.

        `inward`: with the quotation marks or brackets between it and its neighbour there, 1 behind it and -1
        before it; None where there are none, or a quotation mark of the text was lost.
        """
        found = self.words[word] if isinstance(word, int) else word
        if found is None:
            return None
        line = [one for _, one in self.line(found.text)]
        said = [self._said(line, at, inward) for at in range(len(line))]
        own = said[line.index(found)]
        return own if own is not None and said.count(own) == 1 else None

    def said_once_beside(self, word: int | Word, outward: int) -> tuple[str, str] | None:
        """What a word says, and its neighbour on the side away from the value; None where its text says both
        twice, or it is none.

        `outward`: -1 before it, 1 behind it; at an end of the text there is nothing.
        """
        found = self.words[word] if isinstance(word, int) else word
        if found is None:
            return None
        text, line = self.texts[found.text], [one for _, one in self.line(found.text)]
        said = ["", *(one.span.of(text).casefold() for one in line), ""]
        pairs = [(said[at], said[at + outward]) for at in range(1, len(said) - 1)]
        own = pairs[line.index(found)]
        return own if pairs.count(own) == 1 else None

    def _said(self, line: Sequence[Word], at: int, inward: int) -> str | None:
        text = self.texts[line[at].text]
        own = line[at].span.of(text).casefold()
        if not inward:
            return own
        if not 0 <= at + inward < len(line) or sum(sign in QUOTES for sign in text) % 2:
            return None
        first, second = sorted((line[at].span, line[at + inward].span))
        signs = enclosing(text[first.end : second.start])
        return " ".join((own, *sorted(signs))) if signs else None

    def at(self, box: Box) -> Word | None:
        """The word with this box; None where something else has it, too."""
        found = [
            word for word, one in zip(self.words, self.observation.elements, strict=True) if one.box == box
        ]
        return found[0] if len(found) == 1 else None


def in_words(seen: Observation, places: Collection[Box], keep: int | None = None) -> Worded:
    """Takes the running texts at and around some places apart: a whole screen of words is hard to tell.

    Of texts that lie over each other the one is taken that says most, or `keep`; the others are left out.
    """
    running = [
        text
        for text, one in enumerate(seen.elements)
        if is_running(one) and one.text and any(_is_around(one.box, place) for place in places)
    ]
    running.sort(key=lambda text: (text != keep, -letters_read(seen.elements[text])))
    taken: list[int] = []
    for text in running:
        box = seen.elements[text].box
        if not any(is_over(box, seen.elements[other].box) for other in taken):
            taken.append(text)
    elements: list[Element] = []
    words: list[Word | None] = []
    for text, one in enumerate(seen.elements):
        if text in running and text not in taken:
            continue
        spans = words_of(one.text) if text in taken else ()
        for number, span in enumerate(spans):
            elements.append(
                replace(one, kind="text", box=box_of(one, span), text=span.of(one.text), checked=None)
            )
            words.append(Word(text, number, span))
        if not spans:
            elements.append(one)
            words.append(None)
    return Worded(seen.with_elements(tuple(elements)), tuple(words), tuple(one.text for one in seen.elements))


def box_of(element: Element, span: Span) -> Box:
    """The part of an element's box that a part of its text takes, as if all letters were equally wide."""
    lines = element.text.split("\n")
    start, line = 0, 0
    while span.start > start + len(lines[line]):
        start += len(lines[line]) + 1
        line += 1
    longest, box = max(len(one) for one in lines), element.box
    left = box.x + round((span.start - start) * box.w / longest)
    right = box.x + round((min(span.end - start, len(lines[line]))) * box.w / longest)
    top, bottom = (box.y + round(at * box.h / len(lines)) for at in (line, line + 1))
    return Box(left, top, max(1, right - left), max(1, bottom - top))


def lines_of(element: Element, span: Span) -> list[tuple[Box, str]]:
    """The lines of an element that a part of its text stands in, each with what of the part stands there."""
    lines = element.text.split("\n")
    found: list[tuple[Box, str]] = []
    start = 0
    for line, text in enumerate(lines):
        piece = text[max(0, span.start - start) : max(0, span.end - start)].strip()
        if piece:
            top, bottom = (element.box.y + round(at * element.box.h / len(lines)) for at in (line, line + 1))
            found.append((Box(element.box.x, top, element.box.w, bottom - top), piece))
        start += len(text) + 1
    return found


def _is_around(box: Box, place: Box) -> bool:
    gap = max(box.y - place.bottom, place.y - box.bottom)
    return gap <= AROUND * min(box.h, place.h)
