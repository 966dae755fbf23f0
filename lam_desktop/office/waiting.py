"""What a person waits for before going on."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable
from typing import TypeVar

from lam_desktop.errors import EnvironmentFault
from lam_desktop.execution.screen.readiness import still
from lam_desktop.types import Frame
from recorder.events import WindowFacts
from recorder.windows._xorg import XorgWindows

T = TypeVar("T")
LIMIT_S = 30.0
STILL_S = 0.3
POLL_S = 0.05


def wait_until(probe: Callable[[], T], what: str, limit_s: float = LIMIT_S) -> T:
    """The first answer of `probe` that is not empty; EnvironmentFault after the limit."""
    end = time.monotonic() + limit_s
    while True:
        found = probe()
        if found:
            return found
        if time.monotonic() > end:
            raise EnvironmentFault(f"Waited {limit_s:g} s for {what}: see whether its program goes on.")
        time.sleep(POLL_S)


def wait_settled(screenshot: Callable[[], Frame]) -> Frame:
    """The screen once it has stood still for a moment; EnvironmentFault where it never does."""
    seen, since = screenshot(), time.monotonic()
    end = since + LIMIT_S
    while time.monotonic() - since < STILL_S:
        if time.monotonic() > end:
            raise EnvironmentFault(f"The screen did not stand still within {LIMIT_S:g} s: see what moves.")
        time.sleep(POLL_S)
        now = screenshot()
        if not still(seen, now):
            seen, since = now, time.monotonic()
    return seen


def wait_for_popup(display: str, process: str) -> WindowFacts:
    """The open menu or list of a program, once it is there."""
    with contextlib.closing(XorgWindows(display)) as windows:

        def opened() -> WindowFacts | None:
            popups = (one for one in windows.all() if one.kind in ("menu", "popup"))
            return next((one for one in popups if one.process == process), None)

        found = wait_until(opened, f"a popup of {process}")
        assert found is not None
        return found
