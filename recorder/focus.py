"""Whether the focused field is a password field, as accessibility tells it."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import IO

SYSTEM_PYTHON = Path("/usr/bin/python3")


class FocusWatch:
    """Listens to AT-SPI through a helper process; knows nothing where that cannot run."""

    def __init__(self) -> None:
        self._told: list[tuple[int, bool]] = []  # monotonic ns, whether a password field got the focus
        self._process: subprocess.Popen[str] | None = None
        self._thread: threading.Thread | None = None
        self._ready = threading.Event()

    def start(self) -> None:
        """Starts the helper; returns at once."""
        addresses = (os.environ.get(name, "") for name in ("AT_SPI_BUS_ADDRESS", "DBUS_SESSION_BUS_ADDRESS"))
        has_bus = any(address and not address.startswith("disabled:") for address in addresses)
        if sys.platform != "linux" or not has_bus or not SYSTEM_PYTHON.exists():
            return
        self._process = subprocess.Popen(
            [str(SYSTEM_PYTHON), "-I", str(Path(__file__).with_name("atspi_focus.py"))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            start_new_session=True,  # a Ctrl+C in the terminal is ours to handle
        )
        assert self._process.stdout is not None
        self._thread = threading.Thread(
            target=self._listen, args=(self._process.stdout,), name="focus", daemon=True
        )
        self._thread.start()

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
        if self._thread is not None:
            self._thread.join(1.0)  # its pipe has ended
        if self._process.stdout is not None:
            self._process.stdout.close()
        self._process = None

    def wait_ready(self, timeout_s: float) -> bool:
        """True once the helper listens; False where it cannot, or not within the limit."""
        return self._process is not None and self._ready.wait(timeout_s) and self._process.poll() is None

    def last(self, until_ns: int | None) -> tuple[int, bool] | None:
        """The last word up to `until_ns`: when (monotonic ns), and whether a password field got the focus."""
        told = [one for one in self._told if until_ns is None or one[0] <= until_ns]
        return told[-1] if told else None

    def _listen(self, stdout: IO[str]) -> None:
        for line in stdout:
            with contextlib.suppress(ValueError, KeyError):
                told = json.loads(line)
                if told["password"] is not None:
                    self._told = [*self._told[-20:], (int(told["t_ns"]), bool(told["password"]))]
            self._ready.set()
        self._ready.set()
