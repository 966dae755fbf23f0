"""What was run, read from the journals."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from lam_desktop.execution.journal import read_journal
from lam_desktop.tasks.library import Library


@dataclass(frozen=True, slots=True)
class PastRun:
    """One run as its journal tells it."""

    run: str
    """Its folder, relative to the library."""
    task: str
    started: str
    """UTC, ISO 8601."""
    status: str
    """As in the command line contract; `cut short` where the journal has no end."""
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
    entries = read_journal(folder / "journal.jsonl")
    begun = next((one for one in entries if one["kind"] == "run_started"), {})
    ended = next((one for one in reversed(entries) if one["kind"] == "run_finished"), None)
    done = sum(one["kind"] == "row_finished" and one["status"] == "done" for one in entries)
    return PastRun(
        run=library.relative(folder),
        task=task,
        started=str(begun.get("at", "")),
        status=str(ended["status"]) if ended else "cut short",
        rows_done=done,
        rows=len(begun.get("rows", ())),
        message=str(ended["message"]) if ended else "",
    )
