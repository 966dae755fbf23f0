"""What lies on the clipboard, one module a platform: read where a task copies; the person's is given back."""

from __future__ import annotations

import sys

from lam_desktop.execution.machine.clipboard.persons import Board


def clipboard_text() -> str | None:
    """The text on the clipboard; None where there is none, or where it cannot be read within a second."""
    if sys.platform == "linux":
        from lam_desktop.execution.machine.clipboard._xorg import read_selection

        return read_selection()
    from lam_desktop.execution.machine.clipboard._pyperclip import read_selection as read_other

    return read_other()


def open_board() -> Board | None:
    """The clipboard as one that tells of changes, which the caller closes; None where nothing does (there
    it is not given back)."""
    if sys.platform == "linux":
        from lam_desktop.execution.machine.clipboard._xorg_board import open_xorg_board

        return open_xorg_board()
    return None


def marked_text() -> str | None:
    """The text that is marked somewhere, which the middle mouse button pastes; None where that is not so."""
    if sys.platform != "linux":
        return None
    from lam_desktop.execution.machine.clipboard._xorg import read_selection

    return read_selection(selection="PRIMARY")
