"""What a database server refused, in words of ours: its own may quote a row's values."""

from __future__ import annotations

from typing import Any

SLOW = "it took longer than {limit_s:g} s"
WRITING = "it would write, which the server refuses"
SYNTAX = "the server finds a mistake of syntax in it"
ACCOUNT = "the server refuses the user or the password"
NO_DATABASE = "the server has no such database, or the user may not open it"
SILENT = "the server cannot be reached, or stopped answering"
MISFIT = "a value does not fit the column that it is compared with"

POSTGRESQL = {
    "25001": WRITING,  # a function that would make the transaction one that writes
    "25006": WRITING,
    "28000": ACCOUNT,
    "28P01": ACCOUNT,
    "3D000": NO_DATABASE,
    "42601": SYNTAX,
    "53300": "the server has too many connections",
    "57014": SLOW,
    "57P03": "the server is only starting, or stops",
}
MYSQL = {
    1040: "the server has too many connections",
    1044: NO_DATABASE,
    1045: ACCOUNT,
    1049: NO_DATABASE,
    1064: SYNTAX,
    1205: SLOW,
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
    3024: SLOW,
}
NAMES_ONLY = {
    "42P01",
    "42703",
    "42702",
    "42501",
    "42803",
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


def server_fault(error: BaseException, limit_s: float) -> str:
    """Why a query was not answered, from the error of any driver; without its full stop."""
    code, message = _code_of(error), _message_of(error)
    if code is None:
        return SILENT
    if code in NAMES_ONLY and message:
        return message.splitlines()[0].strip().rstrip(".")
    if isinstance(code, int):
        return MYSQL.get(code, f"the server answers with error {code}").format(limit_s=limit_s)
    if code in POSTGRESQL:
        return POSTGRESQL[code].format(limit_s=limit_s)
    return MISFIT if code.startswith("22") else f"the server answers with error {code}"


def _code_of(error: BaseException) -> str | int | None:
    """SQLSTATE of PostgreSQL, number of MySQL; None where the server did not get to say one."""
    number = error.args[0] if len(error.args) > 1 else None
    if isinstance(number, int) and not isinstance(error, OSError):
        return number or None
    code: Any = _fields(error).get("C") or getattr(error, "sqlstate", None) or getattr(error, "pgcode", None)
    if code is None and "authentication failed" in str(error):  # libpq has no code for what ended a connect
        code = "28P01"
    return code


def _message_of(error: BaseException) -> str:
    told = getattr(getattr(error, "diag", None), "message_primary", None)
    return str(_fields(error).get("M") or told or (error.args[1] if len(error.args) > 1 else ""))


def _fields(error: BaseException) -> dict[str, Any]:
    """Of pg8000, which puts the server's answer there."""
    return error.args[0] if error.args and isinstance(error.args[0], dict) else {}
