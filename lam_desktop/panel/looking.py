"""Looks for what a task's steps acted on: `lam show` does it, so that inference stays out of this process."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, Signal

from lam_desktop.panel.workers import LineProcess, Programs, last_sentence

GRACE_S = 2.0


class Looking(QObject):
    """At most one child, which keeps what it finds in its task."""

    found = Signal(str)
    """All of the task was looked at."""
    failed = Signal(str, str)
    """The task, and why it could not be looked at."""

    def __init__(self, parent: QObject, programs: Programs, environment: Mapping[str, str]) -> None:
        super().__init__(parent)
        self._programs = programs
        self._environment = environment
        self._at_work: tuple[str, LineProcess] | None = None

    @property
    def busy(self) -> bool:
        """Whether a task is being looked at."""
        return self._at_work is not None

    def start(self, task: str) -> None:
        """Looks at this task, and no longer at another one."""
        if self._at_work is not None and self._at_work[0] == task:
            return
        self.stop()
        child = LineProcess(self, self._environment)
        self._at_work = task, child

        def ended(code: int, stderr: str) -> None:
            if self._at_work is not None and self._at_work[1] is child:
                self._at_work = None
                if code == 0:
                    self.found.emit(task)
                else:
                    self.failed.emit(
                        task, last_sentence(stderr, "What the steps acted on could not be found out.")
                    )
            child.deleteLater()

        child.ended.connect(ended)
        child.start((*self._programs.lam, "show", task))

    def stop(self) -> None:
        """Gives it up."""
        if self._at_work is not None:
            _, child = self._at_work
            self._at_work = None
            child.stop(GRACE_S)

    def stop_for(self, task: str, act: Callable[[], None]) -> None:
        """Acts once nobody writes into the task's folder any more: whoever looked at it has ended."""
        if self._at_work is None or self._at_work[0] != task:
            act()
            return
        self._at_work[1].ended.connect(lambda _code, _stderr: act())
        self.stop()
