"""A window that is moved while something is done looks otherwise everywhere: that is no effect of it."""

from __future__ import annotations

from dataclasses import replace

from lam_desktop.execution.screen.readiness import View
from lam_desktop.types import Box, Frame, Observation, Window


def moved_along(
    before: Observation, target: Box | None, was: Window | None, view: View
) -> tuple[Observation, Box | None]:
    """The look before an action, and what was acted on, as if the window had stood where it is now.

    `was`: the window at work then, frame pixels. As they were where another one is at work now, or its size
    is another one.
    """
    seen = view.program
    place = None if was is None else view.place_now(was.box, was)
    if was is None or place is None or place == was.box or seen.frame.shape != before.frame.shape:
        return before, target
    dx, dy = place.x - was.box.x, place.y - was.box.y

    def moved(box: Box) -> Box:
        return box.moved(dx, dy) if was.box.contains(*box.center) else box

    elements = tuple(replace(one, box=moved(one.box)) for one in before.elements)
    window = None if before.window is None else moved(before.window)
    frame = _with_window(before.frame, was.box, seen.frame, dx, dy)
    there = replace(before, frame=frame, elements=elements, window=window)
    return there, None if target is None else moved(target)


def _with_window(before: Frame, box: Box, now: Frame, dx: int, dy: int) -> Frame:
    """The present picture with what a window showed before, where both are on the screen."""
    height, width = before.shape[:2]
    screen = Box(0, 0, width, height)
    visible = box.intersection(screen).moved(dx, dy).intersection(screen)
    drawn = now.copy()
    if visible.area:
        visible.crop(drawn)[:] = visible.moved(-dx, -dy).crop(before)
    return drawn
