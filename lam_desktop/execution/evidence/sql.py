"""Counts rows of a database, on a connection that cannot write."""

from __future__ import annotations

import re
import sqlite3
import struct
import time
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from lam_desktop.execution.evidence.fault import CheckFault
from lam_desktop.execution.evidence.passwords import passwords_in, without_passwords
from lam_desktop.execution.evidence.server_faults import server_fault
from lam_desktop.execution.evidence.servers import server_engine
from lam_desktop.tasks.checks import SqlCheck
from lam_desktop.tasks.task_yaml.server_query import examine_query, server_of

LIMIT_S = 10.0
STEPS = 10_000
"""Of SQLite's machine between two looks at the clock."""
READS = frozenset(
    {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_RECURSIVE, sqlite3.SQLITE_TRANSACTION}
)
OF_DRIVERS = (ValueError, TypeError, AttributeError, LookupError, struct.error)
"""What drivers raise over options and values that they do not know, and over answers of what is no server."""
LOGIN = re.compile(r"'(\w+)' package is required")
"""How PyMySQL begins where a user logs in by ed25519, or by sha2 without TLS."""
NO_NUMBER = "the query must return one number, as SELECT COUNT(*) does"
UNOPENED = "what the check names as its database cannot be opened"
BARRED = frozenset({"load_extension", "readfile", "writefile", "edit", "fts3_tokenizer"})


def count_rows(check: SqlCheck, values: Mapping[str, str], password: str | None = None) -> int:
    """The number that the query returns; raises `CheckFault` where it returns none, or would write.

    `password`: of the URL's user, where the check names a secret for it. It stands in no fault, whatever the
    driver and the server say, and neither does one of the URL.
    """
    hidden = {password: check.password} if password else {}
    hidden |= passwords_in(check.database)
    try:
        return _counted(check, values, password)
    except CheckFault as fault:
        # What it came of may hold it, too, and would be told with a fault of ours that came on top of it.
        raise CheckFault(without_passwords(str(fault), hidden)) from None


def _counted(check: SqlCheck, values: Mapping[str, str], password: str | None) -> int:
    server = server_of(check.database)
    if server is not None:
        try:
            examine_query(check.query, server)
        except ValueError as error:
            raise CheckFault(f"the query {error}") from error
    with _connected(check.database, LIMIT_S, password) as connection:
        found = _first_rows(connection, check.query, values, LIMIT_S)
    if len(found) != 1 or len(found[0]) != 1 or isinstance(found[0][0], bool | str | bytes):
        raise CheckFault(NO_NUMBER)
    try:
        count = int(found[0][0])
    except (TypeError, ValueError, OverflowError) as error:
        raise CheckFault(NO_NUMBER) from error
    if count != found[0][0]:
        raise CheckFault("the query must return a whole number, as SELECT COUNT(*) does")
    return count


@contextmanager
def _connected(database: str, limit_s: float, password: str | None) -> Generator[Any]:
    """A connection of SQLAlchemy that cannot write; raises `CheckFault` where none comes about."""
    from sqlalchemy.exc import ArgumentError, SQLAlchemyError

    try:
        engine = server_engine(database, limit_s, password) if "://" in database else _file_engine(database)
        connection = engine.connect()
    except ArgumentError as error:
        raise CheckFault(UNOPENED) from error
    except (SQLAlchemyError, sqlite3.Error) as error:
        raise _fault(error, {}, limit_s) from error
    except ImportError as error:
        raise CheckFault(_missing(error)) from error
    except OSError as error:  # also a certificate that is not trusted, which is a ValueError, too
        raise CheckFault(f"the query could not be made ({server_fault(error, limit_s)})") from error
    except (*OF_DRIVERS, RuntimeError) as error:
        package = LOGIN.match(str(error))
        raise CheckFault(
            f"the user's way to log in needs the Python package «{package[1]}», which is missing"
            if package
            else UNOPENED
        ) from error
    except CheckFault:
        raise
    except Exception as error:  # of a library of the driver's, as for a password that cannot be sent
        raise CheckFault(f"the driver of the database fails with {type(error).__name__}") from error
    try:
        yield connection
    finally:
        connection.close()
        engine.dispose()


def _first_rows(connection: Any, query: str, values: Mapping[str, str], limit_s: float) -> Sequence[Any]:
    """Two at most; raises `CheckFault`."""
    import sqlalchemy
    from sqlalchemy.exc import ResourceClosedError, SQLAlchemyError

    try:
        found = connection.execute(sqlalchemy.text(query.rstrip("; \t\r\n")), dict(values)).fetchmany(2)
        connection.rollback()
    except ResourceClosedError as error:  # a statement without rows
        raise CheckFault(NO_NUMBER) from error
    except (SQLAlchemyError, sqlite3.Error, OSError, RuntimeError, *OF_DRIVERS) as error:
        raise _fault(error, values, limit_s) from error
    return found


def _fault(error: Exception, values: Mapping[str, str], limit_s: float) -> CheckFault:
    """Of what the server, its driver, SQLAlchemy or SQLite says."""
    from sqlalchemy.exc import SQLAlchemyError

    cause = getattr(error, "orig", None) or error
    if isinstance(cause, (RuntimeError, *OF_DRIVERS)):
        why = _unsent(cause, values)
    elif isinstance(cause, SQLAlchemyError | sqlite3.Error):
        why = _first(cause)
    else:
        why = server_fault(cause, limit_s)
    return CheckFault(f"the query could not be made ({why})")


def _unsent(error: BaseException, values: Mapping[str, str]) -> str:
    """Why a driver did not send a query; not in its own words, which may quote a value."""
    for name, text in values.items():
        if "\0" in text or any("\ud800" <= sign <= "\udfff" for sign in text):
            return f"the value «{name}» has a character that no text in a database has"
    return f"the driver of the database fails with {type(error).__name__}"


def _missing(error: ImportError) -> str:
    if error.name is None:  # psycopg without libpq
        return "the driver of this database lacks a library of the system, as psycopg does without libpq"
    return f"the Python package «{error.name}» is missing, which this database needs"


def _file_engine(database: str) -> Any:
    """Raises `CheckFault` for a file that is not there."""
    import sqlalchemy
    from sqlalchemy.pool import NullPool

    try:
        path = Path(database).expanduser()
        is_there = path.is_file()
    except (OSError, RuntimeError) as error:  # too long a name, a folder that may not be entered, nobody's ~
        why = getattr(error, "strerror", None) or "no such user"
        raise CheckFault(f"the database {database} cannot be looked up ({why})") from error
    if not is_there:
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
    told = str(error).strip()
    first = (told.splitlines() or [type(error).__name__])[0]
    return first.partition(" (Background on this error")[0].rstrip(".")
