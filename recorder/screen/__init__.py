"""The pixels of the whole desktop."""

from __future__ import annotations

import sys

from recorder.errors import RecorderUserError
from recorder.screen._base import Rect, ScreenBackend
from recorder.screen._masked import MaskedScreen, blacken

__all__ = ["MaskedScreen", "Rect", "ScreenBackend", "blacken", "open_backend"]


def open_backend() -> ScreenBackend:
    """The screen backend of this platform, or a `RecorderUserError` that says how to mend what is missing."""
    if sys.platform == "linux":
        from recorder.screen._xorg import XorgScreen

        return XorgScreen()
    if sys.platform == "win32":
        from recorder.screen._win32 import Win32Screen

        return Win32Screen()
    if sys.platform == "darwin":
        from recorder.screen._darwin import DarwinScreen

        return DarwinScreen()
    raise RecorderUserError(
        f"The screen cannot be captured on {sys.platform}; use Linux with X11, Windows or macOS."
    )
