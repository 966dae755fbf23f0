"""What was chosen by the keyboard: the arrow keys of a list or of options, the space bar on a mark.

In a field or list that shows its choice the key is pressed until it shows what the row says. Of other
choices one does not see for sure which one is made; so such a step follows its column by being right only for
rows that say what was chosen then, and others are refused before a run begins.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from typing import NamedTuple

from lam_desktop.tasks.captions import caption
from lam_desktop.tasks.choices import bind_checkbox
from lam_desktop.tasks.forms import BY_KEYS, UNTIL_SHOWN
from lam_desktop.tasks.likeness import same_text
from lam_desktop.tasks.task import DemonstratedRow, TaskStep, Value

CHOOSING = frozenset({"up", "down", "left", "right", "home", "end", "page_up", "page_down", "space"})
"""Keys that go from entry to entry, or tick one."""
OPPOSITE = {"up": "down", "down": "up", "left": "right", "right": "left"}


class Chosen(NamedTuple):
    """A text that a step by keys may have chosen."""

    text: str
    shown: bool
    """By a field, or a list that shows its choice; False: an entry, or what stands beside a mark."""


def keyed_choices(
    steps: Sequence[TaskStep],
    row: DemonstratedRow | None,
    used: Collection[str],
    chose: Callable[[TaskStep], Sequence[Chosen]],
) -> list[TaskStep]:
    """The steps; those by which keys chose what a column says that no step uses have that column as value.

    `chose`: what a step may have chosen. What was looked up by what was typed right before follows that.
    """
    if row is None:
        return [*steps]
    unused = {name: cell for name, cell in row.cells.items() if name not in used and cell.strip()}
    found: list[TaskStep] = []
    for step in steps:
        value = None
        if unused and _may_choose(step) and not _looks_up(found):
            value = _value(step, chose(step), replace(row, cells=unused))
        found.append(step if value is None else _following(step, value))
        if value is not None:
            del unused[value.name]  # of two columns that say the same the next choice has the other one
    return found


def _may_choose(step: TaskStep) -> bool:
    if step.recording or step.once:
        return False
    if step.kind == "key":
        return step.value is None and len(step.keys) == 1 and step.keys[0].casefold() in CHOOSING
    return step.types_space


def _looks_up(earlier: Sequence[TaskStep]) -> bool:
    """Whether what the row says was typed last, and the keyboard has gone nowhere since but up and down."""
    for step in reversed(earlier):
        if step.kind == "type":
            return step.value is not None and bool(step.value.columns)
        if step.kind != "key" or not {key.casefold() for key in step.keys} <= CHOOSING:
            return False
    return False


def _value(step: TaskStep, chosen: Sequence[Chosen], row: DemonstratedRow) -> Value | None:
    """The column that says what was chosen, or yes or no about it."""
    for name, cell in row.cells.items():
        said = [one for one in chosen if same_text(cell, one.text)]
        if said:
            until = said[0].shown and step.kind == "key" and step.keys[0].casefold() in OPPOSITE
            return Value("row", name, cell, UNTIL_SHOWN if until else BY_KEYS)
    ticked = [value for one in chosen if (value := bind_checkbox(one.text, None, row)) is not None]
    return Value("row", ticked[0].name, row.cells[ticked[0].name], BY_KEYS) if ticked else None


def _following(step: TaskStep, value: Value) -> TaskStep:
    keys = step.keys if step.kind == "key" else ("space",)
    seen = replace(step, kind="key", keys=keys, value=value)
    return replace(seen, caption=caption(seen)) if step.caption == caption(step) else seen
