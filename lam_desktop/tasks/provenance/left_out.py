"""Which steps a row leaves out: a cell of theirs is empty and may be, or is not as their condition wants."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby

from lam_desktop.errors import UsageError
from lam_desktop.tasks.call import Call
from lam_desktop.tasks.provenance.captions import quoted
from lam_desktop.tasks.provenance.values import says_nothing
from lam_desktop.tasks.step import StepKind, TaskStep
from lam_desktop.tasks.task import Task
from lam_desktop.types import ENTRY_KINDS, ElementKind

FOCUSING: frozenset[ElementKind] = ENTRY_KINDS | frozenset[ElementKind]({"cell"})
"""Kinds of which a click in front of a text only brings the keys there, or opens what is chosen from."""
OPENING = ENTRY_KINDS
CLICKS: tuple[StepKind, ...] = ("click", "double_click")
BY_KEYBOARD: tuple[StepKind, ...] = ("type", "key", "shortcut")
PREPARING = frozenset(
    {("ctrl", "a"), ("delete",), ("backspace",), ("home",), ("end",), ("shift", "home"), ("shift", "end")}
)
"""Keys that only mark or remove what stood in the field."""


def left_out(task: Task, rows: Mapping[tuple[Call, ...], tuple[int, Mapping[str, str]]]) -> dict[int, str]:
    """Number of each step that is left out for a row -> why, as a sentence.

    `rows`: the row's index and cells, as the steps within these calls are given them. Raises UsageError as
    `left_empty` does.
    """
    found = unmet(task, rows)
    for within, steps in groupby(task.steps, lambda step: step.within):
        found |= left_empty([one for one in steps if one.number not in found], rows[within])
    return found


def unmet(task: Task, rows: Mapping[tuple[Call, ...], tuple[int, Mapping[str, str]]]) -> dict[int, str]:
    """Number of each step whose condition a row does not meet -> why; what the screen tells comes later.

    `rows`: the row's index and cells, as the steps within these calls are given them.
    """
    found: dict[int, str] = {}
    sometimes = any(step.when is not None or step.within for step in task.steps)
    for step in task.steps if sometimes else ():
        for _, when, within in task.conditions(step.number):
            if why := when.unmet(rows[within]):
                found.setdefault(step.number, why)
    return found


def left_empty(steps: Sequence[TaskStep], row: tuple[int, Mapping[str, str]]) -> dict[int, str]:
    """Number of each step that is left out for an empty cell of a row (its index and cells) -> why.

    With a step goes what only prepared it. The click into a field stays where the keyboard goes on from
    there, as Tab does; raises UsageError where that cannot be, because it would open a list.
    """
    index, cells = row
    found: dict[int, str] = {}
    for at, step in enumerate(steps):
        value = step.value
        if value is None or value.empty != "leave" or not says_nothing(value, cells):
            continue
        why = f"{_columns(value.columns)} empty in row {index}."
        found[step.number] = why
        before = list(steps[:at])
        while step.kind == "type" and before and _only_prepares(before[-1]):
            found[before.pop().number] = why
        if not before or not _is_plain_click(before[-1]):
            continue
        click, target = before[-1], before[-1].target
        after = next((one for one in steps[at + 1 :] if not _goes(one, cells)), None)
        by_keyboard = after is not None and after.kind in BY_KEYBOARD
        if step.kind == "type" and target is not None and target.kind in FOCUSING and not by_keyboard:
            found[click.number] = why
        elif step.kind != "type" and target is not None and target.kind in OPENING:
            if after is not None and after.kind in ("type", "key"):
                raise UsageError(
                    f"Row {index}: step {step.number} ({quoted(step.caption)}) cannot be left out, for step"
                    f" {after.number} goes on from there by the keyboard; fill in «{value.columns[0]}»."
                )
            found[click.number] = why
    return found


def _goes(step: TaskStep, cells: Mapping[str, str]) -> bool:
    return step.value is not None and step.value.empty == "leave" and says_nothing(step.value, cells)


def takes_away(step: TaskStep) -> bool:
    """Whether a step's keys only mark or remove what stands in a field."""
    return step.kind in ("key", "shortcut") and step.keys in PREPARING


def _only_prepares(step: TaskStep) -> bool:
    return takes_away(step) and not step.approval


def _is_plain_click(step: TaskStep) -> bool:
    plain = step.kind in CLICKS and step.value is None and not step.modifiers
    return plain and not step.approval and not step.optional


def _columns(columns: Sequence[str]) -> str:
    named = ", ".join(f"«{column}»" for column in columns)
    return f"The column {named} is" if len(columns) == 1 else f"The columns {named} are"
