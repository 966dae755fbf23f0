"""The password of a check's database on the command line: shown by its name, kept, asked for, never told."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest

from lam_desktop.cli.main import main
from lam_desktop.errors import ExitCode
from lam_desktop.tasks.checks import Check, FilesCheck, SqlCheck
from lam_desktop.tasks.step import NOWHERE, TaskStep
from lam_desktop.tasks.storage.approvals import Approvals
from lam_desktop.tasks.storage.kept_secrets import KeptSecrets
from lam_desktop.tasks.storage.library import Library
from lam_desktop.tasks.task import Task
from lam_desktop.tasks.task_yaml import task_file
from lam_desktop.tasks.task_yaml.check_file import approved_text
from tests.cli.tasks import made
from tests.fakes.keyring import MemoryKeyring

SECRET = "Zq7#Xv9 hünter"
CHECK = SqlCheck({}, 5.0, "postgresql://reader@db/desk", "SELECT COUNT(*) FROM orders", "db")
IN_CLEAR = replace(CHECK, database="postgresql://reader:geheim@db/desk", password="")
COULD_BE_KEPT = (
    "The password of a check's database stands in task.yaml of «orders» as it is: leave it out of the"
)


def calls(home: Path, name: str, called: str) -> None:
    """A task that does another one first."""
    outer = replace(made(home, name), understood=True)
    does = TaskStep(1, NOWHERE, "task", "Do it", called=called)
    task_file.save(replace(outer, steps=(does, replace(outer.steps[0], number=2))))


class Terminal(StringIO):
    """A person who types these lines."""

    def isatty(self) -> bool:
        return True


def checked(home: Path, *checks: Check, name: str = "orders") -> Task:
    task_file.save(replace(made(home, name), checks=checks, understood=True))
    return Library(home).open(name)


def test_it_is_kept_and_forgotten_as_any_secret(
    home: Path, ring: MemoryKeyring, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    checked(home, CHECK)
    monkeypatch.setattr(sys, "stdin", Terminal())
    monkeypatch.setattr("getpass.getpass", lambda _: SECRET)
    assert main(["secret", "orders"]) == ExitCode.DONE, "the only one that it has"
    assert KeptSecrets(home).text("orders", "db") == SECRET
    assert main(["secret", "orders", "--list"]) == ExitCode.DONE
    assert main(["forget", "orders", "--yes"]) == ExitCode.DONE
    told = capsys.readouterr()
    assert "from the keyring its secret «db»" in told.out and SECRET not in told.out + told.err
    assert ring.kept == {}


def test_a_run_asks_for_it_and_names_it_where_nobody_is(
    home: Path, ring: MemoryKeyring, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    task = checked(home, CHECK)
    Approvals(home).give("orders", approved_text(task.checks))
    arguments = ["run", "orders", "--set", "customer=Ada"]
    assert main([*arguments, "--json"]) == ExitCode.USAGE
    told = json.loads(capsys.readouterr().out)["message"]
    assert "has a check that logs in with the secret «db»" in told and "lam secret orders db" in told
    asked: list[str] = []
    monkeypatch.setattr(sys, "stdin", Terminal())
    monkeypatch.setattr("getpass.getpass", lambda prompt: asked.append(prompt) or SECRET)
    assert main(arguments) == ExitCode.USAGE
    assert asked == ["The secret «db» (for this run, not kept): "]
    KeptSecrets(home).keep("orders", "db", SECRET)
    assert main([*arguments, "--json"]) == ExitCode.USAGE
    told = capsys.readouterr()
    assert told.err.count("no recording") + told.out.count("no recording") == 2, "it was let begin"
    assert SECRET not in told.out + told.err and len(asked) == 1


def test_that_of_a_called_task_is_kept_with_that_task(
    home: Path, ring: MemoryKeyring, capsys: pytest.CaptureFixture[str]
) -> None:
    inner = checked(home, CHECK, name="inner")
    Approvals(home).give("inner", approved_text(inner.checks))
    outer = made(home, "outer")
    does = TaskStep(1, NOWHERE, "task", "Do it", called="inner")
    task_file.save(replace(outer, steps=(does, replace(outer.steps[0], number=2))))
    arguments = ["run", "outer", "--set", "customer=Ada", "--json"]
    KeptSecrets(home).keep("outer", "db", SECRET)
    assert main(arguments) == ExitCode.USAGE
    told = json.loads(capsys.readouterr().out)["message"]
    assert "the secret «inner/db»" in told and "lam secret inner db" in told
    KeptSecrets(home).keep("inner", "db", SECRET)
    assert main(arguments) == ExitCode.USAGE
    assert "no recording" in json.loads(capsys.readouterr().out)["message"]


def test_show_names_it(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    checked(home, CHECK)
    assert main(["show", "orders"]) == 0
    told = capsys.readouterr().out
    assert "A check logs in with the secret «db»: kept by lam secret orders db, given with --set db=…" in told
    assert COULD_BE_KEPT not in told
    calls(home, "outer", "orders")
    assert main(["show", "outer"]) == 0
    assert (
        "«orders/db»: kept by lam secret orders db, given with --set orders/db=…" in capsys.readouterr().out
    )
    assert main(["show", "outer", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["secrets"] == ["orders/db"]


@pytest.mark.parametrize(
    ("check", "told"), [(IN_CLEAR, True), (CHECK, False), (FilesCheck(files="/a:b@c/*"), False)]
)
def test_a_password_in_clear_is_told_where_checks_are_read(
    check: Check, told: bool, home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    checked(home, check)
    monkeypatch.setattr(sys, "stdin", Terminal("n\n"))
    assert main(["approve", "orders"]) == ExitCode.STOPPED
    assert (COULD_BE_KEPT in capsys.readouterr().out) == told
    assert main(["show", "orders"]) == 0
    shown = capsys.readouterr().out
    assert (COULD_BE_KEPT in shown) == told and "geheim" not in shown
    calls(home, "outer", "orders")
    assert main(["show", "outer"]) == 0
    shown = capsys.readouterr().out
    assert (COULD_BE_KEPT in shown) == told and "geheim" not in shown, "also where another task does it"


def test_the_approval_is_of_its_name(home: Path, ring: MemoryKeyring) -> None:
    task = checked(home, CHECK)
    assert main(["approve", "orders", "--yes"]) == ExitCode.DONE
    approvals, kept = Approvals(home), KeptSecrets(home)
    for text in ("old", "new"):
        kept.keep("orders", "db", text)
        assert approvals.has("orders", approved_text(task.checks))
    checked_again = checked(home, replace(CHECK, password="other"), name="again")
    assert not approvals.has("orders", approved_text(checked_again.checks))


def test_an_approval_can_be_taken_back(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    task = checked(home, CHECK)
    assert main(["approve", "orders", "--withdraw"]) == ExitCode.DONE
    assert "Nothing of «orders» was approved" in capsys.readouterr().out
    assert main(["approve", "orders", "--yes"]) == ExitCode.DONE
    assert main(["approve", "orders", "--withdraw", "--json"]) == ExitCode.DONE
    assert not Approvals(home).has("orders", approved_text(task.checks))
    assert "asks again" in json.loads(capsys.readouterr().out.splitlines()[-1])["message"]
