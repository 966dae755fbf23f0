"""What is sent to a database server, without one: what is refused first, and how a session begins."""

from __future__ import annotations

import sqlite3
import ssl
import struct
from pathlib import Path
from typing import Any

import pytest

from lam_desktop.errors import UsageError
from lam_desktop.execution.evidence import servers, sql
from lam_desktop.execution.evidence.counting import count_records
from lam_desktop.execution.evidence.fault import CheckFault
from lam_desktop.execution.evidence.server_faults import server_fault
from lam_desktop.execution.evidence.servers import chosen_driver, connect_args, session_of_mysql
from lam_desktop.tasks.checks import SqlCheck
from lam_desktop.tasks.task_yaml import task_file
from lam_desktop.tasks.task_yaml.server_query import SERVERS, examine_query
from tests.execution.evidence.attacks import ATTACKS, OF_MYSQL, OF_POSTGRESQL
from tests.tasks.task_yaml.test_task_file import example


@pytest.fixture
def no_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    def connect(*_: object) -> None:
        raise AssertionError("nothing may be sent")

    monkeypatch.setattr(sql, "server_engine", connect)


@pytest.mark.parametrize("server", ["postgresql", "mysql", "mariadb"])
@pytest.mark.parametrize("query", [*ATTACKS, *OF_POSTGRESQL, *OF_MYSQL])
def test_an_attack_is_refused_before_anything_is_sent(no_connection: None, server: str, query: str) -> None:
    with pytest.raises(CheckFault, match="^the query must") as fault:
        count_records(SqlCheck(database=f"{server}://me:geheim@127.0.0.1:1/desk", query=query), {})
    assert "\n" not in str(fault.value) and "geheim" not in str(fault.value)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT COUNT(*) FROM orders WHERE customer = :customer AND due = :due;\n",
        "select count(*) from orders o join items i on (i.id = o.id) where lower(o.a) in (:a, 'it''s --;#')",
        "WITH late AS (SELECT * FROM orders WHERE due < :due) SELECT COUNT(*) FROM late",
        "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 9) SELECT COUNT(*) FROM n",
        "SELECT COUNT(DISTINCT id) FROM orders WHERE CAST(total AS NUMERIC(8,2)) = 1e2 AND at > '10:30:00'",
        'SELECT COUNT(*) FROM "update" WHERE "客户" LIKE :name AND 客户 IS NOT NULL',
        "SELECT COALESCE(SUM(n), 0) FROM orders WHERE EXTRACT(YEAR FROM due) = 2026 AND NOT (a OR (b))",
        "SELECT COUNT(*) FROM orders WHERE total > 1e-3 AND total < 2.5E+2 AND n IN (.5, 1., 0x1f)",
        "SELECT COUNT(*) FROM orders WHERE ref = :update AND kind IN (:insert, :call) AND :into = into_",
        "WITH a AS (SELECT 1), b(n) AS (SELECT 2), c (n, m) AS (SELECT 3, (4)) SELECT COUNT(*) FROM a, b, c",
        "SELECT COUNT(*) FROM (VALUES (1), (2)) AS t(n) WHERE n = 2",
        "SELECT COUNT(*) FROM orders WHERE FIND_IN_SET(:tag, tags) > 0 OR FIELD(kind, 'a', 'b') > 0",
        "SELECT COUNT(*) FROM orders WHERE UNIX_TIMESTAMP(due) > 9 AND TIME_FORMAT(at, '%H') = :hour",
        "SELECT COUNT(*) FROM orders WHERE STARTS_WITH(name, :name) AND ARRAY_LENGTH(tags, 1) = 2",
        "SELECT COUNT(*) FROM orders WHERE JSONB_PATH_EXISTS(kept, '$.lines[*]')",
    ],
)
@pytest.mark.parametrize("server", ["postgresql", "mysql", "mariadb"])
def test_what_counts_is_let_through(server: str, query: str) -> None:
    examine_query(query, server)


@pytest.mark.parametrize(
    ("server", "query"),
    [
        (
            "postgresql",
            "SELECT COUNT(*) FROM orders WHERE due::text = :due AND tags @> ARRAY[:tag] AND j #> k",
        ),
        ("mariadb", "SELECT COUNT(*) FROM `for the desk` WHERE n % 3 = 1 AND name REGEXP :name"),
    ],
)
def test_the_signs_of_one_server_are_let_through_there(server: str, query: str) -> None:
    examine_query(query, server)
    with pytest.raises(ValueError, match="must"):
        examine_query(query, "mysql" if server == "postgresql" else "postgresql")


@pytest.mark.parametrize(
    ("server", "query", "said"),
    [
        ("mariadb", "SELECT COUNT(*) FROM orders WHERE call = :a", "«call»; .* is written `call`"),
        ("mysql", "SELECT COUNT(*) FROM orders WHERE lock IN (:a)", "«lock IN»; .* is written `lock`"),
        ("postgresql", "SELECT COUNT(*) FROM orders WHERE call = :a", '«call»; .* is written "call"'),
        ("postgresql", "SELECT COUNT(*) FROM orders WHERE lock IN (:a)", '«lock IN»; .* is written "lock"'),
        ("postgresql", "SELECT 1 WHERE due = :due::date", r"write CAST\(:due AS …\)"),
        ("mysql", "SELECT 1.e1for share", "numbers and words apart, and has «1.e1for»"),
        *[
            (server, f"SELECT COUNT(*) FROM orders WHERE name = {text}", "not closed, or a backslash within")
            for server in SERVERS
            for text in ("'it's'", "'a\\b'", '"open')
        ],
        ("mariadb", "SELECT `open", "not closed, or a backslash within"),
        ("postgresql", "SELECT `a`", "has «`»"),
        ("mysql", "SELECT 1 # all", "without comments and backslashes, and has «#»"),
    ],
)
def test_what_is_refused_is_told_with_what_to_write(server: str, query: str, said: str) -> None:
    with pytest.raises(ValueError, match=f"^must .*{said}"):
        examine_query(query, server)


def test_a_task_with_such_a_query_cannot_be_approved_or_run(tmp_path: Path) -> None:
    check = "{kind: sql, database: 'postgresql://desk@db/desk', query: 'SELECT pg_sleep(9)'}"
    path = task_file.save(example(tmp_path))
    text = path.read_text(encoding="utf-8").replace("steps:\n", f"checks:\n  - {check}\nsteps:\n", 1)
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match="check 1.*«query».*calls «pg_sleep»"):
        task_file.load(tmp_path)


@pytest.mark.parametrize(
    ("there", "kind", "named", "driver"),
    [
        ({"psycopg2", "psycopg", "pg8000"}, "postgresql", "", "psycopg2"),
        ({"psycopg", "pg8000"}, "postgresql", "", "psycopg"),
        ({"pg8000"}, "postgresql", "", "pg8000"),
        ({"psycopg2", "pg8000"}, "postgresql", "pg8000", "pg8000"),
        ({"MySQLdb", "pymysql"}, "mysql", "", "mysqldb"),
        ({"pymysql"}, "mariadb", "", "pymysql"),
        ({"pymysql"}, "mysql", "", "pymysql"),
    ],
)
def test_a_url_without_a_driver_takes_one_that_is_there(
    there: set[str], kind: str, named: str, driver: str
) -> None:
    assert chosen_driver(kind, named, lambda name: name if name in there else None) == driver


@pytest.mark.parametrize(
    ("kind", "named", "said"),
    [
        ("postgresql", "", "«pg8000» is missing, which pip install 'lam-desktop\\[servers\\]' brings"),
        ("mariadb", "", "«pymysql» is missing, which"),
        ("postgresql", "psycopg2", "«psycopg2» is missing$"),
        ("mysql", "mysqldb", "«MySQLdb» is missing$"),
        ("postgresql", "asyncpg", r"«asyncpg» is not known.*postgresql\+pg8000://"),
    ],
)
def test_a_driver_that_is_not_there_is_one_sentence(kind: str, named: str, said: str) -> None:
    with pytest.raises(CheckFault, match=said):
        chosen_driver(kind, named, lambda _: None)


def test_every_driver_is_told_to_end_and_to_read_only() -> None:
    assert connect_args("pg8000", 0.5) == {
        "timeout": 2.5,
        "startup_params": {"statement_timeout": "500", "default_transaction_read_only": "on"},
    }
    for driver in ("psycopg2", "psycopg"):
        args = connect_args(driver, 10.0)
        assert args["connect_timeout"] == 10 and args["tcp_user_timeout"] == 12_000
        assert args["options"] == "-c statement_timeout=10000 -c default_transaction_read_only=on"
    assert connect_args("pymysql", 10.0) == {
        "connect_timeout": 10,
        "read_timeout": 12.0,
        "write_timeout": 12.0,
        "local_infile": False,
    }
    assert connect_args("mysqldb", 10.0)["multi_statements"] is False
    assert connect_args("mysqldb", 10.0)["read_timeout"] == 12
    assert session_of_mysql("5.5.5-10.11.6-MariaDB-log", 0.5)[:2] == (
        "SET SESSION TRANSACTION READ ONLY",
        "SET SESSION max_statement_time = 0.500",
    )
    assert session_of_mysql("8.4.2", 0.5)[1:] == (
        "SET SESSION max_execution_time = 500",
        "SET SESSION lock_wait_timeout = 1",
    )


@pytest.mark.parametrize(
    "url",
    [
        "mysql+pymysql://u:geheim@127.0.0.1:1/d?init_command=DELETE%20FROM%20orders",
        "mysql+pymysql://u:geheim@127.0.0.1:1/d?client_flag=65536",
        "mysql+pymysql://u:geheim@127.0.0.1:1/d?local_infile=1",
        "mysql+pymysql://u:geheim@127.0.0.1:1/d?read_default_file=/tmp/x",
        "mysql+pymysql://u:geheim@127.0.0.1:1/d?charset=gbk",
        "mysql+pymysql://u:geheim@127.0.0.1:1/d?plugin=x",
        "postgresql+pg8000://u:geheim@127.0.0.1:1/d?options=-c%20x=y",
        "postgresql+pg8000://u:geheim@127.0.0.1:1/d?startup_params=x",
        "postgresql+pg8000://u:geheim@127.0.0.1:1/d?sslmode=perhaps",
        "postgresql+pg8000://u:geheim@127.0.0.1:1/d?sslmode=verify-full&sslrootcert=/nowhere.pem",
    ],
)
def test_an_option_of_the_url_that_does_more_than_connect_is_refused(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("pg8000")
    pytest.importorskip("pymysql")
    monkeypatch.setattr("socket.create_connection", lambda *_, **__: pytest.fail("a connection was made"))
    with pytest.raises(CheckFault, match=r"the URL of the check's database|no certificates") as fault:
        count_records(SqlCheck(database=url, query="SELECT 1"), {})
    assert "geheim" not in str(fault.value)


def test_options_that_only_connect_reach_the_driver() -> None:
    pytest.importorskip("pg8000")
    engine = servers.server_engine("postgresql+pg8000://u@h/d?unix_sock=/run/pg&sslmode=require", 1.0)
    assert dict(engine.url.query) == {"unix_sock": "/run/pg"}
    assert engine.get_execution_options()["postgresql_readonly"] is True


class Refusal(Exception):  # noqa: N818 - stands for any
    """As a driver raises it."""


def came_of(error: Exception, cause: Exception) -> Exception:
    error.__cause__ = cause
    return error


CERTIFICATE = ssl.SSLCertVerificationError(1, "geheim")


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (
            RuntimeError("'pynacl' package is required for ed25519_password auth method"),
            "needs the Python package «pynacl», which is missing",
        ),
        (
            RuntimeError("'cryptography' package is required for sha256_password or caching_sha2_password"),
            "needs the Python package «cryptography», which is missing",
        ),
        (RuntimeError("geheim"), "cannot be opened"),
        (NotImplementedError("geheim"), "cannot be opened"),
        (ImportError("no pq wrapper available"), "lacks a library of the system"),
        (ModuleNotFoundError("geheim", name="asn1crypto"), "package «asn1crypto» is missing"),
        (ValueError("geheim"), "cannot be opened"),
        (CERTIFICATE, "does not trust the certificate"),
    ],
)
def test_what_keeps_a_driver_from_connecting_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, error: Exception, said: str
) -> None:
    sqlalchemy = pytest.importorskip("sqlalchemy")

    def connect() -> None:
        raise error

    monkeypatch.setattr(
        sql, "server_engine", lambda *_: sqlalchemy.create_engine("sqlite://", creator=connect)
    )
    with pytest.raises(CheckFault, match=said) as fault:
        count_records(SqlCheck(database="mysql://u:geheim@h/d", query="SELECT 1"), {})
    assert "geheim" not in str(fault.value) and "None" not in str(fault.value)


class Cursor(sqlite3.Cursor):
    """As a driver's that does not send what it is given."""

    def execute(self, query: str, *values: Any) -> Cursor:
        if "orders" not in query:
            return super().execute(query, *values)
        raise {"null": ValueError, "lost": OSError, "other": struct.error}[query.split()[-1]]("geheim")


class Connection(sqlite3.Connection):
    def cursor(self, factory: Any = Cursor) -> Any:
        return super().cursor(factory)


@pytest.mark.parametrize(
    ("word", "value", "said"),
    [
        ("null", "a\0geheim", "the value «c» has a character"),
        ("null", "\udc80geheim", "the value «c» has a character"),
        ("other", "geheim", "the driver of the database fails with error"),
        ("lost", "geheim", "the server cannot be reached"),
    ],
)
def test_a_driver_that_fails_over_the_query_is_not_told_as_a_database_that_cannot_be_opened(
    monkeypatch: pytest.MonkeyPatch, word: str, value: str, said: str
) -> None:
    sqlalchemy = pytest.importorskip("sqlalchemy")
    engine = sqlalchemy.create_engine("sqlite://", creator=lambda: Connection(":memory:"))
    monkeypatch.setattr(sql, "server_engine", lambda *_: engine)
    query = f"SELECT COUNT(*) FROM orders WHERE a = :c AND {word}"
    with pytest.raises(CheckFault, match=rf"^the query could not be made \({said}") as fault:
        count_records(SqlCheck(database="mysql://u:geheim@h/d", query=query), {"c": value})
    assert "geheim" not in str(fault.value)


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (Refusal({"C": "22P02", "M": 'invalid input: "geheim"'}), "a value does not fit"),
        (Refusal({"C": "42P01", "M": 'relation "x" does not exist'}), 'relation "x" does not exist'),
        (Refusal({"C": "57014", "M": "canceling"}), "it took longer than 0.5 s"),
        (Refusal({"C": "XX000", "M": "geheim"}), "error XX000"),
        (Refusal(1064, "near 'geheim'"), "a mistake of syntax"),
        (Refusal(1146, "Table 'd.x' doesn't exist"), "Table 'd.x' doesn't exist"),
        (Refusal(1969, "geheim"), "it took longer than 0.5 s"),
        (Refusal(4711, "geheim"), "error 4711"),
        (Refusal("geheim"), "no connection with the server came about"),
        (Refusal(0, ""), "no connection with the server came about"),
        (Refusal({"C": "42725", "M": "function sum(unknown) is not unique"}), "sum(unknown) is not unique"),
        (Refusal({"C": "42804", "M": "argument of WHERE must be type boolean"}), "must be type boolean"),
        (Refusal({"C": "42P18", "M": "geheim"}), "write CAST(:c AS TEXT)"),
        (Refusal({"C": "22012", "M": "geheim"}), "it divides by zero"),
        (Refusal(1267, "geheim"), "different collations"),
        (Refusal(1130, "Host 'geheim' is not allowed"), "nobody in from this machine"),
        (Refusal(2003, "geheim"), "cannot be reached"),
        (came_of(Refusal(2003, "geheim"), CERTIFICATE), "does not trust the certificate"),
        (came_of(Refusal("communication error"), CERTIFICATE), "does not trust the certificate"),
        (came_of(Refusal(2003, "geheim"), ssl.SSLError(1, "geheim")), "no encrypted connection"),
        (Refusal(2026, "SSL is required but the server doesn't support it"), "does not encrypt"),
        (Refusal(2026, "geheim"), "no encrypted connection"),
        (Refusal("Server refuses SSL"), "does not encrypt connections"),
        (Refusal("server does not support SSL, but SSL was required"), "does not encrypt connections"),
        (Refusal('FATAL:  database "geheim" does not exist'), "no such database"),
        (Refusal('FATAL:  role "geheim" does not exist'), "the user or the password"),
        (Refusal("FATAL:  sorry, too many clients already"), "too many connections"),
        (CERTIFICATE, "does not trust the certificate"),
        (came_of(Refusal("network error"), TimeoutError("geheim")), "cannot be reached"),
        (Refusal("FATAL: password authentication failed for geheim"), "the user or the password"),
        (Refusal("requesting password authentication, but no password was provided"), "or the password"),
        (ConnectionRefusedError(111, "geheim"), "cannot be reached"),
    ],
)
def test_what_a_server_says_is_told_without_values(error: Exception, said: str) -> None:
    told = server_fault(error, 0.5)
    assert said in told and "geheim" not in told and "\n" not in told
