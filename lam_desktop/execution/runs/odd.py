"""What becomes of rows that look odd: done all the same, or left out, and told of in either case."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

from lam_desktop.execution.runs.result import RowResult, RunResult
from lam_desktop.tasks.provenance.oddities import WHOLE_COLUMN, Oddity

LEFT_OUT = "Left out: {what}"


def odd_told(odd: Sequence[Oddity], left_out: Collection[int]) -> list[dict[str, Any]]:
    """As journal and `--json` tell it: `row` (0: a whole column), `column`, `what`, `left_out`."""
    return [
        {"row": one.row, "column": one.column, "what": one.what, "left_out": one.row in left_out}
        for one in odd
    ]


def odd_of(told: object) -> dict[int, tuple[tuple[str, ...], bool]]:
    """What a journal tells of it: by row, what was odd, and whether the row was left out for it."""
    found: dict[int, tuple[tuple[str, ...], bool]] = {}
    for one in told if isinstance(told, list) else ():
        row, what, left_out = int(one["row"]), str(one["what"]), bool(one["left_out"])
        known, _ = found.get(row, ((), False))
        found[row] = ((*known, what), left_out)
    return found


def left_out_results(odd: Sequence[Oddity], left_out: Collection[int]) -> tuple[RowResult, ...]:
    """The odd rows that are not done, with their reasons."""
    reasons: dict[int, list[str]] = {}
    for one in odd:
        if one.row != WHOLE_COLUMN and one.row in left_out:
            reasons.setdefault(one.row, []).append(one.what)
    told = {row: LEFT_OUT.format(what=" ".join(what)) for row, what in reasons.items()}
    return tuple(RowResult(row, "skipped", reason=reason) for row, reason in told.items())


def with_open(result: RunResult, rows: Sequence[int]) -> RunResult:
    """The result of a run that left these odd rows for a person: it has not done all, and has to ask."""
    if not rows or result.status != "done":
        return result
    one = len(rows) == 1
    named = f"Row {rows[0]} looks odd and was" if one else f"{len(rows)} rows look odd and were"
    told = f"{named} left out: look at {'it' if one else 'them'}."
    return replace(result, status="asked", message=f"{result.message} {told}")
