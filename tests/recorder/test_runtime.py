"""One folder for all processes of a user, whatever each was started from; never one that others can write."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

import recorder.runtime as runtime
from recorder.errors import RecorderUserError
from recorder.runtime import runtime_folder

UID = os.getuid()


@pytest.fixture(autouse=True)
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine with no folder for this user yet."""
    monkeypatch.setattr(runtime, "USER_FOLDERS", tmp_path / "run")
    monkeypatch.setattr(runtime, "SHARED", (tmp_path / "memory", tmp_path / "tmp"))
    monkeypatch.delenv("LAM_RUNTIME_DIR", raising=False)
    (tmp_path / "run").mkdir()
    (tmp_path / "tmp").mkdir()
    return tmp_path


@pytest.mark.parametrize("variable", ["XDG_RUNTIME_DIR", "TMPDIR"])
@pytest.mark.parametrize("logged_in", [True, False])
def test_the_environment_changes_nothing(
    machine: Path, monkeypatch: pytest.MonkeyPatch, variable: str, logged_in: bool
) -> None:
    if logged_in:
        (machine / "run" / str(UID)).mkdir(mode=0o700)
    monkeypatch.delenv(variable, raising=False)
    folder = runtime_folder()
    monkeypatch.setenv(variable, str(machine))
    assert runtime_folder() == folder
    assert folder == (machine / "run" / str(UID) if logged_in else machine / "tmp" / f"lam-{UID}")


def test_without_a_login_it_is_a_folder_for_us_alone() -> None:
    assert runtime_folder().stat().st_mode & 0o777 == 0o700
    assert runtime_folder().is_dir()


def test_what_is_typed_is_rather_announced_in_memory_than_on_a_disk(machine: Path) -> None:
    (machine / "memory").mkdir()
    assert runtime_folder() == machine / "memory" / f"lam-{UID}"


def test_a_folder_that_others_can_write_is_refused(machine: Path) -> None:
    place = machine / "tmp" / f"lam-{UID}"
    place.mkdir()
    place.chmod(0o777)
    with pytest.raises(RecorderUserError, match="not yours alone; remove it"):
        runtime_folder()


def test_a_link_is_refused(machine: Path) -> None:
    (machine / "elsewhere").mkdir()
    (machine / "tmp" / f"lam-{UID}").symlink_to(machine / "elsewhere")
    with pytest.raises(RecorderUserError, match="not yours alone"):
        runtime_folder()


@pytest.mark.skipif(UID != 0, reason="only root can give a folder away")
def test_somebody_elses_folder_is_refused(machine: Path) -> None:
    (machine / "run" / str(UID)).mkdir(mode=0o700)
    os.chown(machine / "run" / str(UID), 12345, -1)
    assert runtime_folder() == machine / "tmp" / f"lam-{UID}"
    os.chown(machine / "tmp" / f"lam-{UID}", 12345, -1)
    with pytest.raises(RecorderUserError, match="not yours alone"):
        runtime_folder()


def test_a_named_one_goes_first(machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LAM_RUNTIME_DIR", str(machine / "named"))
    assert runtime_folder() == machine / "named"
    monkeypatch.setenv("LAM_RUNTIME_DIR", str(machine / "missing" / "named"))
    with pytest.raises(RecorderUserError, match="cannot be made .No such file"):
        runtime_folder()
