"""What was run, read from the journals."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from lam_desktop.errors import EnvironmentFault
from lam_desktop.execution.runs.journal import JOURNAL, EntryKind, read_journal
from lam_desktop.tasks.files import PLAIN, Files
from lam_desktop.tasks.once import is_part
from lam_desktop.tasks.storage.library import Library

SILENCE_S = 120.0
"""A run that waits for a person writes nothing for a while; after this long it is taken as cut short."""


@dataclass(frozen=True, slots=True)
class PastRun:
    """One run as its journal tells it."""

    run: str
    """Its folder, relative to the library."""
    task: str
    started: str
    """UTC, ISO 8601."""
    status: str
    """As in the command line contract; `cut short` where there is no journal or it has no end, `unreadable`
    where it is damaged."""
    rows_done: int
    rows: int
    message: str


def past_runs(library: Library, task: str | None = None) -> list[PastRun]:
    """All runs, of one task or of all, the newest first. UsageError for an unknown task."""
    names = [task] if task is not None else library.names()
    found = [_told(library, name, folder) for name in names for folder in library.runs(name)]
    return sorted(found, key=lambda one: one.started, reverse=True)


def last_run(library: Library, task: str) -> PastRun | None:
    """The newest run of a task; its other journals are not read."""
    folders = library.runs(task)
    return _told(library, task, folders[-1]) if folders else None


def _told(library: Library, task: str, folder: Path) -> PastRun:
    try:
        entries = entries_of(folder, ("run_started", "row_finished", "run_finished"), library.files)
    except EnvironmentFault as fault:
        return PastRun(library.relative(folder), task, _made(folder), "unreadable", 0, 0, str(fault))
    begun = next((one for one in entries if one["kind"] == "run_started"), {})
    end = next((one for one in reversed(entries) if one["kind"] == "run_finished"), {})
    ended = [one for one in entries if one["kind"] == "row_finished" and not is_part(one["row"])]
    done = sum(one.get("status") == "done" for one in ended)
    return PastRun(
        run=library.relative(folder),
        task=task,
        started=str(begun.get("at") or _made(folder)),
        status=str(end.get("status", "cut short")),
        rows_done=done,
        rows=len(begun.get("rows", ())),
        message=str(end.get("message", "")),
    )


def is_going_on(folder: Path, files: Files = PLAIN) -> bool:
    """Whether a run has no end yet and wrote something just now; it may be at work on another display."""
    path = folder / JOURNAL
    try:
        if time.time() - path.stat().st_mtime > SILENCE_S:
            return False
        return not entries_of(folder, ("run_finished",), files)
    except (OSError, EnvironmentFault):
        return False


def entries_of(folder: Path, kinds: Sequence[EntryKind] = (), files: Files = PLAIN) -> list[dict[str, Any]]:
    """The entries of a run's journal, all or those of some kinds; none where it was never begun.

    Raises EnvironmentFault where one is none of ours.
    """
    path = folder / JOURNAL
    return read_journal(path, kinds, files) if path.exists() else []


def _made(folder: Path) -> str:
    """When the folder was written last: a run without a beginning has no better time."""
    try:
        seconds = folder.stat().st_mtime
    except OSError:  # it was removed just now
        return ""
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds")
