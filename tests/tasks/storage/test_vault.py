"""The file that holds the key of a library."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lam_desktop.errors import EnvironmentFault, LamUserError, UsageError
from lam_desktop.tasks.storage.vault import FILE_NAME, SPARE_NAME, Vault, WrongPassphrase
from recorder.sealing import NotGenuine
from tests.tasks.sealed_library import CHEAP, PASSPHRASE


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    return Vault(tmp_path / "library")


def made(vault: Vault) -> bytes:
    """A vault with a key, and something that this key sealed."""
    return vault.create(PASSPHRASE, cost=CHEAP).seal(vault.home / "a", b"said")


def test_the_passphrase_opens_it_and_no_other(vault: Vault) -> None:
    assert not vault.exists
    sealed = made(vault)
    assert vault.exists and vault.read().state == "encrypting"
    assert vault.unlock(PASSPHRASE).open(vault.home / "a", sealed) == b"said"
    with pytest.raises(WrongPassphrase, match="That is not the passphrase of the library"):
        vault.unlock(PASSPHRASE + " ")
    assert vault.path.stat().st_mode & 0o077 == 0
    assert PASSPHRASE.encode() not in vault.path.read_bytes()


def test_accents_may_be_typed_either_way(vault: Vault) -> None:
    vault.create("pässwörter", cost=CHEAP)
    vault.unlock("pa\u0308sswo\u0308rter")


def test_another_passphrase_leaves_the_key(vault: Vault) -> None:
    sealed = made(vault)
    vault.change(PASSPHRASE, new="another one here")
    with pytest.raises(WrongPassphrase):
        vault.unlock(PASSPHRASE)
    assert vault.unlock("another one here").open(vault.home / "a", sealed) == b"said"
    with pytest.raises(WrongPassphrase):
        vault.change(PASSPHRASE, new="yet another one")
    with pytest.raises(UsageError, match="too short"):
        vault.change("another one here", new="short")
    assert vault.unlock("another one here")


def test_state_and_keyring_are_kept_apart(vault: Vault) -> None:
    made(vault)
    vault.change(PASSPHRASE, keyring=True)
    vault.change(PASSPHRASE, state="encrypted")
    read = vault.read()
    assert (read.state, read.keyring, read.cost) == ("encrypted", True, CHEAP)


@pytest.mark.parametrize("which", [FILE_NAME, SPARE_NAME])
def test_one_of_the_two_files_is_enough(vault: Vault, which: str) -> None:
    made(vault)
    (vault.home / which).write_text("{}")
    assert vault.damaged == which
    vault.unlock(PASSPHRASE)
    (vault.home / which).unlink()
    assert vault.exists and vault.damaged == which
    vault.change(PASSPHRASE, state="encrypted")
    assert not vault.damaged


def test_both_damaged_is_said(vault: Vault) -> None:
    made(vault)
    for name in (FILE_NAME, SPARE_NAME):
        (vault.home / name).write_text("{")
    with pytest.raises(EnvironmentFault, match="is damaged, and so is its copy beside it: put back a copy"):
        vault.unlock(PASSPHRASE)
    vault.remove()
    assert not vault.exists


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0))
def test_each_flipped_bit_is_told_from_a_wrong_passphrase(vault: Vault, bit: int) -> None:
    if not vault.exists:
        made(vault)
        (vault.home / "kept").write_bytes(vault.path.read_bytes())
        (vault.home / SPARE_NAME).unlink()
    held = bytearray((vault.home / "kept").read_bytes())
    held[bit // 8 % len(held)] ^= 1 << bit % 8
    vault.path.write_bytes(held)
    try:
        vault.unlock(PASSPHRASE)  # between the fields there is room for another space
        assert json.loads(held) == json.loads((vault.home / "kept").read_bytes())
    except LamUserError as error:
        assert not isinstance(error, WrongPassphrase) and "is damaged" in str(error)


def test_what_was_rewritten_by_hand_does_not_open(vault: Vault) -> None:
    """Who says that the library is being encrypted, so that files in clear are taken in, needs its key."""
    from lam_desktop.tasks.storage.vault import _sum

    made(vault)
    vault.change(PASSPHRASE, state="encrypted")
    for path in (vault.path, vault.home / SPARE_NAME):
        held = json.loads(path.read_text())
        del held["sum"]
        held["state"] = "encrypting"
        path.write_text(json.dumps({**held, "sum": _sum(held)}))
    with pytest.raises(WrongPassphrase):
        vault.unlock(PASSPHRASE)


def test_a_cost_that_would_take_all_memory_is_refused(vault: Vault) -> None:
    from lam_desktop.tasks.storage.vault import _sum

    made(vault)
    for path in (vault.path, vault.home / SPARE_NAME):
        held = json.loads(path.read_text())
        del held["sum"]
        held["cost"] = 1 << 40
        path.write_text(json.dumps({**held, "sum": _sum(held)}))
    with pytest.raises(EnvironmentFault, match="is damaged"):
        vault.unlock(PASSPHRASE)


def test_who_reads_the_library_keeps_it_from_being_converted(vault: Vault) -> None:
    made(vault)

    def hold(alone: bool) -> None:
        with vault.held(alone=alone):
            pass

    with vault.held(), vault.held():
        with pytest.raises(UsageError, match="A panel, a run or a recording is at work in the library"):
            hold(alone=True)
        hold(alone=False)
    with vault.held(alone=True), pytest.raises(UsageError, match="lam encrypt is at work on the library"):
        hold(alone=False)
    hold(alone=True)


def test_two_libraries_have_two_keys(tmp_path: Path) -> None:
    one, other = Vault(tmp_path / "one"), Vault(tmp_path / "other")
    sealed = made(one)
    seal = other.create(PASSPHRASE, cost=CHEAP)
    (other.home / "a").write_bytes(sealed)
    with pytest.raises(NotGenuine):
        seal.open(other.home / "a", sealed)


def test_without_encryption_nothing_of_it_is_loaded() -> None:
    code = (
        "import sys; from pathlib import Path; from lam_desktop.tasks.storage.unlocking import open_library;"
        " open_library(Path('nowhere'), None, None).library.names(); import recorder.session;"
        " import lam_desktop.execution.runs.journal; print('cryptography' in sys.modules)"
    )
    environment = {**os.environ, "LAM_HOME": "nowhere"}
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment)
    assert told.stdout == "False\n", told.stderr
