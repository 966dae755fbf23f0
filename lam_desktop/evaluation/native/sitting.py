"""A real program on a virtual desktop: started in a look, asked for its widgets, waited for."""

from __future__ import annotations

import contextlib
import subprocess
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

from lam_desktop.errors import EnvironmentFault
from lam_desktop.evaluation.native.libreoffice import write_profile
from lam_desktop.evaluation.native.looks import Look
from lam_desktop.evaluation.native.states import Click, Toolkit
from lam_desktop.evaluation.native.tree import Node, read_tree
from lam_desktop.office.virtual import VirtualDesktop
from lam_desktop.types import Frame
from recorder.events import WindowFacts
from recorder.windows._xorg import XorgWindows

_Found = TypeVar("_Found")
OPENED_S = {"libreoffice": 90.0}
OPENED_ELSE_S = 40.0
SETTLED_S = 5.0
STILL_S = 0.4
MOVING_SHARE = 0.002
"""Of a screen's pixels: spinners and clocks go on for ever."""
FOUND_S = 8.0
LEAST_WINDOW_PX = 10_000


class StateError(EnvironmentFault):
    """A program did not come into a state: it misses what is to be clicked, or opened no window."""


class Sitting:
    """One program in one look, on a desktop with an accessibility bus."""

    def __init__(self, desktop: VirtualDesktop, toolkit: Toolkit, look: Look) -> None:
        self.desktop = desktop
        self._toolkit: Toolkit = toolkit
        self._look = look

    def start(
        self, argv: Sequence[str], home: Path, lang: str = "en", **popen: Any
    ) -> tuple[subprocess.Popen[Any], WindowFacts]:
        """Starts the program with a home of its own; returns its window once it is there."""
        config = home / ".config"
        self._look.write_settings(config)
        if self._toolkit == "libreoffice":
            write_profile(config, lang)
        extra = self._look.environment(self._toolkit, lang)
        extra |= {"HOME": str(home), "XDG_CONFIG_HOME": str(config)}
        extra["XDG_DATA_HOME"] = str(home / ".local" / "share")
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        program = self.desktop.start(*argv, extra=extra, cwd=home, **{**quiet, **popen})

        def largest() -> WindowFacts | None:
            mine = [one for one in self.windows() if one.kind in ("normal", "dialog")]
            best = max(mine, key=lambda one: one.geometry[2] * one.geometry[3], default=None)
            return best if best and best.geometry[2] * best.geometry[3] > LEAST_WINDOW_PX else None

        limit_s = OPENED_S.get(self._toolkit, OPENED_ELSE_S)
        return program, _wait(largest, limit_s, f"{argv[0]} opened no window")

    def windows(self) -> list[WindowFacts]:
        """The programs' windows, bottom to top."""
        with contextlib.closing(XorgWindows(self.desktop.display)) as windows:
            return [one for one in windows.all() if one.wm_class or one.kind in ("menu", "popup")]

    def nodes(self) -> list[Node]:
        """What the programs show, as they say."""
        return read_tree(self.desktop.environment, self.windows(), self._look.scale)

    def find(self, wanted: Click) -> Node:
        """What is to be clicked, once it is shown; of several the last one, which lies on top."""

        def found() -> Node | None:
            held = [one for one in self.nodes() if one.name == wanted.name and one.box.area]
            held = [one for one in held if wanted.role in ("", one.role) and not _is_folded_away(one)]
            acting = [one for one in held if one.acts or one.role.startswith("menu")]
            return next(reversed(acting or held), None)

        return _wait(found, FOUND_S, f"there is no {wanted.role} “{wanted.name}” to click")

    def settled(self) -> Frame:
        """The screen once it has not changed for a while, or as it is when it never rests."""
        end = time.monotonic() + SETTLED_S
        before, since = self.desktop.screenshot(), time.monotonic()
        while time.monotonic() < end and time.monotonic() - since < STILL_S:
            time.sleep(0.1)
            after = self.desktop.screenshot()
            if not is_still(before, after):
                before, since = after, time.monotonic()
        return before


def is_still(before: Frame, after: Frame) -> bool:
    """Whether two looks at the screen show the same, but for spinners and the like."""
    return bool((before != after).any(2).mean() < MOVING_SHARE)


def _is_folded_away(node: Node) -> bool:
    """LibreOffice has a second menu bar, of no height, beside the one that is shown."""
    return node.parent is not None and node.parent.role == "menu bar" and not node.parent.box.area


def _wait(probe: Callable[[], _Found | None], limit_s: float, otherwise: str) -> _Found:
    end = time.monotonic() + limit_s
    while True:
        found = probe()
        if found is not None:
            return found
        if time.monotonic() > end:
            raise StateError(f"{otherwise} within {limit_s:g} s.")
        time.sleep(0.1)
