"""Reads recordings (`.lamrec`, one SQLite file; `docs/lamrec.md` describes it)."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
import zlib
from collections import OrderedDict
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

from recorder import frames as coding
from recorder import schema
from recorder.errors import RecorderUserError
from recorder.events import FilteredEvent, InputEvent
from recorder.gestures import Grouping, Step, group
from recorder.rows import RecordingMeta, read_event, read_meta, read_window
from recorder.sealed_tables import SealedTables
from recorder.sealing import Seal
from recorder.tables import PlainTables, Tables

__all__ = ["Recording", "RecordingMeta"]

DAMAGE = (
    sqlite3.Error, zlib.error, KeyError, IndexError, TypeError, ValueError, OverflowError, RecursionError,
)  # fmt: skip
"""What reading a file ends with that is not as it was written."""
KEEP_DECODED = 4  # neighbours share their base; four frames of 1080p are 25 MB
MOST_KEPT_BYTES = 1 << 28  # of them together: a file may say that its frames are large


class Recording:
    """A recording opened for reading; a context manager.

    Opening finishes what a killed recorder left behind (the write-ahead log is folded in). Where the place
    cannot be written, that happens in a temporary copy. Raises `RecorderUserError` for a file that is
    missing, damaged, of another program, or of a newer version, that is encrypted and has no `seal`, or has
    one and is not encrypted; so does reading on, where the damage shows only then.
    """

    def __init__(
        self,
        path: Path,
        db: sqlite3.Connection,
        scratch: tempfile.TemporaryDirectory[str] | None,
        seal: Seal | None = None,
    ) -> None:
        self.path = path
        self._db = db
        self._scratch = scratch
        self._grouping: Grouping | None = None
        self._decoded: OrderedDict[int, coding.Rgb] = OrderedDict()
        self._tables = tables_of(db, path, seal)
        self.meta = read_meta(self._tables.meta(), schema.version_of(db))

    @classmethod
    def open(cls, path: Path | str, seal: Seal | None = None, copy_of: Path | None = None) -> Recording:
        """Opens `path`, and checks that its structure can be read.

        `seal` is the key of an encrypted library; `copy_of` the recording that `path` is a copy of.
        """
        path = Path(path)
        schema.check_header(path)
        scratch: tempfile.TemporaryDirectory[str] | None = None
        db: sqlite3.Connection | None = None
        try:
            with _damage_told(path):
                try:
                    if not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)):
                        raise sqlite3.OperationalError("read-only")
                    db = open_database(path, path, seal)
                except sqlite3.OperationalError:
                    scratch = tempfile.TemporaryDirectory(prefix="lamrec-")
                    copy = Path(scratch.name) / "copy.lamrec"
                    shutil.copyfile(path, copy)
                    if schema.wal_of(path).exists():
                        shutil.copyfile(schema.wal_of(path), schema.wal_of(copy))
                    db = open_database(copy, path, seal)
                return cls(copy_of or path, db, scratch, seal)
        except BaseException:
            if db is not None:
                db.close()
            if scratch is not None:
                scratch.cleanup()
            raise

    def __enter__(self) -> Recording:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Lets go of the file."""
        self._db.close()
        if self._scratch is not None:
            self._scratch.cleanup()
            self._scratch = None

    @property
    def frame_origin(self) -> tuple[int, int]:
        """Screen coordinate of the frames' upper left pixel: subtract it from a point to index a frame."""
        return self.meta.screen[0], self.meta.screen[1]

    def events(self) -> list[InputEvent]:
        """The events that count, in order."""
        return [event for event, reason in self._rows() if reason is None]

    def filtered(self) -> list[FilteredEvent]:
        """Every event that belongs to no step, each with its reason, in order."""
        kept_out = [FilteredEvent(event, reason) for event, reason in self._rows() if reason is not None]
        return sorted([*kept_out, *self._group().filtered], key=lambda item: item.event.seq)

    def steps(self) -> list[Step]:
        """What the person did, as steps."""
        return list(self._group().steps)

    def frame_ids(self) -> list[int]:
        """Ids of all stored frames, in the order in which they were first seen."""
        with _damage_told(self.path):
            return self._tables.frame_ids()

    def frame(self, frame_id: int) -> coding.Rgb:
        """(H, W, 3) uint8 RGB of a stored frame; a copy that the caller may change."""
        with _damage_told(self.path):
            return self._frame(frame_id).copy()

    def frame_before(self, step: Step) -> coding.Rgb | None:
        """The screen just before the step, or None where none was stored."""
        return None if step.frame_before is None else self.frame(step.frame_before)

    def frame_after(self, step: Step) -> coding.Rgb | None:
        """The screen after the step had settled, or None where none was stored."""
        return None if step.frame_after is None else self.frame(step.frame_after)

    def frame_time_ns(self, frame_id: int) -> int:
        """Monotonic time at which the frame was first seen."""
        with _damage_told(self.path):
            row = self._tables.frame(frame_id)
            if row is None:
                raise KeyError(f"no frame {frame_id}")
            return int(row[1])

    def _group(self) -> Grouping:
        if self._grouping is None:
            self._grouping = group(self.events())
        return self._grouping

    def _frame(self, frame_id: int) -> coding.Rgb:
        if frame_id in self._decoded:
            self._decoded.move_to_end(frame_id)
            return self._decoded[frame_id]
        row = self._tables.frame(frame_id)
        if row is None:
            raise KeyError(f"no frame {frame_id}")
        coded = coding.CodedFrame(*row[2:])
        if coded.base is not None and coded.base >= frame_id:
            raise ValueError(f"frame {frame_id} changes a later one")
        frame = coding.decode(coded, None if coded.base is None else self._frame(coded.base))
        self._decoded[frame_id] = frame
        while len(self._decoded) > 1 and (
            len(self._decoded) > KEEP_DECODED
            or sum(one.nbytes for one in self._decoded.values()) > MOST_KEPT_BYTES
        ):
            self._decoded.popitem(last=False)
        return frame

    def _rows(self) -> list[tuple[InputEvent, str | None]]:
        with _damage_told(self.path):
            windows = dict(read_window(row) for row in self._tables.windows())
            return [read_event(row, windows) for row in self._tables.events()]


def tables_of(db: sqlite3.Connection, path: Path, seal: Seal | None) -> Tables:
    """The tables of an open recording; raises `RecorderUserError` where the key is missing or too much."""
    if schema.version_of(db) != schema.SEALED_VERSION:
        if seal is None:
            return PlainTables(db)
        raise RecorderUserError(
            f"{path} is not encrypted, though its library is: lam encrypt takes it in, if it is yours."
        )
    if seal is None:
        raise _without_key(path)
    return SealedTables.of(db, seal, path)


def open_database(path: Path, shown: Path, seal: Seal | None) -> sqlite3.Connection:
    """Opens `path` and folds in the log; `shown` is the name for error sentences, `seal` the library's key.

    What a file from somebody else may make SQLite do comes first: the check of its structure works out what
    stands in it.
    """
    db = schema.connect(path)
    try:
        if schema.version_of(db) == schema.SEALED_VERSION and seal is None:
            raise _without_key(shown)
        schema.check_version(db, shown)
        verdict = db.execute("PRAGMA quick_check(1)").fetchone()[0]
        if verdict != "ok":
            raise sqlite3.DatabaseError(str(verdict).splitlines()[0])
        if schema.version_of(db) != schema.SEALED_VERSION:
            schema.migrate(db)
        if schema.wal_of(path).exists():
            db.execute("PRAGMA busy_timeout = 0")  # a recorder at work keeps its log: read on beside it
            try:
                db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                db.execute("PRAGMA journal_mode = DELETE")
            except sqlite3.OperationalError as error:
                if "locked" not in str(error) and "busy" not in str(error):
                    raise
        return db
    except BaseException:
        db.close()
        raise


def _without_key(path: Path) -> RecorderUserError:
    return RecorderUserError(f"{path} is encrypted: it can be read only within its library.")


@contextmanager
def _damage_told(path: Path) -> Generator[None]:
    """Says in one sentence that the file is damaged, whatever it was that could not be read."""
    try:
        yield
    except DAMAGE as error:
        raise RecorderUserError(f"{path} is damaged and cannot be read ({error}); record again.") from error
