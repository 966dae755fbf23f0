"""The agent's input, our own windows and the hot keys are no part of a recording."""

from __future__ import annotations

import fcntl
import json
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from lam_desktop.office.virtual import VirtualDesktop
from recorder.recording import Recording
from tests.recorder.conftest import FormProgram, Lines, RecorderProgram
from tests.recorder.fingers import Fingers

pytestmark = pytest.mark.slow


def reasons(recording: Recording) -> set[str]:
    return {item.reason for item in recording.filtered()}


def test_agent_and_person_act_at_once(desktop: VirtualDesktop, form: FormProgram, tmp_path: Path) -> None:
    lock = tmp_path / "lock"
    lock.touch()
    agent = desktop.start(
        sys.executable, "-m", "tests.recorder.programs.agent", "120", str(lock),
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    lines = Lines(agent)
    assert lines.next() == "ready"
    recorder = RecorderProgram(desktop, tmp_path / "r.lamrec")
    typed: list[str] = []
    with Fingers(desktop.display, pause_s=0.004) as fingers:
        fingers.click(*form.places["name"])
        assert agent.stdin is not None
        agent.stdin.write("go\n")
        agent.stdin.flush()
        while not typed or (agent.poll() is None and len(typed) < 400):
            for name in ("a", "s", "d"):
                fingers.tap(name)
                typed.append(name)
            with lock.open() as held:  # a key that the agent presses as well
                fcntl.flock(held, fcntl.LOCK_EX)
                fingers.tap("q")
            typed.append("q")
            fingers.press("middle")
            fingers.release("middle")
    sent = json.loads(lines.next() or "[]")
    with recorder.stop() as recording:
        kept = recording.events()
        keys = [event.key.name for event in kept if event.kind == "key_press" and event.key]
        assert [name for name in keys if name != "q"] == [name for name in typed if name != "q"]
        assert keys.count("q") == typed.count("q")
        assert len([event for event in kept if event.kind == "key_release"]) == len(typed)
        buttons = [event.button for event in kept if event.kind == "press"]
        assert buttons == ["left", *["middle"] * (len(typed) // 4)]
        injected = [item.event for item in recording.filtered() if item.reason == "injected by the agent"]
        expected = sorted(name for name, _ in sent if name != "move")
        assert sorted(event.kind for event in injected if event.kind != "move") == expected
        assert all(event.key is None for event in injected)


@pytest.mark.parametrize("by", ["class", "pid"])
def test_own_windows(desktop: VirtualDesktop, form: FormProgram, tmp_path: Path, by: str) -> None:
    from recorder.options import RecordingOptions
    from recorder.session import RecordingSession

    own = FormProgram(desktop, "--at", "700,80", *(("--name", "lam-desktop") if by == "class" else ()))
    options = RecordingOptions(own_pids=(own.process.pid,) if by == "pid" else ())
    path = tmp_path / "r.lamrec"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DISPLAY", desktop.display)
        patch.setenv("LAM_RUNTIME_DIR", desktop.environment["XDG_RUNTIME_DIR"])
        patch.setenv("DBUS_SESSION_BUS_ADDRESS", "disabled:")
        session = RecordingSession(path, options)
        session.start()
        with Fingers(desktop.display) as fingers:
            fingers.click(*form.places["name"])
            fingers.tap("a")
            fingers.click(*own.places["name"])
            for name in ("z", "q", "z"):
                fingers.tap(name)
            own.until(lambda: own.values["name"] == "zqz")
            fingers.click(*form.places["city"])
            fingers.tap("s")
            form.until(lambda: form.values["city"] == "s")
        shown = desktop.screenshot()
        session.stop()
    with Recording.open(path) as recording:
        assert [step.text or step.point for step in recording.steps()] == [
            form.places["name"],
            "a",
            form.places["city"],
            "s",
        ]
        ours = [item.event for item in recording.filtered() if item.reason == "own window"]
        assert len(ours) == 8 and all(event.key is None for event in ours)
        # Nor are they in the pictures.
        x, y = own.places["name"]
        field = slice(y - 10, y + 10), slice(x - 200, x + 60)  # with its text, whatever the font makes of it
        for number in recording.frame_ids():
            assert np.ptp(recording.frame(number)[field], axis=(0, 1)).max() == 0
        assert np.ptp(shown[field], axis=(0, 1)).max() > 0
    desktop.stop(own.process)


def test_pause_and_marker(desktop: VirtualDesktop, form: FormProgram, recorder: RecorderProgram) -> None:
    with Fingers(desktop.display) as fingers:
        fingers.click(*form.places["name"])
        fingers.tap("a")
        fingers.tap("ctrl", "alt", "p")
        fingers.tap("s")
        fingers.click(*form.places["city"])
        fingers.tap("ctrl", "alt", "p")
        fingers.tap("ctrl", "alt", "m")
        fingers.tap("d")
        form.until(lambda: form.values["city"] == "d")
    with recorder.stop() as recording:
        assert [step.text for step in recording.steps() if step.kind == "type"] == ["a", "d"]
        assert [step.kind for step in recording.steps()] == ["click", "type", "type"]
        assert reasons(recording) <= {"hot key", "marker", "pause", "pointer move"}
        assert sum(item.reason == "marker" for item in recording.filtered()) == 1
        assert recording.meta.dropped["while paused"] >= 5
        named = [item.event.key.name for item in recording.filtered() if item.event.key]
        assert named.count("p") == 4 and named.count("m") == 2


def test_another_stop_key(desktop: VirtualDesktop, form: FormProgram, tmp_path: Path) -> None:
    recorder = RecorderProgram(desktop, tmp_path / "r.lamrec", "--stop-key", "ctrl+alt+z")
    with Fingers(desktop.display) as fingers:
        fingers.tap("ctrl", "alt", "esc")
        time.sleep(0.3)
        assert recorder.process.poll() is None
        fingers.tap("ctrl", "alt", "z")
    with recorder.finish() as recording:
        assert [step.keys for step in recording.steps()] == [("ctrl", "alt", "esc")]
        assert {item.reason for item in recording.filtered()} == {"hot key"}
