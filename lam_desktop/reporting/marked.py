"""What the beginning of a run tells of its rows: which looked odd or were left out, and their lines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from lam_desktop.execution.runs.odd import lines_of, odd_of
from lam_desktop.tasks.provenance.oddities import WHOLE_COLUMN

if TYPE_CHECKING:
    from lam_desktop.reporting.facts import RowFacts

Entry = Mapping[str, Any]
LEFT_OUT = "left out"
"""Status of a row that was not done because it looks odd."""


def left_out_in(begun: Entry) -> tuple[int, ...]:
    """The rows that were left out because they look odd."""
    odd = odd_of(begun.get("odd"))
    return tuple(row for row, (_, left_out) in odd.items() if left_out and row != WHOLE_COLUMN)


def odd_columns_in(begun: Entry) -> tuple[str, ...]:
    """What looked odd in whole columns."""
    what, _ = odd_of(begun.get("odd")).get(WHOLE_COLUMN, ((), False))
    return what


def with_odd(rows: tuple[RowFacts, ...], begun: Entry) -> tuple[RowFacts, ...]:
    """The rows with what looked odd in them, and with their lines of the sheet."""
    odd, lines = odd_of(begun.get("odd")), lines_of(begun)
    found: list[RowFacts] = []
    for row in rows:
        what, left_out = odd.get(row.index, ((), False))
        status = LEFT_OUT if left_out and row.status == "not_started" else row.status
        found.append(replace(row, status=status, odd=what, line=lines.get(row.index, 0)))
    return tuple(found)


def labelled(rows: tuple[RowFacts, ...], understood: Entry) -> tuple[RowFacts, ...]:
    """The rows with the numbers of their steps as they are told."""
    steps = understood.get("steps")
    told = [one for one in steps if isinstance(one, dict)] if isinstance(steps, list) else []
    labels = {one.get("number"): str(one["label"]) for one in told if one.get("label")}
    if not labels:
        return rows
    return tuple(
        replace(row, steps=tuple(replace(one, label=labels.get(one.number, "")) for one in row.steps))
        for row in rows
    )
