"""Finds tasks of the library within a new one: what a stretch of its steps may be done by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from lam_desktop.errors import LamUserError, UsageError
from lam_desktop.tasks.explaining.replacing import done_by, has_by_name
from lam_desktop.tasks.explaining.same_steps import (
    Given,
    Pair,
    alike,
    given_for,
    may_be_same_elements,
    same_elements,
)
from lam_desktop.tasks.instead import Instead
from lam_desktop.tasks.provenance.copying import copied_for
from lam_desktop.tasks.step import Place, Recorded, TaskStep
from lam_desktop.tasks.storage.whole import Open, whole
from lam_desktop.tasks.task import Task
from lam_desktop.tasks.when import columns_in

FEWEST = 2
"""So many steps that act make a stretch; one click may be anything's."""


def with_offers(task: Task, others: Mapping[str, Task]) -> Task:
    """The task, of which each step that begins another one says so, until a person has said what is meant.

    The longest stretches are taken, those that begin first where they overlap; what is equally long in one
    place is offered together. All were looked at.
    """

    def opened(name: str) -> Task:
        if name not in others:
            raise UsageError(f"There is no task «{name}» that can be read.")
        return others[name]

    found = [
        (step.number, one)
        for other in others.values()
        for step in task.steps
        if (one := _fitting(task, step.number, other, opened)) is not None
    ]
    taken: dict[int, list[Instead]] = {}
    for number, one in sorted(found, key=lambda each: (-each[1].steps, each[0])):
        mine = range(number, number + one.steps)
        apart = all(not set(mine) & set(range(first, first + its[0].steps)) for first, its in taken.items())
        if apart:
            taken[number] = [one]
        elif number in taken and taken[number][0].steps == one.steps:
            taken[number].append(one)
    steps = (replace(step, instead=tuple(taken.get(step.number, ()))) for step in task.steps)
    return replace(task, steps=tuple(steps))


def with_offers_left(task: Task, opened: Open) -> Task:
    """The task with what is offered still, as its values are meant by now: the other task may be gone, or be
    another one."""

    def still(step: TaskStep, one: Instead) -> Instead | None:
        try:
            found = _fitting(task, step.number, opened(one.task), opened)
        except LamUserError:
            return None
        return found if found is not None and found.steps == one.steps else None

    steps = (
        replace(step, instead=tuple(found for one in step.instead if (found := still(step, one)) is not None))
        for step in task.steps
    )
    return replace(task, steps=tuple(steps))


def may_be_within(task: Task, other: Task) -> bool:
    """Whether it is worth the seconds to look at another recorded task, of which as yet only kinds and places
    of its steps are known; nor were those of the task itself looked at."""
    for step in task.steps:
        pairs = _pairs(task.steps[step.number - 1 :], other.steps)
        secrets = [step.value is not None and step.value.is_secret for pair in pairs or () for step in pair]
        if pairs and secrets[::2] == secrets[1::2] and _is_part(task, pairs) and may_be_same_elements(pairs):
            return True
    return False


def _fitting(task: Task, first: int, other: Task, opened: Open) -> Instead | None:
    """How the steps from this number on can be done by the other task; None where they are not that."""
    if other.name == task.name or other.calls or not other.looked_at:
        return None
    pairs = _pairs(task.steps[first - 1 :], other.steps)
    if not pairs or not _is_part(task, pairs) or not same_elements(pairs) or not _reads_alike(pairs):
        return None
    stretch = [one for one, _ in pairs]
    given, returns = _given(pairs), _returns(pairs)
    if given is None or not _can_be_left(task, stretch, [name for name, _ in returns]):
        return None
    known = {} if other.row is None else other.row.cells
    if _types_secret(pairs) and any(
        not columns_in(text) and known.get(column) != text for column, text in given
    ):
        return None  # its secret is kept for whom it was shown with, and not for another one
    # What is called alike needs not be said; what is read from the screen does.
    named = tuple(
        (column, text) for column, text in given if text != f"{{{column}}}" or column not in task.columns
    )
    found = Instead(other.name, len(stretch), named, returns)
    return found if _holds(done_by(task, first, found), task, opened) else None


def _pairs(steps: Sequence[TaskStep], theirs: Sequence[TaskStep]) -> list[Pair] | None:
    """All steps of the other task beside these, from the first on; None where they do something else.

    What it only waits for was not recorded, and what comes sometimes may lack.
    """
    pairs: list[Pair] = []
    for other in theirs:
        if other.kind == "wait":
            continue
        one = steps[len(pairs)] if len(pairs) < len(steps) else None
        if one is not None and alike(one, other):
            pairs.append((one, other))
        elif not other.optional:
            return None
    return pairs


def _is_part(task: Task, pairs: Sequence[Pair]) -> bool:
    """Whether it does something, and the task does more than that."""
    acting = sum(one.acts for one, _ in pairs)
    return FEWEST <= acting < sum(step.acts for step in task.steps)


def _types_secret(pairs: Sequence[Pair]) -> bool:
    return any(other.value is not None and other.value.is_secret for _, other in pairs)


def _reads_alike(pairs: Sequence[Pair]) -> bool:
    """Whether what is read from the screen is read before the same steps, from the same texts."""
    places = {one.recorded: other.recorded for one, other in pairs}
    for one, other in pairs:
        if other.value is None or other.value.source != "screen":
            continue
        ours, theirs = (() if step.value is None else step.value.places for step in (one, other))
        if len(ours) != len(theirs):
            return False
        for mine, its in zip(ours, theirs, strict=True):
            if places.get(mine.recorded) != its.recorded or _around(mine) != _around(its):
                return False
    return True


def _around(place: Place) -> tuple[str, str]:
    """What stands before the value in its text, and behind it."""
    return place.text[: place.span.start].strip(), place.text[place.span.end :].strip()


def _given(pairs: Sequence[Pair]) -> Given | None:
    """What the columns of the other task must say; None where that cannot be said, or would be two things."""
    found: dict[str, str] = {}
    for one, other in pairs:
        given = given_for(one.value, other.value)
        if given is None:
            return None
        for column, text in given:
            if found.setdefault(column, text) != text:
                return None
    return tuple(found.items())


def _returns(pairs: Sequence[Pair]) -> tuple[tuple[str, str], ...]:
    """The names of what is read for its own sake, as each of both tasks knows it."""
    named = [
        (one.value.name, other.value.name)
        for one, other in pairs
        if one.kind == "read" and one.value is not None and other.value is not None
    ]
    return tuple(dict(named).items())


def _can_be_left(task: Task, stretch: Sequence[TaskStep], returned: Sequence[str]) -> bool:
    """Whether the steps depend on nothing that the others do, and these only on what is handed over."""
    first, last = stretch[0], stretch[-1]
    inside = {step.recorded for step in stretch}
    if any(step.when or step.perhaps or step.optional or step.once != first.once for step in stretch):
        return False
    for step in task.steps[: first.number - 1]:
        reach = [one.steps for one in (step.when, *step.perhaps) if one is not None]
        if any(step.number + steps > first.number for steps in reach):
            return False
    behind = task.steps[last.number :]
    for step in behind:
        places = () if step.value is None or has_by_name(step, stretch) else step.value.places
        if any(one.recorded in inside for one in places):
            return False
        if step.when is not None and step.when.read in returned:
            return False
        if set(returned) & {name for _, text in step.given for name in columns_in(text)}:
            return False
    return all((_copied(task, step) in inside) == (step.recorded in inside) for step in _pasting(task))


def _pasting(task: Task) -> list[TaskStep]:
    return [step for step in task.steps if step.value is not None and step.value.source == "clipboard"]


def _copied(task: Task, step: TaskStep) -> Recorded | None:
    """The step that has copied what this one pastes."""
    copied = copied_for(step, task.steps[: step.number - 1])
    return None if copied is None else copied.recorded


def _holds(made: Task, task: Task, opened: Open) -> bool:
    """Whether the task that does the other one can be run with what it knew before."""
    try:
        needed = whole(made, opened).columns
    except LamUserError:
        return False
    known = task.columns if task.row is None else (*task.columns, *task.row.cells)
    return set(needed) <= set(known)
