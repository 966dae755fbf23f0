"""Writes a recording from somebody else anew, row by row: nothing else of its file goes along."""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from recorder import schema
from recorder.converting import new_tables
from recorder.errors import RecorderUserError
from recorder.frames import is_screen
from recorder.recording import DAMAGE, open_database, tables_of
from recorder.rows import FRAME_COLUMNS
from recorder.sealing import Seal
from recorder.tables import Tables, Values

MOST_ROWS = {"meta": 1000, "windows": 100_000, "frames": 100_000, "events": 1_000_000}
"""Of a recording that is taken from somebody else; a day of work has some ten thousand events."""
_AT = {name: at for at, name in enumerate(FRAME_COLUMNS.split(", "))}


def write_anew(source: Path, target: Path, place: Path, seal: Seal | None) -> dict[int, int]:
    """Writes the rows of `source` into the new file `target`; what it takes to see each frame.

    That is the pixels to unpack, those of all frames that it builds on included. With a key `target` is
    sealed as the file at `place`, where it is to lie. `source` is opened as every recording, and may be
    changed by that: it should be a copy. Raises RecorderUserError where it is damaged, encrypted, or has more
    rows than anybody records; OSError where the disk refuses.
    """
    schema.check_header(source)
    with _damage_told(source), closing(open_database(source, source, None)) as db:
        rows = tables_of(db, source, None)
        for table, most in MOST_ROWS.items():
            (count,) = db.execute(f"SELECT count(*) FROM {table}").fetchone()
            if count > most:
                raise RecorderUserError(
                    f"{source} has {count} {table}, and of somebody else's recording at most {most} are read;"
                    " take one that you know."
                )
        with closing(_made(target)) as made:
            with _disk_told():
                tables = new_tables(made, place, seal)
            weights = _filled(rows, tables)
            with _disk_told():
                made.execute("COMMIT")
    with target.open("r+b") as file:
        os.fsync(file.fileno())
    return weights


def _made(target: Path) -> sqlite3.Connection:
    if target.exists():
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target))
    return schema.connect(target)


def _filled(source: Tables, target: Tables) -> dict[int, int]:
    weights: dict[int, int] = {}
    meta, windows, events = source.meta(), source.windows(), source.events()
    with _disk_told():
        target.put_meta(meta.items())
        target.put_windows(windows)
        target.put_events(events)
    for frame in _frames(source):
        number, base = frame[_AT["id"]], frame[_AT["base"]]
        width, height = frame[_AT["width"]], frame[_AT["height"]]
        if not is_screen(width, height) or (base is not None and base not in weights):
            raise ValueError(f"frame {number} is none of a screen")
        weights[number] = width * height + (0 if base is None else weights[base])
        with _disk_told():
            target.put_frame(frame)
    with _disk_told():
        target.finish()
    return weights


def _frames(source: Tables) -> Iterator[Values]:
    """All frames, each behind those that it may build on."""
    for frame_id in source.frame_ids():
        if (frame := source.frame(frame_id)) is not None:
            yield frame


@contextmanager
def _disk_told() -> Generator[None]:
    """What SQLite says of a disk that is full, as the system says it."""
    try:
        yield
    except sqlite3.OperationalError as error:
        code = errno.ENOSPC if "full" in str(error) else errno.EIO
        raise OSError(code, os.strerror(code)) from error


@contextmanager
def _damage_told(path: Path) -> Generator[None]:
    try:
        yield
    except (*DAMAGE, AttributeError) as error:  # to seal a value of another type than it has a right to
        raise RecorderUserError(
            f"{path} is damaged and cannot be read ({error}); ask for it again."
        ) from error
