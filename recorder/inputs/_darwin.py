"""Input on macOS, through pynput's event taps. Untested: nobody has run it yet."""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Callable

from recorder.errors import RecorderUserError
from recorder.inputs._base import RawInput
from recorder.inputs._pynput import PynputInput


class DarwinInput(PynputInput):
    """Event taps stay silent without permission, so that is asked first."""

    def start(self, on_input: Callable[[RawInput], None], on_error: Callable[[BaseException], None]) -> None:
        if sys.platform == "darwin" and not _is_trusted():
            raise RecorderUserError(
                "macOS does not let this program see input; allow it in System Settings, Privacy & Security,"
                " under Accessibility and Input Monitoring, and start it again."
            )
        super().start(on_input, on_error)


def _is_trusted() -> bool:
    services = ctypes.cdll.LoadLibrary(
        "/System/Library/Frameworks/ApplicationServices.framework/ApplicationServices"
    )
    services.AXIsProcessTrusted.restype = ctypes.c_bool
    return bool(services.AXIsProcessTrusted())
