"""The person does a step themself: what they did in the task's windows is watched, and kept for teaching.

Which letters they type is never looked at; what they press in other windows is none of the step.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from lam_desktop.execution.acting.interruptions import Interruptions, interruption_of, kept_as
from lam_desktop.execution.acting.pointed_places import place_of
from lam_desktop.execution.finding.guard import Guard
from lam_desktop.execution.finding.located import Located
from lam_desktop.execution.finding.locating import Locator
from lam_desktop.execution.finding.plan import StepPlan
from lam_desktop.execution.machine.stopping import Touch
from lam_desktop.execution.screen.scope import HELD_KINDS
from lam_desktop.execution.supervising.hands import Hands
from lam_desktop.execution.supervising.record import RunRecord
from lam_desktop.execution.supervising.row_state import RowState
from lam_desktop.neighbours import element_at
from lam_desktop.tasks.storage.corrections import Correction, Corrections, Interruption
from lam_desktop.types import DemonstratedStep, Window

GLANCE_S = 0.1


@dataclass(frozen=True, slots=True)
class _Moment:
    """The windows at a time on the monotonic clock, bottom to top; frame pixels of the look before."""

    t_ns: int
    windows: tuple[Window, ...]
    active: Window | None


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
                moments.append(_Moment(now, *self._locator.windows(found.view)))

        watch()
        pressed = self._hands.let_do(row, step.number, watch)
        touches = [one for one in pressed if self._is_in_program(one, found, moments)]
        points = [point for one in touches if (point := self._point(one, found)) is not None]
        self._record.write("shown", row=row, step=step.number, caption=step.caption, points=points)
        if not touches or plan.types_secret:
            return False
        after = self._locator.look(plan, shown, self._at.done)
        self._check()
        interruption = self._interruption(found, after, touches)
        before = self._record.kept(found.view)
        kept = None if interruption is None else kept_as(interruption, before, self._at.row.cells.values())
        correction = Correction(
            row, step.number, step.caption, found.objection or "", tuple(self._did(touches, found)),
            self._record.name, before, self._record.kept(after.view), None, kept,
            place_of(plan, shown, found.view, before, points[0])
            if kept is None and len(touches) == len(points) == 1 else None,
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

    def _interruption(self, found: Located, after: Located, touches: Sequence[Touch]) -> Interruption | None:
        if len(touches) != 1:
            return None
        [touch] = touches
        values = self._at.row.cells.values()
        return interruption_of(found, after, self._point(touch, found), touch.keys, values)

    def _is_in_program(self, touch: Touch, found: Located, moments: Sequence[_Moment]) -> bool:
        """Whether it went to a window that the task may touch, as the windows were when it was pressed."""
        moment = next((one for one in reversed(moments) if one.t_ns <= touch.t_ns), moments[0])
        point = self._point(touch, found)
        window = moment.active
        if point is not None:
            seen = [one for one in moment.windows if one.kind in HELD_KINDS and one.box.contains(*point)]
            window = seen[-1] if seen else None
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
                told.append({"click": list(point), "on": element.text if element is not None else ""})
            elif touch.keys:
                told.append({"keys": list(touch.keys)})
            elif not told or "typed" not in told[-1]:
                told.append({"typed": True})
        return told
