"""Checks the start screen before a run: looks for every step, and names those that are likely to fail."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from lam_desktop.execution.finding.located import Located
from lam_desktop.execution.finding.locating import Locator
from lam_desktop.execution.finding.plan import StepPlan
from lam_desktop.execution.finding.whereabouts import Whereabouts
from lam_desktop.execution.machine.passport import Compared
from lam_desktop.execution.machine.start_check import CheckedStep, StartCheck, StepState
from lam_desktop.execution.rehearsal import Rehearsed, rehearsed, with_parts
from lam_desktop.execution.runs.result import RowResult, RunResult
from lam_desktop.execution.screen.readiness import View
from lam_desktop.execution.supervising.record import RunRecord
from lam_desktop.tasks.once import is_part
from lam_desktop.tasks.provenance.rows import Row
from lam_desktop.tasks.step import TaskStep, WindowName
from lam_desktop.tasks.task import Task
from lam_desktop.types import ENTRY_KINDS, DemonstratedStep, Element, Observation, Window

SAME_PLACE_IOU = 0.5
"""Two boxes that overlap by this much on two pictures of a window are one place of it."""


def check_start(
    task: Task,
    rows: tuple[Row, ...],
    demonstrated: Callable[[TaskStep], DemonstratedStep],
    locator_for: Callable[[Callable[[StepPlan, Located], None]], Locator],
    whereabouts: Whereabouts,
    passport: tuple[Compared, ...],
    record: RunRecord,
    check: Callable[[], None],
) -> RunResult:
    """Looks for every step of every row on the screen as it is; acts nothing.

    Asked about is what a run would look for on this screen and not find: its first step, those whose screen
    this is, and those whose place such a screen showed when it was demonstrated. The others come later.
    """
    screens = _StartScreen(task, demonstrated, whereabouts)
    steps: list[CheckedStep] = []
    results: list[RowResult] = []
    for row in with_parts(task, rows):
        mine = [
            screens.checked(row.index, one)
            for one in rehearsed(task, row, demonstrated, locator_for, record, check, first_too=True)
            if not one.plan.left_out and one.plan.step.kind != "wait"
        ]
        asked, found = (sum(one.state == state for one in mine) for state in ("would_ask", "found"))
        if not is_part(row.index):
            results.append(RowResult(row.index, "asked" if asked else "skipped", found, asked))
        steps += mine
    done = StartCheck(passport, tuple(steps))
    status = "asked" if done.asks else "done"
    return RunResult(status, done.message, tuple(results), record.name, check=done)


class _StartScreen:
    """Tells which steps a start screen should show."""

    def __init__(
        self, task: Task, demonstrated: Callable[[TaskStep], DemonstratedStep], whereabouts: Whereabouts
    ) -> None:
        self._demonstrated = demonstrated
        self._whereabouts = whereabouts
        self._steps = {one.number: one for one in task.steps}
        needed = (
            one.number
            for one in task.steps
            if not one.sometimes and one.acts and not task.conditions(one.number)
        )
        self._first = next(needed, 0)
        self._here: dict[WindowName | None, frozenset[int]] = {}

    def checked(self, row: int, one: Rehearsed) -> CheckedStep:
        """How a step stands."""
        plan, look = one.plan, one.look
        step = plan.step
        state: StepState = "keys"
        why = ""
        if look is not None and (plan.pointed or plan.reads or look.view.scope is None):
            # What is greyed out is there: the steps before it are still to be done.
            state = "found" if look.ready or look.held_up or self._is_typed(plan, look) else "not_yet"
            if state == "not_yet" and self._belongs_here(plan, look.view):
                state, why = "would_ask", self._why(plan, look)
        sure = look.decision.confidence if look and look.decision and state == "found" else None
        return CheckedStep(row, step.number, step.caption, state, sure, why)

    def _is_typed(self, plan: StepPlan, look: Located) -> bool:
        """Whether all that a step of the keyboard lacks is the keyboard, which a run gives to its window."""
        read = all(place in plan.readings for place in plan.reads)
        return not plan.pointed and look.view.scope is not None and read

    def _belongs_here(self, plan: StepPlan, view: View) -> bool:
        step = plan.step
        if step.number == self._first:
            return True
        if view.scope is None or step.sometimes or plan.conditions:
            return False
        if step.window not in self._here:
            self._here[step.window] = self._whereabouts.here(plan, view)
        here = self._here[step.window] | ({self._first} if self._is_of_first(step) else set())
        if step.number in here:
            return True
        screens = (self._demonstrated(self._steps[number]).before for number in here)
        return _was_there(self._demonstrated(step), screens)

    def _is_of_first(self, step: TaskStep) -> bool:
        first = self._steps.get(self._first)
        return first is not None and first.window == step.window

    def _why(self, plan: StepPlan, look: Located) -> str:
        covering = _covering(look.view)
        if covering is not None:
            return f"The window “{covering.title}” lies over the program's: move it aside, and check again."
        reason = look.objection or ""
        if plan.step.number == self._first:
            return " ".join(filter(None, (reason, self._whereabouts.told(plan, look.view))))
        return f"{reason} When it was demonstrated, the screen that this looks like showed its place."


def _was_there(shown: DemonstratedStep, screens: Iterable[Observation]) -> bool:
    """Whether a step's element stood on one of these screens of the same window already."""
    if shown.target is None or len(shown.before.windows) > 1:  # an open list hides what it lies on
        return False
    sought = shown.before.elements[shown.target]
    return any(_is_same(sought, shown.before, one, screen) for screen in screens for one in screen.elements)


def _is_same(sought: Element, before: Observation, one: Element, screen: Observation) -> bool:
    if before.window is None or screen.window is None:
        return False
    dx, dy = before.window.x - screen.window.x, before.window.y - screen.window.y
    named = one.text.casefold() == sought.text.casefold() or (
        one.kind == sought.kind and one.kind in ENTRY_KINDS
    )
    return named and one.box.moved(dx, dy).iou(sought.box) >= SAME_PLACE_IOU


def _covering(view: View) -> Window | None:
    """Another program's window that lies over the one at work."""
    scope = view.scope
    if scope is None:
        return None
    others = (one for one in scope.above if one not in scope.program)
    return next((one for one in others if one.box.overlaps(scope.reference.box)), None)
