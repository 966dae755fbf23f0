"""Several demonstrations of one task: a value must explain what was typed or chosen in each of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from lam_desktop.errors import UsageError
from lam_desktop.tasks import forms
from lam_desktop.tasks.aligning import Differ, aligned
from lam_desktop.tasks.captions import caption, quoted
from lam_desktop.tasks.choices import has_word
from lam_desktop.tasks.compile import recorded_on
from lam_desktop.tasks.likeness import same_text
from lam_desktop.tasks.readings import choice_readings, explains, readings
from lam_desktop.tasks.task import DemonstratedRow, Further, Task, TaskStep, Value
from lam_desktop.tasks.values import as_yes_no, written
from recorder.errors import RecorderUserError
from recorder.gestures import Step
from recorder.recording import Recording

WIDE = 8.0
"""Patterns that cost so much more than the simplest are looked at: a further demonstration sorts them out."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One demonstration."""

    steps: Sequence[Step]
    row: DemonstratedRow | None
    day: date | None


@dataclass(frozen=True, slots=True)
class _Ways:
    """What a text may mean."""

    all: tuple[Value, ...]
    likely: tuple[Value, ...]
    """Those that are nearly as simple as the simplest."""


def with_further(task: Task, further: Further) -> Task:
    """The task with a further demonstration, its typed values narrowed to what explains all of them.

    Steps that only the first one has become optional. Raises `UsageError` with one sentence where they are
    not the same steps, or a recording cannot be read.
    """
    first = shown_in(task, Further(task.recording, task.row))
    try:
        same = aligned(first.steps, shown_in(task, further).steps)
    except Differ as error:
        raise UsageError(str(error)) from error
    steps = tuple(
        step if step.demonstrated in same or not step.acts else replace(step, optional=True)
        for step in task.steps
    )
    known = narrowed(replace(task, steps=steps, further=(*task.further, further)))
    return _with_coincidences(known)


def narrowed(task: Task) -> Task:
    """The task with its typed values as all of its demonstrations explain them."""
    first = shown_in(task, Further(task.recording, task.row))
    beside = _beside(task, first)
    steps: list[TaskStep] = []
    for step in task.steps:
        value = step.value
        if step.kind != "type" or value is None or value.source in ("secret", "screen"):
            steps.append(step)
            continue
        texts = [
            (shown.steps[same[step.demonstrated]].text or "", shown)
            for shown, same in beside
            if step.demonstrated in same
        ]
        ways = _Ways(
            readings(value.text, first.row, first.day, near=WIDE), readings(value.text, first.row, first.day)
        )

        def fits(one: Value, texts: Sequence[tuple[str, Shown]] = texts) -> bool:
            return all(explains(one, text, shown.row, shown.day) for text, shown in texts)

        steps.append(_narrowed(step, value, ways, fits, [text for text, _ in texts]))
    return replace(task, steps=tuple(steps))


def narrowed_choices(task: Task, further: Further, chosen: Mapping[int, str]) -> Task:
    """The task with what is chosen by its text as a further demonstration explains it, too.

    `chosen` has what was clicked there by its text: index of the step in the first recording -> its text.
    """
    steps: list[TaskStep] = []
    for step in task.steps:
        text, target = chosen.get(step.demonstrated, ""), step.target
        follows = step.value is None or step.value.source in ("row", "constant", "computed")
        if (
            step.kind != "click"
            or not text.strip()
            or target is None
            or not target.text.strip()
            or not follows
        ):
            steps.append(step)
            continue
        if step.value is not None and step.value.form == forms.YES_NO:
            steps.append(step)
            continue
        now = step.value or Value("constant", text=target.text.strip())
        if step.value is None and same_text(text, target.text):
            steps.append(step)  # the same button
            continue

        def fits(one: Value, text: str = text) -> bool:
            return _chooses(one, text, further.row)

        if step.value is None and not any(map(fits, choice_readings(now, task.row))):
            steps.append(step)  # a field that showed something else: no choice
            continue
        ways = _Ways(choice_readings(now, task.row), choice_readings(now, task.row))
        steps.append(_narrowed(step, now, ways, fits, [text]))
    return replace(task, steps=tuple(steps))


def shown_in(task: Task, further: Further) -> Shown:
    """What a recording of the task shows; raises `UsageError` where it cannot be read."""
    try:
        with Recording.open(task.folder / further.recording, task.files.seal) as recording:
            return Shown(recording.steps(), further.row, recorded_on(recording))
    except RecorderUserError as error:
        raise UsageError(str(error)) from error


def same_steps(task: Task, further: Further) -> dict[int, int]:
    """Index of each step of the first recording -> that of the same step in a further one."""
    first = shown_in(task, Further(task.recording, task.row))
    try:
        return aligned(first.steps, shown_in(task, further).steps)
    except Differ as error:
        raise UsageError(str(error)) from error


def _with_coincidences(task: Task) -> Task:
    """The task with a doubt at the first step that came only sometimes, where a column goes with that."""
    first = shown_in(task, Further(task.recording, task.row))
    beside = _beside(task, first)
    steps = list(task.steps)
    for at, step in enumerate(steps):
        missing = [shown.row for shown, same in beside if step.demonstrated not in same]
        if not (step.optional and missing) or (at and steps[at - 1].optional) or step.doubt:
            continue
        came = [first.row, *(shown.row for shown, same in beside if step.demonstrated in same)]
        steps[at] = replace(step, doubt=_coincidence(came, missing))
    return replace(task, steps=tuple(steps))


def _coincidence(came: Sequence[DemonstratedRow | None], missing: Sequence[DemonstratedRow | None]) -> str:
    """The column that was empty, or said yes or no, just where a step was missing; empty for none."""
    there, gone = ([one.cells if one else {} for one in rows] for rows in (came, missing))
    for column in there[0]:
        for sort in (_filled, _said):
            said, otherwise = ({sort(cells.get(column, "")) for cells in side} for side in (there, gone))
            if len(said) == len(otherwise) == 1 and said != otherwise and "" not in said | otherwise:
                return (
                    f"It came where the column {column} was {said.pop()}, and was left out where that was"
                    f" {otherwise.pop()}: if the column decides, say so with when in task.yaml; as it is, the"
                    " agent looks whether it is there."
                )
    return ""


def _filled(cell: str) -> str:
    return "filled" if cell.strip() else "empty"


def _said(cell: str) -> str:
    """yes or no; empty for anything else."""
    said = as_yes_no(cell) if cell.strip() else None
    return "" if said is None else "yes" if said else "no"


def _beside(task: Task, first: Shown) -> list[tuple[Shown, dict[int, int]]]:
    shown = [shown_in(task, one) for one in task.further]
    try:
        return [(one, aligned(first.steps, one.steps)) for one in shown]
    except Differ as error:
        raise UsageError(str(error)) from error


def _narrowed(
    step: TaskStep, value: Value, ways: _Ways, fits: Callable[[Value], bool], texts: Sequence[str]
) -> TaskStep:
    """The step with the simplest value that fits all demonstrations; as it was, where none does."""
    left = [one for one in dict.fromkeys([value, *ways.all]) if fits(one)]
    if not left:
        other = next((text for text in texts if text != value.text), texts[0] if texts else "")
        doubt = (
            f"It was {quoted(value.text)} in one demonstration and {quoted(other)} in another; nothing was"
        )
        return replace(step, doubt=f"{doubt} found that explains both, so it stays as it is.")
    taken, *others = left
    others = [one for one in others if one in ways.likely]
    if taken == value:
        return step if others else replace(step, doubt="")
    doubt = (
        f"{quoted(value.text)} is explained in several ways by all demonstrations; the simplest was taken."
    )
    seen = replace(step, value=taken, doubt=doubt if others else "")
    return replace(seen, caption=caption(seen)) if step.caption == caption(step) else seen


def _chooses(value: Value, text: str, row: DemonstratedRow | None) -> bool:
    index, cells = (1, {}) if row is None else (row.index, row.cells)
    try:
        said = written(value, (index, cells))
    except UsageError:
        return False
    return has_word(text, said) if value.form == forms.WITHIN else same_text(text, said)
