"""The clipboard of X11: the program that owns the selection is asked for its text (ICCCM, section 2)."""

from __future__ import annotations

import contextlib
import select
import time

LIMIT_S = 1.0
MOST_BYTES = 1 << 20
"""A longer text comes in parts (INCR), which is not followed: nobody copies a book into a form."""


def read_selection(display: str | None = None, selection: str = "CLIPBOARD") -> str | None:
    """The text of a selection; None where nobody owns it, it is no text, or its owner does not answer."""
    from Xlib import X, error
    from Xlib.display import Display

    try:
        connection = Display(display)
    except (error.DisplayError, error.ConnectionClosedError, OSError):
        return None
    with contextlib.closing(connection):
        wanted, utf8, here = (
            connection.intern_atom(name) for name in (selection, "UTF8_STRING", "LAM_CLIPBOARD")
        )
        if connection.get_selection_owner(wanted) == X.NONE:
            return None
        window = connection.screen().root.create_window(0, 0, 1, 1, 0, X.CopyFromParent)
        window.convert_selection(wanted, utf8, here, X.CurrentTime)
        connection.flush()
        end = time.monotonic() + LIMIT_S
        while (left := end - time.monotonic()) > 0:
            if not connection.pending_events():
                select.select([connection.fileno()], [], [], left)
                continue
            event = connection.next_event()
            if event.type != X.SelectionNotify:
                continue
            if event.property == X.NONE:
                return None
            held = window.get_full_property(here, X.AnyPropertyType, MOST_BYTES)
            if held is None or held.property_type != utf8 or not isinstance(held.value, bytes):
                return None
            return held.value.decode("utf-8", "replace") or None
    return None
