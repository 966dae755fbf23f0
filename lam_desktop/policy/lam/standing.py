"""How elements stand: what is written in a field, what is ticked; and which of that a screen still shows.

Screens of one task often differ by nothing else: one field more is filled in. The data are others with every
row, so it counts whether something stands there, and only what is the same in letter, such as a hint, by its
words.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from lam_desktop.policy.lam.confidence import Chances

MATCHED = 0.5
"""An element whose best match is likelier than this has a counterpart."""
NO_ENTRY, UNMARKED = -1, 0


@dataclass(frozen=True, eq=False)
class Standing:
    """Of one screen with N elements."""

    said: Tensor
    """(N,) int64: what an entry says, as a number; 0 where it is empty, `NO_ENTRY` for what is none."""
    marked: Tensor
    """(N,) int64: `UNMARKED` where nobody can tell, 1 off, 2 on."""

    @classmethod
    def of(cls, said: Sequence[int | None], marked: Sequence[int]) -> Standing:
        """`said`: None for what is no entry."""
        words = [NO_ENTRY if one is None else one for one in said]
        return cls(torch.tensor(words, dtype=torch.int64), torch.tensor(marked, dtype=torch.int64))


@dataclass(frozen=True, eq=False)
class Varied:
    """Which of a demonstrated screen's N elements stand otherwise on another of the K demonstrated ones."""

    entry: Tensor
    """(N,) bool: another text, or none."""
    mark: Tensor
    """(N,) bool."""
    texts: Tensor
    """(K - 1, N) int64: what their counterparts say, `NO_ENTRY` without one."""


def counterparts(both: Tensor) -> tuple[Tensor, Tensor]:
    """(N, M) -> (N,) index of the best match, and whether it is a counterpart."""
    best, at = both.max(1)
    return at, best >= MATCHED


def differ(one: Standing, other: Standing, at: Tensor, known: Tensor) -> tuple[Tensor, Tensor]:
    """(N,) bool each: whose entry, and whose mark, is another one than that of its counterpart `at`."""
    said, marked = other.said[at], other.marked[at]
    entry = known & (one.said != NO_ENTRY) & (said != NO_ENTRY) & (one.said != said)
    mark = known & (one.marked != UNMARKED) & (marked != UNMARKED) & (one.marked != marked)
    return entry, mark


def varied(shown: Sequence[Standing], compared: Callable[[int, int], Chances]) -> list[Varied]:
    """What differs between demonstrated screens; `compared(i, j)`: two of them, i < j."""
    found: list[Varied] = []
    for first, one in enumerate(shown):
        entry, mark = (
            torch.zeros(len(one.said), dtype=torch.bool),
            torch.zeros(len(one.said), dtype=torch.bool),
        )
        texts: list[Tensor] = []
        for second, other in enumerate(shown):
            if first == second:
                continue
            both = compared(first, second).both if first < second else compared(second, first).both.T
            at, known = counterparts(both)
            by_entry, by_mark = differ(one, other, at, known)
            entry, mark = entry | by_entry, mark | by_mark
            texts.append(torch.where(known, other.said[at], NO_ENTRY))
        held = torch.stack(texts) if texts else torch.zeros((0, len(one.said)), dtype=torch.int64)
        found.append(Varied(entry, mark, held))
    return found


@dataclass(frozen=True)
class Kept:
    """How many of a demonstrated screen's varied elements stand now as they did there, and otherwise."""

    alike: float = 0.0
    unlike: float = 0.0
    """Entries that are empty now, or say in letter what they say on another demonstrated screen."""
    filled: float = 0.0
    """Entries that were empty there, and say something now: it may have stood there before all work."""
    marked: float = 0.0
    """Marks that are others now."""


def kept(one: Standing, what: Varied, now: Standing, present: Chances) -> Kept:
    """What a screen shows of the elements by which a demonstrated one differs from the others."""
    at, known = counterparts(present.both)
    said, marked = now.said[at], now.marked[at]
    entry = known & what.entry & (said != NO_ENTRY)
    in_letter = (said == one.said) | (what.texts == said).any(0)
    as_there = torch.where(in_letter, said == one.said, (said > 0) == (one.said > 0))
    mark = known & what.mark & (marked != UNMARKED)
    other = entry & ~as_there
    unlike, remarked = other & (in_letter | (said == 0)), mark & (marked != one.marked)
    alike = (entry & as_there).sum() + (mark & ~remarked).sum()
    return Kept(float(alike), float(unlike.sum()), float((other & ~unlike).sum()), float(remarked.sum()))
