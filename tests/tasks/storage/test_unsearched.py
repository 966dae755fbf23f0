"""Whose pictures nobody has searched for a secret is told until somebody has, whatever ended the recorder."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from lam_desktop.errors import UsageError
from lam_desktop.execution.shown.recording import _Adding  # pyright: ignore[reportPrivateUsage]
from lam_desktop.protocols import ScreenParser
from lam_desktop.tasks.provenance.compile import compile_task
from lam_desktop.tasks.storage.library import Library
from lam_desktop.tasks.storage.unsearched import told_unsearched
from lam_desktop.types import Box
from recorder.covering import note_searched
from recorder.recording import Recording
from tests.execution.test_shown_secrets import Eyes, with_frames
from tests.tasks.recordings import Clerk

KILLED = """
import os, signal, sys
from pathlib import Path
from recorder.recording_writer import RecordingWriter
from recorder.rows import RecordingMeta
from tests.recorder.hand import Hand
from dataclasses import replace

writer = RecordingWriter(Path(sys.argv[1]), RecordingMeta(screen=(0, 0, 100, 80)))
events = Hand().click(20, 30).type("a").events
if sys.argv[2] == "secret":
    writer.write([(replace(one, key=None, secret="secret_1"), None) for one in events if one.key is not None])
else:
    writer.write([(one, None) for one in events])
if sys.argv[2] == "late":
    writer.hide([one.seq for one in events if one.key is not None], events[-2].seq, "secret_1")
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.parametrize(("how", "told"), [("secret", True), ("late", True), ("none", False)])
def test_a_recorder_that_was_killed_left_it_in_the_file(tmp_path: Path, how: str, told: bool) -> None:
    library = Library(tmp_path)
    path = library.create("login")
    ended = subprocess.run([sys.executable, "-c", KILLED, str(path), how], env=dict(os.environ), check=False)
    assert ended.returncode < 0
    with pytest.raises(UsageError) as refused:
        library.open("login")
    assert ("were not searched for the secret" in str(refused.value)) == told
    assert "lam forget login" in str(refused.value)


def saved(folder: Path) -> Path:
    path = Clerk().click(300, 400).hide("secret_1").click(90, 600).save(folder)
    with Recording.open(path) as recording:
        assert recording.meta.unsearched == ("secret_1",)
    return path


def test_it_is_told_until_it_was_searched(tmp_path: Path) -> None:
    path = saved(tmp_path)
    [sentence] = told_unsearched("login", tmp_path)
    assert path.name in sentence and "in clear" in sentence
    note_searched(path, {"secret_2"})
    assert told_unsearched("login", tmp_path) == (sentence,)
    note_searched(path, {"secret_1"})
    assert told_unsearched("login", tmp_path) == ()


@pytest.mark.parametrize("searches", [True, False])
def test_behind_a_recording_it_is_searched_unless_left_out(tmp_path: Path, searches: bool) -> None:
    path = saved(tmp_path)
    with_frames(path, [np.full((800, 1280, 3), 250, np.uint8)] * 3)
    task = compile_task("login", tmp_path, path, None)
    loaded: list[str] = []

    def eyes() -> tuple[ScreenParser, str]:
        loaded.append("eyes")
        return Eyes(Box(100, 300, 200, 18), "Nothing secret", Box(100, 300, 9, 9)), ""

    adding = _Adding(Library(tmp_path), "login", loaded.append, eyes, {"secret_1": "4711-22"}, searches)
    kept, note = adding.with_secrets(task, path)
    assert kept == task
    assert ("not searched" in note) != searches
    assert ("eyes" in loaded) == searches
    assert bool(told_unsearched("login", tmp_path)) != searches


def test_without_a_secret_nothing_is_looked_at(tmp_path: Path) -> None:
    path = Clerk().click(300, 400).click(90, 600).save(tmp_path)
    task = compile_task("login", tmp_path, path, None)

    def eyes() -> tuple[ScreenParser, str]:
        raise AssertionError("nothing was to be looked at")

    assert _Adding(Library(tmp_path), "login", print, eyes).with_secrets(task, path) == (task, "")
