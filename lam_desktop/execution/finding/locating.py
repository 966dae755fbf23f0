"""Finds a step's target on the screen: looks, decides, waits for the screen to change, until sure or late."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from lam_desktop.execution.finding.choosing import clipboard_entry, not_that_day, of_that_day, with_entry
from lam_desktop.execution.finding.counting import counted
from lam_desktop.execution.finding.covered import Cover
from lam_desktop.execution.finding.exemplars import Exemplars
from lam_desktop.execution.finding.greyed import Pressable, entered_at, greyed_field, greyed_out
from lam_desktop.execution.finding.guard import Guard
from lam_desktop.execution.finding.intruding import Intruding
from lam_desktop.execution.finding.located import Located
from lam_desktop.execution.finding.plan import StepPlan
from lam_desktop.execution.finding.read_values import unread, with_readings
from lam_desktop.execution.finding.reading import Doubtful, Elsewhere, Reader, Reading, as_said
from lam_desktop.execution.finding.wheel_places import at_the_same_share
from lam_desktop.execution.screen.caret import caret_blinks_in
from lam_desktop.execution.screen.readiness import Looker, View, still, still_in
from lam_desktop.execution.screen.scope import Held, ids_of
from lam_desktop.protocols import Policy
from lam_desktop.tasks.step import Place, WindowName
from lam_desktop.types import Box, Decision, DemonstratedStep, Frame, Situation, Window

LOOK_AGAIN_S = 1.0
"""A screen that stands still is looked at again after this long: windows may have moved without it."""
POLL_S = 0.05
AROUND_PX = 6
"""The target and this much around it must not have changed between deciding and acting."""

LEAST_AGAIN, SAME_CONTROL_IOU = 0.5, 0.6
"""From this confidence on, and with so much of its box at the same place, a control is the one that was just
clicked and seen to work."""


class Locator:
    """Decides where a step acts. `seen` is called with every look, for journal and panel."""

    def __init__(
        self,
        looker: Looker,
        policy: Policy,
        guard: Guard,
        seen: Callable[[StepPlan, Located], None],
        stopped: Callable[[], bool],
    ) -> None:
        self._looker = looker
        self._policy = policy
        self.exemplars = Exemplars(policy)
        """What a person showed during runs, beside the demonstration."""
        self._reader = Reader(policy, looker.read, guard.limits)
        self._guard = guard
        self._seen = seen
        self._stopped = stopped
        self.theirs: Callable[[], bool] = lambda: False
        """Whether the person has the desktop: then no window is brought in front of theirs."""
        self.put_behind: Callable[[StepPlan, str], None] = lambda _, __: None
        """Hears that a window of another program was put behind."""
        self.ours_since: Callable[[], int] = lambda: 0
        """Since when the desktop is the agent's, monotonic ns."""
        self._intruding = Intruding(guard.may_act_in, lambda: self.ours_since())
        self._held: dict[WindowName | None, Held] = {}
        self._cover = Cover()
        self._pressable = Pressable()

    def wait(
        self,
        plan: StepPlan,
        shown: DemonstratedStep,
        history: tuple[int, ...],
        wait_s: float,
        stood: Frame | None = None,
        working_s: float = 0.0,
    ) -> Located:
        """The first look at which the agent may act, or the last one within `wait_s`, or until the desktop is
        the person's.

        `stood`: a settled screen since which nobody acted. `working_s`: so long, where that is longer, a
        window is waited for that shows that it is working.
        """
        started = time.monotonic()
        end, last = started + wait_s, started + max(wait_s, working_s)
        compared = in_vain = False
        while True:
            elsewhere = self._read_elsewhere(plan, shown, history)
            found = self.judged(self._in_front(plan, stood=stood), plan, shown, history, elsewhere)
            stood = None
            if self._others_may_be_meant(found, plan) and (found.ready or not compared):
                found, in_vain = self._told_apart(found, plan, shown, history, elsewhere)
                compared = True
            self._seen(plan, found)
            late = last if found.working else end
            if found.ready or in_vain or self._stopped() or self.theirs() or time.monotonic() >= late:
                return found
            self.await_change(found.view, late)
            self._looker.forget()  # what is not seen may only have been overlooked

    def begin_row(self) -> None:
        """Another row: windows that come in front are put behind anew."""
        self._intruding.begin_row()
        self.exemplars.begin_row()

    def works_in(self, plan: StepPlan, view: View) -> None:
        """The run acts in this window, and goes on there where the program has several."""
        self._cover.acts_in(view)
        self._intruding.works()
        now, before = view.held, self._held.get(plan.step.window)
        if now is None or view.scope is None:
            return
        if view.scope.reference.kind != "dialog":
            self._held[plan.step.window] = now
        elif before is not None:  # the dialog will close, its window stays
            self._held[plan.step.window] = replace(before, known=now.known)

    def in_front(self, plan: StepPlan) -> View:
        """A look with the step's window active, where it can be; nothing is decided."""
        return self._in_front(plan)

    def unreadable(self, view: View) -> str | None:
        """Why nothing that the window at work says counts; None: it does, or there is none."""
        return self._guard.reading(view)

    def look(self, plan: StepPlan, shown: DemonstratedStep, history: tuple[int, ...]) -> Located:
        """One look at the settled screen as it is; no window is brought to the front."""
        elsewhere = self._read_elsewhere(plan, shown, history, in_front=False)
        view = self._looker.look(plan.step.window, self._stopped)
        return self.judged(view, plan, shown, history, elsewhere)

    def _read_elsewhere(
        self, plan: StepPlan, shown: DemonstratedStep, history: tuple[int, ...], in_front: bool = True
    ) -> Mapping[WindowName, Elsewhere]:
        """The windows of other programs that the step reads, as they are; or fetched `in_front`.

        Where such a window can be read as it is, it is left where it lies.
        """
        found: dict[WindowName, Elsewhere] = {}
        for name in dict.fromkeys(place.window for place in plan.reads if place not in plan.readings):
            if name is None or not self._guard.may_touch(name):
                continue
            view = self._looker.look(name, self._stopped, self._held.get(name))
            there = replace(plan, reads=tuple(place for place in plan.reads if place.window == name))
            if view.scope is not None:
                found[name] = as_said(view.observation, self._guard.reading(view))
                _, doubtful = self._reader.read(there, shown, view.observation, history, found)
                if doubtful is None:
                    continue
            if in_front:
                view = self._in_front(replace(plan, step=replace(plan.step, window=name)))
            if view.scope is not None:
                found[name] = as_said(view.observation, self._guard.reading(view))
        return found

    def judged(
        self,
        view: View,
        plan: StepPlan,
        shown: DemonstratedStep,
        history: tuple[int, ...],
        elsewhere: Mapping[WindowName, Elsewhere] = MappingProxyType({}),
    ) -> Located:
        """What follows from a look for a step."""
        objection = self._guard.place(view, shown)
        if objection is None:
            objection = self._intruding.objection(view.active)
        if objection is None and not plan.pointed:
            objection = self._guard.keyboard(view)
        read: dict[Place, Reading] = {}
        doubtful: Doubtful | None = None
        if plan.reads and view.scope is not None:
            read, doubtful = self._reader.read(plan, shown, view.observation, history, elsewhere)
            if objection is None and doubtful is not None:
                objection = doubtful.reason
            else:
                doubtful = None
        texts = {place: reading.text for place, reading in read.items()}
        sure = {place: reading.sure for place, reading in read.items()}
        boxes = tuple(reading.box for reading in read.values())
        plan = with_readings(plan, texts)
        objection = objection or unread(plan)
        works = self._cover.whole(view) if self._guard.place(view, shown) is None else None
        if not plan.pointed or view.scope is None:
            greyed = self._greyed_field(plan, shown, view) if objection is None and works is None else None
            at_work = objection is None and works is not None
            objection = objection or works or greyed or self._cover.over_field(view, plan)
            return Located(
                view, None, objection, texts, sure, boxes, doubtful=doubtful,
                greyed=greyed is not None, working=at_work, enters_at=entered_at(plan, view),
            )  # fmt: skip
        elements = view.observation.elements
        plan, unknown = with_entry(plan, elements)
        meant = counted(plan, shown)
        shown = meant.shown
        objection = objection or unknown or meant.objection
        screen = view.observation
        if plan.day is not None:
            screen = screen.with_elements(of_that_day(plan.day, elements))
        asked_s = time.monotonic()
        wanted = plan.wanted or clipboard_entry(plan, screen.elements)
        decision = self._policy.decide(Situation(shown, screen, wanted, history, plan.values))
        decide_s = time.monotonic() - asked_s
        decision = self.exemplars.decision(plan, meant, view, wanted, history, meant.judged(decision, screen))
        if plan.turned_at is not None and not decision.accepted:
            decision = _the_same_control(decision, plan.turned_at)
        if plan.step.kind == "scroll" and not decision.accepted:
            decision = at_the_same_share(shown, view.scope.reference.box, view.observation, decision)
        if objection is None and works is not None:
            return Located(view, decision, works, texts, sure, boxes, decide_s=decide_s, working=True)
        if objection is None and not decision.accepted:
            objection = decision.reason
        if objection is None and decision.point is not None:
            objection = self._guard.point(view, decision.point)
        if objection is None and decision.target is not None:
            objection = not_that_day(plan.day, elements, decision.target.box)
            objection = objection or meant.not_that_one(screen, decision.target)
        works = self._cover.over(view, decision) if objection is None else None
        objection = objection or works
        greyed = greyed_out(plan, shown, view.observation, decision) if objection is None else None
        if greyed and self._pressable.is_same(plan.step.number, view.observation, decision):
            greyed = None
        if objection is None and greyed is None:
            self._pressable.saw(plan.step.number, view.observation, decision)
        return Located(
            view, decision, objection or greyed, texts, sure, boxes,
            decide_s=decide_s, doubtful=doubtful, greyed=greyed is not None, working=works is not None,
        )  # fmt: skip

    def _greyed_field(self, plan: StepPlan, shown: DemonstratedStep, view: View) -> str | None:
        """As `greyed_field`; one in which a caret blinks takes keys, whatever its colours."""
        told = greyed_field(plan, shown, view)
        if told is None or view.scope is None:
            return None
        blinks = caret_blinks_in(self._looker.grab, told.box, view.observation.origin, self._stopped)
        return None if blinks else told.reason

    def decide(
        self, plan: StepPlan, shown: DemonstratedStep, target: int, view: View, history: tuple[int, ...]
    ) -> Decision:
        """Where an element of the demonstrated screen, by its index, is now."""
        asked = replace(shown, target=target, point=shown.before.elements[target].box.center)
        return self._policy.decide(Situation(asked, view.observation, None, history, plan.values))

    def recognised(self, shown: DemonstratedStep, view: View) -> Decision:
        """Where something is now that a person once clicked, in no step of the task."""
        return self._policy.decide(Situation(shown, view.observation))

    def windows(self, view: View) -> tuple[tuple[Window, ...], Window | None]:
        """The windows as they are now, bottom to top, and the one with the keyboard; pixels of a look."""
        origin = view.observation.origin
        return self._looker.windows(origin), self._looker.active(origin)

    def forget(self) -> None:
        """The next look is at everything, also at what seems unchanged."""
        self._looker.forget()

    def read(self, frame: Frame, box: Box) -> tuple[str, float]:
        """The text inside a part of a frame, and its mean confidence."""
        return self._looker.read(frame, box)

    def grab(self) -> tuple[Frame, tuple[int, int]]:
        """The screen as it is."""
        return self._looker.grab()

    def settled(self) -> Frame:
        """The screen once it stands still."""
        return self._looker.settled(self._stopped)[0]

    def unchanged(self, found: Located) -> bool:
        """Whether the target still looks as it did when chosen, or keys still go where they should.

        What was read from the screen must still stand there, too.
        """
        decision, areas = found.decision, found.read_in
        scope, active = found.view.scope, self._looker.active(found.view.observation.origin)
        if decision is None:
            if self._guard.typing(found.view, active) is not None:
                return False
            if found.enters_at is not None:  # a dialog that dims it since has the keyboard
                areas = (*areas, found.enters_at)
        elif decision.target is not None:
            rivals = scope.rivals if scope is not None else ()
            if active is not None and active.window_id in ids_of(rivals):
                return False  # it may look the same at that place
            if not found.in_motion:
                areas = (*areas, decision.target.box.expanded(AROUND_PX))
        return not areas or self._look_the_same(areas, found)

    def lands(self, found: Located) -> bool:
        """Whether a click where a look has found its target still comes into the window that was seen there.

        It may have been closed or moved a moment ago: what then looks like the effect of a click, such as a
        dialog that is gone, is none.
        """
        window = window_under(found)
        return window is None or self._looker.stands(window, found.view.observation.origin)

    def same_program(self, plan: StepPlan, found: Located) -> bool:
        """Whether the window of a look, in front again, shows what it did, in the same place."""
        scope, now = found.view.scope, self._in_front(plan)
        if scope is None or now.scope is None:
            return False
        then, here = scope.reference, now.scope.reference
        if (then.window_id, then.box) != (here.window_id, here.box) or scope.popups != now.scope.popups:
            return False
        return still_in(found.view.observation.frame, now.observation.frame, here.box)

    def _look_the_same(self, areas: Sequence[Box], found: Located) -> bool:
        """Whether parts of the screen still look as they did."""
        frame, origin = self._looker.grab()
        before = found.view.observation
        if frame.shape != before.frame.shape or origin != before.origin:
            return False
        return all(still_in(before.frame, frame, area) for area in areas)

    def _in_front(self, plan: StepPlan, held: Held | None = None, stood: Frame | None = None) -> View:
        """A look with the program's window active: fetched from behind others, or where it was put away.

        Where the person has the desktop, it is left where it is.
        """
        held = held or self._held.get(plan.step.window)
        view = self._looker.look(plan.step.window, self._stopped, held, stood)
        if view.scope is None and not self.theirs() and self._looker.fetch(plan.step.window, self._stopped):
            view = self._looker.look(plan.step.window, self._stopped, held)
        scope = view.scope
        if scope is None or scope.popups:
            return view
        active = view.active
        if active is not None and active in scope.program and not scope.is_beside(active):
            return view
        if self.theirs():  # asked late: they may have gone elsewhere while this was looked at
            return view
        if self._intruding.objection(active) is not None:
            return view
        if self._looker.activate(scope.reference, view.observation.origin, self._stopped):
            if told := self._intruding.put_behind(active):
                self.put_behind(plan, told)
            return self._looker.look(plan.step.window, self._stopped, held)
        return view

    def _others_may_be_meant(self, found: Located, plan: StepPlan) -> bool:
        """Whether the program has other windows that this step may be for: none, once it acted in one.

        Work that began in one window is not carried on in its twin because that happens to look right.
        """
        scope = found.view.scope
        if scope is None or not scope.rivals or scope.popups:
            return False
        held = self._held.get(plan.step.window)
        return held is None or held.window_id not in scope.ids

    def _told_apart(
        self,
        found: Located,
        plan: StepPlan,
        shown: DemonstratedStep,
        history: tuple[int, ...],
        elsewhere: Mapping[WindowName, Elsewhere],
    ) -> tuple[Located, bool]:
        """The program's windows looked at one by one: a look at the only one that fits, or a question.

        True beside it: waiting changes nothing.
        """
        scope = found.view.scope
        assert scope is not None
        fitting = [scope.reference] if found.ready else []
        unseen: list[Window] = []
        for rival in scope.rivals:
            if self._stopped():
                return found, True
            view = self._in_front(plan, Held(rival.window_id, scope.ids))
            at_keys = view.active.window_id if view.active is not None else None
            at_work = view.scope.reference.window_id if view.scope is not None else None
            if not at_keys == at_work == rival.window_id:
                unseen.append(rival)
            elif self.judged(view, plan, shown, history, elsewhere).ready:
                fitting.append(rival)
        meant = fitting[0] if len(fitting) == 1 else scope.reference
        front = self._in_front(plan, Held(meant.window_id, scope.ids))
        back = self.judged(front, plan, shown, history, elsewhere)
        name = scope.reference.process or scope.reference.wm_class
        if len(fitting) > 1:
            why = f"{len(fitting)} windows of {name} fit this step: close all but the one that is meant."
            return replace(back, objection=why), True
        if unseen:
            why = f"Another window of {name}, “{unseen[0].title}”, could not be looked at: close it."
            return replace(back, objection=why), True
        return back, False

    def await_change(self, view: View, end: float) -> None:
        """Returns once the screen differs from the one looked at, and at the latest after a second."""
        end = min(end, time.monotonic() + LOOK_AGAIN_S)
        while time.monotonic() < end and not self._stopped():
            time.sleep(POLL_S)
            frame, _ = self._looker.grab()
            if not still(view.observation.frame, frame):
                return


def _the_same_control(decision: Decision, turned_at: Box) -> Decision:
    """The likeliest place is clicked again where it just did what it is to do."""
    target = decision.target
    if target is None or decision.confidence < LEAST_AGAIN or target.box.iou(turned_at) < SAME_CONTROL_IOU:
        return decision
    return replace(
        decision, threshold=decision.confidence, reason="It turned the page before, at this place."
    )


def window_under(found: Located) -> Window | None:
    """The topmost window where a look has found its target, frame pixels; None where none is known."""
    point = found.decision.point if found.decision is not None else None
    if point is None:
        return None
    return next((one for one in reversed(found.view.observation.windows) if one.box.contains(*point)), None)
