"""Whether a line on the screen says something else than the demonstration did: another message, a banner."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher

from lam_desktop.execution.screen.screen_texts import compared, folded, nearly, numberless, tells
from lam_desktop.types import Box, Element, Observation

LEAST_PIECE = 8
"""A piece of fewer letters may belong to any line."""
NEGATIONS = frozenset({"no", "ne", "не", "ni"})
"""Words of two letters that turn a message into its opposite."""
MISREAD = 0.6
"""A word as alike as this to one that is missing from its line is taken for that word, misread."""
QUOTES = "\"'“”„«»‘’‚"


@dataclass(frozen=True, slots=True)
class Said:
    """What a line may say."""

    beside: Collection[str]
    """All words of the lines that came in the demonstration, as a person reads them."""
    values: Collection[str]
    """The present row's values, folded."""


def news_in(
    lines: Iterable[Element],
    signs: Collection[str],
    said: Said,
    before: Observation,
    stood: Collection[str],
    is_old: Callable[[Box], bool],
) -> tuple[str, str] | None:
    """A word that turns the demonstrated message into another («was not stored»), and its line.

    Looked for in those `lines` that hold one of the `signs`, words of the demonstrated effect. Values of the
    row, what stood in the line's place before, a reading error and a name in the place of a name are no news.
    """
    lines = list(lines)
    for line in lines:
        if _stood(folded(line.text), stood) or is_old(line.box):
            continue
        words = line.text.split()
        plain = [compared(word) for word in words]
        if not any(nearly(sign, one) for sign in signs for one in plain):
            continue
        old = [one.text for one in before.elements if line.box.contains(*one.box.center)]
        known = [*said.beside, *(word for text in old for word in text.split())]
        heard = {compared(word) for word in known}
        lost = [word for word in known if compared(word) not in plain]
        for at, (word, one) in enumerate(zip(words, plain, strict=True)):
            if (tells(one) or one in NEGATIONS) and not (
                any(nearly(other, one) for other in heard)
                or of_row(one, said.values)
                or _is_cut(at, line, lines, heard)
                or any(_may_stand_for(word, other, at > 0) for other in lost)
            ):
                return word, line.text
    return None


def says_else(line: Element, said: Said, stood: Collection[str]) -> bool:
    """Whether a line says a word that the demonstration's did not, that is none of the row, and is new."""
    known = {compared(word) for word in said.beside}
    words = [one for word in line.text.split() if tells(one := compared(word))]
    new = [one for one in words if not of_row(one, said.values) and not any(nearly(it, one) for it in known)]
    return bool(new) and not _stood(folded(line.text), stood)


def of_row(word: str, held: Iterable[str]) -> bool:
    """Whether a word belongs to a value of the row, holds one, or is a piece of one that was cut off."""
    stem = word.strip(QUOTES).rstrip(".…,;:!").rstrip(QUOTES)
    values = [numberless(one) for one in held]
    return any(
        word == value or (len(value) >= 4 and value in word) or (len(stem) >= 3 and stem in value)
        for value in values
    )


def _stood(line: str, earlier: Collection[str]) -> bool:
    """Whether a line stood on an earlier screen, or is a piece of one: a long line may be found in parts."""
    return line in earlier or (len(line) >= LEAST_PIECE and any(line in whole for whole in earlier))


def _is_cut(at: int, line: Element, lines: Iterable[Element], heard: Collection[str]) -> bool:
    """Whether a word at an end of its line is the rest of one that the demonstration showed, which another
    part of the same line says whole: «Visit registered for Fatima», and what begins within it, «red for»."""
    word, last = compared(line.text.split()[at]), len(line.text.split()) - 1
    if at not in (0, last):
        return False
    for other in lines:
        end = line.box.x if at == 0 else line.box.right
        level = 2 * abs(line.box.center[1] - other.box.center[1]) < min(line.box.h, other.box.h)
        if other is line or not level or not other.box.x < end < other.box.right:
            continue
        spoken = {compared(one) for one in other.text.split()} & set(heard)
        if any(one != word and (one.endswith(word) if at == 0 else one.startswith(word)) for one in spoken):
            return True
    return False


def _may_stand_for(word: str, demonstrated: str, within: bool) -> bool:
    """Misread, or a figure or a name in the place of another; only `within` a line a capital means a name."""
    if (within and _first_letter(word).isupper() and _first_letter(demonstrated).isupper()) or (
        _has_digit(word) and _has_digit(demonstrated)
    ):
        return True
    return SequenceMatcher(None, folded(word), folded(demonstrated), autojunk=False).ratio() >= MISREAD


def _first_letter(word: str) -> str:
    """Of a name also behind a quotation mark: what is marked is quoted by a context menu."""
    return word.lstrip(QUOTES)[:1]


def _has_digit(text: str) -> bool:
    return any(letter.isdigit() for letter in text)
