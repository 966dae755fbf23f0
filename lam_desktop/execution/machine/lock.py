"""One run or recording a display: two agents would take each other's mouse."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Generator
from pathlib import Path
from typing import Literal

from lam_desktop.errors import EnvironmentFault
from recorder.errors import RecorderUserError
from recorder.runtime import owner, runtime_folder
from recorder.xorg_display import display_key

Kind = Literal["run", "recording"]


@contextlib.contextmanager
def display_lock(kind: Kind = "run") -> Generator[None]:
    """Holds this display for one run or recording; EnvironmentFault while anybody's other one holds it.

    The system itself lets go when the holder ends, however it ends, so that no lock outlives its run.
    """
    path = shared_path("lam-run.lock")
    file = open_private(path)
    try:
        if not try_lock(file):
            held = os.pread(file, 64, 0).decode("ascii", "replace").split() if hasattr(os, "pread") else []
            other = "A recording" if held[1:] == ["recording"] else "Another run"
            who = f" (process {held[0]})" if held else ""
            raise EnvironmentFault(
                f"{other} is at work on this display{who}; wait until it ends or stop it with «lam stop»."
            )
        os.ftruncate(file, 0)
        os.write(file, f"{os.getpid()} {kind}\n".encode())
        with _claimed(f"a {kind}, process {os.getpid()} of user {owner()}"):
            yield
    finally:
        os.close(file)


@contextlib.contextmanager
def _claimed(told: str) -> Generator[None]:
    """Holds it against other users of the same display, too: their folders are not ours."""
    if not sys.platform.startswith("linux") or not os.environ.get("DISPLAY"):
        yield
        return
    from lam_desktop.execution.machine import _xorg_claim

    with _xorg_claim.claimed(told) as held_by:
        if held_by is not None:
            who = f" ({held_by})" if held_by else ""
            raise EnvironmentFault(
                f"Somebody else's run or recording is at work on this display{who}; wait until it ends."
            )
        yield


def shared_path(name: str) -> Path:
    """A file that all processes of this user and display agree on, in a folder that a restart empties."""
    try:
        folder = runtime_folder()
    except RecorderUserError as fault:
        raise EnvironmentFault(str(fault)) from fault
    return folder / f"{owner()}-{display_key()}-{name}"


def open_private(path: Path) -> int:
    """Opens or makes a file for us alone; a shared temporary folder may hold a trap of that name."""
    try:
        file = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o600)
    except OSError as error:
        raise EnvironmentFault(f"The file {path} cannot be opened ({error.strerror}); remove it.") from error
    if hasattr(os, "getuid") and os.fstat(file).st_uid != os.getuid():
        os.close(file)
        raise EnvironmentFault(f"The file {path} belongs to somebody else; remove it.")
    return file


def try_lock(file: int) -> bool:
    """Locks an open file for as long as it stays open; False where somebody else holds it."""
    try:
        if sys.platform == "win32":
            import msvcrt

            os.lseek(file, 1 << 20, os.SEEK_SET)  # far behind the content, which others may then still read
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
            os.lseek(file, 0, os.SEEK_SET)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
