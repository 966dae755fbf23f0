"""A run confirms its row on a real server with a password that the keyring keeps, and writes it nowhere."""

from __future__ import annotations

import sys
from collections.abc import Callable, Generator
from dataclasses import replace
from pathlib import Path

import pytest

from lam_desktop.cli.main import main
from lam_desktop.errors import UsageError
from lam_desktop.execution.evidence.counting import counting
from lam_desktop.execution.evidence.fault import CheckFault
from lam_desktop.execution.request import RunRequest, with_kept_secrets
from lam_desktop.execution.run import run_task
from lam_desktop.execution.runs.result import RunResult
from lam_desktop.execution.runs.supervision import RunEvent, Verified
from lam_desktop.tasks.checks import SqlCheck
from lam_desktop.tasks.storage.approvals import Approvals
from lam_desktop.tasks.storage.kept_secrets import KeptSecrets
from lam_desktop.tasks.storage.library import Library
from lam_desktop.tasks.task_yaml import task_file
from lam_desktop.tasks.task_yaml.check_file import approved_text
from lam_desktop.tasks.texts.patterns.pattern import parse_pattern
from tests.e2e.secret_search import leaks
from tests.execution.evidence.servers import Server, mariadb, postgresql
from tests.execution.logging_in import SECRET_NAME, USER, Login, LoginMinds, record_login
from tests.execution.stage import stage
from tests.execution.test_executor import Watcher
from tests.fakes.keyring import MemoryKeyring

pytestmark = pytest.mark.proof

if sys.platform != "linux":
    pytest.skip("needs virtual X desktops", allow_module_level=True)

PASSWORD = "Zq7#Xv9 h@r/:%+b ü€"
WRONG = "Kd3!wrZ-87qp"
TYPED = "kx4-Wm81"
COUNT = "SELECT COUNT(*) FROM logins WHERE name = :name"
ACCOUNT = {
    "postgresql": (f"CREATE ROLE reader LOGIN PASSWORD '{PASSWORD}'", "GRANT SELECT ON logins TO reader"),
    "mariadb": (
        f"CREATE USER reader@'127.0.0.1' IDENTIFIED BY '{PASSWORD}'",
        "GRANT SELECT ON desk.logins TO reader@'127.0.0.1'",
    ),
}
"""One that may only read, as docs/checks.md says."""


@pytest.fixture(scope="module", params=["postgresql", "mariadb"])
def server(request: pytest.FixtureRequest) -> Generator[Server]:
    with (postgresql if request.param == "postgresql" else mariadb)() as running:
        running.run("CREATE TABLE logins (name VARCHAR(80))", *ACCOUNT[running.kind])
        yield running


def check_of(server: Server) -> SqlCheck:
    url = f"{server.kind}://reader@127.0.0.1:{server.port}/desk"
    return SqlCheck({"name": parse_pattern("{user}")}, 5.0, url, COUNT, "db_reader")


def test_a_check_logs_in_with_the_secret_that_is_passed(server: Server) -> None:
    check = check_of(server)
    assert counting({"db_reader": PASSWORD})(check, {"name": "nobody"}) == 0
    for secrets in ({"db_reader": WRONG}, {"db_reader": ""}, {"other": PASSWORD}):
        with pytest.raises(CheckFault) as fault:
            counting(secrets)(check, {"name": "nobody"})
        assert not any(text in str(fault.value) for text in (PASSWORD, WRONG))
        assert ("user or the password" if "db_reader" in secrets else "not known here") in str(fault.value)


class Storing(Watcher):
    """The program's server stores the login as soon as its last step has shown."""

    def __init__(self, store: Callable[[], object]) -> None:
        super().__init__()
        self._store = store

    def report(self, event: RunEvent) -> None:
        super().report(event)
        if isinstance(event, Verified) and event.step == 4:
            self._store()


def run(home: Path, login: Login, store: Callable[[], object]) -> RunResult:
    """As command line and panel do it: with what the keyring keeps."""
    library = Library(home)
    request = RunRequest("login", mode="auto", wait_s=2.0)
    request = with_kept_secrets(library.whole("login"), request, KeptSecrets(home))
    return run_task(library, request, Storing(store), LoginMinds(login))


def test_a_run_has_it_from_the_keyring_and_writes_it_nowhere(
    server: Server, home: Path, tmp_path: Path, ring: MemoryKeyring, capfd: pytest.CaptureFixture[str]
) -> None:
    server.run("DELETE FROM logins")
    kept = KeptSecrets(home)

    def store() -> None:
        server.run(f"INSERT INTO logins VALUES ('{USER}')")

    with stage() as desktop:
        login = Login(desktop, tmp_path, "qt")
        task = record_login(home, login, desktop.screenshot())
        task_file.save(replace(task, checks=(check_of(server),)))
        text = approved_text(Library(home).open("login").checks)
        assert "password: db_reader" in text
        Approvals(home).give("login", text)
        kept.keep("login", SECRET_NAME, TYPED)
        with pytest.raises(UsageError, match="lam secret login db_reader"):
            run(home, login, store)

        kept.keep("login", "db_reader", WRONG)
        refused = run(home, login, store)
        assert refused.status == "asked" and "the server refuses the user or the password" in refused.message
        assert login.state()["user"] == "", "without its check nothing is entered"

        kept.keep("login", "db_reader", PASSWORD)
        done = run(home, login, store)
        assert [row.evidence for row in done.rows] == ["confirmed"], done
        login.shows("password", TYPED)
        again = run(home, login, store)
        assert [row.status for row in again.rows] == ["skipped"], again
    assert server.run("SELECT * FROM logins") == [(USER,)]

    given = tmp_path / "given"
    for arguments in (
        ["show", "login"], ["show", "login", "--yaml"], ["approve", "login", "--yes"], ["runs", "login"],
        ["report", done.run, "--out", str(given / "report")],
        ["report", refused.run, "--share", str(given / "shared-report")],
        ["share", "login", "--out", str(given / "shared")],
    ):  # fmt: skip
        assert main(arguments) == 0, arguments
    out = capfd.readouterr()
    (tmp_path / "output").write_text(out.out + out.err, encoding="utf-8")
    held = [home, given, tmp_path / "output"]
    assert any(given.rglob("*.html")) and "«db_reader»" in out.out
    planted = tmp_path / "planted"
    for secret in (PASSWORD, WRONG, TYPED):
        assert leaks(secret, held) == []
        planted.write_text(f"fault: «{secret}»", encoding="utf-8")
        assert leaks(secret, [planted]), "it would be found"
    for name in ("task.yaml", "shared.html"):
        shared = [path.read_text(encoding="utf-8") for path in (given / "shared").rglob(name)]
        assert shared and not any("db_reader" in one or "127.0.0.1" in one for one in shared), name
