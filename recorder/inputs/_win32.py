"""Input on Windows, through pynput's low-level hooks. Untested: nobody has run it yet."""

from __future__ import annotations

from recorder.inputs._pynput import PynputInput


class Win32Input(PynputInput):
    """Positions are physical pixels once the screen backend has set per-monitor awareness."""
