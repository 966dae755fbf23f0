"""Which windows there are, where, and of which program."""

from __future__ import annotations

import sys

from recorder.errors import RecorderUserError
from recorder.windows._base import WindowBackend
from recorder.windows._stack import PolledStack, Stack, StackWatch, Standing

__all__ = ["PolledStack", "Stack", "StackWatch", "Standing", "WindowBackend", "open_backend", "open_stack"]


def open_backend() -> WindowBackend:
    """The window backend of this platform, or a `RecorderUserError` that says how to mend what is missing."""
    if sys.platform == "linux":
        from recorder.windows._xorg import XorgWindows

        return XorgWindows()
    if sys.platform == "win32":
        from recorder.windows._win32 import Win32Windows

        return Win32Windows()
    if sys.platform == "darwin":
        from recorder.windows._darwin import DarwinWindows

        return DarwinWindows()
    raise RecorderUserError(
        f"Windows cannot be listed on {sys.platform}; use Linux with X11, Windows or macOS."
    )


def open_stack() -> StackWatch:
    """Watches the stack of windows, on a connection of its own. Raises as `open_backend`."""
    if sys.platform == "linux":
        from recorder.windows._xorg_stack import XorgStack

        return XorgStack()
    return PolledStack(open_backend())
