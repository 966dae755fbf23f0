"""`lam record` from its first line to its last: how it ends, and what goes wrong on the way."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from lam_desktop.errors import ExitCode
from lam_desktop.office.clerk import Clerk
from lam_desktop.tasks.storage.library import Library
from recorder.recording import Recording
from tests.cli.calling import LAM, assert_refused
from tests.e2e.conftest import NOTE, start_editor
from tests.e2e.harness import Office, Running, wait_for
from tests.tasks.books import write_book

pytestmark = [pytest.mark.e2e, pytest.mark.cold]

END_LIMIT_S = 5.0


def by_sigint(office: Office, recording: Running) -> None:
    recording.signal(signal.SIGINT)


def by_sigterm(office: Office, recording: Running) -> None:
    recording.signal(signal.SIGTERM)


def by_command(office: Office, recording: Running) -> None:
    assert office.call("stop", "--json").report["stopped"] == 1


def by_hot_key(office: Office, recording: Running) -> None:
    with Clerk(office.display) as clerk:
        clerk.press("ctrl", "alt", "esc")


def kinds(path: Path) -> list[str]:
    """The steps in a recording, which may still be going on."""
    with Recording.open(path) as recorded:
        return [step.kind for step in recorded.steps()]


@pytest.mark.parametrize("end", [by_sigint, by_sigterm, by_command, by_hot_key])
def test_every_way_to_end_it_keeps_all(end: Callable[[Office, Running], None], home: Path) -> None:
    with Office() as office:
        start_editor(office)
        x, y, width, height = office.window("Mousepad").geometry
        recording = office.start("record", NOTE, "--json", ready=f"recording {NOTE}")
        with Clerk(office.display) as clerk:
            clerk.click(x + width // 2, y + height // 2)
            clerk.type("4711")
        end(office, recording)
        ended = recording.finished(END_LIMIT_S)
    assert ended.code == 0 and ended.err == ""
    path = Path(ended.report["path"])
    assert ended.out.splitlines()[-2] == f"saved {path} (2 steps)"
    with Recording.open(path) as recorded:
        click, typed = recorded.steps()
        assert (click.kind, typed.kind, typed.text) == ("click", "type", "4711")
        before, after = recorded.frame_before(typed), recorded.frame_after(typed)
        assert before is not None and after is not None, "the last step has its picture from after it"
        assert not np.array_equal(before, after)


def test_the_row_is_of_the_sheet_that_is_named(home: Path, tmp_path: Path) -> None:
    heads = ("number", "note")
    sheets = {"January": [heads, ("4711", "x")], "March 2026": [heads, ("2038", "y"), ("5150", "z")]}
    rows = f"{write_book(tmp_path / 'numbers.xlsx', sheets)}#March 2026:2"
    with Office() as office:
        start_editor(office)
        x, y, width, height = office.window("Mousepad").geometry
        recording = office.start("record", NOTE, "--json", "--rows", rows, ready=f"recording {NOTE}")
        with Clerk(office.display) as clerk:
            clerk.click(x + width // 2, y + height // 2)
            clerk.type("5150")
        recording.signal(signal.SIGINT)
        ended = recording.finished(END_LIMIT_S)
    assert (ended.code, ended.report["sheet"]) == (0, "March 2026"), ended.report
    task = Library(home).open(NOTE)
    assert task.row is not None and (task.row.sheet, task.row.index) == ("March 2026", 2)
    assert task.variables == ("number",)


def test_started_in_the_background_it_hears_sigint_and_leaves_no_child_at_its_output(home: Path) -> None:
    """A shell starts background jobs with SIGINT ignored; a pipe ends only when the last holder is gone."""
    with Office() as office:
        start_editor(office)
        x, y, _, _ = office.window("Mousepad").geometry
        process = subprocess.Popen(
            ["sh", "-c", 'trap "" INT; exec "$@"', "sh", *LAM, "record", NOTE],
            env=office.desktop.environment, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert process.stdout is not None and process.stdout.readline() == f"recording {NOTE}\n"
        with Clerk(office.display) as clerk:
            clerk.click(x + 100, y + 200)
        process.send_signal(signal.SIGINT)
        out, _ = process.communicate(timeout=END_LIMIT_S)
    assert process.returncode == 0
    assert out.splitlines()[-1].startswith("saved ") and out.endswith("(1 steps)\n")


def test_nothing_done_is_refused_and_leaves_nothing_behind(home: Path) -> None:
    with Office() as office:
        recording = office.start("record", NOTE, "--json", ready=f"recording {NOTE}")
        recording.signal(signal.SIGTERM)
        assert_refused(recording.finished(END_LIMIT_S), ExitCode.USAGE)
    assert not list(home.rglob("*.lamrec*")) and not (home / "tasks" / NOTE).exists()


def test_the_display_vanishes(home: Path) -> None:
    with Office() as office:
        start_editor(office)
        x, y, _, _ = office.window("Mousepad").geometry
        recording = office.start("record", NOTE, "--json", ready=f"recording {NOTE}")
        with Clerk(office.display) as clerk:
            clerk.click(x + 100, y + 200)
        (path,) = home.rglob("*.lamrec")
        wait_for(lambda: kinds(path) == ["click"], "the click to be written")
        office.desktop.close()
        ended = recording.finished(END_LIMIT_S)
    assert_refused(ended, ExitCode.ENVIRONMENT, "display vanished", "1 step until then kept")
    assert kinds(path) == ["click"]
    assert (home / "tasks" / NOTE / "task.yaml").is_file()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may mount a tiny disk")
def test_the_disk_is_full(home: Path) -> None:
    home.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=320k", "tmpfs", home], capture_output=True)
    if mounted.returncode != 0:
        pytest.skip("this machine lets nobody mount anything")
    try:
        with Office() as office:
            start_editor(office)
            x, y, width, height = office.window("Mousepad").geometry
            recording = office.start("record", NOTE, "--json", ready=f"recording {NOTE}")
            with Clerk(office.display, 0.02) as clerk:
                clerk.click(x + width // 2, y + height // 2)
                for number in range(400):
                    if recording.process.poll() is not None:
                        break
                    clerk.type(f"Line {number}, and much more to be seen on the screen\n")
            ended = recording.finished(END_LIMIT_S)
            assert_refused(ended, ExitCode.ENVIRONMENT, "full", "free some space")
        (path,) = home.rglob("*.lamrec")
        with Recording.open(path) as recorded:
            assert recorded.steps(), "what was recorded until then is kept"
    finally:
        subprocess.run(["umount", home], check=True)


def test_a_recording_says_where_it_lies(home: Path) -> None:
    """The JSON of `record` names the file that `show` reads."""
    with Office() as office:
        start_editor(office)
        x, y, _, _ = office.window("Mousepad").geometry
        saved = office.record(NOTE, lambda clerk: clerk.click(x + 100, y + 200))
    report = json.loads(saved.out.splitlines()[-1])
    assert report["task"] == NOTE and report["steps"] == 1
    assert Path(report["path"]).parent == home / "tasks" / NOTE / "demos"
