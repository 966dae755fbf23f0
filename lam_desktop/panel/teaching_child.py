"""What was shown during runs being taken up: a `lam teach` child, and what it says at its end."""

from __future__ import annotations

import json
from collections.abc import Mapping

from PySide6.QtCore import QObject

from lam_desktop.panel.command_child import CommandChild
from lam_desktop.panel.jobs import Jobs
from lam_desktop.panel.result_child import why
from lam_desktop.panel.state import events
from lam_desktop.panel.state.store import Store
from lam_desktop.panel.workers import Programs

STOP_LIMIT_S = 4.0
OTHERWISE = "Nothing was learned, and it was not said why; try again."


class TeachingChild(CommandChild):
    """At most one task at a time; what comes of it is told in the banner."""

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
        self._task = ""

    def start(self, task: str) -> None:
        """Takes up what was shown of a task, unless that is at work already."""
        if self.is_live:
            return
        self._said, self._task = "", task
        self._store.dispatch(events.Learning(task, live=True))
        self.begin("teach", "--json", "--", task)

    def on_line(self, line: str) -> None:
        """The last line is the result."""
        self._said = line

    def on_end(self, code: int, stderr: str) -> None:  # noqa: ARG002 - the result says it, too
        """What was learned, or why nothing was."""
        self._store.dispatch(events.Learning(self._task, live=False))
        try:
            told = json.loads(self._said)
            tone: events.Tone = "info" if told["status"] == "done" else "problem"
            self._store.dispatch(events.Told(str(told["message"]), tone))
        except (ValueError, KeyError, TypeError):
            self._store.dispatch(events.Told(why(stderr, OTHERWISE)))
