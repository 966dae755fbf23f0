"""The rows of an encrypted recording: each is one sealed piece, bound to its table and its number.

What anybody can see of them is how many there are and how long each is.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from recorder import schema
from recorder.rows import EVENT_COLUMNS, FRAME_COLUMNS
from recorder.sealing import SALT_BYTES, FileSeal, Seal, changed, refuse_moved
from recorder.tables import Link, Values

END = "end"
"""The fact that says how many rows there are, once nothing is added any more."""
_AT = {name.strip(): at for at, name in enumerate(EVENT_COLUMNS.split(","))}
_DIGEST, _TILES, _DATA = (FRAME_COLUMNS.split(", ").index(name) for name in ("digest", "tiles", "data"))


class SealedTables:
    """One sealed piece a row. Reading raises NotGenuine where one does not open."""

    def __init__(self, db: sqlite3.Connection, seal: FileSeal, path: Path) -> None:
        self._db = db
        self._seal = seal
        self._path = path

    @classmethod
    def create(cls, db: sqlite3.Connection, seal: Seal, path: Path) -> SealedTables:
        """Makes the tables in a new database."""
        salt, place = os.urandom(SALT_BYTES), seal.place(path)
        with schema.atomic(db):
            for statement in schema.SEALED.split(";"):
                db.execute(statement)
            db.execute("INSERT INTO seal VALUES (?, ?)", (salt, place))
            db.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
            db.execute(f"PRAGMA user_version = {schema.SEALED_VERSION}")
        return cls(db, seal.of(path, "recording", salt), path)

    @classmethod
    def of(cls, db: sqlite3.Connection, seal: Seal, path: Path) -> SealedTables:
        """Those of a recording that lies, or as a whole was copied from, at `path`; raises NotGenuine."""
        found = db.execute("SELECT salt, place FROM seal").fetchall()
        if len(found) != 1 or not isinstance(found[0][0], bytes):
            raise changed(path, "its beginning")
        salt, place = found[0]
        refuse_moved(path, str(place), seal.place(path))
        made = cls(db, seal.of(path, "recording", salt), path)
        made._refuse_short()
        return made

    def meta(self) -> dict[str, str]:
        """The facts about the whole."""
        found = self._db.execute("SELECT key, sealed FROM meta").fetchall()
        return {key: self._open(f"meta {key}", sealed).decode() for key, sealed in found if key != END}

    def windows(self) -> list[Values]:
        """All windows."""
        return self._rows("windows")

    def events(self) -> list[Values]:
        """All events, in order."""
        return self._rows("events")

    def frame_ids(self) -> list[int]:
        """The numbers of all frames, in order."""
        return [int(row[0]) for row in self._db.execute("SELECT id FROM frames ORDER BY id")]

    def frame(self, frame_id: int) -> Values | None:
        """One frame; None where there is none of that number."""
        row = self._db.execute("SELECT sealed FROM frames WHERE id = ?", (frame_id,)).fetchone()
        if row is None:
            return None
        head, _, body = self._open(f"frames {frame_id}", row[0]).partition(b"\n")
        values: list[Any] = json.loads(head)
        tiles = values[_TILES]
        values[_DIGEST] = bytes.fromhex(values[_DIGEST])
        values[_TILES] = None if tiles is None else body[:tiles]
        values[_DATA] = body[tiles or 0 :]
        return tuple(values)

    def put_meta(self, rows: Iterable[tuple[str, str]]) -> None:
        """Writes facts, in place of those of the same name."""
        sealed = [(key, self._seal.seal(value.encode(), f"meta {key}")) for key, value in rows]
        self._db.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", sealed)

    def put_windows(self, rows: Iterable[Values]) -> None:
        """Adds windows."""
        self._put("windows", rows)

    def put_events(self, rows: Iterable[Values]) -> None:
        """Adds events."""
        self._put("events", rows)

    def put_frame(self, row: Values) -> None:
        """Adds a frame."""
        sealed = self._sealed_frame(row)
        self._db.execute("INSERT INTO frames VALUES (?, ?)", (row[0], sealed))

    def change_frame(self, row: Values) -> None:
        """Writes a frame in place of that of its number."""
        self._db.execute("UPDATE frames SET sealed = ? WHERE id = ?", (self._sealed_frame(row), row[0]))

    def drop_frame(self, frame_id: int, same_id: int) -> None:
        """Removes a frame; events that it belongs to get the equal one."""
        links = _AT["frame_before"], _AT["frame_after"]

        def change(row: list[Any]) -> None:
            for link in links:
                if row[link] == frame_id:
                    row[link] = same_id

        seqs = [row[0] for row in self.events() if frame_id in (row[links[0]], row[links[1]])]
        self._change(seqs, change)
        self._db.execute("DELETE FROM frames WHERE id = ?", (frame_id,))

    def _sealed_frame(self, row: Values) -> bytes:
        tiles, data = row[_TILES], row[_DATA]
        values = list(row)
        values[_DIGEST], values[_DATA] = row[_DIGEST].hex(), None
        values[_TILES] = None if tiles is None else len(tiles)
        whole = b"".join((json.dumps(values).encode(), b"\n", tiles or b"", data))
        return self._seal.seal(whole, f"frames {row[0]}")

    def link(self, seq: int, link: Link, frame_id: int) -> None:
        """Notes which frame shows the screen before or after an event."""
        self._change([seq], lambda row: row.__setitem__(_AT[link], frame_id))

    def take_out(self, seqs: Sequence[int], reason: str, forget: bool) -> None:
        """Marks events as counting for no step; `forget` drops which keys they were."""

        def change(row: list[Any]) -> None:
            row[_AT["filtered"]] = reason
            if forget:
                _drop_key(row)

        self._change(seqs, change)

    def hide(self, seqs: Sequence[int], placeholder: int, secret: str) -> None:
        """Leaves of some key events one without a key, in the name of a secret."""

        def change(row: list[Any]) -> None:
            row[_AT["kind"]], row[_AT["modifiers"]], row[_AT["secret"]] = "key_press", "", secret
            _drop_key(row)

        self._change([placeholder], change)
        gone = [(seq,) for seq in seqs if seq != placeholder]
        self._db.executemany("DELETE FROM events WHERE id = ?", gone)

    def finish(self) -> None:
        """Writes down how many rows there are, so that a missing one is noticed."""
        counts = json.dumps(self._counts())
        sealed = self._seal.seal(counts.encode(), f"meta {END}")
        self._db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (END, sealed))

    def _refuse_short(self) -> None:
        """Raises NotGenuine where rows were taken out of a recording that came to its end."""
        row = self._db.execute("SELECT sealed FROM meta WHERE key = ?", (END,)).fetchone()
        if row is not None and json.loads(self._open(f"meta {END}", row[0])) != self._counts():
            raise changed(self._path, "the number of its rows")

    def _counts(self) -> list[int]:
        tables = ("windows", "frames", "events")
        return [self._db.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables]

    def _rows(self, table: str) -> list[Values]:
        found = self._db.execute(f"SELECT id, sealed FROM {table} ORDER BY id").fetchall()
        return [tuple(json.loads(self._open(f"{table} {number}", sealed))) for number, sealed in found]

    def _put(self, table: str, rows: Iterable[Values]) -> None:
        sealed = [(row[0], self._sealed(table, row)) for row in rows]
        self._db.executemany(f"INSERT INTO {table} VALUES (?, ?)", sealed)

    def _change(self, seqs: Iterable[int], change: Callable[[list[Any]], None]) -> None:
        for seq in seqs:
            found = self._db.execute("SELECT sealed FROM events WHERE id = ?", (seq,)).fetchone()
            if found is None:
                continue
            row = json.loads(self._open(f"events {seq}", found[0]))
            change(row)
            self._db.execute("UPDATE events SET sealed = ? WHERE id = ?", (self._sealed("events", row), seq))

    def _sealed(self, table: str, row: Sequence[Any]) -> bytes:
        return self._seal.seal(json.dumps(row).encode(), f"{table} {row[0]}")

    def _open(self, label: str, sealed: object) -> bytes:
        if not isinstance(sealed, bytes):
            raise changed(self._path, label)
        return self._seal.open(sealed, label)


def _drop_key(row: list[Any]) -> None:
    for name in ("keycode", "key_name", "key_char"):
        row[_AT[name]] = None
