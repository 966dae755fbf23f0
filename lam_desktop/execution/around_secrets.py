"""Knows the sentences in which a screen shows secrets, by the words around them, before they are read there.

What a run keeps of a screen may show such a sentence long before the step that reads it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lam_desktop.tasks.task import Task
from lam_desktop.tasks.texts.likeness import folded
from lam_desktop.tasks.texts.spans import Span, one_line, words_of

MOST_WORDS = 2
"""So many words on each side of a secret tell its sentence."""
LEAST_LETTERS = 4
"""Of these words together: «is» alone is in too many sentences."""


@dataclass(frozen=True, slots=True)
class _Around:
    name: str
    before: tuple[str, ...]
    after: tuple[str, ...]


class AroundSecrets:
    """Of one task."""

    def __init__(self, task: Task) -> None:
        found = [
            _around(place.text, place.span, value.name)
            for value in task.read_values
            if value.secret
            for place in value.places
        ]
        self._around = list(dict.fromkeys(found))

    def without(self, text: str) -> str:
        """The text, with the names of secrets where the words around say that one stands."""
        for one in self._around:
            text = _without(text, one)
        return text


def _around(text: str, span: Span, name: str) -> _Around:
    plain = one_line(text)
    words = words_of(plain)
    before = [folded(word.of(plain)) for word in words if word.end <= span.start][-MOST_WORDS:]
    after = [folded(word.of(plain)) for word in words if word.start >= span.end][:MOST_WORDS]
    before, after = (side if len("".join(side)) >= LEAST_LETTERS else [] for side in (before, after))
    return _Around(name, tuple(before), tuple(after))


def _without(text: str, around: _Around) -> str:
    """Each of the sentences: one that tells how two looks read it has it twice."""
    plain = one_line(text)
    words = words_of(plain)
    said = [folded(word.of(plain)) for word in words]
    start = _at(said, around.before)
    if start is not None and _at(said[:start], around.after) is not None:
        start = None  # of a sentence in front of this one: its words before the secret were misread
    first = None if start is None else start + len(around.before)
    last = _at(said, around.after, first or 0)
    if first is None and last is None:
        return text
    begin = 0 if first is None else words[first - 1].end
    end = len(text) if last is None else words[last].start
    behind = len(text) if last is None else words[last + len(around.after) - 1].end
    between = [word.of(plain) for word in words if begin <= word.start and word.end <= end]
    rest = text[end:behind] + _without(text[behind:], around)
    if not between or between == [around.name]:
        return text[:end] + rest
    lead = "" if first is None else " "
    return f"{text[:begin]}{lead}«{around.name}»{' ' if last is not None else ''}{rest}"


def _at(said: Sequence[str], wanted: Sequence[str], start: int = 0) -> int | None:
    """Where these words stand in succession; None for no words, or where they do not."""
    if not wanted:
        return None
    return next(
        (
            at
            for at in range(start, len(said) - len(wanted) + 1)
            if tuple(said[at : at + len(wanted)]) == tuple(wanted)
        ),
        None,
    )
