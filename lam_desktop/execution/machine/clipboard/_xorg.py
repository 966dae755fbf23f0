"""The text on a selection of X11."""

from __future__ import annotations

import contextlib

from lam_desktop.execution.machine.clipboard._xorg_asking import Asking, NotWhole

LIMIT_S = 1.0


def read_selection(display: str | None = None, selection: str = "CLIPBOARD") -> str | None:
    """The text of a selection; None where nobody owns it, or it is no text, is longer than 16 MB, or has not
    come within a second."""
    from Xlib import error
    from Xlib.display import Display

    try:
        connection = Display(display)
    except (error.DisplayError, error.ConnectionClosedError, OSError):
        return None
    with contextlib.closing(connection), contextlib.suppress(NotWhole):
        held = Asking(connection, selection, LIMIT_S).answer("UTF8_STRING")
        if held is not None and held.type == connection.intern_atom("UTF8_STRING"):
            return held.content.decode("utf-8", "replace") or None
    return None
