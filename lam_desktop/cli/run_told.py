"""What `lam run` tells of a run that has ended."""

from __future__ import annotations

from typing import Any

from lam_desktop.execution.runs.result import RowResult, RunResult
from lam_desktop.tasks.once import PARTS
from lam_desktop.tasks.storage.library import Library


def places(result: RunResult, library: Library) -> list[str]:
    """Where to find what the run left behind."""
    if library.files.encrypted:
        return [f"Its report and table: lam report {result.run} --open, or --out FOLDER."]
    table = [f"What came of each row is in {library.home / result.table}."] if result.table else []
    return [*table, f"The journal is in {library.home / result.run}."]


def as_json(result: RunResult) -> dict[str, Any]:
    """All that a program may want to know of it."""
    rows = [{"index": row.index} | _told(row) for row in result.rows]
    told = {"status": result.status, "message": result.message, "rows": rows, "run": result.run}
    if result.once:
        told["once"] = [{"part": PARTS[one.index]} | _told(one) for one in result.once]
    checked = {} if result.check is None else result.check.plain
    return told | {"table": result.table} | checked


def _told(row: RowResult) -> dict[str, Any]:
    return {
        "status": row.status, "steps_done": row.steps_done, "asked": row.asked, "seconds": row.seconds,
        "ended": row.ended, "reason": row.reason, "evidence": row.evidence, "read": dict(row.read),
        "sure": dict(row.sure),
    }  # fmt: skip
