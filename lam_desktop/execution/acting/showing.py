"""The person does a step themself: what they did in the task's windows is watched, and kept for teaching.

Which letters they type is never looked at; what they press in other windows is none of the step. A place is
learned only where the screen just before the press was the one that is kept with it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from lam_desktop.execution.acting.interruptions import Interruptions, interruption_of, kept_as
from lam_desktop.execution.acting.pointed_places import keeps_silent, place_of
from lam_desktop.execution.finding.guard import Guard
from lam_desktop.execution.finding.located import Located
from lam_desktop.execution.finding.locating import AROUND_PX, Locator
from lam_desktop.execution.finding.one_record import looks_alike
from lam_desktop.execution.finding.plan import BUTTONS, StepPlan
from lam_desktop.execution.finding.read_values import with_readings
from lam_desktop.execution.machine.stopping import Touch
from lam_desktop.execution.screen.readiness import CARET_PX
from lam_desktop.execution.screen.scope import HELD_KINDS
from lam_desktop.execution.supervising.hands import Hands
from lam_desktop.execution.supervising.record import RunRecord
from lam_desktop.execution.supervising.row_state import RowState
from lam_desktop.neighbours import element_at
from lam_desktop.tasks.storage.corrections import Correction, Corrections, Interruption, ShownPlace
from lam_desktop.types import Box, DemonstratedStep, Frame, Observation, Window

GLANCE_S = 0.1
JUST_BEFORE_S = 1.0
"""So long before a press the screen must have been looked at, at most."""
LARGEST_PX = 1024
"""A change wider or higher than this is none of one control."""


@dataclass(frozen=True, slots=True)
class _Moment:
    """The windows at a time on the monotonic clock, bottom to top; frame pixels of the look before."""

    t_ns: int
    windows: tuple[Window, ...]
    active: Window | None
    changed: Box | None
    """What of the window at work looks otherwise than in that look, other windows over it left out; None:
    nothing does."""
    now: Frame | None
    """How that looks; None where nothing changed, or more than one control."""


class Showing:
    """One a run."""

    def __init__(
        self,
        locator: Locator,
        guard: Guard,
        record: RunRecord,
        hands: Hands,
        corrections: Corrections,
        interruptions: Interruptions,
        at: RowState,
        check: Callable[[], None],
    ) -> None:
        """`at`: the row at work. `check` raises `Stopped` if the run was stopped."""
        self._locator = locator
        self._guard = guard
        self._record = record
        self._hands = hands
        self._corrections = corrections
        self._interruptions = interruptions
        self._at = at
        self._check = check
        self._last: tuple[Path, Correction] | None = None

    def watched(self, plan: StepPlan, shown: DemonstratedStep, found: Located) -> bool:
        """Lets the person act; whether all that they did was to close a dialog in front of the step."""
        row, step = self._at.row.index, plan.step
        moments: list[_Moment] = []

        def watch() -> None:
            now = time.monotonic_ns()
            if not moments or now - moments[-1].t_ns >= GLANCE_S * 1e9:
                moments.append(self._moment(now, found))

        watch()
        pressed = self._hands.let_do(row, step.number, watch)
        scrolled = any(one.scrolled for one in pressed)
        done = [one for one in pressed if not one.scrolled]
        touches = [one for one in done if self._is_in_program(one, found, moments)]
        points = [point for one in touches if (point := self._point(one, found)) is not None]
        self._record.write("shown", row=row, step=step.number, caption=step.caption, points=points)
        before = self._record.kept(found.view)
        plan = with_readings(plan, found.readings)
        if not touches or keeps_silent(plan, before):
            return False
        after = self._locator.look(plan, shown, self._at.done)
        self._check()
        interruption = self._interruption(found, after, touches)
        kept = None if interruption is None else kept_as(interruption, before, self._at.row.cells.values())
        place = None
        if kept is None and len(done) == len(touches) == 1 and not scrolled:
            place = self._place(plan, shown, found, before, touches[0], _before(touches[0], moments))
        asked = self._record.without_secrets(found.objection or "")
        correction = Correction(
            row, step.number, step.caption, asked, tuple(self._did(touches, found)), self._record.name,
            before, self._record.kept(after.view), None, kept, place,
        )  # fmt: skip
        self._last = self._corrections.add(correction), correction
        if kept is not None:
            self._interruptions.add(kept)
        return kept is not None

    def went_on(self, done: Sequence[int]) -> None:
        """The row was looked at afresh: these steps are behind it, maybe the one that was shown."""
        if self._last is not None and self._last[1].interruption is None:
            path, correction = self._last
            self._corrections.write(path, replace(correction, done=correction.step in done))
        self._last = None

    def _place(
        self,
        plan: StepPlan,
        shown: DemonstratedStep,
        found: Located,
        before: Observation,
        touch: Touch,
        then: _Moment,
    ) -> ShownPlace | None:
        """Where the step was done by one press; None where the screen may have been another one by then."""
        point = self._point(touch, found)
        if point is None or touch.button != BUTTONS.get(plan.step.kind, "left"):
            return None
        place = place_of(plan, shown, found.view, before, point, self._record.without_secrets)
        if place is None or touch.t_ns - then.t_ns > JUST_BEFORE_S * 1e9:
            return None
        was, window = _top(found.view.observation.windows, point), _top(then.windows, point)
        if was is None or window is None or (was.window_id, was.box) != (window.window_id, window.box):
            return None
        box = before.elements[place.target].box
        return place if _is_as_seen(then, box, found.view.observation.frame) else None

    def _moment(self, t_ns: int, found: Located) -> _Moment:
        windows, active = self._locator.windows(found.view)
        seen, (frame, origin) = found.view.observation, self._locator.grab()
        whole = Box(0, 0, seen.frame.shape[1], seen.frame.shape[0])
        if frame.shape != seen.frame.shape or origin != seen.origin:
            return _Moment(t_ns, windows, active, whole, None)
        changed = _changed(found, frame, windows)
        small = changed is not None and max(changed.w, changed.h) <= LARGEST_PX
        now = changed.crop(frame).copy() if changed is not None and small else None
        return _Moment(t_ns, windows, active, changed, now)

    def _interruption(self, found: Located, after: Located, touches: Sequence[Touch]) -> Interruption | None:
        if len(touches) != 1:
            return None
        [touch] = touches
        values = self._at.row.cells.values()
        return interruption_of(found, after, self._point(touch, found), touch.keys, values)

    def _is_in_program(self, touch: Touch, found: Located, moments: Sequence[_Moment]) -> bool:
        """Whether it went to a window that the task may touch, as the windows were when it was pressed."""
        moment = _before(touch, moments)
        point = self._point(touch, found)
        window = moment.active
        if point is not None:
            window = _top(moment.windows, point)
        return window is not None and self._guard.may_act_in(window)

    @staticmethod
    def _point(touch: Touch, found: Located) -> tuple[int, int] | None:
        """In frame pixels."""
        ox, oy = found.view.observation.origin
        return None if touch.point is None else (touch.point[0] - ox, touch.point[1] - oy)

    def _did(self, touches: Sequence[Touch], found: Located) -> list[dict[str, Any]]:
        """Letters only as that some were typed."""
        told: list[dict[str, Any]] = []
        elements = self._record.kept(found.view).elements
        for touch in touches:
            point = self._point(touch, found)
            if point is not None:
                element = element_at(elements, point)
                said = self._record.without_secrets(element.text) if element is not None else ""
                told.append({"click": list(point), "on": said})
            elif touch.keys:
                told.append({"keys": list(touch.keys)})
            elif not told or "typed" not in told[-1]:
                told.append({"typed": True})
        return told


def _before(touch: Touch, moments: Sequence[_Moment]) -> _Moment:
    """The last one before a press."""
    return next((one for one in reversed(moments) if one.t_ns <= touch.t_ns), moments[0])


def _top(windows: Sequence[Window], point: tuple[int, int]) -> Window | None:
    """The window that a press there goes to."""
    there = [one for one in windows if one.kind in HELD_KINDS and one.box.contains(*point)]
    return there[-1] if there else None


def _changed(found: Located, frame: Frame, windows: Sequence[Window]) -> Box | None:
    """What of the window at work differs from the look; what other windows cover, then or now, is theirs."""
    seen, scope = found.view.observation, found.view.scope
    whole = Box(0, 0, frame.shape[1], frame.shape[0])
    if scope is None:
        return whole
    differs = np.zeros(frame.shape[:2], bool)
    x, y, right, bottom = _within(scope.reference.box, whole)
    part = np.s_[y:bottom, x:right]
    differs[part] = (frame[part] != seen.frame[part]).any(axis=2)
    for order in (seen.windows, windows):
        ids = [one.window_id for one in order]
        over = order[ids.index(scope.reference.window_id) + 1 :] if scope.reference.window_id in ids else ()
        for one in over:
            x, y, right, bottom = _within(one.box, whole)
            differs[y:bottom, x:right] = False
    down, across = np.flatnonzero(differs.any(axis=1)), np.flatnonzero(differs.any(axis=0))
    if not down.size:
        return None
    x, y = int(across[0]), int(down[0])
    return Box(x, y, int(across[-1]) + 1 - x, int(down[-1]) + 1 - y)


def _within(box: Box, whole: Box) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of what of a box lies in the frame."""
    x, y = max(0, box.x), max(0, box.y)
    return x, y, max(x, min(box.right, whole.right)), max(y, min(box.bottom, whole.bottom))


def _is_as_seen(then: _Moment, box: Box, frame: Frame) -> bool:
    """Whether an element was where the look had seen it, with everything around it: nobody had scrolled. A
    button may have another colour below the pointer, and a caret blinks."""
    changed, now = then.changed, then.now
    if changed is None:
        return True
    if now is None:
        return False
    if changed.w <= CARET_PX[0] and changed.h <= CARET_PX[1]:
        return True
    around = box.expanded(AROUND_PX)
    if not (around.contains(changed.x, changed.y) and around.contains(changed.right - 1, changed.bottom - 1)):
        return False
    fresh = frame.copy()
    fresh[changed.y : changed.bottom, changed.x : changed.right] = now
    return looks_alike(box.crop(frame), box.crop(fresh))
