"""The runs that a run goes on from, and what came of the rows that it did not do itself.

Who resumes a run that broke off wants one table and one report of all rows, not two halves.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePath
from typing import Any, cast, get_args

from lam_desktop.errors import EnvironmentFault
from lam_desktop.execution.history import entries_of
from lam_desktop.execution.journal import EntryKind
from lam_desktop.execution.result import RowResult
from lam_desktop.execution.supervision import RowStatus, Standing
from lam_desktop.tasks.files import PLAIN, Files

Entry = Mapping[str, Any]
BEGUN = frozenset({"acting", "acted", "verified", "asked", "row_finished"})
"""Kinds of entries by which a run says what came of a row; one that only started has not changed anything."""
TELLING: tuple[EntryKind, ...] = ("run_started", "row_started", "acting", "asked", "row_finished")
"""Those that a table of results needs."""


@dataclass(frozen=True, slots=True)
class Before:
    """A run before, as its journal tells it."""

    name: str
    """Of its folder, beside that of the run that goes on."""
    entries: list[Entry]
    """From `run_started` on."""


def runs_before(
    folder: Path, begun: Entry, files: Files = PLAIN, kinds: Sequence[EntryKind] = ()
) -> list[Before]:
    """The runs that the one in `folder`, which began so, goes on from; the oldest first.

    With them all in between that worked through the same table. What was removed, or is damaged, tells
    nothing, and neither does what it went on from. `kinds`: of entries, beside their beginnings; none: all.
    """
    chain: dict[str, Before] = {}
    name, wanted = folder.name, _resumed(begun)
    while wanted and wanted < name:  # a journal may say anything: it never goes in circles
        run = _told(folder.parent / wanted, files, kinds)
        if run is None:
            break
        chain[wanted] = run
        name, wanted = wanted, _resumed(run.entries[0])
    if not chain:
        return []
    found, table = dict(chain), begun.get("table")
    for one in folder.parent.iterdir() if table else ():
        if name < one.name < folder.name and one.name not in chain:
            beginning = _told(one, files, ("run_started",))
            if beginning is not None and beginning.entries[0].get("table") == table:
                run = _told(one, files, kinds)
                found |= {one.name: run} if run is not None else {}
    return [run for _, run in sorted(found.items())]


def with_rows_before(
    folder: Path, entries: Sequence[Entry], files: Files = PLAIN, kinds: Sequence[EntryKind] = ()
) -> list[Entry]:
    """The journal as if the runs before had been part of the run: what they did for other rows stands in it.

    Of each row the newest run tells that did something for it. Entries of another run name it under `run`,
    and its pictures by their paths from `folder`. Those of the run itself begin and end it. `kinds`: as in
    `runs_before`.
    """
    entries = [{key: value for key, value in one.items() if key != "run"} for one in entries]
    begun = next((one for one in entries if one["kind"] == "run_started"), None)
    if begun is None or not begun.get("resumes"):
        return list(entries)
    taken = _begun_rows(entries)
    found: list[list[Entry]] = []
    for run in reversed(runs_before(folder, begun, files, kinds)):
        mine = _begun_rows(run.entries) - taken
        found.insert(0, [_from(run.name, one) for one in run.entries if one.get("row") in mine])
        taken |= mine
    at = next(at for at, one in enumerate(entries) if one is begun) + 1
    return [*entries[:at], *(one for rows in found for one in rows), *entries[at:]]


def results_before(folder: Path, prints: Mapping[int, str], files: Files = PLAIN) -> tuple[RowResult, ...]:
    """What came of the rows that the runs before the one in `folder` did.

    `prints`: by their indices, fingerprints of the rows as they are in the table now; what was another row
    then is left out. Raises EnvironmentFault where the run's own journal is damaged.
    """
    of_row: dict[int, list[Entry]] = {}
    for one in with_rows_before(folder, entries_of(folder, TELLING, files), files, TELLING):
        if one.get("run") and one["row"] in prints:
            of_row.setdefault(one["row"], []).append(one)
    found: list[RowResult] = []
    for row, told in sorted(of_row.items()):
        printed = next((one["print"] for one in reversed(told) if one.get("print")), None)
        if printed in (None, prints[row]):
            found.append(_result(row, told))
    return tuple(found)


def picture_path(folder: Path, name: str, before: Collection[str] = ()) -> Path | None:
    """Where a picture lies that a journal names; None where that is in neither the run nor one of `before`.

    The journal is a file that anybody may have written.
    """
    path = Path(os.path.normpath(folder / name))
    try:
        there = path.resolve()
        held = any(
            there.is_relative_to(one.resolve()) for one in (folder, *(folder.parent / one for one in before))
        )
        return path if name and held and path.is_file() else None
    except (OSError, ValueError):  # a name that no file can have
        return None


def _resumed(begun: Entry) -> str:
    """The name of the folder beside the run's own that it goes on from; empty for none."""
    name = PurePath(str(begun.get("resumes", ""))).name
    return "" if name == ".." else name


def _told(folder: Path, files: Files, kinds: Sequence[EntryKind]) -> Before | None:
    try:
        entries = entries_of(folder, ("run_started", *kinds) if kinds else (), files)
    except EnvironmentFault:
        return None
    begun = next((at for at, one in enumerate(entries) if one["kind"] == "run_started"), None)
    if begun is None or entries[begun].get("dry_run"):
        return None
    return Before(folder.name, cast("list[Entry]", entries[begun:]))


def _begun_rows(entries: Sequence[Entry]) -> set[int]:
    """Rows of which a run says what came of them."""
    return {
        one["row"]
        for one in entries
        if isinstance(one.get("row"), int) and one["kind"] in BEGUN and one.get("status") != "not_started"
    }


def _from(run: str, entry: Entry) -> Entry:
    """An entry of another run, as it is told in the journal of one that lies beside it."""
    told = {**entry, "run": run}
    if isinstance(entry.get("picture"), str) and entry["picture"]:
        told["picture"] = f"../{run}/{entry['picture']}"
    if isinstance(entry.get("pictures"), list):
        told["pictures"] = [f"../{run}/{one}" for one in entry["pictures"]]
    return told


def _result(row: int, told: Sequence[Entry]) -> RowResult:
    ended = next((one for one in reversed(told) if one["kind"] == "row_finished"), None)
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
    )


def _local(entry: Entry) -> str:
    """When an entry was written, local time to the second; empty where it does not say."""
    try:
        return datetime.fromisoformat(str(entry.get("at", ""))).astimezone().isoformat(" ", "seconds")[:19]
    except (ValueError, OverflowError):
        return ""
