"""Finds out what the recorded steps acted on, once, and keeps it in the task."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import replace

from lam_desktop.execution.shown.already import stood_in, with_already_so
from lam_desktop.execution.shown.demonstration import Demonstration
from lam_desktop.execution.shown.demonstrations import Demonstrations
from lam_desktop.protocols import ScreenParser
from lam_desktop.tasks.explaining.binding import field_of
from lam_desktop.tasks.provenance.captions import caption
from lam_desktop.tasks.provenance.compile import compile_task, understand
from lam_desktop.tasks.provenance.turning import is_turn, without
from lam_desktop.tasks.several.demonstrations import Laid, laid
from lam_desktop.tasks.several.narrowing import narrowed_choices, with_further
from lam_desktop.tasks.several.repeats import with_names
from lam_desktop.tasks.step import Recorded, TaskStep
from lam_desktop.tasks.task import Further, Task
from lam_desktop.tasks.task_yaml import task_file


def understood(task: Task, parser: ScreenParser, weights: str) -> Task:
    """The task with its targets; looked for and saved where that was not done yet."""
    if task.looked_at:
        return task
    with contextlib.closing(Demonstrations(task, parser, weights)) as demonstrations:
        found = looked_at(task, demonstrations.of)
    task_file.save(found)
    return found


def looked_at(task: Task, demonstration: Callable[[str], Demonstration]) -> Task:
    """The task with its targets, as its demonstrations show them: each is given by its recording's name."""
    found = task if task.understood else understand(task, demonstration(""))
    found = with_names(found, {step.number: field_of(found.steps, step) for step in found.steps})
    if task.looked_at:
        return found
    side_by_side = laid(task)
    for at, further in enumerate(found.further):
        if not further.understood:
            found = _with(found, further, side_by_side, at, demonstration(further.recording))
            found = _with_those_before(found, further, side_by_side, at, demonstration)
            looked = (*found.further[:at], replace(further, understood=True), *found.further[at + 1 :])
            found = replace(found, further=looked)
    return found


def with_a_look(task: Task, further: Further, parser: ScreenParser, weights: str) -> Task:
    """The task with a further demonstration that turned a calendar by other pages, or the other way, or did
    not type what stood in its field already.

    Looks at the screens of both, which takes some seconds. Raises `UsageError` with one sentence where they
    are not the same steps even so, or a recording cannot be read.
    """
    known = understood(task, parser, weights)
    path = task.folder / further.recording
    shown = compile_task(task.name, task.folder, path, further.row, files=task.files)
    with contextlib.closing(Demonstration(path, parser, weights, task.files)) as demonstration:
        seen = understand(shown, demonstration).steps
        turns = [replace(step, recording=further.recording) for step in seen if is_turn(step)]
        found = with_further(known, further, turns, stood_in(demonstration, shown, further.row))
        demonstration.keep()
    return found


def _with(task: Task, further: Further, side_by_side: Laid, at: int, demonstration: Demonstration) -> Task:
    """The task with what a further demonstration shows of its own steps, and of what was chosen in others.

    `at`: its place among the further ones.
    """
    beside = side_by_side.further[at]
    path = task.folder / further.recording
    shown = compile_task(task.name, task.folder, path, further.row, files=task.files)
    own = {step.recorded for step in task.steps if step.recording == further.recording}
    if own:
        known = {one.demonstrated: one for one in understand(shown, demonstration).steps}
        steps = [_as_understood(step, known, own) if step.recorded in own else step for step in task.steps]
        turns = {at for at, one in known.items() if is_turn(one)}
        one_with = {step for step in steps if step.recorded in own and _is_within(step, known, turns)}
        task = replace(task, steps=without(steps, one_with))
    texts: dict[Recorded, str] = {}
    for step in task.steps:
        same = beside.same.get(step.recorded)
        target = None if step.kind != "click" or same is None else demonstration.look(shown.steps[same])
        if target is not None:
            texts[step.recorded] = target.text
    task = narrowed_choices(task, further, texts)
    return with_already_so(task, side_by_side, beside, shown, demonstration)


def _with_those_before(
    task: Task,
    further: Further,
    side_by_side: Laid,
    at: int,
    demonstration: Callable[[str], Demonstration],
) -> Task:
    """The task with what the demonstrations before a further one show of the steps that only that one has:
    what was left out there may have stood so already, or was there to be done."""
    if not side_by_side.further[at].more:
        return task
    for beside in (side_by_side.as_beside, *side_by_side.further[:at]):
        path = task.path_of(beside.recording)
        shown = compile_task(task.name, task.folder, path, beside.shown.row, files=task.files)
        looked = demonstration(beside.recording)
        task = with_already_so(task, side_by_side, beside, shown, looked, of=further.recording)
    return task


def _is_within(step: TaskStep, seen_there: Mapping[int, TaskStep], turns: AbstractSet[int]) -> bool:
    """Whether a click of the further demonstration is one with earlier ones that turn a calendar."""
    before = [at for at in seen_there if at <= step.demonstrated]
    return bool(before) and step.demonstrated not in seen_there and max(before) in turns


def _as_understood(step: TaskStep, seen_there: Mapping[int, TaskStep], own: set[Recorded]) -> TaskStep:
    """A step of the further demonstration with what was seen of it there, by the recorded step.

    A value that was read before another step of that demonstration is read nowhere in the task: it stays what
    was clicked. A click that turned a calendar comes as often as each date needs it, and not only sometimes.
    """
    known = seen_there.get(step.demonstrated)
    if known is None:
        return step
    if is_turn(step):
        return replace(step, target=known.target)
    value = known.value if step.value is None or not step.value.secret else step.value
    if value is not None and value is not step.value:
        places = tuple(replace(place, recording=step.recording) for place in value.places)
        value = replace(value, places=places)
        if any(place.recorded not in own for place in places):
            value = None
    ours = step.caption == caption(step)
    doubt = "" if is_turn(known) else known.doubt or step.doubt
    seen = replace(
        step, kind=known.kind, target=known.target, value=value, doubt=doubt,
        optional=step.optional and not is_turn(known),
    )  # fmt: skip
    return replace(seen, caption=caption(seen)) if ours else seen
