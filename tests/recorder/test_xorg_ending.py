"""However a recording ends, its file is whole, and the reason is one sentence."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from lam_desktop.office.clerk import Clerk
from lam_desktop.office.virtual import VirtualDesktop
from tests.recorder.conftest import FormProgram, RecorderProgram
from tests.recorder.fingers import Fingers

pytestmark = pytest.mark.slow

STOP_LIMIT_S = 5.0


@pytest.mark.parametrize("by", ["hot key", "SIGINT", "SIGTERM"])
def test_it_stops_with_the_last_picture(
    desktop: VirtualDesktop, form: FormProgram, tmp_path: Path, by: str
) -> None:
    recorder = RecorderProgram(desktop, tmp_path / "r.lamrec", settle="1.0")
    with Clerk(desktop.display, pause_s=0.02) as clerk:
        clerk.click(*form.places["city"])
        clerk.type("Oslo")
        begin_s = time.monotonic()
        if by == "hot key":
            clerk.press("ctrl", "alt", "esc")
        else:
            os.kill(recorder.process.pid, getattr(signal, by))
        with recorder.finish() as recording:
            assert time.monotonic() - begin_s < STOP_LIMIT_S
            last = recording.steps()[-1]
            assert (last.kind, last.text) == ("type", "Oslo")
            after = recording.frame_after(last)
            assert after is not None
            np.testing.assert_array_equal(after, desktop.screenshot())
    assert [path.name for path in tmp_path.glob("r.*")] == ["r.lamrec"]


def test_it_stops_where_a_shell_ignores_interrupts(desktop: VirtualDesktop, tmp_path: Path) -> None:
    path = tmp_path / "r.lamrec"
    shell = desktop.start(
        "sh",
        "-c",
        f"trap '' INT; exec {sys.executable} -m recorder {path}",
        stdout=subprocess.PIPE,
        text=True,
    )
    assert shell.stdout is not None and shell.stdout.readline().startswith("recording")
    os.kill(shell.pid, signal.SIGINT)
    assert shell.stdout.read() == f"saved {path} (0 steps)\n"
    assert shell.wait(STOP_LIMIT_S) == 0


def test_it_stops_by_itself(desktop: VirtualDesktop, tmp_path: Path) -> None:
    RecorderProgram(desktop, tmp_path / "r.lamrec", "--seconds", "0.5").finish().close()


def test_the_display_vanishes(tmp_path: Path) -> None:
    with VirtualDesktop() as desktop:
        form = FormProgram(desktop)
        recorder = RecorderProgram(desktop, tmp_path / "r.lamrec")
        with Fingers(desktop.display) as fingers:
            fingers.click(*form.places["name"])
            fingers.tap("a")
        form.until(lambda: form.values["name"] == "a")
        desktop.close()
        with recorder.finish(code=6) as recording:
            assert [step.text or step.kind for step in recording.steps()] == ["click", "a"]
        (sentence,) = recorder.error.splitlines()
        assert "display vanished" in sentence and sentence.endswith(".")


@pytest.mark.skipif(os.geteuid() != 0, reason="mounts a tiny disk, which root alone may")
def test_the_disk_runs_full(desktop: VirtualDesktop, form: FormProgram, tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk], capture_output=True)
    if mounted.returncode:
        pytest.skip("mounting is not allowed here")
    try:
        recorder = RecorderProgram(desktop, disk / "r.lamrec")
        with Fingers(desktop.display) as fingers:
            fingers.click(*form.places["name"])
            fingers.tap("a")
        _fill(disk, leave=12_000)
        ended_s = time.monotonic() + 20
        with Fingers(desktop.display) as fingers:
            number = 0
            while recorder.process.poll() is None and time.monotonic() < ended_s:
                number += 1
                fingers.click(*form.places[("name", "city", "rows")[number % 3]])
                fingers.tap("asdf"[number % 4])
        with recorder.finish(code=6) as recording:
            assert len(recording.steps()) >= 2
            assert recording.frame_before(recording.steps()[0]) is not None
        (sentence,) = recorder.error.splitlines()
        assert sentence.startswith(f"The disk that holds {recorder.path} is full") and sentence.endswith(".")
    finally:
        subprocess.run(["umount", "-l", disk], check=True)


def _fill(disk: Path, leave: int) -> None:
    """Takes all room on a disk but so many bytes, once a recorder has written there what it had to write."""
    free = os.statvfs(disk).f_bavail
    while True:
        time.sleep(0.3)
        before, free = free, os.statvfs(disk).f_bavail
        if free == before:
            break
    (disk / "filler").write_bytes(bytes(max(0, free * os.statvfs(disk).f_frsize - leave)))


# -- where it cannot even begin


def refusal(tmp_path: Path, *options: str, code: int = 6, environment: dict[str, str] | None = None) -> str:
    hidden = ("DISPLAY", "WAYLAND_DISPLAY")
    kept = {name: value for name, value in os.environ.items() if name not in hidden}
    path = tmp_path / "r.lamrec"
    done = subprocess.run(
        [sys.executable, "-m", "recorder", str(path), *options],
        env={**kept, **(environment or {})}, capture_output=True, text=True, timeout=30,
    )  # fmt: skip
    assert done.returncode == code, done.stderr
    assert done.stdout == ""
    assert not path.exists()
    return done.stderr.strip()


def test_no_display(tmp_path: Path) -> None:
    sentence = refusal(tmp_path)
    assert sentence.startswith("There is no display") and "\n" not in sentence


def test_a_display_that_is_not_there(tmp_path: Path) -> None:
    sentence = refusal(tmp_path, environment={"DISPLAY": ":4711"})
    assert sentence.startswith("The display :4711 cannot be opened") and "\n" not in sentence


@pytest.mark.parametrize("display", [{}, {"DISPLAY": ":4711"}])
def test_wayland(tmp_path: Path, display: dict[str, str]) -> None:
    sentence = refusal(tmp_path, environment={"WAYLAND_DISPLAY": "wayland-0", **display})
    assert "Wayland" in sentence and "\n" not in sentence


def test_wayland_beside_a_real_server_is_not_wayland(desktop: VirtualDesktop, tmp_path: Path) -> None:
    recorder = RecorderProgram(desktop, tmp_path / "r.lamrec", WAYLAND_DISPLAY="wayland-0")
    recorder.stop().close()


def test_a_stop_key_that_is_none(tmp_path: Path) -> None:
    assert "is not a hot key" in refusal(tmp_path, "--stop-key", "hyper+x", code=2)


def test_a_file_that_exists(desktop: VirtualDesktop, tmp_path: Path) -> None:
    (tmp_path / "r.lamrec").write_bytes(b"precious")
    program = desktop.start(
        sys.executable, "-m", "recorder", str(tmp_path / "r.lamrec"), stderr=subprocess.PIPE, text=True
    )
    _, error = program.communicate(timeout=20)
    assert program.returncode == 6 and "exists already" in error
    assert (tmp_path / "r.lamrec").read_bytes() == b"precious"
