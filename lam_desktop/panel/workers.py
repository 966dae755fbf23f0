"""Child processes that speak in lines: the recorder, the runner, and whoever looks for targets."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, QTimer, Signal

STDERR_KEPT = 8000
KILLED = -1
"""In place of an exit code."""


@dataclass(frozen=True, slots=True)
class Programs:
    """How the panel starts its children; tests put complete fakes in their place."""

    lam: tuple[str, ...] = field(default_factory=lambda: (sys.executable, "-m", "lam_desktop.cli.main"))
    runner: tuple[str, ...] = field(
        default_factory=lambda: (sys.executable, "-m", "lam_desktop.panel.runner")
    )


class LineProcess(QObject):
    """One child. `ended` comes exactly once, also where it could not be started.

    What it needs in its environment beyond ours is given as `extra`.
    """

    line = Signal(str)
    """A line of its stdout, without the end."""
    said = Signal(str)
    """A line of its stderr, as soon as it is there."""
    ended = Signal(int, str)
    """Exit code (`KILLED`: crashed, killed or never started) and what it wrote to stderr last."""

    def __init__(self, parent: QObject, extra: Mapping[str, str]) -> None:
        super().__init__(parent)
        self._process = QProcess(self)
        environment = QProcessEnvironment.systemEnvironment()
        for name, value in {"PYTHONUNBUFFERED": "1", "PYTHONIOENCODING": "utf-8", **extra}.items():
            environment.insert(name, value)
        self._process.setProcessEnvironment(environment)
        self._process.readyReadStandardOutput.connect(self._read_lines)
        self._process.readyReadStandardError.connect(self._read_stderr)
        self._process.finished.connect(self._on_finished)
        self._process.errorOccurred.connect(self._on_error)
        self._rest = b""
        self._stderr = b""
        self._unsaid = b""
        self._told = False
        self._insist = QTimer(self)
        self._insist.setSingleShot(True)
        self._insist.timeout.connect(self._process.kill)

    @property
    def running(self) -> bool:
        """Whether it lives."""
        return self._process.state() != QProcess.ProcessState.NotRunning

    def start(self, command: Sequence[str]) -> None:
        """Starts it; returns at once."""
        self._process.start(command[0], list(command[1:]))

    def write_line(self, text: str) -> None:
        """Sends a line to its stdin; nothing happens where it has gone."""
        if self.running:
            self._process.write(text.encode() + b"\n")

    def stop(self, grace_s: float) -> None:
        """Asks it to end (SIGTERM; on Windows closing its stdin), and forces it after `grace_s`."""
        if not self.running:
            return
        self._process.closeWriteChannel()
        self._process.terminate()
        self._insist.start(round(grace_s * 1000))

    def wait_end(self, limit_s: float) -> None:
        """Blocks until it has ended, by force after the limit. For closing the panel only."""
        if self.running and not self._process.waitForFinished(round(limit_s * 1000)):
            self._process.kill()
            self._process.waitForFinished(1000)
        self._insist.stop()

    def _read_lines(self) -> None:
        self._rest += bytes(self._process.readAllStandardOutput().data())
        *lines, self._rest = self._rest.split(b"\n")
        for one in lines:
            self.line.emit(one.decode("utf-8", "replace").rstrip("\r"))

    def _read_stderr(self) -> None:
        came = bytes(self._process.readAllStandardError().data())
        self._stderr = (self._stderr + came)[-STDERR_KEPT:]
        *lines, self._unsaid = (self._unsaid + came).split(b"\n")
        for one in lines:
            self.said.emit(one.decode("utf-8", "replace").rstrip("\r"))

    def _on_finished(self, code: int, status: QProcess.ExitStatus) -> None:
        self._read_lines()
        if self._rest:
            rest, self._rest = self._rest, b""
            self.line.emit(rest.decode("utf-8", "replace"))
        self._read_stderr()
        self._tell(code if status == QProcess.ExitStatus.NormalExit else KILLED)

    def _on_error(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart:
            self._stderr += self._process.errorString().encode()
            self._tell(KILLED)

    def _tell(self, code: int) -> None:
        self._insist.stop()
        if not self._told:
            self._told = True
            self.ended.emit(code, self._stderr.decode("utf-8", "replace").strip())


def last_sentence(stderr: str, otherwise: str) -> str:
    """What a `lam` child said was wrong: the last line of its stderr, without the program's name."""
    lines = [line.strip() for line in stderr.splitlines() if line.strip()]
    said = lines[-1].removeprefix("lam: ") if lines else ""
    return said if said.endswith((".", "!", "?")) else otherwise


def rows_argument(path: str, first: int, last: int) -> str:
    """`FILE:N-M` as the command line takes it."""
    return f"{Path(path)}:{first}-{last}"
