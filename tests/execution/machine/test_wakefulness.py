"""Saver, lock and sleep stay away while a run is at work: on a real bus, and on a real X server."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import numpy as np
import pytest

from lam_desktop.execution.finding.plan import StepPlan
from lam_desktop.execution.finding.whereabouts import Whereabouts
from lam_desktop.execution.machine import _xorg_saver, health
from lam_desktop.execution.machine.wakefulness import LOCKED, is_locked, kept_awake
from lam_desktop.execution.screen.readiness import View
from lam_desktop.office.virtual import VirtualDesktop
from lam_desktop.tasks.step import TaskStep
from lam_desktop.types import Box, Observation, Window
from tests.tasks.task_yaml.test_task_file import example

LIMIT_S = 20.0
HOLDER = (
    "import time; from lam_desktop.execution.machine.wakefulness import kept_awake\n"
    "with kept_awake() as awake: print(awake.by, flush=True); time.sleep(60)"
)


class Saver:
    """A session's bus with a saver on it."""

    def __init__(self, *arguments: str) -> None:
        service = f"{sys.executable} -m tests.execution.saver_service {' '.join(arguments)}"
        self.process = subprocess.Popen(
            ["dbus-run-session", "--", "sh", "-c", f"echo $DBUS_SESSION_BUS_ADDRESS; exec {service}"],
            stdout=subprocess.PIPE, text=True, start_new_session=True,
        )  # fmt: skip
        assert self.process.stdout is not None
        self.said: IO[str] = self.process.stdout
        self.address = self.said.readline().strip()
        assert self.said.readline().strip() == "ready"

    def close(self) -> None:
        os.killpg(self.process.pid, signal.SIGTERM)
        self.process.wait(LIMIT_S)
        self.said.close()


@pytest.fixture
def saver(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Saver]:
    saver = Saver(*getattr(request, "param", ()))
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", saver.address)
    monkeypatch.delenv("DISPLAY", raising=False)
    yield saver
    saver.close()


@pytest.fixture
def screen(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    with VirtualDesktop((320, 240), window_manager=False) as desktop:
        monkeypatch.setenv("DISPLAY", desktop.display)
        yield


def until_saver_is(on: bool, seconds: float) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if _xorg_saver.is_on() == on:
            return True
        time.sleep(0.1)
    return False


def test_the_session_is_asked_and_told_when_it_is_over(saver: Saver) -> None:
    with kept_awake() as awake:
        assert awake.by == ("org.freedesktop.ScreenSaver",)
        assert saver.said.readline() == "held 7\n"
    assert saver.said.readline() == "let go 7\n"


def test_an_error_in_the_run_lets_go(saver: Saver) -> None:
    with pytest.raises(RuntimeError), kept_awake():
        raise RuntimeError("the run broke")
    assert [saver.said.readline(), saver.said.readline()] == ["held 7\n", "let go 7\n"]


def test_a_run_that_is_killed_holds_nothing_off(saver: Saver) -> None:
    with subprocess.Popen([sys.executable, "-c", HOLDER], stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None and "ScreenSaver" in holder.stdout.readline()
        assert saver.said.readline() == "held 7\n"
        holder.kill()
        assert saver.said.readline() == "gone 7\n"


@pytest.mark.parametrize(("saver", "locked"), [(("--active",), True), ((), False)], indirect=["saver"])
def test_a_saver_on_the_bus_tells_that_the_screen_is_locked(
    saver: Saver, locked: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISPLAY", ":nowhere")
    assert is_locked() == locked


def test_a_window_that_locks_is_known_by_its_program(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)
    assert is_locked([Window("", "i3lock", "i3lock", Box(0, 0, 800, 600))])
    assert not is_locked([Window("Orders", "orderdesk", "python3", Box(0, 0, 800, 600))])


def test_the_x_servers_saver_stays_off_while_the_run_lasts_and_comes_after_it(screen: None) -> None:
    subprocess.run(["xset", "s", "1", "1"], check=True)
    with kept_awake() as awake:
        assert awake.by == ("the X server",)
        assert not until_saver_is(True, 3.0)
        assert not is_locked()
    assert until_saver_is(True, LIMIT_S)
    assert is_locked()


def test_a_saver_that_shows_already_goes_when_the_run_begins(screen: None) -> None:
    subprocess.run(["xset", "s", "activate"], check=True)
    assert until_saver_is(True, LIMIT_S)
    with kept_awake():
        assert until_saver_is(False, LIMIT_S)


def test_doctor_says_whether_it_works(screen: None, monkeypatch: pytest.MonkeyPatch) -> None:
    found = health._awake()
    assert found.state == "ok" and "the X server" in found.detail
    monkeypatch.delenv("DISPLAY")
    found = health._awake()
    assert found.state == "note" and "turn them off" in found.detail


def test_a_question_says_that_the_screen_is_locked(tmp_path: Path) -> None:
    plan, scope = StepPlan(TaskStep(1, 0, "click", "Click")), None
    nothing = Observation(np.zeros((4, 4, 3), np.uint8), ())
    where = Whereabouts(example(tmp_path), lambda step: pytest.fail("asked"), None, lambda: True)
    assert where.told(plan, View(nothing, scope, None, nothing)) == LOCKED


def test_without_bus_and_display_the_run_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    monkeypatch.delenv("DISPLAY", raising=False)
    with kept_awake() as awake:
        assert awake.by == ()
    assert not is_locked()
