"""A virtual desktop with a program of ours on it, for tests that act for real."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from lam_desktop.office.virtual import VirtualDesktop, wait_for_window
from recorder.windows._xorg import XorgWindows

RECEIVER = Path(__file__).with_name("receiver.py")
LIMIT_S = 15.0


@contextmanager
def stage(**options: Any) -> Generator[VirtualDesktop]:
    """A desktop that is this process's own as long as the block lasts."""
    with VirtualDesktop(**options) as desktop, pytest.MonkeyPatch.context() as patch:
        patch.setenv("DISPLAY", desktop.display)
        # For both ends: this process, and the programs that it starts there.
        desktop.environment["LAM_RUNTIME_DIR"] = desktop.environment["XDG_RUNTIME_DIR"]
        patch.setenv("LAM_RUNTIME_DIR", desktop.environment["LAM_RUNTIME_DIR"])
        patch.delenv("WAYLAND_DISPLAY", raising=False)
        yield desktop


class Receiver:
    """The program of `receiver.py`, and what reached it by its own account."""

    def __init__(self, desktop: VirtualDesktop, folder: Path, title: str = "receiver") -> None:
        self._state = folder / f"{title}.json"
        self.process = desktop.start(sys.executable, str(RECEIVER), str(self._state), title)
        self.window = wait_for_window(desktop.display, title=title)
        self.activate()

    def activate(self) -> None:
        """Gives it the keyboard."""
        windows = XorgWindows()
        windows.activate(self.window.window_id)
        wait_until(lambda: (active := windows.active()) and active.window_id == self.window.window_id)
        windows.close()

    def state(self) -> dict[str, Any]:
        return json.loads(self._state.read_text(encoding="utf-8"))

    def place(self, name: str) -> tuple[int, int]:
        """The middle of one of its parts."""
        x, y, w, h = self.state()["places"][name]
        return x + w // 2, y + h // 2

    def shows(self, name: str, value: object) -> None:
        """Waits until one of its values is this; fails with the difference."""
        wait_until(lambda: self.state()[name] == value, lambda: (self.state()[name], value))


def wait_until(
    ready: Callable[[], object], facts: Callable[[], object] = lambda: "", limit_s: float = LIMIT_S
) -> None:
    """Returns once `ready` says so."""
    deadline = time.monotonic() + limit_s
    while not ready():
        assert time.monotonic() < deadline, facts()
        time.sleep(0.01)


def set_layout(desktop: VirtualDesktop, *arguments: str) -> None:
    """Chooses the keyboard layout as a person would."""
    program = desktop.start("setxkbmap", *arguments)
    assert program.wait(LIMIT_S) == 0


def never() -> bool:
    """Nobody stops."""
    return False


def crowding() -> float:
    """How many want each processor just now, at least 1: what takes time takes so many times as long."""
    return max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))
