"""What was approved on one machine, by one user, is approved on no other one, whatever is copied."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import stat
import sys
from pathlib import Path

import pytest

from lam_desktop.errors import EnvironmentFault
from lam_desktop.tasks.storage.approvals import FILE_NAME, Approvals
from lam_desktop.tasks.storage.this_machine import FILE_NAME as KEY_NAME
from lam_desktop.tasks.storage.this_machine import ThisMachine, default_state

TEXT = "- kind: file\n  path: /tmp/orders"


def test_a_copied_library_brings_no_approval(tmp_path: Path) -> None:
    here = ThisMachine(tmp_path / "here")
    Approvals(tmp_path / "library", machine=here).give("orders", TEXT)
    assert Approvals(tmp_path / "library", machine=ThisMachine(tmp_path / "here")).has("orders", TEXT)
    shutil.copytree(tmp_path / "library", tmp_path / "copied")
    there = Approvals(tmp_path / "copied", machine=ThisMachine(tmp_path / "there"))
    assert not there.has("orders", TEXT) and not (tmp_path / "there").exists(), "asking makes nothing"
    there.give("orders", TEXT)
    assert there.has("orders", TEXT)
    assert not Approvals(tmp_path / "copied", machine=here).has("orders", TEXT)


def test_nor_does_a_home_that_was_copied_whole(tmp_path: Path) -> None:
    """With the secret, to another machine or another user."""
    Approvals(tmp_path, machine=ThisMachine(tmp_path / "state", "4f1c 1000")).give("orders", TEXT)
    assert Approvals(tmp_path, machine=ThisMachine(tmp_path / "state", "4f1c 1000")).has("orders", TEXT)
    for other in ("9a02 1000", "4f1c 1001"):
        assert not Approvals(tmp_path, machine=ThisMachine(tmp_path / "state", other)).has("orders", TEXT)


def test_a_signature_is_of_one_task_and_one_text(tmp_path: Path) -> None:
    machine = ThisMachine(tmp_path)
    signature = machine.sign("orders", TEXT)
    assert machine.signed(signature, "orders", TEXT)
    assert not machine.signed(signature, "order", f"s{TEXT}") and not machine.signed(
        signature, "visits", TEXT
    )
    assert not machine.signed(f"{signature[:-1]}ü", "orders", TEXT)


def test_what_was_approved_before_that_asks_once_more(tmp_path: Path) -> None:
    held = {"orders": {hashlib.sha256(TEXT.encode()).hexdigest(): "2026-01-31 12:00:00"}}
    (tmp_path / FILE_NAME).write_text(json.dumps(held), encoding="utf-8")
    approvals = Approvals(tmp_path)
    assert not approvals.has("orders", TEXT)
    approvals.give("orders", TEXT)
    assert approvals.has("orders", TEXT)


def test_the_secret_is_random_and_the_owners_alone(tmp_path: Path) -> None:
    for name in ("one", "two"):
        ThisMachine(tmp_path / name).sign("orders")
    one, two = ((tmp_path / name / KEY_NAME) for name in ("one", "two"))
    assert len(one.read_bytes()) == 32 and one.read_bytes() != two.read_bytes()
    assert [path.name for path in one.parent.iterdir()] == [KEY_NAME]
    if sys.platform != "win32":
        assert stat.S_IMODE(one.stat().st_mode) == 0o600 and stat.S_IMODE(one.parent.stat().st_mode) == 0o700


@pytest.mark.parametrize("damaged", [b"", b"short", bytes(33)])
def test_a_damaged_secret_signs_nothing_and_is_made_anew(tmp_path: Path, damaged: bytes) -> None:
    machine = ThisMachine(tmp_path)
    signature = machine.sign("orders")
    (tmp_path / KEY_NAME).write_bytes(damaged)
    assert not machine.signed(signature, "orders")
    assert machine.signed(machine.sign("orders"), "orders") and not machine.signed(signature, "orders")


def test_a_state_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    machine = ThisMachine(tmp_path / "file" / "state")
    assert not machine.signed("", "orders")
    with pytest.raises(EnvironmentFault, match="cannot be written"):
        machine.sign("orders")


def test_the_state_lies_outside_the_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert default_state() == Path(os.environ["LAM_STATE"])
    monkeypatch.delenv("LAM_STATE")
    if sys.platform == "linux":
        monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
        assert default_state() == tmp_path / "lam"
        monkeypatch.setenv("XDG_STATE_HOME", "relative")
        assert default_state() == Path.home() / ".local" / "state" / "lam"
