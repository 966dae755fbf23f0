"""Reads a task, and a table for it, beside the panel."""

from __future__ import annotations

from collections.abc import Callable

from lam_desktop.panel import reading
from lam_desktop.panel.jobs import Jobs
from lam_desktop.panel.shelf import Shelf
from lam_desktop.panel.state import events
from lam_desktop.panel.state.store import Store
from lam_desktop.tasks.storage.library import Library


class TaskReader:
    """Every call returns at once."""

    def __init__(self, library: Library, store: Store, jobs: Jobs, shelf: Shelf) -> None:
        self._library = library
        self._store = store
        self._jobs = jobs
        self._shelf = shelf

    def read_task(self, task: str, show: Callable[[reading.TaskReading], None]) -> None:
        """The steps with their pictures; what is wrong is told on the page that wants them."""

        def failed(message: str) -> None:
            review = self._store.state.review
            if self._store.state.screen == "review" and review.task == task:
                self._store.dispatch(events.StepsFailed(task, message))
            else:
                self._store.dispatch(events.Told(message))

        self._jobs.run(
            lambda cancelled: reading.read_task(self._library, task, cancelled, self._shelf), show, failed
        )

    def read_rows(
        self, task: str, path: str, first: int | None, then: Callable[[], None] = lambda: None
    ) -> None:
        """The rows of a file, or of a sheet, for a task, chosen from `first` on.

        What was chosen of the same one stays.
        """

        def show(loaded: events.RowsLoaded) -> None:
            run = self._store.state.run
            if run.task != task or run.live:
                return
            again = (run.first, run.last) if run.rows_path == loaded.path else None
            self._store.dispatch(loaded)
            if first is not None and first <= len(loaded.rows):
                self._store.dispatch(events.RangeChosen(first, len(loaded.rows)))
            elif again is not None and run.again is None:
                self._store.dispatch(events.RangeChosen(*again))
            then()

        self._jobs.run(
            lambda _cancelled: reading.read_table(path, self._library.whole(task), self._library),
            show,
            lambda message: self._store.dispatch(events.RowsRejected(message)),
        )
