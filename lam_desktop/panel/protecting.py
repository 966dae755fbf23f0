"""What is left out of recordings and runs, and how long runs are kept: read and changed in threads."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence

from lam_desktop.errors import LamUserError
from lam_desktop.execution.acting.clearing import keep_for, kept_too_long
from lam_desktop.panel.jobs import Jobs
from lam_desktop.panel.state.privacy_events import (
    Allowed,
    KeepingAsked,
    KeepingDropped,
    OpenProgram,
    PrivacyFailed,
    PrivacyOpened,
    PrivacyRead,
)
from lam_desktop.panel.state.store import Store
from lam_desktop.tasks.storage.approvals import Approvals
from lam_desktop.tasks.storage.left_out import LeftOut, leave_managers_out, leave_out, record_again
from lam_desktop.tasks.storage.library import Library
from lam_desktop.tasks.storage.privacy_file import exclusions_of
from lam_desktop.tasks.storage.retention import kept_days
from lam_desktop.tasks.task_yaml.start_file import Approvable
from recorder.errors import RecorderUserError
from recorder.events import WindowFacts
from recorder.exclusions import Exclusions, WindowPattern
from recorder.windows import open_backend


class Protecting:
    """Each change is on the disk before the page shows it; what failed is told, and nothing is changed."""

    def __init__(self, library: Library, store: Store, jobs: Jobs) -> None:
        self._library = library
        self._store = store
        self._jobs = jobs

    def open(self) -> None:
        """Shows how it is set."""
        self._store.dispatch(PrivacyOpened())
        self._changed(lambda: None)

    def leave_out(self, window: WindowPattern) -> None:
        """Leaves such windows out of everything from now on."""
        self._changed(lambda: leave_out(self._library, window))

    def record_again(self, window: WindowPattern) -> None:
        """Leaves such windows out no longer."""
        self._changed(lambda: record_again(self._library, window))

    def leave_managers_out(self, out: bool) -> None:
        """Whether password managers are left out."""
        self._changed(lambda: leave_managers_out(self._library, out))

    def withdraw(self, task: str) -> None:
        """What was approved of a task counts no longer."""
        self._changed(lambda: Approvals(self._library.home, self._library.files).forget(task))

    def keep(self, days: float | None) -> None:
        """Keeps runs so long; where something is older, the person is asked first."""

        def look() -> KeepingAsked | None:
            runs, shown = kept_too_long(self._library, days)
            if days is None or not (runs or shown):
                return None
            corrections = sum(one.correction for one in shown)
            return KeepingAsked(days, len(runs), len(shown) - corrections, corrections)

        def looked(older: KeepingAsked | None) -> None:
            if older is not None:
                self._store.dispatch(older)
            else:
                self._changed(lambda: self._keep(days))

        self._jobs.run(lambda _cancelled: look(), looked, self._failed)

    def remove_older(self) -> None:
        """What was asked about may be removed."""
        asked = self._store.state.privacy.asked
        if asked is not None:
            self._changed(lambda: self._keep(asked.days))

    def drop_keeping(self) -> None:
        """It stays as it was."""
        self._store.dispatch(KeepingDropped())

    def _keep(self, days: float | None) -> None:
        keep_for(self._library, days, kept_too_long(self._library, days))

    def _changed(self, change: Callable[[], object]) -> None:
        """Changes something, then reads all of it."""

        def work(_cancelled: Callable[[], bool]) -> PrivacyRead:
            change()
            return read_privacy(self._library)

        self._jobs.run(work, self._store.dispatch, self._failed)

    def _failed(self, message: str) -> None:
        self._store.dispatch(PrivacyFailed(message))


def read_privacy(library: Library) -> PrivacyRead:
    """How it is set, and which programs are open. Raises UsageError where a file is damaged."""
    exclusions = exclusions_of(library)
    known = LeftOut.of(exclusions)
    return PrivacyRead(
        known.windows,
        known.password_managers,
        known.regions,
        open_programs(_windows(), exclusions),
        kept_days(library),
        library.files.encrypted,
        allowed_tasks(library),
    )


def allowed_tasks(library: Library) -> tuple[Allowed, ...]:
    """The tasks whose checks and start commands, as they are now, were approved on this machine."""
    approvals, found = Approvals(library.home, library.files), list[Allowed]()
    for name in library.names():
        try:
            task = library.open(name)
        except LamUserError:
            continue  # a damaged one cannot be run, and the first page says so
        asked = Approvable(task.checks, task.starts)
        if asked.words and approvals.has(name, asked.text):
            found.append(Allowed(name, asked.text))
    return tuple(found)


def open_programs(windows: Sequence[WindowFacts], left: Exclusions) -> tuple[OpenProgram, ...]:
    """The programs of these windows, each once, by name; not this one.

    One of which only some windows are left out, by their titles, counts as one that is not.
    """
    found: dict[str, list[WindowFacts]] = {}
    for one in windows:
        name = one.wm_class or one.process
        if name and one.kind == "normal" and one.pid != os.getpid():
            found.setdefault(name, []).append(one)
    return tuple(
        OpenProgram(name, there[0].title, all(left.fits(one) for one in there))
        for name, there in sorted(found.items(), key=lambda item: item[0].casefold())
    )


def _windows() -> list[WindowFacts]:
    """The open windows, the uppermost first; none where they cannot be listed."""
    try:
        backend = open_backend()
    except RecorderUserError:
        return []
    try:
        return [*backend.all()]
    finally:
        backend.close()
