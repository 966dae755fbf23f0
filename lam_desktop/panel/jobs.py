"""Short work in threads, so that the panel stays awake; results come back on the panel's own thread."""

from __future__ import annotations

import sys
import threading
import traceback
from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject, QRunnable, Qt, QThreadPool, Signal

from lam_desktop.errors import LamUserError
from recorder.errors import RecorderUserError

Result = TypeVar("Result")
THREADS = 2
CLOSE_LIMIT_MS = 5000


class Jobs(QObject):
    """A small pool. `close` cancels what is at work and waits for it."""

    _finished = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._pool = QThreadPool()
        self._pool.setMaxThreadCount(THREADS)
        self._closed = threading.Event()
        self._finished.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def run(
        self,
        work: Callable[[Callable[[], bool]], Result],
        done: Callable[[Result], None],
        failed: Callable[[str], None],
    ) -> None:
        """Calls `work(cancelled)` in a thread, then `done(result)` or `failed(sentence)` here."""
        self._pool.start(_Job(lambda: self._outcome(work, done, failed)))

    def close(self) -> None:
        """No result is delivered any more; returns when every thread has ended."""
        self._closed.set()
        self._pool.clear()
        self._pool.waitForDone(CLOSE_LIMIT_MS)

    def _outcome(
        self,
        work: Callable[[Callable[[], bool]], Result],
        done: Callable[[Result], None],
        failed: Callable[[str], None],
    ) -> None:
        try:
            result = work(self._closed.is_set)
        except (LamUserError, RecorderUserError) as error:
            sentence = str(error)
            outcome = lambda: failed(sentence)  # noqa: E731
        except Exception as error:
            traceback.print_exception(error, file=sys.stderr)
            sentence = f"A fault of ours ({type(error).__name__}: {error}); please report it."
            outcome = lambda: failed(sentence)  # noqa: E731
        else:
            outcome = lambda: done(result)  # noqa: E731
        if not self._closed.is_set():
            self._finished.emit(outcome)

    def _deliver(self, outcome: Callable[[], None]) -> None:
        if not self._closed.is_set():
            outcome()


class _Job(QRunnable):
    def __init__(self, work: Callable[[], None]) -> None:
        super().__init__()
        self._work = work

    def run(self) -> None:
        """Called by the pool, in one of its threads."""
        self._work()
