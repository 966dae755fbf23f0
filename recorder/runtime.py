"""Where the processes of one user find each other's files, whatever each was started from."""

from __future__ import annotations

import os
import stat
import tempfile
from pathlib import Path

from recorder.errors import RecorderUserError

USER_FOLDERS = Path("/run/user")
SHARED = (Path("/dev/shm"), Path("/tmp"))
"""The first that is there: the ledger of what the agent types is better off in memory than on a disk."""


def runtime_folder() -> Path:
    """This user's folder for files that a restart empties; $LAM_RUNTIME_DIR goes first.

    Neither $XDG_RUNTIME_DIR nor $TMPDIR is asked: cron, sudo and ssh leave them out, and two processes of one
    user would then look past each other. RecorderUserError where others could write in the folder.
    """
    named = os.environ.get("LAM_RUNTIME_DIR")
    if named:
        return _private(Path(named))
    if not hasattr(os, "getuid"):
        return Path(tempfile.gettempdir())  # Windows gives every user a folder of their own
    place = USER_FOLDERS / str(os.getuid())
    if _is_ours(place):
        return place
    shared = next((one for one in SHARED if one.is_dir() and os.access(one, os.W_OK)), SHARED[-1])
    return _private(shared / f"lam-{os.getuid()}")


def owner() -> int | str:
    """Who we are, for the name of a file; on Windows a name and no number."""
    return os.getuid() if hasattr(os, "getuid") else os.environ.get("USERNAME", "user")


def _private(folder: Path) -> Path:
    """The folder, made where it is missing; a shared one may hold a trap of that name."""
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise RecorderUserError(
            f"The folder {folder} cannot be made ({error.strerror}); set LAM_RUNTIME_DIR to one of your own."
        ) from error
    if not _is_ours(folder):
        raise RecorderUserError(
            f"The folder {folder} is not yours alone; remove it, or set LAM_RUNTIME_DIR to one of your own."
        )
    return folder


def _is_ours(folder: Path) -> bool:
    """A real folder, no link, that belongs to us and in which nobody else may write."""
    try:
        found = folder.lstat()
    except OSError:
        return False
    if not hasattr(os, "getuid"):
        return stat.S_ISDIR(found.st_mode)
    return stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid() and not found.st_mode & 0o022
