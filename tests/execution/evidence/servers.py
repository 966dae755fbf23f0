"""Real database servers for a test: each in a folder of its own, as a user who may do little."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

OWNER, PASSWORD = "owner", "geheim/42"
"""An account that may do everything: what holds for it holds for any."""
START_S = 60.0


@dataclass(frozen=True)
class Server:
    """One that runs, with an empty database «desk»."""

    kind: str
    port: int
    folder: Path
    """Where its user may write."""
    connect: Callable[[], Any]
    """A connection of the driver itself, for the owner, every statement at once."""

    def url(self, password: str = PASSWORD, port: int | None = None, driver: str = "") -> str:
        """As a check names it."""
        secret = password.replace("/", "%2F")
        return f"{self.kind}{driver}://{OWNER}:{secret}@127.0.0.1:{port or self.port}/desk"

    def run(self, *statements: str) -> list[Any]:
        """What the last statement returns."""
        connection = self.connect()
        try:
            cursor = connection.cursor()
            for statement in statements:
                cursor.execute(statement)
            return [tuple(row) for row in cursor.fetchall()] if cursor.description else []
        finally:
            connection.close()


@contextmanager
def postgresql() -> Generator[Server]:
    """Skips the test where the package or the driver is not installed."""
    programs = _newest(sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb")), "postgresql").parent
    pg8000 = _driver("pg8000.dbapi", "pg8000")
    with _folder() as folder, _free_port() as port:
        word = folder / "word"
        word.write_text(PASSWORD)
        _run(
            (programs / "initdb", "-D", folder / "data", "-U", OWNER, "--pwfile", word, "-A", "md5",
             "-E", "UTF8", "--locale", "C.UTF-8", "--no-sync"),
            folder,
        )  # fmt: skip
        command = [programs / "postgres", "-D", folder / "data", "-k", folder, "-p", str(port)]
        command += ["-c", "listen_addresses=127.0.0.1", "-c", "fsync=off", "-c", "shared_buffers=16MB"]

        def connect(database: str = "desk") -> Any:
            made = pg8000.connect(OWNER, "127.0.0.1", database, port, PASSWORD, timeout=30)
            made.autocommit = True
            return made

        with _running(command, folder, lambda: connect("postgres").close()):
            first = connect("postgres")
            first.cursor().execute("CREATE DATABASE desk")
            first.close()
            yield Server("postgresql", port, folder, connect)


@contextmanager
def mariadb() -> Generator[Server]:
    """Skips the test where the package or the driver is not installed."""
    daemon = _newest(
        [Path(found)] if (found := shutil.which("mariadbd", path=_PATH)) else [], "mariadb-server-core"
    )
    pymysql = _driver("pymysql", "pymysql")
    with _folder() as folder, _free_port() as port:
        data, file = folder / "data", str(folder / "socket")
        _run(
            (
                "mariadb-install-db",
                "--no-defaults",
                f"--datadir={data}",
                "--skip-test-db",
                "--auth-root-authentication-method=normal",
            ),
            folder,
        )
        command = [daemon, "--no-defaults", f"--datadir={data}", f"--socket={file}", f"--port={port}"]
        command += ["--bind-address=127.0.0.1", f"--pid-file={folder}/pid", "--innodb-buffer-pool-size=16M"]
        command += ["--character-set-server=utf8mb4", "--secure-file-priv="]

        def connect() -> Any:
            return pymysql.connect(
                host="127.0.0.1", port=port, user=OWNER, password=PASSWORD, database="desk", autocommit=True
            )

        def first() -> None:
            made = pymysql.connect(unix_socket=file, user="root", autocommit=True)
            with made.cursor() as cursor:
                cursor.execute("CREATE DATABASE IF NOT EXISTS desk")
                grant = f"GRANT ALL ON *.* TO {OWNER}@'127.0.0.1' IDENTIFIED BY '{PASSWORD}'"
                cursor.execute(f"{grant} WITH GRANT OPTION")
            made.close()

        with _running(command, folder, first):
            yield Server("mariadb", port, folder, connect)


_PATH = f"{os.environ.get('PATH', '')}:/usr/sbin"


def _driver(module: str, package: str) -> Any:
    if find_spec(package) is None:
        pytest.skip(f"needs the Python package {package}, of the extra «servers»")
    return __import__(module, fromlist=["connect"])


def _newest(found: Sequence[Path], package: str) -> Path:
    if not found:
        pytest.skip(f"needs the Debian package {package}: make programs")
    return found[-1]


def _user() -> dict[str, Any]:
    """Servers refuse to be root."""
    if os.getuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


@contextmanager
def _folder() -> Generator[Path]:
    """Short, since the path of a socket is."""
    folder = Path(tempfile.mkdtemp(prefix="lam-server-"))
    try:
        if user := _user():
            os.chown(folder, user["user"], user["group"])
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _free_port() -> Generator[int]:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        port = held.getsockname()[1]
    yield port


def _environment(folder: Path) -> dict[str, str]:
    return {"PATH": _PATH, "HOME": str(folder), "LC_ALL": "C.UTF-8"}


def _run(command: Sequence[str | Path], folder: Path) -> None:
    done = subprocess.run(
        command, cwd=folder, env=_environment(folder), capture_output=True, text=True, timeout=240, **_user()
    )
    assert done.returncode == 0, f"{done.stdout[-2000:]}{done.stderr[-2000:]}"


@contextmanager
def _running(command: Sequence[str | Path], folder: Path, ready: Callable[[], None]) -> Generator[None]:
    """While it answers; `ready` raises where it does not yet."""
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(
            command, cwd=folder, env=_environment(folder), stdout=log, stderr=log, **_user()
        )
    try:
        end = time.monotonic() + START_S
        while True:
            try:
                ready()
                break
            except Exception as error:  # whatever a driver says while a server starts
                log_tail = (folder / "log").read_text(errors="replace")[-2000:]
                assert server.poll() is None and time.monotonic() < end, f"{error}\n{log_tail}"
                time.sleep(0.1)
        yield
    finally:
        server.terminate()
        with suppress(subprocess.TimeoutExpired):
            server.wait(20)
        if server.poll() is None:
            server.kill()
            server.wait(20)
