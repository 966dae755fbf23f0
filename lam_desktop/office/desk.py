"""The order desk as its clerk handles it: started under given conditions, asked for its parts."""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from lam_desktop.errors import EnvironmentFault, LamBug
from lam_desktop.office.orderdesk.store import OrderStore
from lam_desktop.office.screens import Screen
from lam_desktop.office.xdisplay import wait_for_window
from lam_desktop.types import Box

WM_CLASS = "orderdesk"
ANSWER_LIMIT_S = 10.0
POLL_S = 0.03


@dataclass(frozen=True, slots=True)
class Conditions:
    """How the order desk looks and where it stands."""

    theme: str
    accent: str
    font_pt: float
    geometry: Box
    """Screen pixels."""
    locale: str
    font: str = "DejaVu Sans"
    scale: float = 1.0
    """Of everything the program draws, as its toolkit scales it; `geometry` stays what it says."""


@dataclass(frozen=True, slots=True)
class DeskState:
    """One answer of the order desk to its clerk."""

    places: dict[str, Box]
    """Part name to screen pixels, of all visible parts."""
    state: dict[str, str | bool | int]
    """What the form shows, `focus`: the part with the keyboard, `saved`: orders stored since the start."""


class Desk:
    """A running order desk; a context manager that ends it."""

    def __init__(self, screen: Screen, database: Path, log: Path, conditions: Conditions) -> None:
        self.database, self.log = database, log
        self.known = max((entry.number for entry in OrderStore(database).all()), default=0)
        """Number of the last order that was there before anybody worked."""
        log.touch()
        self._screen = screen
        box = conditions.geometry
        x, y, w, h = (round(side / conditions.scale) for side in (box.x, box.y, box.w, box.h))
        self._program = screen.start(
            sys.executable, "-m", "lam_desktop.office.orderdesk",
            "--database", str(database), "--log", str(log),
            "--theme", conditions.theme, "--accent", conditions.accent,
            "--font-pt", str(conditions.font_pt), "--locale", conditions.locale,
            "--font", conditions.font, "--geometry", f"{w}x{h}+{x}+{y}", "--tell-places",
            extra={"QT_SCALE_FACTOR": f"{conditions.scale:g}"}, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip

    def __enter__(self) -> Desk:
        try:
            wait_for_window(self._screen.display, wm_class=WM_CLASS, program=self._program)
            self.ask()  # answered once the program's event loop turns
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Ends the program."""
        self._screen.stop(self._program)
        for pipe in (self._program.stdin, self._program.stdout):
            if pipe is not None:
                pipe.close()

    def ask(self) -> DeskState:
        """Where its parts lie and what the form shows, now."""
        stdin, stdout = self._program.stdin, self._program.stdout
        assert stdin is not None and stdout is not None
        try:
            stdin.write(b"\n")
            stdin.flush()
        except OSError as fault:
            raise EnvironmentFault(f"The order desk has ended (exit {self._program.poll()}).") from fault
        line = b""
        deadline = time.monotonic() + ANSWER_LIMIT_S
        while not line.endswith(b"\n"):
            if not select.select([stdout], [], [], max(0.0, deadline - time.monotonic()))[0]:
                raise EnvironmentFault(f"The order desk did not answer within {ANSWER_LIMIT_S:g} s.")
            part = os.read(stdout.fileno(), 65536)
            if not part:
                raise EnvironmentFault(f"The order desk has ended (exit {self._program.poll()}).")
            line += part
        answer = json.loads(line)
        return DeskState({name: Box(*box) for name, box in answer["places"].items()}, answer["state"])

    def wait(self, condition: Callable[[DeskState], bool], what: str) -> DeskState:
        """The first answer that meets the condition; LamBug where none does in time."""
        deadline = time.monotonic() + ANSWER_LIMIT_S
        while True:
            told = self.ask()
            if condition(told):
                return told
            if time.monotonic() > deadline:
                raise LamBug(f"The order desk never showed {what}; its form shows {told.state}.")
            time.sleep(POLL_S)
