"""Several demonstrations of one task: a value must explain what was typed or chosen in each of them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, takewhile

from lam_desktop.errors import UsageError
from lam_desktop.tasks import forms
from lam_desktop.tasks.captions import caption, quoted
from lam_desktop.tasks.choices import has_word
from lam_desktop.tasks.coincidences import columns_without_value, conditions
from lam_desktop.tasks.compile import compile_task
from lam_desktop.tasks.demonstrations import Beside, Laid, Shown, laid
from lam_desktop.tasks.ends import with_ends, with_open_beginning
from lam_desktop.tasks.left_out import CLICKS, PREPARING, left_out
from lam_desktop.tasks.likeness import same_text
from lam_desktop.tasks.readings import choice_readings, explains, readings
from lam_desktop.tasks.task import POINTED, DemonstratedRow, Further, Recorded, Task, TaskStep, Value
from lam_desktop.tasks.turning import is_turn
from lam_desktop.tasks.values import says_nothing, written
from lam_desktop.tasks.when import When

WIDE = 8.0
"""Patterns that cost so much more than the simplest are looked at: a further demonstration sorts them out."""


UNEXPLAINED = "nothing was found that explains both, so it stays as it is."
"""Ends the doubt about a value that not all demonstrations agree with."""

STOOD = (
    "It was not typed in one demonstration, where what belongs there stood in the field already: {text} is"
    " taken to be typed in each row where the field does not show it."
)


UNTOLD = (
    "Step {number} comes only sometimes, but only clicks before the last step, and a text that stands in its"
    " field already, can be left out, or what goes with a column of the rows: show the task in one way."
)
OTHERWISE = "A demonstration does otherwise than «when» says of this step: correct one of them."


@dataclass(frozen=True, slots=True)
class _Ways:
    """What a text may mean."""

    all: tuple[Value, ...]
    likely: tuple[Value, ...]
    """Those that are nearly as simple as the simplest."""


Stood = Callable[[TaskStep, TaskStep, int], bool]
"""Whether the field that one step clicks showed what the next one types, before a step of the further one."""


def with_further(
    task: Task, further: Further, turns: Sequence[TaskStep] = (), stood: Stood | None = None
) -> Task:
    """The task with a further demonstration, its typed values narrowed to what explains all of them.

    Steps that the further one lacks become optional; those that only it has are put in their place, and are
    optional, too. `turns`: its steps by which a calendar is turned, where it was looked at already; they are
    done as a date needs them, and so are those of the task, however often each of them shows it. `stood`
    looks whether what it did not type stood in its field already; None: nobody can look.

    Raises `UsageError` with one sentence where they are not the same steps, or a recording cannot be read.
    """
    task = with_ends(_with_open_conditions(task), further)
    known = replace(task, further=(*task.further, further))
    side_by_side = laid(known, turns)
    added = side_by_side.further[-1]
    not_due = _not_due(task, further.row)
    steps = tuple(
        step
        if not step.acts or is_turn(step) or step.once or added.has(step.recorded) or step.number in not_due
        else replace(step, optional=True)
        for step in (_contradicted(task, added, not_due) if further.row is not None else task.steps)
    )
    known = replace(known, steps=steps)
    if added.more:
        known = _with_more(known, further, added, side_by_side.order)
    known = _with_effects(known, added)
    known = _with_turns(known, added, turns)
    return _with_conditions(narrowed(known, side_by_side), side_by_side, stood)


def _with_open_conditions(task: Task) -> Task:
    """The task without the conditions that demonstrations suggested and nobody has confirmed."""
    steps = list(task.steps)
    for at, step in enumerate(steps):
        if step.when is not None and step.when in step.perhaps:
            for its in range(at, min(at + step.when.steps, len(steps))):
                steps[its] = replace(steps[its], optional=True)
            steps[at] = replace(steps[at], when=None)
        steps[at] = replace(steps[at], perhaps=())
    return replace(task, steps=tuple(steps))


def _contradicted(task: Task, added: Beside, not_due: Collection[int]) -> tuple[TaskStep, ...]:
    """The steps, with a doubt where a demonstration does otherwise than a condition by a column says."""
    steps = list(task.steps)
    for at, step in enumerate(steps):
        if step.when is None or not step.when.column or step.doubt or step.recording == added.recording:
            continue
        if added.has(step.recorded) is (step.number in not_due):
            steps[at] = replace(step, doubt=OTHERWISE)
    return tuple(steps)


def _not_due(task: Task, row: DemonstratedRow | None) -> Collection[int]:
    """Numbers of the steps that a row leaves out by what its cells say."""
    if row is None or task.calls:
        return ()
    try:
        return left_out(task, {(): (row.index, row.cells)})
    except UsageError:
        return ()


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
    used = [one.window for one in new if one.window is not None]
    return replace(
        task,
        steps=tuple(replace(step, number=number) for number, step in enumerate(steps, start=1)),
        windows=tuple(dict.fromkeys([*task.windows, *used])),
    )


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
    first = side_by_side.first
    steps: list[TaskStep] = []
    for step in task.steps:
        value = step.value
        fixed = value is None or value.source in ("secret", "screen") or bool(step.once)
        if step.kind != "type" or value is None or fixed or step.recording:
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


def _with_conditions(task: Task, side_by_side: Laid, stood: Stood | None) -> Task:
    """The task, of which the steps that came only sometimes are due as the rows of its demonstrations tell.

    What follows a cell that was empty where the step was missing is done where that is filled. Clicks are
    done where the screen shows their place, unless a person says that a column which goes with them decides;
    of all else a column must decide, or its text stood in its field already. Raises `UsageError` where
    neither tells.
    """
    steps, added = list(task.steps), side_by_side.further[-1]
    for group in _sometimes(steps, side_by_side):
        came, missing = side_by_side.rows(steps[group.start].recorded)
        for left in _of_filled_cells(steps, group, missing):
            first = steps[left.start]
            # Two rows say other words anyway.
            words = columns_without_value(task) if len(came) + len(missing) > 2 else ()
            found = conditions(came, missing, words, len(left))
            if all(steps[at].kind in POINTED for at in left) and left.stop < len(steps):
                steps[left.start] = replace(first, perhaps=found)
                continue
            if _have_stood(steps, left, added, stood):
                for at in left:
                    text = steps[at].value
                    if steps[at].kind == "type" and text is not None:
                        steps[at] = replace(steps[at], doubt=STOOD.format(text=quoted(text.text)))
                continue
            lacked = any(steps[at].kind == "type" and not added.has(steps[at].recorded) for at in left)
            if not found or (lacked and stood is None):  # whoever looks may find that it stood there already
                odd = next((steps[at] for at in left if steps[at].kind not in POINTED), first)
                raise UsageError(UNTOLD.format(number=odd.told_number))
            for at in left:
                steps[at] = replace(steps[at], optional=False)
            steps[left.start] = replace(steps[left.start], when=found[0], perhaps=found)
    only_first = len(task.further) == 1 and steps[0].recorded not in side_by_side.further[0].same
    steps = with_open_beginning(steps) if only_first else steps
    return replace(task, steps=tuple(steps))


def _sometimes(steps: Sequence[TaskStep], side_by_side: Laid) -> Iterator[range]:
    """The steps in succession that came in the same demonstrations, and were missing in another one."""

    def told(at: int) -> object:
        came, missing = side_by_side.rows(steps[at].recorded)
        return (came, missing) if steps[at].optional and missing else None

    for key, places in groupby(range(len(steps)), told):
        if key is not None:
            group = list(places)
            yield range(group[0], group[-1] + 1)


def _of_filled_cells(
    steps: list[TaskStep], group: range, missing: Sequence[DemonstratedRow | None]
) -> list[range]:
    """What is left of a group without the texts and choices of a cell that was empty wherever they lacked.

    These get their condition, with the click just before each and the keys that take away what stood there.
    """
    left: list[range] = []
    start = group.start
    for at in group:
        column = _empty_column(steps[at].value, missing)
        if not column:
            continue
        first = at
        while first > start and steps[first - 1].value is None and _takes_away(steps[first - 1]):
            first -= 1
        if first > start and steps[first - 1].value is None and steps[first - 1].kind in CLICKS:
            first -= 1
        left.append(range(start, first))
        for its in range(first, at + 1):
            steps[its] = replace(steps[its], optional=False)
        filled = When("empty", "false", column, at + 1 - first)
        steps[first] = replace(steps[first], when=filled, perhaps=())
        start = at + 1
    left.append(range(start, group.stop))
    return [one for one in left if one]


def _empty_column(value: Value | None, missing: Sequence[DemonstratedRow | None]) -> str:
    """The one column that a value follows, where that was empty in all these rows; else empty."""
    if value is None or value.source != "row" or value.form in forms.KEYED or len(value.columns) != 1:
        return ""
    may_lack = replace(value, empty="leave")
    return value.columns[0] if all(row and says_nothing(may_lack, row.cells) for row in missing) else ""


def _takes_away(step: TaskStep) -> bool:
    return step.kind in ("key", "shortcut") and step.keys in PREPARING


def _have_stood(steps: Sequence[TaskStep], left: range, added: Beside, stood: Stood | None) -> bool:
    """Whether all texts that the last demonstration lacks stood in their fields there already."""
    typed = [at for at in left if steps[at].kind == "type"]
    others = [at for at in left if steps[at].kind not in (*POINTED, "type")]
    if not typed or others or stood is None or added.has(steps[typed[0]].recorded):
        return False
    behind = next((added.same[one.recorded] for one in steps[left[-1] :] if one.recorded in added.same), None)
    return behind is not None and all(
        at - 1 in left and stood(steps[at - 1], steps[at], behind) for at in typed
    )


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
