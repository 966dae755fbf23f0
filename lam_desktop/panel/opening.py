"""What a run left behind, opened in the programs for it; of an encrypted library from memory."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices

from lam_desktop.panel.jobs import Jobs
from lam_desktop.panel.shelf import Shelf
from lam_desktop.panel.state import events
from lam_desktop.panel.state.store import Store
from lam_desktop.reporting.words import own_language
from lam_desktop.reporting.write import Report, write_report
from lam_desktop.tasks.storage.library import Library
from lam_desktop.tasks.storage.memory import memory_folder


class Opening(QObject):
    """Every call returns at once; where nothing opens it, that arrives through the store."""

    def __init__(self, parent: QObject, library: Library, store: Store, jobs: Jobs, shelf: Shelf) -> None:
        super().__init__(parent)
        self._library = library
        self._store = store
        self._jobs = jobs
        self._shelf = shelf

    def table(self, path: Path) -> None:
        """The table with what came of each row."""

        def show(shown: Path) -> None:
            if not (shown.is_file() and QDesktopServices.openUrl(QUrl.fromLocalFile(str(shown)))):
                self._tell(self.tr("No program opens the table; it lies at {path}.").format(path=shown))

        if not self._library.files.encrypted:
            show(path)
            return
        self._jobs.run(lambda _cancelled: self._shelf.copy(path), show, self._tell)

    def report(self, folder: Path) -> None:
        """The report of the run in `folder`, which is written first."""

        def show(report: Report) -> None:
            if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(report.page))):
                self._tell(
                    self.tr("No browser opens the report; it lies at {path}.").format(path=report.page)
                )

        self._jobs.run(lambda _cancelled: self._report(folder), show, self._tell)

    def _report(self, folder: Path) -> Report:
        """The report, beside the journal; of an encrypted library in memory."""
        if not self._library.files.encrypted:
            return write_report(folder, own_language())
        place = self._shelf.in_memory() or memory_folder()  # which says why there is none
        return write_report(folder, own_language(), self._library.files, place / "reports" / folder.name)

    def _tell(self, message: str) -> None:
        self._store.dispatch(events.Told(message))
