"""What one step means for one row: which text, which state, which action."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from lam_desktop.errors import LamBug
from lam_desktop.tasks.rows import Row
from lam_desktop.tasks.task import POINTED, Task, TaskStep
from lam_desktop.tasks.values import as_yes_no, written
from lam_desktop.types import Action, Click, Drag, MouseButton, PressKeys, Scroll, TypeText

BUTTONS: Mapping[str, MouseButton] = {"right_click": "right", "middle_click": "middle"}


@dataclass(frozen=True, slots=True)
class StepPlan:
    """A step with the row's values filled in."""

    step: TaskStep
    text: str | None = None
    """What is typed; None for a secret."""
    wanted: str | None = None
    """What the target must say where that follows the row and differs from the demonstration."""
    ticked: bool | None = None
    """The state that a check box must end in; None: as a click leaves it."""
    values: Mapping[str, str] = field(default_factory=dict[str, str])
    """Demonstrated text of every row value -> what stands for it in this row."""

    @property
    def pointed(self) -> bool:
        """Whether it acts on a place of the screen."""
        return self.step.kind in POINTED


def plan_row(task: Task, row: Row) -> list[StepPlan]:
    """All steps with the row's values; raises UsageError naming row and column for a missing one."""
    demonstrated = task.row.cells if task.row is not None else {}
    values = present_values(task.steps, demonstrated, row)
    return [replace(plan_step(step, row), values=values) for step in task.steps]


def plan_step(step: TaskStep, row: Row) -> StepPlan:
    """Fills in the row's values; raises UsageError naming row and column for a missing one."""
    value = step.value
    if value is None or value.source == "secret":
        return StepPlan(step)
    if value.form == "yes/no":
        return StepPlan(step, ticked=as_yes_no(written(value, (row.index, row.cells))))
    text = written(value, (row.index, row.cells)) if value.source == "row" else value.text
    if step.kind == "type":
        return StepPlan(step, text=text)
    return StepPlan(step, wanted=text if value.source == "row" and text != value.text else None)


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


def present_values(steps: tuple[TaskStep, ...], demonstrated: Mapping[str, str], row: Row) -> dict[str, str]:
    """Demonstrated text of every row value -> what stands for it in this row; columns and written forms."""
    found = {
        text: row.cells[column] for column, text in demonstrated.items() if text and row.cells.get(column)
    }
    for step in steps:
        value = step.value
        if value is not None and value.source == "row" and value.text and value.form != "yes/no":
            found[value.text] = written(value, (row.index, row.cells))
    return found
