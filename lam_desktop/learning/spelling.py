"""Texts taken apart into words, one of them another one on either screen: «Enter [Ada] into the first field».

So the policy learns to find a word by those beside it, whatever it says. Pictures of single words are not at
hand here: each shows some text of the page, and tells nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from lam_desktop.learning.page_features import PageFeatures
from lam_desktop.types import KINDS

MOST_TEXTS, LEAST_WORDS, MOST_WORDS = 2, 3, 16
MOST_SLOT_WORDS = 3
TEXT = KINDS.index("text")
WHOLE = ("window", "unit")
"""What a page has once."""


@dataclass(frozen=True)
class _Word:
    """One word of a text, and the share of the text's width that it takes."""

    text: str
    identity: str
    start: float
    stop: float


def spelled(a: PageFeatures, b: PageFeatures, rng: np.random.Generator) -> tuple[PageFeatures, PageFeatures]:
    """Both pages with some texts that they share as words, with other words in one place of each."""
    mine, theirs = _sentences(a), _sentences(b)
    shared = [(name, text.split()) for name, text in mine.items() if theirs.get(name) == text]
    for at in rng.permutation(len(shared))[:MOST_TEXTS].tolist():
        name, words = shared[at]
        first = int(rng.integers(len(words)))
        stop = min(len(words), first + int(rng.integers(1, 3)), first + len(words) - 1)
        slots = _slot(a, rng), _slot(b, rng)
        last = min(len(slot) for slot in slots) > 1
        a, b = (
            _taken_apart(page, name, _line(name, words, (first, stop), slot, last), rng)
            for page, slot in zip((a, b), slots, strict=True)
        )
    return a, b


def _sentences(page: PageFeatures) -> dict[str, str]:
    """Texts of some words by their names, of those that stand there once."""
    names, counts = np.unique(page.identity, return_counts=True)
    once = set(names[counts == 1].tolist()) - {""}
    return {
        name: text
        for name, text, kind, missed in zip(
            page.identity.tolist(), page.text.tolist(), page.kind.tolist(), page.missed.tolist(), strict=True
        )
        if name in once and kind == TEXT and not missed and LEAST_WORDS <= len(text.split()) <= MOST_WORDS
    }


def _slot(page: PageFeatures, rng: np.random.Generator) -> list[str]:
    """Some words that stand on the page, or a number."""
    if rng.random() < 0.2:
        return [str(rng.integers(1, 10 ** int(rng.integers(1, 6))))]
    said = [text for text in page.text.tolist() if text.strip()]
    words = said[int(rng.integers(len(said)))].split()
    return words[: 1 if rng.random() < 0.6 else MOST_SLOT_WORDS]


def _line(
    name: str, words: Sequence[str], span: tuple[int, int], slot: Sequence[str], last: bool
) -> list[_Word]:
    """The words of one screen; those of the slot are named by being its first and, if `last`, its last."""
    named = [(word, f"{name}/word/{n}") for n, word in enumerate(words)]
    inside = [(word, "") for word in slot]
    inside[0] = inside[0][0], f"{name}/slot/first"
    if last:
        inside[-1] = inside[-1][0], f"{name}/slot/last"
    line = [*named[: span[0]], *inside, *named[span[1] :]]
    ends = np.cumsum([len(word) + 1 for word, _ in line])
    return [
        _Word(word, identity, float(end - len(word) - 1) / ends[-1], float(end - 1) / ends[-1])
        for (word, identity), end in zip(line, ends, strict=True)
    ]


def _taken_apart(
    page: PageFeatures, name: str, words: Sequence[_Word], rng: np.random.Generator
) -> PageFeatures:
    """The page with `words` instead of the element `name`."""
    [at] = np.flatnonzero(page.identity == name).tolist()
    others = np.flatnonzero((page.kind == TEXT) & (page.text != "") & ~page.missed)
    rows = np.r_[np.delete(np.arange(len(page.kind)), at), np.full(len(words), at)]
    new = slice(len(rows) - len(words), None)
    parts = {
        field: getattr(page, field)[rows] for field in PageFeatures.__dataclass_fields__ if field not in WHOLE
    }
    x, _, w, _ = page.box[at].tolist()
    parts["crops"][new, 0] = page.crops[rng.choice(others, len(words)), 0]
    parts["box"][new, 0] = [x + round(w * one.start) for one in words]
    parts["box"][new, 2] = [max(2, round(w * (one.stop - one.start))) for one in words]
    parts["action"][new] = ["/slot/" in one.identity for one in words]
    for field, texts in (
        ("text", [one.text for one in words]),
        ("value", [one.text for one in words]),
        ("identity", [one.identity for one in words]),
        ("group", [""] * len(words)),
        ("record", [""] * len(words)),
    ):
        parts[field] = np.r_[parts[field][: -len(words)], np.array(texts, np.str_)]
    return replace(page, **parts)
