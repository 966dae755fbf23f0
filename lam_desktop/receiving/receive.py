"""Takes a task that somebody gave away into the library: examined whole before it is seen there.

Only `task.yaml` and the recordings that it names come along, and both are written anew: the file from what
was read of it, the recordings row by row. Of the names in the copy only those of the recordings reach a disk.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Generator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from lam_desktop.errors import EnvironmentFault, UsageError
from lam_desktop.receiving.copies import Copy
from lam_desktop.receiving.examining import examine, recordings_of
from lam_desktop.receiving.folder_copy import FolderCopy
from lam_desktop.receiving.left_behind import left_behind
from lam_desktop.receiving.members import plain, printable
from lam_desktop.receiving.needs import needs_of
from lam_desktop.receiving.our_terms import on_our_terms
from lam_desktop.receiving.zip_copy import ZipCopy
from lam_desktop.sharing.task_copy import RECORDING
from lam_desktop.tasks.storage.approvals import Approvals
from lam_desktop.tasks.storage.kept_secrets import KeptSecrets
from lam_desktop.tasks.storage.library import PARTS, Library
from lam_desktop.tasks.storage.memory import memory_folder
from lam_desktop.tasks.storage.staging import staged
from lam_desktop.tasks.storage.vault import replace_file, sync_folder
from lam_desktop.tasks.task import Task
from lam_desktop.tasks.task_yaml import task_file
from recorder.anew import write_anew
from recorder.errors import RecorderUserError
from recorder.schema import wal_of
from recorder.sealing import is_sealed

MOST_OF_TASK = 1 << 21
"""Bytes of a `task.yaml`; one of a hundred steps has some 50,000."""
MOST_OF_RECORDING = 1 << 31
MOST_TOGETHER = 1 << 33
"""Bytes of one recording, and of all of a task."""


@dataclass(frozen=True, slots=True)
class Received:
    """What came of it."""

    task: Task
    """As it lies in the library."""
    masked: bool
    """Whether it is a copy by `lam share`, with stand-ins."""
    needs: tuple[str, ...]
    """What the person has to give or look at before it runs, in sentences."""
    left_out: tuple[str, ...]
    """What of the copy did not come along, in words."""


def receive(
    library: Library, path: Path, name: str, kept: KeptSecrets, tell: Callable[[str], None]
) -> Received:
    """Takes in the task at `path`, a folder or a `.zip`, as `name`; empty: as it is called there.

    Raises UsageError for what is no such copy, or one that no `lam share` has made and no library held;
    EnvironmentFault where the disk refuses, or the keyring does not let go of secrets that a task of this
    name had before. Then nothing is there. `tell` gets the progress in words.
    """
    with closing(_opened(path)) as copy:
        name = library.place_for(name or copy.name).name
        with staged(library.home) as workshop, _rough(library, workshop) as rough:
            given, made = rough / name, workshop / "made" / name
            try:
                task, changed, taken = _made(library, copy, given, made, tell)
            except (UsageError, RecorderUserError) as error:
                raise UsageError(
                    _by_its_own_name(str(error), copy, given, made, library.folder(name))
                ) from error
            except OSError as error:
                raise EnvironmentFault(
                    f"«{name}» could not be written into the library ({error.strerror}); free some space or"
                    " check its permissions: nothing was taken."
                ) from error
            _forget_former(library, task, kept)
            library.put(name, made)
        masked = task.recording == RECORDING
        others = [one for one in library.names() if one != name]
        needs = needs_of(task, others, changed, masked=masked)
        return Received(library.open(name), masked, needs, left_behind(copy.holding, taken))


def _opened(path: Path) -> Copy:
    try:
        if path.is_dir():
            return FolderCopy(path)
        if path.is_file():
            return ZipCopy(path)
    except OSError as error:  # a name that is longer than any, a folder that nobody may look into
        shown = plain(str(path))
        raise UsageError(f"{shown} cannot be looked at ({error.strerror}); check its name.") from error
    raise UsageError(f"There is no folder and no file {path}; check the name.")


@contextmanager
def _rough(library: Library, workshop: Path) -> Generator[Path]:
    """Where the copy's files lie as they came; those of an encrypted library on no disk."""
    folder = memory_folder() if library.files.encrypted else workshop / "given"
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _made(
    library: Library, copy: Copy, given: Path, made: Path, tell: Callable[[str], None]
) -> tuple[Task, tuple[str, ...], list[str]]:
    """Makes the folder of the task whole; the task, what is other in it, and which files are there."""
    for folder, parts in ((given, ("demos",)), (made, PARTS)):
        for part in parts:
            (folder / part).mkdir(parents=True)
    copy.write(task_file.FILE_NAME, given / task_file.FILE_NAME, MOST_OF_TASK)
    if is_sealed((given / task_file.FILE_NAME).read_bytes()):
        raise UsageError(
            f"{copy.shown} comes from an encrypted library, and can be read in that alone; ask for a copy by"
            " lam share."
        )
    task, changed = on_our_terms(task_file.load(given))
    place = library.folder(made.name)
    taken, left = [task_file.FILE_NAME], MOST_TOGETHER
    for name in recordings_of(task, copy.shown):
        tell(f"Reading {name}")
        left -= _written(copy, name, given, min(left, MOST_OF_RECORDING))
        weights = write_anew(given / name, made / name, place / name, library.files.seal)
        (given / name).unlink()
        examine(replace(task, folder=place), name, made / name, library.files.seal, weights, tell)
        taken += [name, wal_of(Path(name)).as_posix()]
    text = task_file.dumps(task).encode()
    replace_file(made / task_file.FILE_NAME, library.files.encode(place / task_file.FILE_NAME, text))
    sync_folder(made / "demos")
    sync_folder(made)
    return task, changed, taken


def _written(copy: Copy, name: str, given: Path, most: int) -> int:
    """Writes a recording out, with the log that a killed recorder left beside it; how many bytes."""
    target = given / name
    copy.write(name, target, most)
    log = wal_of(Path(name)).as_posix()
    if log in copy.holding.members:
        copy.write(log, given / log, most)
    return target.stat().st_size


def _forget_former(library: Library, task: Task, kept: KeptSecrets) -> None:
    """What was allowed, or kept in the keyring, for a task that had this name before is not for this one."""
    for secret in task.secrets:
        kept.forget(task.name, secret)
    Approvals(library.home, library.files).forget(task.name)


def _by_its_own_name(message: str, copy: Copy, *folders: Path) -> str:
    """The sentence with the copy in place of the folders in which its files lay meanwhile."""
    for folder in folders:
        message = message.replace(str(folder), "/".join((copy.shown, *copy.holding.folder)))
    return printable(message)
