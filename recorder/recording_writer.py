"""Writes recordings (`.lamrec`, one SQLite file; `docs/lamrec.md` describes it)."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any, Literal

from recorder import schema
from recorder.errors import RecorderUserError
from recorder.events import InputEvent, WindowFacts
from recorder.frames import CodedFrame, FrameEncoder, Packed
from recorder.rows import (
    EVENT_COLUMNS,
    FRAME_COLUMNS,
    RecordingMeta,
    event_row,
    meta_rows,
    programs_text,
    window_row,
)  # fmt: skip
from recorder.surroundings import ProgramFacts

Place = Literal["before", "after"]

TIDY_BYTES = 16 << 20

_NO_KEY = "keycode = NULL, key_name = NULL, key_char = NULL"


class RecordingWriter:
    """Writes one new recording; every call that returns has reached the file. Not thread-safe.

    Raises `RecorderUserError` when the file exists already, cannot be made, or the disk is full; what was
    written before stays readable.
    """

    def __init__(self, path: Path | str, meta: RecordingMeta) -> None:
        self.path = Path(path)
        if self.path.exists():
            raise RecorderUserError(f"{self.path} exists already; choose another name or remove it.")
        self._windows: dict[WindowFacts, int] = {}
        self._programs = dict(meta.programs)
        self._encoder = FrameEncoder()
        db: sqlite3.Connection | None = None
        try:
            db = schema.connect(self.path)
            # Deleted rows (text found to be secret too late) must not linger in free pages.
            db.execute("PRAGMA secure_delete = ON")
            db.execute("PRAGMA journal_mode = WAL")
            db.execute("PRAGMA synchronous = NORMAL")
            db.execute("PRAGMA wal_autocheckpoint = 0")  # `tidy` does that, when nobody waits for a commit
            schema.migrate(db)
            self._db = db
            self._change("INSERT INTO meta VALUES (?, ?)", meta_rows(meta))
        except (sqlite3.Error, RecorderUserError) as error:
            if db is not None:
                db.close()
            for path in (self.path, schema.wal_of(self.path)):
                path.unlink(missing_ok=True)
            raise error if isinstance(error, RecorderUserError) else self._fault(error) from error

    def write(self, events: list[tuple[InputEvent, str | None]]) -> None:
        """Stores a batch of events, each with the reason why it counts for no step (or None)."""
        places = ",".join("?" * len(EVENT_COLUMNS.split(",")))
        new = {event.window for event, _ in events if event.window is not None} - self._windows.keys()
        numbers = {window: len(self._windows) + at for at, window in enumerate(new, start=1)}
        known = {**self._windows, **numbers}
        rows = [
            event_row(event, None if event.window is None else known[event.window], reason)
            for event, reason in events
        ]
        self._change(
            "INSERT INTO windows VALUES (?,?,?,?,?,?,?,?,?,?,?)",
            [window_row(number, window) for window, number in numbers.items()],
            f"INSERT INTO events ({EVENT_COLUMNS}) VALUES ({places})",
            rows,
        )
        self._windows = known

    def write_frame(self, frame: Packed, t_ns: int) -> int:
        """Stores a packed frame and returns its id; a frame seen before costs nothing."""
        frame_id, coded = self._encoder.encode(frame)
        if coded is not None:
            self._change(*_insertion(frame_id, coded, t_ns))
        return frame_id

    def write_picture(
        self, seq: int, place: Place, frame_id: int, coded: CodedFrame | None, t_ns: int
    ) -> None:
        """Stores a frame that a `FrameEncoder` numbered (None: stored before), and that it shows the screen
        before or after event `seq`."""
        column = {"before": "frame_before", "after": "frame_after"}[place]
        link = (f"UPDATE events SET {column} = ? WHERE seq = ?", [(frame_id, seq)])
        self._change(*(() if coded is None else _insertion(frame_id, coded, t_ns)), *link)

    def set_frame_after(self, seq: int, frame_id: int) -> None:
        """Notes which frame shows the settled screen after event `seq`."""
        self._change("UPDATE events SET frame_after = ? WHERE seq = ?", [(frame_id, seq)])

    def set_filtered(self, seqs: list[int], reason: str, forget: bool = False) -> None:
        """Takes events out afterwards, for example those of the stop chord; `forget` drops their keys."""
        self._change("UPDATE events SET filtered = ? WHERE seq = ?", [(reason, seq) for seq in seqs])
        if forget:
            self._change(f"UPDATE events SET {_NO_KEY} WHERE seq = ?", [(seq,) for seq in seqs])
            self._empty_log()

    def hide(self, seqs: list[int], placeholder: int, secret: str) -> None:
        """Replaces key events already written by one placeholder, and wipes them from file and log."""
        self._change(
            f"UPDATE events SET kind = 'key_press', modifiers = '', secret = ?, {_NO_KEY} WHERE seq = ?",
            [(secret, placeholder)],
            "DELETE FROM events WHERE seq = ?",
            [(seq,) for seq in seqs if seq != placeholder],
        )
        self._empty_log()

    def set_dropped(self, dropped: dict[str, int]) -> None:
        """Notes how many events were never written, by reason."""
        self._change("INSERT OR REPLACE INTO meta VALUES ('dropped', ?)", [(json.dumps(dropped),)])

    def add_program(self, pid: int, facts: ProgramFacts) -> None:
        """Notes what the program of some windows was started as."""
        self._programs[pid] = facts
        self._change("INSERT OR REPLACE INTO meta VALUES ('programs', ?)", [(programs_text(self._programs),)])

    def tidy(self) -> None:
        """Folds a log that has grown into the file; to be called when nothing else is to be done."""
        log = schema.wal_of(self.path)
        if log.exists() and log.stat().st_size > TIDY_BYTES:
            self._empty_log()

    def close(self) -> None:
        """Leaves one tidy file; on a full disk the log stays beside it, and readers fold it in."""
        try:
            self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            self._db.execute("PRAGMA journal_mode = DELETE")
        except sqlite3.Error as error:
            raise self._fault(error) from error
        finally:
            self._db.close()

    def _empty_log(self) -> None:
        """Folds the log into the file; what its rows were before is then gone from both."""
        try:
            self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        except sqlite3.Error as error:
            raise self._fault(error) from error

    def _change(self, *statements: Any) -> None:
        """Runs statements, each followed by its rows, in one transaction."""
        try:
            with schema.atomic(self._db):
                for statement, rows in zip(statements[::2], statements[1::2], strict=True):
                    self._db.executemany(statement, rows)
        except sqlite3.Error as error:
            raise self._fault(error) from error

    def _fault(self, error: sqlite3.Error) -> RecorderUserError:
        if "full" in str(error) or "disk I/O" in str(error):
            return RecorderUserError(
                f"The disk that holds {self.path} is full, so recording stopped; what was recorded until then"
                " is kept, free some space and record again."
            )
        return RecorderUserError(f"{self.path} cannot be written ({error}); choose another folder.")


def _insertion(frame_id: int, coded: CodedFrame, t_ns: int) -> tuple[str, list[tuple[object, ...]]]:
    row = (
        frame_id, t_ns, coded.width, coded.height, coded.digest, coded.base, coded.tiles, coded.data,
    )  # fmt: skip
    return f"INSERT INTO frames ({FRAME_COLUMNS}) VALUES ({','.join('?' * len(row))})", [row]
