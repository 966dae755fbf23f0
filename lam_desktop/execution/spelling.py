"""Spaces and capitals of what was typed, which are not compared where texts are looked for.

A recogniser overlooks a narrow space now and then, and hardly ever sees one that is not there. So a text is
spelled as typed where one of several readings says so. By tests/execution/measure_spelling.py none of 724
fields of Qt that showed what was typed was refused, and 31 of 476 with other spaces passed.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from lam_desktop.execution.typed_text import MARKS

TELLING = frozenset("abdefghijklmnpqrtuy")
"""Letters whose capital has another shape or place: c, o, s, v, w, x and z tell by their size alone."""


@dataclass(frozen=True, slots=True)
class Spelling:
    """What of the spelling a field keeps, as the demonstration showed."""

    spaces: bool = True
    capitals: bool = True


def kept_by(demonstrated: str, seen: Sequence[str]) -> Spelling:
    """What a field kept of a typed text, for which these texts were drawn. What nothing tells is kept."""
    found = [held for text in seen for held in _held(demonstrated, text)]
    if not found:
        return Spelling()
    return Spelling(any(_same_spaces(*one) for one in found), any(_same_capitals(*one) for one in found))


def is_spelled(typed: str, kept: Spelling, seen: str, closer: Callable[[], Iterable[str]]) -> bool:
    """Whether a place that shows a typed text shows its spaces and capitals, too, as far as they are kept.

    `seen`: how it was read first; `closer`: how in other cuts. Where no reading has all letters of the text
    nothing is told, and nothing denied.
    """
    spaces, capitals = not kept.spaces, not kept.capitals
    told = False
    for text in _readings(seen, closer):
        for held in _held(typed, text):
            told = True
            spaces, capitals = spaces or _same_spaces(*held), capitals or _same_capitals(*held)
            if spaces and capitals:
                return True
    return not told


def _readings(seen: str, closer: Callable[[], Iterable[str]]) -> Iterable[str]:
    yield seen
    yield from closer()


@dataclass(frozen=True, slots=True)
class _Letters:
    """A text letter by letter, without its spaces."""

    folded: str
    as_written: str
    """Of the same length."""
    gaps: frozenset[int]
    """Before which letters there is space."""


def _letters(text: str) -> _Letters:
    folded, written, gaps = "", "", set[int]()
    for sign in unicodedata.normalize("NFKC", text.translate(MARKS)):
        if sign.isspace():
            gaps.add(len(folded))
            continue
        plain = sign.casefold()
        folded += plain
        written += sign if len(plain) == 1 else plain
    return _Letters(folded, written, frozenset(gaps))


def _held(typed: str, seen: str) -> Iterable[tuple[_Letters, _Letters]]:
    """The typed text, and the part of another one that has just its letters, for each such part."""
    wanted, read = _letters(typed), _letters(seen)
    size = len(wanted.folded)
    at = read.folded.find(wanted.folded) if size else -1
    while at >= 0:
        gaps = frozenset(gap - at for gap in read.gaps)
        yield wanted, _Letters(wanted.folded, read.as_written[at : at + size], gaps)
        at = read.folded.find(wanted.folded, at + 1)


def _same_spaces(one: _Letters, other: _Letters) -> bool:
    within = range(1, len(one.folded))
    return all((at in one.gaps) == (at in other.gaps) for at in within)


def _same_capitals(one: _Letters, other: _Letters) -> bool:
    pairs = zip(one.folded, one.as_written, other.as_written, strict=True)
    return all(a.isupper() == b.isupper() for letter, a, b in pairs if _base(letter) in TELLING)


def _base(letter: str) -> str:
    return unicodedata.normalize("NFD", letter)[:1]
