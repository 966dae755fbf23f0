"""Which of a program's logged clicks were wrong, given the parts that had to be clicked in sequence."""

from __future__ import annotations

import functools
from collections.abc import Collection, Sequence

Reading = tuple[int, ...]
"""The numbers of the clicks that are wrong in one way to read them."""


def wrong_among(clicks: Sequence[str], parts: Sequence[str], repeatable: Collection[str]) -> list[str]:
    """The wrong ones among these clicks, in sequence.

    The clicks must hit the parts one after the other; a repeatable part may be hit again before going on. A
    wrong click may stand for any number of the parts that were due, or for none: the reading with the fewest
    wrong clicks counts.
    """
    # For each number of parts that may be done by now: the best reading up to here.
    readings: list[Reading | None] = [(), *[None] * len(parts)]
    for number, part in enumerate(clicks):
        after: list[Reading | None] = []
        earlier: Reading | None = None  # the best one with as many parts done, or fewer
        for done, reading in enumerate(readings):
            earlier = _better(earlier, reading)
            best = None if earlier is None else (*earlier, number)
            if done and part == parts[done - 1]:
                best = _better(best, readings[done - 1])
                if part in repeatable:
                    best = _better(best, reading)
            after.append(best)
        readings = after
    return [clicks[number] for number in functools.reduce(_better, readings) or ()]


def _better(one: Reading | None, other: Reading | None) -> Reading | None:
    """The one with fewer wrong clicks; of equally many, the one that goes wrong later."""
    if one is None or other is None:
        return one if other is None else other
    if len(one) == len(other):
        return max(one, other)
    return min(one, other, key=len)
