"""Several demonstrations of one task: a value must explain what was typed or chosen in each of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from lam_desktop.errors import UsageError
from lam_desktop.tasks.provenance.captions import caption, quoted
from lam_desktop.tasks.provenance.choices import has_word
from lam_desktop.tasks.provenance.compile import compile_task
from lam_desktop.tasks.provenance.readings import choice_readings, explains, readings
from lam_desktop.tasks.provenance.turning import is_turn
from lam_desktop.tasks.provenance.values import written
from lam_desktop.tasks.several.demonstrations import Beside, Laid, Shown, laid
from lam_desktop.tasks.several.ends import with_ends, with_open_beginning
from lam_desktop.tasks.several.sometimes import (
    Stood,
    contradicted,
    not_due,
    with_conditions,
    with_open_conditions,
)
from lam_desktop.tasks.step import Recorded, TaskStep, Value, WindowName
from lam_desktop.tasks.task import DemonstratedRow, Further, Task
from lam_desktop.tasks.texts import forms
from lam_desktop.tasks.texts.likeness import same_text

WIDE = 8.0
"""Patterns that cost so much more than the simplest are looked at: a further demonstration sorts them out."""


UNEXPLAINED = "nothing was found that explains both, so it stays as it is."
"""Ends the doubt about a value that not all demonstrations agree with."""


@dataclass(frozen=True, slots=True)
class _Ways:
    """What a text may mean."""

    all: tuple[Value, ...]
    likely: tuple[Value, ...]
    """Those that are nearly as simple as the simplest."""


def with_further(
    task: Task,
    further: Further,
    turns: Sequence[TaskStep] = (),
    stood: Stood | None = None,
    later: Sequence[Further] = (),
) -> Task:
    """The task with a further demonstration, its typed values narrowed to what explains all of them.

    Steps that the further one lacks become optional; those that only it has are put in their place, and are
    optional, too. `turns`: its steps by which a calendar is turned, where it was looked at already; they are
    done as a date needs them, and so are those of the task, however often each of them shows it. `stood`
    looks whether what it did not type stood in its field already; None: nobody can look. `later`: as in
    `laid`.

    Raises `UsageError` with one sentence where they are not the same steps, or a recording cannot be read.
    """
    task = with_ends(with_open_conditions(task), further)
    known = replace(task, further=(*task.further, further))
    side_by_side = laid(known, turns, later)
    added = side_by_side.further[-1]
    known = replace(known, further=(*task.further, replace(further, by_column=added.by_column)))
    left = not_due(task, further.row)
    steps = tuple(
        step
        if not step.acts or is_turn(step) or step.once or added.has(step.recorded) or step.number in left
        else replace(step, optional=True)
        for step in contradicted(task, added, left)
    )
    known = replace(known, steps=steps)
    if added.more:
        known = _with_more(known, further, added, side_by_side.order)
    known = _with_effects(known, added)
    known = _with_turns(known, added, turns)
    known = with_conditions(narrowed(known, side_by_side), side_by_side, stood)
    only_first = len(known.further) == 1 and known.steps[0].recorded not in added.same
    return replace(known, steps=with_open_beginning(known.steps)) if only_first else known


def lacks_typing(task: Task, further: Further) -> bool:
    """Whether it is the same but for texts that it does not type: they may have stood in their fields.

    Raises `UsageError` where a recording cannot be read.
    """
    try:
        added = laid(replace(task, further=(*task.further, further))).further[-1]
    except UsageError:
        return False
    return any(step.kind == "type" and not step.once and not added.has(step.recorded) for step in task.steps)


def _with_more(task: Task, further: Further, added: Beside, order: Sequence[Recorded]) -> Task:
    """The task with the steps that only the further demonstration has, where it has them."""
    shown = compile_task(
        task.name, task.folder, task.folder / further.recording, further.row, files=task.files
    )
    new = [replace(shown.steps[at], optional=True, recording=further.recording) for at in added.more]
    earlier = order[: order.index(new[0].recorded)]
    present = {step.recorded: at for at, step in enumerate(task.steps)}
    at = next((present[key] + 1 for key in reversed(earlier) if key in present), 0)
    if at == len(task.steps) and order[-1] != new[-1].recorded:
        raise UsageError(
            "The further demonstration has steps behind all that task.yaml still has: show the task anew."
        )
    return _with_steps(task, at, new)


def _with_steps(task: Task, at: int, new: Sequence[TaskStep]) -> Task:
    """The task with further steps before one of its own, counted from 0."""
    steps = [*(_around(step, at, len(new)) for step in task.steps[:at]), *new, *task.steps[at:]]
    used = dict.fromkeys(one.window for one in new if one.window is not None)
    more = [one for one in used if not any(_covers(known, one) for known in task.windows)]
    return replace(
        task,
        steps=tuple(replace(step, number=number) for number, step in enumerate(steps, start=1)),
        windows=(*task.windows, *more),
    )


def _covers(known: WindowName, used: WindowName) -> bool:
    """Whether an entry of the task means the program of a window; a person may have told it by its title."""
    return known.wm_class == used.wm_class and known.process in ("", used.process)


def _with_turns(task: Task, added: Beside, turns: Sequence[TaskStep]) -> Task:
    """The task with the turns of a calendar that only the further demonstration shows, before their day."""
    for turn in turns:
        behind = range(turn.demonstrated, len(added.shown.steps))
        chosen = next((at for at in behind if at not in added.turns), None)
        at, day = next(
            (
                (at, step)
                for at, step in enumerate(task.steps)
                if chosen is not None and added.same.get(step.recorded) == chosen
            ),
            (0, None),
        )
        if turn.value is None or day is None or day.value is None or day.value.form not in forms.DAYS:
            continue
        known = [step.value for step in takewhile(is_turn, reversed(task.steps[:at]))]
        if any(value is not None and value.form == turn.value.form for value in known):
            continue
        value = replace(day.value, text="", form=turn.value.form)
        new = replace(turn, value=value, recording=added.recording)
        task = _with_steps(task, at, [replace(new, caption=caption(new))])
    return task


def _with_effects(task: Task, added: Beside) -> Task:
    """The task with what came, in the further one, of the steps before those that only one of them has."""
    before: TaskStep | None = None
    ends: dict[int, int] = {}
    for step in (one for one in task.steps if one.acts):
        alone = step.recording == added.recording or step.recorded not in added.same
        if alone and step.optional and before is not None and before.recorded in added.same:
            ends[before.number] = added.same[before.recorded]
        before = step
    steps = tuple(
        replace(one, also=(*one.also, (added.recording, ends[one.number]))) if one.number in ends else one
        for one in task.steps
    )
    return replace(task, steps=steps)


def _around(step: TaskStep, at: int, more: int) -> TaskStep:
    """A step with its condition on so many more steps, where they come among those that it is about."""
    when = step.when
    if when is None or at >= step.number + when.steps - 1:
        return step
    return replace(step, when=replace(when, steps=when.steps + more))


def narrowed(task: Task, side_by_side: Laid) -> Task:
    """The task with its typed values as all of its demonstrations explain them."""
    shown = {one.recording: one.shown for one in side_by_side.further} | {"": side_by_side.first}
    steps: list[TaskStep] = []
    for step in task.steps:
        value, first = step.value, shown.get(step.recording)
        fixed = value is None or value.source in ("secret", "screen") or bool(step.once)
        if step.kind != "type" or value is None or fixed or first is None:
            steps.append(step)
            continue
        texts = [
            (one.shown.steps[one.same[step.recorded]].text or "", one.shown)
            for one in side_by_side.further
            if step.recorded in one.same
        ]
        ways = _Ways(
            readings(value.text, first.row, first.day, near=WIDE), readings(value.text, first.row, first.day)
        )

        def fits(one: Value, texts: Sequence[tuple[str, Shown]] = texts) -> bool:
            return all(explains(one, text, shown.row, shown.day) for text, shown in texts)

        steps.append(_narrowed(step, value, ways, fits, [text for text, _ in texts]))
    return replace(task, steps=tuple(steps))


def narrowed_choices(task: Task, further: Further, chosen: Mapping[Recorded, str]) -> Task:
    """The task with what is chosen by its text as a further demonstration explains it, too.

    `chosen` has what was clicked there by its text: step of an earlier demonstration -> its text.
    """
    steps: list[TaskStep] = []
    for step in task.steps:
        text, target = chosen.get(step.recorded, ""), step.target
        follows = step.value is None or step.value.source in ("row", "constant", "computed")
        if (
            step.kind != "click"
            or not text.strip()
            or target is None
            or not target.text.strip()
            or not follows
            or step.once
        ):
            steps.append(step)
            continue
        if step.value is not None and step.value.form in (forms.YES_NO, *forms.KEYED, *forms.TURNED):
            steps.append(step)  # a state, or a month, that is told by no text of its own
            continue
        now = step.value or Value("constant", text=target.text.strip())
        if step.value is None and same_text(text, target.text):
            steps.append(step)  # the same button
            continue

        def fits(one: Value, text: str = text) -> bool:
            return _chooses(one, text, further.row)

        row = task.row_shown(step.recording)
        if step.value is None and not any(map(fits, choice_readings(now, row))):
            steps.append(step)  # a field that showed something else: no choice
            continue
        ways = _Ways(choice_readings(now, row), choice_readings(now, row))
        steps.append(_narrowed(step, now, ways, fits, [text]))
    return replace(task, steps=tuple(steps))


def _narrowed(
    step: TaskStep, value: Value, ways: _Ways, fits: Callable[[Value], bool], texts: Sequence[str]
) -> TaskStep:
    """The step with the simplest value that fits all demonstrations; as it was, where none does."""
    left = [one for one in dict.fromkeys([value, *ways.all]) if fits(one)]
    if not left:
        other = next((text for text in texts if text != value.text), texts[0] if texts else "")
        said = f"It was {quoted(value.text)} in one demonstration and {quoted(other)} in another"
        return replace(step, doubt=f"{said}; {UNEXPLAINED}")
    taken, *others = left
    others = [one for one in others if one in ways.likely]
    if taken == value:
        return step if others else replace(step, doubt="")
    doubt = (
        f"{quoted(value.text)} is explained in several ways by all demonstrations; the simplest was taken."
    )
    if not others and taken not in ways.likely:
        doubt = f"All demonstrations of {quoted(value.text)} are explained only in a roundabout way."
        others = [taken]
    seen = replace(step, value=taken, doubt=doubt if others else "")
    return replace(seen, caption=caption(seen)) if step.caption == caption(step) else seen


def _chooses(value: Value, text: str, row: DemonstratedRow | None) -> bool:
    index, cells = (1, {}) if row is None else (row.index, row.cells)
    try:
        said = written(value, (index, cells))
    except UsageError:
        return False
    return has_word(text, said) if value.form == forms.WITHIN else same_text(text, said)
