"""Killed at any moment, taking in leaves a whole task or none, and the next call clears up."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from lam_desktop.tasks.storage.conversion import encrypt_files
from lam_desktop.tasks.storage.library import Library
from lam_desktop.tasks.storage.staging import PREFIX, staged, sweep
from recorder.sealing import Seal
from tests.receiving.giving import NAME, files_of, given, packed, taken
from tests.tasks.sealed_library import contents, encrypted

CHANGES = ("open", "os.rename", "os.mkdir", "os.remove", "os.rmdir", "sqlite3.connect")
"""Events of Python's audit before each of which it is killed; most open files to read them."""


@pytest.mark.slow
@pytest.mark.parametrize("sealed", [False, True], ids=["plain", "encrypted"])
def test_at_no_moment_there_is_half_a_task(sealed: bool, tmp_path: Path) -> None:
    theirs = given(tmp_path)
    path = packed(tmp_path / "a.zip", files_of(theirs))
    home = tmp_path / "mine"
    home.mkdir()
    library = encrypted(home) if sealed else Library(home)
    kept = set(home.iterdir())
    moment, ends = 0, set[bool]()
    while _killed(library, path, moment):
        left = [one for one in home.iterdir() if one.name.startswith(PREFIX)]
        whole = library.names() == [NAME]
        if whole:
            assert library.open(NAME).steps == theirs.steps
            library.delete(NAME)
        ends.add(whole)
        assert set(home.iterdir()) - kept <= {*left, home / "tasks", home / ".task.schema.json"}
        assert len(left) <= 1, "what the call before left is gone"
        moment += 1
    assert moment > 20 and ends == {False, True}
    assert library.open(NAME).steps == theirs.steps
    assert not list(home.glob(f"{PREFIX}*"))


def _killed(library: Library, path: Path, moment: int) -> bool:
    """Takes it in with a process that is gone at that moment; False where it ended before."""
    child = os.fork()
    if child == 0:
        count = 0

        def die(event: str, arguments: tuple[object, ...]) -> None:
            nonlocal count
            ours = isinstance(arguments[0], str | os.PathLike) and "mine" in str(arguments[0])
            if event in CHANGES and ours:
                if count == moment:
                    os._exit(137)
                count += 1

        try:
            sys.addaudithook(die)
            taken(library, path, tell=lambda _: None)
            os._exit(0)
        finally:
            os._exit(1)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert code in (0, 137)
    return code == 137


def test_what_another_process_is_at_work_in_stays(home: Path) -> None:
    with staged(home) as folder:
        (folder / "a").touch()
        child = os.fork()
        if child == 0:
            sweep(home)
            os._exit(0)
        os.waitpid(child, 0)
        assert (folder / "a").exists() and folder.stat().st_mode & 0o777 == 0o700
    assert list(home.iterdir()) == []


def test_what_was_left_in_clear_is_gone_once_the_library_is_encrypted(home: Path, tmp_path: Path) -> None:
    left = home / f"{PREFIX}abc" / "given"
    left.mkdir(parents=True)
    (left / "task.yaml").write_text("Lindqvist")
    (home / f"{PREFIX}link").symlink_to(tmp_path)
    encrypt_files(home, Seal(b"q" * 32, home), lambda _: None)
    assert contents(home) == {} and tmp_path.exists()
