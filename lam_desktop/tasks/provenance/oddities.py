"""Cells that look wrong beside the demonstrated row and the other rows, found before the first key stroke.

A slip in a table (an O for a zero, a year too many, a row pasted twice) would be entered faithfully. What is
odd is told, not mended: whether it is wrong only a person knows.
"""

from __future__ import annotations

import statistics
import unicodedata
from collections import Counter
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass, field, replace

from lam_desktop.errors import UsageError
from lam_desktop.tasks.call import Call, cells_within
from lam_desktop.tasks.provenance.captions import quoted
from lam_desktop.tasks.provenance.left_out import unmet
from lam_desktop.tasks.provenance.row_keys import same_keys
from lam_desktop.tasks.provenance.rows import Row
from lam_desktop.tasks.provenance.slips import slips
from lam_desktop.tasks.provenance.unlike_shown import (
    ADDRESS,
    ALIKE,
    COMMON,
    LEAST_LONG,
    LEAST_ROWS,
    TIMES_AS_LARGE,
    TIMES_AS_LONG,
    cell_sentence,
    column_sentence,
    mask,
    rows_told,
    unlike_shown,
)
from lam_desktop.tasks.provenance.values import says_nothing, written
from lam_desktop.tasks.step import TaskStep
from lam_desktop.tasks.task import Task
from lam_desktop.tasks.texts.forms import COUNTED, WITHIN, YES_NO, readings
from lam_desktop.tasks.texts.patterns.numbers import read_number

WHOLE_COLUMN = 0
"""In place of a row's index: what is told once, for all of its cells."""
YEARS_APART = 10
DAYS_A_YEAR = 365
UNSEEN = ("Cc", "Cf", "Co", "Cn")
"""Categories of signs that are not seen."""
SORTS = {"number": "number", "date": "date", "address": "e-mail address"}
"""How a sort of cell is called."""


@dataclass(frozen=True, slots=True)
class Oddity:
    """One cell, or one row, that a person should look at."""

    row: int
    """Its index."""
    column: str
    """Empty where the whole row is meant."""
    what: str
    """A sentence without the row."""
    line: int = field(default=0, compare=False)
    """Of the sheet, as of the row."""
    counted: bool = field(default=False, compare=False)
    """Whether a check of the task counts, before the row is entered, what it may be a second time."""
    entered: bool = field(default=False, compare=False)
    """Whether an earlier run has entered the row, with the same cells."""


def odd_rows(task: Task, rows: Sequence[Row], table: Sequence[Row] = ()) -> tuple[Oddity, ...]:
    """What looks wrong in the columns that the task uses, in the order of the rows.

    First what is told once for a whole column, as the row `WHOLE_COLUMN`. `table`: all rows of it, where
    `rows` are some of them.
    """
    used, optional = task.columns, _may_be_empty(task)
    typed, verbatim = _typed(task)
    found: list[Oddity] = []
    for column in used:
        shown = task.row.cells.get(column, "") if task.row is not None else ""
        cells = {row.index: row.cells.get(column, "") for row in rows}
        told = {
            row.index: f"«{column}» is a part of the merged cells {row.merged[column]}, whose text counts for"
            " their first column alone."
            for row in rows
            if column in row.merged
        }
        found += [Oddity(row, column, what) for row, what in told.items()]
        for judge in _judges(shown, list(cells.values()))[column in optional :]:
            odd = {
                row: f"«{column}» is {quoted(cell)}, {said}."
                for row, cell in cells.items()
                if row not in told and (said := judge(cell))
            }
            told |= odd
            found += _folded([Oddity(row, column, what) for row, what in odd.items()], len(rows))
        if column in typed:
            found += _unlike(column, shown, cells, told, column in verbatim)
    cells_told = {(one.row, one.column) for one in found}
    whole = {one.column for one in found if one.row == WHOLE_COLUMN}
    unwritable: dict[str, list[Oddity]] = {}
    for one in _unwritable(task, rows):
        if (one.row, one.column) not in cells_told and one.column not in whole:
            unwritable.setdefault(one.column, []).append(one)
    for several in unwritable.values():
        found += _folded(several, len(rows))
    found += _twice(used, rows)
    found += [
        Oddity(row, column, what) for row, (column, what) in same_keys(task, rows, table or rows).items()
    ]
    return with_lines(sorted(found, key=lambda one: one.row), rows)


def with_lines(odd: Sequence[Oddity], rows: Sequence[Row]) -> tuple[Oddity, ...]:
    """Each with its row's line of the sheet."""
    lines = {row.index: row.line for row in rows}
    return tuple(replace(one, line=lines.get(one.row, 0)) for one in odd)


def _unlike(
    column: str, shown: str, cells: Mapping[int, str], told: Container[int], verbatim: bool
) -> list[Oddity]:
    """What differs from the shown cell: of the column, or of those cells, by row, that are not `told` yet."""
    rows = list(cells)
    unlike = unlike_shown(shown, list(cells.values()), verbatim=verbatim)
    if unlike is None:
        return []
    odd, what = [rows[place] for place in unlike.places], unlike.what
    if unlike.whole:
        counts = (len(odd), len(rows))
        return [
            Oddity(WHOLE_COLUMN, column, column_sentence(column, shown, odd[0], cells[odd[0]], counts, what))
        ]
    return [
        Oddity(row, column, cell_sentence(column, shown, cells[row], what)) for row in odd if row not in told
    ]


def _folded(odd: Sequence[Oddity], count: int) -> list[Oddity]:
    """Told once, where it is nearly every row of `count`."""
    if len(odd) < max(LEAST_ROWS, COMMON * count):
        return list(odd)
    said = f"Row {odd[0].row}: {odd[0].what} So it is in {rows_told(len(odd), count)}."
    return [Oddity(WHOLE_COLUMN, odd[0].column, said)]


def _typed(task: Task) -> tuple[set[str], set[str]]:
    """Columns of what is typed, chosen or clicked; and those of them whose cells are so as they stand."""
    typed: set[str] = set()
    verbatim: set[str] = set()
    for step in task.steps:
        if step.value is None or step.value.source != "row" or step.value.form in (YES_NO, COUNTED):
            continue
        columns = step.value.columns
        for call in reversed(step.within):
            columns = call.columns_for(columns)
        typed.update(columns)
        if step.value.pattern is None and step.value.form in ("", WITHIN):
            verbatim.update(columns)
    return typed, verbatim


def _may_be_empty(task: Task) -> set[str]:
    """Columns whose every use allows that; the first judge is not asked about them."""
    values = [
        step
        for step in task.steps
        if step.value is not None and step.value.empty == "refuse" and not task.conditions(step.number)
    ]
    needed = {column for step in values for column in step.columns}
    needed |= set(task.checked_columns)
    return set(task.columns) - needed


Judge = Callable[[str], str]
"""What is odd about a cell, to go behind it; empty for nothing."""


def _judges(shown: str, cells: Sequence[str]) -> list[Judge]:
    filled = [cell for cell in cells if cell]
    return [
        _empty(shown, filled, len(cells)),
        _characters(shown),
        _sort_of(shown, filled),
        _order(filled),
        _length(filled),
        _size(filled),
        _day(filled),
        slips(shown),
    ]


def _empty(shown: str, filled: Sequence[str], count: int) -> Judge:
    expected = bool(shown) and len(filled) >= COMMON * count
    return lambda cell: "and not empty in the other rows" if expected and not cell else ""


def _characters(shown: str) -> Judge:
    """Signs that nobody types, and that the demonstrated cell does not have."""

    def judge(cell: str) -> str:
        for sign in cell:
            unseen = unicodedata.category(sign) in UNSEEN or sign == "\N{REPLACEMENT CHARACTER}"
            if sign in shown or not unseen:
                continue
            if sign in "\n\t":
                return "which has more than one line" if sign == "\n" else "which holds a tab"
            return f"which holds a sign that is not seen (U+{ord(sign):04X})"
        return ""

    return judge


def _sort(cell: str) -> str:
    if readings(cell):
        return "date"
    if read_number(cell) is not None:
        return "number"
    return "address" if ADDRESS.fullmatch(cell) else ""


def _sort_of(shown: str, filled: Sequence[str]) -> Judge:
    sorts = Counter(map(_sort, filled))
    usual = _sort(shown) if shown else (sorts.most_common(1)[0][0] if sorts else "")
    expected = bool(usual) and sorts[usual] >= COMMON * len(filled) and len(filled) >= LEAST_ROWS
    return lambda cell: f"which is no {SORTS[usual]}" if expected and cell and _sort(cell) != usual else ""


def _order(filled: Sequence[str]) -> Judge:
    """Of codes: K0471 among KO471, where letters and figures stand in one order."""
    codes = [cell for cell in filled if any(map(str.isdigit, cell)) and any(map(str.isalpha, cell))]
    masks = Counter(map(mask, filled))
    usual, count = masks.most_common(1)[0] if masks else ("", 0)
    alike = len(codes) >= COMMON * len(filled) and count >= ALIKE * len(filled) and len(filled) > LEAST_ROWS
    example = next((cell for cell in filled if mask(cell) == usual), "")
    said = f"written otherwise than {quoted(example)} and the other rows"
    return lambda cell: said if alike and cell and mask(cell) != usual else ""


def _length(filled: Sequence[str]) -> Judge:
    usual = statistics.median(map(len, filled)) if len(filled) >= LEAST_ROWS else 0
    limit = max(LEAST_LONG, TIMES_AS_LONG * usual)
    return lambda cell: (
        f"with {len(cell)} signs much longer than usual" if usual and len(cell) > limit else ""
    )


def _size(filled: Sequence[str]) -> Judge:
    numbers = [number for number in map(read_number, filled) if number is not None]
    if len(numbers) < LEAST_ROWS:
        return lambda cell: ""  # noqa: ARG005
    usual = statistics.median(map(abs, numbers))
    positive = sum(number < 0 for number in numbers) == 1

    def judge(cell: str) -> str:
        number = read_number(cell)
        if number is None:
            return ""
        if positive and number < 0:
            return "the only negative number"
        return "much larger than usual" if usual and abs(number) > TIMES_AS_LARGE * usual else ""

    return judge


def _day(filled: Sequence[str]) -> Judge:
    days = [found[0].day.toordinal() for found in map(readings, filled) if found]
    if len(days) < LEAST_ROWS:
        return lambda cell: ""  # noqa: ARG005
    usual = statistics.median(days)

    def judge(cell: str) -> str:
        found = readings(cell)
        apart = min((abs(one.day.toordinal() - usual) for one in found), default=0)
        return "years away from the other days" if apart > YEARS_APART * DAYS_A_YEAR else ""

    return judge


def _unwritable(task: Task, rows: Sequence[Row]) -> list[Oddity]:
    """Rows of which a step's text cannot be made."""
    found: list[Oddity] = []
    calls = dict.fromkeys([(), *(call for step in task.steps for call in _prefixes(step))])
    for row in rows:
        try:
            cells = {one: (row.index, cells_within(one, row.index, row.cells)) for one in calls}
        except UsageError as error:
            found.append(Oddity(row.index, "", _without_row(str(error), row.index)))
            continue
        missing = unmet(task, cells)
        for step in task.steps:
            if step.number in missing:
                continue
            _, mine = cells[step.within]
            if step.value is None or step.value.source != "row" or says_nothing(step.value, mine):
                continue
            try:
                written(step.value, (row.index, mine))
            except UsageError as error:
                what = _without_row(str(error), row.index)
                found.append(Oddity(row.index, ", ".join(step.columns), what))
    return found


def _without_row(told: str, index: int) -> str:
    """A sentence about a row, or a column of it, without the row."""
    for prefix in (f"Row {index}: ", f"Row {index}, "):
        told = told.removeprefix(prefix)
    return f"{told[:1].upper()}{told[1:].rstrip('.')}."


def _prefixes(step: TaskStep) -> list[tuple[Call, ...]]:
    return [step.within[:depth] for depth in range(1, len(step.within) + 1)]


def _twice(used: Sequence[str], rows: Sequence[Row]) -> list[Oddity]:
    first: dict[tuple[str, ...], Row] = {}
    found: list[Oddity] = []
    for row in rows if used else ():
        cells = tuple(row.cells.get(column, "") for column in used)
        if cells in first:
            found.append(
                Oddity(row.index, "", f"It says the same as row {first[cells].index}{first[cells].at}.")
            )
        first.setdefault(cells, row)
    return found
