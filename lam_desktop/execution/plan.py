"""What one step means for one row: which text, which state, which action."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from lam_desktop.errors import LamBug
from lam_desktop.tasks.captions import quoted
from lam_desktop.tasks.forms import BARE, YES_NO, bare, figures
from lam_desktop.tasks.forms import readings as readings_of
from lam_desktop.tasks.left_out import left_out
from lam_desktop.tasks.rows import Row
from lam_desktop.tasks.task import POINTED, Place, Task, TaskStep, Value
from lam_desktop.tasks.values import as_yes_no, says_nothing, written
from lam_desktop.types import Action, Click, Drag, MouseButton, PressKeys, Scroll, TypeText

BUTTONS: Mapping[str, MouseButton] = {"right_click": "right", "middle_click": "middle"}


@dataclass(frozen=True, slots=True)
class StepPlan:
    """A step with the row's values filled in."""

    step: TaskStep
    text: str | None = None
    """What is typed; None for a secret, and for a value of the screen that was not read yet."""
    wanted: str | None = None
    """What the target must say where that follows the row, or was read from the screen."""
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

    @property
    def pointed(self) -> bool:
        """Whether it acts on a place of the screen."""
        return self.step.kind in POINTED

    @property
    def types_secret(self) -> bool:
        """Whether it types what nobody may see."""
        value = self.step.value
        return self.step.kind == "type" and value is not None and value.source == "secret"


def plan_row(task: Task, row: Row) -> list[StepPlan]:
    """All steps with the row's values; raises UsageError naming row and column for a missing one."""
    demonstrated = task.row.cells if task.row is not None else {}
    candidates = present_values(task.steps, demonstrated, row)
    left = left_out(task.steps, (row.index, row.cells))
    places = dict.fromkeys(place for value in task.read_values for place in value.places)
    return [
        replace(
            plan_step(step, row),
            values=_likeliest(candidates, step, row),
            candidates=candidates,
            reads=tuple(place for place in places if place.demonstrated == step.demonstrated),
            screen=task.read_values,
            left_out=left.get(step.number, ""),
            chosen_next=None if after is not None and after.number in left else _choice(after),
        )
        for step, after in zip(task.steps, (*task.steps[1:], None), strict=True)
    ]


def _choice(step: TaskStep | None) -> Value | None:
    value = step.value if step is not None and step.kind == "click" else None
    follows = value is not None and value.source in ("row", "screen") and value.form != YES_NO
    return value if follows else None


def plan_step(step: TaskStep, row: Row) -> StepPlan:
    """Fills in the row's values; raises UsageError naming row and column for a missing one."""
    value = step.value
    if value is None or value.source == "secret":
        return StepPlan(step)
    if value.source == "screen":
        return StepPlan(step, ticked=True if value.form == YES_NO else None)
    if says_nothing(value, row.cells):
        return StepPlan(step, text="", clears=value.empty == "clear")
    if value.form == YES_NO:
        return StepPlan(step, ticked=as_yes_no(written(value, (row.index, row.cells))))
    text = written(value, (row.index, row.cells)) if value.source == "row" else value.text
    if step.kind == "type":
        return StepPlan(step, text=text)
    return StepPlan(step, wanted=text if value.source == "row" else None)


def with_readings(plan: StepPlan, readings: Mapping[Place, str]) -> StepPlan:
    """The plan with what was read from the screen, added to what it knew."""
    known = {**plan.readings, **readings}
    read = {value.text: text for value in plan.screen if (text := said(value, known)) is not None}
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
    return replace(plan, wanted=text)


def said(value: Value, readings: Mapping[Place, str]) -> str | None:
    """What the screen says for a value; None where a place was not read, or two differ."""
    texts = {readings.get(place) for place in value.places}
    text = texts.pop() if len(texts) == 1 else None
    if text is None or value.form != BARE:
        return text
    # 7/5/2013 for 07/15/2013: what would be typed is no date.
    shown = [place.span.of(place.text) for place in value.places]
    alike = all(figures(one) == figures(text) for one in shown if readings_of(one))
    return bare(text) if alike else None


def read_values(task: Task, readings: Mapping[Place, str]) -> dict[str, str]:
    """What was read from the screen, by the name that the screen gives it, or by what stood there once."""
    told = {value.name or value.text: said(value, readings) for value in task.read_values}
    return {name: text for name, text in told.items() if text is not None}


def unread(plan: StepPlan) -> str | None:
    """Why the step has no text, though it comes from the screen; None: it has one, or needs none."""
    value = plan.step.value
    if value is None or value.source != "screen" or said(value, plan.readings) is not None:
        return None
    texts = [plan.readings[place] for place in value.places if place in plan.readings]
    if len(texts) < len(value.places):
        return f"It was not read what the screen says in the place of {told(value)}."
    return f"The screen says {' and '.join(map(quoted, texts))} where it said {told(value)} in all places."


def told(value: Value) -> str:
    """What is read, as a person knows it from the demonstration."""
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
            if step.value is not None and step.value.source == "screen":
                raise LamBug(f"step {step.number} types what was not read from the screen")
            return TypeText(secret or "", secret=True)
        return TypeText(plan.text)
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

    Columns and written forms; what several columns held may be any of them.
    """
    found: dict[str, dict[str, None]] = {}
    for column, text in demonstrated.items():
        if text and row.cells.get(column):
            found.setdefault(text, {})[row.cells[column]] = None
    for step in steps:
        value = step.value
        if value is not None and value.source == "row" and value.text and value.form != YES_NO:
            texts = found.setdefault(value.text, {})
            new = _of_this_row(value, row)
            texts.pop(new, None)
            texts[new] = None
    return {text: tuple(texts) for text, texts in found.items()}


def _likeliest(candidates: Mapping[str, tuple[str, ...]], step: TaskStep, row: Row) -> dict[str, str]:
    """One text for each: a step's own value is what its own column says."""
    found = {old: texts[-1] for old, texts in candidates.items()}
    value = step.value
    if value is not None and value.source == "row" and value.text in found and value.form != YES_NO:
        found[value.text] = _of_this_row(value, row)
    return found


def _of_this_row(value: Value, row: Row) -> str:
    return "" if says_nothing(value, row.cells) else written(value, (row.index, row.cells))
