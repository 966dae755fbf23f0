"""One program in one state and look: started, brought there, photographed, and asked what it shows."""

from __future__ import annotations

import contextlib
import random
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from lam_desktop.data.corpus.lexicon import value
from lam_desktop.evaluation.native.data import make_data, table_rows
from lam_desktop.evaluation.native.libreoffice import write_profile
from lam_desktop.evaluation.native.looks import Look
from lam_desktop.evaluation.native.states import Click, Press, Program, State, Step
from lam_desktop.evaluation.native.tree import Node, read_tree
from lam_desktop.office.clerk import Clerk
from lam_desktop.office.virtual import VirtualDesktop
from lam_desktop.office.xdisplay import place_window
from lam_desktop.types import Box, Frame
from recorder.events import WindowFacts
from recorder.windows._xorg import XorgWindows

_Found = TypeVar("_Found")
OPENED_S = {"libreoffice": 60.0}
OPENED_ELSE_S = 25.0
SETTLED_S = 5.0
MOVING_SHARE = 0.002
"""Of a screen's pixels: spinners and clocks go on for ever."""
STILL_S = 0.4
FOUND_S = 6.0
LEAST_WINDOW_PX = 10_000
LEAST_NODES = 4
KEYS_PAUSE_S = 0.04
MARGIN_PX = 40


@dataclass(frozen=True, eq=False)
class Shown:
    """What is on the screen in one moment."""

    frame: Frame
    windows: tuple[WindowFacts, ...]
    """Bottom to top."""
    nodes: tuple[Node, ...]


class StateError(Exception):
    """A program did not come into a state: it misses what is to be clicked, or opened no window."""


def show(program: Program, state: State, look: Look, rng: random.Random) -> Shown:
    """The program in that state and look, its place and data drawn from `rng`; StateError where it fails."""
    with VirtualDesktop(look.screen, accessibility=True) as desktop:
        desktop.paint(look.background)
        stage = _Stage(desktop, program, look)
        stage.start(state, rng)
        for step in (*program.first, *state.steps):
            stage.do(step, rng)
        return stage.shown()


class _Stage:
    def __init__(self, desktop: VirtualDesktop, program: Program, look: Look) -> None:
        self._desktop = desktop
        self._program = program
        self._look = look

    def start(self, state: State, rng: random.Random) -> None:
        """Starts it with its data and puts its window somewhere."""
        config = Path(self._desktop.environment["XDG_CONFIG_HOME"])
        self._look.write_settings(config)
        if self._program.toolkit == "libreoffice":
            write_profile(config, state.lang)
        home = config.parent / "home"
        home.mkdir()
        program, extra = self._program, self._look.environment(self._program.toolkit, state.lang)
        if "{rows}" in program.argv:
            rows = [cell for row in table_rows(rng) for cell in ("FALSE", *row[:3])]
            argv = [*program.argv[:-1], *rows]
        else:
            data = str(make_data(program.data, home, rng)) if program.data else ""
            argv = [part.replace("{file}", data) for part in program.argv]
        self._desktop.start(
            *argv,
            extra={**extra, "HOME": str(home)},
            cwd=home,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        window = self._opened()
        self._settled()
        self._place(window, rng)
        with Clerk(self._desktop.display, KEYS_PAUSE_S) as clerk:
            self._out_of_the_way(clerk)
        self._settled()

    def do(self, step: Step, rng: random.Random) -> None:
        """One step, and waits until its effect has come."""
        with Clerk(self._desktop.display, KEYS_PAUSE_S) as clerk:
            if isinstance(step, Press):
                clerk.press(*step.keys)
            elif isinstance(step, Click):
                clerk.click(*self._find(step).box.center, button=step.button)
                self._out_of_the_way(clerk)
            else:
                clerk.type(step.text or value(rng, step.make, "en"))
            self._settled()

    def shown(self) -> Shown:
        """The settled screen, and what the programs say of it."""
        tries = 3
        while True:
            frame, windows = self._settled(), self._windows()
            nodes = read_tree(self._desktop.environment, windows, self._look.scale)
            tries -= 1
            told = len(nodes) >= LEAST_NODES
            if told and (tries == 0 or _is_still(frame, self._desktop.screenshot())):
                return Shown(frame, tuple(windows), tuple(nodes))
            if tries == 0:
                raise StateError(f"{self._program.name} tells nothing about its widgets")

    def _out_of_the_way(self, clerk: Clerk) -> None:
        clerk.move(3, self._look.screen[1] - 4)  # else a hint pops up over what is looked at

    def _find(self, step: Click) -> Node:
        def found() -> Node | None:
            nodes = read_tree(self._desktop.environment, self._windows(), self._look.scale)
            held = [
                one for one in nodes if step.name == one.name and step.role in ("", one.role) and one.box.area
            ]
            acting = [one for one in held if one.acts or one.role.startswith("menu")]
            return next(reversed(acting or held), None)

        return _wait(found, FOUND_S, f"{self._program.name} shows no {step.role} “{step.name}”")

    def _opened(self) -> WindowFacts:
        def largest() -> WindowFacts | None:
            mine = [one for one in self._windows() if one.kind in ("normal", "dialog")]
            best = max(mine, key=lambda one: one.geometry[2] * one.geometry[3], default=None)
            return best if best and best.geometry[2] * best.geometry[3] > LEAST_WINDOW_PX else None

        limit = OPENED_S.get(self._program.toolkit, OPENED_ELSE_S)
        return _wait(largest, limit, f"{self._program.name} opened no window")

    def _place(self, window: WindowFacts, rng: random.Random) -> None:
        wide, high = self._look.screen
        _, _, w, h = window.geometry
        if self._program.size != (0, 0):
            grown = self._look.points / 10 * self._look.scale * rng.uniform(0.95, 1.15)
            w, h = (round(one * grown) for one in self._program.size)
        w, h = min(w, wide - MARGIN_PX), min(h, high - 2 * MARGIN_PX)
        x, y = rng.randint(5, wide - w - 5), rng.randint(28, high - h - 10)
        place_window(self._desktop.display, window.window_id, Box(x, y, w, h))

    def _windows(self) -> list[WindowFacts]:
        with contextlib.closing(XorgWindows(self._desktop.display)) as windows:
            return [one for one in windows.all() if one.wm_class or one.kind in ("menu", "popup")]

    def _settled(self) -> Frame:
        """The screen once it has not changed for a while, or as it is when it never rests."""
        end = time.monotonic() + SETTLED_S
        before, since = self._desktop.screenshot(), time.monotonic()
        while time.monotonic() < end and time.monotonic() - since < STILL_S:
            time.sleep(0.1)
            after = self._desktop.screenshot()
            if not _is_still(before, after):
                before, since = after, time.monotonic()
        return before


def _is_still(before: Frame, after: Frame) -> bool:
    return bool((before != after).any(2).mean() < MOVING_SHARE)


def _wait(probe: Callable[[], _Found | None], limit_s: float, otherwise: str) -> _Found:
    end = time.monotonic() + limit_s
    while True:
        found = probe()
        if found is not None:
            return found
        if time.monotonic() > end:
            raise StateError(f"{otherwise} within {limit_s:g} s")
        time.sleep(0.1)
