"""What the person can want; the widgets call it, the controller does it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from lam_desktop.panel.state.events import RecordingRequest, Screen
from lam_desktop.panel.wire import Answer, Mode


class Intents(Protocol):
    """Every call returns at once; what comes of it arrives through the store."""

    def navigate(self, screen: Screen) -> None:
        """Go to another screen."""
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

    def delete(self, task: str) -> None:
        """Remove a task for good; the person has confirmed it."""
        ...

    def open_run(self, task: str) -> None:
        """Prepare a run."""
        ...

    def choose_rows(self, path: str) -> None:
        """Read a rows file; the empty path: run without one."""
        ...

    def choose_range(self, first: int, last: int) -> None:
        """Run only these data rows, counted from 1, both included."""
        ...

    def leave_odd_out(self, left_out: bool) -> None:
        """Whether the rows that look odd are left out."""
        ...

    def choose_mode(self, mode: Mode) -> None:
        """How closely to follow the run."""
        ...

    def start_run(self, secrets: Mapping[str, str] | None = None) -> None:
        """Begin the run; `secrets` are the texts of those that the task types, by name."""
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
