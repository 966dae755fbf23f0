"""The copy of a task or a report being made: a `lam` child, what it tells, and its page in the browser."""

from __future__ import annotations

import shutil
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QStandardPaths, QUrl
from PySide6.QtGui import QDesktopServices

from lam_desktop.panel.jobs import Jobs
from lam_desktop.panel.result_child import ResultChild, ResultEvents
from lam_desktop.panel.state import events, share_events
from lam_desktop.panel.state.store import Store
from lam_desktop.panel.workers import Programs


class SharingChild(ResultChild):
    """At most one copy at a time."""

    def __init__(
        self,
        parent: QObject,
        store: Store,
        jobs: Jobs,
        programs: Programs,
        environment: Mapping[str, str],
    ) -> None:
        tells = ResultEvents(
            share_events.ShareProgressed,
            share_events.ShareStopping(),
            share_events.ShareStopped(),
            share_events.ShareFailed,
            _shared,
            otherwise="No copy was made, and it was not said why; try again.",
        )
        super().__init__(parent, store, jobs, programs, environment, tells)
        self._unpacked: list[Path] = []

    def open(self, task: str, run: str = "") -> None:
        """Shows where the copy would go, of the report of a `run` where one is named; one that is being made
        is shown instead."""
        if (now := self._store.state.sharing).live:
            task, run = now.task, now.run
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        there = Path(folder) if folder and Path(folder).is_dir() else Path.home()
        self._store.dispatch(share_events.ShareOpened(task, str(there), run))

    def start(self, request: share_events.ShareRequest) -> None:
        """Makes the copy."""
        if self.is_live:
            return
        self._store.dispatch(share_events.ShareRequested(request))
        verb = ("report", "--json", "--share") if request.run else ("share", "--json", "--out")
        command = [*verb, request.out]
        for option, texts in (("--mask", request.mask), ("--keep", request.keep)):
            for text in texts:
                command += [f"{option}={text}"]
        if request.strict:
            command.append("--strict")
        if request.last_run:
            command += ["--runs", "last"]
        self.begin(*command, "--", request.run or request.task)

    def look(self) -> None:
        """Opens the page with the masked pictures; out of a zip, a copy of it that goes away later."""
        shared = self._store.state.sharing.shared
        if shared is not None:
            self._jobs.run(lambda _cancelled: self._page(shared), self._show, self._tell)

    def close(self) -> None:
        """Gives up what is being made and waits; what was unpacked to be looked at is removed."""
        super().close()
        for folder in self._unpacked:
            shutil.rmtree(folder, ignore_errors=True)

    def _page(self, shared: share_events.Shared) -> Path | None:
        """Where the page lies now; None where the copy has gone."""
        if Path(shared.page).is_absolute():
            return Path(shared.page) if Path(shared.page).is_file() else None
        folder = Path(tempfile.mkdtemp(prefix="lam-shared-"))
        self._unpacked.append(folder)
        try:
            with zipfile.ZipFile(shared.copy) as archive:
                return Path(archive.extract(shared.page, folder))
        except (OSError, KeyError, zipfile.BadZipFile):
            return None

    def _show(self, page: Path | None) -> None:
        if page is None:
            self._tell(self.tr("The copy is not there any more; make it again."))
        elif not QDesktopServices.openUrl(QUrl.fromLocalFile(str(page))):
            self._tell(self.tr("No browser opens the page; it lies at {path}.").format(path=page))

    def _tell(self, message: str) -> None:
        self._store.dispatch(events.Told(message))


def _shared(told: Mapping[str, Any]) -> share_events.Shared:
    """From what either command says at its end."""
    masked = tuple(share_events.MaskedKind(**one) for one in told["masked"])
    names, pictures = int(told["names"]), int(told["pictures"])
    if "report" in told:
        page = Path(str(told["report"]))
        return share_events.Shared(str(page.parent), str(page), masked, pictures, (), names)
    left_out = tuple(map(str, told["left_out"]))
    return share_events.Shared(str(told["copy"]), str(told["page"]), masked, pictures, left_out, names)
