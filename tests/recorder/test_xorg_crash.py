"""Killed at any moment, a recording keeps all but the last 250 ms."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np
import pytest

from lam_desktop.office.virtual import VirtualDesktop
from recorder.recording import Recording
from tests.recorder.conftest import FormProgram, RecorderProgram
from tests.recorder.fingers import Fingers

KEYS_A_SECOND = 50
MAY_BE_LOST_NS = 250_000_000
CODES = (38, 39, 40, 41, 42, 43, 44, 45, 46)  # a s d f g h j k l


class Typist(threading.Thread):
    """Types 50 keys a second, and logs each before it is sent."""

    def __init__(self, display: str) -> None:
        super().__init__(daemon=True)
        self.log: list[tuple[int, int]] = []  # monotonic ns, key code
        self._display = display
        self._ended = threading.Event()

    def run(self) -> None:
        with Fingers(self._display) as fingers:
            due = time.monotonic()
            while not self._ended.is_set():
                code = CODES[len(self.log) % len(CODES)]
                self.log.append((fingers.key_at(code), code))
                due += 1 / KEYS_A_SECOND
                time.sleep(max(0.0, due - time.monotonic()))

    def end(self) -> None:
        self._ended.set()
        self.join()


def kill_once(desktop: VirtualDesktop, path: Path, after_s: float) -> None:
    recorder = RecorderProgram(desktop, path)
    typist = Typist(desktop.display)
    typist.start()
    time.sleep(after_s)
    killed_ns = time.monotonic_ns()
    os.kill(recorder.process.pid, signal.SIGKILL)
    recorder.process.wait()
    typist.end()
    sent = [(at, code) for at, code in typist.log if at < killed_ns]
    with Recording.open(path) as recording:
        kept = [event.key.keycode for event in recording.events() if event.kind == "key_press" and event.key]
        assert len(recording.steps()) <= 2
    # What is there is the beginning of what was sent, without a hole, and reaches far enough.
    assert kept == [code for _, code in typist.log][: len(kept)]
    lost_ns = killed_ns - sent[len(kept)][0] if len(kept) < len(sent) else 0
    assert lost_ns <= MAY_BE_LOST_NS, f"{lost_ns / 1e6:.0f} ms lost, {len(kept)} of {len(sent)} keys kept"


@pytest.mark.parametrize("after_s", [0.4, 1.3])
def test_killed_while_typing(
    desktop: VirtualDesktop, form: FormProgram, tmp_path: Path, after_s: float
) -> None:
    with Fingers(desktop.display) as fingers:
        fingers.click(*form.places["name"])
    kill_once(desktop, tmp_path / "r.lamrec", after_s)


@pytest.mark.proof
@pytest.mark.parametrize("number", range(20))
def test_killed_at_any_moment(
    desktop: VirtualDesktop, form: FormProgram, tmp_path: Path, number: int
) -> None:
    with Fingers(desktop.display) as fingers:
        if number % 2:
            fingers.click(*form.places["name"])
        else:  # the keys go where nothing is to be seen of them
            fingers.click(1200, 760)
    kill_once(desktop, tmp_path / "r.lamrec", np.random.default_rng(number).uniform(0.0, 5.0))


def test_killed_before_anything_happened(desktop: VirtualDesktop, tmp_path: Path) -> None:
    recorder = RecorderProgram(desktop, tmp_path / "r.lamrec")
    os.kill(recorder.process.pid, signal.SIGKILL)
    recorder.process.wait()
    with Recording.open(recorder.path) as recording:
        assert recording.steps() == []


def test_killed_while_it_starts_leaves_nothing_that_misleads(desktop: VirtualDesktop, tmp_path: Path) -> None:
    from recorder.errors import RecorderUserError

    for number in range(3):
        path = tmp_path / f"{number}.lamrec"
        program = desktop.start(sys.executable, "-m", "recorder", str(path), stdout=subprocess.DEVNULL)
        deadline = time.monotonic() + 20
        while not path.exists() and time.monotonic() < deadline:
            time.sleep(0.001)
        time.sleep(0.004 * number)
        program.kill()
        program.wait()
        try:
            Recording.open(path).close()
        except RecorderUserError as error:
            assert str(path) in str(error)
