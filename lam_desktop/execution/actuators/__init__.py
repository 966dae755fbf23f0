"""The agent's hands, one module a platform."""

from __future__ import annotations

import sys

from lam_desktop.errors import EnvironmentFault
from lam_desktop.execution.actuators._base import BaseActuator
from recorder.ledger import InjectionLedger

__all__ = ["BaseActuator", "open_actuator"]


def open_actuator(ledger: InjectionLedger) -> BaseActuator:
    """The hands of this platform; EnvironmentFault where there is nothing to act on.

    Every event is announced in `ledger` before it is sent.
    """
    if sys.platform == "linux":
        from lam_desktop.execution.actuators._xorg import XorgActuator

        return XorgActuator(ledger)
    raise EnvironmentFault(f"The agent cannot act on {sys.platform}; use Linux with X11, Windows or macOS.")
