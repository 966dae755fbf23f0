"""The clipboard of X11 with its changes, told by XFIXES; a helper process owns what is put there."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Generator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lam_desktop.errors import EnvironmentFault
from lam_desktop.execution.machine.clipboard._xorg_asking import Asking
from lam_desktop.execution.machine.clipboard._xorg_held import held_by
from lam_desktop.execution.machine.clipboard.persons import Held
from recorder.xorg_display import ms_since, open_display

if TYPE_CHECKING:
    from Xlib.display import Display

KEEPER = Path(__file__).with_name("_xorg_keeper.py")
READY_S = 5.0
"""A helper that does not own the clipboard by then has failed."""
HELD_S = 2.0
"""So long all questions may take together: a run begins with them."""
MOST_LATE_MS = 3_600_000
"""A change that is said to have come longer ago was told by another clock."""


class XorgBoard:
    """CLIPBOARD of $DISPLAY. Raises EnvironmentFault once the display is gone."""

    def __init__(self, display: Display) -> None:
        from Xlib.ext import xfixes

        self._events = display
        self._name = display.get_display_name()
        clipboard = display.intern_atom("CLIPBOARD")
        display.xfixes_query_version()
        display.xfixes_select_selection_input(
            display.screen().root, clipboard, xfixes.XFixesSetSelectionOwnerNotifyMask
        )
        display.sync()
        self._ours: set[int] = set()

    def changes(self) -> list[int]:
        """As the protocol says; what our helper put there is left out."""
        found: list[int] = []
        with _vanishing():
            self._events.sync()
            while self._events.pending_events():
                event: Any = self._events.next_event()
                owner = getattr(event, "owner", None)
                if owner is not None and getattr(owner, "id", owner) not in self._ours:
                    found.append(_monotonic_ns(event.timestamp))
        return found

    def held(self) -> Held | None:
        """As the protocol says: the kinds are those of `held_by`."""
        with _vanishing(), contextlib.closing(open_display(self._name)) as connection:
            return held_by(Asking(connection, "CLIPBOARD", HELD_S))

    def put(self, held: Held) -> bool:
        """As the protocol says: the helper gets it through a pipe, and lives until somebody copies."""
        helper = subprocess.Popen(
            [sys.executable, "-P", str(KEEPER), self._name],  # as a file: its package would import far more
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            cwd="/", start_new_session=True,
        )  # fmt: skip
        head = json.dumps([(kind, len(content)) for kind, content in held.items()]).encode()
        try:
            said, _ = helper.communicate(b"\n".join((head, b"".join(held.values()))), READY_S)
        except subprocess.TimeoutExpired:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(helper.pid, signal.SIGKILL)  # what owns the clipboard is its child
            helper.communicate()
            said = b""
        if said:
            self._ours.add(int(said))
        return bool(said)

    def close(self) -> None:
        """As the protocol says."""
        with contextlib.suppress(Exception):  # the display may be gone
            self._events.close()


def open_xorg_board() -> XorgBoard | None:
    """The clipboard of $DISPLAY; None where its server does not tell of changes."""
    with _vanishing():
        display = open_display()
        if display.has_extension("XFIXES"):
            return XorgBoard(display)
        display.close()
    return None


def _monotonic_ns(server_ms: int) -> int:
    """When a change came, not before any press that led to it: both are told in whole milliseconds."""
    now_ns = time.monotonic_ns()
    ago_ms = ms_since(server_ms, now_ns)
    return (now_ns // 1_000_000 - (ago_ms if ago_ms < MOST_LATE_MS else 0) + 1) * 1_000_000


@contextlib.contextmanager
def _vanishing() -> Generator[None]:
    from Xlib import error

    try:
        yield
    except (error.ConnectionClosedError, error.DisplayError, OSError) as fault:
        raise EnvironmentFault(
            "The display vanished while its clipboard was looked at; start again."
        ) from fault
