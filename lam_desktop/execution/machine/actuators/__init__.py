"""The agent's hands, one module a platform."""

from __future__ import annotations

import sys

from lam_desktop.errors import EnvironmentFault
from lam_desktop.execution.machine.actuators._base import BaseActuator, KeyboardLost, Missed
from lam_desktop.execution.machine.actuators._fake import FakeActuator
from recorder.ledger import InjectionLedger

__all__ = ["BaseActuator", "FakeActuator", "KeyboardLost", "Missed", "open_actuator"]


def open_actuator(ledger: InjectionLedger) -> BaseActuator:
    """The hands of this platform; EnvironmentFault where there is nothing to act on.

    Every event is announced in `ledger` before it is sent.
    """
    if sys.platform == "linux":
        from lam_desktop.execution.machine.actuators._xorg import XorgActuator

        return XorgActuator(ledger)
    if sys.platform == "win32":
        from lam_desktop.execution.machine.actuators._win32 import Win32Actuator

        return Win32Actuator(ledger)
    if sys.platform == "darwin":
        from lam_desktop.execution.machine.actuators._darwin import DarwinActuator

        return DarwinActuator(ledger)
    raise EnvironmentFault(f"The agent cannot act on {sys.platform}; use Linux with X11, Windows or macOS.")
