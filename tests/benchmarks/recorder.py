"""What recording costs: CPU, disk, delay of input, time until it records.

A clerk works at a normal pace (8 keys a second, an action a second) in a form and an editor, on desktops of
two sizes. The delay of input is the time from a key sent through XTEST to its arrival in a program, taken in
turns with and without a recorder.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from lam_desktop.office.clerk import Clerk
from lam_desktop.office.virtual import VirtualDesktop, wait_for_window
from tests.benchmarks import Figure
from tests.recorder.conftest import FormProgram

SIZES = ((1280, 800), (1920, 1080))
PAUSE_S = 0.4  # between the clerk's actions; 0.12 s between keys
LIMIT_S = 10.0


def run(quick: bool = False) -> list[Figure]:
    """All figures; about four minutes, one with `quick`."""
    seconds = 20.0 if quick else 60.0
    figures: list[Figure] = []
    for size in SIZES:
        with VirtualDesktop(size) as desktop, tempfile.TemporaryDirectory() as folder:
            name = f"{size[0]}x{size[1]}"
            cpu, megabytes, actions = _work(desktop, Path(folder) / "work.lamrec", seconds)
            figures += [
                Figure(f"CPU while a clerk works, {name}", cpu, "% of a core", at_most=10.0),
                Figure(f"storage, {name}", megabytes, "MB a minute", at_most=5.0),
                Figure(f"the clerk's pace, {name}", actions, "actions a minute"),
            ]
            if size == SIZES[0]:
                figures.append(
                    Figure("CPU while nothing happens", _idle(desktop, folder, seconds / 3), "% of a core")
                )
                figures.append(Figure("from start to «recording»", _start(desktop, folder, 5), "s"))
                figures += _delay(desktop, folder, rounds=3 if quick else 8)
    return figures


@contextmanager
def _recorder(desktop: VirtualDesktop, path: Path) -> Generator[subprocess.Popen[str]]:
    """A recorder that records; it is asked to end, and has ended, at the end of the block."""
    path.unlink(missing_ok=True)
    process = desktop.start(sys.executable, "-m", "recorder", str(path), stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline().startswith("recording")
    try:
        yield process
    finally:
        process.terminate()
        process.wait(LIMIT_S)
        desktop.stop(process)


def _work(desktop: VirtualDesktop, path: Path, seconds: float) -> tuple[float, float, float]:
    """Percent of a core, MB a minute, actions a minute."""
    form = FormProgram(desktop, "--at", "60,60")
    editor = desktop.start("mousepad", stderr=subprocess.DEVNULL)
    x, y, width, height = wait_for_window(desktop.display, wm_class="Mousepad").geometry
    names = ["Anna Berg", "Li Wei", "Tomás Núñez", "Grace Hopper", "Olu Adeyemi"]
    actions = 0
    with _recorder(desktop, path) as recorder, Clerk(desktop.display, pause_s=PAUSE_S) as clerk:
        begin_s, begin_cpu_s = time.monotonic(), _cpu_s(recorder.pid)
        while time.monotonic() - begin_s < seconds:
            name = names[actions % len(names)]
            clerk.click(*form.places["name"], count=2)
            clerk.type(name)
            clerk.press("tab")
            clerk.press("tab")
            clerk.type("Oslo")
            clerk.click(*form.places["save"])
            clerk.scroll(*form.places["rows"], dy=-2)
            clerk.click(x + width // 2, y + height // 2)
            clerk.type(f"Dear {name},\n")
            clerk.press("ctrl", "o")  # a dialog as large as the window
            clerk.press("esc")
            actions += 11
        took_s = time.monotonic() - begin_s
        cpu_s = _cpu_s(recorder.pid) - begin_cpu_s
    desktop.stop(editor)
    desktop.stop(form.process)
    minutes = took_s / 60
    return 100 * cpu_s / took_s, path.stat().st_size / 1e6 / minutes, actions / minutes


def _idle(desktop: VirtualDesktop, folder: str, seconds: float) -> float:
    with _recorder(desktop, Path(folder) / "idle.lamrec") as recorder:
        time.sleep(1.0)  # what belongs to the start
        begin_s, begin_cpu_s = time.monotonic(), _cpu_s(recorder.pid)
        time.sleep(seconds)
        return 100 * (_cpu_s(recorder.pid) - begin_cpu_s) / (time.monotonic() - begin_s)


def _start(desktop: VirtualDesktop, folder: str, times: int) -> float:
    took: list[float] = []
    for _ in range(times):
        begin_s = time.monotonic()
        with _recorder(desktop, Path(folder) / "start.lamrec"):
            took.append(time.monotonic() - begin_s)
    return statistics.median(took)


def _delay(desktop: VirtualDesktop, folder: str, rounds: int) -> list[Figure]:
    """How long a key takes to a program, with and without a recorder, in turns."""
    without: list[float] = []
    recorded: list[float] = []
    with _KeyPath(desktop.display) as path:
        path.times_ms(20)  # warm
        for _ in range(rounds):
            without += path.times_ms(100)
            with _recorder(desktop, Path(folder) / "delay.lamrec"):
                recorded += path.times_ms(100)
    figures: list[Figure] = []
    for name, share in (("median", 50), ("95 of 100", 95)):
        before, after = float(np.percentile(without, share)), float(np.percentile(recorded, share))
        figures.append(Figure(f"delay of a key, {name}, not recorded", before, "ms"))
        figures.append(Figure(f"delay of a key, {name}, recorded", after, "ms"))
        figures.append(Figure(f"added delay, {name}", after - before, "ms", at_most=1.0))
    return figures


class _KeyPath:
    """A program that receives keys, and the hand that sends them."""

    def __init__(self, display: str) -> None:
        from Xlib import X
        from Xlib.display import Display

        self._hand, self._program = Display(display), Display(display)
        screen = self._program.screen()
        self._window = screen.root.create_window(
            0, 0, 50, 50, 0, screen.root_depth, override_redirect=True, event_mask=X.KeyPressMask
        )
        self._window.map()
        self._window.set_input_focus(X.RevertToParent, X.CurrentTime)
        self._program.sync()

    def __enter__(self) -> _KeyPath:
        return self

    def __exit__(self, *_: object) -> None:
        self._hand.close()
        self._program.close()

    def times_ms(self, count: int) -> list[float]:
        """Sends 50 keys a second; how long each took."""
        from Xlib import X
        from Xlib.ext import xtest

        took: list[float] = []
        for _ in range(count):
            begin_s = time.perf_counter()
            xtest.fake_input(self._hand, X.KeyPress, 38)
            self._hand.flush()
            while self._program.next_event().type != X.KeyPress:
                pass
            took.append(1000 * (time.perf_counter() - begin_s))
            xtest.fake_input(self._hand, X.KeyRelease, 38)
            self._hand.flush()
            time.sleep(0.02)
        return took


def _cpu_s(pid: int) -> float:
    """Seconds of CPU that a process has used, all its threads together."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(") ")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
