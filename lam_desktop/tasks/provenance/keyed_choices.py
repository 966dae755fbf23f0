"""What was chosen by the keyboard: the arrow keys of a list or of options, the space bar on a mark.

In a field or list that shows its choice the key is pressed until it shows what the row says. Of other
choices one does not see for sure which one is made; so such a step follows its column by being right only for
rows that say what was chosen then, and others are refused before a run begins.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from typing import NamedTuple

from lam_desktop.tasks.provenance.captions import caption
from lam_desktop.tasks.provenance.choices import bind_checkbox
from lam_desktop.tasks.step import TaskStep, Value
from lam_desktop.tasks.task import DemonstratedRow
from lam_desktop.tasks.texts.forms import BY_KEYS, UNTIL_SHOWN
from lam_desktop.tasks.texts.likeness import resembles, same_text

CHOOSING = frozenset({"up", "down", "left", "right", "home", "end", "page_up", "page_down", "space"})
"""Keys that go from entry to entry, or tick one."""
DOUBT = (
    "Another column says the same as «{name}» in the row that was shown, so it is not sure that these keys"
    " chose «{name}»: rows that say something else there are refused."
)
OPPOSITE = {"up": "down", "down": "up", "left": "right", "right": "left"}


class Chosen(NamedTuple):
    """A text that a step by keys may have chosen."""

    text: str
    shown: bool
    """By a field, or a list that shows its choice; False: an entry, or what stands beside a mark."""
    name: str = ""
    """What stands beside the field and names it; empty where nothing does."""


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
    at_first = dict(unused)
    found: list[TaskStep] = []
    for step in steps:
        bound = None
        if unused and _may_choose(step) and not _looks_up(found):
            bound = _bound(step, chose(step), replace(row, cells=unused), [*at_first.values()])
        found.append(step if bound is None else _following(step, *bound))
        if bound is not None:
            del unused[bound[0].name]  # of two columns that say the same the next choice has the other one
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


def _bound(
    step: TaskStep, chosen: Sequence[Chosen], row: DemonstratedRow, cells: Sequence[str]
) -> tuple[Value, str] | None:
    """The column that says what was chosen, or yes or no about it; and what is doubtful about that.

    `cells`: of all columns that keys may have chosen, those of other steps among them.
    """
    said = {
        name: one for name, cell in row.cells.items() for one in reversed(chosen) if same_text(cell, one.text)
    }
    called = [name for name, one in said.items() if one.name and resembles(name, one.name)]
    if said:
        name = called[0] if called else next(iter(said))
        until = said[name].shown and step.kind == "key" and step.keys[0].casefold() in OPPOSITE
        alike = sum(same_text(cell, row.cells[name]) for cell in cells)
        if len(called) == 1 or (len(said) == 1 and alike == 1):
            return Value("row", name, row.cells[name], UNTIL_SHOWN if until else BY_KEYS), ""
        return Value("row", name, row.cells[name], BY_KEYS), DOUBT.format(name=name)
    ticked = [value for one in chosen if (value := bind_checkbox(one.text, None, row)) is not None]
    return (Value("row", ticked[0].name, row.cells[ticked[0].name], BY_KEYS), "") if ticked else None


def _following(step: TaskStep, value: Value, doubt: str) -> TaskStep:
    keys = step.keys if step.kind == "key" else ("space",)
    seen = replace(step, kind="key", keys=keys, value=value, doubt=doubt or step.doubt)
    return replace(seen, caption=caption(seen)) if step.caption == caption(step) else seen
