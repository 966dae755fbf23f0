"""Secrets in the keyring: kept, read and removed; and one sentence for everything that goes wrong."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest
from keyring.backends.chainer import ChainerBackend

from lam_desktop.errors import EnvironmentFault, UsageError
from lam_desktop.execution.request import RunRequest, with_kept_secrets
from lam_desktop.tasks.step import NOWHERE, TaskStep, Value
from lam_desktop.tasks.storage.forgetting import forget_task
from lam_desktop.tasks.storage.kept_secrets import SERVICE, KeptSecrets, keyring_name
from lam_desktop.tasks.storage.library import Library
from lam_desktop.tasks.storage.whole import whole as whole_of
from lam_desktop.tasks.task import Task
from lam_desktop.tasks.task_yaml import task_file
from tests.cli.calling import assert_sentence
from tests.cli.tasks import made
from tests.fakes.keyring import ForgetfulKeyring, MemoryKeyring, PlainKeyring

SECRET = "hünter2 «張»"


def with_secrets(home: Path, *names: str, task: str = "orders") -> Task:
    """A task that types these secrets."""
    plain = made(home, task)
    steps = [
        replace(plain.steps[0], number=number, value=Value("secret", name))
        for number, name in enumerate(names, 1)
    ]
    task_file.save(replace(plain, steps=tuple(steps)))
    return Library(home).open(task)


def test_what_is_kept_is_read_and_removed(home: Path, ring: MemoryKeyring) -> None:
    kept = KeptSecrets(home)
    assert kept.text("orders", "password") is None and not kept.forget("orders", "password")
    kept.keep("orders", "password", "old")
    kept.keep("orders", "password", SECRET)
    assert kept.text("orders", "password") == SECRET
    assert kept.held("orders", ("pin", "password")) == ("password",)
    assert {service for service, _ in ring.kept} == {SERVICE}
    assert kept.forget("orders", "password") and not kept.forget("orders", "password")
    assert ring.kept == {}


def test_a_secret_belongs_to_its_task_name_and_library(
    home: Path, tmp_path: Path, ring: MemoryKeyring
) -> None:
    KeptSecrets(home).keep("orders", "password", SECRET)
    assert KeptSecrets(home).text("order", "password") is None
    assert KeptSecrets(home).text("orders", "pin") is None
    assert KeptSecrets(tmp_path / "given").text("orders", "password") is None


@pytest.mark.parametrize("kind", [PlainKeyring, ForgetfulKeyring])
def test_a_keyring_that_would_not_keep_it_safe_is_none(
    kind: type[MemoryKeyring], home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("keyring.core._keyring_backend", made := kind())
    with pytest.raises(EnvironmentFault, match="no keyring here") as caught:
        KeptSecrets(home).keep("orders", "password", SECRET)
    assert_sentence(str(caught.value))
    assert KeptSecrets(home).text("orders", "password") is None and made.kept == {}


def test_of_several_keyrings_the_first_decides(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is the one that keeps."""

    class Chain(ChainerBackend):
        viable = False  # pyright: ignore[reportAssignmentType] - else later tests of this process find it
        backends = (PlainKeyring(), PlainKeyring())  # type: ignore[assignment]

    monkeypatch.setattr("keyring.core._keyring_backend", Chain())
    assert keyring_name() is None
    Chain.backends = (MemoryKeyring(), PlainKeyring())  # type: ignore[assignment]
    assert keyring_name() is not None


def test_without_a_keyring_nothing_is_kept_and_the_sentence_says_what_to_do(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("keyring.core._keyring_backend", None)
    kept = KeptSecrets(home)
    assert keyring_name() is None and kept.text("orders", "password") is None
    assert not kept.forget("orders", "password")
    with pytest.raises(EnvironmentFault, match="gnome-keyring, or give it .* --set password=…"):
        kept.keep("orders", "password", SECRET)


@pytest.mark.parametrize("trouble", ["locked", "broken"])
def test_trouble_is_one_sentence_without_the_secret(trouble: str, home: Path, ring: MemoryKeyring) -> None:
    setattr(ring, trouble, True)
    kept = KeptSecrets(home)
    for call in (
        lambda: kept.keep("orders", "password", "hunter2"),
        lambda: kept.text("orders", "password"),
        lambda: kept.forget("orders", "password"),
    ):
        with pytest.raises(EnvironmentFault) as caught:
            call()
        assert_sentence(str(caught.value))
        assert "hunter2" not in str(caught.value)
        assert ("unlock it" in str(caught.value)) == (trouble == "locked")


def test_a_keyring_that_cannot_be_loaded_is_told(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("keyring.core._keyring_backend", None)
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "nowhere.Keyring")
    with pytest.raises(EnvironmentFault, match=r"The keyring failed \(ModuleNotFoundError\)"):
        KeptSecrets(home).text("orders", "password")


def test_a_dialog_that_nobody_answers_is_not_waited_for(home: Path, ring: MemoryKeyring) -> None:
    ring.dialog = threading.Event()
    begin_s = time.monotonic()
    with pytest.raises(EnvironmentFault, match="did not open within 0.2 s: unlock it"):
        KeptSecrets(home, patience_s=0.2).text("orders", "password")
    assert time.monotonic() - begin_s < 10
    ring.dialog.set()


def test_nothing_is_imported_before_it_is_needed() -> None:
    script = (
        "import sys, lam_desktop.tasks.storage.kept_secrets, lam_desktop.execution.run\n"
        "sys.exit('keyring' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", script]).returncode == 0


def test_a_run_takes_what_it_was_not_given(home: Path, ring: MemoryKeyring) -> None:
    task = with_secrets(home, "password", "pin", "token")
    kept = KeptSecrets(home)
    kept.keep("orders", "password", SECRET)
    kept.keep("orders", "pin", "1234")
    request = with_kept_secrets(task, RunRequest("orders", values={"pin": "9999"}), kept)
    assert request.values == {"password": SECRET, "pin": "9999"}
    ring.locked = True
    whole = RunRequest("orders", values={"password": "a", "pin": "b", "token": "c"})
    assert with_kept_secrets(task, whole, kept) == whole, "nothing is asked of the keyring"
    rehearsal = RunRequest("orders", dry_run=True)
    assert with_kept_secrets(task, rehearsal, kept) == rehearsal


def test_a_name_fetches_no_secret_of_another_task(home: Path, ring: MemoryKeyring) -> None:
    bank = with_secrets(home, "password", task="bank")
    kept = KeptSecrets(home)
    kept.keep("bank", "password", SECRET)
    foreign = made(home, "orders")
    step = replace(foreign.steps[0], value=Value("secret", "bank/password"))
    foreign = replace(foreign, steps=(step,))
    assert with_kept_secrets(foreign, RunRequest("orders"), kept).values == {}
    task_file.save(foreign)
    with pytest.raises(UsageError, match=r"task\.yaml, line \d+.*«name» is «bank/password»"):
        Library(home).open("orders")
    calls = TaskStep(1, NOWHERE, "task", "Do the task “bank”", called="bank")
    whole = whole_of(replace(foreign, steps=(calls,)), {"bank": bank}.__getitem__)
    assert with_kept_secrets(whole, RunRequest("orders"), kept).values == {"bank/password": SECRET}


def test_a_task_goes_with_its_secrets_or_not_at_all(home: Path, ring: MemoryKeyring) -> None:
    with_secrets(home, "password", "pin")
    with_secrets(home, "password", task="marks")
    kept, library = KeptSecrets(home), Library(home)
    for task, name in (("orders", "password"), ("orders", "pin"), ("marks", "password")):
        kept.keep(task, name, SECRET)
    ring.locked = True
    with pytest.raises(EnvironmentFault):
        forget_task(library, "orders", kept)
    assert library.exists("orders")
    ring.locked = False
    assert forget_task(library, "orders", kept) == ("password", "pin")
    assert not library.exists("orders") and kept.text("marks", "password") == SECRET
    assert len(ring.kept) == 1
