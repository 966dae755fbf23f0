"""A `lam … --json` command at work: its last line is its result; how it ends goes into the store."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Signal

from lam_desktop.errors import ExitCode
from lam_desktop.panel.command_child import CommandChild
from lam_desktop.panel.jobs import Jobs
from lam_desktop.panel.state.events import Event
from lam_desktop.panel.state.store import Store
from lam_desktop.panel.workers import KILLED, Programs, last_sentence

STOP_LIMIT_S = 8.0
"""Reading one picture cannot be broken off; what a killed command leaves half-made is cleared away later."""


@dataclass(frozen=True, slots=True)
class ResultEvents:
    """What the store is told of one kind of command."""

    progressed: Callable[[str], Event] | None
    """Of each line that it says beside its output; None: that is not shown."""
    stopping: Event | None
    """The person gives it up; None: of that nothing is shown before it has ended."""
    stopped: Event
    """It was given up."""
    failed: Callable[[str], Event]
    """Of the sentence that says why it came to nothing."""
    done: Callable[[Mapping[str, Any]], Event]
    """Of its result; raises KeyError, TypeError or ValueError where that is none."""
    otherwise: str
    """The sentence where a command did not say why it came to nothing."""
    results: tuple[str, ...] = ("done",)
    """What it ends with where it has something to show."""


class ResultChild(CommandChild):
    """At most one command at a time."""

    there = Signal()
    """Its result is in the store."""

    def __init__(
        self,
        parent: QObject,
        store: Store,
        jobs: Jobs,
        programs: Programs,
        environment: Mapping[str, str],
        tells: ResultEvents,
    ) -> None:
        super().__init__(parent, store, jobs, programs, environment, STOP_LIMIT_S)
        self._tells = tells
        self._said = ""
        self._given_up = False

    def begin(self, *arguments: str) -> None:
        """Starts `lam` with these arguments."""
        self._said, self._given_up = "", False
        super().begin(*arguments)

    def stop(self) -> None:
        """Gives it up; nothing stays behind."""
        if self.is_live:
            self._given_up = True
            if self._tells.stopping is not None:
                self._store.dispatch(self._tells.stopping)
            super().stop()

    def on_line(self, line: str) -> None:
        """The last line is the result."""
        self._said = line

    def on_said(self, text: str) -> None:
        """How far it is."""
        if self._tells.progressed is not None:
            self._store.dispatch(self._tells.progressed(text))

    def on_end(self, code: int, stderr: str) -> None:
        """The result, or why there is none."""
        if was_stopped(code, given_up=self._given_up):
            self._store.dispatch(self._tells.stopped)
            return
        try:
            told = json.loads(self._said)
            is_there = told["status"] in self._tells.results
            event = self._tells.done(told) if is_there else self._tells.failed(str(told["message"]))
        except (ValueError, KeyError, TypeError):
            is_there, event = False, self._tells.failed(why(stderr, self._tells.otherwise))
        self._store.dispatch(event)
        if is_there:
            self.there.emit()


def was_stopped(code: int, *, given_up: bool) -> bool:
    """Whether an exit status of a command (`LineProcess.ended`) says that it was stopped.

    Who gives it up may still hear of a full disk, or of a fault: only what ended by the signal says nothing.
    """
    return code == ExitCode.STOPPED or (given_up and code == KILLED)


def why(stderr: str, otherwise: str) -> str:
    """What was wrong; the other lines told how far it was."""
    return last_sentence("\n".join(re.findall(r"(?m)^lam: .*", stderr)), otherwise)
