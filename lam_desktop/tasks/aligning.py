"""Two demonstrations of one task, step beside step."""

from __future__ import annotations

import math
from collections.abc import Sequence

from lam_desktop.tasks.task import POINTED
from recorder.gestures import Step

NEAR_PX = 60
"""Two clicks on one thing are at most so far apart within their windows."""


class Differ(Exception):  # noqa: N818 - what two demonstrations say, caught by who compares them
    """They are not the same steps; a sentence says where."""


def aligned(first: Sequence[Step], further: Sequence[Step]) -> dict[int, int]:
    """Index of each step of the first demonstration -> that of the same step in the further one.

    What only the first one has, in one place, is missing: it comes sometimes. Else `Differ` is raised.
    """
    more = len(first) - len(further)
    if more < 0:
        at = _first_difference(first, further)
        raise Differ(
            f"The further demonstration has more steps ({-more}), from step {at + 1} on: show the task anew"
            " with them, and add one without them."
        )
    fitting = [at for at in range(len(further) + 1) if _same(first, further, at, more)] if more else [0]
    if len(fitting) > 1:
        apart = {at: _apart(first, further, at, more) for at in fitting}
        fitting = [at for at in fitting if apart[at] == min(apart.values())]
    at = _first_difference(first, further)
    if not fitting or (not more and not _same(first, further, 0, 0)):
        raise Differ(
            f"The demonstrations differ at step {at + 1}: {_told(first, at)}, and {_told(further, at)}."
        )
    by_keyboard = [any(one.kind not in POINTED for one in first[at : at + more]) for at in fitting]
    if len(fitting) > 1 and not all(by_keyboard):
        raise Differ(f"It cannot be told which steps come only sometimes, near step {fitting[0] + 1}.")
    at = fitting[0]
    extra = first[at : at + more]
    if extra and (at + more == len(first) or any(one.kind not in POINTED for one in extra)):
        raise Differ(
            f"Step {at + 1} comes only sometimes, but only clicks before the last step can be left out by"
            " themselves: show the task in one way."
        )
    return {(one if one < at else one + more): one for one in range(len(further))}


def _same(first: Sequence[Step], further: Sequence[Step], at: int, more: int) -> bool:
    rest = [*first[:at], *first[at + more :]]
    return all(_kind(one) == _kind(other) for one, other in zip(rest, further, strict=True))


def _apart(first: Sequence[Step], further: Sequence[Step], at: int, more: int) -> int:
    """How many clicks lie elsewhere in their windows."""
    rest = [*first[:at], *first[at + more :]]
    places = [(_place(one), _place(other)) for one, other in zip(rest, further, strict=True)]
    return sum(
        one is not None and other is not None and math.dist(one, other) > NEAR_PX for one, other in places
    )


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
