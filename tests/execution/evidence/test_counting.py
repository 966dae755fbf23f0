"""How often a record is there: in a database, among files, behind a web service; nothing is written."""

from __future__ import annotations

import json
import socket
import sqlite3
import threading
from collections.abc import Generator, Mapping
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from lam_desktop.execution.evidence import http, sql
from lam_desktop.execution.evidence.counting import count_records, counting
from lam_desktop.execution.evidence.fault import CheckFault
from lam_desktop.tasks.checks import Check, FilesCheck, HttpCheck, SqlCheck

COUNT = "SELECT COUNT(*) FROM orders WHERE customer = :customer"

LOGGED_IN = ("Authorization", "X-Api-Key")


def counted(check: Check, **values: str) -> int:
    return count_records(check, values)


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "it's the desk.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE orders (customer TEXT)")
        connection.executemany("INSERT INTO orders VALUES (?)", [("Miller",), ("Miller",), ("O'Hara",)])
    connection.close()
    return path


def test_rows_of_an_sqlite_file(database: Path) -> None:
    check = SqlCheck(database=str(database), query=COUNT)
    assert [counted(check, customer=name) for name in ("Miller", "O'Hara", "Smith")] == [2, 1, 0]
    assert counted(check, customer="x' OR '1'='1") == 0
    by_url = SqlCheck(database=f"sqlite:///{database}", query=COUNT)
    with pytest.raises(CheckFault, match="cannot be kept from writing"):
        counted(by_url, customer="Miller")


@pytest.mark.parametrize(
    "query",
    [
        "DELETE FROM orders",
        "INSERT INTO orders VALUES ('x') RETURNING 1",
        "UPDATE orders SET customer = 'x' RETURNING 1",
        "DROP TABLE orders",
        "ATTACH DATABASE '{folder}/other.db' AS other",
        "VACUUM INTO '{folder}/copy.db'",
        "PRAGMA writable_schema = 1",
        "PRAGMA query_only = 0",
        "SELECT load_extension('x')",
        "SELECT 1; DELETE FROM orders",
        "WITH more AS (SELECT 'x') INSERT INTO orders SELECT * FROM more RETURNING 1",
        "WITH more AS (SELECT 1) DELETE FROM orders RETURNING 1",
        "SELECT 1 INTO other",
        "CREATE TABLE more (x)",
    ],
)
def test_a_query_cannot_write(database: Path, query: str) -> None:
    before = database.read_bytes()
    with pytest.raises(CheckFault):
        counted(SqlCheck(database=str(database), query=query.format(folder=database.parent)))
    assert database.read_bytes() == before
    assert [one.name for one in database.parent.iterdir()] == [database.name]


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("SELECT customer FROM orders LIMIT 1", "one number"),
        ("SELECT 1, 2", "one number"),
        ("SELECT 1 WHERE 0", "one number"),
        ("SELECT NULL", "one number"),
        ("SELECT COUNT(*) FROM nowhere", "no such table"),
        ("SELEKT", "syntax error"),
        ("SELECT COUNT(*) FROM orders WHERE customer = :other", "other"),
    ],
)
def test_a_query_that_tells_no_number_is_a_fault(database: Path, query: str, said: str) -> None:
    with pytest.raises(CheckFault, match=said) as fault:
        counted(SqlCheck(database=str(database), query=query))
    assert "\n" not in str(fault.value)


def test_a_query_comes_to_an_end(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sql, "LIMIT_S", 0.2)
    endless = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT COUNT(*) FROM n"
    with pytest.raises(CheckFault, match="interrupted"):
        counted(SqlCheck(database=str(database), query=endless))


@pytest.mark.parametrize(
    "database", ["/nowhere/orders.db", "oracle://x/y", "nonsense://x", "postgresql://[/"]
)
def test_a_database_that_cannot_be_opened_is_a_fault(database: str) -> None:
    with pytest.raises(CheckFault) as fault:
        counted(SqlCheck(database=database, query="SELECT 1"))
    assert "geheim" not in str(fault.value)


def test_a_value_that_is_no_text_of_a_database_is_told_by_its_name(database: Path) -> None:
    with pytest.raises(CheckFault, match="the value «customer» has a character that no text"):
        counted(SqlCheck(database=str(database), query=COUNT), customer="Mi\udc80ller")


@pytest.mark.parametrize(
    ("path", "said"),
    [(f"/{'x' * 300}/orders.db", "File name too long"), ("~nobody-is-called-so/orders.db", "no such user")],
)
def test_a_path_that_cannot_be_looked_up_is_no_fault_of_a_server(path: str, said: str) -> None:
    with pytest.raises(CheckFault, match=rf"the database .*orders.db cannot be looked up \({said}\)"):
        counted(SqlCheck(database=path, query="SELECT 1"))


def test_files_by_name_and_by_what_they_hold(tmp_path: Path) -> None:
    (tmp_path / "Miller [1].txt").write_text("Total: 12,50 €\n", encoding="utf-8")
    (tmp_path / "Miller 1.txt").write_text("Total: 9,00 €\n", encoding="utf-8")
    (tmp_path / "Smith.txt").write_text("")
    named = FilesCheck(files=f"{tmp_path}/{{customer}}*.txt")
    assert [counted(named, customer=name) for name in ("Miller", "Miller [1]", "Smith", "M?ller", "*")] == [
        2, 1, 0, 0, 0,
    ]  # fmt: skip
    holding = FilesCheck(files=f"{tmp_path}/*.txt", containing=("Total: {total} €",))
    assert [counted(holding, total=total) for total in ("12,50", "9,00", "1,00")] == [1, 1, 0]
    holding_dates = FilesCheck(files=f"{tmp_path}/*.txt", containing=("{total}",))
    assert counted(holding_dates, total="12/03/2026") == 0
    (tmp_path / "Jones.txt").write_bytes(b"%PDF\0\0")
    with pytest.raises(CheckFault, match="no text"):
        counted(FilesCheck(files=f"{tmp_path}/Jones.txt", containing=("{total}",)), total="1")
    for bad in ("../secret", "a/b", "..", "a\0b"):
        with pytest.raises(CheckFault, match="file's name"):
            counted(named, customer=bad)


ORDERS: Mapping[str, Any] = {"orders": [{"customer": "Müller"}, {"customer": "Smith & Co"}], "total": 2}


@pytest.fixture
def service() -> Generator[tuple[str, list[str]]]:
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(f"{self.command} {self.path}")
            asked.extend(f"{name}: {self.headers[name]}" for name in LOGGED_IN if name in self.headers)
            parts = urlsplit(self.path)
            if parts.path == "/elsewhere":
                self.send_response(302)
                self.send_header("Location", "/orders")
                self.end_headers()
                return
            name = parse_qs(parts.query).get("customer", [""])[0]
            found = [one for one in ORDERS["orders"] if name in ("", one["customer"])]
            body = b"<html>" if parts.path == "/page" else json.dumps({**ORDERS, "orders": found}).encode()
            if parts.path == "/repeats":
                self.send_response(403, f"not you, {self.headers['Authorization']}")
            else:
                self.send_response(404 if parts.path == "/gone" else 200)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None: ...

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    server.server_close()
    thread.join(5)


def test_entries_of_a_web_service(service: tuple[str, list[str]]) -> None:
    address, asked = service
    check = HttpCheck(url=f"{address}/orders?customer={{name}}", at="/orders")
    assert [counted(check, name=name) for name in ("Müller", "Smith & Co", "Jones")] == [1, 1, 0]
    assert asked[1] == "GET /orders?customer=Smith%20%26%20Co"
    assert counted(HttpCheck(url=f"{address}/orders", at="/total")) == 2
    for url, at, said in (
        ("/gone", "", "404"),
        ("/page", "", "JSON"),
        ("/elsewhere", "/orders", "302"),
        ("/orders", "/orders/7", "no list and no number"),
        ("/orders", "/orders/0", "no list and no number"),
    ):
        with pytest.raises(CheckFault, match=said):
            counted(HttpCheck(url=address + url, at=at))
    with pytest.raises(CheckFault, match="did not answer") as fault:
        counted(HttpCheck(url="http://127.0.0.1:9/orders?token=geheim"))
    assert "geheim" not in str(fault.value)
    with pytest.raises(CheckFault):
        counted(HttpCheck(url="http://[/x"))


@pytest.mark.parametrize(
    ("user", "header", "secret", "sent"),
    [
        ("", "", "t0ken-77", "Authorization: Bearer t0ken-77"),
        ("", "X-Api-Key", "t0ken-77", "X-Api-Key: t0ken-77"),
        ("reader", "", "Schlüssel 7", "Authorization: Basic cmVhZGVyOlNjaGzDvHNzZWwgNw=="),
    ],
)
def test_a_web_service_is_told_who_asks(
    service: tuple[str, list[str]], user: str, header: str, secret: str, sent: str
) -> None:
    address, asked = service
    check = HttpCheck(url=f"{address}/orders", at="/total", password="desk", user=user, header=header)
    assert counting({"desk": secret})(check, {}) == 2
    assert asked == ["GET /orders", sent]
    with pytest.raises(CheckFault, match="«desk», with which its check logs in, is not known"):
        counting({})(check, {})
    assert len(asked) == 2


@pytest.mark.parametrize("secret", ["t0ken\r\nX-Other: 1", "Schlüssel", "t0ken ", ""])
def test_a_token_that_is_none_is_not_sent(service: tuple[str, list[str]], secret: str) -> None:
    address, asked = service
    with pytest.raises(CheckFault, match="the secret «desk»") as fault:
        counting({"desk": secret})(HttpCheck(url=f"{address}/orders", password="desk"), {})
    assert not asked and "t0ken" not in str(fault.value)


def test_what_a_service_repeats_of_a_password_is_not_told(service: tuple[str, list[str]]) -> None:
    check = HttpCheck(url=f"{service[0]}/repeats", password="desk")
    with pytest.raises(CheckFault, match="403") as fault:
        counting({"desk": "t0ken-77"})(check, {})
    assert "t0ken" not in str(fault.value) and "«desk»" in str(fault.value)
    named = HttpCheck(url=f"{service[0]}/repeats", password="desk", user="reader")
    with pytest.raises(CheckFault, match="403") as fault:
        counting({"desk": "t0ken-77"})(named, {})
    assert "cmVhZGVyOnQwa2VuLTc3" not in str(fault.value)


@pytest.mark.parametrize(
    "answer",
    [
        b"Content-Length: 2\r\n\r\n1",  # of twelve the first figure
        b"Content-Length: 500\r\n\r\n[1,2]",
        b"Content-Length: 2\r\n\r\n-1",
        b"Transfer-Encoding: chunked\r\n\r\n2\r\n[]",
    ],
)
def test_half_an_answer_is_none(answer: bytes) -> None:
    def serve() -> None:
        connection, _ = server.accept()
        with connection:
            connection.recv(4096)
            connection.sendall(b"HTTP/1.1 200 OK\r\n" + answer)

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        with pytest.raises(CheckFault):
            counted(HttpCheck(url=f"http://127.0.0.1:{server.getsockname()[1]}/orders"))
        thread.join(10)


@pytest.mark.parametrize("begins", [b"HTTP/1.1 200 OK\r\nX-Long: ", b"HTTP/1.1 200 OK\r\n\r\n["])
def test_a_server_that_answers_drop_by_drop_is_hung_up_on(
    begins: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http, "LIMIT_S", 0.5)
    hung_up = threading.Event()

    def drip() -> None:
        connection, _ = server.accept()
        with connection:
            connection.recv(4096)
            try:
                connection.sendall(begins)
                while not hung_up.wait(0.05):
                    connection.sendall(b" ")
            except OSError:
                hung_up.set()

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=drip, daemon=True)
        thread.start()
        with pytest.raises(CheckFault, match="did not answer"):
            counted(HttpCheck(url=f"http://127.0.0.1:{server.getsockname()[1]}/orders"))
        thread.join(10)
        assert hung_up.is_set()
