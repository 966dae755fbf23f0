"""Counts rows of a database, on a connection that cannot write."""

from __future__ import annotations

import sqlite3
import struct
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from lam_desktop.execution.evidence.fault import CheckFault
from lam_desktop.execution.evidence.server_faults import server_fault
from lam_desktop.execution.evidence.servers import server_engine
from lam_desktop.tasks.checks import SqlCheck
from lam_desktop.tasks.server_query import examine_query, server_of

LIMIT_S = 10.0
STEPS = 10_000
"""Of SQLite's machine between two looks at the clock."""
READS = frozenset(
    {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_RECURSIVE, sqlite3.SQLITE_TRANSACTION}
)
BARRED = frozenset({"load_extension", "readfile", "writefile", "edit", "fts3_tokenizer"})


def count_rows(check: SqlCheck, values: Mapping[str, str]) -> int:
    """The number that the query returns; raises `CheckFault` where it returns none, or would write."""
    from sqlalchemy.exc import ArgumentError, NoSuchModuleError, ResourceClosedError, SQLAlchemyError

    limit_s = LIMIT_S
    server = server_of(check.database)
    if server is not None:
        try:
            examine_query(check.query, server)
        except ValueError as error:
            raise CheckFault(f"the query {error}") from error
    try:
        is_file = "://" not in check.database
        engine = _file_engine(check.database) if is_file else server_engine(check.database, limit_s)
        try:
            found = _first_rows(engine, check.query, values)
        finally:
            engine.dispose()
    except (ArgumentError, NoSuchModuleError) as error:
        raise CheckFault("what the check names as its database cannot be opened") from error
    except ResourceClosedError as error:  # a statement without rows
        raise CheckFault("the query must return one number, as SELECT COUNT(*) does") from error
    except (SQLAlchemyError, sqlite3.Error) as error:
        cause = getattr(error, "orig", None)
        if server is None or cause is None or isinstance(cause, SQLAlchemyError):
            raise CheckFault(f"the query could not be made ({_first(error)})") from error
        raise CheckFault(f"the query could not be made ({server_fault(cause, limit_s)})") from error
    except ImportError as error:
        raise CheckFault(
            f"the Python package «{error.name}» is missing, which this database needs"
        ) from error
    except OSError as error:
        raise CheckFault(f"the query could not be made ({server_fault(error, limit_s)})") from error
    except (ValueError, TypeError, AttributeError, LookupError, struct.error) as error:
        # What drivers raise over options that they do not know, and over answers of what is no server.
        raise CheckFault("what the check names as its database cannot be opened") from error
    if len(found) != 1 or len(found[0]) != 1 or isinstance(found[0][0], bool | str | bytes):
        raise CheckFault("the query must return one number, as SELECT COUNT(*) does")
    try:
        count = int(found[0][0])
    except (TypeError, ValueError, OverflowError) as error:
        raise CheckFault("the query must return one number, as SELECT COUNT(*) does") from error
    if count != found[0][0]:
        raise CheckFault("the query must return a whole number, as SELECT COUNT(*) does")
    return count


def _first_rows(engine: Any, query: str, values: Mapping[str, str]) -> Sequence[Any]:
    """Two at most."""
    import sqlalchemy

    with engine.connect() as connection:
        found = connection.execute(sqlalchemy.text(query.rstrip("; \t\r\n")), dict(values)).fetchmany(2)
        connection.rollback()
    return found


def _file_engine(database: str) -> Any:
    """Raises `CheckFault` for a file that is not there."""
    import sqlalchemy
    from sqlalchemy.pool import NullPool

    path = Path(database).expanduser()
    if not path.is_file():
        raise CheckFault(f"there is no database {path}")
    address = f"file:{quote(path.as_posix())}?mode=ro"

    def connect() -> sqlite3.Connection:
        return _guarded(sqlite3.connect(address, uri=True, timeout=LIMIT_S))

    return sqlalchemy.create_engine("sqlite://", creator=connect, poolclass=NullPool)


def _guarded(connection: sqlite3.Connection) -> sqlite3.Connection:
    """Reads of tables are all that it allows, and they come to an end."""
    connection.execute("PRAGMA query_only = ON")
    end = time.monotonic() + LIMIT_S
    connection.set_progress_handler(lambda: int(time.monotonic() > end), STEPS)
    connection.set_authorizer(_allowed)
    return connection


def _allowed(action: int, name: str | None, value: str | None, *_: str | None) -> int:
    match action:
        case sqlite3.SQLITE_FUNCTION:
            harmless = (value or "") not in BARRED
        case sqlite3.SQLITE_PRAGMA:  # SQLAlchemy asks for one as it connects
            harmless = name == "read_uncommitted" and value is None
        case _:
            harmless = action in READS
    return sqlite3.SQLITE_OK if harmless else sqlite3.SQLITE_DENY


def _first(error: Exception) -> str:
    """The first line of what a library says: the rest repeats the query and its values."""
    told = str(getattr(error, "orig", None) or error).strip()
    first = (told.splitlines() or [type(error).__name__])[0]
    return first.partition(" (Background on this error")[0].rstrip(".")
