"""Rows of one recording that are not entered by the same steps: where each begins, by what it types.

Of a row without a note the note's field is left out; another one has a button pressed besides. The steps
alone do not tell such rows from corrections, so the rows must have been named: what is typed says which one
it is.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from lam_desktop.tasks.several.aligning import Differ, aligned
from lam_desktop.tasks.several.repeats import is_alike, stores
from lam_desktop.tasks.step import Target
from lam_desktop.tasks.task import DemonstratedRow
from lam_desktop.tasks.texts.likeness import same_text
from recorder.gestures import Step

Targets = Mapping[int, Target | None] | None
"""What the pointed steps acted on, in desktop pixels, by index; None: nobody looked yet."""
MOST_TRIED = 400
"""So many ways to part a recording are tried; where there are more, nothing is clear."""


@dataclass(frozen=True, slots=True)
class Uneven:
    """Where they lie in a recording, in recorded steps."""

    parts: tuple[range, ...]
    """The steps of each, one after the other without a gap."""
    same: tuple[dict[int, int], ...]
    """Of each but the first: a step of the first one -> the same step of this one."""

    @property
    def differing(self) -> int:
        """Steps that one of them has and the first one, or it, has not."""
        first, *others = map(len, self.parts)
        return sum(first + other - 2 * len(same) for other, same in zip(others, self.same, strict=True))


def uneven_passes(
    steps: Sequence[Step], rows: Sequence[DemonstratedRow], targets: Targets = None
) -> Uneven | None:
    """The rows as they were entered with the fewest steps that only some of them have; None where that is in
    no way, or in several.

    Each begins and ends with the same step, and ends with one that stores. `targets`: as in `passes_in`.
    """
    typed = _typed(steps, rows)
    if typed is None or len(rows) < 2 or _ways(typed, len(steps)) > MOST_TRIED:
        return None
    found = sorted(_all(steps, typed, targets), key=_rank)
    several = len(found) > 1 and _rank(found[0]) == _rank(found[1])
    return found[0] if found and not several else None


def _ways(typed: Sequence[range], steps: int) -> int:
    """How many ways there are, at most, to choose where the first row begins and ends, and each other one."""
    between = [other.start - one.stop for one, other in pairwise(typed)]
    last = steps - typed[-1].stop
    return (typed[0].start + 1) * between[0] * sum((*between[1:], last))


def _rank(found: Uneven) -> tuple[int, int]:
    return found.differing, found.parts[0].start - found.parts[-1].stop


def _typed(steps: Sequence[Step], rows: Sequence[DemonstratedRow]) -> tuple[range, ...] | None:
    """From the first to the last text that only the row has, for each; None where they are not in order."""
    texts: list[list[int]] = [[] for _ in rows]
    for step in steps:
        if step.kind != "type" or not (step.text or "").strip():
            continue
        owners = [at for at, row in enumerate(rows) if _holds(row, step.text or "")]
        if len(owners) == 1:
            texts[owners[0]].append(step.index)
    if not all(texts):
        return None
    spans = tuple(range(each[0], each[-1] + 1) for each in texts)
    follow = all(one.stop <= other.start for one, other in pairwise(spans))
    return spans if follow else None


def _holds(row: DemonstratedRow, text: str) -> bool:
    return any(same_text(cell, text) for cell in row.cells.values())


def _all(steps: Sequence[Step], typed: Sequence[range], targets: Targets) -> Iterator[Uneven]:
    """All ways to part the recording, the first row beginning and ending wherever it may."""
    for start in range(typed[0].start + 1):
        for stop in range(typed[0].stop + 1, typed[1].start + 1):
            if (found := _with_first(steps, range(start, stop), typed, targets)) is not None:
                yield found


def _with_first(
    steps: Sequence[Step], first: range, typed: Sequence[range], targets: Targets
) -> Uneven | None:
    """The other rows behind the first one; None where they are no such rows, or it is not clear how long."""
    if not stores(steps[first[-1]]):
        return None
    parts, beside = [first], list[dict[int, int]]()
    for number, span in enumerate(typed[1:], start=1):
        begin = parts[-1].stop
        latest = typed[number + 1].start if number + 1 < len(typed) else len(steps)
        if begin >= len(steps) or not is_alike(steps, first.start, begin, targets):
            return None
        best, least, several = None, math.inf, False
        for stop in range(span.stop + 1, latest + 1):
            same = _same(steps, first, range(begin, stop), targets)
            if same is None:
                continue
            differing = len(first) + stop - begin - 2 * len(same)
            several = differing == least
            if differing < least:
                best, least = (range(begin, stop), same), differing
        if best is None or several:
            return None
        parts.append(best[0])
        beside.append(best[1])
    return Uneven(tuple(parts), tuple(beside))


def _same(steps: Sequence[Step], first: range, other: range, targets: Targets) -> dict[int, int] | None:
    """What both rows have, where the other one begins and ends as the first does."""
    if not is_alike(steps, first[-1], other[-1], targets):
        return None
    try:
        found = aligned([steps[at] for at in first], [steps[at] for at in other], by_column=True)
    except Differ:
        return None
    same = {first[at]: other[there] for at, there in found.same.items()}
    if same.get(first[0]) != other[0] or same.get(first[-1]) != other[-1]:
        return None
    if not all(is_alike(steps, one, there, targets) for one, there in same.items()):
        return None
    if targets is None:
        return same
    # One more step that stores is a correction: the row was stored as it should not be.
    alone = [*(at for at in first if at not in same), *(at for at in other if at not in same.values())]
    return None if any(is_alike(steps, first[-1], at, targets) for at in alone) else same
