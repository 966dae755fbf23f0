"""Counts rows of a database, on a connection that cannot write."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from lam_desktop.execution.evidence.fault import CheckFault
from lam_desktop.tasks.checks import SqlCheck

LIMIT_S = 10.0
STEPS = 10_000
"""Of SQLite's machine between two looks at the clock."""
READS = frozenset(
    {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_RECURSIVE, sqlite3.SQLITE_TRANSACTION}
)
BARRED = frozenset({"load_extension", "readfile", "writefile", "edit", "fts3_tokenizer"})
CONNECT: Mapping[str, dict[str, Any]] = {
    "postgresql": {"connect_timeout": int(LIMIT_S), "options": f"-c statement_timeout={int(LIMIT_S * 1000)}"},
    "mysql": {"connect_timeout": int(LIMIT_S), "read_timeout": int(LIMIT_S)},
    "mariadb": {"connect_timeout": int(LIMIT_S), "read_timeout": int(LIMIT_S)},
}
"""Of servers that can be told to refuse every write of a session."""


def count_rows(check: SqlCheck, values: Mapping[str, str]) -> int:
    """The number that the query returns; raises `CheckFault` where it returns none, or would write."""
    import sqlalchemy
    from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError

    try:
        engine = _engine(check.database)
        try:
            with engine.connect() as connection:
                if engine.dialect.name == "postgresql":
                    connection = connection.execution_options(postgresql_readonly=True)
                found = connection.execute(sqlalchemy.text(check.query), dict(values)).fetchmany(2)
                connection.rollback()
        finally:
            engine.dispose()
    except (ArgumentError, NoSuchModuleError, ValueError, TypeError, AttributeError) as error:
        raise CheckFault("what the check names as its database cannot be opened") from error
    except ImportError as error:
        raise CheckFault(
            f"the Python package «{error.name}» is missing, which this database needs"
        ) from error
    except (SQLAlchemyError, sqlite3.Error) as error:
        raise CheckFault(f"the query could not be made ({_first(error)})") from error
    if len(found) != 1 or len(found[0]) != 1 or isinstance(found[0][0], bool | str):
        raise CheckFault("the query must return one number, as SELECT COUNT(*) does")
    try:
        count = int(found[0][0])
    except (TypeError, ValueError) as error:
        raise CheckFault("the query must return one number, as SELECT COUNT(*) does") from error
    return count


def _engine(database: str) -> Any:
    """Raises `CheckFault` for a file that is not there, and for a kind of database that could be written."""
    import sqlalchemy
    from sqlalchemy import event
    from sqlalchemy.pool import NullPool

    if "://" not in database:
        path = Path(database).expanduser()
        if not path.is_file():
            raise CheckFault(f"there is no database {path}")
        address = f"file:{quote(path.as_posix())}?mode=ro"

        def connect() -> sqlite3.Connection:
            return _guarded(sqlite3.connect(address, uri=True, timeout=LIMIT_S))

        return sqlalchemy.create_engine("sqlite://", creator=connect, poolclass=NullPool)
    name = sqlalchemy.make_url(database).get_backend_name()
    if name not in CONNECT:
        raise CheckFault(
            f"databases of the kind «{name}» cannot be kept from writing; name an SQLite file, or a database"
            " of PostgreSQL, MySQL or MariaDB"
        )
    engine = sqlalchemy.create_engine(database, poolclass=NullPool, connect_args=CONNECT[name])
    if name != "postgresql":

        @event.listens_for(engine, "connect")
        def read_only(connection: Any, _: Any) -> None:  # pyright: ignore[reportUnusedFunction]
            with connection.cursor() as cursor:
                cursor.execute("SET SESSION TRANSACTION READ ONLY")

    return engine


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
    return (told.splitlines() or [type(error).__name__])[0].rstrip(".")
