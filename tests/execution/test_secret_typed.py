"""A secret typed for real: into programs of several toolkits, and out of a real keyring."""

from __future__ import annotations

import base64
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Generator
from pathlib import Path

import pytest

from lam_desktop.execution.acting.secret_field import DOUBT
from lam_desktop.execution.request import RunRequest, with_kept_secrets
from lam_desktop.execution.run import run_task
from lam_desktop.office.waiting import wait_until
from lam_desktop.tasks.storage.kept_secrets import SERVICE, KeptSecrets, keyring_name
from lam_desktop.tasks.storage.library import Library
from tests.cli.calling import LAM
from tests.execution.logging_in import USER, Login, LoginMinds, record_login
from tests.execution.stage import stage
from tests.execution.test_executor import Watcher

pytestmark = pytest.mark.slow

if sys.platform != "linux":
    pytest.skip("needs virtual X desktops", allow_module_level=True)

SECRET = "Zq7#Xv9 hünter"
REQUEST = RunRequest("login", wait_s=2.0)


def forms_of(text: str) -> dict[str, bytes]:
    """How a text may lie in a file; of base64 what does not hang on where it begins."""
    octets = text.encode()
    return {
        "utf-8": octets,
        "utf-16-le": text.encode("utf-16-le"),
        "utf-16-be": text.encode("utf-16-be"),
        **{
            f"base64 from {at}": base64.b64encode(b"\0" * at + octets)[-(-at * 8 // 6) : -4].strip(b"=")
            for at in range(3)
        },
    }


def holders(text: str, folder: Path) -> list[tuple[str, str]]:
    """The files that hold the text in one of these forms."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert files
    return [
        (path.name, name)
        for path in files
        for name, octets in forms_of(text).items()
        if octets in path.read_bytes()
    ]


def test_it_would_be_found_in_every_form(tmp_path: Path) -> None:
    for at in range(3):
        (tmp_path / f"base64-{at}").write_bytes(base64.b64encode(b"x" * at + SECRET.encode() + b"more"))
    for encoding in ("utf-8", "utf-16"):
        (tmp_path / encoding).write_text(f"so «{SECRET}»", encoding=encoding)
    (tmp_path / "other").write_text("Zq7#Xv")
    found = {name for name, _ in holders(SECRET, tmp_path)}
    assert found == {"base64-0", "base64-1", "base64-2", "utf-8", "utf-16"}


@pytest.mark.parametrize("toolkit", ["qt", "tk", "gtk"])
def test_it_goes_into_the_field_where_the_caret_is(toolkit: str, home: Path, tmp_path: Path) -> None:
    with stage() as desktop:
        login = Login(desktop, tmp_path, toolkit)
        record_login(home, login, desktop.screenshot())
        request = RunRequest("login", values={"password": SECRET}, mode="auto", wait_s=2.0)
        result = run_task(Library(home), request, Watcher(), LoginMinds(login))
        assert result.status == "done", result
        login.shows("password", SECRET)
        assert login.state()["user"] == USER


@pytest.mark.parametrize("toolkit", ["qt", "tk", "gtk"])
def test_a_program_that_moves_the_keyboard_gets_nothing(toolkit: str, home: Path, tmp_path: Path) -> None:
    with stage() as desktop:
        login = Login(desktop, tmp_path, toolkit, "--elsewhere")
        record_login(home, login, desktop.screenshot())
        request = RunRequest("login", values={"password": SECRET}, mode="auto", wait_s=2.0)
        result = run_task(Library(home), request, Watcher(), LoginMinds(login))
        assert result.status == "asked" and DOUBT in result.message, result
        assert (login.state()["user"], login.state()["password"]) == (USER, "")


@pytest.fixture
def gnome_keyring(monkeypatch: pytest.MonkeyPatch) -> Generator[None]:
    """A session of its own with GNOME's keyring, unlocked; it and its files go with the test."""
    for program in ("dbus-run-session", "gnome-keyring-daemon"):
        if shutil.which(program) is None:
            pytest.skip(f"needs {program}")
    folder = Path(tempfile.mkdtemp(prefix="lam-keyring-"))  # short: sockets lie in it
    names = ("DATA_HOME", "CONFIG_HOME", "CACHE_HOME", "RUNTIME_DIR")
    own = {"HOME": str(folder), **{f"XDG_{name}": str(folder / name) for name in names}}
    for name in names:
        (folder / name).mkdir(mode=0o700)
    unlock = "printf pw | gnome-keyring-daemon --unlock --components=secrets >&2"
    session = subprocess.Popen(
        ["dbus-run-session", "--", "sh", "-c", f'{unlock} && echo "$DBUS_SESSION_BUS_ADDRESS" && cat'],
        env={**os.environ, **own}, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert session.stdin is not None and session.stdout is not None
    with session.stdin, session.stdout:
        address = session.stdout.readline().strip()
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        monkeypatch.delenv("PYTHON_KEYRING_BACKEND")
        monkeypatch.setattr("keyring.core._keyring_backend", None)
        from keyring.backends import SecretService

        # The daemon asks for its name on the bus after it has said that it is unlocked.
        wait_until(lambda: SecretService.Keyring.viable, "the keyring to be on the bus", limit_s=30)
        yield
        session.stdin.close()  # the session ends with it
        session.wait(15)
    shutil.rmtree(folder, ignore_errors=True)


def lam(*arguments: str, typed: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run([*LAM, *arguments], input=typed, capture_output=True, text=True, timeout=60)


def test_a_secret_in_a_real_keyring(
    gnome_keyring: None, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import keyring

    assert "SecretService" in (keyring_name() or "")
    account = f"{home}/tasks/login/password"
    bus = os.environ["DBUS_SESSION_BUS_ADDRESS"]
    with stage() as desktop:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", bus)
        login = Login(desktop, tmp_path, "qt")
        task = record_login(home, login, desktop.screenshot())
        kept, library = KeptSecrets(home), Library(home)
        assert with_kept_secrets(task, REQUEST, kept) == REQUEST

        told = lam("secret", "login", typed=f"{SECRET}\n")
        assert told.returncode == 0 and SECRET not in told.stdout + told.stderr, told
        assert keyring.get_password(SERVICE, account) == SECRET
        assert '"kept": true' in lam("secret", "login", "--list", "--json").stdout

        request = with_kept_secrets(task, REQUEST, kept)
        result = run_task(library, request, Watcher(), LoginMinds(login))
        assert result.status == "done", result
        login.shows("password", SECRET)
    assert (home / result.run / "journal.jsonl").is_file()
    assert holders(SECRET, home) == []

    assert lam("secret", "login", "--forget").returncode == 0
    assert keyring.get_password(SERVICE, account) is None
    kept.keep("login", "password", SECRET)
    assert lam("forget", "login", "--yes").returncode == 0
    assert keyring.get_password(SERVICE, account) is None
    assert not library.exists("login")
