"""What was chosen by the keyboard: the arrow keys of a list or of options, the space bar on a mark.

How often a key is pressed to come to another entry the demonstration does not say. So such a step follows its
column by being right only for rows that say what was chosen then; others are refused before a run begins.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

from lam_desktop.tasks.captions import caption
from lam_desktop.tasks.choices import bind_checkbox
from lam_desktop.tasks.forms import BY_KEYS
from lam_desktop.tasks.likeness import same_text
from lam_desktop.tasks.task import DemonstratedRow, TaskStep, Value

CHOOSING = frozenset({"up", "down", "left", "right", "home", "end", "page_up", "page_down", "space"})
"""Keys that go from entry to entry, or tick one."""
SPACE = " "


def keyed_choices(
    steps: Sequence[TaskStep],
    row: DemonstratedRow | None,
    used: Collection[str],
    chose: Callable[[TaskStep], Sequence[str]],
) -> list[TaskStep]:
    """The steps; those by which keys chose what a column says that no step uses have that column as value.

    `chose`: the texts of what a step changed. What was looked up by what was typed right before follows that.
    """
    if row is None:
        return [*steps]
    unused = {name: cell for name, cell in row.cells.items() if name not in used and cell.strip()}
    found: list[TaskStep] = []
    for step in steps:
        column = None
        if unused and _may_choose(step) and not _looks_up(found):
            column = _column(chose(step), replace(row, cells=unused))
        found.append(step if column is None else _following(step, column, row.cells[column]))
        if column is not None:
            del unused[column]  # of two columns that say the same the next choice has the other one
    return found


def _may_choose(step: TaskStep) -> bool:
    if step.recording or step.once:
        return False
    if step.kind == "key":
        return step.value is None and len(step.keys) == 1 and step.keys[0].casefold() in CHOOSING
    return step.kind == "type" and step.value == Value("constant", text=SPACE)


def _looks_up(earlier: Sequence[TaskStep]) -> bool:
    """Whether what the row says was typed last, and the keyboard has gone nowhere since but up and down."""
    for step in reversed(earlier):
        if step.kind == "type":
            return step.value is not None and bool(step.value.columns)
        if step.kind != "key" or not {key.casefold() for key in step.keys} <= CHOOSING:
            return False
    return False


def _column(texts: Sequence[str], row: DemonstratedRow) -> str | None:
    """The column that says one of the texts, or yes or no about it."""
    for name, cell in row.cells.items():
        if any(same_text(cell, one) for one in texts):
            return name
    ticked = (bind_checkbox(one, None, row) for one in texts)
    return next((value.name for value in ticked if value is not None), None)


def _following(step: TaskStep, column: str, cell: str) -> TaskStep:
    keys = step.keys if step.kind == "key" else ("space",)
    seen = replace(step, kind="key", keys=keys, value=Value("row", column, cell, BY_KEYS))
    return replace(seen, caption=caption(seen)) if step.caption == caption(step) else seen
