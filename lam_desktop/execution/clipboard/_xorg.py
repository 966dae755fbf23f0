"""The clipboard of X11: the program that owns the selection is asked for its text (ICCCM, section 2)."""

from __future__ import annotations

import contextlib
import select
import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from Xlib.display import Display

LIMIT_S = 1.0
MOST_BYTES = 1 << 20
"""A longer text comes in parts (INCR), which is not followed: nobody copies a book into a form."""


def read_selection(display: str | None = None, selection: str = "CLIPBOARD") -> str | None:
    """The text of a selection; None where nobody owns it, it is no text, or its owner does not answer."""
    from Xlib import error
    from Xlib.display import Display

    try:
        connection = Display(display)
    except (error.DisplayError, error.ConnectionClosedError, OSError):
        return None
    with contextlib.closing(connection):
        held = text_of(connection, selection)
        return held.decode("utf-8", "replace") or None if held is not None else None


def text_of(connection: Display, selection: str = "CLIPBOARD") -> bytes | None:
    """The text of a selection, in UTF-8; None as for `converted`, or where it is no text."""
    utf8 = connection.intern_atom("UTF8_STRING")
    held = converted(connection, utf8, selection)
    if held is None or held.property_type != utf8 or not isinstance(held.value, bytes):
        return None
    return held.value


def converted(connection: Display, target: int, selection: str = "CLIPBOARD") -> Any | None:
    """The property with which the owner of a selection answers for a target (an atom); None where nobody owns
    it, or the owner refuses or is silent. Other events of the connection are lost."""
    from Xlib import X

    wanted, here = (connection.intern_atom(name) for name in (selection, "LAM_CLIPBOARD"))
    if connection.get_selection_owner(wanted) == X.NONE:
        return None
    window = connection.screen().root.create_window(0, 0, 1, 1, 0, X.CopyFromParent)
    try:
        window.convert_selection(wanted, target, here, X.CurrentTime)
        connection.flush()
        end = time.monotonic() + LIMIT_S
        while (left := end - time.monotonic()) > 0:
            if not connection.pending_events():
                select.select([connection.fileno()], [], [], left)
                continue
            event = connection.next_event()
            if event.type != X.SelectionNotify:
                continue
            return None if event.property == X.NONE else window.get_full_property(here, 0, MOST_BYTES)
    finally:
        window.destroy()
    return None
