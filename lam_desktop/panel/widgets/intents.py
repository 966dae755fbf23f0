"""What the person can want; the widgets call it, the controller does it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from lam_desktop.panel.state.events import RecordingRequest, Screen
from lam_desktop.panel.state.receive_events import ReceiveRequest
from lam_desktop.panel.state.share_events import ShareRequest
from lam_desktop.panel.wire import Answer, Mode
from lam_desktop.tasks.explaining.doubts import Reading
from recorder.exclusions import WindowPattern


class Intents(Protocol):
    """Every call returns at once; what comes of it arrives through the store."""

    def navigate(self, screen: Screen) -> None:
        """Go to another screen."""
        ...

    def open_privacy(self) -> None:
        """Show what is left out, and how long runs are kept."""
        ...

    def leave_out(self, window: WindowPattern) -> None:
        """Such windows are not recorded from now on."""
        ...

    def record_again(self, window: WindowPattern) -> None:
        """Such windows are left out no longer."""
        ...

    def leave_managers_out(self, out: bool) -> None:
        """Whether password managers are left out."""
        ...

    def withdraw(self, task: str) -> None:
        """What a task checks and starts is not approved any more."""
        ...

    def keep_days(self, days: float | None) -> None:
        """Runs are kept so long from now on; None: until somebody removes them."""
        ...

    def remove_older(self) -> None:
        """What is older than the days that were chosen may be removed now."""
        ...

    def drop_keeping(self) -> None:
        """It stays as it was."""
        ...

    def close_banner(self) -> None:
        """The message was read."""
        ...

    def record(self, request: RecordingRequest) -> None:
        """Begin to record."""
        ...

    def stop_recording(self) -> None:
        """End the recording and keep it."""
        ...

    def review(self, task: str) -> None:
        """Show the steps of a task."""
        ...

    def select_step(self, position: int) -> None:
        """Show another step large; counted from 0."""
        ...

    def teach(self, task: str) -> None:
        """Take up what was shown during runs of a task, as far as it does no harm."""
        ...

    def delete(self, task: str) -> None:
        """Remove a task for good; the person has confirmed it."""
        ...

    def open_run(self, task: str) -> None:
        """Prepare a run."""
        ...

    def choose_rows(self, path: str) -> None:
        """Read a rows file; the empty path: run without one."""
        ...

    def choose_sheet(self, sheet: str) -> None:
        """Read another sheet of the chosen workbook."""
        ...

    def choose_range(self, first: int, last: int) -> None:
        """Run only these data rows, counted from 1, both included."""
        ...

    def choose_instruction(self, text: str) -> None:
        """What to do this time, in a sentence built as the one that the task was shown with."""
        ...

    def leave_odd_out(self, rows: tuple[int, ...], left_out: bool) -> None:
        """Whether these rows, which look odd, are left out."""
        ...

    def enter_again(self, again: bool) -> None:
        """Whether the rows that an earlier run has entered are entered once more."""
        ...

    def choose_mode(self, mode: Mode) -> None:
        """How closely to follow the run."""
        ...

    def start_run(self, secrets: Mapping[str, str] | None = None, *, keep: bool = False) -> None:
        """Begin the run; `secrets` are the texts of those that it needs, by name.

        With `keep` they go into the keyring first; where that fails, it is told, and nothing begins.
        """
        ...

    def choose_keep_going(self, on: bool) -> None:
        """Whether the next row is tried after one that did not end well."""
        ...

    def check_screen(self) -> None:
        """Look whether the steps would be found on the screen as it is; nothing is done."""
        ...

    def show_check(self, shown: bool) -> None:
        """Look at what a check of the screen found, or be done with it."""
        ...

    def approve(self, task: str, text: str) -> None:
        """Approve exactly this text of the task's checks, which the person has read."""
        ...

    def settle_doubt(self, step: int, doubt: str, value: Reading, of: str = "") -> None:
        """Keep in the task what is meant by a step, counted from 1, of whose `doubt` the person has read.

        `of`: the task that has the step, where the chosen one does it; empty: the chosen one.
        """
        ...

    def name_shown_row(self, row: int) -> None:
        """Say which row of the chosen table was shown while recording; 0: none of them."""
        ...

    def bind_rows(self, chosen: Mapping[int, int]) -> None:
        """Let the steps follow the table as proposed; `chosen`: step -> place of the reading, from 0."""
        ...

    def forget_secret(self, task: str, name: str) -> None:
        """Remove a secret of the task from the keyring; the person has confirmed it."""
        ...

    def find_undone(self) -> None:
        """Do what the last run left undone; first it is found out what that is."""
        ...

    def do_anew(self) -> None:
        """Do the last run again from its beginning, with what it was told."""
        ...

    def go_on_where_broke_off(self) -> None:
        """Choose what the newest run left undone, from the row on in which it broke off."""
        ...

    def run_again(self, repeated: tuple[int, ...]) -> None:
        """Begin with those rows; of what may be stored already only `repeated`, as the person decided."""
        ...

    def drop_again(self) -> None:
        """Rather choose the rows."""
        ...

    def open_taking(self) -> None:
        """Prepare to take rows from a table that another program shows."""
        ...

    def take_rows(self, *, scroll: bool) -> None:
        """Read the table of the window that will be in front; with `scroll`, to its end."""
        ...

    def stop_taking(self) -> None:
        """Give it up."""
        ...

    def settle_cell(self, row: int, column: int, text: str) -> None:
        """Say what a cell says; row 0 are the headings, columns count from 0."""
        ...

    def keep_taken(self, path: str) -> None:
        """Write the rows into this file, and use it for the task."""
        ...

    def open_share(self, task: str) -> None:
        """Prepare a copy of a task that can be given away."""
        ...

    def share_report(self, task: str, run: str) -> None:
        """Prepare a copy of the report of a run, by its folder, that can be given away."""
        ...

    def share(self, request: ShareRequest) -> None:
        """Make the copy."""
        ...

    def stop_share(self) -> None:
        """Give the copy up."""
        ...

    def open_shared(self) -> None:
        """Open the page that shows what was masked in the browser."""
        ...

    def open_receive(self) -> None:
        """Prepare to take in a task that somebody gave away."""
        ...

    def receive(self, request: ReceiveRequest) -> None:
        """Take it in."""
        ...

    def stop_receive(self) -> None:
        """Give it up."""
        ...

    def open_table(self) -> None:
        """Open the table with what came of each row in the program that is there for it."""
        ...

    def open_report(self) -> None:
        """Write the run's report and open it in the browser."""
        ...

    def pause(self) -> None:
        """Stand still before the next action."""
        ...

    def step(self) -> None:
        """Do one step, then stand still."""
        ...

    def resume(self) -> None:
        """Go on."""
        ...

    def stop_run(self) -> None:
        """End the run."""
        ...

    def answer(self, answer: Answer) -> None:
        """Answer the agent's question."""
        ...
