"""Spaces and capitals of what was typed, which are not compared where texts are looked for.

A recogniser overlooks a narrow space now and then, and hardly ever sees one that is not there. So a text is
spelled as typed where one of several readings says so. By tests/execution/measure_spelling.py none of 724
fields of Qt that showed what was typed was refused, 12 of 476 with other spaces passed,
and 1 of 461 typed with Caps Lock on.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from lam_desktop.execution.verifying.typed_text import LEAST_ALIKE, MARKS

TELLING = frozenset("abdefghijklmnpqrtuy")
"""Letters whose capital has another shape or place: c, o, s, v, w, x and z tell by their size alone."""
ONE_SHAPE = str.maketrans({"i": "l", "1": "l", "|": "l", "!": "l", "0": "o", "5": "s", "8": "b", "2": "z"})
"""What is read for each other; that the text is the typed one was told before."""
LEAST_TOGETHER = 2
"""So many letters in succession are the same ones of both texts."""


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

    `seen`: how it was read first; `closer`: how in other cuts. Where no reading has most letters of the text,
    nothing is told, and nothing denied.
    """
    spaces, capitals = not kept.spaces, not kept.capitals
    told = False
    partly: list[bool] = []
    for text in _readings(seen, closer):
        for held in _held(typed, text):
            told = True
            spaces, capitals = spaces or _same_spaces(*held), capitals or _same_capitals(*held)
            if spaces and capitals:
                return True
        partly += [_same_capitals(*common) for common in _common(typed, text)]
    if told:
        return False
    return capitals or not partly or any(partly)


def _readings(seen: str, closer: Callable[[], Iterable[str]]) -> Iterable[str]:
    yield seen
    yield from closer()


@dataclass(frozen=True, slots=True)
class _Letters:
    """A text letter by letter, without its spaces."""

    folded: str
    """Letters of one shape as one."""
    plain: str
    """Of the same length, in small letters."""
    as_written: str
    """Of the same length."""
    gaps: frozenset[int]
    """Before which letters there is space."""


def _letters(text: str) -> _Letters:
    plain, written, gaps = "", "", set[int]()
    for sign in unicodedata.normalize("NFKC", text.translate(MARKS)):
        if sign.isspace():
            gaps.add(len(plain))
            continue
        small = sign.casefold()
        plain += small
        written += sign if len(small) == 1 else small
    return _Letters(plain.translate(ONE_SHAPE), plain, written, frozenset(gaps))


def _held(typed: str, seen: str) -> Iterable[tuple[_Letters, _Letters]]:
    """The typed text, and the part of another one that has just its letters, for each such part."""
    wanted, read = _letters(typed), _letters(seen)
    size = len(wanted.folded)
    at = read.folded.find(wanted.folded) if size else -1
    while at >= 0:
        gaps = frozenset(gap - at for gap in read.gaps)
        part = slice(at, at + size)
        yield wanted, _Letters(wanted.folded, read.plain[part], read.as_written[part], gaps)
        at = read.folded.find(wanted.folded, at + 1)


def _common(typed: str, seen: str) -> Iterable[tuple[_Letters, _Letters]]:
    """Of a reading with other letters, too, those that both have; of the spaces between they tell nothing."""
    one, other = _letters(typed), _letters(seen)
    blocks = SequenceMatcher(None, one.folded, other.folded, autojunk=False).get_matching_blocks()
    blocks = [block for block in blocks if block.size >= LEAST_TOGETHER]
    if sum(block.size for block in blocks) < max(LEAST_TOGETHER, LEAST_ALIKE * len(one.folded)):
        return

    def kept(letters: _Letters, starts: Sequence[int]) -> _Letters:
        parts = [slice(at, at + block.size) for at, block in zip(starts, blocks, strict=True)]

        def of(text: str) -> str:
            return "".join(text[part] for part in parts)

        return _Letters(of(letters.folded), of(letters.plain), of(letters.as_written), frozenset())

    yield kept(one, [block.a for block in blocks]), kept(other, [block.b for block in blocks])


def _same_spaces(one: _Letters, other: _Letters) -> bool:
    within = range(1, len(one.folded))
    return all((at in one.gaps) == (at in other.gaps) for at in within)


def _same_capitals(one: _Letters, other: _Letters) -> bool:
    pairs = zip(one.plain, other.plain, one.as_written, other.as_written, strict=True)
    return all(a.isupper() == b.isupper() for x, y, a, b in pairs if x == y and _base(x) in TELLING)


def _base(letter: str) -> str:
    return unicodedata.normalize("NFD", letter)[:1]
