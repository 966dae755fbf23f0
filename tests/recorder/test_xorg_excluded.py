"""Excluded windows and regions leave no pixel, no title and no key, wherever they are."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from lam_desktop.office.virtual import VirtualDesktop, wait_for_window
from lam_desktop.office.waiting import wait_until
from lam_desktop.office.xdisplay import is_managed
from recorder.exclusions import Exclusions
from recorder.frames import unpack
from recorder.recording import Recording
from recorder.screen import MaskedScreen
from recorder.screen._xorg import XorgScreen
from recorder.windows._xorg import XorgWindows
from recorder.windows._xorg_stack import XorgStack
from tests.recorder.conftest import FormProgram, RecorderProgram
from tests.recorder.fingers import Fingers

pytestmark = pytest.mark.slow

MAGENTA = (0xFF, 0x00, 0xFE)
TITLE = "Family.kdbx [Ѫѫ]"


@pytest.fixture
def vaults(desktop: VirtualDesktop) -> Iterator[Any]:
    started: list[subprocess.Popen[str]] = []

    def start(*options: str) -> subprocess.Popen[str]:
        program = desktop.start(
            sys.executable, "-m", "tests.recorder.programs.vault", *options,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        started.append(program)
        assert program.stdout is not None and program.stdout.readline() == "ready\n"
        return program

    yield start
    for program in started:
        desktop.stop(program)


def magenta(frame: np.ndarray) -> int:
    return int((frame == MAGENTA).all(axis=2).sum())


def shown_in(recording: Recording) -> list[int]:
    """How many pixels of the vault each stored frame shows."""
    return [magenta(recording.frame(number)) for number in recording.frame_ids()]


def purple(frame: np.ndarray) -> int:
    """How many pixels are of the vault's colour, or mixed of it and something grey."""
    red, green, blue = (frame[..., at].astype(int) for at in range(3))
    return int(((red - green > 60) & (blue - green > 60)).sum())


def act(
    desktop: VirtualDesktop,
    form: FormProgram,
    seconds: float,
    looks: Callable[[np.ndarray], int] = magenta,
) -> int:
    """Works in the form for a while; how often the vault was seen meanwhile."""
    seen = 0
    end = time.monotonic() + seconds
    with Fingers(desktop.display, pause_s=0.01) as fingers:
        while time.monotonic() < end:
            for name in ("name", "city"):
                fingers.click(*form.places[name])
                fingers.tap("a")
                time.sleep(0.04)
            seen += looks(desktop.screenshot()) > 0
    return seen


@pytest.mark.parametrize("excluded", [True, False])
def test_a_window_that_moves_goes_and_comes(
    desktop: VirtualDesktop, form: FormProgram, vaults: Any, tmp_path: Path, excluded: bool
) -> None:
    name = "KeePassXC" if excluded else "Purse"
    recorder = RecorderProgram(desktop, tmp_path / "r.lamrec")
    vaults("--name", name)
    assert act(desktop, form, 8.0) > 3
    with recorder.stop() as recording:
        shown = shown_in(recording)
        assert len(shown) > 10
        if excluded:
            assert shown == [0] * len(shown)
            assert not any("kdbx" in event.window.title for event in recording.events() if event.window)
        else:
            assert max(shown) > 1000  # so this test would see a leak


def test_what_it_leaves_over_a_program_that_stands_still(
    desktop: VirtualDesktop, form: FormProgram, vaults: Any, tmp_path: Path
) -> None:
    """A program that is busy does not draw over what stood before it: the screen shows it on and on."""
    recorder = RecorderProgram(desktop, tmp_path / "r.lamrec")
    os.kill(form.process.pid, signal.SIGSTOP)
    try:
        vault = vaults("--at", "500x400+100+100")
        with Fingers(desktop.display, pause_s=0.01) as fingers:

            def click() -> np.ndarray:
                time.sleep(0.25)
                fingers.click(1250, 780)
                return desktop.screenshot()

            assert sum(magenta(click()) > 1000 for _ in range(8)) > 3
            vault.kill()
            vault.wait()
            assert magenta(click()) > 1000 and magenta(click()) > 1000, "nothing of it is left on the screen"
            os.kill(form.process.pid, signal.SIGCONT)
            wait_until(lambda: not magenta(desktop.screenshot()), "the form to draw itself")
            click()
            last = click()
    finally:
        os.kill(form.process.pid, signal.SIGCONT)
    with recorder.stop() as recording:
        shown = shown_in(recording)
        # Looks that are alike are stored once, so how many there are hangs on where the vault went meanwhile.
        assert len(shown) > 3 and shown == [0] * len(shown)
        np.testing.assert_array_equal(recording.frame(recording.frame_ids()[-1]), last)


def test_a_frame_whose_program_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    """The window manager takes it away a moment later: until then it shows what the program drew."""
    with VirtualDesktop(window_manager=False) as desktop:
        manager = desktop.start("openbox", "--sm-disable")
        wait_until(lambda: is_managed(desktop.display), "openbox")
        form = FormProgram(desktop, "--at", "300,100")
        command = ("-m", "tests.recorder.programs.vault", "--still", "--at", "500x400+100+100")
        vault = desktop.start(
            sys.executable, *command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True
        )
        wait_for_window(desktop.display, title=TITLE)
        monkeypatch.setenv("DISPLAY", desktop.display)
        watch = XorgStack()
        screen = MaskedScreen(XorgScreen(), watch, Exclusions(), remembers=True)
        try:

            def look() -> int:
                return magenta(unpack(screen.grab_packed()))

            assert not look()
            assert vault.stdin is not None
            vault.stdin.write("Another\n")  # so the next look asks for all of it anew
            vault.stdin.flush()
            wait_for_window(desktop.display, title="Another")
            for process in (form.process, manager):
                os.kill(process.pid, signal.SIGSTOP)
            desktop.stop(vault)
            assert magenta(desktop.screenshot()) > 1000
            assert [look() for _ in range(30)] == [0] * 30
            os.kill(manager.pid, signal.SIGCONT)
            for _ in range(30):
                assert not look()
                time.sleep(0.03)
        finally:
            for process in (form.process, manager):
                os.kill(process.pid, signal.SIGCONT)
            screen.close()


def test_one_that_came_moved_and_went_between_two_looks(
    desktop: VirtualDesktop, form: FormProgram, vaults: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISPLAY", desktop.display)
    screen = MaskedScreen(XorgScreen(), XorgStack(), Exclusions(), remembers=True)

    def look() -> np.ndarray:
        return unpack(screen.grab_packed())

    try:
        look()
        os.kill(form.process.pid, signal.SIGSTOP)
        vault = vaults("--at", "500x400+100+100")
        wait_for_window(desktop.display, title=TITLE)
        time.sleep(1.0)
        vault.kill()
        vault.wait()
        for _ in range(3):
            time.sleep(0.5)
            assert magenta(desktop.screenshot()) > 1000
            assert magenta(look()) == 0
        os.kill(form.process.pid, signal.SIGCONT)
        wait_until(lambda: not magenta(desktop.screenshot()), "the form to draw itself")
        wait_until(lambda: (look() == desktop.screenshot()).all(), "nothing of it to be left black")
    finally:
        os.kill(form.process.pid, signal.SIGCONT)
        screen.close()


def test_a_program_that_stands_still_comes_in_front_of_it(
    desktop: VirtualDesktop, form: FormProgram, vaults: Any, tmp_path: Path
) -> None:
    """Where it has not drawn yet, its window shows what stood there."""
    vaults("--still", "--at", "500x400+100+100")
    wait_for_window(desktop.display, title=TITLE)
    windows = XorgWindows(desktop.display)
    of_form = next(one for one in windows.all() if one.title == "A form")
    recorder = RecorderProgram(desktop, tmp_path / "r.lamrec")
    os.kill(form.process.pid, signal.SIGSTOP)
    try:
        with Fingers(desktop.display, pause_s=0.01) as fingers:
            fingers.click(1250, 780)
            windows.activate(of_form.window_id)
            for _ in range(6):
                time.sleep(0.25)
                fingers.click(1250, 780)
            x, y, w, h = of_form.geometry
            inside = desktop.screenshot()[y : y + h, x : x + w]
            assert magenta(inside) > 500, "nothing of it is to be seen in the form"
            os.kill(form.process.pid, signal.SIGCONT)
            wait_until(lambda: not magenta(desktop.screenshot()[y : y + h, x : x + w]), "the form to draw")
            time.sleep(0.3)
            fingers.click(1250, 780)
            last = desktop.screenshot()[y : y + h, x : x + w]
    finally:
        os.kill(form.process.pid, signal.SIGCONT)
        windows.close()
    with recorder.stop() as recording:
        shown = shown_in(recording)
        assert len(shown) > 2 and shown == [0] * len(shown)
        stored = recording.frame(recording.frame_ids()[-1])[y : y + h, x : x + w]
        np.testing.assert_array_equal(stored, last)


def test_a_window_that_goes_below_another_one_leaves_nothing_there(
    desktop: VirtualDesktop, form: FormProgram, vaults: Any, tmp_path: Path
) -> None:
    """A program that draws nothing anew is seen where it had hidden the window, once that is gone."""
    vault = vaults("--still", "--at", "500x400+100+100")
    wait_for_window(desktop.display, title=TITLE)
    windows = XorgWindows(desktop.display)
    of_form = next(one for one in windows.all() if one.title == "A form")
    windows.activate(of_form.window_id)
    windows.close()
    x, y, w, h = of_form.geometry
    wait_until(lambda: not magenta(desktop.screenshot()[y : y + h, x : x + w]), "the form in front")
    recorder = RecorderProgram(desktop, tmp_path / "r.lamrec")
    with Fingers(desktop.display, pause_s=0.01) as fingers:
        fingers.click(1250, 780)
        time.sleep(0.3)
        vault.kill()
        vault.wait()
        time.sleep(1.5)
        fingers.click(1250, 780)
        seen = desktop.screenshot()
    with recorder.stop() as recording:
        last = recording.frame(recording.frame_ids()[-1])
        assert not any(shown_in(recording))
        np.testing.assert_array_equal(last[y : y + h, x : x + w], seen[y : y + h, x : x + w])


def test_a_window_that_a_compositor_fades(tmp_path: Path) -> None:
    if shutil.which("picom") is None:
        pytest.skip("needs picom")
    with VirtualDesktop() as desktop:
        desktop.start(
            "picom", "--backend", "xrender", "--config", "/dev/null", "--fading", "--fade-delta", "8",
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        form = FormProgram(desktop, "--at", "650,300")
        recorder = RecorderProgram(desktop, tmp_path / "r.lamrec")
        command = (sys.executable, "-m", "tests.recorder.programs.vault")
        desktop.start(*command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
        seen = act(desktop, form, 8.0, purple)
        with recorder.stop() as recording:
            shown = [purple(recording.frame(number)) for number in recording.frame_ids()]
        assert seen > 3 and len(shown) > 10
        assert shown == [0] * len(shown)


def test_keys_and_clicks_in_it_are_not_stored(
    desktop: VirtualDesktop, form: FormProgram, tmp_path: Path
) -> None:
    vault = FormProgram(desktop, "--at", "700,80", "--name", "Bitwarden")
    recorder = RecorderProgram(desktop, tmp_path / "r.lamrec")
    with Fingers(desktop.display) as fingers:
        fingers.click(*form.places["name"])
        fingers.tap("a")
        fingers.click(*vault.places["name"])
        for name in ("z", "q", "z"):
            fingers.tap(name)
        vault.until(lambda: vault.values["name"] == "zqz")
        fingers.click(*form.places["city"])
        fingers.tap("s")
        form.until(lambda: form.values["city"] == "s")
    with recorder.stop() as recording:
        steps = [step.text or step.point for step in recording.steps()]
        assert steps == [form.places["name"], "a", form.places["city"], "s"]
        every = [*recording.events(), *(one.event for one in recording.filtered())]
        assert not {"z", "q"} & {event.key.name for event in every if event.key}
        assert {event.window.wm_class for event in every if event.window} == {"form"}
        assert recording.meta.dropped["in excluded windows"] == 8
        x, y = vault.places["name"]
        inside = [event for event in every if abs(event.x - x) < 100 and abs(event.y - y) < 20]
        assert inside == []
    desktop.stop(vault.process)


def test_a_title_that_becomes_an_excluded_one(
    desktop: VirtualDesktop, form: FormProgram, vaults: Any, tmp_path: Path
) -> None:
    recorder = RecorderProgram(desktop, tmp_path / "r.lamrec", "--exclude", "Payroll")
    vault = vaults("--name", "Purse", "--still", "--colour", "#00ff01", "--title", "Weather")
    wait_for_window(desktop.display, title="Weather")
    act(desktop, form, 1.0)
    assert vault.stdin is not None
    vault.stdin.write("The payroll of Ѫѫ\n")
    vault.stdin.flush()
    wait_for_window(desktop.display, title="payroll")
    act(desktop, form, 2.0)
    with recorder.stop() as recording:
        green = [
            int((recording.frame(number) == (0, 0xFF, 1)).all(axis=2).sum())
            for number in recording.frame_ids()
        ]
        assert max(green) > 1000 and green[-1] == 0
        titles = {event.window.title for event in recording.events() if event.window}
        assert titles == {"A form"}
    assert b"payroll" not in (tmp_path / "r.lamrec").read_bytes()


def test_what_lies_in_front_of_it_is_seen(
    desktop: VirtualDesktop, form: FormProgram, vaults: Any, tmp_path: Path
) -> None:
    vaults("--still", "--at", "900x700+0+0")
    wait_for_window(desktop.display, title=TITLE)
    windows = XorgWindows(desktop.display)
    of_form = next(one for one in windows.all() if one.title == "A form")
    deadline = time.monotonic() + 10
    while (active := windows.active()) is None or active.window_id != of_form.window_id:
        assert time.monotonic() < deadline
        windows.activate(of_form.window_id)
        time.sleep(0.1)
    recorder = RecorderProgram(desktop, tmp_path / "r.lamrec")
    act(desktop, form, 1.5)
    windows.close()
    shown = desktop.screenshot()
    assert magenta(shown) > 1000
    with recorder.stop() as recording:
        assert recording.frame_ids() and not any(shown_in(recording)), recording.meta.dropped
        x, y = form.places["save"]
        last = recording.frame(recording.frame_ids()[-1])
        part = slice(y - 10, y + 10), slice(x - 60, x + 60)
        np.testing.assert_array_equal(last[part], shown[part])


def test_a_region_of_the_screen(desktop: VirtualDesktop, form: FormProgram, tmp_path: Path) -> None:
    x, y = form.places["city"]
    region = x - 60, y - 10, 120, 20
    recorder = RecorderProgram(desktop, tmp_path / "r.lamrec", "--exclude-region", ",".join(map(str, region)))
    act(desktop, form, 1.0)
    with recorder.stop() as recording:
        assert recording.meta.excluded.regions[0].box == region
        for number in recording.frame_ids():
            frame = recording.frame(number)
            assert not frame[y - 10 : y + 10, x - 60 : x + 60].any()
            assert frame[y - 10 : y + 10, x - 70 : x - 60].any()
