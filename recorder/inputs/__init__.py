"""Mouse and keyboard input of the whole desktop."""

from __future__ import annotations

import sys

from recorder.errors import RecorderUserError
from recorder.inputs._base import InputBackend, RawInput

__all__ = ["InputBackend", "RawInput", "open_backend"]


def open_backend() -> InputBackend:
    """The input backend of this platform, or a `RecorderUserError` that says how to mend what is missing."""
    if sys.platform == "linux":
        from recorder.inputs._xorg import XorgInput

        return XorgInput()
    if sys.platform == "win32":
        from recorder.inputs._win32 import Win32Input

        return Win32Input()
    if sys.platform == "darwin":
        from recorder.inputs._darwin import DarwinInput

        return DarwinInput()
    raise RecorderUserError(
        f"Input cannot be recorded on {sys.platform}; use Linux with X11, Windows or macOS."
    )
