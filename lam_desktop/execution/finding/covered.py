"""What lies over the place of a step, as the looks of a run tell it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lam_desktop.execution.finding.greyed import entered_at, named
from lam_desktop.execution.finding.plan import StepPlan
from lam_desktop.execution.screen.readiness import View
from lam_desktop.execution.screen.working import Layer, Moving, layer_over
from lam_desktop.types import Box, Decision, Frame

MOST_WINDOWS = 4
"""Of so many windows it is remembered how they looked."""
WORKING = "the window still shows that it is working."


@dataclass(frozen=True, eq=False)
class _Clear:
    frame: Frame
    box: Box
    """The window, frame pixels."""
    moving: Moving | None
    """What moved then: under a layer it may be too pale to be seen to."""


class Cover:
    """Remembers how each window looked when the run last acted in it: then nothing lay over it."""

    def __init__(self) -> None:
        self._clear: dict[int, _Clear] = {}
        self._told: tuple[View, Layer | None] | None = None
        """The last look that was compared, and the layer on it."""

    def acts_in(self, view: View) -> None:
        """The run acts on this look."""
        if view.scope is None:
            return
        window = view.scope.reference
        self._told = None
        self._clear.pop(window.window_id, None)
        self._clear[window.window_id] = _Clear(view.observation.frame, window.box, view.moving)
        while len(self._clear) > MOST_WINDOWS:
            del self._clear[next(iter(self._clear))]

    def whole(self, view: View) -> str | None:
        """Why nothing may be done in the window at work; None where it does not show that it is working."""
        if view.scope is None or view.moving is None:
            return None
        window = view.scope.reference.box
        if view.moving.covers(window):
            return "Most of the window keeps changing: it still shows that it is working."
        layer = self._layer(view) if view.moving.inside(window) else None
        if layer is not None and layer.is_wide:
            return (
                "A layer with something moving has come over the window: it still shows that it is working."
            )
        return None

    def over(self, view: View, decision: Decision) -> str | None:
        """Why the target of a step must wait; None where nothing lies over it."""
        target = decision.target
        if view.scope is None or target is None:
            return None
        window = _seen(view.scope.reference.box, view.observation.frame)
        if view.moving is not None and view.moving.lies_over(target.box, window):
            return f"{named(target)} lies under something that keeps moving: {WORKING}"
        layer = self._layer(view)
        if layer is not None and layer.lies_over(target.box.moved(-window.x, -window.y)):
            return (
                f"{named(target)} has become paler, with all around it: a layer lies over it, and {WORKING}"
            )
        return None

    def over_field(self, view: View, plan: StepPlan) -> str | None:
        """Why nothing may be entered: a layer has come over the field that was clicked for it, as over a page
        behind a dialog, which has the keyboard then: a space may press its button. None elsewhere."""
        here = entered_at(plan, view)
        if view.scope is None or here is None:
            return None
        window = _seen(view.scope.reference.box, view.observation.frame)
        layer = self._layer(view)
        if layer is not None and layer.is_wide and not layer.spares(here.moved(-window.x, -window.y)):
            return (
                "The field that was clicked has become paler, with all around it: something has come in front"
                " of it, and would get what is typed."
            )
        return None

    def _layer(self, view: View) -> Layer | None:
        """The layer on a look; compared once, for the window and for a target."""
        if self._told is None or self._told[0] is not view:
            self._told = view, self._compared(view)
        return self._told[1]

    def _compared(self, view: View) -> Layer | None:
        assert view.scope is not None
        window = view.scope.reference
        clear = self._clear.get(window.window_id)
        if clear is None or (clear.box.w, clear.box.h) != (window.box.w, window.box.h):
            return None
        frame = view.observation.frame
        seen, before = _seen(window.box, frame), _seen(clear.box, clear.frame)
        if (seen.w, seen.h) != (before.w, before.h):
            return None
        moved = [
            one.pixels(box) for one, box in ((view.moving, seen), (clear.moving, before)) if one is not None
        ]
        moving = np.logical_or.reduce(moved) if moved else None
        return layer_over(before.crop(clear.frame), seen.crop(frame), moving)


def _seen(box: Box, frame: Frame) -> Box:
    """The part of a window that lies on the screen."""
    return box.intersection(Box(0, 0, frame.shape[1], frame.shape[0]))
