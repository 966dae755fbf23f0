"""What was observed: input events, the key and the window each belongs to.

Times are `time.monotonic_ns()` of the recording machine. Positions are physical pixels of the virtual
desktop, x to the right and y down, in the frame whose origin the screen backend states.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

EventKind = Literal["press", "release", "move", "scroll", "key_press", "key_release", "marker", "pause"]
WindowKind = Literal["normal", "dialog", "popup", "menu", "dock", "desktop", "other"]

MODIFIERS = ("ctrl", "alt", "shift", "win", "altgr")
"""Canonical modifier names, in the order in which a shortcut names them."""


@dataclass(frozen=True, slots=True)
class WindowFacts:
    """One top-level window as it was at one moment."""

    title: str
    wm_class: str  # class part of WM_CLASS; '' where the window has none
    process: str  # name of the executable; '' where unknown
    pid: int | None
    geometry: tuple[int, int, int, int]  # x, y, w, h of the client area in physical screen pixels
    window_id: int
    kind: WindowKind


@dataclass(frozen=True, slots=True)
class KeyFacts:
    """A key by its place on the keyboard, its name, and the character it gave."""

    keycode: int | None  # None for a hidden key
    name: str  # 'ctrl_l', 'enter', 'f5', 'a'; printable keys by their unshifted Latin character if any
    char: str | None  # what the key types in the layout and level then in force; None for a command key


@dataclass(frozen=True, slots=True)
class InputEvent:
    """One thing a person did with mouse or keyboard."""

    seq: int  # rises by one or more within a recording
    t_ns: int  # monotonic
    kind: EventKind
    x: int  # pointer position, also for keys
    y: int
    button: str | None = None  # 'left', 'right', 'middle', 'back', 'forward', 'button10'…
    dx: int = 0  # wheel clicks, right is positive
    dy: int = 0  # wheel clicks, away from the person (up) is positive
    key: KeyFacts | None = None
    modifiers: tuple[str, ...] = ()  # held just before the event; subset of MODIFIERS
    window: WindowFacts | None = None  # under the pointer for the mouse, active window for keys
    frame_before: int | None = None
    frame_after: int | None = None
    secret: str | None = None  # placeholder name; the event then stands for a run of hidden typing


@dataclass(frozen=True, slots=True)
class FilteredEvent:
    """An event that belongs to no step, and why."""

    event: InputEvent
    reason: str


def canonical_key(name: str) -> str:
    """Name of a key without its side: 'ctrl' for 'ctrl_l', anything else unchanged."""
    stem, _, side = name.rpartition("_")
    return stem if side in ("l", "r") and stem in MODIFIERS else name
