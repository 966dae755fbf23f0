"""Scrolls a target into view that is not on the screen: it may lie outside of what the window shows.

Down and up, then sideways: first where the target was shown, then over a scroll bar, then elsewhere. What the
wheel does otherwise is turned back, and a window in which it was not found is led back to where it was.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable, Sequence

from lam_desktop.execution.acting.wheel import BACK, Held, Search, Wheel
from lam_desktop.execution.finding.guard import Guard
from lam_desktop.execution.finding.located import Located
from lam_desktop.execution.finding.locating import Locator
from lam_desktop.execution.finding.plan import StepPlan
from lam_desktop.execution.finding.wheel_effect import Way
from lam_desktop.execution.finding.wheel_places import MOST_NOTCHES, Aim, Point, aims, bar_at
from lam_desktop.execution.supervising.record import RunRecord
from lam_desktop.protocols import Actuator
from lam_desktop.types import ENTRY_KINDS, Box, Candidate, DemonstratedStep, Element

SCROLLED = "Scrolled until it was in view."
MOST_TURNS = 30
"""So often in one direction, at most."""
MOST_PLACES: dict[Way, int] = {"down": 4, "up": 4, "right": 2}
"""Over so many places in one direction and back, from the one that it begins with."""
LEAST_ABSENT = 0.5
"""A target that is there and not told from another one is no reason to scroll."""
MOSTLY = 0.7
"""What moves lies with so much of its area in what moved before: it is the same."""
BESIDE_PX = 40
"""So near to what scrolls a bar is its own."""
CUT_PX, WHOLE = 20, 0.95
"""Within so much of the edge of a window, or over the bar there, a thing may be cut by it: then it is not as
large as it was shown."""
CUT_SHARE, LEAST_OTHERS, IN_COLUMN = 0.7, 2, 0.6
"""Share of the height of others of its kind that is left at most of what is cut; how many of them there are,
at least; share of its width that lies above or below another one in its column."""
LINE_PX, ROOM, MOST_FURTHER = 24, 0.15, 5
"""A target that the edge of what scrolls cuts, or that lies nearer to it than a line, is scrolled further so
often, at most. Where something is pressed, what comes of it may show behind it: it gets this share of what
scrolls."""
WAYS: tuple[Way, Way] = ("down", "right")


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
        self._brought: set[int] = set()
        self.objection = ""
        """What a person must know of what the last search did to the window; empty: it is as it was."""

    def begin_row(self) -> None:
        """Each step may be looked for anew."""
        self._tried.clear()

    def forget(self, step: int) -> None:
        """A step may be looked for once more in this row."""
        self._tried.discard(step)

    def brought(self, step: int) -> bool:
        """Whether the target of a step, by its number, was scrolled into view in a row before."""
        return step in self._brought

    def search(
        self, row: int, plan: StepPlan, shown: DemonstratedStep, found: Located, history: tuple[int, ...]
    ) -> Located | None:
        """A look at which the target is in view; None, with the window as it was, where there is none.

        Once for each step of a row. `TakenOver` where the person had the desktop meanwhile.
        """
        self.objection = ""
        decision, scope = found.decision, found.view.scope
        if decision is None or scope is None or plan.step.number in self._tried or not _clicks(plan):
            return None
        ways: tuple[Way, ...] = _cut(found, shown, scope.reference.box)
        if decision.absent >= LEAST_ABSENT:  # back is searched as well
            taken = {*ways, *(BACK[way] for way in ways)}
            ways = (*ways, *(way for way in WAYS if way not in taken))
        if decision.accepted or scope.popups or not ways:
            return None
        if found.doubtful is not None or self._guard.place(found.view, shown) is not None:
            return None
        self._tried.add(plan.step.number)
        wheel = Wheel(
            self._locator, self._guard, self._actuator, self._record, self._stopped, self._pace,
            Search(row, plan, shown, history), found,
        )  # fmt: skip
        for forth in ways:
            looked = self._along(wheel, shown, forth)
            if looked is not None or wheel.ended or wheel.spent:
                self.objection = wheel.objection
                if wheel.ended or looked is None:
                    return None
                self._brought.add(plan.step.number)
                return looked
        return None

    def _along(self, wheel: Wheel, shown: DemonstratedStep, forth: Way) -> Located | None:
        """Searches one place after the other, there and back."""
        tried: list[Point] = []
        panes: list[Box] = []
        for number in range(MOST_PLACES[forth]):
            aim = self._next(wheel, shown, forth, tried, panes, number)
            if aim is None:
                break
            at = Held(aim, forth)
            looked = self._over(wheel, at, shown, panes)
            tried += [aim.point, at.aim.point]
            panes += [at.reach] if at.reach is not None else []
            if looked is not None or wheel.ended or wheel.spent or self._guard.ceiling():
                return looked
            if any(one.area > MOSTLY * wheel.region.area for one in panes):
                break  # there is no other one beside it
        return None

    @staticmethod
    def _next(
        wheel: Wheel, shown: DemonstratedStep, forth: Way, tried: list[Point], panes: list[Box], number: int
    ) -> Aim | None:
        bar = bar_at(wheel.region, forth)
        beside_it = any(one.expanded(BESIDE_PX).contains(*bar.point) for one in panes)
        if number == 1 and not beside_it:
            return bar
        return next(iter(aims(shown, wheel.region, tried, panes)), None)

    def _over(self, wheel: Wheel, at: Held, shown: DemonstratedStep, searched: list[Box]) -> Located | None:
        """Searches what the wheel moves at one place, and leads it back where the target is not there.

        Not where that was `searched` from another place. Where the target seems to be in view, but not for
        sure, it is looked for notch by notch: it may be told with other things around it.
        """
        for way in (at.forth, BACK[at.forth]):
            for _ in range(MOST_TURNS):
                near = wheel.found.decision is not None and wheel.found.decision.absent < LEAST_ABSENT
                if wheel.turn(at, way, 1 if near else MOST_NOTCHES) is None:
                    break
                if at.pane is not None and any(_is_within(at.pane, one) for one in searched):
                    wheel.home(at)
                    return None
                if wheel.found.ready and self._away_from_edge(wheel, at, way, shown):
                    return wheel.found
                if wheel.spent or self._guard.ceiling():
                    break
            if wheel.ended:
                break
        if at.pane is not None and not wheel.ended:
            wheel.home(at)
        return None

    @staticmethod
    def _away_from_edge(wheel: Wheel, at: Held, way: Way, shown: DemonstratedStep) -> bool:
        """A turn more, or several, where the target lies at the edge that it came in by, or is cut by it.

        Whether it is still told for sure: that depends on what else is in view.
        """
        for _ in range(MOST_FURTHER):
            target = wheel.found.decision.target if wheel.found.decision is not None else None
            if target is None or shown.acted_on is None or at.reach is None:
                break
            further = _further(target.box, shown.acted_on, at.reach, way, at.pitch)
            if further <= 0:
                break
            stood = wheel.stands(at)
            if wheel.turn(at, way, max(1, further // max(1, at.pitch))) is None:
                break
            if not wheel.found.ready:
                beyond = abs(at.offset - stood.offset) > at.pitch
                if not (beyond and wheel.turn(at, BACK[way], 1) and wheel.found.ready):
                    wheel.lead(at, stood)
                break
        return wheel.found.ready


def _cut(found: Located, shown: DemonstratedStep, window: Box) -> tuple[Way, ...]:
    """Which way leads to the rest of what is likeliest the target, where an edge of the window cuts it."""
    decision, target = found.decision, shown.acted_on
    best = (decision.target or next(iter(decision.candidates), None)) if decision is not None else None
    if best is None or target is None:
        return ()
    ways: list[Way] = []
    if window.bottom - best.box.bottom < CUT_PX and best.box.h < WHOLE * target.box.h:
        ways.append("down")
    elif way := cut_within(best, found.view.observation.elements, window):
        ways.append(way)
    if window.right - best.box.right < CUT_PX and best.box.w < WHOLE * target.box.w:
        ways.append("right")
    return tuple(ways)


def cut_within(best: Candidate, elements: Sequence[Element], window: Box) -> Way | None:
    """Which way leads to the rest of what is less high than the others of its kind in its column.

    Where it lies above or below all of them, what scrolls within the window cuts it, such as a page under the
    bars of a browser.
    """
    others = [
        one.box
        for one in elements
        if one.kind == best.kind
        and one.box != best.box
        and window.contains(*one.box.center)
        and min(one.box.right, best.box.right) - max(one.box.x, best.box.x) >= IN_COLUMN * best.box.w
    ]
    if len(others) < LEAST_OTHERS or best.box.h >= CUT_SHARE * statistics.median(one.h for one in others):
        return None
    if best.box.bottom <= min(one.y for one in others):
        return "up"
    return "down" if best.box.y >= max(one.bottom for one in others) else None


def _is_within(pane: Box, other: Box) -> bool:
    return pane.intersection(other).area > MOSTLY * pane.area


def _further(target: Box, demonstrated: Element, pane: Box, way: Way, pitch: int) -> int:
    """How far to go on until a target is whole, with some room behind it; pixels.

    Never so far that it is cut at the other side.
    """
    if way in ("down", "up"):
        ends, missing = (target.y - pane.y, pane.bottom - target.bottom), demonstrated.box.h - target.h
        extent = pane.h
    else:
        ends, missing = (target.x - pane.x, pane.right - target.right), demonstrated.box.w - target.w
        extent = pane.w
    before, behind = ends if way in ("down", "right") else ends[::-1]
    cut = max(0, missing) if behind < CUT_PX else 0
    room = LINE_PX if demonstrated.kind in ENTRY_KINDS else max(LINE_PX, round(ROOM * extent))
    return min(cut + room - behind, before) if before >= pitch else 0


def _clicks(plan: StepPlan) -> bool:
    return plan.pointed and plan.step.kind not in ("scroll", "drag")
