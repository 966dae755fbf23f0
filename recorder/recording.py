"""Reads and writes recordings (`.lamrec`, one SQLite file; `recorder.schema` documents it)."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import tempfile
from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

from recorder import frames as coding
from recorder import schema
from recorder.errors import RecorderUserError
from recorder.events import FilteredEvent, InputEvent, KeyFacts, WindowFacts
from recorder.gestures import Grouping, Step, group


@dataclass(frozen=True, slots=True)
class RecordingMeta:
    """Facts about the recording as a whole."""

    screen: tuple[int, int, int, int]  # x, y, w, h of the virtual desktop in physical pixels
    scale: float = 1.0  # physical pixels per logical pixel
    platform: str = ""
    product_version: str = ""
    created_utc: str = ""  # ISO 8601; '' lets the writer stamp it
    schema_version: int = schema.SCHEMA_VERSION
    dropped: dict[str, int] = field(default_factory=dict)  # reason -> events never written


class Recording:
    """A recording opened for reading; a context manager.

    Opening finishes what a killed recorder left behind (the write-ahead log is folded in). Where the place
    cannot be written, that happens in a temporary copy. Raises `RecorderUserError` for a file that is
    missing, damaged, of another program, or of a newer version.
    """

    def __init__(
        self, path: Path, db: sqlite3.Connection, scratch: tempfile.TemporaryDirectory[str] | None
    ) -> None:
        self.path = path
        self._db = db
        self._scratch = scratch
        self._grouping: Grouping | None = None
        self._decoded: OrderedDict[int, coding.Rgb] = OrderedDict()
        self.meta = _read_meta(db)

    @classmethod
    def open(cls, path: Path | str) -> Recording:
        """Opens `path`, and checks that all of it can be read."""
        path = Path(path)
        schema.check_header(path)
        scratch: tempfile.TemporaryDirectory[str] | None = None
        db: sqlite3.Connection | None = None
        try:
            try:
                if not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)):
                    raise sqlite3.OperationalError("read-only")
                db = _checked(path, path)
            except sqlite3.OperationalError:
                scratch = tempfile.TemporaryDirectory(prefix="lamrec-")
                copy = Path(scratch.name) / "copy.lamrec"
                shutil.copyfile(path, copy)
                if schema.wal_of(path).exists():
                    shutil.copyfile(schema.wal_of(path), schema.wal_of(copy))
                db = _checked(copy, path)
            return cls(path, db, scratch)
        except BaseException as error:
            if db is not None:
                db.close()
            if scratch is not None:
                scratch.cleanup()
            if isinstance(error, sqlite3.Error | KeyError | ValueError):
                raise RecorderUserError(
                    f"{path} is damaged and cannot be read ({error}); record again."
                ) from error
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
        return [int(row[0]) for row in self._db.execute("SELECT id FROM frames ORDER BY id")]

    def frame(self, frame_id: int) -> coding.Rgb:
        """(H, W, 3) uint8 RGB of a stored frame; a copy that the caller may change."""
        return self._frame(frame_id).copy()

    def frame_before(self, step: Step) -> coding.Rgb | None:
        """The screen just before the step, or None where none was stored."""
        return None if step.frame_before is None else self.frame(step.frame_before)

    def frame_after(self, step: Step) -> coding.Rgb | None:
        """The screen after the step had settled, or None where none was stored."""
        return None if step.frame_after is None else self.frame(step.frame_after)

    def frame_time_ns(self, frame_id: int) -> int:
        """Monotonic time at which the frame was first seen."""
        row = self._db.execute("SELECT t_ns FROM frames WHERE id = ?", (frame_id,)).fetchone()
        if row is None:
            raise KeyError(f"no frame {frame_id}")
        return int(row[0])

    def _group(self) -> Grouping:
        if self._grouping is None:
            self._grouping = group(self.events())
        return self._grouping

    def _frame(self, frame_id: int) -> coding.Rgb:
        if frame_id in self._decoded:
            self._decoded.move_to_end(frame_id)
            return self._decoded[frame_id]
        row = self._db.execute(
            "SELECT width, height, digest, base, tiles, data FROM frames WHERE id = ?", (frame_id,)
        ).fetchone()
        if row is None:
            raise KeyError(f"no frame {frame_id}")
        coded = coding.CodedFrame(*row)
        frame = coding.decode(coded, None if coded.base is None else self._frame(coded.base))
        self._decoded[frame_id] = frame
        if len(self._decoded) > 4:  # neighbours share their base; four frames of 1080p are 25 MB
            self._decoded.popitem(last=False)
        return frame

    def _rows(self) -> list[tuple[InputEvent, str | None]]:
        windows = {row[0]: _window(row[1:]) for row in self._db.execute("SELECT * FROM windows")}
        query = "SELECT * FROM events ORDER BY seq"
        return [(_event(row, windows), row[16]) for row in self._db.execute(query)]


class RecordingWriter:
    """Writes one new recording; every call that returns has reached the file. Not thread-safe.

    Raises `RecorderUserError` when the file exists already, cannot be made, or the disk is full; what was
    written before stays readable.
    """

    KEYFRAME_EVERY = 32  # bounds what must be decoded to show one frame

    def __init__(self, path: Path | str, meta: RecordingMeta) -> None:
        self.path = Path(path)
        if self.path.exists():
            raise RecorderUserError(f"{self.path} exists already; choose another name or remove it.")
        self._windows: dict[WindowFacts, int] = {}
        self._frame_ids: dict[bytes, int] = {}
        self._last: tuple[int, coding.Packed] | None = None
        self._since_keyframe = 0
        db: sqlite3.Connection | None = None
        try:
            db = schema.connect(self.path)
            # Deleted rows (text found to be secret too late) must not linger in free pages.
            db.execute("PRAGMA secure_delete = ON")
            db.execute("PRAGMA journal_mode = WAL")
            db.execute("PRAGMA synchronous = NORMAL")
            schema.migrate(db)
            self._db = db
            with schema.atomic(db):
                self._write_meta(meta)
        except sqlite3.Error as error:
            if db is not None:
                db.close()
            raise self._fault(error) from error

    def write(self, events: list[tuple[InputEvent, str | None]]) -> None:
        """Stores a batch of events, each with the reason why it counts for no step (or None)."""
        try:
            with schema.atomic(self._db):
                self._db.executemany(
                    f"INSERT INTO events VALUES ({','.join('?' * 17)})",
                    [(*self._columns(event), reason) for event, reason in events],
                )
        except sqlite3.Error as error:
            raise self._fault(error) from error

    def write_frame(self, frame: coding.Packed, t_ns: int) -> int:
        """Stores a packed frame and returns its id; a frame seen before costs nothing."""
        digest = coding.digest_of(frame)
        known = self._frame_ids.get(digest)
        if known is not None:
            return known
        whole = self._last is None or self._since_keyframe >= self.KEYFRAME_EVERY
        base, previous = (None, None) if whole or self._last is None else self._last
        coded = coding.encode(frame, digest, previous, base)
        try:
            with schema.atomic(self._db):
                cursor = self._db.execute(
                    "INSERT INTO frames (t_ns, width, height, digest, base, tiles, data) VALUES (?,?,?,?,?,?,?)",
                    (t_ns, coded.width, coded.height, digest, coded.base, coded.tiles, coded.data),
                )
        except sqlite3.Error as error:
            raise self._fault(error) from error
        frame_id = int(cursor.lastrowid or 0)
        self._frame_ids[digest] = frame_id
        self._last = (frame_id, frame)
        self._since_keyframe = 0 if coded.base is None else self._since_keyframe + 1
        return frame_id

    def set_frame_after(self, seq: int, frame_id: int) -> None:
        """Notes which frame shows the settled screen after event `seq`."""
        self._update("UPDATE events SET frame_after = ? WHERE seq = ?", [(frame_id, seq)])

    def set_filtered(self, seqs: list[int], reason: str) -> None:
        """Takes events out afterwards, for example those of the stop chord."""
        self._update("UPDATE events SET filtered = ? WHERE seq = ?", [(reason, seq) for seq in seqs])

    def hide(self, seqs: list[int], secret: str) -> None:
        """Replaces key events already written by one placeholder, and wipes them from file and log."""
        if not seqs:
            return
        first, rest = min(seqs), [(seq,) for seq in seqs if seq != min(seqs)]
        try:
            with schema.atomic(self._db):
                self._db.execute(
                    "UPDATE events SET kind = 'key_press', keycode = NULL, key_name = '', key_char = NULL,"
                    " modifiers = '', secret = ? WHERE seq = ?",
                    (secret, first),
                )
                self._db.executemany("DELETE FROM events WHERE seq = ?", rest)
            self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        except sqlite3.Error as error:
            raise self._fault(error) from error

    def set_dropped(self, dropped: dict[str, int]) -> None:
        """Notes how many events were never written, by reason."""
        self._update("INSERT OR REPLACE INTO meta VALUES ('dropped', ?)", [(json.dumps(dropped),)])

    def close(self) -> None:
        """Leaves one tidy file; on a full disk the log stays beside it, and readers fold it in."""
        try:
            self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            self._db.execute("PRAGMA journal_mode = DELETE")
        except sqlite3.Error as error:
            raise self._fault(error) from error
        finally:
            self._db.close()

    def _update(self, statement: str, rows: list[tuple[object, ...]]) -> None:
        try:
            with schema.atomic(self._db):
                self._db.executemany(statement, rows)
        except sqlite3.Error as error:
            raise self._fault(error) from error

    def _write_meta(self, meta: RecordingMeta) -> None:
        values = {
            "created_utc": meta.created_utc or datetime.now(UTC).isoformat(timespec="seconds"),
            "screen": json.dumps(meta.screen),
            "scale": repr(meta.scale),
            "platform": meta.platform,
            "product": meta.product_version,
            "dropped": json.dumps(meta.dropped),
        }
        self._db.executemany("INSERT INTO meta VALUES (?, ?)", values.items())

    def _columns(self, event: InputEvent) -> tuple[object, ...]:
        key = event.key or KeyFacts(None, "", None)
        return (
            event.seq, event.t_ns, event.kind, event.x, event.y, event.button, event.dx, event.dy,
            key.keycode, None if event.key is None else key.name, key.char, "+".join(event.modifiers),
            self._window_id(event.window), event.frame_before, event.frame_after, event.secret,
        )  # fmt: skip

    def _window_id(self, window: WindowFacts | None) -> int | None:
        if window is None:
            return None
        if window not in self._windows:
            number = len(self._windows) + 1
            self._db.execute(
                "INSERT OR REPLACE INTO windows VALUES (?,?,?,?,?,?,?,?,?,?,?)",
                (number, window.title, window.wm_class, window.process, window.pid, *window.geometry,
                 window.window_id, window.kind),
            )  # fmt: skip
            self._windows[window] = number
        return self._windows[window]

    def _fault(self, error: sqlite3.Error) -> RecorderUserError:
        if "full" in str(error) or "disk I/O" in str(error):
            return RecorderUserError(
                f"The disk that holds {self.path} is full, so recording stopped; what was recorded until then"
                " is kept, free some space and record again."
            )
        return RecorderUserError(f"{self.path} cannot be written ({error}); choose another folder.")


def _checked(path: Path, shown: Path) -> sqlite3.Connection:
    """Opens `path` and folds in the log; `shown` is the name for error sentences."""
    db = schema.connect(path)
    try:
        schema.check_version(db, shown)
        verdict = db.execute("PRAGMA quick_check(1)").fetchone()[0]
        if verdict != "ok":
            raise sqlite3.DatabaseError(str(verdict).splitlines()[0])
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


def _read_meta(db: sqlite3.Connection) -> RecordingMeta:
    values: dict[str, str] = dict(db.execute("SELECT key, value FROM meta").fetchall())
    x, y, w, h = json.loads(values["screen"])
    return RecordingMeta(
        screen=(x, y, w, h),
        scale=float(values["scale"]),
        platform=values["platform"],
        product_version=values["product"],
        created_utc=values["created_utc"],
        schema_version=int(db.execute("PRAGMA user_version").fetchone()[0]),
        dropped=json.loads(values["dropped"]),
    )


def _window(row: tuple) -> WindowFacts:
    title, wm_class, process, pid, x, y, w, h, window_id, kind = row
    return WindowFacts(title, wm_class, process, pid, (x, y, w, h), window_id, kind)


def _event(row: tuple, windows: dict[int, WindowFacts]) -> InputEvent:
    (
        seq,
        t_ns,
        kind,
        x,
        y,
        button,
        dx,
        dy,
        keycode,
        name,
        char,
        modifiers,
        window,
        before,
        after,
        secret,
        _,
    ) = row
    return InputEvent(
        seq=seq, t_ns=t_ns, kind=kind, x=x, y=y, button=button, dx=dx, dy=dy,
        key=None if name is None else KeyFacts(keycode, name, char),
        modifiers=tuple(modifiers.split("+")) if modifiers else (),
        window=windows.get(window) if window is not None else None,
        frame_before=before, frame_after=after, secret=secret,
    )  # fmt: skip
