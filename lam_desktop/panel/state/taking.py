"""Rows that are taken from a table on the screen: wished, being read, being looked at."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from lam_desktop.panel.state import events, taking_events

TakingPhase = Literal["choosing", "working", "checking"]


@dataclass(frozen=True, slots=True)
class TakingState:
    """What the page shows."""

    phase: TakingPhase = "choosing"
    task: str = ""
    note: str = ""
    problem: str = ""
    lines: tuple[tuple[str, ...], ...] = ()
    """The headings, then the rows, as the person corrected them."""
    unsure: tuple[taking_events.UnsureCell, ...] = ()
    """Cells that were not sure when they were read."""
    settled: frozenset[tuple[int, int]] = frozenset()
    """Row and column of those that the person has looked at."""
    notes: tuple[str, ...] = ()

    @property
    def open(self) -> tuple[taking_events.UnsureCell, ...]:
        """Those that nobody has looked at yet: before that nothing is written."""
        return tuple(one for one in self.unsure if (one.row, one.column) not in self.settled)


def reduce_taking(state: TakingState, event: events.Event) -> TakingState:
    """The rows after `event`."""
    match event:
        case taking_events.TakingOpened(task) if state.phase != "working":
            return TakingState(task=task)
        case taking_events.TakingRequested() if state.phase != "working":
            return TakingState("working", state.task, "Getting ready.")
        case taking_events.TakingProgressed(text) if state.phase == "working":
            return replace(state, note=text)
        case taking_events.TakingFailed(message) if state.phase == "working":
            return TakingState(task=state.task, problem=message)
        case taking_events.Taken(lines, unsure, notes) if state.phase == "working":
            return replace(state, phase="checking", note="", lines=lines, unsure=unsure, notes=notes)
        case taking_events.CellSettled(row, column, text) if state.phase == "checking":
            line = (*state.lines[row][:column], text, *state.lines[row][column + 1 :])
            lines = (*state.lines[:row], line, *state.lines[row + 1 :])
            return replace(state, lines=lines, settled=state.settled | {(row, column)})
        case _:
            return state
