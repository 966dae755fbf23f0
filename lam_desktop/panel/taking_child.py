"""Rows from the screen: a `lam rows` child that reads them, and the file that they are kept in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject

from lam_desktop.errors import EnvironmentFault
from lam_desktop.execution.machine.passing_pictures import PassingPictures
from lam_desktop.execution.tables.taking_rows import write_rows
from lam_desktop.panel.jobs import Jobs
from lam_desktop.panel.result_child import ResultChild, ResultEvents
from lam_desktop.panel.state import events, taking_events
from lam_desktop.panel.state.store import Store
from lam_desktop.panel.workers import Programs

DELAY_S = 5
"""So long the person has to put the table's window in front."""


class TakingChild(ResultChild):
    """At most one table at a time; pictures of its unsure cells outlive nobody."""

    def __init__(
        self,
        parent: QObject,
        store: Store,
        jobs: Jobs,
        programs: Programs,
        environment: Mapping[str, str],
        *,
        in_memory: bool,
    ) -> None:
        tells = ResultEvents(
            taking_events.TakingProgressed,
            None,
            taking_events.TakingFailed(""),
            taking_events.TakingFailed,
            _taken,
            otherwise="No table was read, and it was not said why; try again.",
            results=("done", "asked"),  # of doubtful cells the person decides
        )
        super().__init__(parent, store, jobs, programs, environment, tells)
        self._in_memory = in_memory
        self._pictures: PassingPictures | None = None

    def start(self, *, scroll: bool) -> None:
        """Reads the table of the window that the person puts in front."""
        if self.is_live:
            return
        self._store.dispatch(taking_events.TakingRequested(scroll))
        self._forget_pictures()
        try:
            self._pictures = PassingPictures(in_memory=self._in_memory)
        except EnvironmentFault as fault:
            self._store.dispatch(taking_events.TakingFailed(str(fault)))
            return
        folder = self._pictures.path
        self.begin(
            "rows", "--json", "--delay", str(DELAY_S), "--from-screen", str(folder / "rows.csv"),
            "--pictures", str(folder), *(["--scroll"] if scroll else []),
        )  # fmt: skip

    def keep(self, path: Path, then: Callable[[], None]) -> None:
        """Writes the rows as the person corrected them, then goes on."""
        lines = self._store.state.taking.lines

        def work(_cancelled: Callable[[], bool]) -> None:
            write_rows(path, lines[0], lines[1:])

        def done(_nothing: None) -> None:
            self._forget_pictures()
            then()

        self._jobs.run(work, done, lambda message: self._store.dispatch(events.Told(message)))

    def close(self) -> None:
        """Gives up what is being read, and waits; the pictures are removed."""
        super().close()
        self._forget_pictures()

    def _forget_pictures(self) -> None:
        if self._pictures is not None:
            self._pictures.close()
            self._pictures = None


def _taken(told: Mapping[str, Any]) -> taking_events.Taken:
    lines = tuple(tuple(map(str, line)) for line in (told["columns"], *told["rows"]))
    unsure = tuple(taking_events.UnsureCell(**one) for one in told["doubtful"])
    return taking_events.Taken(lines, unsure, tuple(map(str, told["notes"])))
