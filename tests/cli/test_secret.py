"""`lam secret` keeps, tells and removes; what it keeps, `lam run` has."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from lam_desktop.cli.main import main
from lam_desktop.errors import ExitCode
from lam_desktop.execution.runs.again import print_of
from lam_desktop.execution.runs.journal import Journal
from lam_desktop.tasks.provenance.rows import read_rows
from lam_desktop.tasks.step import Value
from lam_desktop.tasks.storage.kept_secrets import KeptSecrets
from lam_desktop.tasks.storage.library import Library
from lam_desktop.tasks.task_yaml import task_file
from tests.cli.calling import call, without_display
from tests.cli.tasks import made
from tests.fakes.keyring import MemoryKeyring
from tests.tasks.storage.test_kept_secrets import with_secrets


@pytest.fixture
def piped(monkeypatch: pytest.MonkeyPatch) -> Callable[[bytes], None]:
    """Gives this to the command's stdin."""

    def pipe(content: bytes) -> None:
        read, write = os.pipe()
        os.write(write, content)
        os.close(write)
        monkeypatch.setattr(sys, "stdin", os.fdopen(read))

    return pipe


def at_terminal(monkeypatch: pytest.MonkeyPatch, answer: str) -> list[str]:
    """A person who types this; the prompts that they saw."""
    asked: list[str] = []
    monkeypatch.setattr("getpass.getpass", lambda prompt: asked.append(prompt) or answer)
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    return asked


def test_it_is_typed_unseen_at_a_terminal(
    home: Path, ring: MemoryKeyring, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with_secrets(home, "password")
    asked = at_terminal(monkeypatch, "hunter2")
    assert main(["secret", "orders"]) == ExitCode.DONE
    assert asked == ["The secret «password» of «orders»: "]
    assert KeptSecrets(home).text("orders", "password") == "hunter2"
    told = capsys.readouterr()
    assert "hunter2" not in told.out + told.err and "«password»" in told.out
    assert main(["secret", "orders", "--json"]) == ExitCode.USAGE, "with --json nobody is asked"


@pytest.mark.parametrize(
    ("content", "kept"),
    [(b"hunter2\n", "hunter2"), (b"h\xc3\xbc nter\r\n", "hü nter"), (b" spaced ", " spaced ")],
)
def test_it_is_read_from_a_pipe(
    content: bytes, kept: str, home: Path, ring: MemoryKeyring, piped: Callable[[bytes], None]
) -> None:
    with_secrets(home, "password", "pin")
    piped(content)
    assert main(["secret", "orders", "pin", "--json"]) == ExitCode.DONE
    assert list(ring.kept.values()) == [kept]


@pytest.mark.parametrize("content", [b"", b"\n", b"one\ntwo\n", b"tab\tbed", b"\xff\xfe", b"x" * 5000])
def test_what_cannot_be_a_secret_is_refused(
    content: bytes,
    home: Path,
    ring: MemoryKeyring,
    piped: Callable[[bytes], None],
    capsys: pytest.CaptureFixture[str],
) -> None:
    with_secrets(home, "password")
    piped(content)
    assert main(["secret", "orders", "password"]) == ExitCode.USAGE
    assert "nothing was kept" in capsys.readouterr().err and ring.kept == {}


def test_only_secrets_of_the_task_are_kept(
    home: Path, ring: MemoryKeyring, capsys: pytest.CaptureFixture[str]
) -> None:
    with_secrets(home, "password", "pin")
    made(home, "marks")
    for arguments, told in (
        (("orders", "token"), "no secret «token»; it has: password, pin."),
        (("orders", "token", "--forget"), "no secret «token»"),
        (("orders",), "several secrets: say which of them, password, pin."),
        (("marks",), "needs no secret"),
        (("ordres", "pin"), "did you mean «orders»?"),
    ):
        assert main(["secret", *arguments]) == ExitCode.USAGE
        assert told in capsys.readouterr().err
    assert ring.kept == {}


def test_the_list_tells_which_and_never_what(
    home: Path, ring: MemoryKeyring, capsys: pytest.CaptureFixture[str]
) -> None:
    with_secrets(home, "password", "pin")
    KeptSecrets(home).keep("orders", "pin", "hunter2")
    assert main(["secret", "orders", "--list"]) == ExitCode.DONE
    out = capsys.readouterr().out
    assert [line.split() for line in out.splitlines()[1:]] == [["password", "no"], ["pin", "yes"]]
    assert main(["secret", "orders", "--list", "--json"]) == ExitCode.DONE
    told = capsys.readouterr().out
    assert json.loads(told)["secrets"] == [{"name": "password", "kept": False}, {"name": "pin", "kept": True}]
    assert "hunter2" not in out + told


def test_it_is_removed(home: Path, ring: MemoryKeyring, capsys: pytest.CaptureFixture[str]) -> None:
    with_secrets(home, "password")
    KeptSecrets(home).keep("orders", "password", "hunter2")
    assert main(["secret", "orders", "--forget"]) == ExitCode.DONE
    assert "was removed from the keyring" in capsys.readouterr().out and ring.kept == {}
    assert main(["secret", "orders", "--forget"]) == ExitCode.DONE
    assert "was not in the keyring" in capsys.readouterr().out


def test_forgetting_the_task_removes_it(
    home: Path, ring: MemoryKeyring, capsys: pytest.CaptureFixture[str]
) -> None:
    with_secrets(home, "password")
    KeptSecrets(home).keep("orders", "password", "hunter2")
    assert main(["forget", "orders", "--yes"]) == ExitCode.DONE
    assert "and from the keyring its secret «password»" in capsys.readouterr().out and ring.kept == {}


def test_a_run_asks_nobody_for_what_is_kept(
    home: Path, ring: MemoryKeyring, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its recording is not there: that is said next."""
    with_secrets(home, "password")
    KeptSecrets(home).keep("orders", "password", "hunter2")
    for alone in (["--json"], ["--mode", "auto"], []):
        assert main(["run", "orders", *alone]) == ExitCode.USAGE
        told = capsys.readouterr()
        assert "no recording" in told.out + told.err
    asked = at_terminal(monkeypatch, "other")
    assert main(["run", "orders"]) == ExitCode.USAGE and asked == []


def test_a_locked_keyring_ends_a_run_that_is_alone_and_lets_a_person_type(
    home: Path, ring: MemoryKeyring, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with_secrets(home, "password")
    ring.locked = True
    assert main(["run", "orders", "--json"]) == ExitCode.ENVIRONMENT
    message = json.loads(capsys.readouterr().out)["message"]
    assert "locked" in message and "--set password=…" in message
    asked = at_terminal(monkeypatch, "hunter2")
    assert main(["run", "orders"]) == ExitCode.USAGE and len(asked) == 1
    told = capsys.readouterr()
    assert "The keyring is locked" in told.out and "no recording" in told.err


def test_what_is_kept_nowhere_is_refused_with_all_remedies(home: Path) -> None:
    task = made(home)
    task_file.save(replace(task, steps=(replace(task.steps[0], value=Value("secret", "password")),)))
    refused = call("run", "orders", "--json", environment=without_display())
    assert refused.code == ExitCode.USAGE
    assert "lam secret orders password" in refused.message and "--set password=…" in refused.message
    assert call("secret", "orders", "--json", environment=without_display()).code == ExitCode.USAGE


@pytest.mark.parametrize("again", ["--resume", "--only-failed"])
def test_a_run_that_goes_on_takes_it_again(
    again: str, home: Path, ring: MemoryKeyring, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The journal has no secret: without a kept one, that is what is missing."""
    task = with_secrets(home, "password")
    column = replace(task.steps[0], number=2, value=Value("row", "customer", "Sorenson"))
    task_file.save(replace(task, steps=(task.steps[0], column)))
    table = tmp_path / "orders.csv"
    table.write_text("customer\nSmith\nJones\n", encoding="utf-8")
    folder = Library(home).new_run("orders")
    with Journal(folder) as journal:
        journal.write(
            "run_started", task="orders", policy="lam", mode="auto", dry_run=False, rows=[1, 2], values={},
            table=str(table), print=print_of(read_rows(table).rows),
        )  # fmt: skip
    named = [again, folder.name] if again == "--only-failed" else [again]
    assert main(["run", "orders", *named, "--json"]) == ExitCode.USAGE
    assert "types the secret «password»" in json.loads(capsys.readouterr().out)["message"]
    KeptSecrets(home).keep("orders", "password", "hunter2")
    assert main(["run", "orders", *named, "--json"]) == ExitCode.USAGE
    assert "no recording" in json.loads(capsys.readouterr().out)["message"]
