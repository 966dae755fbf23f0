"""A task that somebody gave away being taken in: a `lam take` child, and what it tells."""

from __future__ import annotations

import json
from collections.abc import Mapping

from PySide6.QtCore import QObject, Signal

from lam_desktop.panel.command_child import CommandChild
from lam_desktop.panel.jobs import Jobs
from lam_desktop.panel.state import receive_events
from lam_desktop.panel.state.store import Store
from lam_desktop.panel.workers import Programs, last_sentence

STOP_LIMIT_S = 8.0
"""Then it is killed; what it left is cleared away by the next one."""
OTHERWISE = "Nothing was taken in, and it was not said why; try again."


class ReceivingChild(CommandChild):
    """At most one task at a time."""

    there = Signal()
    """It is in the library."""

    def __init__(
        self,
        parent: QObject,
        store: Store,
        jobs: Jobs,
        programs: Programs,
        environment: Mapping[str, str],
    ) -> None:
        super().__init__(parent, store, jobs, programs, environment, STOP_LIMIT_S)
        self._said = ""

    def start(self, request: receive_events.ReceiveRequest) -> None:
        """Takes it in."""
        if self.is_live:
            return
        self._said = ""
        self._store.dispatch(receive_events.ReceiveRequested(request))
        self.begin("take", "--json", f"--name={request.name}", "--", request.path)

    def stop(self) -> None:
        """Gives it up; nothing stays behind."""
        if self.is_live:
            self._store.dispatch(receive_events.ReceiveStopping())
            super().stop()

    def on_line(self, line: str) -> None:
        """The last line is the result."""
        self._said = line

    def on_said(self, text: str) -> None:
        """How far it is."""
        self._store.dispatch(receive_events.ReceiveProgressed(text))

    def on_end(self, code: int, stderr: str) -> None:
        """The task, or why it is not there."""
        if self._store.state.receiving.phase == "stopping" and code != 0:
            self._store.dispatch(receive_events.ReceiveStopped())
            return
        try:
            told = json.loads(self._said)
            if told["status"] != "done":
                self._store.dispatch(receive_events.ReceiveFailed(str(told["message"])))
                return
            needs, left_out = (tuple(map(str, told[key])) for key in ("needs", "left_out"))
            found = receive_events.Received(str(told["task"]), int(told["steps"]), needs, left_out)
        except (ValueError, KeyError, TypeError):
            self._store.dispatch(receive_events.ReceiveFailed(last_sentence(stderr, OTHERWISE)))
            return
        self._store.dispatch(found)
        self.there.emit()
