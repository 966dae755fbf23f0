"""Running numbers that go on from run to run, behind the last one that was entered from whichever table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from lam_desktop.errors import UsageError
from lam_desktop.execution.runs.again import print_of_row, run_entries
from lam_desktop.execution.runs.journal import EntryKind
from lam_desktop.execution.runs.run_rows import RunRows
from lam_desktop.tasks.provenance.computed import NUMBER, computed
from lam_desktop.tasks.provenance.oddities import WHOLE_COLUMN, Oddity
from lam_desktop.tasks.provenance.rows import Row
from lam_desktop.tasks.step import Value
from lam_desktop.tasks.storage.library import Library
from lam_desktop.tasks.task import Task

KINDS: tuple[EntryKind, ...] = (
    "run_started",
    "row_started",
    "row_finished",
    "acting",
    "acted",
    "went_on",
)


@dataclass(frozen=True, slots=True)
class _Run:
    name: str
    shift: int
    done: frozenset[int]
    begun: frozenset[int]
    """Rows for which something was done."""
    prints: Mapping[int, str]
    """Of the rows' cells."""
    resumes: str
    """The run that it goes on with; empty for none."""

    def places(self, rows: frozenset[int]) -> frozenset[int]:
        """Where the numbers of these rows stand among all of the task's."""
        return frozenset(row + self.shift for row in rows)


def shift_of(library: Library, task: Task, rows: Sequence[Row], resumes: str = "") -> int:
    """So many rows later than in their own table do the numbers of a run stand; 0 where none goes on.

    Its first row gets the number behind the last one that was entered, or that a row may have which was
    begun. `resumes`: the run that is gone on with, whose rows keep their numbers. Raises UsageError where
    another run has given one of these out since, or where a journal is damaged: it may have told which
    numbers are used.
    """
    if not rows or not any(value.goes_on for value in _numbers(task)):
        return 0
    if resumes:
        begun = run_entries(library, library.home / resumes, ("run_started",))
        shift = int(begun[0].get("shift", 0)) if begun else 0
        _refuse_used(library, task, [row.index for row in rows], shift, resumes)
        return shift
    used = 0 if task.row is None else task.row.index
    for run in _runs(library, task):
        used = max(used, *run.places(run.done | run.begun), 0)
    return used + 1 - min(row.index for row in rows)


def shifted(task: Task, shift: int) -> Task:
    """The task with the running numbers that go on, so many rows later."""
    if not shift:
        return task
    steps = tuple(
        replace(step, value=replace(step.value, shift=shift))
        if step.value is not None and step.value.goes_on
        else step
        for step in task.steps
    )
    return replace(task, steps=steps)


def shift_told(task: Task, rows: Sequence[Row]) -> str:
    """With which number a run goes on, in a sentence; empty where none is shifted."""
    value = next((one for one in _numbers(task) if one.shift), None)
    if value is None or not rows:
        return ""
    number = computed(value, min(row.index for row in rows), date.today())
    return f"The running number goes on with {number}, behind what runs before have entered."


def numbers_again(library: Library, task: Task, rows: Sequence[Row]) -> tuple[Oddity, ...]:
    """That a running number begins again of which nobody said so: other rows have been entered with it.

    Told once, for all rows; rows that were entered before are told by themselves.
    """
    value = next((one for one in _numbers(task) if one.goes_on is None), None)
    if value is None:
        return ()
    wanted = {row.index: print_of_row(row, task.columns) for row in rows}
    for run in _runs(library, task):
        used = run.places(run.done)
        again = [
            row for row, told in wanted.items() if row in used and told != run.prints.get(row - run.shift)
        ]
        if again:
            said = computed(value, again[0], date.today())
            told = (
                f"The running number begins again: row {again[0]} gets “{said}”, which the run {run.name} has"
                " entered already; to have it go on behind the last one, write goes_on: true beside it in"
                " task.yaml."
            )
            return (Oddity(WHOLE_COLUMN, "", told),)
    return ()


def _refuse_used(library: Library, task: Task, rows: Sequence[int], shift: int, resumes: str) -> None:
    """Raises UsageError where a run that does not go on from the same one has used a number of these rows."""
    runs = {run.name: run for run in _runs(library, task)}

    def first(name: str) -> str:
        while name in runs and "" < runs[name].resumes < name:  # a journal may say anything
            name = runs[name].resumes
        return name

    for run in runs.values():
        if first(run.name) == first(resumes):
            continue
        used = run.places(run.done | run.begun)
        if row := next((row for row in rows if row + shift in used), None):
            value = next(value for value in _numbers(task) if value.goes_on)
            number = computed(replace(value, shift=shift), row, date.today())
            raise UsageError(
                f"The run {run.name} has given out {number} since, which was the running number of row {row}:"
                " do the rows that are left with --rows, with numbers of their own."
            )


def _numbers(task: Task) -> Iterator[Value]:
    for step in task.steps:
        if step.value is not None and step.value.source == "computed" and step.value.name == NUMBER:
            yield step.value


def _runs(library: Library, task: Task) -> Iterator[_Run]:
    """Those of the task that did anything, the newest first."""
    for folder in reversed(library.runs(task.name)):
        entries = run_entries(library, folder, KINDS)
        if not entries or entries[0].get("dry_run"):
            continue
        rows = RunRows.of([one for one in entries if one.get("row", 0) > 0])
        begun = entries[0]
        yield _Run(
            library.relative(folder), int(begun.get("shift", 0)), rows.done, rows.acted, rows.prints,
            str(begun.get("resumes", "")),
        )  # fmt: skip
