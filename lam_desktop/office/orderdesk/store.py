"""Where the order desk keeps its orders: one SQLite table. No Qt here; the demonstration's judge reads it."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Generator, Iterable
from dataclasses import astuple, dataclass, fields
from pathlib import Path

from lam_desktop.errors import UsageError

FIRST_NUMBER = 4701


@dataclass(frozen=True, slots=True)
class Order:
    """One order as a clerk enters it."""

    customer: str
    article: str
    quantity: int
    shipping: str
    date: str
    """ISO 8601, the day of delivery."""
    express: bool
    note: str


@dataclass(frozen=True, slots=True)
class NumberedOrder:
    """An order under the number that it was stored with."""

    number: int
    order: Order


class OrderStore:
    """The orders in one database file, which is made where it does not exist."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            with self._atomic() as connection:
                connection.execute(_SCHEMA)
        except sqlite3.Error as fault:
            raise UsageError(
                f"The order database {path} cannot be opened ({fault}): name another."
            ) from fault

    def add(self, orders: Iterable[Order]) -> int:
        """Stores orders in this sequence; the number of the last one."""
        number = 0
        with self._atomic() as connection:
            for order in orders:
                number = self._next_number(connection)
                connection.execute(_INSERT, (number, *astuple(order)))
        return number

    def remove(self, number: int) -> None:
        """Deletes one order."""
        with self._atomic() as connection:
            connection.execute("DELETE FROM orders WHERE number = ?", (number,))

    def all(self, after: int = 0) -> list[NumberedOrder]:
        """Orders with a number above `after`, in the sequence they were stored in."""
        query = f"SELECT number, {', '.join(COLUMNS)} FROM orders WHERE number > ? ORDER BY number"
        with self._atomic() as connection:
            rows = connection.execute(query, (after,)).fetchall()
        return [_numbered(*row) for row in rows]

    @contextlib.contextmanager
    def _atomic(self) -> Generator[sqlite3.Connection]:
        with contextlib.closing(sqlite3.connect(self.path, timeout=10.0)) as connection, connection:
            yield connection

    def _next_number(self, connection: sqlite3.Connection) -> int:
        last = connection.execute("SELECT max(number) FROM orders").fetchone()[0]
        return FIRST_NUMBER if last is None else last + 1


def _numbered(
    number: int, customer: str, article: str, quantity: int, shipping: str, date: str, express: int, note: str
) -> NumberedOrder:
    return NumberedOrder(number, Order(customer, article, quantity, shipping, date, bool(express), note))


COLUMNS = tuple(field.name for field in fields(Order))
_SCHEMA = """CREATE TABLE IF NOT EXISTS orders (
    number INTEGER PRIMARY KEY, customer TEXT NOT NULL, article TEXT NOT NULL, quantity INTEGER NOT NULL,
    shipping TEXT NOT NULL, date TEXT NOT NULL, express INTEGER NOT NULL, note TEXT NOT NULL)"""
_INSERT = f"INSERT INTO orders (number, {', '.join(COLUMNS)}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
