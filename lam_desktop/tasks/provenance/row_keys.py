"""Columns that tell rows apart, as an order number does; and rows that share such a cell, but not the others.

A row that says an order number once more with another amount is a correction, or a slip; entered, it is an
order too many. A city, a day or a quantity is shared by many rows, and tells nothing. Which columns are keys
is told by the task's checks, else by the heading together with the cells, else by the cells alone.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass

from lam_desktop.tasks.provenance.captions import quoted
from lam_desktop.tasks.provenance.rows import Row
from lam_desktop.tasks.task import Task
from lam_desktop.tasks.texts.forms import readings
from lam_desktop.tasks.texts.headings import names_document, names_line, names_number, names_shared
from lam_desktop.tasks.texts.patterns.numbers import read_number

LEAST_ROWS = 3
"""Fewer rows do not show whether a column tells them apart."""
REPEATED = 0.1
"""Share of a key's cells that may stand there once more; one of them always may."""
FILLED = 0.8
"""Share of the rows that have something in a key."""
LONGEST = 32
FIGURES = 0.3
"""Share of the signs of an identifier that are figures; of «Main St 5» they are fewer."""
LEAST_FIGURES, LEAST_LASTING = 3, 4
"""Of identifiers that are numbers alone; shorter ones are amounts, or begin again in each table."""
ORDERED, DENSE = 0.9, 2.0
"""Share of neighbours in ascending order, and extent per row, of numbers that were given in order."""
YEARS = (1900, 2100)
_TIME = re.compile(r"(?:[01]?\d|2[0-3])(?:[.:h]?[0-5]\d)?(?:h|uhr|am|pm)?")
_SIGNS = re.compile(r"[^\W_]+(?:[-/_.# ]?[^\W_]+)*")
_LAST_NUMBER = re.compile(r"(\d+)\D*$")


@dataclass(frozen=True, slots=True)
class RowKey:
    """A column that tells rows apart; several that a check needs together."""

    columns: tuple[str, ...]
    sure: bool
    """Whether rows that share it are told whatever else differs; else only where an amount alone does."""
    lasts: bool = True
    """Whether another table does not use it for other rows."""

    def of(self, cells: Mapping[str, str]) -> tuple[str, ...]:
        """What a row says in it, without regard to case and spaces; empty where a cell is."""
        said = tuple(_plain(cells.get(column, "")) for column in self.columns)
        return said if all(said) else ()

    @property
    def is_document(self) -> bool:
        """Whether it names what is made once, such as an order, and not what comes again, such as a meter."""
        return any(map(names_document, self.columns))

    def told(self, cells: Mapping[str, str], shown: Container[str]) -> str:
        """The column, for a person, and what a row says there if the column is one of those `shown`."""
        said = (
            f"«{one}» {quoted(cells.get(one, ''))}" if one in shown else f"«{one}»" for one in self.columns
        )
        return " and ".join(said)


def row_keys(task: Task, rows: Sequence[Row], *, by_heading: bool = False) -> tuple[RowKey, ...]:
    """The keys of a table; `rows`: all of its rows, for few of them do not tell what tells them apart.

    `by_heading`: where a heading names the number of a document, one row is enough.
    """
    checked = tuple(dict.fromkeys(column for check in task.checks for column in check.columns))
    found = [RowKey(checked, sure=True)] if checked else []
    for column in rows[0].cells if rows else ():
        if (column,) != checked:
            least = 1 if by_heading and names_document(column) else LEAST_ROWS
            key = _key(column, [row.cells.get(column, "") for row in rows], least)
            if key is not None and (key.sure or column in task.columns):
                found.append(key)
    return tuple(found)


def lasting_keys(task: Task, rows: Sequence[Row]) -> list[RowKey]:
    """Those keys of a table by which a row of another run is known again.

    What a check looks for, and the numbers of documents that the task enters, also of one row: an order is
    entered once, but a meter is read each month.
    """
    return [
        key
        for key in row_keys(task, rows, by_heading=True)
        if key.sure
        and (
            {*key.columns} <= {*task.checked_columns}
            or (key.is_document and {*key.columns} <= {*task.columns})
        )
    ]


def same_keys(task: Task, rows: Sequence[Row], table: Sequence[Row]) -> dict[int, tuple[str, str]]:
    """Those rows of a table that share a key with an earlier one, but not all else that the task uses.

    By index, the column and what is to be told; no column where they differ in case and spaces alone.
    """
    chosen = {row.index for row in rows}
    found: dict[int, tuple[str, str]] = {}
    for key in row_keys(task, table):
        first: dict[tuple[str, ...], Row] = {}
        for row in table:
            said = key.of(row.cells)
            one = first.setdefault(said, row)
            if not said or one is row or row.index in found or row.index not in chosen:
                continue
            others = differing(task, key, row.cells, one.cells)
            if not others and any(
                row.cells.get(name, "") != one.cells.get(name, "") for name in task.columns
            ):
                found[row.index] = (
                    "",
                    f"It says the same as row {one.index}{one.at}.",
                )  # but for case and spaces
            if others and is_told(task, key, row.cells, others):
                said = f"It has the same {key.told(row.cells, task.columns)} as row {one.index}{one.at}"
                found[row.index] = key.columns[0], f"{said}, but another {listed(others)}."
    return found


def differing(task: Task, key: RowKey, cells: Mapping[str, str], other: Mapping[str, str]) -> tuple[str, ...]:
    """Columns that the task uses, beside the key, in which two rows differ by more than case and spaces."""
    return tuple(
        column
        for column in task.columns
        if column not in key.columns and _plain(cells.get(column, "")) != _plain(other.get(column, ""))
    )


def is_told(task: Task, key: RowKey, cells: Mapping[str, str], others: Sequence[str]) -> bool:
    """Whether rows that share a key, and differ in `others`, are one record by all that can be known.

    The lines of one order are not: they have their own numbers within it. Two orders of one customer differ
    in more than an amount, and two visits of one patient in their days. Of a key that the task does
    not use nobody has said that it is the record's: all but one cell must be the same.
    """
    beside = [column for column in task.columns if column not in key.columns]
    if key.sure and not {*key.columns} <= {*task.columns}:  # a number that happens to stand there
        return len(others) == 1 < len(beside) and not names_line(others[0])
    if key.sure:
        return not any(map(names_line, others))
    alike = len(beside) > len(others) or any(names_number(column) for column in key.columns)
    return alike and len(others) == 1 and _is_amount(others[0], cells.get(others[0], ""))


def _key(column: str, cells: Sequence[str], least: int) -> RowKey | None:
    filled = [_plain(cell) for cell in cells if cell]
    repeated = len(filled) - len({*filled})
    if len(filled) < max(least, FILLED * len(cells)) or repeated > max(1, REPEATED * len(filled)):
        return None
    if not all(_is_identifier(cell) for cell in cells if cell) or _is_counter(filled):
        return None
    plain = all(cell.isdigit() for cell in filled)
    if not names_number(column) and (all(map(_is_year, filled)) or all(map(_TIME.fullmatch, filled))):
        return None
    if plain and (len({*map(len, filled)}) > 1 or len(filled[0]) < LEAST_FIGURES):
        return None
    lasts = not plain or len(filled[0]) >= LEAST_LASTING
    if names_shared(column):
        return RowKey((column,), sure=False)
    if names_number(column):
        return RowKey((column,), sure=True, lasts=lasts)
    return RowKey((column,), sure=lasts and _was_given_in_order(filled), lasts=False)


def _plain(cell: str) -> str:
    return "".join(cell.casefold().split())


def _is_identifier(cell: str) -> bool:
    """Whether a cell may be a number that something was given: no day, sum, address or name."""
    if len(cell) > LONGEST or not _SIGNS.fullmatch(cell):
        return False
    if sum(map(str.isdigit, cell)) < FIGURES * len(cell):
        return False
    if cell.isdigit():
        return True
    number = any(map(str.isalpha, cell)) or any(sign in cell for sign in "-/_#")
    return number and not readings(cell)


def _is_year(cell: str) -> bool:
    return len(cell) == len("2026") and cell.isdigit() and YEARS[0] <= int(cell) <= YEARS[1]


def _is_counter(cells: Sequence[str]) -> bool:
    """Whether it only counts the rows: each table has the same numbers."""
    if not all(cell.isdigit() for cell in cells):
        return False
    numbers = [int(cell) for cell in cells]
    return min(numbers) <= 1 and max(numbers) <= DENSE * len(numbers)


def _was_given_in_order(cells: Sequence[str]) -> bool:
    """Whether the numbers ascend from row to row, with few missing: then each is of one row."""
    numbers = [int(found[1]) for cell in cells if (found := _LAST_NUMBER.search(cell))]
    heads = {_LAST_NUMBER.sub("", cell) for cell in cells}
    if len(numbers) < len(cells) or len(heads) > 1 or len(numbers) <= LEAST_ROWS:
        return False
    ascending = sum(one <= other for one, other in itertools.pairwise(numbers))
    extent = max(numbers) - min(numbers) + 1
    return ascending >= ORDERED * (len(numbers) - 1) and extent <= DENSE * len(numbers)


def _is_amount(column: str, cell: str) -> bool:
    """Whether a cell may be a slip, or correct one; another day, or another number, is of another row."""
    return read_number(cell) is not None and not (names_number(column) or readings(cell))


def listed(columns: Sequence[str]) -> str:
    """Columns by their names, for a person."""
    named = [f"«{column}»" for column in columns]
    return named[0] if len(named) == 1 else f"{', '.join(named[:-1])} and {named[-1]}"
