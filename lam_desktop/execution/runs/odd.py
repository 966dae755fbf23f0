"""What becomes of rows that look odd: done all the same, or left out, and told of in either case."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from lam_desktop.execution.runs.again import run_entries
from lam_desktop.execution.runs.result import RowResult, RunResult
from lam_desktop.tasks.provenance.oddities import WHOLE_COLUMN, Oddity
from lam_desktop.tasks.provenance.rows import Row, RowTable
from lam_desktop.tasks.storage.library import Library

LEFT_OUT = "Left out: {what}"
Told = list[dict[str, Any]]
"""As journal and `--json` tell of odd rows: `row` (0: a whole column), `column`, `what`, `left_out`, and
`line` of the sheet where that is not the one behind the row's number."""


def odd_told(odd: Sequence[Oddity], left_out: Collection[int]) -> Told:
    """What looks odd, and which of it is left out."""
    return [
        {"row": one.row, "column": one.column, "what": one.what, "left_out": one.row in left_out}
        | ({"line": one.line} if one.line else {})
        for one in odd
    ]


def odd_before(library: Library, run: str) -> Told:
    """What a run told of that is gone on with, as `lam runs` names it: its rows are those of the one that
    goes on."""
    begun = run_entries(library, library.home / run, ("run_started",)) if run else []
    told = begun[0].get("odd", []) if begun else []
    return [one for one in told if isinstance(one, dict) and {"row", "what", "left_out"} <= one.keys()]


def odd_of(told: object) -> dict[int, tuple[tuple[str, ...], bool]]:
    """By row, what was odd, and whether the row was left out for it.

    Raises KeyError or TypeError for what no run has written.
    """
    found: dict[int, tuple[tuple[str, ...], bool]] = {}
    for one in told if isinstance(told, list) else ():
        what, _ = found.get(int(one["row"]), ((), False))
        found[int(one["row"])] = (*what, str(one["what"])), bool(one["left_out"])
    return found


def left_out_results(told: Told) -> tuple[RowResult, ...]:
    """The odd rows that are not done, with their reasons."""
    return tuple(
        RowResult(row, "skipped", reason=LEFT_OUT.format(what=" ".join(what)))
        for row, (what, left_out) in odd_of(told).items()
        if left_out and row != WHOLE_COLUMN
    )


def places_told(table: RowTable, odd: Sequence[Oddity], rows: Sequence[Row]) -> dict[str, Any]:
    """Of a workbook's sheet, as the journal tells it: `lines`, a row's number with its line where that is not
    the one behind it, and the `hidden` lines, which are no rows."""
    lines = {row.index: row.line for row in rows} | {one.row: one.line for one in odd}
    pairs = [[row, line] for row, line in sorted(lines.items()) if line]
    return ({"lines": pairs} if pairs else {}) | ({"hidden": list(table.hidden)} if table.hidden else {})


def lines_of(begun: Mapping[str, Any]) -> dict[int, int]:
    """The lines of rows, as the beginning of a run tells them."""
    return {int(row): int(line) for row, line in begun.get("lines", ())}


def with_open(result: RunResult, rows: Sequence[int], recurring: Collection[int] = ()) -> RunResult:
    """The result of a run that left these odd rows for a person: it has not done all, and has to ask.

    So it is with those of the `recurring` ones whose record was there already. One that asks about something
    else names them, too.
    """
    there = [one.index for one in result.rows if one.index in recurring and one.status == "skipped"]
    rows = sorted({*rows, *there})
    if not rows or result.status not in ("done", "asked"):
        return result
    return replace(result, status="asked", message=f"{result.message} {open_told(rows)}")


def open_told(rows: Sequence[int]) -> str:
    """That these odd rows wait for a person."""
    one = len(rows) == 1
    named = f"Row {rows[0]} looks odd and was" if one else f"{len(rows)} rows look odd and were"
    return f"{named} left out: look at {'it' if one else 'them'}."
