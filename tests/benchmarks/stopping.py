"""How soon the emergency brake holds: from the person's hand to the last key of an agent that types."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from Xlib import X

from lam_desktop.execution.machine.actuators import open_actuator
from lam_desktop.execution.machine.desktop import open_desktop
from lam_desktop.execution.machine.stopping import EmergencyStop, Stopped
from lam_desktop.office.clerk import Clerk
from lam_desktop.office.virtual import VirtualDesktop
from lam_desktop.types import Click, TypeText
from recorder.ledger import InjectionLedger
from tests.benchmarks import Figure
from tests.execution.stage import Receiver, stage

TRIES = 50
TARGET_MS = 200.0
BEGUN_S = (0.3, 0.9)
"""The brake is pulled so long after the typing began."""
TEXT = "0123456789" * 400
Brake = Callable[[Clerk], float]
"""Stops the agent; returns when the hand moved, seconds of the monotonic clock."""


def run(quick: bool = False) -> list[Figure]:
    """Median, 95th percentile and longest of 50 tries, ten with `quick`; hot key and corner take turns."""
    tries = 10 if quick else TRIES
    rng = np.random.default_rng(1)
    with stage() as desktop, TemporaryDirectory() as folder:
        receiver = Receiver(desktop, Path(folder))
        took = [
            _try(desktop, receiver, (_hot_key, _corner)[number % 2], float(rng.uniform(*BEGUN_S)))
            for number in range(tries)
        ]
    return [
        Figure(f"from the hand to the stop, median of {tries}", round(float(np.median(took)), 1), "ms"),
        Figure(
            "from the hand to the stop, 95th percentile", round(float(np.quantile(took, 0.95)), 1), "ms",
            at_most=TARGET_MS,
        ),
        Figure("from the hand to the stop, longest", round(max(took), 1), "ms"),
    ]  # fmt: skip


def _try(desktop: VirtualDesktop, receiver: Receiver, brake: Brake, after_s: float) -> float:
    """Milliseconds from the person's hand until nothing is typed any more."""
    receiver.activate()
    pulled: list[float] = []

    def person() -> None:
        with Clerk(desktop.display, pause_s=0) as clerk:
            time.sleep(after_s)
            pulled.append(brake(clerk))

    with open_actuator(InjectionLedger()) as hands, open_desktop() as eyes:
        hands.perform(Click(receiver.place("area")), lambda: False)
        with EmergencyStop(eyes.corners, hands.pointer()) as stop:
            thread = threading.Thread(target=person)
            thread.start()
            try:
                hands.perform(TypeText(TEXT), stop.stopped)
            except Stopped:
                stopped = time.monotonic()
            else:
                raise RuntimeError("the typing ended before the brake was pulled: make the text longer")
            finally:
                thread.join()
    return 1000 * (stopped - pulled[0])


def _hot_key(clerk: Clerk) -> float:
    begin = time.monotonic()
    clerk.press("ctrl", "alt", "esc")
    return begin


def _corner(clerk: Clerk) -> float:
    clerk.move(300, 300)
    begin = time.monotonic()
    clerk._send(X.MotionNotify, 0, 0, 0)
    return begin
