"""The rows of a recording as the file keeps them: in plain columns here, sealed in `sealed_tables`.

A row is a tuple of values, in the order of `rows.EVENT_COLUMNS`, `WINDOW_COLUMNS` and `FRAME_COLUMNS`; its
first value is its number. Nothing here opens a transaction: that is up to who writes.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from typing import Any, Literal, Protocol

from recorder.rows import EVENT_COLUMNS, FRAME_COLUMNS, WINDOW_COLUMNS

Values = tuple[Any, ...]
Link = Literal["frame_before", "frame_after"]

_NO_KEY = "keycode = NULL, key_name = NULL, key_char = NULL"


class Tables(Protocol):
    """What a recording's file is asked and told."""

    def meta(self) -> dict[str, str]:
        """The facts about the whole."""
        ...

    def windows(self) -> list[Values]:
        """All windows."""
        ...

    def events(self) -> list[Values]:
        """All events, in order."""
        ...

    def frame_ids(self) -> list[int]:
        """The numbers of all frames, in order."""
        ...

    def frame(self, frame_id: int) -> Values | None:
        """One frame; None where there is none of that number."""
        ...

    def put_meta(self, rows: Iterable[tuple[str, str]]) -> None:
        """Writes facts, in place of those of the same name."""
        ...

    def put_windows(self, rows: Iterable[Values]) -> None:
        """Adds windows."""
        ...

    def put_events(self, rows: Iterable[Values]) -> None:
        """Adds events."""
        ...

    def put_frame(self, row: Values) -> None:
        """Adds a frame."""
        ...

    def change_frame(self, row: Values) -> None:
        """Writes a frame in place of that of its number."""
        ...

    def drop_frame(self, frame_id: int, same_id: int) -> None:
        """Removes a frame; events that it belongs to get the equal one."""
        ...

    def link(self, seq: int, link: Link, frame_id: int) -> None:
        """Notes which frame shows the screen before or after an event."""
        ...

    def take_out(self, seqs: Sequence[int], reason: str, forget: bool) -> None:
        """Marks events as counting for no step; `forget` drops which keys they were."""
        ...

    def hide(self, seqs: Sequence[int], placeholder: int, secret: str) -> None:
        """Leaves of some key events one without a key, in the name of a secret."""
        ...

    def finish(self) -> None:
        """Nothing is added any more."""
        ...


class PlainTables:
    """One column a value."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def meta(self) -> dict[str, str]:
        """The facts about the whole."""
        return dict(self._db.execute("SELECT key, value FROM meta").fetchall())

    def windows(self) -> list[Values]:
        """All windows."""
        return self._db.execute(f"SELECT {WINDOW_COLUMNS} FROM windows").fetchall()

    def events(self) -> list[Values]:
        """All events, in order."""
        return self._db.execute(f"SELECT {EVENT_COLUMNS} FROM events ORDER BY seq").fetchall()

    def frame_ids(self) -> list[int]:
        """The numbers of all frames, in order."""
        return [int(row[0]) for row in self._db.execute("SELECT id FROM frames ORDER BY id")]

    def frame(self, frame_id: int) -> Values | None:
        """One frame; None where there is none of that number."""
        return self._db.execute(f"SELECT {FRAME_COLUMNS} FROM frames WHERE id = ?", (frame_id,)).fetchone()

    def put_meta(self, rows: Iterable[tuple[str, str]]) -> None:
        """Writes facts, in place of those of the same name."""
        self._db.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", rows)

    def put_windows(self, rows: Iterable[Values]) -> None:
        """Adds windows."""
        self._db.executemany(_insertion("windows", WINDOW_COLUMNS), rows)

    def put_events(self, rows: Iterable[Values]) -> None:
        """Adds events."""
        self._db.executemany(_insertion("events", EVENT_COLUMNS), rows)

    def put_frame(self, row: Values) -> None:
        """Adds a frame."""
        self._db.execute(_insertion("frames", FRAME_COLUMNS), row)

    def change_frame(self, row: Values) -> None:
        """Writes a frame in place of that of its number."""
        columns = FRAME_COLUMNS.split(", ")[1:]
        changes = ", ".join(f"{column} = ?" for column in columns)
        self._db.execute(f"UPDATE frames SET {changes} WHERE id = ?", (*row[1:], row[0]))

    def drop_frame(self, frame_id: int, same_id: int) -> None:
        """Removes a frame; events that it belongs to get the equal one."""
        for link in ("frame_before", "frame_after"):
            self._db.execute(f"UPDATE events SET {link} = ? WHERE {link} = ?", (same_id, frame_id))
        self._db.execute("DELETE FROM frames WHERE id = ?", (frame_id,))

    def link(self, seq: int, link: Link, frame_id: int) -> None:
        """Notes which frame shows the screen before or after an event."""
        self._db.execute(f"UPDATE events SET {link} = ? WHERE seq = ?", (frame_id, seq))

    def take_out(self, seqs: Sequence[int], reason: str, forget: bool) -> None:
        """Marks events as counting for no step; `forget` drops which keys they were."""
        self._db.executemany("UPDATE events SET filtered = ? WHERE seq = ?", [(reason, seq) for seq in seqs])
        if forget:
            self._db.executemany(f"UPDATE events SET {_NO_KEY} WHERE seq = ?", [(seq,) for seq in seqs])

    def hide(self, seqs: Sequence[int], placeholder: int, secret: str) -> None:
        """Leaves of some key events one without a key, in the name of a secret."""
        self._db.execute(
            f"UPDATE events SET kind = 'key_press', modifiers = '', secret = ?, {_NO_KEY} WHERE seq = ?",
            (secret, placeholder),
        )
        self._db.executemany(
            "DELETE FROM events WHERE seq = ?", [(seq,) for seq in seqs if seq != placeholder]
        )

    def finish(self) -> None:
        """Nothing is added any more; that needs no word here."""


def _insertion(table: str, columns: str) -> str:
    return f"INSERT INTO {table} ({columns}) VALUES ({','.join('?' * len(columns.split(',')))})"
