"""The password of a database, from the secrets of a run: it reaches the driver, and nothing that is told."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from typing import Any

import pytest

from lam_desktop.execution.evidence import servers, sql
from lam_desktop.execution.evidence.counting import counting
from lam_desktop.execution.evidence.fault import CheckFault
from lam_desktop.execution.evidence.passwords import passwords_in, without_passwords
from lam_desktop.tasks.checks import FilesCheck, SqlCheck

SECRET = "Zq7#Xv9 h@r/:%+b"
CHECK = SqlCheck({}, 1.0, "postgresql+pg8000://me@127.0.0.1:1/desk", "SELECT COUNT(*) FROM t", "db")
WRITTEN = "Zq7%23Xv9 h%40r%2F%3A%25%2Bb"
IN_CLEAR = SqlCheck({}, 1.0, f"postgresql+pg8000://me:{WRITTEN}@127.0.0.1:1/desk", CHECK.query)


class Refusal(Exception):  # noqa: N818 - stands for any
    """As a driver raises it, or a library that it uses."""


def fault_of(check: SqlCheck, secrets: dict[str, str]) -> CheckFault:
    with pytest.raises(CheckFault) as fault:
        counting(secrets)(check, {})
    return fault.value


@pytest.mark.parametrize(
    "database",
    [
        "postgresql+pg8000://me@db/desk",
        "mysql+pymysql://me:@db/desk",
        "mariadb+pymysql://me@db:3306/desk?ssl_ca=x",
    ],
)
def test_it_reaches_the_driver_as_it_is(database: str) -> None:
    pytest.importorskip("pg8000")
    pytest.importorskip("pymysql")
    engine = servers.server_engine(database, 1.0, SECRET)
    _, given = engine.dialect.create_connect_args(engine.url)
    assert given["password"] == SECRET
    assert SECRET not in f"{engine!r}{engine.url}" and WRITTEN not in f"{engine!r}{engine.url}"
    assert servers.server_engine(database, 1.0).url.password in (None, ""), "none is invented"


def test_each_check_gets_its_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    given: list[str | None] = []

    def engine(_database: str, _limit_s: float, password: str | None = None) -> None:
        given.append(password)
        raise CheckFault("no connection is made here")

    monkeypatch.setattr(sql, "server_engine", engine)
    count = counting({"db": "a1", "login/db": "b2", "other": "c3"})
    for check in (CHECK, SqlCheck(database=CHECK.database, query=CHECK.query, password="login/db"), IN_CLEAR):
        with pytest.raises(CheckFault):
            count(check, {})
    assert given == ["a1", "b2", None]
    (tmp_path / "a.txt").write_text("x")
    assert count(FilesCheck(files=f"{tmp_path}/*.txt"), {}) == 1, "it needs none"
    assert "the secret «db», with which its check logs in, is not known here" in str(
        fault_of(CHECK, {"d": "x"})
    )
    assert len(given) == 3, "without it nothing is sent"


def loud(kind: Callable[[str], Exception], told: str) -> Callable[..., Any]:
    """A database whose driver fails in these words."""
    sqlalchemy = pytest.importorskip("sqlalchemy")

    def connect() -> None:
        raise kind(told)

    return lambda *_: sqlalchemy.create_engine("sqlite://", creator=connect)


def of_server(told: str) -> Exception:
    return Refusal({"C": "42P01", "M": told})


def of_sqlite(told: str) -> Exception:
    import sqlite3

    return sqlite3.OperationalError(told)


@pytest.mark.parametrize(
    "form", [SECRET, WRITTEN, "Zq7%23Xv9+h%40r%2F%3A%25%2Bb", "Zq7%23Xv9%20h%40r%2F%3A%25%2Bb"]
)
@pytest.mark.parametrize(
    ("kind", "told"),
    [
        (of_sqlite, "cannot log in with {} as me"),
        (of_server, "relation {} does not exist"),
        (Refusal, "{} has a sign that cannot be prepared"),
        (RuntimeError, "{}"),
        (OSError, "{}"),
    ],
)
@pytest.mark.parametrize(("check", "secrets"), [(CHECK, {"db": SECRET}), (IN_CLEAR, {})])
def test_no_fault_tells_it_whatever_the_driver_says(
    monkeypatch: pytest.MonkeyPatch, kind: Any, told: str, form: str, check: SqlCheck, secrets: dict[str, str]
) -> None:
    monkeypatch.setattr(sql, "server_engine", loud(kind, told.format(form)))
    fault = fault_of(check, secrets)
    shown = "".join(traceback.format_exception(fault))
    assert not any(one in shown for one in (SECRET, WRITTEN, form, "Xv9")), shown
    assert "\n" not in str(fault) and not str(fault).endswith(".")
    if kind is of_sqlite:
        assert f"log in with «{'db' if secrets else 'the password'}» as me" in str(fault)
    if kind is Refusal:
        assert "the driver of the database fails with Refusal" in str(fault)


def test_a_message_of_the_server_about_names_goes_on_to_be_told(monkeypatch: pytest.MonkeyPatch) -> None:
    sqlalchemy = pytest.importorskip("sqlalchemy")
    engine = sqlalchemy.create_engine("sqlite://")
    monkeypatch.setattr(sql, "server_engine", lambda *_: engine)
    assert "no such table: t" in str(fault_of(CHECK, {"db": SECRET}))


@pytest.mark.parametrize(
    ("text", "called", "told"),
    [
        ("abcd: abcd", {"abcd": "db"}, "«db»: «db»"),
        ("xabcdx", {"abcd": "db"}, "x«db»x"),
        ("error 1064, 106", {"106": "db"}, "error 1064, «db»"),
        ("a+b a%2Bb", {"a+b": "db"}, "«db» «db»"),
        ("it\\'s", {"it's": "db"}, "«db»"),
        (repr("a'b\"c12"), {"a'b\"c12": "db"}, "'«db»'"),
        (repr("é12".encode()), {"é12": "db"}, "b'«db»'"),
        ('"\\u00e9\\"x"', {'é"x': "db"}, '"«db»"'),
        ("a\\\\b", {"a\\b": "db"}, "«db»"),
        ("longer than long", {"long": "a", "longer": "b"}, "«b» than «a»"),
        ("nothing of it", {}, "nothing of it"),
    ],
)
def test_each_writing_of_it_is_replaced(text: str, called: dict[str, str], told: str) -> None:
    assert without_passwords(text, called) == told


def test_the_password_of_a_url_is_known_as_written_and_as_meant() -> None:
    assert set(passwords_in(IN_CLEAR.database)) == {WRITTEN, SECRET}
    assert passwords_in(CHECK.database) == {} == passwords_in("/srv/a:b@c.db")
