"""The recording at work: a `lam record` child, the clock, and the number of steps so far."""

from __future__ import annotations

import time
from collections.abc import Mapping

from PySide6.QtCore import QObject, QTimer, Signal

from lam_desktop.execution.shown.recording import LEFT_OUT
from lam_desktop.panel.command_child import CommandChild
from lam_desktop.panel.jobs import Jobs
from lam_desktop.panel.reading import newest_recording, steps_so_far
from lam_desktop.panel.state import events
from lam_desktop.panel.state.store import Store
from lam_desktop.panel.workers import Programs, last_sentence
from lam_desktop.tasks.storage.library import Library

TICK_MS = 250
SAVE_LIMIT_S = 120.0
"""`lam record` promises to be done within 5 s; pictures that are looked at for a secret take longer."""
COUNT_SHARE = 0.1
"""Counting steps takes at most this share of a second's time: a long recording is counted less often."""


class RecordingChild(CommandChild):
    """At most one recording at a time."""

    saved = Signal(str)
    """The name of a task that is now in the library."""

    def __init__(
        self,
        parent: QObject,
        library: Library,
        store: Store,
        jobs: Jobs,
        programs: Programs,
        environment: Mapping[str, str],
    ) -> None:
        super().__init__(parent, store, jobs, programs, environment, SAVE_LIMIT_S)
        self._library = library
        self._name = ""
        self._further = False
        self._kept = False
        self._started_s = 0.0
        self._count_at_s = 0.0
        self._counting = False
        self._clock = QTimer(self)
        self._clock.setInterval(TICK_MS)
        self._clock.timeout.connect(self._tick)

    def start(self, request: events.RecordingRequest) -> None:
        """Starts the recorder; the pill says when it is live."""
        self._name, self._kept, self._counting = request.name, False, False
        self._further = request.further
        self._store.dispatch(events.RecordingRequested(request))
        command = ["record"]
        if request.further:
            command += ["--add"]
        if request.rows:
            several = f"-{request.last}" if request.last > request.row else ""
            command += ["--rows", f"{request.rows}:{request.row}{several}"]
        elif request.instruction:
            command += [f"--instruction={request.instruction}"]
        self.begin(*command, "--", request.name)

    def stop(self) -> None:
        """Ends it; the recording is kept."""
        if self.is_live:
            self._store.dispatch(events.RecordingStopping())
            super().stop()

    def close(self) -> None:
        """Ends it and waits; what was recorded is kept."""
        super().close()
        self._clock.stop()

    def on_line(self, line: str) -> None:
        """That it has begun, what it has kept, and what it left out."""
        if line.startswith("recording "):
            self._started_s = time.monotonic()
            self._count_at_s = self._started_s + 1.0
            self._store.dispatch(events.RecordingStarted())
            self._clock.start()
        elif line.startswith("saved "):
            self._kept = True
        elif line.endswith(LEFT_OUT):
            told = self.tr("{count} keys and clicks in windows that are left out were not recorded.")
            self._store.dispatch(events.Told(told.format(count=line.split()[0]), "info"))
        elif self._kept and self._further:  # what came of laying it beside the first
            self._store.dispatch(events.Told(line, "info"))

    def on_end(self, code: int, stderr: str) -> None:
        """The task is in the library, or why it is not."""
        self._clock.stop()
        if code == 0 and self._kept:
            self._store.dispatch(events.RecordingSaved(self._name))
            self.saved.emit(self._name)
            return
        message = last_sentence(stderr, "The recorder ended without a word; what it has written is kept.")
        self._store.dispatch(events.RecordingFailed(message))

    def _tick(self) -> None:
        now = time.monotonic()
        self._store.dispatch(events.RecordingTicked(int(now - self._started_s)))
        if not self._counting and now >= self._count_at_s:
            self._counting = True
            self._jobs.run(lambda _cancelled: self._count(), self._counted, lambda _message: None)

    def _count(self) -> tuple[int | None, float]:
        begun = time.monotonic()
        recording = newest_recording(self._library.folder(self._name))
        steps = None if recording is None else steps_so_far(recording, self._library.files)
        return steps, time.monotonic() - begun

    def _counted(self, counted: tuple[int | None, float]) -> None:
        steps, took_s = counted
        self._counting = False
        self._count_at_s = time.monotonic() + max(0.5, took_s / COUNT_SHARE)
        if steps is not None and self.is_live:
            self._store.dispatch(events.RecordingCounted(steps))
