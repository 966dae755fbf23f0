"""Before a run: reads what surrounds a task and what waits for approval, keeps and forgets its secrets."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from PySide6.QtCore import QObject

from lam_desktop.errors import LamUserError
from lam_desktop.execution.evidence.passwords import passwords_in, without_passwords
from lam_desktop.execution.machine.desktop import open_desktop
from lam_desktop.execution.machine.starting import told
from lam_desktop.execution.machine.surveying import surroundings
from lam_desktop.execution.once_more import once_more
from lam_desktop.execution.runs.again import Undone, left_undone
from lam_desktop.panel.jobs import Jobs
from lam_desktop.panel.state import before_events, events
from lam_desktop.panel.state.store import Store
from lam_desktop.tasks.checks import Check, FilesCheck, HttpCheck, SqlCheck
from lam_desktop.tasks.once import is_part
from lam_desktop.tasks.provenance.checked_parts import of_the_row
from lam_desktop.tasks.provenance.instructions import INSTRUCTION
from lam_desktop.tasks.secret_owners import owner_of_secret
from lam_desktop.tasks.storage.approvals import Approvals
from lam_desktop.tasks.storage.kept_secrets import KeptSecrets, checked_secret, keyring_name
from lam_desktop.tasks.storage.library import Library
from lam_desktop.tasks.task_yaml.check_file import has_password_in_clear
from lam_desktop.tasks.task_yaml.start_file import approvable

UNLOCK_S = 20.0
"""How long the keyring may wait for the person; a panel that is closed meanwhile waits as long."""


class Preparing(QObject):
    """Every call returns at once; what comes of it arrives through the store."""

    def __init__(self, parent: QObject, library: Library, store: Store, jobs: Jobs) -> None:
        super().__init__(parent)
        self._library = library
        self._store = store
        self._jobs = jobs

    def read(self, task: str, secrets: tuple[str, ...]) -> None:
        """What a person should know before a run of the task."""
        self.read_approval(task)
        self._jobs.run(
            lambda _cancelled: _surroundings(self._library, task), self._store.dispatch, self._tell
        )
        self._jobs.run(lambda _cancelled: _broke_off(self._library, task), self._store.dispatch, self._tell)
        if secrets:
            self.read_kept(task, secrets)
            self._jobs.run(lambda _cancelled: _keyring(), self._store.dispatch, self._tell)

    def read_approval(self, task: str) -> None:
        """Whether checks of the task wait for approval on this machine."""
        self._jobs.run(lambda _cancelled: _approval(self._library, task), self._store.dispatch, self._tell)

    def approve(self, task: str, text: str) -> None:
        """Approves exactly this text, which the person has read; checks that were changed since are not.

        `task`: whose checks they are, the chosen one or one that it does.
        """
        chosen = self._store.state.run.task

        def work(_cancelled: Callable[[], bool]) -> before_events.ApprovalRead:
            Approvals(self._library.home, self._library.files).give(task, text)
            return _approval(self._library, chosen)

        def show(read: before_events.ApprovalRead) -> None:
            self._store.dispatch(read)
            if read.text and (read.owner or chosen) == task:
                told = self.tr("This was changed meanwhile: read it again.")
                self._store.dispatch(events.Told(told))

        self._jobs.run(work, show, self._tell)

    def read_kept(self, task: str, names: tuple[str, ...]) -> None:
        """Which secrets need not be typed; a keyring that is locked may ask the person to open it."""
        kept = KeptSecrets(self._library.home, UNLOCK_S)
        self._jobs.run(
            lambda _cancelled: _kept(self._library, task, names, kept),
            self._store.dispatch,
            self._tell,
        )

    def keep(self, task: str, secrets: Mapping[str, str], then: Callable[[], None]) -> None:
        """Puts the secrets into the keyring, then goes on; where one is not kept, it is told instead."""
        names = self._store.state.run.task_secrets
        kept = KeptSecrets(self._library.home, UNLOCK_S)

        def work(_cancelled: Callable[[], bool]) -> before_events.SecretsKept:
            whole = self._library.whole(task)
            for name, text in secrets.items():
                owner, own_name = owner_of_secret(whole, name)
                kept.keep(owner, own_name, checked_secret(name, text))
            return _kept(self._library, task, names, kept)

        def done(now_kept: before_events.SecretsKept) -> None:
            self._store.dispatch(now_kept)
            then()

        self._jobs.run(work, done, self._tell)

    def forget(self, task: str, name: str, names: tuple[str, ...]) -> None:
        """Removes a secret from the keyring; `names` are all that the task has."""
        kept = KeptSecrets(self._library.home, UNLOCK_S)

        def work(_cancelled: Callable[[], bool]) -> before_events.SecretsKept:
            kept.forget(*owner_of_secret(self._library.whole(task), name))
            return _kept(self._library, task, names, kept)

        self._jobs.run(work, self._store.dispatch, self._tell)

    def read_undone(self, task: str, run: str, then: Callable[[], None]) -> None:
        """Which rows of the run can be done again; goes on where nothing of them is doubtful."""

        def work(_cancelled: Callable[[], bool]) -> before_events.Again:
            undone = left_undone(self._library, task, run)
            return _again(self._library, task, undone, run)

        def show(again: before_events.Again) -> None:
            if not (again.rows or again.parts):
                told = self.tr("Nothing is left to do: all rows of this run are done by now.")
                self._store.dispatch(events.Told(told, "info"))
                return
            self._store.dispatch(before_events.AgainChosen(again))
            if not again.unsure:
                then()

        self._jobs.run(work, show, self._tell)

    def read_once_more(self, task: str, run: str) -> None:
        """What may come next of a run without a table that did not end well."""
        self._jobs.run(
            lambda _cancelled: _once_more(self._library, task, run), self._store.dispatch, self._tell
        )

    def _tell(self, message: str) -> None:
        self._store.dispatch(events.Told(message))


def _kept(
    library: Library, task: str, names: tuple[str, ...], kept: KeptSecrets
) -> before_events.SecretsKept:
    """Each is looked for where a run would take it from: with the task that it belongs to."""
    whole = library.whole(task)
    held = tuple(name for name in names if kept.text(*owner_of_secret(whole, name)) is not None)
    return before_events.SecretsKept(task, held)


def _surroundings(library: Library, task: str) -> before_events.SurroundingsRead:
    try:
        with open_desktop() as desktop:
            return before_events.SurroundingsRead(task, surroundings(library.whole(task), desktop))
    except LamUserError as fault:  # a display that cannot be seen is told where the person looks for it
        return before_events.SurroundingsRead(task, (), str(fault))


def _again(library: Library, task: str, undone: Undone, run: str) -> before_events.Again:
    """Where a row broke off, the run itself looks how it stands; of others a check tells, or the person."""
    at_work = 0 if undone.begun is None else undone.begun.row
    by_check = of_the_row(library.whole(task)) is not None
    doubtful = tuple(row for row in undone.unsure if row != at_work and not is_part(row))
    rows, parts = (tuple(row for row in undone.rows if is_part(row) == part) for part in (False, True))
    said = "" if undone.table else undone.values.get(INSTRUCTION, "")
    return before_events.Again(
        run, rows, () if by_check else doubtful, goes_on=at_work, parts=parts, instruction=said
    )


def _once_more(library: Library, task: str, run: str) -> before_events.OnceMoreRead:
    try:
        more = once_more(library, task, run)
    except LamUserError as fault:
        return before_events.OnceMoreRead(task, run, problem=str(fault))
    steps = tuple((one.told_number, one.caption) for one in more.at_stake)
    return before_events.OnceMoreRead(task, run, more.anew, more.goes_on, more.must_look, steps)


def _broke_off(library: Library, task: str) -> before_events.BrokeOffRead:
    try:
        undone = left_undone(library, task)
    except LamUserError:  # there was no run, or its table is another one now
        return before_events.BrokeOffRead(task, None)
    if undone.begun is None:
        return before_events.BrokeOffRead(task, None)
    again = replace(_again(library, task, undone, ""), repeated=(), table=undone.table)
    return before_events.BrokeOffRead(task, again)


def _approval(library: Library, name: str) -> before_events.ApprovalRead:
    """The first checks and start commands that wait for it: of the task, or of one that it does."""
    approvals = Approvals(library.home, library.files)
    for owner, asked in approvable(library.whole(name)).items():
        if not approvals.has(owner, asked.text):
            of = owner if owner != name else ""
            sources, starts = tuple(map(_asked, asked.checks)), tuple(map(told, asked.starts))
            in_clear = has_password_in_clear(asked.checks)
            return before_events.ApprovalRead(name, asked.text, sources, of, starts, in_clear)
    return before_events.ApprovalRead(name)


def _asked(check: Check) -> str:
    match check:
        case SqlCheck():
            return without_passwords(check.database, passwords_in(check.database))
        case FilesCheck():
            return check.files
        case HttpCheck():
            return check.url


def _keyring() -> before_events.KeyringFound:
    try:
        return before_events.KeyringFound(keyring_name() or "")
    except LamUserError as fault:
        return before_events.KeyringFound(problem=str(fault))
