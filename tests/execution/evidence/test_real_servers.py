"""A check of real servers, by an account that may do everything: it counts, and writes nothing."""

from __future__ import annotations

import random
import re
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from lam_desktop.execution.evidence import sql
from lam_desktop.execution.evidence.confirming import RowChecks
from lam_desktop.execution.evidence.counting import count_records
from lam_desktop.execution.evidence.fault import CheckFault
from lam_desktop.execution.runs.journal import Journal
from lam_desktop.execution.supervising.record import RunRecord
from lam_desktop.execution.supervising.row_ended import RowEnded
from lam_desktop.tasks.checks import SqlCheck
from lam_desktop.tasks.provenance.checked_parts import CheckedPart
from lam_desktop.tasks.provenance.rows import Row
from lam_desktop.tasks.texts.patterns.pattern import parse_pattern
from tests.execution.evidence.attacks import ATTACKS, OF_MYSQL, OF_POSTGRESQL
from tests.execution.evidence.servers import OWNER, PASSWORD, Server, mariadb, postgresql

pytestmark = pytest.mark.proof

COUNT = "SELECT COUNT(*) FROM orders WHERE customer = :customer"
NAMES = ('O\'Hara "& Sons"', "张伟", "50 % \\ -- ;", "", "x' OR '1'='1", "Müller\n2", ":customer", "%s")
WRITTEN = Path("/tmp/lam-written"), Path("/tmp/copied")
PREPARED = {
    "postgresql": (
        "CREATE FUNCTION adds() RETURNS int LANGUAGE plpgsql AS"
        " 'BEGIN INSERT INTO orders (customer) VALUES (''sly''); RETURN 1; END'",
        "CREATE FUNCTION turns() RETURNS int LANGUAGE plpgsql AS 'BEGIN"
        " PERFORM set_config(''transaction_read_only'', ''off'', false);"
        " INSERT INTO orders (customer) VALUES (''sly''); RETURN 1; END'",
        "CREATE PROCEDURE add_order() LANGUAGE plpgsql AS"
        " 'BEGIN INSERT INTO orders (customer) VALUES (''sly''); COMMIT; END'",
        "CREATE FUNCTION called(orders) RETURNS int LANGUAGE plpgsql AS"
        " 'BEGIN INSERT INTO orders (customer) VALUES (''sly''); RETURN 1; END'",
        "CREATE EXTENSION dblink",
        "CREATE VIEW turning AS SELECT turns() AS n",
        "CREATE VIEW numbering AS SELECT nextval('numbers') AS n",
    ),
    "mariadb": (
        "CREATE TABLE old (customer VARCHAR(80)) ENGINE = MyISAM",
        "CREATE FUNCTION adds() RETURNS INT"
        " BEGIN INSERT INTO orders (customer) VALUES ('sly'); RETURN 1; END",
        "CREATE FUNCTION turns() RETURNS INT BEGIN INSERT INTO old VALUES ('sly'); RETURN 1; END",
        "CREATE PROCEDURE add_order() INSERT INTO orders (customer) VALUES ('sly')",
        "CREATE VIEW turning AS SELECT turns() AS n",
        "CREATE VIEW numbering AS SELECT NEXT VALUE FOR numbers AS n",
    ),
}
STATE = {
    "postgresql": (
        "SELECT * FROM orders ORDER BY customer, n",
        "SELECT last_value, is_called FROM numbers",
        "SELECT relname FROM pg_class WHERE relkind <> 'i' ORDER BY 1",
        "SELECT COUNT(*) FROM pg_largeobject_metadata",
        "SELECT COUNT(*) FROM pg_locks WHERE locktype = 'advisory'",
        "SELECT setconfig FROM pg_db_role_setting",
    ),
    "mariadb": (
        "SELECT * FROM orders ORDER BY customer, n",
        "SELECT * FROM old",
        "SELECT next_not_cached_value FROM numbers",
        "SELECT table_name FROM information_schema.tables WHERE table_schema = 'desk' ORDER BY 1",
        "SELECT @@global.tx_read_only, @@global.sql_mode",
    ),
}
WRITING = (
    "DELETE FROM orders",
    "INSERT INTO orders (customer) VALUES ('x')",
    "UPDATE orders SET n = 0",
    "DROP TABLE orders",
    "TRUNCATE TABLE orders",
    "CREATE TABLE copied AS SELECT * FROM orders",
    "SELECT n FROM orders FOR UPDATE",
    "SELECT adds()",
    "SELECT turns()",
    "CALL add_order()",
    "SELECT 1; COMMIT; DELETE FROM orders; SELECT 1",
    "WITH gone AS (DELETE FROM orders RETURNING 1) SELECT COUNT(*) FROM gone",
)
SLOW = (
    "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 100000000)"
    " SELECT COUNT(*) FROM n"
)


@pytest.fixture(scope="module", params=["postgresql", "mariadb"])
def server(request: pytest.FixtureRequest) -> Generator[Server]:
    with (postgresql if request.param == "postgresql" else mariadb)() as running:
        running.run(
            "CREATE TABLE orders (customer VARCHAR(80), n INTEGER, due DATE, total NUMERIC(8,2))",
            "CREATE SEQUENCE numbers",
            *PREPARED[running.kind],
        )
        yield running


@pytest.fixture(autouse=True)
def rows(server: Server) -> None:
    """None, one, two of a name."""
    connection = server.connect()
    with_values = "INSERT INTO orders VALUES (%s, %s, %s, %s)"
    cursor = connection.cursor()
    cursor.execute("DELETE FROM orders")
    for number, name in enumerate(NAMES):
        for _ in range(number % 3):
            cursor.execute(with_values, (name, number, "2026-03-01", "12.50"))
    connection.close()


def count(server: Server, query: str, url: str = "", **values: str) -> int:
    return count_records(SqlCheck(database=url or server.url(), query=query), values)


def refused(server: Server, query: str, url: str = "", **values: str) -> str:
    with pytest.raises(CheckFault) as fault:
        count(server, query, url, **values)
    told = str(fault.value)
    assert "\n" not in told and not told.endswith(".") and len(told) < 300, told
    assert "geheim" not in told and not any(value in told for value in values.values())
    return told


@contextmanager
def unchanged(server: Server) -> Generator[None]:
    """Nothing of the server changes, and a connection of somebody else lives on."""
    witness = server.connect()
    try:
        before = state(witness, server.kind)
        yield
        assert state(witness, server.kind) == before
        assert not any(path.exists() for path in WRITTEN)
    finally:
        witness.close()


def state(witness: Any, kind: str) -> list[Any]:
    """All that a query might have changed."""
    found: list[Any] = []
    cursor = witness.cursor()
    for query in STATE[kind]:
        cursor.execute(query)
        found.append([tuple(row) for row in cursor.fetchall()])
    return found


def test_rows_are_counted_by_values_of_any_kind(server: Server) -> None:
    for number, name in enumerate(NAMES):
        assert count(server, COUNT, customer=name) == number % 3, name
        assert (
            count(server, f"{COUNT} AND customer LIKE '%' AND n = :n", customer=name, n=str(number))
            == number % 3
        )
    typed = "SELECT COUNT(*) FROM orders WHERE due = :due AND total = :total AND n < :n;"
    assert count(server, typed, due="2026-03-01", total="12.50", n="3") == 3
    assert count(server, "SELECT COUNT(*) FROM orders WHERE n > 1e-3 AND n < .5e1 AND n <> 2.") == 2
    named = "SELECT COUNT(*) FROM orders WHERE customer = :update AND n IN (:call, 77)"
    assert count(server, named, update=NAMES[2], call="2") == 2
    columns = "WITH a AS (SELECT n FROM orders), b(m) AS (SELECT n FROM a) SELECT COUNT(*) FROM b WHERE m = 2"
    assert count(server, columns) == 2
    assert count(server, "SELECT COUNT(*) FROM orders WHERE customer = 'a;b into' OR n = 2") == 2
    assert count(server, "SELECT COUNT(*) FROM orders WHERE customer LIKE '5%1 _ %'") == 0
    assert count(server, "SELECT COUNT(*) FROM orders WHERE customer LIKE '50 _ %'") == 2
    assert (
        count(server, "SELECT COALESCE(SUM(n), 0) FROM orders WHERE customer = :customer", customer="nobody")
        == 0
    )


def test_a_url_without_a_driver_takes_the_one_of_the_extra(server: Server) -> None:
    driver = {"postgresql": "+pg8000", "mariadb": "+pymysql"}[server.kind]
    assert count(server, "SELECT 1", server.url(driver=driver)) == count(server, "SELECT 1") == 1
    if server.kind == "mariadb":
        assert count(server, "SELECT 1", server.url().replace("mariadb:", "mysql:")) == 1


def test_no_attack_changes_anything(server: Server) -> None:
    with unchanged(server):
        for query in (*ATTACKS, *OF_POSTGRESQL, *OF_MYSQL):
            assert refused(server, query).startswith("the query must"), query


def test_what_is_hidden_in_a_view_is_refused_by_the_server(server: Server) -> None:
    with unchanged(server):
        for view in ("turning", "numbering"):
            assert "it would write" in refused(server, f"SELECT n FROM {view}"), view
        if server.kind == "postgresql":  # a function, called like a column
            assert "it would write" in refused(server, "SELECT COUNT(orders.called) FROM orders")


def test_the_session_refuses_writing_by_itself(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second lock, with the first one open."""
    monkeypatch.setattr(sql, "examine_query", lambda *_: None)
    for query in WRITING:
        with unchanged(server):
            told = refused(server, query)
        assert "it would write" in told or "mistake of syntax" in told, query


def soup(rng: random.Random, kind: str) -> str:
    """A query that begins well, of pieces that attacks are made of."""
    attacks = (*ATTACKS, *(OF_POSTGRESQL if kind == "postgresql" else OF_MYSQL))
    pieces = re.sub(r"([();])", r" \1 ", " ".join(attacks)).split()
    good = [
        "COUNT(*)",
        "FROM orders",
        "n",
        "1",
        "1.e1",
        "'a'",
        "(",
        ")",
        ",",
        "AND",
        "=",
        "AS",
        "x",
        ".",
        '"x"',
        "WHERE",
    ]
    chosen = [rng.choice(pieces if rng.random() < 0.25 else good) for _ in range(rng.randint(1, 4))]
    begun = rng.choice(["SELECT", "SELECT 1", "SELECT COUNT(*) FROM orders", "WITH x AS (SELECT 1) SELECT n"])
    return begun + "".join(rng.choice(["", " ", " ", " ", "\n"]) + one for one in chosen)


def test_nothing_that_is_let_through_changes_anything(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sql, "LIMIT_S", 2.0)
    sent: list[str] = []
    engine = sql.server_engine
    monkeypatch.setattr(sql, "server_engine", lambda *known: sent.append(query) or engine(*known))
    rng, answered = random.Random(7), 0
    with unchanged(server):
        while len(sent) < 300:
            query = soup(rng, server.kind)
            try:
                answered += count(server, query) >= 0
            except CheckFault as fault:
                assert "\n" not in str(fault) and "geheim" not in str(fault), query
    print(f"{server.kind}: {len(sent)} queries sent, {answered} answered")
    assert answered >= 10, "some must be good enough to be answered"


def test_a_query_that_takes_too_long_ends(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sql, "LIMIT_S", 0.5)
    begun = time.monotonic()
    if server.kind == "mariadb":  # bounds such a recursion by itself, at 1000
        query = "SELECT COUNT(*) FROM " + ", ".join(f"information_schema.collations t{n}" for n in range(5))
    else:
        query = SLOW
    assert "it took longer than 0.5 s" in refused(server, query)
    assert time.monotonic() - begun < 5
    time.sleep(0.2)
    busy = {
        "postgresql": "SELECT COUNT(*) FROM pg_stat_activity"
        " WHERE state = 'active' AND pid <> pg_backend_pid()",
        "mariadb": "SELECT COUNT(*) FROM information_schema.processlist"
        " WHERE command = 'Query' AND id <> CONNECTION_ID()",
    }
    assert server.run(busy[server.kind]) == [(0,)], "the server works on"


def test_a_table_that_somebody_has_locked_is_not_waited_for_without_end(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sql, "LIMIT_S", 0.5)
    other = server.connect()
    cursor = other.cursor()
    for statement in {
        "postgresql": ("BEGIN", "LOCK TABLE orders IN ACCESS EXCLUSIVE MODE"),
        "mariadb": ("LOCK TABLES orders WRITE",),
    }[server.kind]:
        cursor.execute(statement)
    try:
        assert "it took longer than" in refused(server, COUNT, customer="x-nobody")
    finally:
        other.close()


def test_what_goes_wrong_is_one_sentence_without_password_and_values(server: Server) -> None:
    assert "the user or the password" in refused(server, "SELECT 1", server.url(password="geheim-falsch"))
    without = server.url().replace(server.url().partition("@")[0], f"{server.kind}://{OWNER}")
    assert "the user or the password" in refused(server, "SELECT 1", without)
    assert "cannot be reached" in refused(server, "SELECT 1", server.url(port=1))
    assert "no such database" in refused(server, "SELECT 1", server.url().replace("/desk", "/nowhere"))
    assert "nowhere" in refused(server, "SELECT COUNT(*) FROM nowhere")
    assert "colour" in refused(server, "SELECT COUNT(*) FROM orders WHERE colour = 1")
    assert "mistake of syntax" in refused(server, "SELECT COUNT(*) FRO orders o WHERE", customer="Miller")
    assert "other" in refused(server, "SELECT COUNT(*) FROM orders WHERE n = :other")
    assert "one number" in refused(server, "SELECT customer FROM orders")
    assert "one number" in refused(server, "SELECT n FROM orders WHERE n = 4711")
    assert "whole number" in refused(server, "SELECT AVG(total) FROM orders")
    lone = "the value «customer» has a character that no text"
    if server.kind == "postgresql":
        assert lone in refused(server, COUNT, customer="a\ud800b")
        assert "has a character that no text" in refused(server, COUNT, customer="a\0b")
        assert "does not encrypt" in refused(server, "SELECT 1", server.url() + "?sslmode=require")
        assert "must be type boolean" in refused(server, "SELECT COUNT(*) FROM orders WHERE n")
        assert "divides by zero" in refused(server, "SELECT COUNT(*) FROM orders WHERE 1 / (n - n) = 1")
    else:
        assert lone in refused(server, COUNT, customer="a\ud800b")
        assert count(server, COUNT, customer="a\0b") == 0
        assert count(server, """SELECT COUNT(*) FROM orders WHERE "customer" <> 'void'""") == 7, "a text"
        mixed = "customer COLLATE utf8mb4_bin = customer COLLATE utf8mb4_general_ci"
        assert "different collations" in refused(server, f"SELECT COUNT(*) FROM orders WHERE {mixed}")
    if server.kind == "postgresql":  # MySQL compares a text with a number all the same
        assert "does not fit" in refused(server, "SELECT COUNT(*) FROM orders WHERE n = :n", n="Miller 7")
        assert "does not fit" in refused(server, "SELECT COUNT(*) FROM orders WHERE due = :d", d="31/31/2026")


def row_checks(tmp_path: Path, check: SqlCheck) -> RowChecks:
    record = RunRecord(Journal(tmp_path), tmp_path, "tasks/orders/runs/1")
    return RowChecks(CheckedPart("orders", (check,), 1, 3), (), (), record, lambda: None)


def ended(call: Any, row: Row) -> RowEnded:
    with pytest.raises(RowEnded) as end:
        call(row)
    return end.value


def test_a_row_is_confirmed_by_its_record_on_the_server(server: Server, tmp_path: Path) -> None:
    check = SqlCheck({"customer": parse_pattern("{name | upper}")}, 0.3, server.url(), COUNT)
    row, checks = Row(3, {"name": "d'Arc 张"}), row_checks(tmp_path, check)
    assert checks.before(row)
    end = ended(checks.after, row)
    assert end.status == "failed" and "is not there" in end.message
    store = "INSERT INTO orders (customer) VALUES ('D''ARC 张')"
    server.run(store)
    assert checks.after(row) == "confirmed" and ended(checks.before, row).status == "skipped"
    server.run(store)
    end = ended(checks.after, row)
    assert end.status == "failed" and "2 times" in end.message

    lost = row_checks(tmp_path, replace(check, database=server.url(port=1)))
    end = ended(lost.before, row)
    assert end.status == "asked" and "cannot be reached" in end.message and PASSWORD not in end.message
    sly = row_checks(tmp_path, replace(check, query=f"{COUNT}; COMMIT; DELETE FROM orders"))
    with unchanged(server):
        end = ended(sly.before, row)
        assert end.status == "asked" and "must be one statement" in end.message
    journal = (tmp_path / "journal.jsonl").read_text(encoding="utf-8")
    assert "geheim" not in journal and "ARC" not in journal
