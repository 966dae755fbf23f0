"""Which program has the keyboard, and whether it has read what was sent to it."""

from __future__ import annotations

import contextlib
import select
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from lam_desktop.execution.actuators._base import check, rest

if TYPE_CHECKING:
    from Xlib.display import Display

DEAF_S = 0.12
"""Wait for a program that does not answer pings; those measured here needed at most 40 ms."""
ANSWER_LIMIT_S = 3.0
"""A program that is busy for longer is not going to read faster because we wait."""


class FocusedProgram:
    """The window that has the keyboard, asked through the protocol by which window managers find hung programs.

    A ping travels behind the key events that were sent before it, and is answered when the program got there.
    """

    def __init__(self, display: Display) -> None:
        from Xlib import X

        self._display = display
        self._root = display.screen().root
        self._protocols = display.intern_atom("WM_PROTOCOLS")
        self._ping = display.intern_atom("_NET_WM_PING")
        self._stamp = 0
        self._root.change_attributes(
            event_mask=X.StructureNotifyMask | X.SubstructureNotifyMask
        )  # answers are sent to the root
        display.flush()

    def window(self) -> Any | None:
        """The top-level window that has the keyboard; None where no window has it."""
        focus: Any = self._display.get_input_focus().focus
        best = None
        while not isinstance(focus, int) and focus is not None and focus.id != self._root.id:
            best = focus
            with contextlib.suppress(Exception):
                if focus.get_full_property(self._display.intern_atom("WM_STATE"), 0) is not None:
                    return focus
            focus = _parent(focus)
        return best

    def has_read(self, stopped: Callable[[], bool]) -> bool:
        """Returns once it has read all that was sent; False where it did not tell, and time had to do."""
        window = self.window()
        if window is None or not self._answers(window):
            rest(DEAF_S, stopped)
            return False
        self._forget_events()
        self._stamp = (self._stamp + 1) & 0xFFFF or 1
        # Our own number, not a server time: a window manager must not take the answer for one to its own ping.
        stamp = 0x4C000000 | self._stamp
        self._send(window, stamp)
        deadline = time.monotonic() + ANSWER_LIMIT_S
        while (left := deadline - time.monotonic()) > 0:
            if self._answered(stamp):
                return True
            check(stopped)
            select.select([self._display.fileno()], [], [], min(left, 0.02))
        return False

    def _answers(self, window: Any) -> bool:
        reply = window.get_full_property(self._protocols, 0)
        return reply is not None and self._ping in reply.value

    def _send(self, window: Any, stamp: int) -> None:
        from Xlib.protocol import event

        message = event.ClientMessage(
            window=window, client_type=self._protocols, data=(32, [self._ping, stamp, window.id, 0, 0])
        )
        window.send_event(message, event_mask=0)
        self._display.flush()

    def _answered(self, stamp: int) -> bool:
        from Xlib import X

        while self._display.pending_events():
            event: Any = self._display.next_event()
            if event.type == X.ClientMessage and event.client_type == self._protocols:
                name, answered = event.data[1][:2]
                if name == self._ping and answered == stamp:
                    return True
        return False

    def _forget_events(self) -> None:
        while self._display.pending_events():
            self._display.next_event()


def _parent(window: Any) -> Any | None:
    with contextlib.suppress(Exception):  # it may have closed just now
        return window.query_tree().parent
    return None
