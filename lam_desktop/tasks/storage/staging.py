"""A private folder beside the tasks in which something is made whole before anybody sees it."""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Generator
from pathlib import Path

from lam_desktop.errors import EnvironmentFault

PREFIX = ".arriving-"
UNLOCKED_S = 86_400.0
"""Where folders cannot be locked, one is taken for left behind after so long."""


@contextlib.contextmanager
def staged(home: Path) -> Generator[Path]:
    """A new folder below `home` for us alone, which goes away whatever happens.

    What killed processes left there goes first. Raises EnvironmentFault where the disk refuses.
    """
    sweep(home)
    try:
        home.mkdir(parents=True, exist_ok=True)
        folder, held = _made(home)
    except OSError as error:
        raise EnvironmentFault(
            f"{home} cannot be written ({error.strerror}); free some space, check its permissions, or set"
            " LAM_HOME to another folder."
        ) from error
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        if held >= 0:
            os.close(held)


def sweep(home: Path) -> None:
    """Removes the folders of processes that were killed; those at work in theirs keep them."""
    for folder in home.glob(f"{PREFIX}*"):
        with contextlib.suppress(OSError):
            if folder.is_symlink() or not folder.is_dir():
                continue
            if sys.platform == "win32":
                if time.time() - folder.stat().st_mtime > UNLOCKED_S:
                    shutil.rmtree(folder)
                continue
            held = os.open(folder, os.O_RDONLY)
            try:
                if _locked(held):
                    shutil.rmtree(folder)
            finally:
                os.close(held)


def _made(home: Path) -> tuple[Path, int]:
    """The folder, and what holds it; -1 where nothing does."""
    while True:
        folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=home))
        if sys.platform == "win32":
            return folder, -1
        with contextlib.suppress(FileNotFoundError):  # swept by another process before it was held
            held = os.open(folder, os.O_RDONLY)
            if _locked(held) and folder.exists():
                return folder, held
            os.close(held)


def _locked(held: int) -> bool:
    """Whether it is ours now: the system lets go of it when its holder ends, however it ends."""
    if sys.platform == "win32":
        return False
    import fcntl

    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
