"""What the journal of one run tells of its rows: which it began, acted in, and brought to which end."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

ACTED = frozenset({"acting", "acted", "went_on"})
"""Kinds of entries of a row for which something was done."""


@dataclass(frozen=True, slots=True)
class RunRows:
    """By the rows' indices; the parts that are done once are among them, by their numbers."""

    ended: Mapping[int, frozenset[str]]
    """Every way in which a row ended: one that was gone on with did so more than once."""
    prints: Mapping[int, str]
    """Of what a row said in the columns that the task uses, as it was begun last; empty where the journal
    does not say."""
    cells: Mapping[int, Mapping[str, str]]
    """Of each of its cells, by column; in the order in which the rows were begun."""
    counted: Mapping[int, str]
    """Of that by which the task's checks counted its record; empty where the journal does not say."""
    acted: frozenset[int]
    """Rows for which something was done."""

    @classmethod
    def of(cls, entries: Sequence[Mapping[str, Any]]) -> RunRows:
        """What these entries of a journal tell."""
        ended: defaultdict[int, set[str]] = defaultdict(set)
        prints: dict[int, str] = {}
        cells: dict[int, dict[str, str]] = {}
        counted: dict[int, str] = {}
        acted: set[int] = set()
        for one in entries:
            kind, row = one["kind"], int(one.get("row", 0))
            if kind == "row_started":
                prints[row] = str(one.get("print") or "")
                cells[row] = {str(name): str(text) for name, text in (one.get("prints") or {}).items()}
                counted[row] = str(one.get("counted", ""))
            elif kind == "row_finished":
                ended[row].add(str(one.get("status", "")))
            elif kind in ACTED:
                acted.add(row)
        ends = {row: frozenset(ways) for row, ways in ended.items()}
        return cls(ends, prints, cells, counted, frozenset(acted))

    @property
    def done(self) -> frozenset[int]:
        """Those that it entered; what became of one that it did again says nothing of that."""
        return self.ended_as("done")

    def ended_as(self, *statuses: str) -> frozenset[int]:
        """Those that ended in one of these ways."""
        return frozenset(row for row, ways in self.ended.items() if ways & {*statuses})
