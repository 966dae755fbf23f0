"""Does what the person wants: starts children and jobs, and feeds what comes of them into the store."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtCore import QObject

from lam_desktop.execution.runs.supervision import Answer
from lam_desktop.panel import reading
from lam_desktop.panel.deciding import Deciding
from lam_desktop.panel.jobs import Jobs
from lam_desktop.panel.looking import Looking
from lam_desktop.panel.opening import Opening
from lam_desktop.panel.preparing import UNLOCK_S, Preparing
from lam_desktop.panel.protecting import Protecting
from lam_desktop.panel.receiving_child import ReceivingChild
from lam_desktop.panel.recording_child import RecordingChild
from lam_desktop.panel.refreshing import Refreshing
from lam_desktop.panel.running_again import RunningAgain
from lam_desktop.panel.running_child import RunningChild
from lam_desktop.panel.sharing_child import SharingChild
from lam_desktop.panel.shelf import Shelf
from lam_desktop.panel.state import before_events, events, receive_events, share_events, taking_events
from lam_desktop.panel.state.store import Store
from lam_desktop.panel.taking_child import TakingChild
from lam_desktop.panel.task_reader import TaskReader
from lam_desktop.panel.teaching_child import TeachingChild
from lam_desktop.panel.wire import Mode
from lam_desktop.panel.workers import LineProcess, Programs
from lam_desktop.tasks.explaining.doubts import Reading
from lam_desktop.tasks.storage.forgetting import forget_task
from lam_desktop.tasks.storage.kept_secrets import KeptSecrets
from lam_desktop.tasks.storage.library import Library
from lam_desktop.tasks.texts.rows_argument import table_name
from recorder.exclusions import WindowPattern

UNDERSTAND_GRACE_S = 2.0
SETTLE_MS = 500
"""What the panel's windows covered is drawn again within this time; before, the agent must not look."""


class Controller(QObject):
    """The `Intents` of a living panel. Every call returns at once.

    `settle_ms` passes between stepping aside and the agent's next look; `environment` opens the library to
    children.
    """

    def __init__(
        self,
        library: Library,
        store: Store,
        programs: Programs,
        settle_ms: int = SETTLE_MS,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__()
        self._library = library
        self._store = store
        self._programs = programs
        self._jobs = Jobs()
        self._environment = {"LAM_HOME": str(library.home), **(environment or {})}
        self._shelf = Shelf(library.files)
        self._recording = RecordingChild(self, library, store, self._jobs, programs, self._environment)
        self._recording.saved.connect(self._on_saved)
        self._running = RunningChild(self, library, store, programs, self._environment, settle_ms)
        self._running.over.connect(self._on_run_over)
        self._preparing = Preparing(self, library, store, self._jobs)
        self._sharing = SharingChild(self, store, self._jobs, programs, self._environment)
        self._taking = TakingChild(
            self, store, self._jobs, programs, self._environment, in_memory=library.files.encrypted
        )
        self._receiving = ReceivingChild(self, store, self._jobs, programs, self._environment)
        self._receiving.there.connect(self.refresh)
        self._teaching = TeachingChild(self, store, self._jobs, programs, self._environment)
        self._opening = Opening(self, library, store, self._jobs, self._shelf)
        self._looking = Looking(self, programs, self._environment)
        self._looking.found.connect(self._on_targets_found)
        self._looking.failed.connect(lambda task, message: store.dispatch(events.StepsFailed(task, message)))
        self._deciding = Deciding(self, library, store, self._jobs)
        self._deciding.changed.connect(self._on_task_changed)
        self._reader = TaskReader(library, store, self._jobs, self._shelf)
        self._again = RunningAgain(store, self._preparing, self._reader, self._begin_again, self._go_on_with)
        self._refreshing = Refreshing(library, store, self._jobs, self._shelf)
        self._protecting = Protecting(library, store, self._jobs)

    def refresh(self) -> None:
        """Reads the library."""
        self._refreshing.refresh()

    def close(self) -> None:
        """Ends every child and thread; returns when they are gone."""
        self._recording.close()
        self._running.close()
        self._sharing.close()
        self._taking.close()
        self._receiving.close()
        self._teaching.close()
        self._looking.stop()
        for child in self.findChildren(LineProcess):
            child.wait_end(UNDERSTAND_GRACE_S)
        self._jobs.close()
        self._shelf.close()

    # -- going about

    def navigate(self, screen: events.Screen) -> None:
        """Go to another screen."""
        self._store.dispatch(events.Navigated(screen))
        if screen == "library":
            self.refresh()

    def open_privacy(self) -> None:
        """Show what is left out, and how long runs are kept."""
        self._protecting.open()

    def leave_out(self, window: WindowPattern) -> None:
        """Such windows are not recorded from now on."""
        self._protecting.leave_out(window)

    def record_again(self, window: WindowPattern) -> None:
        """Such windows are left out no longer."""
        self._protecting.record_again(window)

    def leave_managers_out(self, out: bool) -> None:
        """Whether password managers are left out."""
        self._protecting.leave_managers_out(out)

    def withdraw(self, task: str) -> None:
        """What a task checks and starts is not approved any more."""
        self._protecting.withdraw(task)

    def keep_days(self, days: float | None) -> None:
        """Runs are kept so long from now on; None: until somebody removes them."""
        self._protecting.keep(days)

    def remove_older(self) -> None:
        """What is older than the days that were chosen may be removed now."""
        self._protecting.remove_older()

    def drop_keeping(self) -> None:
        """It stays as it was."""
        self._protecting.drop_keeping()

    def close_banner(self) -> None:
        """The message was read."""
        self._store.dispatch(events.BannerClosed())

    # -- recording

    def record(self, request: events.RecordingRequest) -> None:
        """Begin to record."""
        if not self._store.state.busy:
            self._looking.stop()
            self._recording.start(request)

    def stop_recording(self) -> None:
        """End the recording and keep it."""
        self._recording.stop()

    # -- review

    def review(self, task: str) -> None:
        """Show the steps of a task; looks for what they acted on, where that was not done yet."""
        self._store.dispatch(events.ReviewOpened(task))

        def show(found: reading.TaskReading) -> None:
            self._store.dispatch(
                events.StepsLoaded(
                    task, found.steps, found.understood, found.secrets, found.rows, found.shown
                )
            )
            if found.secrets:
                self._preparing.read_kept(task, found.secrets)
            if not found.understood and self._store.state.review.task == task:
                self._looking.start(task)

        self._reader.read_task(task, show)

    def select_step(self, position: int) -> None:
        """Show another step large; counted from 0."""
        self._store.dispatch(events.StepSelected(position))

    def teach(self, task: str) -> None:
        """Take up what was shown during runs of a task, as far as it does no harm."""
        self._teaching.start(task)

    def delete(self, task: str) -> None:
        """Remove a task for good; the person has confirmed it."""

        def gone(_secrets: tuple[str, ...]) -> None:
            text = self.tr("The task “{name}” was deleted.").format(name=task)
            self._store.dispatch(events.Told(text, "info"))
            self.refresh()

        def failed(message: str) -> None:
            self._store.dispatch(events.Told(message))
            self.refresh()

        def delete() -> None:
            kept = KeptSecrets(self._library.home, UNLOCK_S)
            self._jobs.run(lambda _cancelled: forget_task(self._library, task, kept), gone, failed)

        self._looking.stop_for(task, delete)

    # -- running

    def open_run(self, task: str) -> None:
        """Prepare a run: the rows file of the demonstration is chosen already, from the next row on."""
        if self._store.state.busy:
            return
        known = self._store.state.run.rows_path if self._store.state.run.task == task else ""
        self._store.dispatch(events.RunOpened(task))

        def show(found: reading.TaskReading) -> None:
            self._store.dispatch(found.prepared(task))
            self._preparing.read(task, found.secrets)
            if not found.understood:
                self._looking.start(task)
            if not known and found.row is not None and found.table:
                self._reader.read_rows(task, found.table, found.row.index + 1)

        self._reader.read_task(task, show)
        if known:
            self._reader.read_rows(task, known, None)

    def choose_rows(self, path: str) -> None:
        """Read a rows file; the empty path: run without one."""
        if path:
            self._reader.read_rows(self._store.state.run.task, path, None)
        else:
            self._store.dispatch(events.RowsCleared())

    def choose_sheet(self, sheet: str) -> None:
        """Read another sheet of the chosen workbook."""
        self.choose_rows(table_name(self._store.state.run.rows_file, sheet))

    def choose_range(self, first: int, last: int) -> None:
        """Run only these data rows, counted from 1, both included."""
        self._store.dispatch(events.RangeChosen(first, last))

    def choose_instruction(self, text: str) -> None:
        """What to do this time, in a sentence built as the one that the task was shown with."""
        self._store.dispatch(events.InstructionChosen(text))

    def leave_odd_out(self, rows: tuple[int, ...], left_out: bool) -> None:
        """Whether these rows, which look odd, are left out."""
        self._store.dispatch(events.OddRowsChosen(rows, left_out))

    def enter_again(self, again: bool) -> None:
        """Whether the rows that an earlier run has entered are entered once more."""
        self._store.dispatch(events.EnteredRowsChosen(again))

    def choose_mode(self, mode: Mode) -> None:
        """How closely to follow the run."""
        self._store.dispatch(events.ModeChosen(mode))

    def open_table(self) -> None:
        """Open the table with what came of each row in the program that is there for it."""
        self._opening.table(self._library.home / self._store.state.run.table)

    def open_report(self) -> None:
        """Write the run's report and open it in the browser."""
        self._opening.report(self._library.home / self._store.state.run.folder)

    def start_run(self, secrets: Mapping[str, str] | None = None, *, keep: bool = False) -> None:
        """Begin the run; `secrets` are the texts of those that it needs, by name.

        With `keep` they go into the keyring first; where that fails, it is told, and nothing begins.
        """
        if self._store.state.busy:
            return
        if keep and secrets:
            task = self._store.state.run.task
            self._preparing.keep(
                task, secrets, lambda: self._go_on_with(task, lambda: self.start_run(secrets))
            )
            return
        self._looking.stop()
        self._running.start(secrets or {})

    def choose_keep_going(self, on: bool) -> None:
        """Whether the next row is tried after one that did not end well."""
        self._store.dispatch(before_events.KeepGoingChosen(on))

    def check_screen(self) -> None:
        """Look whether the steps would be found on the screen as it is; nothing is done."""
        if not self._store.state.busy:
            self._looking.stop()
            self._running.check()

    def show_check(self, shown: bool) -> None:
        """Look at what a check of the screen found, or be done with it."""
        self._store.dispatch(before_events.ScreenCheckShown(shown))

    def approve(self, task: str, text: str) -> None:
        """Approve exactly this text of the task's checks, which the person has read."""
        self._preparing.approve(task, text)

    def settle_doubt(self, step: int, doubt: str, value: Reading, of: str = "") -> None:
        """Keep in the task, or in one that it does, what is meant by a step of whose doubt they read."""
        if not self._store.state.busy:
            self._looking.stop_for(
                self._store.state.run.task, lambda: self._deciding.settle(step, doubt, value, of)
            )

    def name_shown_row(self, row: int) -> None:
        """Say which row of the chosen table was shown while recording; 0: none of them."""
        self._deciding.propose(row)

    def bind_rows(self, chosen: Mapping[int, int]) -> None:
        """Let the steps follow the table as proposed; `chosen`: step -> place of the reading, from 0."""
        if not self._store.state.busy:
            task = self._store.state.run.task
            self._looking.stop_for(task, lambda: self._deciding.bind(chosen))

    def forget_secret(self, task: str, name: str) -> None:
        """Remove a secret of the task from the keyring; the person has confirmed it."""
        self._preparing.forget(task, name, self._store.state.review.secrets)

    def find_undone(self) -> None:
        """Do what the last run left undone; first it is found out what that is."""
        self._again.find_undone()

    def do_anew(self) -> None:
        """Do the last run again from its beginning, with what it was told."""
        self._again.do_anew()

    def go_on_where_broke_off(self) -> None:
        """Choose what the newest run left undone, from the row on in which it broke off."""
        self._again.go_on_where_broke_off()

    def run_again(self, repeated: tuple[int, ...]) -> None:
        """Begin with those rows; of what may be stored already only `repeated`, as the person decided."""
        self._again.run_again(repeated)

    def drop_again(self) -> None:
        """Rather choose the rows."""
        self._store.dispatch(before_events.AgainChosen(None))

    # -- rows from the screen

    def open_taking(self) -> None:
        """Prepare to take rows from a table that another program shows."""
        self._store.dispatch(taking_events.TakingOpened(self._store.state.run.task))

    def take_rows(self, *, scroll: bool) -> None:
        """Read the table of the window that will be in front; with `scroll`, to its end."""
        if not self._store.state.busy:
            self._looking.stop()
            self._taking.start(scroll=scroll)

    def stop_taking(self) -> None:
        """Give it up."""
        self._taking.stop()

    def settle_cell(self, row: int, column: int, text: str) -> None:
        """Say what a cell says; row 0 are the headings, columns count from 0."""
        self._store.dispatch(taking_events.CellSettled(row, column, text))

    def keep_taken(self, path: str) -> None:
        """Write the rows into this file, and use it for the task."""
        task = self._store.state.taking.task

        def use() -> None:
            self.open_run(task)
            self.choose_rows(path)

        self._taking.keep(Path(path), use)

    # -- sharing

    def open_share(self, task: str) -> None:
        """Prepare a copy of a task that can be given away."""
        self._sharing.open(task)

    def share_report(self, task: str, run: str) -> None:
        """Prepare a copy of the report of a run, by its folder, that can be given away."""
        self._sharing.open(task, run)

    def share(self, request: share_events.ShareRequest) -> None:
        """Make the copy."""
        self._sharing.start(request)

    def stop_share(self) -> None:
        """Give the copy up."""
        self._sharing.stop()

    def open_shared(self) -> None:
        """Open the page that shows what was masked in the browser."""
        self._sharing.look()

    # -- taking in

    def open_receive(self) -> None:
        """Prepare to take in a task that somebody gave away; one that is being taken in is shown instead."""
        self._store.dispatch(receive_events.ReceiveOpened())

    def receive(self, request: receive_events.ReceiveRequest) -> None:
        """Take it in."""
        self._receiving.start(request)

    def stop_receive(self) -> None:
        """Give it up."""
        self._receiving.stop()

    # -- running at work

    def pause(self) -> None:
        """Stand still before the next action."""
        self._running.pause()

    def step(self) -> None:
        """Do one step, then stand still."""
        self._running.step()

    def resume(self) -> None:
        """Go on."""
        self._running.resume()

    def stop_run(self) -> None:
        """End the run."""
        self._running.stop()

    def answer(self, answer: Answer) -> None:
        """Answer the agent's question."""
        self._running.answer(answer)

    # -- inner works

    def _on_run_over(self) -> None:
        self.refresh()
        run = self._store.state.run
        if run.status == "error":  # it may be that a check was changed, and waits for approval again
            self._preparing.read_approval(run.task)
        if run.may_come_once_more:
            self._preparing.read_once_more(run.task, run.folder)

    def _go_on_with(self, task: str, act: Callable[[], None]) -> None:
        """What was wished before something slow; the person may have turned to something else meanwhile."""
        state = self._store.state
        if state.screen == "run" and state.run.task == task:
            act()

    def _begin_again(self) -> None:
        if self._store.state.run.lacks_secrets:
            self.open_run(self._store.state.run.task)  # the page before asks for them
        else:
            self.start_run()

    def _on_saved(self, task: str) -> None:
        self.refresh()
        self.review(task)

    def _on_targets_found(self, task: str) -> None:
        def show(found: reading.TaskReading) -> None:
            self._store.dispatch(
                events.StepsLoaded(
                    task, found.steps, secrets=found.secrets, rows=found.rows, shown=found.shown
                )
            )
            self._store.dispatch(found.prepared(task))

        self._reader.read_task(task, show)

    def _on_task_changed(self, task: str) -> None:
        """The person has said what a step means: its words, columns and odd cells may be others now."""
        self._go_on_with(task, lambda: self.open_run(task))
