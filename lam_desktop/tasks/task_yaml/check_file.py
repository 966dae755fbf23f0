"""Checks as they stand in `task.yaml`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from lam_desktop.tasks.checks import (
    CHECK_KINDS,
    USUAL_WAIT_S,
    Check,
    FilesCheck,
    HttpCheck,
    SqlCheck,
)
from lam_desktop.tasks.task_yaml.fields import Fields
from lam_desktop.tasks.task_yaml.plain_yaml import format_tree
from lam_desktop.tasks.task_yaml.server_query import examine_query, password_in, server_of
from lam_desktop.tasks.task_yaml.web_login import fault_of
from lam_desktop.tasks.texts.patterns.pattern import Pattern, parse_pattern
from lam_desktop.tasks.texts.secret_names import misnamed

READS = re.compile(r"\s*(SELECT|WITH)\b", re.IGNORECASE)
HTTP_KEYS = ("at", "password", "user", "header")
QUOTED = re.compile(r"""'[^']*'|"[^"]*"|`[^`]*`|\[[^\]]*\]|--[^\n]*|/\*.*?\*/""", re.DOTALL)
"""What SQLite reads as a text, a name or a remark: a semicolon in it ends nothing."""


def check_tree(check: Check) -> dict[str, Any]:
    """As it stands in `task.yaml`."""
    tree: dict[str, Any] = {}
    match check:
        case SqlCheck():
            logs_in = {"password": check.password} if check.password else {}
            tree = {"kind": "sql", "database": check.database, **logs_in, "query": check.query}
        case FilesCheck():
            tree = {"kind": "files", "files": check.files}
            if check.containing:
                tree["containing"] = list(check.containing)
        case HttpCheck():
            named = {key: text for key in HTTP_KEYS if (text := getattr(check, key))}
            tree = {"kind": "http", "url": check.url, **named}
    if check.values:
        tree["values"] = {name: str(pattern) for name, pattern in check.values.items()}
    if check.wait_s != USUAL_WAIT_S:
        tree["wait_s"] = check.wait_s
    return tree


def approved_text(checks: Iterable[Check]) -> str:
    """What a person reads before they allow the checks: every character of them counts."""
    return format_tree([check_tree(check) for check in checks])


def has_password_in_clear(checks: Iterable[Check]) -> bool:
    """Whether a password stands in the URL of one of them."""
    return any(isinstance(one, SqlCheck) and password_in(one.database) is not None for one in checks)


def password_in_clear(task: str, checks: Iterable[Check]) -> str:
    """Tells that a password stands in a URL of the task's checks, and where it could lie; empty for none."""
    if not has_password_in_clear(checks):
        return ""
    return (
        f"The password of a check's database stands in task.yaml of «{task}» as it is: leave it out of the"
        f" URL, write «password: NAME» below that, and lam secret {task} NAME keeps it in the keyring."
    )


def read_checks(fields: Fields) -> tuple[Check, ...]:
    """The entries of `checks`; raises `Problem`."""
    return tuple(map(read_check, fields.entries("checks", "check"))) if fields.has("checks") else ()


def read_check(fields: Fields) -> Check:
    """One entry of `checks`; raises `Problem`."""
    kind = fields.choice("kind", CHECK_KINDS)
    values = {name: _value_pattern(fields, name, text) for name, text in _named(fields).items()}
    wait_s = fields.positive("wait_s", default=USUAL_WAIT_S)
    if kind == "sql":
        database = fields.text("database")
        check: Check = SqlCheck(values, wait_s, database, fields.text("query"), _password(fields, database))
        if "://" not in check.database and not _is_whole(check.database):
            raise fields.problem("database", "must be the whole path of a file, or a database's URL")
        try:
            _examine(check)
        except ValueError as error:
            raise fields.problem("query", str(error)) from error
    elif kind == "files":
        check = FilesCheck(values, wait_s, fields.text("files"), fields.texts("containing"))
        if not _is_whole(check.files):
            raise fields.problem("files", "must be a whole path")
    else:
        login = {key: fields.text(key) for key in ("password", "user", "header") if fields.has(key)}
        check = HttpCheck(values, wait_s, fields.text("url"), fields.text("at", default=""), **login)
        if not check.url.startswith(("http://", "https://")):
            raise fields.problem("url", "must begin with http:// or https://")
        if check.at and not check.at.startswith("/"):
            raise fields.problem("at", "must be a JSON pointer such as /orders")
        if fault := fault_of(check):
            raise fields.problem(*fault)
    fields.finish()
    return check


def _password(fields: Fields, database: str) -> str:
    """Name of the secret with which it logs in; empty where it names none."""
    if not fields.has("password"):
        return ""
    name = fields.text("password")
    if fault := misnamed(name):
        raise fields.problem("password", fault)
    if server_of(database) is None:
        what = "is only for a URL of PostgreSQL, MySQL or MariaDB, and an SQLite file has none; remove it"
        raise fields.problem("password", what)
    if password_in(database) is not None:  # told without it
        what = f"is «{name}», but a password stands in the URL of «database», too; remove it there"
        raise fields.problem("password", what)
    return name


def _examine(check: SqlCheck) -> None:
    """Raises ValueError; of a file's query the connection refuses the rest, as it is made."""
    server = server_of(check.database)
    if server is not None:
        examine_query(check.query, server)
    elif not READS.match(check.query) or ";" in QUOTED.sub("", check.query.rstrip("; \t\r\n")):
        raise ValueError("must be one statement that begins with SELECT or WITH")


def _is_whole(path: str) -> bool:
    try:
        return Path(path).expanduser().is_absolute()
    except RuntimeError:  # ~name of somebody whom this machine does not know
        return False


def _named(fields: Fields) -> dict[str, str]:
    return fields.mapping("values") if fields.has("values") else {}


def _value_pattern(fields: Fields, name: str, text: str) -> Pattern:
    if not (name.isascii() and name.isidentifier()):
        raise fields.problem("values", f"has «{name}», which is no name of letters, digits and _")
    try:
        return parse_pattern(text)
    except ValueError as error:
        raise fields.problem("values", f"has «{text}», {error}") from error
