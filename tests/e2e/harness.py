"""An office for one test: a desktop, a library, a clerk who shows a task once, and `lam` to repeat it."""

from __future__ import annotations

import contextlib
import csv
import json
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, ClassVar

from lam_desktop.office.clerk import Clerk
from lam_desktop.office.virtual import VirtualDesktop, end_group, wait_for_window
from lam_desktop.office.waiting import wait_for_popup, wait_settled
from recorder.events import WindowFacts
from recorder.windows._xorg import XorgWindows
from tests.cli import warm
from tests.cli.calling import LAM, Outcome, assert_contract, call

READY_S = 60.0
SAVED_S = 15.0
FOUND_S = 150.0
"""To look for a secret takes longer."""
ALONE = ("--odd", "enter", "--mode", "auto", "--json")
"""Of a run with a table, where nobody answers. Tables of tests are short: what is usual in them is not."""
RUN_S = 170.0
PERSON_PAUSE_S = 0.15
"""Between two actions of the clerk: a quick person, who still sees what came of each."""
POLL_S = 0.05
Started = subprocess.Popen[bytes] | warm.WarmProcess


class Office:
    """A virtual desktop whose programs a clerk and the agent use in turn."""

    warm: ClassVar[bool] = False
    """Whether `lam` is forked from a process that has loaded torch already (`tests.cli.warm`)."""

    def __init__(self, size: tuple[int, int] = (1280, 800), accessibility: bool = False) -> None:
        self.desktop = VirtualDesktop(size=size, accessibility=accessibility)
        self._at_work: list[Running] = []

    def __enter__(self) -> Office:
        self.desktop.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for running in self._at_work:
            end_group(running.process)
            shutil.rmtree(running.out.parent, ignore_errors=True)
        self.desktop.close()

    @property
    def display(self) -> str:
        """Its name."""
        return self.desktop.display

    def record(
        self, task: str, act: Callable[[Clerk], None], *arguments: str, limit_s: float = SAVED_S
    ) -> Outcome:
        """Has the clerk act while `lam record` runs; asserts that it was saved, within this limit."""
        recording = self.start("record", task, *arguments, "--json", ready=f"recording {task}")
        with Clerk(self.display, PERSON_PAUSE_S) as clerk:
            act(clerk)
        recording.signal(signal.SIGINT)
        saved = recording.finished(limit_s)
        assert saved.code == 0, saved.out + saved.err
        return saved

    def run(self, task: str, *arguments: str, limit_s: float = RUN_S) -> Outcome:
        """`lam run TASK … --mode auto --json`, to its end; asserts that it keeps the contract."""
        # Many tests enter one row several times.
        alone = ("--again", *ALONE) if "--rows" in arguments else ("--mode", "auto", "--json")
        outcome = self.call("run", task, *arguments, *alone, limit_s=limit_s)
        assert_contract(outcome)
        return outcome

    def call(self, *arguments: str, limit_s: float = RUN_S) -> Outcome:
        """Any `lam` command on this desktop."""
        if self.warm:
            return self.start(*arguments).finished(limit_s)
        return call(*arguments, environment=self.desktop.environment, limit_s=limit_s)

    def start(self, *arguments: str, ready: str = "") -> Running:
        """A `lam` command that goes on, even without the desktop; returns once it said the line `ready`."""
        folder = Path(tempfile.mkdtemp(prefix="lam-said-"))
        out, err = folder / "out", folder / "err"
        environment = self.desktop.environment
        process: Started
        with out.open("wb") as to_out, err.open("wb") as to_err:
            if self.warm:
                process = warm.start(arguments, environment, to_out, to_err)
            else:
                process = subprocess.Popen(
                    [*LAM, *arguments], env=environment, stdin=subprocess.DEVNULL,
                    stdout=to_out, stderr=to_err, start_new_session=True,
                )  # fmt: skip
        running = Running(process, out, err)
        self._at_work.append(running)
        if ready:
            wait_for(
                lambda: ready in running.out_lines() or process.poll() is not None,
                f"«{ready}» from lam {' '.join(arguments)}",
            )
            assert ready in running.out_lines(), f"it never said «{ready}»: {running.finished(5.0)}"
        return running

    def window(self, wm_class: str = "", title: str = "") -> WindowFacts:
        """The topmost window of this class and title, once it is there."""
        return wait_for_window(self.display, wm_class, title, READY_S)

    def windows(self, wm_class: str) -> list[WindowFacts]:
        """All windows of this class."""
        with contextlib.closing(XorgWindows(self.display)) as windows:
            return [one for one in windows.all() if one.wm_class == wm_class]

    def popup(self, process: str) -> WindowFacts:
        """The open menu or list of a program, once it is there."""
        return wait_for_popup(self.display, process)

    def place(self, window: WindowFacts, x: int, y: int, size: tuple[int, int] | None = None) -> WindowFacts:
        """Moves a window, as a person would with its frame; returns it where it came to lie."""
        from Xlib.display import Display

        connection = Display(self.display)
        try:
            client = connection.create_resource_object("window", window.window_id)
            width, height = size or window.geometry[2:]
            client.configure(x=x, y=y, width=width, height=height)
            connection.sync()
        finally:
            connection.close()
        with contextlib.closing(XorgWindows(self.display)) as windows:

            def placed() -> WindowFacts | None:
                here = next((one for one in windows.all() if one.window_id == window.window_id), None)
                return here if here is not None and here.geometry != window.geometry else None

            return wait_for(placed, f"«{window.title}» to move")

    def settled(self) -> None:
        """Returns once the screen stands still, as a person waits before going on in a new window."""
        wait_settled(self.desktop.screenshot)

    def picture(self, path: Path) -> None:
        """What is on the screen now, as a PNG."""
        from PIL import Image

        Image.fromarray(self.desktop.screenshot()).save(path)


@dataclass(frozen=True)
class Running:
    """A `lam` command at work."""

    process: Started
    out: Path
    err: Path

    def out_lines(self) -> list[str]:
        """What it has said so far."""
        return self.out.read_text(encoding="utf-8").splitlines()

    def signal(self, number: signal.Signals) -> None:
        """Sends it a signal."""
        self.process.send_signal(number)

    def finished(self, limit_s: float) -> Outcome:
        """What came of it; fails where it goes on after the limit."""
        code = self.process.wait(limit_s)
        return Outcome(code, self.out.read_text(encoding="utf-8"), self.err.read_text(encoding="utf-8"))


def wait_for(probe: Callable[[], Any], what: str, limit_s: float = READY_S) -> Any:
    """The first answer of `probe` that is not empty; fails after the limit."""
    end = time.monotonic() + limit_s
    while True:
        found = probe()
        if found:
            return found
        assert time.monotonic() < end, f"waited {limit_s:g} s for {what}"
        time.sleep(POLL_S)


def write_rows(path: Path, rows: Sequence[Mapping[str, str]]) -> Path:
    """A CSV with these rows."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def journal(home: Path, outcome: Outcome) -> list[dict[str, Any]]:
    """What a run wrote down."""
    path = home / outcome.report["run"] / "journal.jsonl"
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def acted(home: Path, outcome: Outcome) -> list[dict[str, Any]]:
    """The actions that a run set out to do."""
    return [entry for entry in journal(home, outcome) if entry["kind"] == "acting"]
