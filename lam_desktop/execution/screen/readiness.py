"""Waiting for a screen that stands still, and looking at it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace

import cv2
import numpy as np

from lam_desktop.execution.screen.scope import Held, Scope, find_scope, is_of
from lam_desktop.execution.screen.working import Motion, Moving
from lam_desktop.perception.menus import with_entries
from lam_desktop.protocols import Desktop, ScreenParser
from lam_desktop.tasks.step import WindowName
from lam_desktop.types import Box, Frame, Observation, Window

STILL_S = 0.15
"""The screen has settled when it did not change for this long."""
SETTLE_LIMIT_S = 2.0
"""After this long it is taken as it is: something may blink for ever."""
POLL_S = 0.03
RAISED_S = 2.0
CARET_PX = (4, 48)
"""A change no larger than this (width, height) is a blinking caret."""


@dataclass(frozen=True, eq=False)
class View:
    """One look at the desktop with the program's window in it."""

    observation: Observation
    """With the elements that the policy may choose from."""
    scope: Scope | None
    """None: the program has no window open."""
    active: Window | None
    """The window that has the keyboard; frame pixels."""
    program: Observation
    """The same screen with the elements of all windows of the program, by which effects are judged."""
    moving: Moving | None = None
    """What kept changing on a screen that did not settle within the limit."""

    @property
    def held(self) -> Held | None:
        """The window at work, to go on in."""
        if self.scope is None:
            return None
        return Held(self.scope.reference.window_id, self.scope.ids)

    def place_now(self, box: Box, window: Window) -> Box | None:
        """Where a part of a window is now that somebody may have moved; None unless it is the one at work, of
        the size that it had."""
        now = self.scope.reference if self.scope is not None else None
        if now is None or now.window_id != window.window_id:
            return None
        if (now.box.w, now.box.h) != (window.box.w, window.box.h):
            return None
        return box.moved(now.box.x - window.box.x, now.box.y - window.box.y)


class Looker:
    """The agent's view of the desktop: waits until it stands still, then parses what the step may see."""

    def __init__(self, desktop: Desktop, parser: ScreenParser, still_s: float = STILL_S) -> None:
        self._desktop = desktop
        self._parser = parser
        self._still_s = still_s

    def look(
        self,
        wanted: WindowName | None,
        stopped: Callable[[], bool],
        held: Held | None = None,
        stood: Frame | None = None,
    ) -> View:
        """The settled screen, its elements inside the program's window. Raises EnvironmentFault.

        `stood`: a settled screen since which nobody acted; one that is still the same need not settle again.
        """
        frame, origin, moving = self._settled(stopped, stood)
        return self.view(frame, origin, wanted, held, moving)

    def view(
        self,
        frame: Frame,
        origin: tuple[int, int],
        wanted: WindowName | None,
        held: Held | None = None,
        moving: Moving | None = None,
    ) -> View:
        """A frame with the windows that are open now."""
        windows = self.windows(origin)
        active = self.active(origin)
        scope = find_scope(windows, wanted, active, held)
        if scope is None:
            nothing = Observation(frame, (), None, origin, windows)
            return View(nothing, None, active, nothing)
        menus = [one.box for one in scope.program if one.kind == "menu"]
        elements = with_entries(self._parser.parse(frame, scope.region), frame, menus, self._parser.read)
        window = scope.reference.box
        return View(
            Observation(frame, scope.at_work(elements), window, origin, windows),
            scope,
            active,
            Observation(frame, scope.of_program(elements), scope.region, origin, windows),
            moving,
        )

    def settled(
        self, stopped: Callable[[], bool], stood: Frame | None = None
    ) -> tuple[Frame, tuple[int, int]]:
        """A frame after the screen stood still for a moment, or the limit; at once where it is `stood`."""
        return self._settled(stopped, stood)[:2]

    def _settled(
        self, stopped: Callable[[], bool], stood: Frame | None
    ) -> tuple[Frame, tuple[int, int], Moving | None]:
        """As `settled`, with what kept changing until the limit."""
        frame, origin = self._desktop.grab()
        if stood is not None and still(stood, frame):
            return frame, origin, None
        motion = Motion()
        quiet_since = started = time.monotonic()
        while not stopped():
            time.sleep(POLL_S)
            fresh, origin = self._desktop.grab()
            now = time.monotonic()
            if not still(frame, fresh):
                quiet_since = now
                motion.see(frame, fresh, now)
            frame = fresh
            if now - quiet_since >= self._still_s:
                break
            if now - started >= SETTLE_LIMIT_S:
                return frame, origin, motion.lasting(now)
        return frame, origin, None

    def forget(self) -> None:
        """The next look is at everything, also at what seems unchanged."""
        self._parser.forget()

    def read(self, frame: Frame, box: Box) -> tuple[str, float]:
        """The text inside a part of a frame, and its mean confidence."""
        return self._parser.read(frame, box)

    def grab(self) -> tuple[Frame, tuple[int, int]]:
        """The screen as it is."""
        return self._desktop.grab()

    def windows(self, origin: tuple[int, int]) -> tuple[Window, ...]:
        """All windows now, bottom to top, in pixels of a frame with this `origin`."""
        return tuple(_shifted(window, origin) for window in self._desktop.windows())

    def active(self, origin: tuple[int, int]) -> Window | None:
        """The window that has the keyboard now, in pixels of a frame with this `origin`."""
        window = self._desktop.active_window()
        return _shifted(window, origin) if window is not None else None

    def stands(self, window: Window, origin: tuple[int, int]) -> bool:
        """Whether a window (pixels of a frame with this `origin`) is still open, where it was, as large."""
        box = window.box.moved(*origin)
        return any(one.window_id == window.window_id and one.box == box for one in self._desktop.windows())

    def fetch(self, wanted: WindowName | None, stopped: Callable[[], bool]) -> bool:
        """Shows the program's window that was put away, where there is one and no other; False elsewhere."""
        away = [one for one in self._desktop.minimised() if wanted is not None and is_of(one, wanted)]
        return len(away) == 1 and self.activate(away[0], (0, 0), stopped)

    def activate(self, window: Window, origin: tuple[int, int], stopped: Callable[[], bool]) -> bool:
        """Gives a window (frame pixels) the keyboard; False where it did not get it within two seconds."""
        there = replace(window, box=window.box.moved(*origin))
        return brought_to_front(self._desktop, there, RAISED_S, stopped)


def brought_to_front(
    desktop: Desktop, window: Window, limit_s: float, stopped: Callable[[], bool] = lambda: False
) -> bool:
    """Gives a window (desktop pixels) the keyboard; whether it got it within the limit."""
    desktop.activate(window)
    end = time.monotonic() + limit_s
    while time.monotonic() < end and not stopped():
        active = desktop.active_window()
        if active is not None and active.window_id == window.window_id:
            return True
        time.sleep(POLL_S)
    return False


def still(before: Frame, after: Frame) -> bool:
    """Whether two frames differ in nothing but a caret."""
    if before is after or before.shape != after.shape:
        return before is after
    if np.array_equal(before, after):
        return True
    changed: Frame = cv2.transform(cv2.absdiff(before, after), np.ones((1, 3), np.float32))  # type: ignore[assignment]
    _, _, w, h = cv2.boundingRect(changed)
    return w <= CARET_PX[0] and h <= CARET_PX[1]


def still_in(before: Frame, after: Frame, box: Box) -> bool:
    """As `still`, for one part of the frames."""
    return still(np.ascontiguousarray(box.crop(before)), np.ascontiguousarray(box.crop(after)))


def _shifted(window: Window, origin: tuple[int, int]) -> Window:
    """A window in frame pixels."""
    return replace(window, box=window.box.moved(-origin[0], -origin[1]))
