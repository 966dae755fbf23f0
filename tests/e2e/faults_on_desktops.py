"""Faults that strike at a program's window, at the keyboard, or at the whole desktop."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import subprocess
import time
from collections.abc import Callable

from lam_desktop.office.xdisplay import iconify, resize_screen
from tests.e2e.faults import AFTER_S, SAVE, Fault, Scene, at_work
from tests.e2e.faults_in_pages import AT_WORK, ELSEWHERE, GONE
from tests.e2e.foreign_window import ForeignWindow

Act = Callable[[Scene, random.Random], Callable[[], None] | None]
Kind = tuple[str, Act, tuple[str, ...], tuple[str, ...]]
"""Name, what is done, how a question tells of it, and what it brings with it."""
IN_FRONT = ("in front", "another window", "another program", "keyboard", *GONE)
SMALLER = (1152, 720)
"""What the screen shrinks to: its picture loses a strip on two sides."""


def desktop_fault(kind: Kind, program: tuple[str, ...], rng: random.Random, stage: str) -> Fault:
    """A fault of one of the `KINDS` at a stage; `program` names the window that it happens to."""
    name, act, told, own = kind
    drawn = random.Random(rng.random())
    typed = ("Name", "Phone") if name in ("layout", "caps") else (*at_work(stage), *program)
    touched = ("screen",) if name == "resolution" else (*own, *typed)
    after_s = drawn.uniform(0, AFTER_S) if stage == SAVE else AFTER_S
    return Fault(name, stage, touched, told, act=lambda scene: act(scene, drawn), after_s=after_s)


def _moved(scene: Scene, rng: random.Random) -> None:
    with contextlib.suppress(AssertionError):  # it may have gone by itself
        window = scene.window()
        scene.office.place(window, rng.randrange(0, 420), rng.randrange(0, 180))


def _covered(scene: Scene, rng: random.Random) -> Callable[[], None]:
    other = scene.office.desktop.start(
        "mousepad", "--disable-server", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    return lambda: scene.office.desktop.stop(other)


def _closed(scene: Scene, rng: random.Random) -> None:
    scene.close()


def _frozen(scene: Scene, rng: random.Random) -> Callable[[], None] | None:
    """The whole program stands still for a while, as one does that waits for its disk."""
    process = scene.process
    if process is None:
        return None
    os.killpg(process.pid, signal.SIGSTOP)
    time.sleep(rng.uniform(1.0, 6.0))
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGCONT)
    return None


def _layout(scene: Scene, rng: random.Random) -> Callable[[], None]:
    def change(name: str) -> None:
        subprocess.run(("setxkbmap", "-display", scene.office.display, name), check=True, timeout=10)

    change(rng.choice(("de", "fr", "ru", "gr")))
    return lambda: change("us")


def _caps(scene: Scene, rng: random.Random) -> Callable[[], None]:
    def lock(on: bool) -> None:
        from Xlib.display import Display

        from lam_desktop.execution.machine.actuators._xorg_xkb import LockedModifiers

        connection = Display(scene.office.display)
        try:
            LockedModifiers(connection).set(2, 2 * on)
        finally:
            connection.close()

    lock(True)
    return lambda: lock(False)


def _minimised(scene: Scene, rng: random.Random) -> None:
    with contextlib.suppress(AssertionError):
        iconify(scene.office.display, scene.window().window_id)


def _focus(scene: Scene, rng: random.Random) -> Callable[[], None]:
    """Another program takes the keyboard, and covers nothing."""
    window = ForeignWindow(scene.office.display, "Chat", (20, 660, 160, 60))
    return window.close


def _resolution(scene: Scene, rng: random.Random) -> Callable[[], None]:
    resize_screen(scene.office.display, *SMALLER)
    return lambda: resize_screen(scene.office.display, *scene.office.desktop.size)


KINDS: tuple[Kind, ...] = (
    ("moved", _moved, GONE, ()), ("covered", _covered, IN_FRONT, ("mousepad", "Untitled")),
    ("closed", _closed, GONE, ()), ("frozen", _frozen, AT_WORK, ()), ("layout", _layout, ELSEWHERE, ()),
    ("caps", _caps, ELSEWHERE, ()), ("minimised", _minimised, GONE, ()),
    ("focus", _focus, IN_FRONT, ("Chat",)),
    ("resolution", _resolution, ("resolution", "smaller", "became"), ()),
)  # fmt: skip
OF_TYPING = ("layout", "caps")
"""What does nothing to a click."""
