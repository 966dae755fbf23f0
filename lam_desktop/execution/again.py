"""What a run left undone: which rows to do next, and whether one of them may be stored already."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lam_desktop.errors import EnvironmentFault, UsageError
from lam_desktop.execution.journal import JOURNAL, read_journal
from lam_desktop.tasks.library import Library
from lam_desktop.tasks.rows import Row, read_rows


@dataclass(frozen=True, slots=True)
class Undone:
    """The rows of a run that did not end well, by index, in order."""

    table: str
    """The file with the rows."""
    rows: tuple[int, ...]
    unsure: tuple[int, ...] = ()
    """Of `rows`: something was done for them, and nobody knows whether they are stored."""


def print_of(rows: Sequence[Row]) -> str:
    """A fingerprint of what the rows say: in a table that was edited, other rows stand at their indices."""
    told = json.dumps([[row.index, row.cells] for row in rows], ensure_ascii=False)
    return hashlib.blake2b(told.encode(), digest_size=16).hexdigest()


def left_undone(library: Library, task: str, run: str | None = None) -> Undone:
    """What the newest run of the task, or the one that is named as `lam runs` does, left undone.

    Raises UsageError where there is no such run, where it had no rows, or where its table was changed since.
    """
    folder = _folder(library, task, run)
    try:
        entries: list[Any] = read_journal(folder / JOURNAL)
    except EnvironmentFault as fault:
        raise UsageError(f"What {library.relative(folder)} did cannot be told: {fault}") from fault
    begun = next((one for one in entries if one.get("kind") == "run_started"), {})
    table, chosen = begun.get("table"), [int(index) for index in begun.get("rows", ())]
    if not table:
        raise UsageError(
            f"The run {library.relative(folder)} had no table; start another one with --rows FILE."
        )
    rows = {row.index: row for row in read_rows(Path(table)).rows}
    if any(index not in rows for index in chosen) or begun.get("print") != print_of(
        [rows[index] for index in chosen]
    ):
        raise UsageError(
            f"{table} was changed since the run {library.relative(folder)}: which rows are done is not known."
            " Look in the program, and name the others with --rows FILE:N-M."
        )
    done = {
        one["row"] for one in entries if one.get("kind") == "row_finished" and one.get("status") == "done"
    }
    acted = {one["row"] for one in entries if one.get("kind") in ("acting", "acted")}
    rest = tuple(index for index in chosen if index not in done)
    return Undone(table, rest, tuple(index for index in rest if index in acted))


def _folder(library: Library, task: str, run: str | None) -> Path:
    folders = library.runs(task)
    if run is None:
        if not folders:
            raise UsageError(f"The task «{task}» was not run yet; start it with --rows FILE.")
        return folders[-1]
    for folder in folders:
        if run.rstrip("/") in (library.relative(folder), folder.name, str(folder)):
            return folder
    raise UsageError(f"The task «{task}» has no run «{run}»; `lam runs {task}` lists them.")
