"""Recordings that no task needs, and corrections, go with the limit of the library; the others stay."""

from __future__ import annotations

import os
import time
from dataclasses import replace
from pathlib import Path

import pytest

from lam_desktop.cli.main import main
from lam_desktop.execution.acting.clearing import clear_old
from lam_desktop.tasks.storage.library import Library
from lam_desktop.tasks.storage.retention import keep_days
from lam_desktop.tasks.storage.shown_long_ago import count_told, remove_shown, shown_long_ago
from lam_desktop.tasks.task import Further
from lam_desktop.tasks.task_yaml import task_file
from tests.cli.tasks import made

OLD_DAYS, NEW_DAYS = 40, 3


def put(path: Path, days: float, text: str = "x") -> Path:
    """A file that was written so many days ago."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    at = time.time() - days * 86_400
    os.utime(path, (at, at))
    return path


def correction(folder: Path, number: int, days: float) -> list[Path]:
    ends = (".json", "-before.png", "-after.png")
    return [put(folder / "corrections" / f"{number:04d}{end}", days) for end in ends]


@pytest.fixture
def folder(home: Path) -> Path:
    """A task with two demonstrations, both of long ago."""
    task = made(home, "orders")
    put(task.recording_path, OLD_DAYS)
    put(task.folder / "demos" / "more.lamrec", OLD_DAYS)
    task_file.save(replace(task, further=(*task.further, Further("demos/more.lamrec"))))
    return task.folder


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_only_what_no_task_needs_is_outdated(home: Path, folder: Path) -> None:
    unneeded = put(folder / "demos" / "2020.lamrec", OLD_DAYS)
    log = put(folder / "demos" / "2020.lamrec-wal", OLD_DAYS)
    put(folder / "demos" / "2020.pictures" / "1.png", OLD_DAYS)
    os.utime(folder / "demos" / "2020.pictures", (0, 0))
    cut_short = put(home / "tasks" / "cut short" / "demos" / "1.lamrec", OLD_DAYS)
    put(folder / "demos" / "new.lamrec", NEW_DAYS)
    put(folder / "demos" / "notes.txt", OLD_DAYS)
    old = correction(folder, 1, OLD_DAYS)
    correction(folder, 2, NEW_DAYS)
    put(folder / "corrections" / "readme.txt", OLD_DAYS)
    kept = names(folder / "demos") - {"2020.lamrec", "2020.lamrec-wal", "2020.pictures"}
    assert "more.lamrec" in kept

    found = shown_long_ago(Library(home), lambda _: False, 30)
    files = {path for one in found for path in one.files}
    assert files == {unneeded, log, folder / "demos" / "2020.pictures", cut_short, *old}
    assert count_told(2, found) == "2 runs, 2 recordings that no task needs and 1 correction"
    remove_shown(found)
    assert names(folder / "demos") == kept
    assert names(folder / "corrections") == {"0002.json", "0002-before.png", "0002-after.png", "readme.txt"}
    assert shown_long_ago(Library(home), lambda _: False, 30) == []
    assert Library(home).open("orders").recording_path.exists()


def test_a_task_that_cannot_be_read_keeps_its_recordings(home: Path, folder: Path) -> None:
    put(folder / "demos" / "2020.lamrec", OLD_DAYS)
    correction(folder, 1, OLD_DAYS)
    (folder / task_file.FILE_NAME).write_text("steps: [", encoding="utf-8")
    [found] = shown_long_ago(Library(home), lambda _: False, 30)
    assert found.correction


def test_what_a_run_at_work_may_use_stays(home: Path, folder: Path) -> None:
    put(folder / "demos" / "2020.lamrec", OLD_DAYS)
    correction(folder, 1, OLD_DAYS)
    Library(home).new_run("orders")
    assert shown_long_ago(Library(home), lambda _: True, 30) == []


def test_nothing_behind_a_link_is_removed(home: Path, folder: Path, tmp_path: Path) -> None:
    mine = put(tmp_path / "mine" / "0001.png", OLD_DAYS)
    elsewhere = put(tmp_path / "elsewhere.lamrec", OLD_DAYS)
    (folder / "corrections").rmdir() if (folder / "corrections").exists() else None
    (folder / "corrections").symlink_to(mine.parent)
    (folder / "demos" / "linked.lamrec").symlink_to(elsewhere)
    assert shown_long_ago(Library(home), lambda _: False, 30) == []
    assert mine.exists() and elsewhere.exists()


def test_they_go_before_a_run_and_at_once_when_the_limit_is_set(
    home: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said: list[str] = []
    first = correction(folder, 1, OLD_DAYS)
    clear_old(Library(home), said.append)
    assert said == [] and all(path.exists() for path in first), "there is no limit yet"
    assert main(["forget", "--keep-days", "30", "--yes"]) == 0
    assert "removed 1 correction." in capsys.readouterr().out
    assert not any(path.exists() for path in first)
    correction(folder, 2, OLD_DAYS)
    put(folder / "demos" / "2020.lamrec", OLD_DAYS)
    clear_old(Library(home), said.append)
    assert said == [
        "Removed 1 recording that no task needs and 1 correction, kept for as long as the library says."
    ]
    assert names(folder / "corrections") == set()
    keep_days(Library(home), None)
    correction(folder, 3, OLD_DAYS)
    clear_old(Library(home), said.append)
    assert len(said) == 1 and len(names(folder / "corrections")) == 3
