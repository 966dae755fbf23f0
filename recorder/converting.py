"""Rewrites a recording, sealed or in clear; it is replaced once the new file is whole and says the same."""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Generator
from contextlib import closing, contextmanager
from pathlib import Path

from recorder import schema
from recorder.errors import RecorderUserError
from recorder.recording import DAMAGE, open_database, tables_of
from recorder.sealed_tables import SealedTables
from recorder.sealing import Seal, changed
from recorder.tables import PlainTables, Tables


class BeingRecorded(RecorderUserError):  # noqa: N818 - says what is the matter
    """Somebody still writes the recording."""


def seal_recording(path: Path, seal: Seal) -> bool:
    """Seals a recording that is in clear; False where it is sealed already.

    What a killed recorder left in the log is folded in first. Raises RecorderUserError where it is damaged,
    and leaves it as it was.
    """
    with _opened(path, seal) as db:
        if schema.version_of(db) == schema.SEALED_VERSION:
            return False
        _rewrite(path, tables_of(db, path, None), seal)
    _replaced(path)
    return True


def unseal_recording(path: Path, seal: Seal) -> bool:
    """Writes a sealed recording in clear; False where it is in clear already. Raises as `seal_recording`."""
    with _opened(path, seal) as db:
        if schema.version_of(db) != schema.SEALED_VERSION:
            return False
        _rewrite(path, tables_of(db, path, seal), None)
    _replaced(path)
    return True


def copy_recording(path: Path, to: Path, seal: Seal | None) -> None:
    """Writes the same recording into another file, sealed for its place there where `seal` is given.

    Raises RecorderUserError where it is damaged, or sealed and no seal is given; then no file is left.
    """
    try:
        with _opened(path, seal) as db:
            _rewrite(to, tables_of(db, path, seal), seal)
    except BaseException:
        scratch_of(to).unlink(missing_ok=True)
        raise
    _replaced(to)


def scratch_of(path: Path) -> Path:
    """Where the new recording is written; what lies there was interrupted, and may be removed."""
    return path.with_name(path.name + ".new")


@contextmanager
def _opened(path: Path, seal: Seal | None) -> Generator[sqlite3.Connection]:
    schema.check_header(path)
    try:
        with closing(open_database(path, path, seal)) as db:
            if schema.wal_of(path).exists():
                raise BeingRecorded(f"{path} is being recorded; end that first.")
            yield db
    except sqlite3.OperationalError as error:
        raise OSError(errno.ENOSPC if "full" in str(error) else errno.EIO, str(error)) from error
    except DAMAGE as error:
        raise RecorderUserError(f"{path} is damaged ({error}).") from error


def _rewrite(path: Path, source: Tables, seal: Seal | None) -> None:
    """Writes the rows of `source` into the scratch file and compares them there."""
    scratch = scratch_of(path)
    scratch.unlink(missing_ok=True)
    with closing(schema.connect(scratch)) as db:
        target = new_tables(db, path, seal)
        target.put_meta(source.meta().items())
        target.put_windows(source.windows())
        target.put_events(source.events())
        for frame_id in source.frame_ids():
            if (row := source.frame(frame_id)) is not None:
                target.put_frame(row)
        target.finish()
        db.execute("COMMIT")
        if not _same(source, target):
            raise changed(path, "its copy")


def new_tables(db: sqlite3.Connection, place: Path, seal: Seal | None) -> Tables:
    """Makes the tables of a new file, and begins to write: the file is nobody's until it is whole.

    With a key they are sealed for where the file is to lie, `place`.
    """
    db.execute("PRAGMA journal_mode = OFF")
    db.execute("PRAGMA synchronous = OFF")
    if seal is None:
        schema.migrate(db)
    made: Tables = PlainTables(db) if seal is None else SealedTables.create(db, seal, place)
    db.execute("BEGIN")
    return made


def _same(one: Tables, other: Tables) -> bool:
    rows = (
        one.meta() == other.meta()
        and one.windows() == other.windows()
        and one.events() == other.events()
        and one.frame_ids() == other.frame_ids()
    )
    return rows and all(one.frame(frame_id) == other.frame(frame_id) for frame_id in one.frame_ids())


def _replaced(path: Path) -> None:
    scratch = scratch_of(path)
    with scratch.open("r+b") as file:
        os.fsync(file.fileno())
    scratch.replace(path)
