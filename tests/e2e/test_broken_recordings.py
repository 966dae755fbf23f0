"""Recordings that were cut short, damaged, or made by a newer version: exit 2, before display and models."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from lam_desktop.errors import ExitCode
from tests.cli.calling import assert_refused, call, without_display
from tests.e2e.conftest import NOTE

pytestmark = pytest.mark.e2e


def refused(*tells: str) -> None:
    """Neither `show` nor `run` works with it, and both say the same."""
    for arguments in (("show", NOTE), ("run", NOTE, "--mode", "auto")):
        outcome = call(*arguments, "--json", environment=without_display(LAM_MODELS="/nowhere"))
        assert_refused(outcome, ExitCode.USAGE, *tells)


def recording(home: Path) -> Path:
    (found,) = (home / "tasks" / NOTE / "demos").glob("*.lamrec")
    return found


def shortened(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def overwritten(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[4096 : 4096 * 3] = b"\xa5" * (4096 * 2)
    path.write_bytes(content)


def replaced(path: Path) -> None:
    path.write_text("customer,article\nSorensen,Desk\n" * 20)


def anothers(path: Path) -> None:
    path.unlink()
    database = sqlite3.connect(path)
    database.execute("CREATE TABLE orders (id INTEGER)")
    database.close()


@pytest.mark.parametrize("damage", [shortened, emptied, overwritten, replaced, anothers])
def test_a_damaged_recording(damage: Callable[[Path], None], noted: Path) -> None:
    damage(recording(noted))
    refused(recording(noted).name)


def test_a_recording_of_a_newer_version(noted: Path) -> None:
    database = sqlite3.connect(recording(noted))
    database.execute("PRAGMA user_version = 99")
    database.close()
    refused("newer version", "update LAM Desktop")


def test_a_recording_that_is_gone(noted: Path) -> None:
    recording(noted).unlink()
    refused("There is no recording")


def test_a_recorder_that_was_killed_leaves_no_task_but_a_sentence(noted: Path) -> None:
    """Killed before `task.yaml` was written: what was recorded lies there, but is no task."""
    (noted / "tasks" / NOTE / "task.yaml").unlink()
    refused("cut short", "record it again")
