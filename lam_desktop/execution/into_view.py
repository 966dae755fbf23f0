"""Scrolls a target into view that is not on the screen: it may lie below, or above, what the window shows."""

from __future__ import annotations

from collections.abc import Callable

import cv2

from lam_desktop.execution.guard import Guard
from lam_desktop.execution.hands import TakenOver
from lam_desktop.execution.locating import Located, Locator
from lam_desktop.execution.plan import StepPlan
from lam_desktop.execution.readiness import View
from lam_desktop.execution.record import RunRecord
from lam_desktop.protocols import Actuator
from lam_desktop.types import Box, DemonstratedStep, ElementKind, Frame, Scroll

NOTCHES = 2
"""The wheel is turned by so many between two looks: about a third of a small window."""
MOST_TURNS = 30
"""So often in one direction, at most."""
LEAST_ABSENT = 0.5
"""A target that is there and not told from another one is no reason to scroll."""
TAKES_THE_WHEEL: frozenset[ElementKind] = frozenset({"field", "combo", "spin", "tab"})
"""Over these the wheel may change what they hold, or scroll within them."""
AROUND_PX = 8
EDGE_PX = 24
STRIDE_PX = 8
LEAST_MOVED_PX = 36
"""What changes where a window scrolls, be it the bar at its side alone, is at least so high; a slider that
takes the wheel is not, nor a value that is turned."""
CHANGED = 12
"""From this difference on a pixel has changed."""


class IntoView:
    """One a run; it turns the wheel only over the window at work, and journals that it does."""

    def __init__(
        self,
        locator: Locator,
        guard: Guard,
        actuator: Actuator,
        record: RunRecord,
        stopped: Callable[[], bool],
        pace: Callable[[], bool],
    ) -> None:
        """`pace` returns when the person lets the agent act, and says whether the desktop was theirs until
        then; it raises where they stop it."""
        self._locator = locator
        self._guard = guard
        self._actuator = actuator
        self._record = record
        self._stopped = stopped
        self._pace = pace
        self._tried: set[int] = set()

    def begin_row(self) -> None:
        """Each step may be looked for anew."""
        self._tried.clear()

    def search(
        self, row: int, plan: StepPlan, shown: DemonstratedStep, found: Located, history: tuple[int, ...]
    ) -> Located | None:
        """A look at which the target is in view; None, with the window about as it was, where there is none.

        Once for each step of a row. `TakenOver` where the person had the desktop meanwhile.
        """
        decision, scope = found.decision, found.view.scope
        if decision is None or scope is None or plan.step.number in self._tried or not _clicks(plan):
            return None
        if decision.accepted or decision.absent < LEAST_ABSENT or scope.popups:
            return None
        self._tried.add(plan.step.number)
        first, turned = found.view, 0
        for down in (True, False):
            for _ in range(MOST_TURNS):
                looked = self._turned(row, plan, shown, found, -NOTCHES if down else NOTCHES, history)
                if looked is None:
                    break
                turned += -NOTCHES if down else NOTCHES
                found = looked
                if found.ready:
                    return found
        back = NOTCHES if turned < 0 else -NOTCHES
        for _ in range(abs(turned) // NOTCHES):  # at its ends a window moves by less than the wheel
            looked = self._locator.look(plan, shown, history)
            if self._looks_as(first, looked.view) or not self._turn(row, plan, shown, looked, back):
                break
        return None

    @staticmethod
    def _looks_as(first: View, now: View) -> bool:
        """Whether the window shows what it did at first, but for a caret or a tint."""
        if first.scope is None or now.scope is None or first.scope.reference.box != now.scope.reference.box:
            return False
        window = first.scope.reference.box
        moved = _changed(first.observation.frame, now.observation.frame, window)
        return moved is None or moved.h < LEAST_MOVED_PX

    def _turned(
        self,
        row: int,
        plan: StepPlan,
        shown: DemonstratedStep,
        found: Located,
        notches: int,
        history: tuple[int, ...],
    ) -> Located | None:
        """The look behind a turn of the wheel; None where the window did not scroll."""
        before = found.view
        if self._stopped() or not self._turn(row, plan, shown, found, notches):
            return None
        looked = self._locator.look(plan, shown, history)
        if before.scope is None or looked.view.scope is None:
            return None
        window = before.scope.reference
        if (looked.view.scope.reference.window_id, looked.view.scope.reference.box) != (
            window.window_id, window.box,
        ):  # fmt: skip
            return None
        moved = _changed(before.observation.frame, looked.view.observation.frame, window.box)
        if moved is None:
            return None
        if moved.h < LEAST_MOVED_PX:
            self._turn(row, plan, shown, looked, -notches)  # something else took the wheel
            return None
        return looked

    def _turn(self, row: int, plan: StepPlan, shown: DemonstratedStep, found: Located, notches: int) -> bool:
        """Turns the wheel in the window, where that can be done without touching anything else."""
        point = _free_point(found.view, shown)
        if point is None or self._guard.point(found.view, point) is not None:
            return False
        if self._pace() and not self._locator.same_program(plan, found):
            raise TakenOver
        ox, oy = found.view.observation.origin
        self._record.write("scrolling", row=row, step=plan.step.number, notches=notches, point=point)
        self._actuator.perform(Scroll((point[0] + ox, point[1] + oy), 0, notches), self._stopped)
        return True


def _clicks(plan: StepPlan) -> bool:
    return plan.pointed and plan.step.kind not in ("scroll", "drag")


def _changed(before: Frame, after: Frame, window: Box) -> Box | None:
    """The box around what changed within a window; None where nothing did."""
    if before.shape != after.shape:
        return None
    differs = cv2.absdiff(window.crop(before), window.crop(after)).max(axis=2) >= CHANGED
    x, y, w, h = cv2.boundingRect(differs.astype("uint8"))
    return Box(window.x + x, window.y + y, w, h) if w and h else None


def _free_point(view: View, shown: DemonstratedStep) -> tuple[int, int] | None:
    """Where the wheel scrolls the window and nothing else: in a strip, from top to bottom, without anything
    that takes the wheel for itself; the one nearest to where the target was demonstrated. Frame pixels.

    What comes by while it scrolls is in a strip as well: forms are drawn in columns.
    """
    assert view.scope is not None
    window = view.scope.reference.box
    taking = [one.box for one in view.program.elements if one.kind in TAKES_THE_WHEEL]
    target, then = shown.acted_on, shown.before.window
    share = 0.5
    if target is not None and then is not None and then.w:
        share = (target.box.center[0] - then.x) / then.w
    wanted = window.x + round(min(1.0, max(0.0, share)) * window.w)
    free = [
        x
        for x in range(window.x + EDGE_PX, window.right - EDGE_PX, STRIDE_PX)
        if not any(box.x - AROUND_PX <= x < box.right + AROUND_PX for box in taking)
    ]
    return (min(free, key=lambda x: abs(x - wanted)), window.center[1]) if free else None
