"""What one demonstration left open, as plain data: each doubt with its readings, and what they say.

Whoever shows it, terminal or panel, tells it before the first key stroke; what a person says is kept in the
task with `settled`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from typing import Generic, TypeVar

from lam_desktop.errors import UsageError
from lam_desktop.tasks.explaining.replacing import done_by
from lam_desktop.tasks.instead import Instead
from lam_desktop.tasks.provenance.captions import caption
from lam_desktop.tasks.provenance.compile import recorded_on
from lam_desktop.tasks.provenance.readings import other_readings
from lam_desktop.tasks.provenance.rows import Row
from lam_desktop.tasks.provenance.values import written
from lam_desktop.tasks.step import TaskStep, Value
from lam_desktop.tasks.storage.whole import Open, rows_given, whole
from lam_desktop.tasks.task import DemonstratedRow, Task
from lam_desktop.tasks.texts.unexplained import columns_in_common, is_in_common
from lam_desktop.tasks.when import Due
from recorder.errors import RecorderUserError
from recorder.recording import Recording

LEFT_OUT, DONE, WHERE_SHOWN = "left out", "done", "done where the screen shows it"
MOST_READINGS = 5
"""Of one value, that are told."""
EXAMPLES = 2
"""So many of the first chosen rows are told of each reading, and the first in which they differ."""


Reading = Value | Due | Instead
"""What a doubt may be settled with: a value, when a step is due, or what does it and steps behind it."""
Meaning = TypeVar("Meaning", bound=Reading, covariant=True)


@dataclass(frozen=True, slots=True)
class MeantAs(Generic[Meaning]):
    """One way to understand a value, when a step is due, or which task some steps are."""

    value: Meaning
    says: str | None
    """What it makes of the first chosen row; None where nothing can be made of that."""
    examples: tuple[tuple[int, str | None], ...] = ()
    """What it makes of the first rows, and of the first in which the readings differ: index and text."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """One step of which it is not certain what it types or chooses, or when it is due."""

    step: int
    caption: str
    doubt: str
    """The sentence of `lam show`."""
    row: int
    """Index of the first chosen row, of which the readings tell."""
    meant: tuple[MeantAs[Reading], ...]
    """The reading that was taken, then the others; one alone where there is nothing to choose."""
    matters: bool
    """Whether the readings differ in one of the chosen rows; of one that stays the same, and that a person
    may have made of the row, whether the row differs."""
    task: str = ""
    """Of a step of a task that the chosen one does: that task, which keeps what is said; empty: its own."""
    label: str = ""
    """How the number of such a step is told, such as 2.1."""

    @property
    def told_number(self) -> str:
        """The step's number as a person knows it."""
        return self.label or str(self.step)

    @property
    def offers(self) -> bool:
        """Whether other tasks are offered: nothing else is done unless somebody takes one."""
        return any(isinstance(one.value, Instead) for one in self.meant)


def open_doubts(task: Task, rows: Sequence[Row], today: date | None = None) -> tuple[Doubt, ...]:
    """Every doubt of the task, seen with the chosen rows; none where there is no row to do any more."""
    if not rows:
        return ()
    day, today, unused = recorded_day(task), today or date.today(), unused_columns(task)
    found: list[Doubt] = []
    for step in task.steps:
        found += offers(replace(task, steps=(step,)), rows[0].index)
        if step.perhaps:
            found.append(_when_due(step, rows))
        if not step.doubt:
            continue
        shown = task.row_shown(step.recording)
        values = () if step.value is None else (step.value, *other_readings(step, shown, day, unused))
        every = [[_unseen_says(value) or says(value, row, today) for value in values] for row in rows]
        others = [
            at
            for at in range(1, len(values))
            if any(
                texts[at] != texts[0] and not _is_as_shown(step, values[at], row, shown)
                for row, texts in zip(rows, every, strict=True)
            )
        ]
        matters = bool(others) or _differs_in_common(step, shown, rows)
        asked = list(range(min(MOST_READINGS, len(values))))
        if others and others[0] not in asked:
            asked[-1] = others[0]  # one that says something else is among those that are asked about
        values = tuple(values[at] for at in asked)
        said = [[texts[at] for at in asked] for texts in every]
        telling = _telling(said)
        meant = tuple(
            MeantAs(value, said[0][at], tuple((rows[row].index, said[row][at]) for row in telling))
            for at, value in enumerate(values)
        )
        found.append(Doubt(step.number, step.caption, step.doubt, rows[0].index, meant, matters))
    return tuple(found)


def offers(task: Task, row: int = 1) -> tuple[Doubt, ...]:
    """The other tasks that its steps are: which of them are done by these, or none; no row makes a
    difference."""
    found: list[Doubt] = []
    for step in task.steps:
        if step.instead:
            ways = (Instead(), *step.instead)[:MOST_READINGS]
            meant = tuple(MeantAs(way, None) for way in ways)
            found.append(Doubt(step.number, step.caption, step.offered, row, meant, matters=False))
    return tuple(found)


def doubts_of_whole(
    task: Task, opened: Open, rows: Sequence[Row], today: date | None = None
) -> tuple[Doubt, ...]:
    """The doubts of a task, and of those that it does, each seen with the rows that they are given."""
    found = list(open_doubts(task, rows, today))
    steps = whole(task, opened)
    for name, given in rows_given(steps, rows).items():
        labels: dict[int, str] = {}
        for step in steps.steps:
            if step.within and step.within[-1].task == name:
                labels.setdefault(int(step.label.rpartition(".")[2]), step.label)
        mine = open_doubts(opened(name), given, today)
        found += [replace(one, task=name, label=labels.get(one.step, "")) for one in mine]
    return tuple(found)


def not_settled(doubts: Sequence[Doubt], remedy: str) -> str:
    """Why a run must not begin, one sentence; empty where no doubt makes a difference for its rows."""
    open_ones = [doubt for doubt in doubts if doubt.matters]
    if not open_ones:
        return ""
    steps = [str(doubt.step) for doubt in open_ones]
    which = f"Step {steps[0]}" if len(steps) == 1 else f"Steps {', '.join(steps)}"
    if all(len(doubt.meant) == 1 for doubt in open_ones):
        return (
            f"{which} would type the same in every row, though that seems to come from the row, and nobody"
            f" said that it stays: {remedy}."
        )
    return f"{which} may be meant in two ways that differ for these rows, and nobody said which: {remedy}."


def unused_columns(task: Task) -> dict[str, str]:
    """Columns that no step uses -> what they said in the demonstrated row; empty where no step uses any.

    Of a task that does others only its `whole` tells.
    """
    cells = {} if task.row is None or not task.variables or task.calls else task.row.cells
    return {column: cell for column, cell in cells.items() if cell and column not in task.variables}


def settled(task: Task, number: int, meant: Reading) -> Task:
    """The task with a step's value, or when it is due, as the person meant it, and without its doubt.

    What is to be done by another task is one step then, and those behind it have other numbers.
    """
    if isinstance(meant, Instead):
        return done_by(task, number, meant)
    steps = list(task.steps)
    for at, step in enumerate(steps):
        if step.number != number:
            continue
        if isinstance(meant, Due):
            steps[at] = replace(step, when=meant.when, perhaps=())
            for its in range(at, min(at + meant.when.steps, len(steps))) if meant.when is not None else ():
                steps[its] = replace(steps[its], optional=False)
            continue
        ours = step.caption == caption(step)
        step = replace(step, value=meant, doubt="")
        steps[at] = replace(step, caption=caption(step)) if ours else step
    return replace(task, steps=tuple(steps))


def _when_due(step: TaskStep, rows: Sequence[Row]) -> Doubt:
    """A doubt about when a step is due. It matters where one reading leaves out what another does not."""
    told_by = {column for row in rows for column in row.cells}
    ways = [Due(step.when), *(Due(one) for one in step.perhaps if one != step.when and one.column in told_by)]
    if step.when is not None:
        ways.append(Due(None, always=True))
    left = [[way.leaves_out((row.index, row.cells)) for way in ways] for row in rows]
    telling = _telling(left)

    def told(row: int, way: int) -> str:
        if left[row][way]:
            return LEFT_OUT
        return DONE if ways[way].always or ways[way].when is not None else WHERE_SHOWN

    meant = tuple(
        MeantAs(way, told(0, at), tuple((rows[row].index, told(row, at)) for row in telling))
        for at, way in enumerate(ways)
    )
    matters = any(len(set(each)) > 1 for each in left)
    return Doubt(step.number, step.caption, step.doubts[0], rows[0].index, meant, matters)


def _differs_in_common(step: TaskStep, shown: DemonstratedRow | None, rows: Sequence[Row]) -> bool:
    """Whether a row says something else where the step's constant text has something in common with it."""
    if step.value is None or step.value.source != "constant" or shown is None or not is_in_common(step.doubt):
        return False
    columns = columns_in_common(step.value.text, shown.cells)
    return any(row.cells.get(one) != shown.cells[one] for row in rows for one in columns)


def _telling(said: Sequence[Sequence[str | bool | None]]) -> list[int]:
    """Places of the rows that are told as examples; of each row `said` has what the readings make of it."""
    differ = (at for at, each in enumerate(said) if len(set(each)) > 1 and at >= EXAMPLES)
    return [*range(min(EXAMPLES, len(said))), *islice(differ, 1)]


def says(value: Value, row: Row, today: date) -> str | None:
    """What a value makes of a row; None where nothing can be made of it, or only the screen tells."""
    if value.source in ("screen", "secret"):
        return None
    try:
        return written(value, (row.index, row.cells), today)
    except UsageError:
        return None


def _is_as_shown(step: TaskStep, value: Value, row: Row, shown: DemonstratedRow | None) -> bool:
    """Whether an entry, chosen as a column says, is the demonstrated one: the cell says what it said then."""
    if step.kind == "type" or value.source != "row" or not value.name or shown is None:
        return False
    return row.cells.get(value.name) == shown.cells.get(value.name)


def _unseen_says(value: Value) -> str:
    """What a secret, or a value of the screen, is told by; empty for all others."""
    if not value.is_secret:
        return "as the screen shows it then" if value.source == "screen" else ""
    return "••• as the screen shows it then" if value.secret else "••• as it is kept"


def recorded_day(task: Task) -> date | None:
    """The day of the task's recording; None where it is not known."""
    try:
        with Recording.open(task.recording_path, task.files.seal) as recording:
            return recorded_on(recording)
    except RecorderUserError:
        return None
