"""Writes recordings (`.lamrec`, one SQLite file; `docs/lamrec.md` describes it)."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from recorder import schema
from recorder.errors import RecorderUserError
from recorder.events import InputEvent, WindowFacts
from recorder.exclusions import Exclusions
from recorder.frames import CodedFrame, FrameEncoder, Packed
from recorder.regions import Rect
from recorder.repainting import repaint
from recorder.rows import (
    RecordingMeta,
    event_row,
    excluded_text,
    meta_rows,
    programs_text,
    unsearched_text,
    window_row,
)
from recorder.sealed_tables import SealedTables
from recorder.sealing import Seal
from recorder.surroundings import ProgramFacts
from recorder.tables import Link, PlainTables, Tables, Values

Place = Literal["before", "after"]

TIDY_BYTES = 16 << 20

_LINKS: dict[Place, Link] = {"before": "frame_before", "after": "frame_after"}


class RecordingWriter:
    """Writes one new recording; every call that returns has reached the file. Not thread-safe.

    Raises `RecorderUserError` when the file exists already, cannot be made, or the disk is full; what was
    written before stays readable. With the `seal` of an encrypted library nothing of what is recorded reaches
    the disk in clear, neither in the file nor in its log.
    """

    def __init__(self, path: Path | str, meta: RecordingMeta, seal: Seal | None = None) -> None:
        self.path = Path(path)
        if self.path.exists():
            raise RecorderUserError(f"{self.path} exists already; choose another name or remove it.")
        self._windows: dict[WindowFacts, int] = {}
        self._programs = dict(meta.programs)
        self._unsearched = list(meta.unsearched)
        self._encoder = FrameEncoder()
        db: sqlite3.Connection | None = None
        try:
            db = schema.connect(self.path)
            # Deleted rows (text found to be secret too late) must not linger in free pages.
            db.execute("PRAGMA secure_delete = ON")
            db.execute("PRAGMA journal_mode = WAL")
            db.execute("PRAGMA synchronous = NORMAL")
            db.execute("PRAGMA wal_autocheckpoint = 0")  # `tidy` does that, when nobody waits for a commit
            self._db = db
            if seal is None:
                schema.migrate(db)
            self._tables: Tables = (
                PlainTables(db) if seal is None else SealedTables.create(db, seal, self.path)
            )
            with self._changing():
                self._tables.put_meta(meta_rows(meta))
        except (sqlite3.Error, RecorderUserError) as error:
            if db is not None:
                db.close()
            for path in (self.path, schema.wal_of(self.path)):
                path.unlink(missing_ok=True)
            raise error if isinstance(error, RecorderUserError) else self._fault(error) from error

    def write(self, events: list[tuple[InputEvent, str | None]]) -> None:
        """Stores a batch of events, each with the reason why it counts for no step (or None)."""
        new = {event.window for event, _ in events if event.window is not None} - self._windows.keys()
        numbers = {window: len(self._windows) + at for at, window in enumerate(new, start=1)}
        known = {**self._windows, **numbers}
        rows = [
            event_row(event, None if event.window is None else known[event.window], reason)
            for event, reason in events
        ]
        with self._changing():
            self._tables.put_windows(window_row(number, window) for window, number in numbers.items())
            self._tables.put_events(rows)
            self._note_unsearched(event.secret for event, _ in events)
        self._windows = known

    def write_frame(self, frame: Packed, t_ns: int) -> int:
        """Stores a packed frame and returns its id; a frame seen before costs nothing."""
        frame_id, coded = self._encoder.encode(frame)
        if coded is not None:
            with self._changing():
                self._tables.put_frame(_frame_row(frame_id, coded, t_ns))
        return frame_id

    def write_picture(
        self, seq: int, place: Place, frame_id: int, coded: CodedFrame | None, t_ns: int
    ) -> None:
        """Stores a frame that a `FrameEncoder` numbered (None: stored before), and that it shows the screen
        before or after event `seq`."""
        with self._changing():
            if coded is not None:
                self._tables.put_frame(_frame_row(frame_id, coded, t_ns))
            self._tables.link(seq, _LINKS[place], frame_id)

    def set_frame_after(self, seq: int, frame_id: int) -> None:
        """Notes which frame shows the settled screen after event `seq`."""
        with self._changing():
            self._tables.link(seq, "frame_after", frame_id)

    def set_filtered(self, seqs: list[int], reason: str, forget: bool = False) -> None:
        """Takes events out afterwards, for example those of the stop chord; `forget` drops their keys."""
        with self._changing():
            self._tables.take_out(seqs, reason, forget)
        if forget:
            self._empty_log()

    def hide(self, seqs: list[int], placeholder: int, secret: str) -> None:
        """Replaces key events already written by one placeholder, and wipes them from file and log."""
        with self._changing():
            self._tables.hide(seqs, placeholder, secret)
            self._note_unsearched([secret])
        self._empty_log()

    def repaint(self, covers: Callable[[int], Sequence[Rect]], excluded: Exclusions) -> dict[bytes, int]:
        """Blackens parts of all frames stored so far (`repainting.repaint`), and wipes file and log of them.

        Notes that they are excluded. Returns the numbers of the frames by their digests.
        """
        with self._changing():
            known = repaint(self._tables, covers)
            self._tables.put_meta([("excluded", excluded_text(excluded))])
        self._empty_log()
        return known

    def set_dropped(self, dropped: dict[str, int]) -> None:
        """Notes how many events were never written, by reason."""
        with self._changing():
            self._tables.put_meta([("dropped", json.dumps(dropped))])

    def add_program(self, pid: int, facts: ProgramFacts) -> None:
        """Notes what the program of some windows was started as."""
        self._programs[pid] = facts
        with self._changing():
            self._tables.put_meta([("programs", programs_text(self._programs))])

    def tidy(self) -> None:
        """Folds a log that has grown into the file; to be called when nothing else is to be done."""
        log = schema.wal_of(self.path)
        if log.exists() and log.stat().st_size > TIDY_BYTES:
            self._empty_log()

    def close(self) -> None:
        """Leaves one tidy file; on a full disk the log stays beside it, and readers fold it in."""
        try:
            with schema.atomic(self._db):
                self._tables.finish()
            self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            self._db.execute("PRAGMA journal_mode = DELETE")
        except sqlite3.Error as error:
            raise self._fault(error) from error
        finally:
            self._db.close()

    def _note_unsearched(self, secrets: Iterable[str | None]) -> None:
        """Notes with the first key of a secret that nobody has searched the pictures for it yet: whatever
        ends this process then, the file says so."""
        new = [name for name in dict.fromkeys(secrets) if name is not None and name not in self._unsearched]
        if new:
            self._unsearched += new
            self._tables.put_meta([("unsearched", unsearched_text(self._unsearched))])

    def _empty_log(self) -> None:
        """Folds the log into the file; what its rows were before is then gone from both."""
        try:
            self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        except sqlite3.Error as error:
            raise self._fault(error) from error

    @contextmanager
    def _changing(self) -> Generator[None]:
        """One transaction."""
        try:
            with schema.atomic(self._db):
                yield
        except sqlite3.Error as error:
            raise self._fault(error) from error

    def _fault(self, error: sqlite3.Error) -> RecorderUserError:
        if "full" in str(error) or "disk I/O" in str(error):
            return RecorderUserError(
                f"The disk that holds {self.path} is full, so recording stopped; what was recorded until then"
                " is kept, free some space and record again."
            )
        return RecorderUserError(f"{self.path} cannot be written ({error}); choose another folder.")


def _frame_row(frame_id: int, coded: CodedFrame, t_ns: int) -> Values:
    return (
        frame_id, t_ns, coded.width, coded.height, coded.digest, coded.base, coded.tiles, coded.data,
    )  # fmt: skip
