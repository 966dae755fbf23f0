"""A folder that lies in memory and on no disk, for what an encrypted library shows to other programs."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Generator, Iterator
from pathlib import Path

from lam_desktop.errors import EnvironmentFault

MOUNTS = Path("/proc/self/mounts")
IN_MEMORY = ("tmpfs", "ramfs")


def memory_folder() -> Path:
    """A new folder in memory that only this person can read; whoever calls removes it.

    Folders of processes that were killed go first. Raises EnvironmentFault where there is no such place.
    """
    remove_left_in_memory()
    for place in _places():
        with contextlib.suppress(OSError):
            return Path(tempfile.mkdtemp(prefix=_prefix(os.getpid()), dir=place))
    raise EnvironmentFault(
        "There is no place in memory here (/dev/shm, or /run/user) to show what an encrypted library holds to"
        " another program; lam encrypt --off decrypts the library."
    )


def remove_left_in_memory() -> None:
    """Removes the folders of processes that were killed."""
    for place in _places():
        _clear(place)


@contextlib.contextmanager
def temporary_files_in_memory() -> Generator[None]:
    """What other people's code puts into temporary files meanwhile lies in memory.

    Raises as `memory_folder`.
    """
    folder, before = memory_folder(), tempfile.tempdir
    tempfile.tempdir = str(folder)
    try:
        yield
    finally:
        tempfile.tempdir = before
        shutil.rmtree(folder, ignore_errors=True)


def _places() -> Iterator[Path]:
    if not hasattr(os, "getuid"):
        return
    for place in (Path("/dev/shm"), Path("/run/user") / str(os.getuid())):
        if _is_in_memory(place) and os.access(place, os.W_OK):
            yield place


def _is_in_memory(place: Path) -> bool:
    try:
        mounts = [line.split() for line in MOUNTS.read_text(encoding="utf-8", errors="replace").splitlines()]
    except OSError:
        return False
    return any(len(one) > 2 and one[1] == str(place) and one[2] in IN_MEMORY for one in mounts)


def _prefix(pid: int | str) -> str:
    return f"lam-{os.getuid()}-{pid}-"


def _clear(place: Path) -> None:
    """Removes what processes left behind that are gone."""
    for folder in place.glob(f"{_prefix('*')}*"):
        pid = folder.name.split("-")[2]
        with contextlib.suppress(OSError):
            if pid.isdigit() and not _lives(int(pid)) and folder.lstat().st_uid == os.getuid():
                shutil.rmtree(folder)


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
