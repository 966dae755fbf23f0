"""One program in one state and look: started, brought there, photographed, and asked what it shows."""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path

from lam_desktop.data.corpus.values import value
from lam_desktop.evaluation.native.data import make_data, table_rows
from lam_desktop.evaluation.native.looks import Look
from lam_desktop.evaluation.native.sitting import Sitting, StateError, is_still
from lam_desktop.evaluation.native.states import Click, Press, Program, State, Step
from lam_desktop.evaluation.native.tree import Node
from lam_desktop.office.clerk import Clerk
from lam_desktop.office.virtual import VirtualDesktop
from lam_desktop.office.xdisplay import place_window
from lam_desktop.types import Box, Frame
from recorder.events import WindowFacts

LEAST_NODES = 4
LOOKS_AT_MOST = 3
KEYS_PAUSE_S = 0.04
MARGIN_PX = 40


@dataclass(frozen=True, eq=False)
class Shown:
    """What is on the screen in one moment."""

    frame: Frame
    windows: tuple[WindowFacts, ...]
    """Bottom to top."""
    nodes: tuple[Node, ...]


def show(program: Program, state: State, look: Look, rng: random.Random) -> Shown:
    """The program in that state and look, its place and data drawn from `rng`; StateError where it fails."""
    with VirtualDesktop(look.screen, accessibility=True) as desktop:
        desktop.paint(look.background)
        sitting = Sitting(desktop, program.toolkit, look)
        home = Path(desktop.environment["XDG_CONFIG_HOME"]).parent / "home"
        home.mkdir()
        _, window = sitting.start(_argv(program, home, rng), home, state.lang)
        sitting.settled()
        place_window(desktop.display, window.window_id, _place(program, look, window, rng))
        with Clerk(desktop.display, KEYS_PAUSE_S) as clerk:
            _out_of_the_way(clerk, look)
            sitting.settled()
            for step in (*program.first, *state.steps):
                _do(step, sitting, clerk, look, rng)
        return _looked_at(sitting, program)


def _argv(program: Program, home: Path, rng: random.Random) -> list[str]:
    if "{rows}" in program.argv:
        rows = [cell for row in table_rows(rng) for cell in ("FALSE", *row[:3])]
        return [*program.argv[:-1], *rows]
    data = str(make_data(program.data, home, rng)) if program.data else ""
    return [part.replace("{file}", data) for part in program.argv]


def _place(program: Program, look: Look, window: WindowFacts, rng: random.Random) -> Box:
    wide, high = look.screen
    w, h = window.geometry[2:]
    if program.size != (0, 0):
        grown = look.points / 10 * look.scale * rng.uniform(0.95, 1.15)
        w, h = (round(one * grown) for one in program.size)
    w, h = min(w, wide - MARGIN_PX), min(h, high - 2 * MARGIN_PX)
    return Box(rng.randint(5, wide - w - 5), rng.randint(28, high - h - 10), w, h)


def _do(step: Step, sitting: Sitting, clerk: Clerk, look: Look, rng: random.Random) -> None:
    """One step; returns when its effect has come."""
    if isinstance(step, Press):
        clerk.press(*step.keys)
    elif isinstance(step, Click):
        clerk.click(*sitting.find(step).box.center, button=step.button)
        _out_of_the_way(clerk, look)
    else:
        clerk.type(step.text or value(rng, step.make, "en"))
    sitting.settled()


def _out_of_the_way(clerk: Clerk, look: Look) -> None:
    """Else a hint pops up over what is looked at."""
    clerk.move(3, look.screen[1] - 4)


def _looked_at(sitting: Sitting, program: Program) -> Shown:
    """The settled screen, and what the programs say of it."""
    tries = LOOKS_AT_MOST
    while True:
        frame, windows, nodes = sitting.settled(), sitting.windows(), sitting.nodes()
        tries -= 1
        told = len(nodes) >= LEAST_NODES
        if told and (tries == 0 or is_still(frame, sitting.desktop.screenshot())):
            return Shown(frame, tuple(windows), tuple(nodes))
        if tries == 0:
            raise StateError(f"{program.name} tells nothing about its widgets.")
