"""A claim on an X display that every user and machine sees: a selection that is owned by who is at work."""

from __future__ import annotations

import contextlib
from collections.abc import Generator
from typing import Any

from Xlib import X

from recorder.errors import RecorderUserError
from recorder.xorg_display import open_display

SELECTION = "_LAM_DESKTOP_AT_WORK"
MOST_BYTES = 200


@contextlib.contextmanager
def claimed(told: str) -> Generator[str | None]:
    """Claims the display; None where it is ours now, else what its holder told of itself.

    The server lets go when the connection ends, however it ends. A display that cannot be opened is nobody's:
    whoever works on it will say so.
    """
    try:
        connection: Any = open_display()
    except RecorderUserError:
        yield None
        return
    try:
        yield _claim(connection, told)
    finally:
        with contextlib.suppress(Exception):  # the display may be gone, and the claim with it
            connection.close()


def _claim(connection: Any, told: str) -> str | None:
    selection = connection.intern_atom(SELECTION)
    connection.grab_server()  # between looking and taking nobody else may take it
    try:
        owner = connection.get_selection_owner(selection)
        if owner != X.NONE:
            return _told_by(owner)
        window = connection.screen().root.create_window(-1, -1, 1, 1, 0, X.CopyFromParent, X.InputOnly)
        window.set_wm_name(told)
        window.set_selection_owner(selection, X.CurrentTime)
        connection.sync()
        return None
    finally:
        connection.ungrab_server()
        connection.sync()


def _told_by(owner: Any) -> str:
    """What the holder calls itself, as far as it is fit to be shown."""
    try:
        name = owner.get_wm_name()
    except Exception:  # it went away just now; the next try will find the display free
        name = None
    text = name.decode("utf-8", "replace") if isinstance(name, bytes) else str(name or "")
    return "".join(sign for sign in text[:MOST_BYTES] if sign.isprintable())
