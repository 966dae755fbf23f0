"""Which runs and recordings are at work on this display, so that `lam stop` reaches them."""

from __future__ import annotations

import contextlib
import json
import os
import signal
from collections.abc import Generator, Iterator
from pathlib import Path

from lam_desktop.execution.machine.lock import open_private, shared_path, try_lock

ENTRY = "lam-at-work"


class Registration:
    """This process's entry in the list."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def stop_requested(self) -> bool:
        """Whether `stop_all` was what sent the signal."""
        return _request(self._path).exists()


@contextlib.contextmanager
def register(kind: str) -> Generator[Registration]:
    """Lists this process («run», «record») as one that `stop_all` ends, for as long as the block lasts.

    The entry's file stays locked meanwhile. One that can be locked belongs to a process that is gone, and
    whose number may since be another's: it is never signalled.
    """
    path = shared_path(f"{ENTRY}-{os.getpid()}")
    file = _open_entry(path)
    try:
        _request(path).unlink(missing_ok=True)
        os.ftruncate(file, 0)
        os.write(file, json.dumps({"pid": os.getpid(), "kind": kind}).encode())
        yield Registration(path)
    finally:
        path.unlink(missing_ok=True)
        _request(path).unlink(missing_ok=True)
        os.close(file)


def at_work() -> tuple[tuple[int, str], ...]:
    """Process number and kind of every listed process that lives."""
    return tuple((pid, kind) for _, pid, kind in _entries())


def stop_all() -> int:
    """Asks every listed process of this user and display to stop (SIGTERM); returns how many were asked."""
    asked = 0
    for path, pid, _ in _entries():
        with contextlib.suppress(ProcessLookupError):  # it ended by itself just now
            _request(path).touch(0o600)
            os.kill(pid, signal.SIGTERM)
            asked += 1
    return asked


def _entries() -> Iterator[tuple[Path, int, str]]:
    pattern = shared_path(f"{ENTRY}-*")
    for path in sorted(pattern.parent.glob(pattern.name)):
        if not path.suffix and (entry := _living(path)) is not None:
            yield path, *entry


def _living(path: Path) -> tuple[int, str] | None:
    """The entry's process and kind; None, and the file gone, where that process is gone."""
    if not path.exists():
        return None
    file = open_private(path)
    try:
        if try_lock(file):
            path.unlink(missing_ok=True)
            _request(path).unlink(missing_ok=True)
            return None
        entry = json.loads(os.read(file, 4096) or b"{}")
        return (entry["pid"], entry["kind"]) if entry else None
    finally:
        os.close(file)


def _open_entry(path: Path) -> int:
    """Locked, and still under its name: whoever reads the list may remove a file that is not locked yet."""
    while True:
        file = open_private(path)
        try_lock(file)
        with contextlib.suppress(FileNotFoundError):
            if os.fstat(file).st_ino == path.stat().st_ino:
                return file
        os.close(file)


def _request(path: Path) -> Path:
    return path.with_suffix(".stop")
