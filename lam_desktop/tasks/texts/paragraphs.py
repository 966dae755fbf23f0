"""Lines of running text that belong together: a sentence goes on in the next line."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace

from lam_desktop.types import Element, ElementKind

RUNNING: frozenset[ElementKind] = frozenset({"text", "header", "list_item"})
"""Kinds whose text may be a sentence, or a label with its value. An entry of a list may be a line of a
paragraph, too; there the words must prove it."""
MISTAKEN: frozenset[ElementKind] = frozenset({"menu_item", "tab", "link"})
"""Kinds for which a sentence may be taken; so many words make one."""
SENTENCE_WORDS = 5
LEAST_WORDS = 3
"""A line that goes on below has at least so many words: labels stand below each other, too."""
SAME_EDGE, SAME_HEIGHT, LINE_GAP = 0.6, 0.35, 0.8
"""In heights of a line: how far left edges may lie apart, heights differ, and lines stand apart."""
FITS = 0.5
"""In heights: so much further a line may end than it would with the next line's first word."""


def is_running(element: Element) -> bool:
    """Whether its text may be running text."""
    if element.kind in RUNNING:
        return True
    return element.kind in MISTAKEN and len(element.text.split()) >= SENTENCE_WORDS


def paragraphs(elements: Sequence[Element]) -> tuple[Element, ...]:
    """The elements with the lines of each paragraph as one element of several lines.

    A line goes on in the next one where that stands right below it, as large, at the same edge, and its first
    word had no place behind it.
    """
    lines = [one for one in elements if is_running(one) and one.text.strip()]
    below: dict[int, Element] = {}
    for line in sorted(lines, key=lambda one: one.box.y):
        if len(line.text.split()) < LEAST_WORDS:
            continue
        after = [one for one in lines if _stands_below(line, one)]
        if len(after) == 1 and not any(one is after[0] for one in below.values()):
            below[id(line)] = after[0]
    whole: dict[int, Element] = {}
    within: set[int] = set()
    lower = {id(one) for one in below.values()}
    for line in lines:
        if id(line) in lower or id(line) not in below:
            continue
        parts = [line]
        while id(parts[-1]) in below:
            parts.append(below[id(parts[-1])])
        right = max(part.box.right for part in parts)
        if all(_is_full(part, after, right) for part, after in itertools.pairwise(parts)):
            whole[id(line)] = _joined(parts)
            within |= {id(part) for part in parts[1:]}
    return tuple(whole.get(id(one), one) for one in elements if id(one) not in within)


def _stands_below(line: Element, other: Element) -> bool:
    if other.box.y <= line.box.y or other.box.y > line.box.bottom + line.box.h:
        return False
    height = min(_height(line), _height(other))
    return (
        abs(line.box.x - other.box.x) <= SAME_EDGE * height
        and abs(_height(line) - _height(other)) <= SAME_HEIGHT * height
        and -height / 2 <= other.box.y - line.box.bottom <= LINE_GAP * height
    )


def _is_full(line: Element, after: Element, right: int) -> bool:
    """Whether the first word of the next line had no place behind this one, left of `right`."""
    last, text = line.text.splitlines()[-1], after.text
    letter = line.box.w / max(1, max(map(len, line.text.splitlines())))
    end = line.box.x + letter * len(last)
    return end + letter * (1 + len(text.split()[0])) > right + FITS * _height(line) - letter


def _height(line: Element) -> float:
    """Of one of its lines."""
    return line.box.h / (1 + line.text.count("\n"))


def _joined(parts: Sequence[Element]) -> Element:
    box = parts[0].box
    for part in parts[1:]:
        box = box.union(part.box)
    letters = [len(part.text) for part in parts]
    sure = sum(part.text_confidence * count for part, count in zip(parts, letters, strict=True)) / sum(
        letters
    )
    known = all(len(part.letters) == len(part.text) for part in parts)
    sure_of = [each for part in parts for each in (1.0, *part.letters)][1:]  # a line's end is certain
    return replace(
        parts[0], box=box, kind="text", text="\n".join(part.text for part in parts), text_confidence=sure,
        letters=tuple(sure_of) if known else (),
    )  # fmt: skip
