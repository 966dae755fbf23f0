"""A folder for pictures that somebody draws at once and nobody keeps: for us alone, gone with its maker."""

from __future__ import annotations

import contextlib
import os
import shutil
import stat
import tempfile
import time
from pathlib import Path

from lam_desktop.errors import EnvironmentFault
from lam_desktop.execution.machine.lock import open_private, try_lock
from lam_desktop.tasks.storage.memory import memory_folder, remove_left_in_memory
from recorder.errors import RecorderUserError
from recorder.runtime import owner, runtime_folder

PREFIX = "lam-passing"
HELD = "at-work"
"""Locked for as long as the folder's maker lives; the system lets go even of one that is killed."""
BEING_MADE_S = 60.0
"""A folder without that file is left alone for so long: its maker is about to lock it."""


class PassingPictures:
    """A new folder below the user's runtime folder, which lies in memory where the system has one.

    With `in_memory`, for an encrypted library, it lies nowhere else. What makers that are gone have left
    there is removed first. Raises EnvironmentFault where no folder can be made.
    """

    def __init__(self, *, in_memory: bool = False) -> None:
        remove_abandoned()
        try:
            place = memory_folder if in_memory else _new_folder
            self.path = place()
        except (OSError, RecorderUserError) as error:
            raise EnvironmentFault(f"There is no folder for what the agent sees: {error}") from error
        self._file = open_private(self.path / HELD)
        try_lock(self._file)

    def close(self) -> None:
        """Removes the folder with all that is in it; harmless when called twice."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1
            shutil.rmtree(self.path, ignore_errors=True)


def remove_abandoned() -> int:
    """Removes the folders whose makers are gone, killed as they may have been; how many."""
    removed = 0
    remove_left_in_memory()
    try:
        found = sorted(runtime_folder().glob(f"{_prefix()}*"))
    except RecorderUserError:
        return removed
    for folder in found:
        with contextlib.suppress(OSError, EnvironmentFault):
            if _is_abandoned(folder):
                shutil.rmtree(folder, ignore_errors=True)
                removed += 1
    return removed


def _new_folder() -> Path:
    return Path(tempfile.mkdtemp(prefix=_prefix(), dir=runtime_folder()))


def _prefix() -> str:
    return f"{owner()}-{PREFIX}-"


def _is_abandoned(folder: Path) -> bool:
    facts = folder.lstat()
    ours = not hasattr(os, "getuid") or facts.st_uid == os.getuid()
    if not ours or not stat.S_ISDIR(facts.st_mode):
        return False
    if not (folder / HELD).exists():
        return time.time() - facts.st_mtime > BEING_MADE_S
    file = open_private(folder / HELD)
    try:
        return try_lock(file)
    finally:
        os.close(file)
