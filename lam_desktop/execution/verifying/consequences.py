"""What the demonstration showed of a step that cannot be undone, whatever the step is called.

A form that is emptied, its values in a line elsewhere, a word such as «stored», a dialog that closes behind a
button, an entry that is gone: each says that something was kept, sent or removed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Literal

from lam_desktop.execution.verifying.effects import folded, lines_of
from lam_desktop.tasks.reports import has_happened, only_leaves
from lam_desktop.tasks.step import TaskStep
from lam_desktop.tasks.task import Task
from lam_desktop.types import (
    ENTRY_KINDS,
    POPUP_KINDS,
    Box,
    DemonstratedStep,
    Element,
    ElementKind,
    Observation,
)

Consequence = Literal["", "told", "listed", "emptied", "closed", "removed"]
LISTED: frozenset[ElementKind] = frozenset({"cell", "list_item", "text", "link"})
"""Kinds in which a stored value, or a message that was sent, stands."""
ENTRIES: frozenset[ElementKind] = frozenset({"cell", "list_item"})
QUIET: frozenset[ElementKind] = frozenset({"field", "spin", "combo", "tab", "checkbox", "radio", "header"})
"""Kinds whose click only shows, chooses or prepares."""
NAMING: frozenset[ElementKind] = frozenset({"button", "tab", "menu_item", "header", "link", "list_item"})
"""Kinds that name what can be done or looked at, and report nothing."""
LOOKING = frozenset(
    {
        "tab", "shift", "left", "right", "up", "down", "page_up", "page_down", "home", "end", "esc",
        "escape", "ctrl", "cmd", "a", "c", "f", "z",
    }
)  # fmt: skip
"""Keys, also together, that go about, mark, copy, look for or take back."""
REMOVING = frozenset({"delete", "del", "backspace"})
LEAST = 3
"""Shorter texts stand on a screen for many reasons."""
MOST_NEWS = 10
"""So many new lines are another page, which may say anything; a report comes in fewer."""
SAME_PLACE_IOU = 0.5
GONE = 0.8
"""Share of a dialog's words that go with it."""
ROW_PX = 12
"""Entries whose middles lie closer stand on one line."""


def steps_with_consequences(
    task: Task, demonstrated: Callable[[TaskStep], DemonstratedStep]
) -> frozenset[int]:
    """Numbers of the steps that the demonstration shows to be final."""
    typed: list[str] = []
    found: set[int] = set()
    for step in task.steps:
        shown = demonstrated(step)
        if any(consequence(step, one, typed) for one in (shown, *shown.others)):
            found.add(step.number)
        if step.kind == "type" and step.value is not None and len(folded(step.value.text)) >= LEAST:
            typed.append(folded(step.value.text))
    return frozenset(found)


def consequence(step: TaskStep, shown: DemonstratedStep, typed: Sequence[str]) -> Consequence:
    """What the step led to; empty for nothing final. `typed`: what earlier steps typed, folded."""
    before, after = shown.before, shown.after
    if after is None or not _does_something(step, shown):
        return ""
    was = lines_of(before)
    news = [one for one in after.elements if _says(one) and folded(one.text) not in was]
    reports = [one for one in news if one.kind not in ENTRY_KINDS | NAMING]
    if len(news) <= MOST_NEWS and any(has_happened(one.text) for one in reports):
        return "told"
    held = {text: boxes for text in typed if (boxes := _places(text, before.elements, ENTRY_KINDS))}
    left = {text: boxes for text, boxes in held.items() if _has_left(text, before, after)}
    if any(_came_elsewhere(text, before, after) for text in left):
        return "listed"
    if held and 2 * sum(_is_empty(boxes, after) for boxes in left.values()) > len(held):
        return "emptied"
    if _closed(before, after):
        return "closed"
    return "removed" if _may_remove(step, shown) and _removed(before, after) else ""


def _does_something(step: TaskStep, shown: DemonstratedStep) -> bool:
    """Whether the step is of a sort that may end something, rather than type, choose, look or leave."""
    if step.kind in ("key", "shortcut"):
        return not {key.casefold() for key in step.keys} <= LOOKING
    if step.kind not in ("click", "double_click") or shown.target is None:
        return False
    target = shown.before.elements[shown.target]
    return target.kind not in QUIET and not only_leaves(target.text)


def _may_remove(step: TaskStep, shown: DemonstratedStep) -> bool:
    """A click on the list, or Enter in it, marks or fills in: its entry is only read otherwise then."""
    if shown.target is not None:
        return shown.before.elements[shown.target].kind not in LISTED - {"link"}
    return step.kind == "shortcut" or bool(REMOVING & {key.casefold() for key in step.keys})


def _says(one: Element) -> bool:
    return len(folded(one.text)) >= LEAST


def _places(text: str, elements: Iterable[Element], kinds: frozenset[ElementKind] | None = None) -> list[Box]:
    """Where a text stands, in elements of some kinds."""
    return [one.box for one in elements if (kinds is None or one.kind in kinds) and text in folded(one.text)]


def _has_left(text: str, before: Observation, after: Observation) -> bool:
    """Whether a text is no longer where it stood: a cell that was filled in keeps it."""
    stood = _places(text, before.elements)
    return not any(now.overlaps(then) for now in _places(text, after.elements) for then in stood)


def _came_elsewhere(text: str, before: Observation, after: Observation) -> bool:
    stood = _places(text, before.elements)
    there = _places(text, after.elements, LISTED)
    return any(not any(now.overlaps(then) for then in stood) for now in there)


def _is_empty(boxes: Iterable[Box], after: Observation) -> bool:
    """Whether one of these fields is still in its place; it was seen that its text is gone."""
    fields = [one.box for one in after.elements if one.kind in ENTRY_KINDS]
    return any(box.iou(field) >= SAME_PLACE_IOU for box in boxes for field in fields)


def _closed(before: Observation, after: Observation) -> bool:
    """Whether the dialog that the step was done in is gone."""
    body = next((one for one in before.windows if one.kind not in POPUP_KINDS), None)
    if body is None or body.kind != "dialog":
        return False
    inside = [one for one in before.elements if body.box.contains(*one.box.center) and _says(one)]
    stand = lines_of(after)
    return bool(inside) and sum(folded(one.text) not in stand for one in inside) > GONE * len(inside)


def _removed(before: Observation, after: Observation) -> bool:
    """Whether one line of a list is gone, while the others stay and nothing new is said."""
    entries = [one for one in before.elements if one.kind in ENTRIES and _says(one)]
    stand = lines_of(after)
    gone = [one for one in entries if folded(one.text) not in stand]
    stay = len(entries) - len(gone)
    came = [text for text in stand - lines_of(before) if len(text) >= LEAST]
    lines = {round(one.box.center[1] / ROW_PX) for one in gone}
    return len(lines) == 1 and stay >= max(2, len(gone)) and not came
