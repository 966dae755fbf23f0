"""Before a run: finds what one demonstration left open, and keeps what the person says about it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, Signal

from lam_desktop.errors import UsageError
from lam_desktop.panel.jobs import Jobs
from lam_desktop.panel.state import before_events, events
from lam_desktop.panel.state.panel import PanelState
from lam_desktop.panel.state.run import RunState
from lam_desktop.panel.state.store import Store
from lam_desktop.tasks.explaining.binding import bound_to, follows_columns, propose
from lam_desktop.tasks.explaining.doubts import Reading, doubts_of_whole, settled
from lam_desktop.tasks.explaining.within import with_offers_left
from lam_desktop.tasks.provenance.instructions import INSTRUCTION, refuse_other_build, row_of
from lam_desktop.tasks.provenance.rows import Row, read_named
from lam_desktop.tasks.step import Value
from lam_desktop.tasks.storage.library import Library
from lam_desktop.tasks.task import Task
from lam_desktop.tasks.task_yaml import task_file


class Deciding(QObject):
    """Reads doubts anew whenever steps or chosen rows are others, and what a table may mean for the steps."""

    changed = Signal(str)
    """A task was changed as the person meant it."""

    def __init__(self, parent: QObject, library: Library, store: Store, jobs: Jobs) -> None:
        super().__init__(parent)
        self._library = library
        self._store = store
        self._jobs = jobs
        self._seen: tuple[object, ...] = ()
        self._turn = 0
        store.subscribe(self._on_state)

    def settle(self, step: int, doubt: str, value: Reading, of: str = "") -> None:
        """Keeps a value as the person meant it; a step that was changed since they read its doubt is not.

        `of`: the task that has the step, where the chosen one does it; empty: that one itself.
        """
        name = self._store.state.run.task

        def work(_cancelled: Callable[[], bool]) -> str:
            task = with_offers_left(self._library.open(of or name), self._library.open)
            if not any(one.number == step and doubt in one.doubts for one in task.steps):
                raise UsageError(f"Step {step} was changed meanwhile; look at it again.")
            task_file.save(settled(task, step, value))
            return name

        def failed(message: str) -> None:
            self._tell(message)
            self.changed.emit(name)

        self._jobs.run(work, self.changed.emit, failed)

    def propose(self, shown: int | None = None) -> None:
        """Finds which columns of the chosen table the steps may follow; `shown` as in `binding.propose`."""
        run = self._store.state.run

        def work(_cancelled: Callable[[], bool]) -> before_events.ProposalRead | None:
            task = self._library.open(run.task)
            if not task.looked_at or follows_columns(task):
                return None
            found = propose(task, read_named(run.rows_path), shown)
            return before_events.ProposalRead(run.task, run.rows_path, found)

        def done(read: before_events.ProposalRead | None) -> None:
            if read is not None:
                self._store.dispatch(read)

        self._jobs.run(work, done, self._tell)

    def bind(self, chosen: Mapping[int, int]) -> None:
        """Lets the steps follow the table as it was proposed, where the task is as it was then."""
        run = self._store.state.run
        proposal = run.before.proposal
        if proposal is None:
            return

        def work(_cancelled: Callable[[], bool]) -> str:
            task = self._library.open(run.task)
            now = {one.number: one.value for one in task.steps}
            for one in proposal.proposed:
                if (now.get(one.step) or Value("constant", text=one.text)) != one.meant[-1].value:
                    raise UsageError(f"Step {one.step} was changed meanwhile; look at it again.")
            task_file.save(bound_to(task, proposal, chosen))
            return run.task

        self._jobs.run(work, self.changed.emit, self._tell)

    def _on_state(self, state: PanelState) -> None:
        run = state.run
        if run.live or not run.task or not run.task_steps:
            return
        seen = (run.task, run.task_steps, run.rows_path, id(run.cells), run.first, run.last, run.again,
                run.left_out, run.instruction)  # fmt: skip
        if seen == self._seen:
            return
        self._seen = seen
        self._turn += 1
        turn = self._turn

        def show(read: before_events.DoubtsRead) -> None:
            if turn == self._turn:
                self._store.dispatch(read)

        if run.rows_path and not run.task_columns and run.before.proposal is None:
            self.propose()
        self._jobs.run(
            lambda _cancelled: _doubts(self._library, run),
            show,
            # A task that cannot be read was told of by whoever opened it.
            lambda _message: show(before_events.DoubtsRead(run.task, ())),
        )

    def _tell(self, message: str) -> None:
        self._store.dispatch(events.Told(message))


def _doubts(library: Library, run: RunState) -> before_events.DoubtsRead:
    task = library.open(run.task)
    refused = ""
    if run.task_instruction and not run.rows_path:
        try:
            said = row_of(run.instruction)
            if task.understood:  # before, nobody knows what of it the steps use
                refuse_other_build(task, said.cells[INSTRUCTION])
        except UsageError as error:
            refused = str(error)
    rows = () if refused else _chosen(task, run)

    def opened(name: str) -> Task:
        return with_offers_left(library.open(name), library.open)

    doubts = doubts_of_whole(opened(run.task), opened, rows) if rows else ()
    return before_events.DoubtsRead(run.task, doubts, refused)


def _chosen(task: Task, run: RunState) -> tuple[Row, ...]:
    """The rows that a run would do; without a table the one that was demonstrated, or that is said."""
    if not run.rows_path:
        cells = {} if task.row is None else dict(task.row.cells)
        return (Row(1, cells | row_of(run.instruction).cells if run.task_instruction else cells),)
    places = [row for row in run.to_do if row <= len(run.cells)]
    return tuple(Row(row, dict(zip(run.columns, run.cells[row - 1], strict=True))) for row in places)
