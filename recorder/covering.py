"""Makes parts of a finished recording's pictures black, of which one learned only behind it."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Collection, Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from recorder import schema
from recorder.errors import RecorderUserError
from recorder.frames import CodedFrame, FrameEncoder, pack
from recorder.recording import Recording, open_database, tables_of
from recorder.regions import Rect
from recorder.repainting import DIGEST_BYTES
from recorder.rows import unsearched_text
from recorder.screen import blacken
from recorder.sealing import Seal
from recorder.tables import Tables, Values


def cover_frames(path: Path, covers: Mapping[int, Sequence[Rect]], seal: Seal | None = None) -> None:
    """Makes boxes of frames (by their ids, in frame pixels) black, so that the file holds nothing of them.

    All or nothing. All frames are written anew, each as it is to be seen: one may have lent its pixels to
    another that shall not show them, or the other way round. Frames that are equal then become one. Raises
    `RecorderUserError` where the file cannot be read or written.
    """
    coded, same = _coded(path, covers, seal)
    with _changing(path, seal) as tables:
        _write(tables, coded, same)
        tables.finish()


def note_searched(path: Path, names: Collection[str], seal: Seal | None = None) -> None:
    """Notes that a recording's pictures were searched for what these secrets say, and hold none of it now.

    To be called by whoever did that (`RecordingSession.take_secrets` tells what they say). Raises as
    `cover_frames`.
    """
    with Recording.open(path, seal) as recording:
        left = [name for name in recording.meta.unsearched if name not in names]
    with _changing(path, seal) as tables:
        tables.put_meta([("unsearched", unsearched_text(left))])


@contextmanager
def _changing(path: Path, seal: Seal | None) -> Generator[Tables]:
    """The tables of a finished recording, in one transaction."""
    try:
        db = open_database(path, path, seal)
        try:
            db.execute("PRAGMA secure_delete = ON")
            tables = tables_of(db, path, seal)
            with schema.atomic(db):
                yield tables
        finally:
            db.close()
    except sqlite3.Error as error:
        raise RecorderUserError(f"{path} cannot be written ({error}); check the disk.") from error


def _coded(
    path: Path, covers: Mapping[int, Sequence[Rect]], seal: Seal | None
) -> tuple[dict[int, CodedFrame], dict[int, int]]:
    """The frames as they are to be stored, by their ids; and of those that became equal to one its id."""
    encoder = FrameEncoder()
    coded: dict[int, CodedFrame] = {}
    same: dict[int, int] = {}
    ids: dict[int, int] = {}  # the encoder's number -> the id of the frame that is kept
    with Recording.open(path, seal) as recording:
        for number in recording.frame_ids():
            frame = recording.frame(number)
            for cover in covers.get(number, ()):
                blacken(frame, cover, (0, 0))
            made, new = encoder.encode(pack(frame))
            if new is None:
                same[number] = ids[made]
                continue
            ids[made] = number
            coded[number] = new if new.base is None else replace(new, base=ids[new.base])
    return coded, same


def _write(tables: Tables, coded: Mapping[int, CodedFrame], same: Mapping[int, int]) -> None:
    rows: dict[int, Values] = {}
    for number in (*coded, *same):  # a new digest may be the old one of another
        row = tables.frame(number)
        assert row is not None, f"frame {number} was just read"
        rows[number] = row
        tables.change_frame((*row[:4], os.urandom(DIGEST_BYTES), *row[5:]))
    for number, one in coded.items():
        t_ns = rows[number][1]
        tables.change_frame((number, t_ns, one.width, one.height, one.digest, one.base, one.tiles, one.data))
    for number, kept in same.items():
        tables.drop_frame(number, kept)
