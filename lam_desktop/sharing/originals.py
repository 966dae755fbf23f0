"""What a copy is made of: the task's recordings as they are, and a place where it is made."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from lam_desktop.errors import UsageError
from lam_desktop.tasks.task import Task
from recorder.schema import wal_of


@contextmanager
def beside(out: Path) -> Generator[Path]:
    """A folder on the same disk that goes away, whatever happens; only this person can read it."""
    with tempfile.TemporaryDirectory(prefix=".lam-share-", dir=out.parent) as folder:
        yield Path(folder)


@contextmanager
def readable(task: Task, folder: Path) -> Generator[dict[str, Path]]:
    """Copies of the recordings as they are, by name: opening one that was cut short would finish it.

    Raises UsageError where one is missing.
    """
    folder.mkdir()
    copies: dict[str, Path] = {}
    for number, name in enumerate(task.recordings, start=1):
        path, copy = task.path_of(name), folder / f"original-{number}.lamrec"
        try:
            shutil.copyfile(path, copy)
            if wal_of(path).exists():
                shutil.copyfile(wal_of(path), wal_of(copy))
        except FileNotFoundError as error:
            raise UsageError(f"There is no recording {path}; record the task again.") from error
        copies[name] = copy
    yield copies


def check_place(out: Path, folder: Path, option: str = "--out") -> None:
    """Raises UsageError where the copy of what lies in `folder` cannot go; `option` says where it may."""
    if out.exists() or out.is_symlink():
        raise UsageError(f"{out} exists already; remove it, or choose another place with {option}.")
    if not out.parent.is_dir():
        raise UsageError(f"There is no folder {out.parent}; make it, or choose another place with {option}.")
    if out.parent.resolve().is_relative_to(folder.resolve()):
        raise UsageError(f"{out} lies within the task itself; choose another place with {option}.")
