"""Two demonstrations of one task, step beside step."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from lam_desktop.tasks.step import POINTED
from recorder.gestures import Step

NEAR_PX = 60
"""Two clicks on one thing are at most so far apart within their windows."""
SAME_PX = 12
"""Where it is to be told which of several fields was clicked, clicks into one are at most so far apart."""
MOST_SWAPPED = 4
"""Where each of two demonstrations has steps that the other lacks, at most so many are the fewer of them."""
MOST_KNOWN = 6
"""So many groups of steps that come sometimes are tried with and without; of more, all or none."""


class Differ(Exception):  # noqa: N818 - what two demonstrations say, caught by who compares them
    """They are not the same steps; a sentence says where."""


@dataclass(frozen=True, slots=True)
class Alignment:
    """What is the same in two demonstrations."""

    same: dict[int, int]
    """Index of a step of the first one -> that of the same step in the further one."""
    more: range = field(default=range(0))
    """Steps that only the further one has, by index."""


def aligned(
    first: Sequence[Step],
    further: Sequence[Step],
    sometimes: Sequence[frozenset[int]] = (),
    by_column: bool = False,
) -> Alignment:
    """The steps of both, side by side; what only one of them has, in one place each, comes sometimes.

    `sometimes`: steps of the first, in groups, that are known to come only sometimes, and may lack anywhere.
    `by_column`: what the rows say may tell which steps are due; without, the agent must see it by itself.
    Raises `Differ` where they are other steps, or where it is not clear which ones come sometimes.
    """
    fitting = list(_fewest(first, further, sometimes))
    if not fitting:
        at = _first_difference(first, further)
        raise Differ(
            f"The demonstrations differ at step {at + 1}: {_told(first, at)}, and {_told(further, at)}."
        )
    if len(fitting) > 1:
        apart = [_apart(first, further, one) for one in fitting]
        fitting = [one for one, far in zip(fitting, apart, strict=True) if far == min(apart)]
    typed = (
        steps[at].kind == "type"
        for one in fitting
        for steps, only in ((first, one.only_first), (further, one.only_further if by_column else ()))
        for at in only
    )
    if len(fitting) > 1 and any(typed):
        fitting = [one for one in fitting if one.left_to_themselves(first, further, by_column)] or fitting
    if len(fitting) > 1:
        fitting = _nearest(first, further, fitting)  # fields and buttons lie close together
    by_keyboard = [not one.left_to_themselves(first, further) for one in fitting]
    if len(fitting) > 1 and (by_column or not all(by_keyboard)):
        at = min([*fitting[0].only_first, *fitting[0].only_further])
        raise Differ(f"It cannot be told which steps come only sometimes, near step {at + 1}.")
    fit = fitting[0]
    for steps, only, whose in ((first, fit.only_first, ""), (further, fit.only_further, " shown last")):
        if only and not by_column and not _left_to_itself(steps, only, fills=not whose):
            raise Differ(
                f"Step {only.start + 1}{whose} comes only sometimes, but only clicks before the last step can"
                " be left out by themselves: show the task in one way."
            )
    return Alignment(dict(fit.pairs), fit.only_further)


def lacking_ends(first: Sequence[Step], further: Sequence[Step]) -> tuple[int, int] | None:
    """How many steps the further one lacks at the beginning and at the end of the first, and has all others.

    None where it lacks none, other ones, or it is not clear which.
    """
    lacks = len(first) - len(further)
    if lacks <= 0 or not further:
        return None
    found = [
        before
        for before in range(lacks + 1)
        if all(
            is_same_kind(one, other) and not is_apart(one, other)
            for one, other in zip(first[before : before + len(further)], further, strict=True)
        )
    ]
    return (found[0], lacks - found[0]) if len(found) == 1 else None


@dataclass(frozen=True, slots=True)
class _Fit:
    """One way to lay them beside each other."""

    pairs: tuple[tuple[int, int], ...]
    only_first: range
    """Steps of the first one that nobody knew to come sometimes; empty for none."""
    only_further: range

    def left_to_themselves(
        self, first: Sequence[Step], further: Sequence[Step], by_column: bool = False
    ) -> bool:
        return all(
            _left_to_itself(steps, only, fills)
            for steps, only, fills in (
                (first, self.only_first, True), (further, self.only_further, by_column),
            )
            if only
        )  # fmt: skip


def _fewest(
    first: Sequence[Step], further: Sequence[Step], sometimes: Sequence[frozenset[int]]
) -> Iterator[_Fit]:
    """All ways with as few steps as can be that only one of them has."""
    least = math.inf
    found: list[_Fit] = []
    for kept in _kept(len(first), sometimes):
        for one in _fits([first[at] for at in kept], further):
            only = range(0)
            if one.only_first:
                only = range(kept[one.only_first.start], kept[one.only_first.stop - 1] + 1)
            if len(only) != len(one.only_first):
                continue  # it lies around what is left out anyway
            count = len(only) + len(one.only_further)
            if count > least:
                break
            found = found if count == least else []
            least = count
            found.append(_Fit(tuple((kept[at], other) for at, other in one.pairs), only, one.only_further))
    yield from dict.fromkeys(found)


def _kept(count: int, sometimes: Sequence[frozenset[int]]) -> Iterator[list[int]]:
    """The first one's steps, with and without those that are known to come only sometimes."""
    numbers = range(len(sometimes) + 1) if len(sometimes) <= MOST_KNOWN else (0, len(sometimes))
    for number in numbers:
        for lacking in combinations(sometimes, number):
            yield [at for at in range(count) if not any(at in group for group in lacking)]


def _fits(first: Sequence[Step], further: Sequence[Step]) -> Iterator[_Fit]:
    """The ways in which fewest steps are only one's, with nothing known."""
    kinds: dict[tuple[object, ...], int] = {}
    ours, theirs = (
        tuple(kinds.setdefault(_kind(step), len(kinds)) for step in steps) for steps in (first, further)
    )
    more = len(first) - len(further)
    for swapped in range(MOST_SWAPPED + 1):
        lacks, has = swapped + max(0, more), swapped + max(0, -more)
        found = False
        for at in range(len(first) - lacks + 1) if lacks else (0,):
            for by in range(len(further) - has + 1) if has else (0,):
                if ours[:at] + ours[at + lacks :] != theirs[:by] + theirs[by + has :]:
                    continue
                rest = len(first) - lacks
                pairs = tuple(
                    (one if one < at else one + lacks, one if one < by else one + has) for one in range(rest)
                )
                fit = _Fit(pairs, range(at, at + lacks), range(by, by + has))
                if swapped and not _in_two_places(first, further, fit):
                    continue
                found = True
                yield fit
        if found:
            return


def _in_two_places(first: Sequence[Step], further: Sequence[Step], fit: _Fit) -> bool:
    """Whether clicks of one and of the other lie apart, with steps between them that are surely the same.

    One click in the place of another is another way to do the task.
    """
    low, high = sorted((fit.only_first.start, fit.only_further.start))
    between = fit.pairs[low:high]
    same = all(not is_apart(first[at], further[other]) for at, other in between)
    return bool(between) and same and fit.left_to_themselves(first, further)


def _left_to_itself(steps: Sequence[Step], only: range, fills: bool) -> bool:
    """Whether the agent can see by itself that these are not due: clicks, with a step behind them; and, where
    it `fills`, texts that are typed into what was clicked for them, which may stand there already."""
    return only.stop < len(steps) and all(
        steps[at].kind in POINTED or (fills and at > only.start and is_filling(steps[at - 1], steps[at]))
        for at in only
    )


def is_filling(click: Step, typing: Step) -> bool:
    """Whether the one clicks into a field, and the other types there."""
    return click.kind == "click" and not click.modifiers and typing.kind == "type"


def _nearest(first: Sequence[Step], further: Sequence[Step], fits: Sequence[_Fit]) -> list[_Fit]:
    """Those of them in which no click lies much farther from its fellow than in the best one."""
    far = [
        max((_distance(first[at], further[other]) or 0.0 for at, other in one.pairs), default=0.0)
        for one in fits
    ]
    return [one for one, its in zip(fits, far, strict=True) if its <= max(2 * min(far), SAME_PX)]


def _apart(first: Sequence[Step], further: Sequence[Step], fit: _Fit) -> int:
    """How many clicks lie elsewhere in their windows."""
    return sum(is_apart(first[at], further[other]) for at, other in fit.pairs)


def is_apart(one: Step, other: Step) -> bool:
    """Whether two clicks lie too far apart within their windows to be on one thing."""
    distance = _distance(one, other)
    return distance is not None and distance > NEAR_PX


def _distance(one: Step, other: Step) -> float | None:
    places = _place(one), _place(other)
    return math.dist(places[0], places[1]) if places[0] is not None and places[1] is not None else None


def is_same_kind(one: Step, other: Step) -> bool:
    """Whether two steps do the same in the same program, wherever it lies and whatever is typed."""
    return _kind(one) == _kind(other)


def _kind(step: Step) -> tuple[object, ...]:
    program = None if step.window is None else step.window.wm_class
    return step.kind, step.keys, step.modifiers, step.button, step.secret, program


def _place(step: Step) -> tuple[int, int] | None:
    if step.point is None:
        return None
    x, y = (0, 0) if step.window is None else step.window.geometry[:2]
    return step.point[0] - x, step.point[1] - y


def _first_difference(first: Sequence[Step], further: Sequence[Step]) -> int:
    pairs = zip(first, further, strict=False)
    same = [_kind(one) == _kind(other) for one, other in pairs]
    return same.index(False) if False in same else min(len(first), len(further))


def _told(steps: Sequence[Step], at: int) -> str:
    return f"a {steps[at].kind.replace('_', ' ')}" if at < len(steps) else "nothing more"
