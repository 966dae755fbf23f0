"""Steps that not all demonstrations have: when they are due.

The rows of the demonstrations may tell, by a cell that was empty or a column that goes with it; clicks, the
screen; and a text, the field that it stood in already.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from lam_desktop.errors import UsageError
from lam_desktop.tasks.provenance.captions import quoted
from lam_desktop.tasks.provenance.left_out import CLICKS, left_out, takes_away
from lam_desktop.tasks.provenance.values import says_nothing
from lam_desktop.tasks.several.coincidences import columns_without_value, conditions
from lam_desktop.tasks.several.demonstrations import Beside, Laid
from lam_desktop.tasks.step import POINTED, TaskStep, Value
from lam_desktop.tasks.task import DemonstratedRow, Task
from lam_desktop.tasks.texts import forms
from lam_desktop.tasks.when import When

STOOD = (
    "It was not typed in one demonstration, where what belongs there stood in the field already: {text} is"
    " taken to be typed in each row where the field does not show it."
)
UNTOLD = (
    "Step {number} comes only sometimes, but only clicks before the last step, and a text that stands in its"
    " field already, can be left out, or what goes with a column of the rows: show the task in one way."
)
OTHERWISE = "A demonstration does otherwise than «when» says of this step: correct one of them."
Stood = Callable[[TaskStep, TaskStep, int], bool]
"""Whether the field that one step clicks showed what the next one types, before a step of the further one."""


def with_open_conditions(task: Task) -> Task:
    """The task without the conditions that demonstrations suggested and nobody has confirmed."""
    steps = list(task.steps)
    for at, step in enumerate(steps):
        if step.when is not None and step.when in step.perhaps:
            for its in range(at, min(at + step.when.steps, len(steps))):
                steps[its] = replace(steps[its], optional=True)
            steps[at] = replace(steps[at], when=None)
        steps[at] = replace(steps[at], perhaps=())
    return replace(task, steps=tuple(steps))


def contradicted(task: Task, added: Beside, left: Collection[int]) -> tuple[TaskStep, ...]:
    """The steps, with a doubt where a demonstration does otherwise than a condition by a column says.

    `left`: numbers of those that its row leaves out.
    """
    steps = list(task.steps)
    for at, step in enumerate(steps) if added.shown.row is not None else ():
        if step.when is None or not step.when.column or step.doubt or step.recording == added.recording:
            continue
        if added.has(step.recorded) is (step.number in left):
            steps[at] = replace(step, doubt=OTHERWISE)
    return tuple(steps)


def not_due(task: Task, row: DemonstratedRow | None) -> Collection[int]:
    """Numbers of the steps that a row leaves out by what its cells say."""
    if row is None or task.calls:
        return ()
    try:
        return left_out(task, {(): (row.index, row.cells)})
    except UsageError:
        return ()


def with_conditions(task: Task, side_by_side: Laid, stood: Stood | None) -> Task:
    """The task, of which the steps that came only sometimes are due as the rows of its demonstrations tell.

    What follows a cell that was empty where the step was missing is done where that is filled. Clicks are
    done where the screen shows their place, unless a person says that a column which goes with them decides;
    of all else a column must decide, or its text stood in its field already. Raises `UsageError` where
    neither tells.
    """
    steps, added = list(task.steps), side_by_side.further[-1]
    for group in _sometimes(steps, side_by_side):
        came, missing = side_by_side.rows(steps[group.start].recorded)
        for left in _of_filled_cells(steps, group, missing):
            first = steps[left.start]
            # Two rows say other words anyway.
            words = columns_without_value(task) if len(came) + len(missing) > 2 else ()
            found = conditions(came, missing, words, len(left))
            if all(steps[at].kind in POINTED for at in left) and left.stop < len(steps):
                steps[left.start] = replace(first, perhaps=found)
                continue
            if _have_stood(steps, left, added, stood):
                for at in left:
                    text = steps[at].value
                    if steps[at].kind == "type" and text is not None:
                        steps[at] = replace(steps[at], doubt=STOOD.format(text=quoted(text.text)))
                continue
            lacked = any(steps[at].kind == "type" and not added.has(steps[at].recorded) for at in left)
            if not found or (lacked and stood is None):  # whoever looks may find that it stood there already
                odd = next((steps[at] for at in left if steps[at].kind not in POINTED), first)
                raise UsageError(UNTOLD.format(number=odd.told_number))
            for at in left:
                steps[at] = replace(steps[at], optional=False)
            steps[left.start] = replace(steps[left.start], when=found[0], perhaps=found)
    return replace(task, steps=tuple(steps))


def _sometimes(steps: Sequence[TaskStep], side_by_side: Laid) -> Iterator[range]:
    """The steps in succession that came in the same demonstrations, and were missing in another one."""

    def told(at: int) -> object:
        came, missing = side_by_side.rows(steps[at].recorded)
        return (came, missing) if steps[at].optional and missing else None

    for key, places in groupby(range(len(steps)), told):
        if key is not None:
            group = list(places)
            yield range(group[0], group[-1] + 1)


def _of_filled_cells(
    steps: list[TaskStep], group: range, missing: Sequence[DemonstratedRow | None]
) -> list[range]:
    """What is left of a group without the texts and choices of a cell that was empty wherever they lacked.

    These get their condition, with the click just before each and the keys that take away what stood there.
    """
    left: list[range] = []
    start = group.start
    for at in group:
        column = _empty_column(steps[at].value, missing)
        if not column:
            continue
        first = at
        while first > start and steps[first - 1].value is None and takes_away(steps[first - 1]):
            first -= 1
        if first > start and steps[first - 1].value is None and steps[first - 1].kind in CLICKS:
            first -= 1
        left.append(range(start, first))
        for its in range(first, at + 1):
            steps[its] = replace(steps[its], optional=False)
        filled = When("empty", "false", column, at + 1 - first)
        steps[first] = replace(steps[first], when=filled, perhaps=())
        start = at + 1
    left.append(range(start, group.stop))
    return [one for one in left if one]


def _empty_column(value: Value | None, missing: Sequence[DemonstratedRow | None]) -> str:
    """The one column that a value follows, where that was empty in all these rows; else empty."""
    if value is None or value.source != "row" or value.form in forms.KEYED or len(value.columns) != 1:
        return ""
    may_lack = replace(value, empty="leave")
    return value.columns[0] if all(row and says_nothing(may_lack, row.cells) for row in missing) else ""


def _have_stood(steps: Sequence[TaskStep], left: range, added: Beside, stood: Stood | None) -> bool:
    """Whether all texts that the last demonstration lacks stood in their fields there already."""
    typed = [at for at in left if steps[at].kind == "type"]
    others = [at for at in left if steps[at].kind not in (*POINTED, "type")]
    if not typed or others or stood is None or added.has(steps[typed[0]].recorded):
        return False
    behind = next((added.same[one.recorded] for one in steps[left[-1] :] if one.recorded in added.same), None)
    return behind is not None and all(
        at - 1 in left and stood(steps[at - 1], steps[at], behind) for at in typed
    )
