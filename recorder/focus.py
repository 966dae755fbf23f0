"""Whether the focused field is a password field, as accessibility tells it."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import threading
from pathlib import Path

SYSTEM_PYTHON = Path("/usr/bin/python3")


class FocusWatch:
    """Listens to AT-SPI through a helper process; knows nothing where that cannot run."""

    def __init__(self) -> None:
        self._told: list[tuple[int, bool]] = []  # monotonic ns, whether a password field got the focus
        self._process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        """Starts the helper; returns at once."""
        bus = os.environ.get("DBUS_SESSION_BUS_ADDRESS") or os.environ.get("AT_SPI_BUS_ADDRESS")
        if sys.platform != "linux" or not bus or not SYSTEM_PYTHON.exists():
            return
        self._process = subprocess.Popen(
            [str(SYSTEM_PYTHON), "-I", str(Path(__file__).with_name("atspi_focus.py"))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            start_new_session=True,  # a Ctrl+C in the terminal is ours to handle
        )
        threading.Thread(target=self._listen, name="focus", daemon=True).start()

    def stop(self) -> None:
        """Ends the helper."""
        if self._process is None:
            return
        with contextlib.suppress(OSError):
            if self._process.stdin is not None:
                self._process.stdin.close()
        try:
            self._process.wait(1.0)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process = None

    def is_password(self, since_ns: int, until_ns: int | None) -> tuple[bool, bool] | None:
        """Whether a password field had the focus, and whether that was told after `since_ns` (else it may be
        outdated). The last word up to `until_ns` counts; None where there was none."""
        told = [one for one in self._told if until_ns is None or one[0] <= until_ns]
        return (told[-1][1], told[-1][0] >= since_ns) if told else None

    def _listen(self) -> None:
        process = self._process
        if process is None or process.stdout is None:
            return
        for line in process.stdout:
            with contextlib.suppress(ValueError, KeyError):
                told = json.loads(line)
                if told["password"] is not None:
                    self._told = [*self._told[-20:], (int(told["t_ns"]), bool(told["password"]))]
