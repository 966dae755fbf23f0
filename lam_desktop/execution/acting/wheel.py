"""Turns the wheel for one search, sees what that did, and turns back what it should not have done."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from lam_desktop.execution.finding.guard import Guard
from lam_desktop.execution.finding.located import Located
from lam_desktop.execution.finding.locating import Locator
from lam_desktop.execution.finding.plan import StepPlan
from lam_desktop.execution.finding.wheel_effect import (
    Effect,
    Mask,
    Way,
    altered,
    bars_aside,
    effect,
    looks_the_same,
    moved_by,
    restless,
    stood_still,
    went_along,
)
from lam_desktop.execution.finding.wheel_places import MOST_NOTCHES, TAKES_THE_WHEEL, Aim, Point, turn_at
from lam_desktop.execution.supervising.hands import TakenOver
from lam_desktop.execution.supervising.record import RunRecord
from lam_desktop.protocols import Actuator
from lam_desktop.types import Box, DemonstratedStep, Frame, Scroll

REACTS_S = 0.5
"""A program that does nothing with the wheel for so long does nothing with it."""
POLL_S, WATCHED_S = 0.03, 1.2
"""So long it is watched what changes by itself: a caret, a clock."""
AROUND_PX = 40
"""A list that takes the wheel reaches so far around its texts, or is tried once more."""
MOST_ODD, MOST_IN_ALL = 2, 80
"""So often the wheel may change something else, and be turned back, in one search; so often it is turned."""
MOST_BACK = 60
"""So often the wheel is turned one way, at most, to come back to where it was."""
BACK: dict[Way, Way] = {"down": "up", "up": "down", "right": "left", "left": "right"}
NOTCH: dict[Way, tuple[int, int]] = {"down": (0, -1), "up": (0, 1), "right": (1, 0), "left": (-1, 0)}
NOT_BACK = "The wheel was turned to look for it, and what it changed did not go back: look at it."
NOT_THERE = "The window was scrolled to look for it, and shows another part than before."


@dataclass(frozen=True, slots=True)
class Search:
    """What is looked for, as far as that does not change."""

    row: int
    plan: StepPlan
    shown: DemonstratedStep
    history: tuple[int, ...]


@dataclass
class Held:
    """What is known of one place where the wheel is turned."""

    aim: Aim
    forth: Way
    """Which way it is led first: down or right."""
    offset: int = 0
    """How far it is from where it was at first, pixels downwards, or to the right."""
    measured: bool = True
    """Whether that is known: of some turns no more is seen than that they moved something."""
    pitch: int = 0
    """How far one notch goes, pixels; 0: not seen yet."""
    pane: Box | None = None
    """What moved there, frame pixels."""
    reach: Box | None = None
    """Around all that was seen to move there so far."""
    last: tuple[Frame, Frame, Effect, Way] | None = None
    """The pictures between which that was seen, what was, and which way the wheel led."""


@dataclass(frozen=True, eq=False)
class Stood:
    """What a window showed, to lead it back to."""

    offset: int
    """As that of the place where the wheel is turned."""
    pointer: Point
    """Where the pointer was, frame pixels: things light up below it."""
    frame: Frame


class Wheel:
    """One a search. `found` is the last look; once `ended`, nothing more is to be turned."""

    def __init__(
        self,
        locator: Locator,
        guard: Guard,
        actuator: Actuator,
        record: RunRecord,
        stopped: Callable[[], bool],
        pace: Callable[[], bool],
        search: Search,
        found: Located,
    ) -> None:
        self._locator = locator
        self._guard = guard
        self._actuator = actuator
        self._record = record
        self._stopped = stopped
        self._pace = pace
        self._search = search
        self.found = found
        self.objection = ""
        """What a person must know of what the wheel did; empty where it did no harm."""
        self._lost = False
        self._taking: list[Box] = []
        """What was seen to take the wheel for itself, frame pixels."""
        self._pointer: Point | None = None
        self._first: Stood | None = None
        self._ignored: Mask | None = None
        self._odd = self._turns = 0

    @property
    def spent(self) -> bool:
        """Whether it was turned, or changed something else, so often that it is better left alone."""
        return self._odd >= MOST_ODD or self._turns >= MOST_IN_ALL

    @property
    def ended(self) -> bool:
        """Whether it must not be turned any more: something is to be told, or another window is there."""
        return bool(self.objection) or self._lost or self._stopped()

    @property
    def region(self) -> Box:
        """The window at work, frame pixels."""
        scope = self.found.view.scope
        assert scope is not None
        return scope.reference.box

    def turn(self, at: Held, way: Way, most_notches: int = MOST_NOTCHES) -> Effect | None:
        """Turns a little; what moved, with a look behind it in `found`. None where nothing did, or something
        else than scrolling came of it: that is turned back.

        `TakenOver` where the person had the desktop meanwhile.
        """
        extent = 0 if at.reach is None else (at.reach.h if way in ("down", "up") else at.reach.w)
        chosen = turn_at(
            at.aim, way, at.pitch, extent, self.region, self.found.view.observation.elements,
            self._search.shown, self._taking, self._allowed,
        )  # fmt: skip
        if chosen is None or self.ended:
            return None
        notches = min(chosen.notches, most_notches)
        point = chosen.point
        before = self._pointed(point)
        if before is None:
            return None
        holding = self._holding()
        self._turns += 1
        self._roll(point, way, notches)
        if not self._look(before):
            return self._told("nothing moved", Effect(None))
        after = self.found.view.observation.frame
        seen = effect(before, after, self.region, way, self._ignored)
        if at.pitch and notches > 1 and seen.by > notches * at.pitch:
            seen = replace(seen, by=0)  # rows alike were taken for each other
        if seen.changed is None or (seen.pane is None and self._is_the_same(before, after)):
            return self._told("nothing moved", seen)
        if seen.pane is None:
            self._told("something else changed", seen)
            self._odd += 1
            self._taking.append(seen.changed.intersection(self.region))
            self._back(point, way, notches, 0, before)
            if self.objection and self._went_by_itself(at, after, seen.changed, holding, BACK[way]):
                self.objection = ""
            return None
        if self._is_another(at, seen):
            self._told("what is around it moved", seen)
            self._back(self._beside(at, seen, way) or point, way, notches, 0, before)
            return None
        if seen.pane.expanded(AROUND_PX).contains(*point) and self._is_within(at, seen, before, way):
            self._told("what is within it moved", seen)
            self._taking.append(seen.pane.union(Box(*point, 1, 1)).expanded(AROUND_PX))
            self._back(point, way, notches, 0, before)
            return self.turn(at, way, most_notches)
        if hurt := altered(before, after, holding, seen, way):
            self._told("a value changed", seen, value=hurt)
            self._odd += 1
            self._taking.append(hurt)
            self._back(point, way, notches, seen.by // notches, before, (at, holding))
            return None
        self._told("moved", seen)
        at.pitch = max(at.pitch, seen.by // notches)
        at.offset += (1 if way == at.forth else -1) * (seen.by or max(1, at.pitch) * notches)
        at.measured = at.measured and seen.by > 0
        at.pane, at.last = seen.pane, (before, after, seen, way)
        if at.reach is None or seen.by:
            at.reach = seen.pane if at.reach is None else at.reach.union(seen.pane)
        by = moved_by(seen.by, way)
        self._taking = [one.moved(*by) if at.reach.contains(*one.center) else one for one in self._taking]
        if not at.aim.fixed:
            at.aim = Aim(point)
        return seen

    def stands(self, at: Held) -> Stood:
        """What the window shows in the last look."""
        return Stood(at.offset, self._pointer or at.aim.point, self.found.view.observation.frame)

    def home(self, at: Held) -> None:
        """Turns back until the window shows what it did at first; objects where it never does."""
        if self._first is not None and not self.lead(at, self._first) and not self.ended:
            self.objection = NOT_THERE

    def lead(self, at: Held, to: Stood) -> bool:
        """Turns until the window shows what it did, and says whether it does.

        At its ends a window moves by less than a notch, so that it may lie between two of them: then it is
        led to one of its ends, and from there.
        """
        way = BACK[at.forth] if at.offset > to.offset else at.forth
        if self._led(at, way, to):
            return True
        for _ in (way, BACK[way]):
            for _ in range(MOST_BACK):
                if self.turn(at, way) is None:
                    break
            way = BACK[way]
            if self._led(at, way, to):
                return True
        return False

    def _led(self, at: Held, way: Way, to: Stood) -> bool:
        """Turns one way until the window shows what it did, or is as near to that as it comes."""
        ahead = -1 if way in ("down", "right") else 1
        for _ in range(MOST_BACK):
            left = ahead * (at.offset - to.offset)
            told = at.measured and at.pitch > 0
            if not (told and left > at.pitch) and self._shows(at, to):
                return True
            if self.ended or (told and 2 * left < at.pitch):
                return False
            if self.turn(at, way, max(1, left // at.pitch) if told else 1) is None:
                break
        return self._shows(at, to)

    def _shows(self, at: Held, to: Stood) -> bool:
        """Whether the window shows what it did, with the pointer where it was then."""
        now = None if self.ended else self._pointed(to.pointer)
        if now is None:
            return False
        if not at.pitch:  # its bar alone tells
            return looks_the_same(to.frame, now, self.region, self._ignored)
        return self._is_the_same(to.frame, now)

    def _allowed(self, point: Point) -> bool:
        return self._guard.point(self.found.view, point) is None

    def _pointed(self, point: Point) -> Frame | None:
        """What is seen with the pointer at a place: things light up. None where the screen changed."""
        if self._pointer == point:
            return self.found.view.observation.frame
        self._let_pause()
        ox, oy = self.found.view.observation.origin
        self._actuator.perform(Scroll((point[0] + ox, point[1] + oy), 0, 0), self._stopped)
        self._pointer = point
        frame = self._locator.settled()
        if frame.shape != self.found.view.observation.frame.shape:
            self._lost = True
            return None
        if self._first is None:
            pictures = [frame]
            end = time.monotonic() + WATCHED_S
            while time.monotonic() < end and not self._stopped():
                time.sleep(POLL_S)
                pictures.append(self._locator.grab()[0])
            self._ignored = restless(pictures)
            frame = pictures[-1]
            self._first = Stood(0, point, frame)
        return frame

    def _let_pause(self) -> None:
        if self._pace() and not self._locator.same_program(self._search.plan, self.found):
            raise TakenOver

    def _roll(self, point: Point, way: Way, notches: int) -> None:
        self._let_pause()
        dx, dy = (notches * one for one in NOTCH[way])
        ox, oy = self.found.view.observation.origin
        self._record.write(
            "scrolling", row=self._search.row, step=self._search.plan.step.number, way=way, notches=notches,
            point=point,
        )  # fmt: skip
        self._actuator.perform(Scroll((point[0] + ox, point[1] + oy), dx, dy), self._stopped)
        self._pointer = point

    def _told(self, reason: str, seen: Effect, **facts: object) -> None:
        self._record.write(
            "scrolled", row=self._search.row, step=self._search.plan.step.number, reason=reason, by=seen.by,
            changed=seen.changed, pane=seen.pane, **facts,
        )  # fmt: skip

    def _look(self, before: Frame) -> bool:
        """A look once the program has reacted; False where it does not, or another window is at work then."""
        end = time.monotonic() + REACTS_S
        while self._still(before):
            if time.monotonic() >= end or self._stopped():
                return False
            time.sleep(POLL_S)
        then = self.found.view.scope
        looked = self._locator.look(self._search.plan, self._search.shown, self._search.history)
        now = looked.view.scope
        if then is None or now is None or looked.view.observation.frame.shape != before.shape:
            self._lost = True
            return False
        self._lost = (then.reference.window_id, then.reference.box, then.popups) != (
            now.reference.window_id, now.reference.box, now.popups,
        )  # fmt: skip
        if not self._lost:
            self.found = looked
        return not self._lost

    def _still(self, before: Frame) -> bool:
        now = self._locator.grab()[0]
        return now.shape == before.shape and looks_the_same(before, now, self.region, self._ignored)

    def _is_another(self, at: Held, seen: Effect) -> bool:
        """Whether what moved now is around what moved before, which is at its end."""
        if at.last is None or seen.pane is None or not seen.by:
            return False
        before, after, then, way = at.last
        return bool(then.by) and stood_still(before, after, seen.pane, then, way)

    def _is_within(self, at: Held, seen: Effect, before: Frame, way: Way) -> bool:
        """Whether what moved now lies within what moved before, and the rest of that stood still."""
        if at.reach is None or not at.pitch or not seen.by or seen.pane is None:
            return False
        if 2 * seen.pane.area > at.reach.area:
            return False
        return stood_still(before, self.found.view.observation.frame, at.reach, seen, way)

    def _beside(self, at: Held, seen: Effect, way: Way) -> Point | None:
        """A place over what moved, and not over what is within it."""
        assert at.pane is not None and seen.pane is not None
        within = at.pane.union(at.pane.moved(*moved_by(seen.by, way)))
        chosen = turn_at(
            Aim(seen.pane.center), BACK[way], 0, 0, seen.pane, self.found.view.observation.elements,
            self._search.shown, [*self._taking, within], self._allowed,
        )  # fmt: skip
        return chosen.point if chosen is not None else None

    def _back(
        self,
        point: Point,
        way: Way,
        notches: int,
        pitch: int,
        before: Frame,
        scrolled: tuple[Held, list[Box]] | None = None,
    ) -> None:
        """Turns back what a turn did, over the same thing, which went `pitch` pixels a notch; or objects.

        `scrolled`: a place that scrolled, and what held values in `before`. It may now lie further back,
        where it was near its end, but with the same values.
        """
        dx, dy = moved_by(pitch, way)
        ways: list[Way] = [BACK[way]] * notches
        if way in ("right", "left"):
            ways.extend(("up", "up"))  # some take either way sideways for the next value
        for done, undo in enumerate(ways, start=1):
            over = point[0] + dx, point[1] + dy
            if not self._allowed(over):
                break
            shown = self.found.view.observation.frame
            self._roll(over, undo, 1)
            if not self._look(shown) and self._lost:
                return
            if done >= notches and self._is_as(before, point):
                return
            if done == notches and scrolled is not None and self._only_moved(before, BACK[way], *scrolled):
                return
        self.objection = NOT_BACK

    def _went_by_itself(self, at: Held, after: Frame, changed: Box, holding: list[Box], way: Way) -> bool:
        """Whether what changed was not the wheel's doing, such as a message that went.

        Turned back, the page scrolled, and what had changed went with it, as it was: a value that the wheel
        turns would have been turned back.
        """
        now = self.found.view.observation.frame
        seen = effect(after, now, self.region, way, self._ignored)
        values = [box for box in holding if box.overlaps(changed)]
        if not all(went_along(after, now, place, seen, way) for place in (changed, *values)):
            return False
        at.offset += seen.by if way == at.forth else -seen.by
        at.pitch = max(at.pitch, seen.by)
        return True

    def _is_as(self, before: Frame, point: Point) -> bool:
        now = self._pointed(point)
        return now is not None and self._is_the_same(before, now)

    def _only_moved(self, before: Frame, way: Way, at: Held, holding: list[Box]) -> bool:
        """Whether a window shows the same values, only further one way."""
        now = self.found.view.observation.frame
        seen = effect(before, now, self.region, way, self._ignored)
        if not seen.by or altered(before, now, holding, seen, way):
            return False
        at.offset += seen.by if way in ("down", "right") else -seen.by
        return True

    def _holding(self) -> list[Box]:
        """What holds a value of its own, as far as it is seen; frame pixels."""
        elements = self.found.view.observation.elements
        return [one.box.intersection(self.region) for one in elements if one.kind in TAKES_THE_WHEEL]

    def _is_the_same(self, before: Frame, now: Frame) -> bool:
        """Whether a window shows what it did, but for a scroll bar that came or went."""
        bars = bars_aside(before, now, self._ignored)
        return any(looks_the_same(before, now, self.region, one) for one in (self._ignored, bars))
