"""Connections with database servers: read-only, and bound to end, before the first query is sent."""

from __future__ import annotations

import math
import ssl
from collections.abc import Callable, Mapping
from importlib.util import find_spec
from typing import Any

from lam_desktop.execution.evidence.fault import CheckFault
from lam_desktop.tasks.task_yaml.server_query import SERVERS

GRACE_S = 2.0
"""The driver waits this much longer than the server may work, so that the server can say why it ended."""
DRIVERS: Mapping[str, tuple[str, ...]] = {
    "postgresql": ("psycopg2", "psycopg", "pg8000"),
    "mysql": ("mysqldb", "pymysql"),
    "mariadb": ("mysqldb", "pymysql"),
}
"""Where a URL names none, the first that is installed; the last one comes with the extra «servers»."""
MODULES = {"mysqldb": "MySQLdb"}
"""Where a driver's module is not called as the driver."""
_LIBPQ = frozenset({"host", "port", "sslmode", "sslrootcert", "sslcert", "sslkey"})
_OF_MYSQL = frozenset(
    {
        "unix_socket",
        "charset",
        "ssl_ca",
        "ssl_capath",
        "ssl_cert",
        "ssl_key",
        "ssl_cipher",
        "ssl_check_hostname",
    }
)
OPTIONS: Mapping[str, frozenset[str]] = {
    "psycopg2": _LIBPQ,
    "psycopg": _LIBPQ,
    "pg8000": frozenset({"unix_sock", "sslmode", "sslrootcert"}),
    "mysqldb": _OF_MYSQL,
    "pymysql": _OF_MYSQL,
}
"""Behind a URL's «?»: others make a session do more than connect, as `init_command` and `options` do."""
CHARSETS = ("utf8", "utf8mb4")
"""In others a driver that puts values into the query may quote them wrongly."""


def server_engine(database: str, limit_s: float, password: str | None = None) -> Any:
    """An SQLAlchemy engine; raises `CheckFault` for a kind, driver or option that could make it write.

    `password`: of the URL's user, where it does not stand in the URL.
    """
    import sqlalchemy
    from sqlalchemy import event
    from sqlalchemy.pool import NullPool

    url = sqlalchemy.make_url(database)
    if password is not None:
        url = url.set(password=password)
    kind = url.get_backend_name()
    if kind not in SERVERS:
        raise CheckFault(
            f"databases of the kind «{kind}» cannot be kept from writing; name an SQLite file, or a database"
            " of PostgreSQL, MySQL or MariaDB"
        )
    driver = chosen_driver(kind, url.drivername.partition("+")[2])
    _examine_options(driver, url.query)
    args = connect_args(driver, limit_s)
    if driver == "pg8000":
        args["ssl_context"] = _ssl_context(url.query)
        url = url.difference_update_query(["sslmode", "sslrootcert"])
    if driver == "pymysql" and url.password is not None:
        args["password"] = str(url.password).encode()  # it would send Latin-1, and keep what lies beyond that
    engine = sqlalchemy.create_engine(
        url.set(drivername=f"{kind}+{driver}"), poolclass=NullPool, connect_args=args
    )
    if kind == "postgresql":
        return engine.execution_options(postgresql_readonly=True)

    @event.listens_for(engine, "connect")
    def read_only(connection: Any, _: Any) -> None:  # pyright: ignore[reportUnusedFunction]
        with connection.cursor() as cursor:
            for statement in session_of_mysql(str(connection.get_server_info()), limit_s):
                cursor.execute(statement)

    return engine


def chosen_driver(kind: str, named: str, installed: Callable[[str], object] = find_spec) -> str:
    """The driver that a URL names, or else one that is installed; raises `CheckFault` where there is none."""
    known = DRIVERS[kind]
    if named and named not in known:
        raise CheckFault(
            f"the driver «{named}» is not known to keep a session from writing; begin the URL with"
            f" {kind}+{known[-1]}://"
        )
    for driver in (named,) if named else known:
        if installed(MODULES.get(driver, driver)) is not None:
            return driver
    wanted = named or known[-1]
    hint = ", which pip install 'lam-desktop[servers]' brings" if wanted == known[-1] else ""
    raise CheckFault(f"the Python package «{MODULES.get(wanted, wanted)}» is missing{hint}")


def connect_args(driver: str, limit_s: float) -> dict[str, Any]:
    """What the driver is told beside the URL: to read only, how long connecting and a statement may take."""
    whole_s, wait_s = max(1, math.ceil(limit_s)), limit_s + GRACE_S
    session = {"statement_timeout": str(int(limit_s * 1000)), "default_transaction_read_only": "on"}
    match driver:
        case "pg8000":
            return {"timeout": wait_s, "startup_params": session}
        case "psycopg2" | "psycopg":
            told = " ".join(f"-c {name}={value}" for name, value in session.items())
            return {"connect_timeout": whole_s, "tcp_user_timeout": int(wait_s * 1000), "options": told}
        case "mysqldb":  # allows several statements in one unless it is told not to
            waits = {"read_timeout": math.ceil(wait_s), "write_timeout": math.ceil(wait_s)}
            return {"connect_timeout": whole_s, **waits, "multi_statements": False, "local_infile": 0}
        case "pymysql":
            waits = {"read_timeout": wait_s, "write_timeout": wait_s}
            return {"connect_timeout": whole_s, **waits, "local_infile": False}
        case _:
            raise AssertionError(driver)


def session_of_mysql(version: str, limit_s: float) -> tuple[str, ...]:
    """What a session is told first; the two servers call the limit of a statement differently."""
    limit = (
        f"max_statement_time = {limit_s:.3f}"
        if "mariadb" in version.lower()
        else f"max_execution_time = {int(limit_s * 1000)}"
    )
    return (
        "SET SESSION TRANSACTION READ ONLY",
        f"SET SESSION {limit}",
        f"SET SESSION lock_wait_timeout = {max(1, math.ceil(limit_s))}",
    )


def _examine_options(driver: str, options: Mapping[str, Any]) -> None:
    for name, value in options.items():
        if name not in OPTIONS[driver] or not isinstance(value, str):
            raise CheckFault(
                f"the URL of the check's database has the option «{name}», which is not allowed with {driver}"
            )
    if options.get("charset", CHARSETS[0]) not in CHARSETS:
        raise CheckFault(f"the URL of the check's database must name one of {', '.join(CHARSETS)} as charset")


def _ssl_context(options: Mapping[str, Any]) -> ssl.SSLContext | bool | None:
    """The meaning of libpq's `sslmode` for pg8000; None: encrypted where the server can."""
    match options.get("sslmode", "prefer"):
        case "disable":
            return False
        case "prefer" | "allow":
            return None
        case "require" if "sslrootcert" not in options:
            return True
        case "require" | "verify-ca" | "verify-full" as mode:
            context = _trusting(options.get("sslrootcert"))
            context.check_hostname = mode == "verify-full"
            return context
        case mode:
            raise CheckFault(f"the URL of the check's database has sslmode={mode}, which is not known")


def _trusting(certificates: str | None) -> ssl.SSLContext:
    try:
        return ssl.create_default_context(cafile=certificates)
    except (OSError, ssl.SSLError) as error:
        raise CheckFault(f"there are no certificates to be read in {certificates}") from error
