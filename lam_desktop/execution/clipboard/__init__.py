"""What lies on the clipboard, one module a platform. It is only read; nothing here writes to it."""

from __future__ import annotations

import sys


def clipboard_text() -> str | None:
    """The text on the clipboard; None where there is none, or where it cannot be read within a second."""
    if sys.platform == "linux":
        from lam_desktop.execution.clipboard._xorg import read_selection

        return read_selection()
    from lam_desktop.execution.clipboard._pyperclip import read_selection as read_other

    return read_other()


def marked_text() -> str | None:
    """The text that is marked somewhere, which the middle mouse button pastes; None where that is not so."""
    if sys.platform != "linux":
        return None
    from lam_desktop.execution.clipboard._xorg import read_selection

    return read_selection(selection="PRIMARY")
