"""What was chosen by the keyboard: the arrow keys of a list or of options, the space bar on a mark.

How often a key is pressed to come to another entry the demonstration does not say. So such a step follows its
column by being right only for rows that say what was chosen then; others are refused before a run begins.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

from lam_desktop.tasks.captions import caption
from lam_desktop.tasks.forms import BY_KEYS
from lam_desktop.tasks.likeness import same_text
from lam_desktop.tasks.task import DemonstratedRow, TaskStep, Value

CHOOSING = frozenset({"up", "down", "left", "right", "home", "end", "page_up", "page_down", "space"})
"""Keys that go from entry to entry, or tick one."""
SPACE = " "
LEAST_LETTERS = 2
"""Of a cell: a single letter or figure is on the screen by chance."""


def keyed_choices(
    steps: Sequence[TaskStep],
    row: DemonstratedRow | None,
    used: Collection[str],
    chose: Callable[[TaskStep], Sequence[str]],
) -> list[TaskStep]:
    """The steps; those by which keys chose what a column says that no step uses have that column as value.

    `chose`: the texts of what a step changed.
    """
    unused = {} if row is None else {name: cell for name, cell in row.cells.items() if name not in used}
    unused = {name: cell for name, cell in unused.items() if len(cell.strip()) >= LEAST_LETTERS}
    if not unused:
        return [*steps]
    return [_following(step, unused, chose) if _may_choose(step) else step for step in steps]


def _may_choose(step: TaskStep) -> bool:
    if step.recording or step.once:
        return False
    if step.kind == "key":
        return step.value is None and len(step.keys) == 1 and step.keys[0].casefold() in CHOOSING
    return step.kind == "type" and step.value == Value("constant", text=SPACE)


def _following(
    step: TaskStep, unused: dict[str, str], chose: Callable[[TaskStep], Sequence[str]]
) -> TaskStep:
    texts = chose(step)
    column = next((name for name, cell in unused.items() if any(same_text(cell, one) for one in texts)), None)
    if column is None:
        return step
    keys = step.keys if step.kind == "key" else ("space",)
    seen = replace(step, kind="key", keys=keys, value=Value("row", column, unused[column], BY_KEYS))
    return replace(seen, caption=caption(seen)) if step.caption == caption(step) else seen
