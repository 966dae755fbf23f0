"""Checks in `task.yaml`, and the approval that they need."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lam_desktop.errors import UsageError
from lam_desktop.tasks.checks import FilesCheck, HttpCheck, SqlCheck
from lam_desktop.tasks.storage.approvals import Approvals
from lam_desktop.tasks.task_yaml import task_file
from lam_desktop.tasks.task_yaml.check_file import approved_text
from lam_desktop.tasks.task_yaml.server_query import password_in
from lam_desktop.tasks.texts.patterns.pattern import parse_pattern
from tests.tasks.task_yaml.test_task_file import example

VALUES = {"customer": parse_pattern("{customer | upper}"), "zip": parse_pattern("{zip}")}
CHECKS = (
    SqlCheck(VALUES, 12.5, "/srv/orders.db", "SELECT COUNT(*) FROM orders WHERE customer = :customer"),
    FilesCheck(VALUES, 5.0, "/srv/letters/{customer}*.txt", ("{zip}",)),
    HttpCheck({}, 5.0, "http://127.0.0.1:8000/orders", "/orders"),
)
LOGINS = (
    HttpCheck({}, 5.0, "https://desk.example/orders", "/count", "desk_token"),
    HttpCheck({}, 5.0, "http://localhost:8000/orders", "", "desk_token", header="X-Api-Key"),
    HttpCheck({}, 5.0, "http://[::1]:8000/orders", "", "desk_password", "reader"),
)
SERVER = SqlCheck(VALUES, 5.0, "postgresql://reader@db/desk", "SELECT 1", "db_reader")


def test_checks_come_back_from_the_file(tmp_path: Path) -> None:
    task = replace(example(tmp_path), checks=(*CHECKS, SERVER, *LOGINS))
    task_file.save(task)
    assert task_file.load(tmp_path) == task
    assert task.secrets == ("db_reader", "desk_token", "desk_password")
    assert CHECKS[0].columns == ("customer", "zip")


@pytest.mark.parametrize(
    ("check", "said"),
    [
        ("kind: ftp", "«kind» is «ftp»"),
        ("kind: sql, database: orders.db, query: SELECT 1", "whole path"),
        ("kind: sql, database: /orders.db", "«query» is missing"),
        ("kind: sql, database: /orders.db, query: DELETE FROM orders", "SELECT or WITH"),
        ("kind: sql, database: /orders.db, query: 'SELECT 1; DROP TABLE orders'", "one statement"),
        ("kind: sql, database: /orders.db, query: \"SELECT ';'; DROP TABLE orders; --'\"", "one statement"),
        ("kind: sql, database: 'mysql://desk/d', query: SELECT 1 INTO @a", "«INTO»"),
        ("kind: sql, database: 'mysql://desk/d', query: 'SELECT 1; SELECT 2'", "and has «;»"),
        ("kind: sql, database: 'mysql://desk/d', query: DELETE FROM orders", "SELECT or WITH"),
        ("kind: sql, database: 'mysql://me@desk/d', password: a/b, query: SELECT 1", "has no /"),
        ("kind: sql, database: 'mysql://me@desk/d', password: '', query: SELECT 1", "«password» is empty"),
        ("kind: sql, database: 'mysql://me@desk/d', password: [db], query: SELECT 1", "must be one text"),
        ("kind: sql, database: /orders.db, password: db, query: SELECT 1", "an SQLite file has none"),
        ("kind: sql, database: 'sqlite:////orders.db', password: db, query: SELECT 1", "remove it"),
        (
            "kind: sql, database: 'postgresql+pg8000://me:geheim@desk/d', password: db, query: SELECT 1",
            "«password» is «db», but a password stands in the URL of «database», too; remove it there",
        ),
        ("kind: http, url: 'http://x/', password: db", "«url» must begin with https://"),
        ("kind: http, url: 'https://{zip}.x/', password: db, values: {zip: '{zip}'}", "without a value"),
        ("kind: http, url: 'http://127.0.0.1.x/', password: db", "https://"),
        ("kind: http, url: 'https://me:geheim@x/'", "«user: NAME» and «password: NAME»"),
        ("kind: http, url: 'https://x/', user: me", "«user» is only beside «password»"),
        ("kind: http, url: 'https://x/', header: X-Key", "«header» is only beside «password»"),
        ("kind: http, url: 'https://x/', password: db, user: me, header: X-Key", "remove one of them"),
        ("kind: http, url: 'https://x/', password: db, user: 'a:b'", "without a colon"),
        ("kind: http, url: 'https://x/', password: db, header: host", "such as X-Api-Key"),
        ("kind: http, url: 'https://x/', password: db, header: 'a b'", "such as X-Api-Key"),
        ("kind: http, url: 'https://x/', password: a/b", "has no /"),
        ("kind: files, files: /letters/*.txt, password: db", "«password» is not known"),
        ("kind: files, files: letters/*.txt", "whole path"),
        ("kind: http, url: 'file:///etc/passwd'", "http://"),
        ("kind: http, url: 'http://x/', at: orders", "JSON pointer"),
        ("kind: http, url: 'http://x/', values: {name: plain}", "uses no column"),
        ("kind: http, url: 'http://x/', values: {'a b': '{zip}'}", "«a b»"),
        ("kind: http, url: 'http://x/', shell: rm", "«shell» is not known"),
        ("kind: http, url: 'http://x/', wait_s: soon", "number above 0"),
    ],
)
def test_a_bad_check_is_one_sentence(tmp_path: Path, check: str, said: str) -> None:
    path = task_file.save(example(tmp_path))
    text = path.read_text(encoding="utf-8").replace("steps:\n", f"checks:\n  - {{{check}}}\nsteps:\n", 1)
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match="check 1") as error:
        task_file.load(tmp_path)
    assert said in str(error.value) and "\n" not in str(error.value) and "geheim" not in str(error.value)


def test_a_bad_name_of_a_password_is_told_with_its_line_and_comments_stay(tmp_path: Path) -> None:
    task = replace(example(tmp_path), checks=(SERVER,))
    path = task_file.save(task)
    commented = path.read_text(encoding="utf-8").replace(
        "password: db_reader\n", "password: db_reader  # may only read\n"
    )
    path.write_text(commented, encoding="utf-8")
    task_file.save(replace(task_file.load(tmp_path), understood=not task.understood))
    kept = path.read_text(encoding="utf-8")
    assert "password: db_reader  # may only read\n" in kept and kept != commented
    path.write_text(kept.replace("password: db_reader", "password: db/reader"), encoding="utf-8")
    line = next(at for at, one in enumerate(kept.splitlines(), 1) if "password:" in one)
    with pytest.raises(UsageError, match=rf"line {line}: check 1: «password» is «db/reader»"):
        task_file.load(tmp_path)


@given(
    st.text("ab:/@?%+é", max_size=12),
    st.sampled_from(["postgresql", "mysql+pymysql", "mariadb"]),
)
def test_a_password_in_a_url_is_seen_as_the_driver_will_see_it(rest: str, scheme: str) -> None:
    sqlalchemy = pytest.importorskip("sqlalchemy")
    url = f"{scheme}://{rest}"
    try:
        theirs = sqlalchemy.make_url(url).password
    except (sqlalchemy.exc.ArgumentError, ValueError):
        return
    ours = password_in(url)
    assert (unquote(ours) if ours is not None else None) == (theirs or None)


@pytest.mark.parametrize(
    ("database", "query"),
    [
        ("/srv/desk.db", "SELECT COUNT(*) FROM orders WHERE note = 'into the yard'"),
        (
            "/srv/desk.db",
            "SELECT COUNT(*) FROM o WHERE note = 'it''s; -- so' AND \"a;b\" = [c;d] /* ; */ -- ;",
        ),
        ("/srv/desk.db", 'WITH late AS (SELECT 1 AS "into") SELECT COUNT("into") FROM late;'),
        ("postgresql://desk/d", "SELECT COUNT(*) FROM orders WHERE note = 'a;b' AND \"into\" = :x"),
        ("mariadb://desk/d", "SELECT COUNT(*) FROM orders WHERE note = 'a;b' AND `into` = :into"),
        (
            "mysql+pymysql://desk/d",
            "SELECT COUNT(*) FROM orders WHERE note = '--; into' AND `call` = :update;",
        ),
    ],
)
def test_a_query_that_only_counts_comes_back_from_the_file(tmp_path: Path, database: str, query: str) -> None:
    values = {name: parse_pattern("{customer}") for name in ("x", "into", "update") if f":{name}" in query}
    task = replace(example(tmp_path), checks=(SqlCheck(values, 5.0, database, query),))
    task_file.save(task)
    assert task_file.load(tmp_path) == task


def test_an_approval_is_of_one_text_of_one_task(tmp_path: Path) -> None:
    approvals, text = Approvals(tmp_path / "home"), approved_text(CHECKS)
    assert not approvals.has("orders", text)
    approvals.give("orders", text)
    assert approvals.has("orders", text) and Approvals(tmp_path / "home").has("orders", text)
    assert not approvals.has("visits", text)
    for other in (CHECKS[:2], (replace(CHECKS[0], wait_s=1.0), *CHECKS[1:]), CHECKS[::-1]):
        assert not approvals.has("orders", approved_text(other))
    approvals.give("orders", approved_text((SERVER,)))
    for one in (
        replace(SERVER, password="other"),
        replace(SERVER, password=""),
        replace(SERVER, database="postgresql://reader@elsewhere/desk"),
        replace(SERVER, database="postgresql://owner@db/desk"),
    ):
        assert approvals.has("orders", approved_text((SERVER,)))
        assert not approvals.has("orders", approved_text((one,)))
    approvals.give("orders", "- kind: other")
    assert not approvals.has("orders", text), "what was approved before counts no longer"
    approvals.forget("orders")
    assert not approvals.has("orders", "- kind: other")


@pytest.mark.parametrize("content", ["", "[]", "{", '{"orders": 1}', '{"orders": {}}'])
def test_a_damaged_file_approves_nothing(tmp_path: Path, content: str) -> None:
    approvals = Approvals(tmp_path)
    approvals.path.write_text(content)
    assert not approvals.has("orders", "text")
    approvals.give("orders", "text")
    assert approvals.has("orders", "text")
