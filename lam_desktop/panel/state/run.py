"""One run: what was chosen, where each row stands, what the agent sees and asks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from lam_desktop.panel import wire
from lam_desktop.panel.state import before_events, events
from lam_desktop.panel.state.before import BeforeRun, check_ended, reduce_before
from lam_desktop.tasks.limits import Limits
from lam_desktop.tasks.texts.rows_argument import SHEET
from lam_desktop.types import Box

RunPhase = Literal["choosing", "loading", "working", "paused", "asking", "stopping", "finished"]
TROUBLED = ("asked", "failed", "stopped", "error")
"""How a row that did not end well may stand."""
LIVE: tuple[RunPhase, ...] = ("loading", "working", "paused", "asking", "stopping")


@dataclass(frozen=True, slots=True)
class RowView:
    """One row of the run."""

    index: int
    """Data row, counted from 1."""
    label: str = ""
    """Its first cells, so that the person knows which one it is."""
    status: str = "waiting"
    """waiting, working, done, asked, failed, stopped, skipped, not_started or entered."""
    seconds: float = 0.0
    acted: bool = False
    """Whether the agent has done anything in it."""
    evidence: str = ""
    """What it counts as where it is done: seen, confirmed, or not seen."""

    @property
    def spent(self) -> bool:
        """Whether repeating it could enter it twice."""
        return self.acted or self.status in ("done", "skipped", "failed")


@dataclass(frozen=True, slots=True)
class RunState:
    """Everything that the run screens show."""

    phase: RunPhase = "choosing"
    task: str = ""
    task_steps: tuple[events.StepView, ...] = ()
    """As they were demonstrated; none until the task was read."""
    task_columns: tuple[str, ...] = ()
    """Columns of the row that the task uses."""
    task_secrets: tuple[str, ...] = ()
    """Names of the secrets that a run needs; their texts are in no state."""
    task_limits: Limits = field(default_factory=Limits)
    task_instruction: str = ""
    """The sentence that the task was demonstrated with, if any."""
    instruction: str = ""
    """The sentence that says what to do this time, where no table is chosen."""
    kept_secrets: tuple[str, ...] = ()
    """Those of them that the keyring holds: nobody needs to type them."""
    rows_path: str = ""
    """The table; of a workbook that has several sheets, with `#` and the sheet behind."""
    rows_sheet: str = ""
    rows_sheets: tuple[str, ...] = ()
    """The sheets to choose from."""
    rows_lines: events.SheetLines = events.AS_NUMBERED
    columns: tuple[str, ...] = ()
    cells: tuple[tuple[str, ...], ...] = ()
    odd: tuple[events.OddCell, ...] = ()
    """What looks wrong in the table."""
    left_odd: frozenset[int] = frozenset()
    """Odd rows that the person leaves out."""
    enter_again: bool = False
    """Whether rows that an earlier run has entered are entered once more."""
    first: int = 1
    last: int = 1
    mode: wire.Mode = "ask"
    keep_going: bool = False
    """Whether the next row is tried after one that did not end well."""
    again: before_events.Again | None = None
    """Rows of an earlier run that are chosen instead of a range."""
    once_more: before_events.OnceMoreRead | None = None
    """What may come next of a run without a table that did not end well; None until that was read."""
    before: BeforeRun = field(default_factory=BeforeRun)
    checking: bool = False
    """Whether the child only looks whether the steps would be found."""
    rows: tuple[RowView, ...] = ()
    """Those that the run does."""
    entered: tuple[RowView, ...] = ()
    """Those that it leaves out because an earlier run has entered them."""
    ready: bool = False
    """Whether the runner got ready in this run, and the panel stepped aside."""
    steps: int = 0
    row: int = 0
    """Data row at work; 0 before the first."""
    step: int = 0
    """Step at work, counted from 1; 0 before the first."""
    caption: str = ""
    note: str = ""
    """What happens now, in words."""
    look: wire.Look | None = None
    shown: wire.Look | None = None
    """The place that the person showed for the step at work; None where they did not."""
    question: wire.Asked | None = None
    window: Box | None = None
    """Where the target window is, desktop pixels."""
    status: str = ""
    message: str = ""
    folder: str = ""
    table: str = ""

    @property
    def rows_file(self) -> str:
        """The table's file, without its sheet."""
        return self.rows_path.removesuffix(f"{SHEET}{self.rows_sheet}") if self.rows_sheet else self.rows_path

    @property
    def live(self) -> bool:
        """Whether a child process is at work."""
        return self.phase in LIVE

    @property
    def rows_told(self) -> tuple[RowView, ...]:
        """The rows of the run, and those that were entered before, as they stand in the table."""
        return tuple(sorted((*self.rows, *self.entered), key=lambda row: row.index))

    @property
    def none_left(self) -> bool:
        """Whether no run began, for all of its rows were entered before or are left out."""
        return self.phase == "finished" and self.status == "done" and bool(self.entered) and not self.rows

    @property
    def rows_done(self) -> int:
        """Rows finished and verified."""
        return sum(row.status == "done" for row in self.rows)

    @property
    def odd_here(self) -> tuple[events.OddCell, ...]:
        """What looks wrong in the chosen rows, and in whole columns."""
        return tuple(one for one in self.odd if one.whole_column or one.row in self.chosen)

    @property
    def odd_rows(self) -> tuple[int, ...]:
        """Chosen rows that look wrong by themselves, and were not entered before."""
        rows = dict.fromkeys(one.row for one in self.odd_here if not one.whole_column)
        return tuple(row for row in rows if row not in self.entered_rows)

    @property
    def entered_rows(self) -> tuple[int, ...]:
        """Chosen rows that an earlier run has entered; none where its rows are chosen to be done again."""
        if self.again is not None:
            return ()
        return tuple(dict.fromkeys(one.row for one in self.odd_here if one.entered))

    @property
    def left_out(self) -> tuple[int, ...]:
        """Data rows of the chosen range that are not done."""
        entered = () if self.enter_again else self.entered_rows
        left = self.left_odd.intersection(self.odd_rows).union(entered)
        return tuple(row for row in self.chosen if row in left)

    @property
    def to_do(self) -> tuple[int, ...]:
        """Data rows that a run does; one without a table."""
        if not self.rows_path:
            return (1,)
        return tuple(row for row in self.chosen if row not in self.left_out)

    @property
    def beyond_limit(self) -> str:
        """What is to be told of the rows to do, where a run may not do all of them."""
        return self.task_limits.told_before(len(self.to_do))

    @property
    def chosen(self) -> Sequence[int]:
        """Data rows that the person chose, odd ones among them; none without a table."""
        if self.again is not None:
            return self.again.to_do
        return range(self.first, self.last + 1) if self.rows_path else ()

    @property
    def missing_columns(self) -> tuple[str, ...]:
        """Columns that the task uses and the chosen rows file lacks."""
        if not self.rows_path:
            return ()
        return tuple(name for name in self.task_columns if name not in self.columns)

    @property
    def demonstrated(self) -> events.StepView | None:
        """How the step at work looked when the person showed it."""
        return next((step for step in self.task_steps if step.number == self.step), None)

    @property
    def rest(self) -> tuple[int, int] | None:
        """First and last row behind those that were begun, where that makes sense to run next."""
        behind = max((at for at, row in enumerate(self.rows, start=1) if row.spent), default=0)
        if self.phase != "finished" or not self.rows_path or not self.rows_done or behind == len(self.rows):
            return None
        if self.again is not None:  # what lies between the rows that are done again is done
            return None
        return self.rows[behind].index, self.rows[-1].index

    @property
    def undone(self) -> int:
        """How many rows of a finished run of a table can be done again; 0 where all ended well."""
        troubled = any(row.status in TROUBLED for row in self.rows)
        if self.phase != "finished" or not (self.folder and self.rows_path and troubled):
            return 0
        return sum(row.status != "done" for row in self.rows)

    @property
    def may_come_once_more(self) -> bool:
        """Whether a run without a table ended so that it is to be found out what may come next."""
        ended = self.phase == "finished" and self.status in TROUBLED
        return ended and bool(self.folder) and not self.rows_path

    @property
    def lacks_secrets(self) -> bool:
        """Whether a run needs a secret that only the person can type."""
        return bool(set(self.task_secrets) - set(self.kept_secrets))

    @property
    def uncertain(self) -> int:
        """The row of a finished run that was begun and is not known to be done; 0 for none."""
        if self.phase != "finished" or not self.rows_path:
            return 0
        return next(
            (row.index for row in self.rows if row.spent and row.status not in ("done", "skipped")), 0
        )


def reduce_run(state: RunState, event: events.Event) -> RunState:
    """The run after `event`."""
    if isinstance(event, wire.Report):
        return _reported(state, event) if state.live else state
    return _wanted(state, event) if state.live else _chosen(state, event)


def _chosen(state: RunState, event: events.Event) -> RunState:
    """What the person chooses before a run, or after one."""
    match event:
        case events.RunOpened(task) if task == state.task:
            return replace(state, phase="choosing", before=replace(state.before, check_shown=False))
        case events.RunOpened(task):
            return RunState(task=task, mode=state.mode, before=_keyring_of(state.before))
        case events.RunPrepared(task, steps, columns, secrets, limits, instruction) if task == state.task:
            return replace(
                state, task_steps=steps, task_columns=columns, task_secrets=secrets, task_limits=limits,
                task_instruction=instruction,
                instruction=state.instruction if state.task_instruction == instruction else instruction,
            )  # fmt: skip
        case events.InstructionChosen(text):
            return replace(state, instruction=text, again=None)
        case before_events.SecretsKept(task, names) if task == state.task:
            return replace(state, kept_secrets=names)
        case (
            before_events.SurroundingsRead(task)
            | before_events.ApprovalRead(task)
            | before_events.DoubtsRead(task)
            | before_events.BrokeOffRead(task)
        ) if task != state.task:
            return state
        case before_events.ProposalRead(task, path) if (task, path) != (state.task, state.rows_path):
            return state
        case before_events.KeepGoingChosen(on):
            return replace(state, keep_going=on)
        case before_events.OnceMoreRead(task, run):
            return replace(state, once_more=event) if (task, run) == (state.task, state.folder) else state
        case before_events.AgainChosen(again):
            said = state.instruction if again is None else again.instruction or state.instruction
            return replace(state, again=again, instruction=said)
        case before_events.ScreenCheckRequested():
            return replace(_started(state), checking=True, rows=(), before=reduce_before(state.before, event))
        case events.RowsLoaded(path, columns, cells, odd, sheet, sheets, lines):
            same = path == state.rows_path
            return replace(
                state, rows_path=path, rows_sheet=sheet, rows_sheets=sheets, columns=columns, cells=cells,
                odd=odd, rows_lines=lines, first=1, last=max(1, len(cells)),
                left_odd=state.left_odd if same else frozenset(), enter_again=False,
                again=state.again if same else None, before=replace(state.before, proposal=None),
            )  # fmt: skip
        case events.RowsCleared():
            before = replace(state.before, proposal=None)
            return replace(
                state, rows_path="", rows_sheet="", rows_sheets=(), columns=(), cells=(), odd=(), first=1,
                rows_lines=events.AS_NUMBERED, last=1, again=None, before=before,
            )  # fmt: skip
        case events.OddRowsChosen(rows, left_out):
            left = state.left_odd.union(rows) if left_out else state.left_odd.difference(rows)
            return replace(state, left_odd=left)
        case events.EnteredRowsChosen(again):
            return replace(state, enter_again=again)
        case events.RangeChosen(first, last):
            last = min(max(1, last), max(1, len(state.cells)))
            return replace(state, first=min(max(1, first), last), last=last, again=None)
        case events.ModeChosen(mode):
            return replace(state, mode=mode)
        case events.RunRequested():
            return _started(state)
        case _:
            return replace(state, before=reduce_before(state.before, event))


def _wanted(state: RunState, event: events.Event) -> RunState:
    """What the person wants of a run at work, and its sudden end."""
    match event:
        case events.AnswerGiven(answer) if answer.kind != "stop":
            if state.phase != "asking":
                return state
            look = _shown_by_person(state.look, answer.point)
            shown = state.shown if answer.point is None else look
            thanked = replace(state, phase="working", question=None, note="Thank you, going on.")
            return replace(thanked, look=look, shown=shown)
        case events.AnswerGiven() | events.RunStopping():
            return replace(state, phase="stopping", question=None, note="Stopping.")
        case events.RunPausing() if state.phase == "working":
            return replace(state, note="Pausing before the next action.")
        case events.RunVanished(message):
            return _ended(state, "error", message)
        case _:
            return state


def _shown_by_person(look: wire.Look | None, point: tuple[int, int] | None) -> wire.Look | None:
    """The place that the person showed, so that the panel keeps off it until the agent has acted there."""
    if look is None or point is None:
        return look
    spot = wire.Spot(Box(*point, 1, 1), "icon", "", 1.0)
    return replace(
        look, target=spot, others=(), point=point, confidence=1.0, accepted=True, reason="You showed it."
    )


def _started(state: RunState) -> RunState:
    return replace(
        state, phase="loading", rows=tuple(RowView(index, _label(state, index)) for index in state.to_do),
        entered=_entered(state, () if state.enter_again else state.entered_rows),
        ready=False, checking=False, row=0, step=0, caption="", note="Getting ready.", look=None, shown=None,
        question=None, window=None, status="", message="", once_more=None, folder="", table="",
    )  # fmt: skip


def _entered(state: RunState, rows: Sequence[int]) -> tuple[RowView, ...]:
    return tuple(RowView(index, _label(state, index), "entered") for index in rows)


def _keyring_of(before: BeforeRun) -> BeforeRun:
    """What is known of another task: the keyring is the same."""
    return BeforeRun(keyring=before.keyring, keyring_problem=before.keyring_problem)


def _label(state: RunState, index: int) -> str:
    if not 1 <= index <= len(state.cells):
        return state.instruction if state.task_instruction else "as recorded"
    return " · ".join(cell for cell in state.cells[index - 1][:3] if cell)


def _reported(state: RunState, report: wire.Report) -> RunState:
    match report:
        case wire.Loading(text):
            return replace(state, note=text)
        case wire.Ready(rows, steps, window, entered):
            known = {row.index: row for row in state.rows}
            views = tuple(known.get(index, RowView(index)) for index in rows)
            return replace(
                _going(state),
                rows=views,
                entered=_entered(state, entered),
                ready=True,
                steps=steps,
                window=window,
                note="Looking at the screen.",
            )
        case wire.RowStarted(row):
            begun = _row(state, row, status="working", acted=False)
            return replace(begun, row=row, step=0, look=None, shown=None)
        case wire.WentOn(row, step, reason):
            return replace(state, row=row, step=min(step, state.steps), note=reason)
        case wire.Observed(row, step, caption):
            shown = state.shown if (row, step) == (state.row, state.step) else None
            looking = replace(_going(state), row=row, step=step, caption=caption, shown=shown)
            return replace(looking, note="Looking at the screen.")
        case wire.Decided(row, step, caption, look):
            window = state.window if look.window is None else look.window.moved(*look.origin)
            note = "Found it." if look.accepted else "Not sure yet: waiting for the screen to change."
            return replace(state, row=row, step=step, caption=caption, look=look, note=note, window=window)
        case wire.Acting(row, _, description):
            return replace(_row(_going(state), row, status="working", acted=True), note=description)
        case wire.Slower(_, _, told) | wire.PutRight(_, _, told):
            return replace(state, note=told)
        case wire.Verified(_, _, _, reason):
            return replace(state, note=reason)
        case wire.Paused(reason):
            return state if state.phase == "stopping" else replace(state, phase="paused", note=reason)
        case wire.Resumed():
            return _going(state)
        case wire.Asked(row, step, caption, reason, look):
            if state.phase == "stopping":
                return state
            asking = replace(_row(state, row, status="asked"), phase="asking", question=report)
            return replace(asking, row=row, step=step, caption=caption, look=look, note=reason)
        case wire.Answered():
            return replace(_row(_going(state), state.row, status="working"), question=None)
        case wire.RowFinished(row, status, _, _, seconds, evidence):
            return _row(state, row, status=status, seconds=seconds, evidence=evidence)
        case wire.Checked():
            return replace(state, before=reduce_before(state.before, report))
        case wire.Finished(status, message, _, folder, table, entered):
            if entered:  # it never got ready: of the rows that the page meant to do, none was left
                left = tuple(row for row in state.rows if row.index not in entered)
                state = replace(state, rows=left, entered=_entered(state, entered))
            return replace(_ended(state, status, message), folder=folder, table=table)


def _going(state: RunState) -> RunState:
    return state if state.phase == "stopping" else replace(state, phase="working")


def _row(state: RunState, index: int, **changed: Any) -> RunState:
    rows = tuple(replace(row, **changed) if row.index == index else row for row in state.rows)
    return replace(state, rows=rows)


def _ended(state: RunState, status: str, message: str) -> RunState:
    if state.checking:
        before = check_ended(state.before, status, message)
        return replace(state, phase="choosing", checking=False, ready=False, before=before)
    last = {"working": "stopped" if status == "stopped" else "failed", "waiting": "not_started"}
    rows = tuple(replace(row, status=last.get(row.status, row.status)) for row in state.rows)
    again = state.again if state.rows_path else None  # what went on is over
    return replace(
        state, phase="finished", question=None, rows=rows, status=status, message=message, again=again
    )
