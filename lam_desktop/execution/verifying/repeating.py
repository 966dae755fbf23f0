"""What may be done once more without harm, and how one sees afterwards whether a step was done."""

from __future__ import annotations

from collections.abc import Sequence

from lam_desktop.execution.finding.plan import StepPlan
from lam_desktop.execution.runs.proof import GOING_ABOUT
from lam_desktop.neighbours import list_around
from lam_desktop.tasks.provenance.copying import command_of, marks_all
from lam_desktop.tasks.provenance.irreversible import irreversible_steps
from lam_desktop.tasks.step import TaskStep
from lam_desktop.tasks.texts.forms import YES_NO
from lam_desktop.types import ENTRY_KINDS, DemonstratedStep

HARMLESS_KEYS = GOING_ABOUT | {"esc", "escape"}


def is_entry_field(step: TaskStep | None) -> bool:
    """Whether the step clicks into a field of one line: what is typed there can be typed over."""
    if step is None or step.kind not in ("click", "double_click") or step.modifiers:
        return False
    return step.target is not None and step.target.kind in ENTRY_KINDS


def only_goes_about(step: TaskStep) -> bool:
    """Whether the step presses a key that stores nothing."""
    return step.kind == "key" and {key.casefold() for key in step.keys} <= HARMLESS_KEYS


def chooses(plan: StepPlan, shown: DemonstratedStep) -> bool:
    """Whether the step picks an entry of an open list by the row."""
    return plan.step.kind == "click" and plan.wanted is not None and list_around(shown) is not None


def is_told_by_effect(plan: StepPlan) -> bool:
    """Whether only what came of the step tells that it was done: no text, box or field keeps it."""
    step = plan.step
    if step.kind in ("type", "scroll") or plan.ticked is not None or plan.clears:
        return False
    return not (is_entry_field(step) or only_goes_about(step))


def repeatable(steps: Sequence[TaskStep]) -> frozenset[int]:
    """Numbers of the steps that do no harm when they are done twice.

    Not those that save, send or delete; nor keys that may; nor text that cannot be typed over, because it
    does not go into a field of one line that was clicked just before; nor a box that is ticked without
    saying so. Of shortcuts only those that mark or copy, behind the click from which that is done again.
    """
    final = irreversible_steps(steps)
    found: set[int] = set()
    for at, (before, step) in enumerate(zip((None, *steps), steps, strict=False)):
        value = step.value
        match step.kind:
            case "type":
                fine = is_entry_field(before)
            case "key":
                fine = only_goes_about(step)
            case "shortcut":
                led_in = before_keys(steps, at)
                fine = marks_all(step) or command_of(step) == "copy"
                fine = fine and led_in >= 0 and brings_keys(steps[led_in])
            case "drag":
                fine = False
            case "scroll" | "wait" | "read":
                fine = True
            case _:
                box = step.target is not None and step.target.kind == "checkbox"
                fine = not box or (value is not None and value.form == YES_NO)
                fine = fine and not _alters_by_clipboard(step)
        if fine and step.number not in final and not step.approval:
            found.add(step.number)
    return frozenset(found)


def uses_the_field(step: TaskStep) -> bool:
    """Whether its keys mark, copy, cut or paste in the field that has the keyboard."""
    return step.kind in ("key", "shortcut") and (marks_all(step) or command_of(step) is not None)


def before_keys(steps: Sequence[TaskStep], at: int) -> int:
    """Index of the last step before `at` that does more than type, mark all or go about; -1 for none."""
    at -= 1
    while at >= 0 and (steps[at].kind == "type" or only_goes_about(steps[at]) or marks_all(steps[at])):
        at -= 1
    return at


def brings_keys(step: TaskStep) -> bool:
    """Whether the step is a click that gives a field the keyboard, or marks a word: harmless once more."""
    word = step.kind == "double_click" and step.target is not None and step.target.kind == "text"
    return is_entry_field(step) or (word and not step.modifiers)


def _alters_by_clipboard(step: TaskStep) -> bool:
    """Whether a click pastes, or cuts out."""
    pasted = step.value is not None and step.value.source == "clipboard"
    return pasted or command_of(step) in ("cut", "paste")
