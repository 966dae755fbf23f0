"""Makes parts of a finished recording's pictures black, of which one learned only behind it."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from pathlib import Path

from recorder import schema
from recorder.errors import RecorderUserError
from recorder.recording import open_database, tables_of
from recorder.regions import Rect
from recorder.repainting import repaint
from recorder.sealing import Seal


def cover_frames(path: Path, covers: Mapping[int, Sequence[Rect]], seal: Seal | None = None) -> None:
    """Makes boxes of frames (by their ids, in frame pixels) black, so that the file holds nothing of them.

    All or nothing. Raises `RecorderUserError` where the file cannot be read or written.
    """
    schema.check_header(path)
    try:
        db = open_database(path, path)
        try:
            db.execute("PRAGMA secure_delete = ON")
            tables = tables_of(db, path, seal)
            with schema.atomic(db):
                rows = {number: tables.frame(number) for number in covers}
                by_time = {int(row[1]): covers[number] for number, row in rows.items() if row is not None}
                repaint(tables, lambda t_ns: by_time.get(t_ns, ()))
                tables.finish()
        finally:
            db.close()
    except sqlite3.Error as error:
        raise RecorderUserError(f"{path} cannot be written ({error}); check the disk.") from error
