"""The `.lamrec` file: one SQLite database, its tables, its versions. `docs/lamrec.md` explains every column.

`PRAGMA application_id` is 'LAMR'; `PRAGMA user_version` is the schema version. While recording the file is in
WAL mode; afterwards it is one tidy file.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from recorder.errors import RecorderUserError

APPLICATION_ID = int.from_bytes(b"LAMR", "big")
SQLITE_MAGIC = b"SQLite format 3\x00"

MIGRATIONS: tuple[tuple[str, str], ...] = (
    (
        "first tables",
        """
        CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
        CREATE TABLE windows (
            id INTEGER PRIMARY KEY, title TEXT NOT NULL, wm_class TEXT NOT NULL, process TEXT NOT NULL,
            pid INTEGER, x INTEGER NOT NULL, y INTEGER NOT NULL, w INTEGER NOT NULL, h INTEGER NOT NULL,
            window_id INTEGER NOT NULL, kind TEXT NOT NULL);
        CREATE TABLE frames (
            id INTEGER PRIMARY KEY, t_ns INTEGER NOT NULL, width INTEGER NOT NULL, height INTEGER NOT NULL,
            digest BLOB NOT NULL UNIQUE, base INTEGER REFERENCES frames(id), tiles BLOB, data BLOB NOT NULL);
        CREATE TABLE events (
            seq INTEGER PRIMARY KEY, t_ns INTEGER NOT NULL, kind TEXT NOT NULL, x INTEGER NOT NULL,
            y INTEGER NOT NULL, button TEXT, dx INTEGER NOT NULL, dy INTEGER NOT NULL, keycode INTEGER,
            key_name TEXT, key_char TEXT, modifiers TEXT NOT NULL, window INTEGER REFERENCES windows(id),
            frame_before INTEGER REFERENCES frames(id), frame_after INTEGER REFERENCES frames(id),
            secret TEXT, filtered TEXT);
        """,
    ),
)
MIGRATED = (
    "CREATE TABLE migrations (version INTEGER PRIMARY KEY, applied_utc TEXT NOT NULL, what TEXT NOT NULL)"
)
SCHEMA_VERSION = len(MIGRATIONS)
SEALED_VERSION = 1001
"""Of encrypted recordings, which have tables of their own; older programs take them for newer ones."""
SEALED = """
CREATE TABLE seal (salt BLOB NOT NULL, place TEXT NOT NULL);
CREATE TABLE meta (key TEXT PRIMARY KEY, sealed BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE windows (id INTEGER PRIMARY KEY, sealed BLOB NOT NULL);
CREATE TABLE frames (id INTEGER PRIMARY KEY, sealed BLOB NOT NULL);
CREATE TABLE events (id INTEGER PRIMARY KEY, sealed BLOB NOT NULL)
"""
"""Of whose rows `sealed_tables` makes and reads the pieces."""


@contextmanager
def atomic(db: sqlite3.Connection) -> Generator[sqlite3.Connection]:
    """Runs the body in one transaction: all of it reaches the file, or nothing."""
    db.execute("BEGIN IMMEDIATE")
    try:
        yield db
        db.execute("COMMIT")
    except BaseException:
        # A full disk may have rolled back by itself; a second ROLLBACK would hide the first error.
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise


def connect(path: Path) -> sqlite3.Connection:
    """A connection in autocommit mode (`atomic` opens the transactions), usable from any one thread."""
    db = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=5.0)
    db.execute("PRAGMA trusted_schema = OFF")  # what a file from somebody else says runs no function
    return db


def migrate(db: sqlite3.Connection) -> list[str]:
    """Brings an older or empty file up to `SCHEMA_VERSION`; returns what was done."""
    version = version_of(db)
    done: list[str] = []
    for number, (what, script) in enumerate(MIGRATIONS[version:], start=version + 1):
        with atomic(db):
            db.execute(MIGRATED.replace("TABLE", "TABLE IF NOT EXISTS"))
            for statement in script.split(";"):
                if statement.strip():
                    db.execute(statement)
            now = datetime.now(UTC).isoformat(timespec="seconds")
            db.execute("INSERT INTO migrations VALUES (?, ?, ?)", (number, now, what))
            db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            db.execute(f"PRAGMA user_version = {number}")
        done.append(what)
    return done


def check_header(path: Path) -> None:
    """Refuses what is no recording, or one of a newer version, before SQLite touches the file."""
    try:
        with path.open("rb") as file:
            head = file.read(100)
    except FileNotFoundError:
        raise RecorderUserError(f"There is no recording {path}; check the name.") from None
    except OSError as error:
        raise RecorderUserError(f"{path} cannot be read ({error.strerror}); check its permissions.") from None
    if not head:
        # A recorder killed in its first moments leaves the header in the write-ahead log alone.
        if not wal_of(path).exists():
            raise RecorderUserError(f"{path} is empty: nothing was recorded in it; record again.")
        return
    if len(head) < 100 or not head.startswith(SQLITE_MAGIC):
        raise RecorderUserError(f"{path} is not a recording (.lamrec) or is damaged; record again.")


def check_version(db: sqlite3.Connection, path: Path) -> None:
    """Refuses a database of another program or of a newer version, and one that would do something."""
    if int(db.execute("PRAGMA application_id").fetchone()[0]) != APPLICATION_ID:
        raise RecorderUserError(f"{path} is an SQLite file of another program, not a recording (.lamrec).")
    version = version_of(db)
    if version > SCHEMA_VERSION and version != SEALED_VERSION:
        raise RecorderUserError(
            f"{path} was recorded by a newer version (schema {version}, this one reads up to"
            f" {SCHEMA_VERSION}); update LAM Desktop."
        )
    known = _texts(
        [SEALED] if version == SEALED_VERSION else [MIGRATED, *(script for _, script in MIGRATIONS)]
    )
    for kind, name, told in db.execute("SELECT type, name, sql FROM sqlite_master"):
        if not _is_ours(kind, told, known):
            raise RecorderUserError(
                f"{path} holds «{name}», which no recorder has put there; take a recording you know."
            )


def _texts(scripts: Sequence[str]) -> frozenset[str]:
    """The statements of the scripts, each in one line."""
    return frozenset(" ".join(each.split()) for script in scripts for each in script.split(";"))


def _is_ours(kind: str, told: str | None, known: frozenset[str]) -> bool:
    """Whether a part of the schema is one that a recorder makes: any other may hold expressions, which are
    worked out as soon as the file is read or checked."""
    if kind == "index":
        return told is None  # SQLite's own, of a column that is unique
    return kind == "table" and " ".join(str(told).split()) in known


def version_of(db: sqlite3.Connection) -> int:
    """The schema version; `SEALED_VERSION` of an encrypted recording."""
    return int(db.execute("PRAGMA user_version").fetchone()[0])


def wal_of(path: Path) -> Path:
    """The write-ahead log that SQLite keeps beside the file while it is being written."""
    return path.with_name(path.name + "-wal")
