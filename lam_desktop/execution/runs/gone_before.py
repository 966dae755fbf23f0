"""The runs that a run goes on from, and what came of the rows that it did not do itself.

Who resumes a run that broke off wants one table and one report of all rows, not two halves.
"""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, cast, get_args

from lam_desktop.errors import EnvironmentFault
from lam_desktop.execution.runs.again import is_same_table, print_of, print_of_row
from lam_desktop.execution.runs.history import entries_of
from lam_desktop.execution.runs.journal import EntryKind
from lam_desktop.execution.runs.result import RowResult
from lam_desktop.execution.runs.resumed import resumed_runs
from lam_desktop.execution.runs.supervision import RowStatus, Standing
from lam_desktop.execution.runs.sureness import sure_by_name
from lam_desktop.tasks.files import PLAIN, Files
from lam_desktop.tasks.provenance.rows import Row, RowTable

Entry = Mapping[str, Any]
STAND_IN = re.compile(r"run \d{1,6}")
"""As `stand_in` calls a run."""
DEALT_WITH = frozenset({"acting", "acted", "verified", "asked"})
"""Kinds of entries by which a run has done something for a row, or asked about it."""
TELLING: tuple[EntryKind, ...] = ("run_started", "row_started", "acting", "asked", "row_finished")
"""Those that a table of results needs."""


@dataclass(frozen=True, slots=True)
class Before:
    """A run before, as its journal tells it."""

    name: str
    """Of its folder, beside that of the run that goes on."""
    entries: Sequence[Entry]
    """From `run_started` on."""
    in_chain: bool = True
    """Whether it was gone on from; else it only worked through the same table since."""


def runs_before(
    folder: Path, begun: Entry, files: Files = PLAIN, kinds: Sequence[EntryKind] = ()
) -> list[Before]:
    """The runs that the one in `folder`, which began so, goes on from; the oldest first.

    With them all in between that worked through the same table. What was removed, or is damaged, tells
    nothing, and neither does what it went on from. `kinds`: of entries, beside their beginnings; none: all.
    """
    chain = resumed_runs(folder, begun, lambda one: _told(one, files, kinds))
    if not chain:
        return []
    found = {name: Before(name, entries) for name, entries in chain.items()}
    for one in folder.parent.iterdir() if begun.get("table") else ():
        if min(chain) < one.name < folder.name and one.name not in chain:
            beginning = _told(one, files, ("run_started",))
            if beginning and is_same_table(beginning[0], begun):
                entries = _told(one, files, kinds)
                found |= {one.name: Before(one.name, entries, in_chain=False)} if entries else {}
    return [run for _, run in sorted(found.items())]


def with_rows_before(folder: Path, entries: Sequence[Entry], files: Files = PLAIN) -> list[Entry]:
    """The journal as if the runs before had been part of the run: what they did for other rows stands in it.

    Of each row the newest run tells that did something for it, and else the newest that said anything of it.
    Entries of another run name it under `run`, and its pictures by their paths from `folder`.
    """
    own = [_unnamed(one) for one in entries]
    at = _beginning(own)
    if at is None or not own[at].get("resumes"):
        return own
    told = _told_by(own, runs_before(folder, own[at], files))
    before = [one for name, of in told.items() if name for one in of]
    others = {one["row"] for one in before}
    return [*own[: at + 1], *before, *(one for one in own[at + 1 :] if one.get("row") not in others)]


def results_before(
    folder: Path, table: RowTable, columns: Sequence[str], given: Mapping[str, str], files: Files = PLAIN
) -> tuple[RowResult, ...]:
    """What came of the rows of a table that the runs before the one in `folder` did.

    `columns`: those that the task uses; `given`: what goes before the cells. A row that said something else
    then is left out. Raises EnvironmentFault where the run's own journal is damaged.
    """
    own = [_unnamed(one) for one in entries_of(folder, TELLING, files)]
    at = _beginning(own)
    if at is None or not own[at].get("resumes"):
        return ()
    before = runs_before(folder, own[at], files, TELLING)
    plain = {row.index: row for row in table.rows}
    now = {
        row.index: print_of_row(replace(row, cells={**row.cells, **given}), columns)
        for row in table.named_as(columns).rows
    }
    same = {run.name for run in before if _is_same_table(run, plain)}
    found: list[RowResult] = []
    for name, entries in _told_by(own, before).items():
        of_row: dict[int, list[Entry]] = {}
        for one in entries if name else ():
            of_row.setdefault(one["row"], []).append(one)
        for row, told in of_row.items():
            then = next((one["print"] for one in reversed(told) if one.get("print")), "")
            if row in now and (name in same or then in ("", now[row])):
                found.append(_result(row, told))
    return tuple(sorted(found, key=lambda one: one.index))


def last_end(told: Sequence[Entry]) -> Entry | None:
    """How a row's last attempt ended; None where a run broke off in it."""
    last = next((one for one in reversed(told) if one["kind"] in ("row_started", "row_finished")), None)
    return last if last is not None and last["kind"] == "row_finished" else None


def picture_path(folder: Path, name: str, before: Collection[str] = ()) -> Path | None:
    """Where a picture lies that a journal names; None where that is in neither the run nor one of `before`.

    The journal is a file that anybody may have written.
    """
    path = Path(os.path.normpath(folder / name))
    try:
        there, runs = path.resolve(), folder.resolve().parent
        beside = ((folder.parent / one).resolve() for one in before)
        held = [folder.resolve(), *(one for one in beside if one.parent == runs)]  # no link to elsewhere
        return path if name and any(map(there.is_relative_to, held)) and path.is_file() else None
    except (OSError, ValueError):  # a name that no file can have
        return None


def stand_in(number: int) -> str:
    """What the run of this number is called in the copy of a journal that is given away: no folder's name."""
    return f"run {number}"


def _told(folder: Path, files: Files, kinds: Sequence[EntryKind]) -> list[dict[str, Any]]:
    """From `run_started` on; nothing where the journal is gone or damaged, and of a rehearsal."""
    try:
        entries = entries_of(folder, ("run_started", *kinds) if kinds else (), files)
    except EnvironmentFault:
        return []
    at = _beginning(entries)
    return [] if at is None or entries[at].get("dry_run") else entries[at:]


def _beginning(entries: Sequence[Entry]) -> int | None:
    """Place of the entry with which a run began; None where it never did."""
    return next((at for at, one in enumerate(entries) if one["kind"] == "run_started"), None)


def _unnamed(entry: Entry) -> Entry:
    """An entry as the run itself wrote it: only the copy of a journal that is given away names other runs."""
    if "run" not in entry or STAND_IN.fullmatch(str(entry["run"])):
        return entry
    return {key: value for key, value in entry.items() if key != "run"}


def _told_by(own: Sequence[Entry], before: Sequence[Before]) -> dict[str, list[Entry]]:
    """By run, the oldest first and the own one, named "", last: its entries of the rows that it tells of."""
    runs = [*before, Before("", own)]
    prints = [_prints(run.entries) for run in runs]
    known: dict[int, set[str]] = {}
    for run, of in zip(runs, prints, strict=True):
        for row, printed in of.items() if run.in_chain else ():
            known.setdefault(row, set()).add(printed)
    tellers: dict[int, str] = {}
    for tells in (_did_something, _said_something):
        for run, of in reversed(list(zip(runs, prints, strict=True))):
            for row in tells(run.entries):
                # What the same file said in between may have been another row.
                if run.in_chain or row not in known or of.get(row) in (None, *known[row]):
                    tellers.setdefault(row, run.name)
    return {
        run.name: [
            _from(run.name, one) if run.name else one
            for one in run.entries
            if "row" in one and tellers.get(one["row"]) == run.name
        ]
        for run in runs
    }


def _prints(entries: Sequence[Entry]) -> dict[int, str]:
    """The fingerprints of a run's rows."""
    return {one["row"]: one["print"] for one in entries if one["kind"] == "row_started" and one.get("print")}


def _did_something(entries: Sequence[Entry]) -> set[int]:
    """Rows for which a run did something, or that it ended well or was told to leave."""
    return {one["row"] for one in entries if "row" in one and (one["kind"] in DEALT_WITH or _is_well(one))}


def _is_well(entry: Entry) -> bool:
    return entry["kind"] == "row_finished" and entry.get("status") in ("done", "skipped")


def _said_something(entries: Sequence[Entry]) -> set[int]:
    """Rows that a run ended, whichever way."""
    ended = (one for one in entries if one["kind"] == "row_finished")
    return {one["row"] for one in ended if one.get("status") != "not_started"}


def _is_same_table(run: Before, rows: Mapping[int, Row]) -> bool:
    """Whether the rows that a run had are in the table as they were then."""
    begun = run.entries[0]
    then = [rows[row] for row in begun.get("rows", ()) if row in rows]
    return bool(begun.get("print")) and begun["print"] == print_of(then)


def _from(run: str, entry: Entry) -> Entry:
    """An entry of another run, as it is told in the journal of one that lies beside it."""
    told = {**entry, "run": run}
    if isinstance(entry.get("picture"), str) and entry["picture"]:
        told["picture"] = f"../{run}/{entry['picture']}"
    if isinstance(entry.get("pictures"), list):
        told["pictures"] = [f"../{run}/{one}" for one in entry["pictures"]]
    return told


def _result(row: int, told: Sequence[Entry]) -> RowResult:
    ended = last_end(told)
    if ended is None or ended.get("status") not in get_args(RowStatus):
        reason = f"The run {told[-1]['run']} broke off in this row."
        return RowResult(row, "stopped", reason=reason, ended=_local(told[-1]))
    read = ended.get("read")
    return RowResult(
        row,
        cast("RowStatus", ended["status"]),
        steps_done=int(ended.get("steps_done", 0)),
        seconds=float(ended.get("seconds", 0.0)),
        reason=str(ended.get("reason", "")),
        ended=_local(ended),
        evidence=evidence if (evidence := ended.get("evidence", "")) in get_args(Standing) else "",
        read={str(name): str(text) for name, text in read.items()} if isinstance(read, dict) else {},
        sure=sure_by_name(ended.get("sure")),
    )


def _local(entry: Entry) -> str:
    """When an entry was written, local time to the second; empty where it does not say."""
    try:
        return datetime.fromisoformat(str(entry.get("at", ""))).astimezone().isoformat(" ", "seconds")[:19]
    except (ValueError, OverflowError):
        return ""
