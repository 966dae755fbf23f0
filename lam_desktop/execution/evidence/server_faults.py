"""What a database server refused, in words of ours: its own may quote a row's values."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from typing import Any

SLOW = "it took longer than {limit_s:g} s"
WRITING = "it would write, which the server refuses"
SYNTAX = "the server finds a mistake of syntax in it"
ACCOUNT = "the server refuses the user or the password"
NO_DATABASE = "the server has no such database, or the user may not open it"
SILENT = "the server cannot be reached, or stopped answering"
UNKNOWN = "no connection with the server came about, or it broke off"
UNTRUSTED = "this machine does not trust the certificate of the server, or it is of another one"
UNENCRYPTED = "the server does not encrypt connections, as the database's URL asks"
ENCRYPTING = "no encrypted connection with the server came about"
FULL = "the server has too many connections"
STARTING = "the server is only starting, or stops"
MISFIT = "a value does not fit the column that it is compared with"

POSTGRESQL = {
    "25001": WRITING,  # a function that would make the transaction one that writes
    "25006": WRITING,
    "28000": ACCOUNT,
    "28P01": ACCOUNT,
    "22012": "it divides by zero",
    "22021": "a value has a character that no text in the database has",
    "3D000": NO_DATABASE,
    "42601": SYNTAX,
    "42P18": "the server cannot tell of what type a value is; write CAST(:c AS TEXT) for a value :c",
    "53300": FULL,
    "57014": SLOW,
    "57P03": STARTING,
}
MYSQL = {
    1040: FULL,
    1044: NO_DATABASE,
    1045: ACCOUNT,
    1049: NO_DATABASE,
    1064: SYNTAX,
    1130: "the server lets nobody in from this machine",
    1205: SLOW,
    1267: "it compares texts of different collations; write COLLATE and one of them behind the value",
    1292: MISFIT,
    1317: SLOW,
    1366: MISFIT,
    1525: MISFIT,
    1698: ACCOUNT,
    1792: WRITING,
    1969: SLOW,
    2002: SILENT,
    2003: SILENT,
    2005: SILENT,
    2006: SILENT,
    2013: SILENT,
    2026: ENCRYPTING,
    3024: SLOW,
}
NAMES_ONLY = {
    "42P01",
    "42703",
    "42702",
    "42501",
    "42725",
    "42803",
    "42804",
    "42883",
    "3F000",
    1046,
    1052,
    1054,
    1142,
    1143,
    1146,
    1305,
}
"""Codes whose messages quote names of the query, which a person has read, and never a value."""
ON_THE_WAY = {2002, 2003, 2005, 2006, 2013, 2026}
"""PyMySQL's and mysqlclient's own, whatever it was that kept them from the server."""
SIGNS = {
    "authentication failed": ACCOUNT,
    "no password supplied": ACCOUNT,
    "no password was provided": ACCOUNT,
    "no pg_hba.conf entry": ACCOUNT,
    "certificate verify failed": UNTRUSTED,
    "does not match host name": UNTRUSTED,
    "Server refuses SSL": UNENCRYPTED,
    "server does not support SSL": UNENCRYPTED,
    "server doesn't support it": UNENCRYPTED,
    "SSL connection has been closed": SILENT,
    "SSL": ENCRYPTING,
    "too many clients": FULL,
    "too many connections": FULL,
    "connection slots are reserved": FULL,
    "is starting up": STARTING,
    "is shutting down": STARTING,
    "Connection refused": SILENT,
    "could not translate host name": SILENT,
    "timeout": SILENT,
    "network error": SILENT,
    "server closed the connection": SILENT,
    'role "': ACCOUNT,
    'database "': NO_DATABASE,
}
"""Parts of messages without a code; the first found counts. libpq has none for what ended a connect."""


def server_fault(error: BaseException, limit_s: float) -> str:
    """Why a query was not answered, from the error of any driver; without its full stop."""
    code, message = _code_of(error), _message_of(error)
    if code is None or code in ON_THE_WAY:
        return _on_the_way(error) or (MYSQL[code] if isinstance(code, int) else UNKNOWN)
    if code in NAMES_ONLY and message:
        return message.splitlines()[0].strip().rstrip(".")
    if isinstance(code, int):
        return MYSQL.get(code, f"the server answers with error {code}").format(limit_s=limit_s)
    if code in POSTGRESQL:
        return POSTGRESQL[code].format(limit_s=limit_s)
    return MISFIT if code.startswith("22") else f"the server answers with error {code}"


def _on_the_way(error: BaseException) -> str | None:
    """Where no server has answered: by what the error came of, and by libpq's and pg8000's English."""
    causes = list(_causes(error))
    for cause in causes:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return UNTRUSTED
        if isinstance(cause, ssl.SSLError):
            return ENCRYPTING
    for sign, meaning in SIGNS.items():
        if sign in str(error):
            return meaning
    return SILENT if any(isinstance(cause, OSError) for cause in causes) else None


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _code_of(error: BaseException) -> str | int | None:
    """SQLSTATE of PostgreSQL, number of MySQL; None where the server did not get to say one."""
    number = error.args[0] if len(error.args) > 1 else None
    if isinstance(number, int) and not isinstance(error, OSError):
        return number or None
    code: Any = _fields(error).get("C") or getattr(error, "sqlstate", None) or getattr(error, "pgcode", None)
    return code


def _message_of(error: BaseException) -> str:
    told = getattr(getattr(error, "diag", None), "message_primary", None)
    return str(_fields(error).get("M") or told or (error.args[1] if len(error.args) > 1 else ""))


def _fields(error: BaseException) -> dict[str, Any]:
    """Of pg8000, which puts the server's answer there."""
    return error.args[0] if error.args and isinstance(error.args[0], dict) else {}
