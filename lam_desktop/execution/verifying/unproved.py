"""Does the demonstration show anything by which a row that is done can be known?"""

from __future__ import annotations

from collections.abc import Callable

from lam_desktop.execution.runs.proof import closing_step
from lam_desktop.execution.verifying.effects import demonstrated_effect
from lam_desktop.execution.verifying.field_writing import shows_it
from lam_desktop.tasks.provenance.captions import brief
from lam_desktop.tasks.step import TaskStep
from lam_desktop.tasks.task import Task
from lam_desktop.tasks.texts.forms import YES_NO
from lam_desktop.types import DemonstratedStep


def unproved(task: Task, demonstrated: Callable[[TaskStep], DemonstratedStep]) -> str:
    """That the task's last step shows nothing that proves it, and what to do, one sentence; empty where it
    shows something, or where the task has checks.
    """
    step = None if task.checks else closing_step(task, demonstrated)
    if step is None or _shows_something(step, demonstrated(step)):
        return ""
    return (
        f"In the demonstration nothing on the screen proves step {step.told_number} ({brief(step)}), so rows"
        " count as done, but not seen: name a check that confirms them (docs/checks.md), or show the task"
        " again up to where the program tells that it stored the row."
    )


def _shows_something(step: TaskStep, shown: DemonstratedStep) -> bool:
    value = step.value
    if value is not None and (value.is_secret or value.form == YES_NO):
        return True  # seen by its dots, or by its tick
    if step.kind == "type":
        after = shown.after.elements if shown.after is not None else ()
        return value is None or not value.text or any(shows_it(value.text, one.text) for one in after)
    effect = demonstrated_effect(shown, {})
    if step.kind == "key" or step.modifiers:
        effect = effect.of_keys(about=False)
    return effect.visible
