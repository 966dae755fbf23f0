"""A desktop of its own for each module that needs one, with the recorder and a form on it."""

from __future__ import annotations

import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, ClassVar

import pytest

from lam_desktop.office.virtual import VirtualDesktop
from recorder.recording import Recording

LIMIT_S = 20.0


class Lines:
    """What a program prints, line by line, with a limit on every wait."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        assert process.stdout is not None
        self.process = process
        self._lines: queue.Queue[str | None] = queue.Queue()
        self._thread = threading.Thread(target=self._read, args=(process.stdout,), daemon=True)
        self._thread.start()

    def next(self, timeout_s: float = LIMIT_S) -> str | None:
        """The next line, None at the end; fails when none comes in time."""
        try:
            return self._lines.get(timeout=timeout_s)
        except queue.Empty:
            pytest.fail(f"{self.process.args} printed nothing within {timeout_s} s")

    def _read(self, stdout: Any) -> None:
        for line in stdout:
            self._lines.put(line.rstrip("\n"))
        self._lines.put(None)


class FormProgram:
    """The form, where its fields are and what they hold."""

    def __init__(self, desktop: VirtualDesktop, *options: str, **extra: str) -> None:
        self.process = desktop.start(
            sys.executable, "-m", "tests.recorder.programs.form", *options,
            extra={"LC_ALL": "C.UTF-8", **extra}, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        self._lines = Lines(self.process)
        self.places: dict[str, tuple[int, int]] = {}
        self.values: dict[str, str] = {}
        self.clicks = 0
        self._cleared = 0
        self.until(lambda: bool(self.places))

    def clear(self) -> None:
        """Empties all fields."""
        assert self.process.stdin is not None
        before = self._cleared
        self.process.stdin.write("clear\n")
        self.process.stdin.flush()
        self.until(lambda: self._cleared > before)

    def until(self, holds: Callable[[], bool]) -> None:
        """Waits until the form tells a state of which this is true."""
        deadline = time.monotonic() + LIMIT_S
        while not holds():
            line = self._lines.next(max(0.1, deadline - time.monotonic()))
            assert line is not None, "the form ended"
            told = json.loads(line)
            self.values, self.clicks = told["values"], told["clicks"]
            self._cleared += told.get("cleared", False)
            for name, (x, y) in told.get("places", {}).items():
                self.places[name] = x, y


class RecorderProgram:
    """`python -m recorder`, from the word «recording» on."""

    started: ClassVar[list[subprocess.Popen[str]]] = []

    def __init__(
        self, desktop: VirtualDesktop, path: Path, *options: str, settle: str = "0.3", **extra: str
    ) -> None:
        self.path = path
        # Not through the desktop, which would end it before its server.
        self.process = subprocess.Popen(
            [sys.executable, "-m", "recorder", str(path), "--settle", settle, *options],
            env={**desktop.environment, **extra}, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, text=True, start_new_session=True,
        )  # fmt: skip
        self.started.append(self.process)
        self._lines = Lines(self.process)
        assert self._lines.next() == f"recording {path}"
        self.started_s = time.monotonic()

    def stop(self, number: int = signal.SIGTERM) -> Recording:
        """Sends a signal, and opens what was recorded."""
        os.kill(self.process.pid, number)
        return self.finish()

    def finish(self, code: int = 0) -> Recording:
        """Waits for the end, which must come by itself, and opens what was recorded."""
        last = self._lines.next()
        assert self.process.wait(LIMIT_S) == code, self.error
        recording = Recording.open(self.path)
        assert last == f"saved {self.path} ({len(recording.steps())} steps)"
        assert self._lines.next() is None
        return recording

    @property
    def error(self) -> str:
        """What it said on stderr, at its end."""
        assert self.process.stderr is not None
        return self.process.stderr.read()


@pytest.fixture(scope="module")
def desktop() -> Iterator[VirtualDesktop]:
    with VirtualDesktop() as desktop:
        yield desktop


@pytest.fixture(scope="module")
def one_form(desktop: VirtualDesktop) -> FormProgram:
    return FormProgram(desktop)


@pytest.fixture
def form(one_form: FormProgram) -> FormProgram:
    """The form of this module's desktop, empty."""
    one_form.clear()
    return one_form


@pytest.fixture
def recorder(desktop: VirtualDesktop, tmp_path: Path) -> RecorderProgram:
    return RecorderProgram(desktop, tmp_path / "r.lamrec")


@pytest.fixture(autouse=True)
def no_recorder_is_left() -> Iterator[None]:
    yield
    for process in RecorderProgram.started:
        process.kill()
        process.wait()
    RecorderProgram.started.clear()
