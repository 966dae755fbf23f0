"""One run: what was chosen, where each row stands, what the agent sees and asks."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from lam_desktop.panel import wire
from lam_desktop.panel.state import events
from lam_desktop.types import Box

RunPhase = Literal["choosing", "loading", "working", "paused", "asking", "stopping", "finished"]
LIVE: tuple[RunPhase, ...] = ("loading", "working", "paused", "asking", "stopping")


@dataclass(frozen=True, slots=True)
class RowView:
    """One row of the run."""

    index: int
    """Data row, counted from 1."""
    label: str = ""
    """Its first cells, so that the person knows which one it is."""
    status: str = "waiting"
    """waiting, working, done, asked, failed, stopped, skipped or not_started."""
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class RunState:
    """Everything that the run screens show."""

    phase: RunPhase = "choosing"
    task: str = ""
    rows_path: str = ""
    columns: tuple[str, ...] = ()
    cells: tuple[tuple[str, ...], ...] = ()
    first: int = 1
    last: int = 1
    mode: wire.Mode = "ask"
    rows: tuple[RowView, ...] = ()
    steps: int = 0
    row: int = 0
    """Data row at work; 0 before the first."""
    step: int = 0
    """Step at work, counted from 1; 0 before the first."""
    caption: str = ""
    note: str = ""
    """What happens now, in words."""
    look: wire.Look | None = None
    question: wire.Asked | None = None
    window: Box | None = None
    """Where the target window is, desktop pixels."""
    status: str = ""
    message: str = ""
    folder: str = ""

    @property
    def live(self) -> bool:
        """Whether a child process is at work."""
        return self.phase in LIVE

    @property
    def rows_done(self) -> int:
        """Rows finished and verified."""
        return sum(row.status == "done" for row in self.rows)


def reduce_run(state: RunState, event: events.Event) -> RunState:
    """The run after `event`."""
    if isinstance(event, wire.Report):
        return _reported(state, event) if state.live else state
    match event:
        case events.RunOpened(task) if not state.live:
            return RunState(task=task, mode=state.mode)
        case events.RowsLoaded(path, columns, cells):
            return replace(
                state, rows_path=path, columns=columns, cells=cells, first=1, last=max(1, len(cells))
            )
        case events.RowsCleared():
            return replace(state, rows_path="", columns=(), cells=(), first=1, last=1)
        case events.RangeChosen(first, last):
            last = min(max(1, last), max(1, len(state.cells)))
            return replace(state, first=min(max(1, first), last), last=last)
        case events.ModeChosen(mode):
            return replace(state, mode=mode)
        case events.RunRequested() if not state.live:
            return _started(state)
        case events.AnswerGiven() if state.phase == "asking":
            return replace(state, phase="working", question=None, note="Thank you, going on.")
        case events.RunStopping() if state.live:
            return replace(state, phase="stopping", question=None, note="Stopping.")
        case events.RunVanished(message) if state.live:
            return _ended(state, "error", message, "")
        case _:
            return state


def _started(state: RunState) -> RunState:
    indices = range(state.first, state.last + 1) if state.rows_path else range(1, 2)
    return replace(
        state,
        phase="loading",
        rows=tuple(RowView(index, _label(state, index)) for index in indices),
        row=0,
        step=0,
        caption="",
        note="Getting ready.",
        look=None,
        question=None,
        window=None,
        status="",
        message="",
        folder="",
    )


def _label(state: RunState, index: int) -> str:
    if not 1 <= index <= len(state.cells):
        return "as recorded"
    return " · ".join(cell for cell in state.cells[index - 1][:3] if cell)


def _reported(state: RunState, report: wire.Report) -> RunState:
    match report:
        case wire.Loading(text):
            return replace(state, note=text)
        case wire.Ready(rows, steps, window):
            known = {row.index: row for row in state.rows}
            views = tuple(known.get(index, RowView(index)) for index in rows)
            return replace(
                _going(state), rows=views, steps=steps, window=window, note="Looking at the screen."
            )
        case wire.RowStarted(row):
            return replace(_row(state, row, status="working"), row=row, step=0, look=None)
        case wire.Observed(row, step, caption):
            return replace(_going(state), row=row, step=step, caption=caption, note="Looking at the screen.")
        case wire.Decided(row, step, caption, look):
            window = look.window or state.window
            return replace(
                state, row=row, step=step, caption=caption, look=look, note=look.reason, window=window
            )
        case wire.Acting():
            return replace(_going(state), note="Acting.")
        case wire.Verified(_, _, _, reason):
            return replace(state, note=reason)
        case wire.Paused(reason):
            return state if state.phase == "stopping" else replace(state, phase="paused", note=reason)
        case wire.Resumed():
            return _going(state)
        case wire.Asked(row, step, caption, reason, look):
            asking = replace(_row(state, row, status="asked"), phase="asking", question=report)
            return replace(asking, row=row, step=step, caption=caption, look=look, note=reason)
        case wire.Answered():
            return replace(_row(state, state.row, status="working"), phase="working", question=None)
        case wire.RowFinished(row, status, _, _, seconds):
            return _row(state, row, status=status, seconds=seconds)
        case wire.Finished(status, message, _, folder):
            return _ended(state, status, message, folder)


def _going(state: RunState) -> RunState:
    return state if state.phase == "stopping" else replace(state, phase="working")


def _row(state: RunState, index: int, *, status: str, seconds: float = 0.0) -> RunState:
    rows = tuple(
        replace(row, status=status, seconds=seconds) if row.index == index else row for row in state.rows
    )
    return replace(state, rows=rows)


def _ended(state: RunState, status: str, message: str, folder: str) -> RunState:
    last = {"working": "stopped" if status == "stopped" else "failed", "waiting": "not_started"}
    rows = tuple(replace(row, status=last.get(row.status, row.status)) for row in state.rows)
    return replace(
        state, phase="finished", question=None, rows=rows, status=status, message=message, folder=folder
    )
