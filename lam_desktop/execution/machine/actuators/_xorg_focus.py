"""Which program has the keyboard, and whether it has read what was sent to it."""

from __future__ import annotations

import select
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from lam_desktop.execution.machine.actuators._base import check, rest
from lam_desktop.execution.screen.waiting import SLICE_S

if TYPE_CHECKING:
    from Xlib.display import Display
    from Xlib.xobject.drawable import Window

DEAF_S = 0.1
"""Wait for a program that does not answer pings, Tk's for example; those measured needed 40 ms at most."""
ANSWER_LIMIT_S = 3.0
"""A program that is busy for longer is not going to read faster because we wait."""
_OURS = 0x4C000000
"""Added to our numbers: window managers ping too, with server times, and must not mistake our answers."""


class FocusedProgram:
    """The window that has the keyboard, asked as window managers ask to find programs that hang.

    A ping travels behind the key events that were sent before it, and is answered when the program got there.
    """

    def __init__(self, display: Display) -> None:
        from Xlib import X

        self._display = display
        self._root = display.screen().root
        self._protocols = display.intern_atom("WM_PROTOCOLS")
        self._ping = display.intern_atom("_NET_WM_PING")
        self._state = display.intern_atom("WM_STATE")
        self._class = display.intern_atom("WM_CLASS")
        self._asked = 0
        # Answers go to the root; programs differ in the mask that they send them with.
        self._root.change_attributes(event_mask=X.StructureNotifyMask | X.SubstructureNotifyMask)
        display.flush()

    def class_of(self, window: Window | None) -> str:
        """What the window's program calls itself, for a sentence."""
        value = None if window is None else self._property(window, self._class)
        return value.rstrip(b"\0").rpartition(b"\0")[2].decode("utf-8", "replace") if value else "unknown"

    def window(self) -> Window | None:
        """The top-level window that has the keyboard; None where none has it."""
        focus: Any = self._display.get_input_focus().focus
        top: Window | None = None
        while not isinstance(focus, int) and focus is not None and focus.id != self._root.id:
            top = focus
            if self._property(focus, self._state) is not None:  # the client, inside a window manager's frame
                break
            focus = _parent(focus)
        return top

    def await_read(self, stopped: Callable[[], bool], deaf_s: float = DEAF_S) -> None:
        """Returns once it has read all that was sent to it, or had `deaf_s` to where it does not tell."""
        window = self.window()
        if window is None or not self._answers(window):
            rest(deaf_s, stopped)
            return
        self._asked += 1
        stamp = _OURS | self._asked & 0xFFFFFF
        self._send(window, stamp)
        deadline = time.monotonic() + ANSWER_LIMIT_S
        while (left := deadline - time.monotonic()) > 0 and not self._answered(stamp):
            check(stopped)
            if not self._answers(window):  # a dialog that its own button closed answers no more
                return
            select.select([self._display.fileno()], [], [], min(left, SLICE_S))

    def _answers(self, window: Window) -> bool:
        value = self._property(window, self._protocols)
        return value is not None and self._ping in value

    def _property(self, window: Window, name: int) -> Any:
        from Xlib import error

        try:
            reply = window.get_full_property(name, 0)
        except (error.BadWindow, AttributeError, TypeError):  # python-xlib breaks on a reply cut short
            return None
        return None if reply is None else reply.value

    def _send(self, window: Window, stamp: int) -> None:
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


def _parent(window: Any) -> Any | None:
    from Xlib import error

    try:
        return window.query_tree().parent
    except (error.BadWindow, AttributeError, TypeError):  # it closed just now
        return None
