"""A `lam` command at work for the panel: begun, listened to, stopped, and waited for at the end."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject

from lam_desktop.panel.jobs import Jobs
from lam_desktop.panel.state.store import Store
from lam_desktop.panel.workers import LineProcess, Programs


class CommandChild(QObject):
    """At most one command at a time. What comes of it, whoever inherits from this puts into the store."""

    def __init__(
        self,
        parent: QObject,
        store: Store,
        jobs: Jobs,
        programs: Programs,
        environment: Mapping[str, str],
        stop_limit_s: float,
    ) -> None:
        """A command that was asked to end is killed after `stop_limit_s`."""
        super().__init__(parent)
        self._store = store
        self._jobs = jobs
        self._programs = programs
        self._environment = environment
        self._stop_limit_s = stop_limit_s
        self._child: LineProcess | None = None

    @property
    def is_live(self) -> bool:
        """Whether it is at work."""
        return self._child is not None

    def stop(self) -> None:
        """Asks it to end."""
        if self._child is not None:
            self._child.stop(self._stop_limit_s)

    def close(self) -> None:
        """Ends it, and waits until it has."""
        if self._child is not None:
            self._child.stop(self._stop_limit_s)
            self._child.wait_end(self._stop_limit_s)

    def begin(self, *arguments: str) -> None:
        """Starts `lam` with these arguments."""
        self._child = child = LineProcess(self, self._environment)
        child.line.connect(self.on_line)
        child.said.connect(self.on_said)
        child.ended.connect(self._on_ended)
        child.start([*self._programs.lam, *arguments])

    def on_line(self, line: str) -> None:
        """Each line of its output."""

    def on_said(self, text: str) -> None:
        """Each line that it says beside its output."""

    def on_end(self, code: int, stderr: str) -> None:
        """It has ended with this exit status, and said all this beside its output."""

    def _on_ended(self, code: int, stderr: str) -> None:
        child, self._child = self._child, None
        if child is not None:
            child.deleteLater()
        self.on_end(code, stderr)
