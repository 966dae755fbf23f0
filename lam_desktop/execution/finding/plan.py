"""What one step means for one row: which text, which state, which action."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import chain, count, islice

from lam_desktop.errors import LamBug, UsageError
from lam_desktop.execution.runs.sureness import Sureness, least_of
from lam_desktop.tasks.call import Call, cells_within
from lam_desktop.tasks.once import steps_of
from lam_desktop.tasks.provenance.captions import quoted
from lam_desktop.tasks.provenance.instructions import INSTRUCTION, said_instead
from lam_desktop.tasks.provenance.left_out import left_out, unmet
from lam_desktop.tasks.provenance.rows import Row
from lam_desktop.tasks.provenance.values import as_yes_no, day_of, says_nothing, written
from lam_desktop.tasks.step import POINTED, READ, Place, TaskStep, Value
from lam_desktop.tasks.task import DemonstratedRow, Task
from lam_desktop.tasks.texts import forms
from lam_desktop.tasks.texts.forms import (
    BARE,
    BY_KEYS,
    COUNTED,
    TURNED,
    UNTIL_SHOWN,
    WITHIN,
    YES_NO,
    bare,
    figures,
)
from lam_desktop.tasks.texts.forms import readings as readings_of
from lam_desktop.tasks.when import When, filled_in
from lam_desktop.types import Action, Box, Click, Drag, MouseButton, PressKeys, Scroll, TypeText, Window

BUTTONS: Mapping[str, MouseButton] = {"right_click": "right", "middle_click": "middle"}


@dataclass(frozen=True, slots=True)
class StepPlan:
    """A step with the row's values filled in."""

    step: TaskStep
    text: str | None = None
    """What is typed; None for a secret, and for a value of the screen that was not read yet."""
    wanted: str | None = None
    """What the target must say where that follows the row, or was read from the screen."""
    within: bool = False
    """Whether the target says more than that: the row's text is a word of an entry."""
    day: date | None = None
    """The day that is chosen in a calendar: it must be seen to show that month."""
    month: date | None = None
    """First day of the month to which the pages of a calendar are turned, one by each click of the step."""
    turned_at: Box | None = None
    """The control by which this step has just turned a page, frame pixels."""
    until: str | None = None
    """What a field or list must show at last: the step's key is pressed until it does. None: as shown."""
    ticked: bool | None = None
    """The state that a check box must end in; None: as a click leaves it."""
    values: Mapping[str, str] = field(default_factory=dict[str, str])
    """Demonstrated text of every row value, and of what was read -> what stands for it in this row."""
    candidates: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    """The same with all that may stand for a text: several columns may have held it."""
    reads: tuple[Place, ...] = ()
    """What is to be read on the screen that this step is done on, for it or for a later one."""
    screen: tuple[Value, ...] = ()
    """All values that the task reads from the screen."""
    readings: Mapping[Place, str] = field(default_factory=dict[Place, str])
    """What was read in this row."""
    left_out: str = ""
    """Why the step is not done in this row, as a sentence; empty: it is done."""
    clears: bool = False
    """Whether the field is emptied, because the row has nothing for it."""
    chosen_next: Value | None = None
    """By what the next step chooses, perhaps in a list that this one opens: it may have other entries now."""

    conditions: tuple[tuple[int, When, str], ...] = ()
    """What the screen must show for it to be done: the step that says so, the condition, its text here."""
    decided_by: Mapping[int, Value] = field(default_factory=dict[int, Value])
    """What was read that decides whether it is done, by the step that says so."""
    awaited: str = ""
    """The text that it waits for."""

    others: tuple[tuple[Mapping[str, str], Mapping[str, tuple[str, ...]]], ...] = ()
    """Values and candidates for each of the other demonstrations in which something else came of it."""
    read_later: bool = False
    """Whether a later step reads from the window that this one works in."""
    typed_into: tuple[Box, Box, Window | None] | None = None
    """Of keys that enter something: the place that the step before clicked when it was shown, pixels of that
    frame, and in this row, frame pixels, with its window then. None: not known."""

    @property
    def pointed(self) -> bool:
        """Whether it acts on a place of the screen."""
        return self.step.kind in POINTED

    @property
    def pastes(self) -> bool:
        """Whether it enters what an earlier step of the row copied."""
        return self.step.value is not None and self.step.value.source == "clipboard"

    @property
    def types_secret(self) -> bool:
        """Whether it types what nobody may see."""
        value = self.step.value
        return self.step.kind == "type" and value is not None and value.is_secret


def plan_row(task: Task, row: Row) -> list[StepPlan]:
    """All steps that are done for a row, or once in its place, with the row's values.

    No plans where the task has no such part. Raises UsageError naming row and column for a missing one.
    """
    mine = replace(task, steps=steps_of(task, row.index))
    rows = {one: _row_within(one, row) for one in dict.fromkeys(step.within for step in mine.steps)}
    cells = {within: (one.index, one.cells) for within, one in rows.items()}
    missing = unmet(mine, cells)
    left = left_out(mine, cells)
    followed = tuple(step for step in mine.steps if step.number not in missing)
    candidates = {
        (name, within): _candidates(
            task, name, tuple(one for one in followed if one.within == within), rows[within]
        )
        for step in mine.steps
        for within in (step.within,)
        for name in (step.recording, *(other for other, _ in step.also))
    }
    own = {place for step in task.steps if step.kind == "read" and step.value for place in step.value.places}
    places = dict.fromkeys(place for value in task.read_values for place in value.places)

    def likeliest(step: TaskStep, recording: str) -> dict[str, str]:
        if step.number in missing:
            return {}
        return _likeliest(candidates[recording, step.within], step, rows[step.within])

    return [
        replace(
            StepPlan(_in_window(task, step))
            if not step.acts or step.number in missing
            else plan_step(step, rows[step.within]),
            conditions=tuple(
                (owner, when, when.text if when.read else filled_in(when.text, cells[within]))
                for owner, when, within in mine.conditions(step.number)
                if when.on_screen and step.number not in left
            ),
            decided_by={
                owner: value
                for owner, when, _ in mine.conditions(step.number)
                if when.reader and (value := task.steps[when.reader - 1].value) is not None
            },
            awaited=filled_in(step.awaited, cells[step.within]) if step.number not in left else "",
            values=likeliest(step, step.recording),
            candidates=candidates[step.recording, step.within],
            others=tuple((likeliest(step, name), candidates[name, step.within]) for name, _ in step.also),
            reads=_read_by(step, places, own),
            screen=task.read_values,
            left_out=left.get(step.number, ""),
            read_later=any(_reads_later(task, place, step) for place in places),
            chosen_next=None if after is not None and after.number in left else _choice(after),
        )
        for step, after in zip(mine.steps, (*mine.steps[1:], None), strict=False)  # perhaps no step at all
    ]


def _row_within(within: tuple[Call, ...], row: Row) -> Row:
    return replace(row, cells=dict(cells_within(within, row.index, row.cells))) if within else row


def _candidates(
    task: Task, recording: str, steps: tuple[TaskStep, ...], row: Row
) -> dict[str, tuple[str, ...]]:
    """As `present_values`, of what one recording showed: the row that the person had before them in it."""
    shown = task.row_shown(recording)
    steps = tuple(_as_shown(one, recording, shown) for one in steps)
    return present_values(steps, shown.cells if shown is not None else {}, row)


def _as_shown(step: TaskStep, recording: str, row: DemonstratedRow | None) -> TaskStep:
    """A step with its value as it was in a recording, which was made with another row than the step's own."""
    value = step.value
    if value is None or step.recording == recording or not value.columns or value.form == YES_NO:
        return step
    try:
        text = _of_this_row(value, Row(row.index, row.cells)) if row is not None else ""
    except UsageError:
        text = ""  # nobody knows what it would have said there
    return replace(step, value=replace(value, text=text))


def _read_by(step: TaskStep, places: Iterable[Place], own: Collection[Place]) -> tuple[Place, ...]:
    """What a step reads; `own` is read by steps of its own."""
    if step.kind == "read":
        return step.value.places if step.value is not None else ()
    return tuple(one for one in places if one.recorded == step.recorded and one not in own)


def _in_window(task: Task, step: TaskStep) -> TaskStep:
    """A step that was written without its window looks at that of the step before it, else behind it."""
    if step.window is not None or step.acts:
        return step
    before = [one.window for one in reversed(task.steps[: step.number - 1]) if one.window is not None]
    after = [one.window for one in task.steps[step.number :] if one.window is not None]
    return replace(step, window=next(iter([*before, *after]), None))


def _reads_later(task: Task, place: Place, step: TaskStep) -> bool:
    """Whether what stands in a place is read after a step, in the window of that step."""
    reader = next((one for one in task.steps if one.recorded == place.recorded), None)
    if reader is None or reader.number <= step.number:
        return False
    return (place.window or reader.window) == step.window


def _choice(step: TaskStep | None) -> Value | None:
    value = step.value if step is not None and step.kind == "click" else None
    follows = (
        value is not None
        and value.source in ("row", "screen", "computed")
        and value.form not in (YES_NO, COUNTED, *TURNED)
    )
    return value if follows else None


def plan_step(step: TaskStep, row: Row) -> StepPlan:
    """Fills in the row's values; raises UsageError naming row and column for a missing one."""
    value = step.value
    if value is None or value.source in ("secret", "clipboard"):
        return StepPlan(step)
    if value.source == "screen":
        return StepPlan(step, ticked=True if value.form == YES_NO else None)
    if says_nothing(value, row.cells):
        return StepPlan(step, text="", clears=value.empty == "clear")
    if value.form in TURNED:
        day = day_of(value, (row.index, row.cells))
        return StepPlan(step, month=day.replace(day=1) if day is not None else None)
    if value.form == YES_NO:
        return StepPlan(step, ticked=as_yes_no(written(value, (row.index, row.cells))))
    cells = (row.index, row.cells)
    text = written(value, cells)
    if step.kind == "type":
        return StepPlan(step, text=text)
    if value.form == UNTIL_SHOWN:
        return StepPlan(step, until=text)
    if value.source == "constant" or value.form == BY_KEYS:
        return StepPlan(step)
    return StepPlan(step, wanted=text, within=value.form == WITHIN, day=day_of(value, cells))


def with_readings(plan: StepPlan, readings: Mapping[Place, str]) -> StepPlan:
    """The plan with what was read from the screen, added to what it knew."""
    known = {**plan.readings, **readings}
    read = {
        shown(value): text
        for value in plan.screen
        # A number that counts stands for nothing else: «first» is a word of many names.
        if value.form != COUNTED and (text := said(value, known)) is not None and shown(value)
    }
    candidates = {
        **plan.candidates,
        **{old: (*plan.candidates.get(old, ()), new) for old, new in read.items()},
    }
    plan = replace(plan, readings=known, values={**plan.values, **read}, candidates=candidates)
    value = plan.step.value
    if value is None or value.source != "screen":
        return plan
    text = said(value, known)
    if plan.step.kind == "type":
        return replace(plan, text=text)
    return plan if value.form == COUNTED else replace(plan, wanted=text)


def with_copied(plan: StepPlan, copied: Mapping[str, str]) -> StepPlan:
    """The plan with what was copied in this row in the place of what was copied in the demonstration."""
    if not copied:
        return plan
    plan = replace(plan, values={**plan.values, **{then: now for then, now in copied.items() if then}})
    return replace(plan, text=copied.get(plan.step.value.text)) if plan.pastes and plan.step.value else plan


def said(value: Value, readings: Mapping[Place, str]) -> str | None:
    """What the screen says for a value; None where a place was not read, or two differ."""
    texts = {readings.get(place) for place in value.places}
    text = texts.pop() if len(texts) == 1 else None
    if text is not None and value.pattern is not None:
        return value.pattern.write({READ: text})
    if text is None or value.form != BARE:
        return text
    # 7/5/2013 for 07/15/2013: what would be typed is no date.
    shown = [place.span.of(place.text) for place in value.places]
    alike = all(figures(one) == figures(text) for one in shown if readings_of(one))
    return bare(text) if alike else None


def read_values(task: Task, readings: Mapping[Place, str]) -> dict[str, str]:
    """What was read from the screen, by the name that the screen gives it, or by what stood there once.

    Where another call of a task reads under the same name, both are told; within one, the last is.
    """
    values = [value for value in task.read_values if not value.secret]
    told = {name: said(value, readings) for value, name in _names_told(values).items()}
    return {name: text for name, text in told.items() if text is not None}


def sure_values(
    task: Task, readings: Mapping[Place, str], sure: Mapping[Place, Sureness]
) -> dict[str, float]:
    """How surely those values were read, by the same names; of what a person said nothing."""
    told = read_values(task, readings)
    values = [value for value in task.read_values if not value.secret]
    least = {name: least_of(map(sure.get, value.places)) for value, name in _names_told(values).items()}
    return {name: round(chance, 4) for name, chance in least.items() if chance is not None and name in told}


def _names_told(values: Iterable[Value]) -> dict[Value, str]:
    """The name by which each value is told; of what is made of one reading in several ways only the first."""
    values = tuple(values)
    own = {value.read_as for value in values}
    found: dict[Value, str] = {}
    seen: set[tuple[Place, ...]] = set()
    calls: dict[str, list[int]] = {}
    for value in values:
        if value.places in seen:
            continue
        seen.add(value.places)
        of = calls.setdefault(value.read_as, [])
        call = value.places[0].call if value.places else 0
        if call not in of:
            of.append(call)
        numbered = (f"{value.read_as} {at}" for at in count(2))
        free = (name for name in numbered if name not in own)
        names = chain((value.read_as,), free)
        found[value] = next(islice(names, of.index(call), None))
    return found


def unread(plan: StepPlan) -> str | None:
    """Why the step has no text, though it comes from the screen; None: it has one, or needs none."""
    value = plan.step.value
    if value is None or value.source != "screen" or said(value, plan.readings) is not None:
        return None
    texts = [plan.readings[place] for place in value.places if place in plan.readings]
    if len(texts) < len(value.places):
        return f"It was not read what the screen says in the place of {told(value)}."
    if value.secret:
        return f"The screen says otherwise in several places where it said {told(value)} in all."
    if len(set(texts)) == 1:
        return (
            f"The screen says {quoted(texts[0])} for {told(value)}, which cannot be written as demonstrated."
        )
    return f"The screen says {' and '.join(map(quoted, texts))} where it said {told(value)} in all places."


def shown(value: Value) -> str:
    """What the demonstration says where the value is read; of a secret its name stands there."""
    return value.name if value.secret else value.text


def told(value: Value) -> str:
    """What is read, as a person knows it from the demonstration."""
    if value.secret:
        return f"the secret {quoted(value.name)}"
    return f"{quoted(value.text)} ({value.name})" if value.name else quoted(value.text)


def action_of(
    plan: StepPlan,
    point: tuple[int, int] | None,
    end: tuple[int, int] | None = None,
    secret: str | None = None,
) -> Action:
    """The action of a step at `point` (desktop pixels); `end` for a drag, `secret` for a hidden text."""
    step = plan.step
    if step.kind == "type":
        if plan.text is None:
            if step.value is not None and step.value.source == "screen" and not step.value.secret:
                raise LamBug(f"step {step.number} types what was not read from the screen")
            return TypeText(secret or "", secret=True)
        return TypeText(plan.text, secret=plan.types_secret)
    if step.kind in ("key", "shortcut"):
        return PressKeys(step.keys)
    if point is None:
        raise LamBug(f"step {step.number} ({step.kind}) has no point to act on")
    if step.kind == "scroll":
        dx, dy = step.scroll or (0, 0)
        return Scroll(point, dx, dy)
    if step.kind == "drag":
        return Drag(point, end or point, step.button, step.modifiers)
    button = BUTTONS.get(step.kind, "left")
    return Click(point, button, 2 if step.kind == "double_click" else 1, step.modifiers)


def present_values(
    steps: tuple[TaskStep, ...], demonstrated: Mapping[str, str], row: Row
) -> dict[str, tuple[str, ...]]:
    """Demonstrated text of every row value -> all that may stand for it in this row, the likeliest last.

    Columns, names in an instruction, and written forms; what several columns held may be any of them.
    """
    found: dict[str, dict[str, None]] = {}
    for column, text in demonstrated.items():
        if text and row.cells.get(column):
            found.setdefault(text, {})[row.cells[column]] = None
            if column == INSTRUCTION:
                for old, new in said_instead(text, row.cells[column]).items():
                    found.setdefault(old, {})[new] = None
    for step in steps:
        value = step.value
        if value is None or value.source not in ("row", "computed") or not value.text or value.form == YES_NO:
            continue
        texts = found.setdefault(value.text, {})
        new = _of_this_row(value, row)
        texts.pop(new, None)
        texts[new] = None
        day = day_of(value, (row.index, row.cells)) if new else None
        then = forms.read_date(demonstrated.get(value.name, ""), value.cell_form) if day else None
        if day is not None and then is not None:
            for old, now in _dates(then, day).items():
                found.setdefault(old, {now: None})
    return {text: tuple(texts) for text, texts in found.items()}


def _dates(then: date, now: date) -> dict[str, str]:
    """What a field says once a day was chosen in its calendar, then and now; but for what may be two days."""
    said: dict[str, set[str]] = {}
    for form in forms.USUAL:
        said.setdefault(forms.write_date(then, form), set()).add(forms.write_date(now, form))
    return {old: new.pop() for old, new in said.items() if len(new) == 1}


def _likeliest(candidates: Mapping[str, tuple[str, ...]], step: TaskStep, row: Row) -> dict[str, str]:
    """One text for each: a step's own value is what its own column says."""
    found = {old: texts[-1] for old, texts in candidates.items()}
    value = step.value
    follows = value is not None and value.source in ("row", "computed") and value.form != YES_NO
    if value is not None and follows and value.text in found:
        found[value.text] = _of_this_row(value, row)
    return found


def _of_this_row(value: Value, row: Row) -> str:
    return "" if says_nothing(value, row.cells) else written(value, (row.index, row.cells))
