"""What earlier runs of a task have entered already: rows with the same cells, and with the same key."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lam_desktop.execution.runs.again import print_of, print_of_row, run_entries
from lam_desktop.execution.runs.numbers import numbers_again
from lam_desktop.execution.runs.run_rows import RunRows
from lam_desktop.tasks.provenance.checked_parts import counted_by
from lam_desktop.tasks.provenance.oddities import WHOLE_COLUMN, Oddity, odd_rows, with_lines
from lam_desktop.tasks.provenance.row_keys import RowKey, is_told, lasting_keys, listed
from lam_desktop.tasks.provenance.rows import Row
from lam_desktop.tasks.storage.library import Library
from lam_desktop.tasks.storage.this_machine import ThisMachine
from lam_desktop.tasks.task import Task

ANEW, LEAST_ANEW = 0.5, 3
"""Share of the rows, and so many, that have numbers of earlier rows, but nothing else of these: whoever gave
the numbers has begun again."""
KINDS = ("run_started", "row_started", "row_finished")
Found = dict[int, list[tuple[Oddity, bool]]]
"""By row, each earlier one with which it shares a key, the newest run first, and whether it shares anything
else with that."""


@dataclass(frozen=True, slots=True)
class _Done:
    """A row that a run has entered."""

    run: str
    sheet: str
    prints: Mapping[str, str]
    """Of its cells, by column; empty in a journal from before they were kept."""
    counted: str = ""
    """Of that by which checks counted its record; empty where they did not, or the journal does not say."""


def prints_key() -> bytes:
    """The key of all fingerprints of cells: without it a short number could be guessed from its own.

    Raises EnvironmentFault where this machine can keep no secret.
    """
    return ThisMachine().key("fingerprints of cells")


def prints_of_cells(row: Row, columns: Iterable[str], key: bytes) -> dict[str, str]:
    """A fingerprint of each cell by which a later run can know a row again of which one was corrected.

    Of `columns`, which the task uses; `key`: as `prints_key`.
    """
    return {column: _print(row.cells.get(column, ""), key) for column in columns}


def prints_of(row: Row, task: Task, columns: Iterable[str], key: bytes) -> tuple[dict[str, str], str]:
    """As `prints_of_cells`, and a fingerprint of that by which the task's checks count the row's record.

    Nothing and empty without a key.
    """
    if not key:
        return {}, ""
    counted = counted_by(task, row)
    return prints_of_cells(row, columns, key), _digest(counted, key) if counted else ""


def entered_before(
    library: Library, task: Task, rows: Sequence[Row], table: Sequence[Row] = ()
) -> tuple[Oddity, ...]:
    """Those rows that an earlier run of the task finished, and which run that was.

    With the same cells: rows are compared by the columns that the task uses, in whichever table they stood:
    one may have been copied into another file or sheet. Or with the same key, such as an order number, and
    another cell: one may have been corrected; `table`: all rows of it, where `rows` are some of them. Of runs
    from before that was journaled, whole tables with the same rows are compared. Raises UsageError where a
    journal is damaged, for it may have told what is done.
    """
    same: dict[int, str] = {}
    changed: Found = {}
    keys = lasting_keys(task, table or rows) if task.columns else []
    wanted = {row.index: print_of_row(row, task.columns) for row in rows} if task.columns else {}
    plain = {row.index: row for row in rows}
    prints: dict[int, tuple[dict[str, str], str]] = {}
    for folder in reversed(library.runs(task.name)) if wanted else ():
        entries = run_entries(library, folder, KINDS)
        if not entries or entries[0].get("dry_run"):
            continue
        run, sheet = library.relative(folder), str(entries[0].get("sheet", ""))
        of_run = RunRows.of(entries)
        for index in _same_cells(entries[0], of_run, wanted, plain):
            same.setdefault(index, _told(run, "has entered it already, with the same cells", sheet))
        done = _done(of_run, run, sheet)
        if keys and not prints and any(one.prints for one in done):
            secret = prints_key()
            prints = {row.index: prints_of(row, task, task.columns, secret) for row in rows}
        for key in keys:
            again, others = _same_key(task, key, rows, prints, done)
            for index, what in again.items():
                same.setdefault(index, what)
            if not key.is_document and len(others) >= max(LEAST_ANEW, ANEW * len(rows)):
                continue  # what is looked after again and again, as a meter that is read each month
            for index, found in others.items():
                changed.setdefault(index, []).extend(found)
    other = {index: _foremost(found) for index, found in changed.items() if index not in same}
    told = [Oddity(index, "", what, entered=True) for index, what in same.items()]
    found = sorted([*told, *_folded(other, len(rows))], key=lambda one: one.row)
    return with_lines(found, rows)


def entered_rows(odd: Sequence[Oddity]) -> tuple[int, ...]:
    """Rows that an earlier run has entered with the same cells; nobody means these without saying so."""
    return tuple(dict.fromkeys(one.row for one in odd if one.entered))


def odd_in(
    library: Library, task: Task, rows: Sequence[Row], table: Sequence[Row] = ()
) -> tuple[Oddity, ...]:
    """What was entered before, and what looks odd by itself. Raises as `entered_before`."""
    before = (*numbers_again(library, task, rows), *entered_before(library, task, rows, table))
    return (*before, *odd_rows(task, rows, table))


def _same_cells(
    begun: Mapping[str, Any], run: RunRows, wanted: Mapping[int, str], rows: Mapping[int, Row]
) -> list[int]:
    """Those rows that a run, which `begun` so, has entered with the same cells."""
    chosen = [rows[int(index)] for index in begun.get("rows", ()) if int(index) in rows]
    same_table = bool(chosen) and begun.get("print") == print_of(chosen)
    prints = {run.prints.get(index) for index in run.done} - {None, ""}
    return [
        index
        for index, told in wanted.items()
        if told in prints or (same_table and index in run.done and not run.prints.get(index))
    ]


def _done(of_run: RunRows, run: str, sheet: str) -> list[_Done]:
    """The rows that a run has entered, the newest first."""
    begun = reversed([*of_run.cells.items()])
    return [_Done(run, sheet, cells, of_run.counted[row]) for row, cells in begun if row in of_run.done]


def _same_key(
    task: Task,
    key: RowKey,
    rows: Sequence[Row],
    prints: Mapping[int, tuple[Mapping[str, str], str]],
    done: Sequence[_Done],
) -> tuple[dict[int, str], Found]:
    """Rows that share a key with some that a run has entered.

    First those that differ from one of them in case and spaces at most, then those that differ in more.
    """
    by_key: dict[tuple[str, ...], list[_Done]] = {}
    for one in done:
        if all(column in one.prints for column in key.columns):
            by_key.setdefault(tuple(one.prints[column] for column in key.columns), []).append(one)
    same: dict[int, str] = {}
    found: Found = {}
    for row in rows if by_key else ():
        mine, counted = prints[row.index]
        entered = by_key.get(tuple(mine[column] for column in key.columns), ())
        for one in entered if key.of(row.cells) else ():
            beside = [name for name in task.columns if name not in key.columns and name in one.prints]
            others = [name for name in beside if one.prints[name] != mine[name]]
            if not others:
                same.setdefault(
                    row.index, _told(one.run, "has entered it already, with the same cells", one.sheet)
                )
            alike = len(beside) > len(others)
            by_figure = alike and len(others) == 1
            if others and is_told(task, key, row.cells, others) and (key.lasts or by_figure):
                number = key.told(row.cells, task.columns)
                what = f"has entered {number} already, with another {listed(others)}"
                is_counted = bool(counted) and counted == one.counted
                odd = Oddity(row.index, key.columns[0], _told(one.run, what, one.sheet), counted=is_counted)
                found.setdefault(row.index, []).append((odd, alike))
    return same, found


def _foremost(found: Sequence[tuple[Oddity, bool]]) -> tuple[Oddity, bool]:
    """What is told of a row: of all that was entered before the newest, but first what no check counts.

    A check that counts one record says nothing of another one that the row may be, too.
    """
    return next((one for one in found if not one[0].counted), found[0])


def _folded(changed: Mapping[int, tuple[Oddity, bool]], count: int) -> list[Oddity]:
    """Each of them; once for all where most rows of a table share nothing but their numbers with what was
    entered."""
    anew = [one for one, alike in changed.values() if not alike]
    if len(anew) < max(LEAST_ANEW, ANEW * count):
        return [one for one, _ in changed.values()]
    first = anew[0]
    so = f"So it is in {len(anew)} of {count} rows, as where numbers begin again."
    whole = Oddity(WHOLE_COLUMN, first.column, f"Row {first.row}: {first.what} {so}")
    return [whole, *(one for one, alike in changed.values() if alike)]


def _told(run: str, what: str, sheet: str) -> str:
    return f"The run {run} {what}, from the sheet «{sheet}»." if sheet else f"The run {run} {what}."


def _print(cell: str, key: bytes) -> str:
    """Of one cell, without regard to case and spaces."""
    return _digest(json.dumps("".join(cell.casefold().split()), ensure_ascii=False), key)


def _digest(said: str, key: bytes) -> str:
    return hashlib.blake2b(said.encode(), digest_size=8, key=key).hexdigest()
