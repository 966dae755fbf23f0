"""The library: one folder a task, below `$LAM_HOME`.

tasks/NAME/task.yaml        what the task is (`task_file`)
tasks/NAME/demos/*.lamrec   its demonstrations
tasks/NAME/policy/          what was taught
tasks/NAME/corrections/     what was shown during runs (`corrections`)
tasks/NAME/runs/*/          what was done, one folder a run
.task.schema.json           by which editors check each `task.yaml` (`task_schema`)
.privacy.schema.json        by which editors check `privacy.yaml` (`privacy_schema`)
encryption.json             the wrapped key of an encrypted library (`vault`); then all of the above is sealed
"""

from __future__ import annotations

import difflib
import os
import shutil
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from lam_desktop.errors import EnvironmentFault, UsageError
from lam_desktop.tasks.files import PLAIN, Files, locked
from lam_desktop.tasks.storage.unsearched import told_unsearched
from lam_desktop.tasks.storage.vault import Vault, sync_folder
from lam_desktop.tasks.storage.whole import whole
from lam_desktop.tasks.task import Task
from lam_desktop.tasks.task_yaml import task_file, task_schema
from lam_desktop.tasks.texts.given_path import given_path
from lam_desktop.tasks.texts.names import checked_name
from recorder.sealing import MAGIC, is_sealed

PARTS = ("demos", "policy", "corrections", "runs")
TIME, TIME_EXAMPLE = "%Y-%m-%d-%H%M%S", "2026-01-31-235959"
"""How recordings and runs are named."""


def default_home() -> Path:
    """`$LAM_HOME`, or `~/.local/share/lam` where it is not set."""
    given = os.environ.get("LAM_HOME")
    return given_path(given).absolute() if given else Path.home() / ".local" / "share" / "lam"


class Library:
    """The tasks and runs below one home folder; nothing is made on the disk before it is needed.

    `files` reads and writes them; that of an encrypted library comes from `unlocking`.
    """

    def __init__(self, home: Path, files: Files = PLAIN) -> None:
        self.home = home
        self.files = files

    # -- tasks

    def names(self) -> list[str]:
        """The tasks, sorted as a person would look them up; a folder without a `task.yaml` is none."""
        tasks = self.home / "tasks"
        found = [entry.name for entry in _folders(tasks) if (entry / task_file.FILE_NAME).is_file()]
        return sorted(found, key=lambda name: (name.casefold(), name))

    def folder(self, name: str) -> Path:
        """Where the task lives or would live; raises `UsageError` for what cannot be a name."""
        return self.home / "tasks" / checked_name(name)

    def exists(self, name: str) -> bool:
        """Whether there is such a task."""
        return (self.folder(name) / task_file.FILE_NAME).is_file()

    def open(self, name: str) -> Task:
        """The task; raises `UsageError` where there is none, or its `task.yaml` is damaged."""
        self._require(name)
        return task_file.load(self.folder(name), self.files)

    def whole(self, name: str) -> Task:
        """The task with the steps of all tasks that it calls; raises `UsageError` as `whole.whole` does."""
        return whole(self.open(name), self.open)

    def create(self, name: str, add: bool = False) -> Path:
        """Makes room for a recording and returns its path; the file itself is not made yet.

        A task that exists gets a further demonstration only with `add`. What a recording that was cut short
        left behind is no task yet: it stays, and the new recording goes beside it.
        """
        folder = self.folder(name)
        if self.exists(name) and not add:
            raise UsageError(
                f"There is a task «{name}» already; choose another name, or add a demonstration to it"
                " with --add."
            )
        self._refuse_to_write_in_clear()
        try:
            for part in PARTS:
                (folder / part).mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise _unwritable(folder, error) from error
        return _unused(folder / "demos", ".lamrec")

    def add(self, task: Task) -> Path:
        """Writes a new task, and the schema that its first line names; returns the task's file."""
        self._refuse_to_write_in_clear()
        try:
            self._write_schema()
        except OSError as error:
            raise _unwritable(self.home / task_schema.FILE_NAME, error) from error
        return task_file.save(task)

    def place_for(self, name: str) -> Path:
        """Where a task would lie that is made elsewhere; raises `UsageError` where the name is taken.

        So is one that differs from another in capitals alone: not every disk could hold both.
        """
        folder = self.folder(name)
        for known in (each.name for each in _folders(folder.parent)):
            if known.casefold() == folder.name.casefold():
                raise UsageError(f"There is a task «{known}» already; choose another name with --name.")
        self._refuse_to_write_in_clear()
        return folder

    def put(self, name: str, made: Path) -> None:
        """Moves a task that is whole, in a folder on the same disk, to its place, at once or not at all.

        Its files must be on the disk. Raises as `place_for`.
        """
        folder = self.place_for(name)
        try:
            self._write_schema()
            folder.parent.mkdir(exist_ok=True)
            made.rename(folder)  # a folder that came there meanwhile refuses it, unless it is empty
            sync_folder(folder.parent)
        except OSError as error:
            if folder.exists():
                self.place_for(name)
            raise _unwritable(folder, error) from error

    def discard(self, name: str, recording: Path) -> None:
        """Takes back what `create` made for `recording`; older demonstrations and their task stay."""
        folder = self.folder(name)
        if recording.parent != folder / "demos":
            raise UsageError(f"{recording} is no demonstration of the task «{name}»; nothing was removed.")
        try:
            for beside in ("", "-wal", "-shm", "-journal"):
                recording.with_name(recording.name + beside).unlink(missing_ok=True)
            if self.exists(name):
                return
            for emptied in (*(folder / part for part in PARTS), folder, folder.parent):
                if emptied.is_dir() and not any(emptied.iterdir()):
                    emptied.rmdir()
        except OSError as error:
            raise _unwritable(folder, error) from error

    def delete(self, name: str) -> None:
        """Removes the task with its demonstrations and runs, or what a recording left that was cut short."""
        if not self.is_left_of(name):
            self._require(name)
        _remove(self.folder(name))

    def is_left_of(self, name: str) -> bool:
        """Whether there is no such task, but recordings that were cut short before it became one."""
        return not self.exists(name) and any((self.folder(name) / "demos").glob("*.lamrec"))

    # -- runs

    def runs(self, name: str) -> list[Path]:
        """The folders of the task's runs, oldest first."""
        self._require(name)
        return sorted(_folders(self.folder(name) / "runs"))

    def runs_before(self, name: str, days: float) -> list[Path]:
        """Those of the task's runs that began more than so many days ago, oldest first."""
        now = datetime.now()
        return [path for path in self.runs(name) if (now - _begun(path)).total_seconds() > days * 86_400]

    def delete_runs(self, runs: Iterable[Path]) -> None:
        """Removes these runs with their journals and pictures, for good."""
        for folder in runs:
            _remove(folder)

    def new_run(self, name: str) -> Path:
        """Makes the folder of a new run, named by the time; two processes never get the same one."""
        self._require(name)
        self._refuse_to_write_in_clear()
        runs = self.folder(name) / "runs"
        try:
            runs.mkdir(exist_ok=True)
            while True:
                folder = _unused(runs, "")
                try:
                    folder.mkdir()
                except FileExistsError:
                    continue
                return folder
        except OSError as error:
            raise _unwritable(runs, error) from error

    def find_run(self, text: str) -> Path:
        """The run meant by its path, by `TASK/RUN`, by its bare name where no other task has it.

        A task's name means its newest run.
        """
        everything = {path: name for name in self.names() for path in self.runs(name)}
        wanted = text.rstrip("/\\")
        meant = {Path(wanted).absolute(), (self.home / wanted).absolute()}
        for path in everything:
            if path.absolute() in meant:
                return path
        found = [path for path, name in everything.items() if wanted in (path.name, f"{name}/{path.name}")]
        if len(found) == 1:
            return found[0]
        if found:
            choices = ", ".join(f"{everything[path]}/{path.name}" for path in found)
            raise UsageError(f"There are several runs «{text}»: {choices}; say which of them.")
        if wanted in self.names():
            if of_task := self.runs(wanted):
                return max(of_task, key=lambda run: (_begun(run), len(run.name), run.name))
            raise UsageError(f"The task «{wanted}» was not run yet; run it with lam run {wanted}.")
        raise UsageError(f"There is no run «{text}» in {self.home}; `lam runs` lists them.")

    def relative(self, path: Path) -> str:
        """How a file or folder of the library is named in reports: relative to the home, with slashes."""
        return path.relative_to(self.home).as_posix()

    def _write_schema(self) -> None:
        (self.home / task_schema.FILE_NAME).write_text(task_schema.schema_text(), encoding="utf-8")

    def _refuse_to_write_in_clear(self) -> None:
        """Raises EnvironmentFault where the library is encrypted and this one has no key."""
        if not self.files.encrypted and (Vault(self.home).exists or self._holds_sealed()):
            raise locked(self.home)

    def _holds_sealed(self) -> bool:
        """Whether a task is sealed, though no key lies here."""
        for name in self.names():
            with suppress(OSError), (self.folder(name) / task_file.FILE_NAME).open("rb") as file:
                if is_sealed(file.read(len(MAGIC))):
                    return True
        return False

    def _require(self, name: str) -> None:
        if self.exists(name):
            return
        if self.is_left_of(name):
            left = told_unsearched(name, self.folder(name), self.files)
            raise UsageError(
                f"The recording of «{name}» was cut short, so it is no task yet;"
                f" record it again: lam record {name}, or remove what is left of it: lam forget {name}."
                + "".join(f" {one}" for one in left)
            )
        names = self.names()
        by_folded = {known.casefold(): known for known in names}
        close = difflib.get_close_matches(name.casefold(), by_folded, n=3, cutoff=0.6)
        if close:
            meant = " or ".join(f"«{by_folded[folded]}»" for folded in close)
            raise UsageError(f"There is no task «{name}»; did you mean {meant}?")
        hint = "`lam list` shows the tasks" if names else f"record it first: lam record {name}"
        raise UsageError(f"There is no task «{name}»; {hint}.")


def _folders(parent: Path) -> list[Path]:
    try:
        return [entry for entry in parent.iterdir() if entry.is_dir() and not entry.name.startswith(".")]
    except FileNotFoundError:
        return []
    except OSError as error:
        raise EnvironmentFault(
            f"{parent} cannot be read ({error.strerror}); check its permissions, or set LAM_HOME."
        ) from error


def _remove(folder: Path) -> None:
    """Removes a folder; of a link only the link."""
    try:
        if folder.is_symlink():
            folder.unlink()
        else:
            shutil.rmtree(folder)
    except OSError as error:
        raise _unwritable(folder, error) from error


def _begun(run: Path) -> datetime:
    """When a run began, by its name; one that a person renamed, by its file system."""
    try:
        return datetime.strptime(run.name[: len(TIME_EXAMPLE)], TIME)
    except ValueError:
        return datetime.fromtimestamp(run.stat().st_mtime)


def _unused(parent: Path, suffix: str) -> Path:
    """A path in `parent` named by the local time that does not exist yet; such names sort by age."""
    stem = datetime.now().strftime(TIME)
    path, count = parent / f"{stem}{suffix}", 1
    while path.exists():
        count += 1
        path = parent / f"{stem}_{count}{suffix}"
    return path


def _unwritable(path: Path, error: OSError) -> EnvironmentFault:
    return EnvironmentFault(
        f"{path} cannot be written ({error.strerror}); free some space, check its permissions,"
        " or set LAM_HOME to another folder."
    )
