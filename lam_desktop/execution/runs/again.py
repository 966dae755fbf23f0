"""What a run left undone: which rows to do next, and whether one of them may be stored already."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lam_desktop.errors import EnvironmentFault, UsageError
from lam_desktop.execution.runs.autonomy import print_of_steps
from lam_desktop.execution.runs.begun import BegunRow, begun_row, row_told_by
from lam_desktop.execution.runs.journal import JOURNAL, EntryKind, read_journal
from lam_desktop.execution.runs.resumed import resumed_runs
from lam_desktop.execution.runs.run_rows import ACTED, RunRows
from lam_desktop.tasks.once import BEFORE_ROWS, BEHIND_ROWS, is_part, parts_of
from lam_desktop.tasks.provenance.rows import Row, RowTable, read_rows
from lam_desktop.tasks.storage.library import Library
from lam_desktop.tasks.task import Task

Entries = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Undone:
    """The rows of a run that did not end well, by index, in order.

    Among them, by their numbers, the parts of the task that are done once and are not done yet.
    """

    table: str
    """The file with the rows, and its sheet, as `--rows` takes it; empty for a run of one row without."""
    rows: tuple[int, ...]
    unsure: tuple[int, ...] = ()
    """Of `rows`: something was done for them, and nobody knows whether they are stored."""
    values: Mapping[str, str] = field(default_factory=dict[str, str])
    """Values that went before those of the rows; no secrets."""
    begun: BegunRow | None = None
    """The row that was at work last, of which the screen may still tell where it stands."""
    run: str = ""
    """The run that is meant, as `lam runs` names it."""
    before_rows: BegunRow | None = None
    """What was done and read once before the rows; None: that is still to be done, or there is nothing."""
    touched: tuple[int, ...] = ()
    """Of a run without a table: numbers of the steps that were done, by the person too, or may have been."""
    final: tuple[int, ...] | None = None
    """Those of the task that cannot be undone, as the run saw it; None where it does not say, or the task was
    changed since."""
    open_rows: tuple[int, ...] = ()
    """Rows that were left out because they look odd, and about which nobody was asked since; among them the
    recurring ones whose record was there."""
    recurring: tuple[int, ...] = ()
    """Of `rows`: as `RunRequest.recurring`."""


def print_of(rows: Sequence[Row]) -> str:
    """A fingerprint of what the rows say: in a table that was edited, other rows stand at their indices."""
    told = json.dumps([[row.index, row.cells] for row in rows], ensure_ascii=False)
    return hashlib.blake2b(told.encode(), digest_size=16).hexdigest()


def print_of_row(row: Row, columns: Sequence[str]) -> str:
    """A fingerprint of what one row says in some columns, wherever it stands in whatever table."""
    told = json.dumps([[column, row.cells.get(column, "")] for column in columns], ensure_ascii=False)
    return hashlib.blake2b(told.encode(), digest_size=16).hexdigest()


def left_undone(library: Library, task: str, run: str | None = None) -> Undone:
    """What the newest run of the task, or the one that is named as `lam runs` does, left undone.

    What the person skipped is done, unless the run is named; so is what a later run with the same table did.
    A run without a table has one row, which its values tell. Rehearsals count for nothing. Raises UsageError
    where there is no such run, or where its table was changed since.
    """
    folder, entries, later = _run(library, task, run)
    name = library.relative(folder)
    begun = entries[0]
    table, chosen = "", [int(index) for index in begun.get("rows", ())]
    if begun.get("table"):
        read = _unchanged(chosen, begun, name)
        table, begun = read.name, {**begun, "sheet": read.sheet}
    whole_task = library.whole(task)
    _refuse_masked(whole_task, begun, name)
    settled = ("done",) if run else ("done", "skipped")
    same = [entries, *(one for one in reversed(later) if _has_rows_of(one, begun))]
    done = {row for one in same for row in RunRows.of(one).ended_as(*settled)}
    rest = tuple(index for index in chosen if index not in done)
    # A run that was resumed and broke off before its first action has done nothing: those before it tell.
    earlier, between = _resumed(library, task, folder, entries)
    whole = [*earlier, *same]
    acted = {row for one in whole for row in RunRows.of(one).acted}
    since = [*between, entries, *reversed(later)]
    others = [one for one in since if not any(one is mine for mine in whole)]
    once, before_rows = once_undone(parts_of(whole_task), since, bool(rest), others)
    rest = tuple(index for index in (BEFORE_ROWS, *rest, BEHIND_ROWS) if not is_part(index) or index in once)
    unsure = tuple(index for index in rest if once.get(index, index in acted))
    at_work = _at_work(whole, [*whole, *(one for one in reversed(later) if one not in same)])
    others_now = _are_others(whole_task, whole)
    if at_work is not None and (at_work.row not in rest or others_now):
        at_work = None  # a row whose steps have other numbers now may be anywhere
    if rest and at_work is not None and BEFORE_ROWS in rest and at_work.row != BEFORE_ROWS:
        at_work = None  # what comes before the rows is new: it goes first
    if at_work is not None and at_work.row == BEHIND_ROWS and rest != (BEHIND_ROWS,):
        raise UsageError(
            f"The run {name} broke off in what is done once behind the rows: go on with --resume first."
        )
    touched = () if table else _touched(whole)
    final = None if others_now else _final(whole)
    unseen = {int(row) for row in begun.get("open_rows", ()) if row not in done}
    coming_again = [int(row) for row in begun.get("recurring", ())]
    unseen.update(_found_there(coming_again, same))
    recurring = tuple(row for row in coming_again if row in rest)
    return Undone(
        table, rest, unsure, begun.get("values", {}), at_work, name, before_rows, touched, final,
        tuple(sorted(unseen - {*rest})), recurring,
    )  # fmt: skip


def _found_there(recurring: Sequence[int], runs: Sequence[Entries]) -> list[int]:
    """Those of the recurring rows that one of the runs has left out, and none has entered."""
    known = [RunRows.of(one) for one in runs]
    return [
        row
        for row in recurring
        if any(row in one.ended_as("skipped") for one in known) and not any(row in one.done for one in known)
    ]


def _unchanged(chosen: Sequence[int], begun: Mapping[str, Any], name: str) -> RowTable:
    """The table of a run; raises UsageError where its rows are not in it as they were."""
    table = read_rows(Path(begun["table"]), str(begun.get("sheet", "")))
    rows = {row.index: row for row in table.rows}
    known = [rows[index] for index in chosen if index in rows]
    if len(known) < len(chosen) or begun.get("print") != print_of(known):
        raise UsageError(
            f"{table.name} was changed since the run {name}: which rows are done is not known."
            " Look in the program, and name the others with --rows FILE:N-M."
        )
    return table


def _refuse_masked(task: Task, begun: Mapping[str, Any], name: str) -> None:
    """Raises UsageError where a value said a secret: its name, which the journal has instead, is no value."""
    secrets = {step.value.name for step in task.steps if step.value is not None and step.value.is_secret}
    for column, text in begun.get("values", {}).items():
        if hidden := next((one for one in sorted({*secrets, *task.secrets}) if f"«{one}»" in text), None):
            raise UsageError(
                f"What the run {name} was told as «{column}» said the secret «{hidden}», which stands in no"
                " journal: start another run."
            )


def _has_rows_of(run: Entries, begun: Mapping[str, Any]) -> bool:
    """Whether a run has the rows of the one that began so: the same table, or none and the same values."""
    same = is_same_table(run[0], begun)
    return same and (bool(begun.get("table")) or run[0].get("values", {}) == begun.get("values", {}))


def is_same_table(begun: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two runs, which began so, had the same table, or none.

    A journal that names no sheet is of a workbook with one, or of a time when only the open one was read.
    """
    one, two = begun.get("sheet", ""), other.get("sheet", "")
    return begun.get("table", "") == other.get("table", "") and (one == two or not (one and two))


def once_undone(
    parts: Sequence[int], runs: Sequence[Entries], rows_left: bool, others: Sequence[Entries] = ()
) -> tuple[dict[int, bool], BegunRow | None]:
    """Those parts of a task that are to be done still, each with whether it was begun.

    Beside them what the one before the rows has done and read; None where that is to be done still.

    `runs`: those that go on from one another, the oldest first. Where rows are left behind a run that was
    brought to its end, they are a run of their own: all of it is done anew. `others`: which of `runs` had
    other rows. Where one of them did a part, nobody knows whether what was opened before is still there.
    """
    begun: set[int] = set()
    done: set[int] = set()
    before_rows: BegunRow | None = None
    for run in runs:
        if any(run is one for one in others):
            needed = rows_left or (BEHIND_ROWS in parts and BEHIND_ROWS not in done)
            if needed and any(entry.get("row") in parts and entry.get("kind") in ACTED for entry in run):
                before_rows = None
                done.discard(BEFORE_ROWS)
                begun |= {BEFORE_ROWS} & set(parts)
            if rows_left and any(entry.get("row") == BEHIND_ROWS and _is_end(entry) for entry in run):
                begun.discard(BEFORE_ROWS)  # it closed its own
            continue
        acts = any(entry.get("kind") in ACTED for entry in run)
        if acts and not run[0].get("resumes"):
            begun, done = set(), set()
        for entry in run:
            part, kind = entry.get("row", 0), entry.get("kind")
            if part not in parts:
                continue
            if kind == "row_started" and acts and part in done:
                anew = {BEFORE_ROWS, BEHIND_ROWS} if part == BEFORE_ROWS else {part}
                begun, done = begun - anew, done - anew
            elif kind in ACTED:
                begun.add(part)
            elif _is_end(entry):
                done.add(part)  # a run that goes on journals as skipped what the person says is done
        if any(entry.get("row") == BEFORE_ROWS and (acts or _is_end(entry)) for entry in run):
            before_rows = row_told_by(run, BEFORE_ROWS)
    if BEHIND_ROWS in done and rows_left:
        return {part: part in begun - done for part in parts}, None
    open_parts = {part: part in begun for part in parts if part not in done}
    return open_parts, before_rows if BEFORE_ROWS in done else None


def _is_end(entry: dict[str, Any]) -> bool:
    return entry.get("kind") == "row_finished" and entry.get("status") in ("done", "skipped")


def _are_others(task: Task, whole: Sequence[Entries]) -> bool:
    """Whether the task, or one that it does, was changed since it ran last: its steps are counted anew."""
    prints = [
        one["print"] for run in whole for one in run if one.get("kind") == "understood" and "print" in one
    ]
    return bool(prints) and prints[-1] != print_of_steps(task.steps)


def _touched(whole: Sequence[Entries]) -> tuple[int, ...]:
    """Steps for which something was done, or which the person took over."""
    found: set[int] = set()
    for entry in (one for run in whole for one in run):
        kind, step = entry.get("kind"), entry.get("step")
        if kind == "went_on":
            found.update(int(one) for one in entry.get("done", ()))
        elif isinstance(step, int) and (
            kind in ("acting", "acted")
            or (kind == "verified" and entry.get("ok"))
            or (kind == "answered" and entry.get("answer") == "show")
        ):
            found.add(step)
    return tuple(sorted(found))


def _final(whole: Sequence[Entries]) -> tuple[int, ...] | None:
    told = [
        one["final"] for run in whole for one in run if one.get("kind") == "understood" and "final" in one
    ]
    return tuple(int(one) for one in told[-1]) if told else None


def _at_work(whole: Sequence[Entries], everything: Sequence[Entries]) -> BegunRow | None:
    """The row that was at work last; None where another table's run has changed the screen since."""
    acting = [one for one in everything if any(entry.get("kind") in ACTED for entry in one)]
    last = max(acting, key=lambda one: str(one[0].get("at", "")), default=None)
    return begun_row(last) if last is not None and any(last is one for one in whole) else None


def _resumed(
    library: Library, task: str, folder: Path, entries: Entries
) -> tuple[list[Entries], list[Entries]]:
    """The runs that a run in `folder` goes on with, and all since the first of them; the oldest first."""
    found = resumed_runs(folder, entries[0], lambda one: run_entries(library, one))
    runs = [one for one in library.runs(task) if found and min(found) <= one.name < folder.name]
    since = [found[one.name] if one.name in found else run_entries(library, one) for one in runs]
    return list(found.values()), [told for told in since if told and not told[0].get("dry_run")]


def _run(library: Library, task: str, run: str | None) -> tuple[Path, Entries, list[Entries]]:
    """The run that is meant, its entries, and those of later ones; rehearsals are none."""
    later: list[Entries] = []
    for folder in reversed(library.runs(task)):
        entries = run_entries(library, folder)
        if not entries or entries[0].get("dry_run"):
            continue
        if run is None or run.rstrip("/") in (library.relative(folder), folder.name, str(folder)):
            return folder, entries, later
        later.append(entries)
    if run is None:
        raise UsageError(f"The task «{task}» was not run yet; start it with --rows FILE.")
    raise UsageError(f"The task «{task}» has no run «{run}» that did anything; `lam runs {task}` lists them.")


def run_entries(library: Library, folder: Path, kinds: Sequence[EntryKind] = ()) -> Entries:
    """From `run_started` on; UsageError where the journal is damaged, for it may have told what is done."""
    if not (folder / JOURNAL).exists():
        return []
    try:
        entries = read_journal(folder / JOURNAL, kinds, library.files)
    except EnvironmentFault as fault:
        raise UsageError(f"What {library.relative(folder)} did cannot be told: {fault}") from fault
    begun = [at for at, one in enumerate(entries) if one["kind"] == "run_started"]
    return entries[begun[0] :] if begun else []
