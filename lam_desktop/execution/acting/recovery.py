"""Puts right what a row that broke off left behind: an open list, and the agent's own typing."""

from __future__ import annotations

from collections.abc import Callable

from lam_desktop.execution.finding.guard import Guard
from lam_desktop.execution.finding.located import Located
from lam_desktop.execution.finding.locating import Locator
from lam_desktop.execution.finding.plan import StepPlan
from lam_desktop.execution.runs.supervision import RowStatus
from lam_desktop.execution.supervising.hands import TakenOver
from lam_desktop.execution.supervising.record import RunRecord
from lam_desktop.execution.verifying.leftovers import Leftovers
from lam_desktop.execution.verifying.verification import Verifier
from lam_desktop.protocols import Actuator
from lam_desktop.types import Action, DemonstratedStep, PressKeys, TypeText

CLEARING: tuple[tuple[str, ...], ...] = (("end",), ("shift", "home"), ("delete",))
"""Keys that empty a field of one line, in every toolkit."""
CLOSING: tuple[tuple[str, ...], ...] = (("esc",),)
"""Keys that close an open list or menu, in every toolkit."""
LEAST_ENTRIES = 2
"""A list or menu has so many entries, a tool tip has not."""


class Recovery:
    """One a run; it acts only where an earlier row broke off, and journals each thing it does."""

    def __init__(
        self,
        locator: Locator,
        verifier: Verifier,
        guard: Guard,
        actuator: Actuator,
        record: RunRecord,
        leftovers: Leftovers,
        stopped: Callable[[], bool],
        pace: Callable[[], bool],
    ) -> None:
        """`pace` returns when the person lets the agent act, and says whether the desktop was theirs until
        then; it raises where they stop it."""
        self._locator = locator
        self._verifier = verifier
        self._guard = guard
        self._actuator = actuator
        self._record = record
        self._leftovers = leftovers
        self._stopped = stopped
        self._pace = pace

    def close_list(self, row: int, first: StepPlan, shown: DemonstratedStep) -> None:
        """Closes a list or menu that was left open: the row's first click would only do that."""
        if not self._leftovers.any:
            return
        view = self._locator.wait(first, shown, (), 0.0).view
        scope = view.scope
        if scope is None or scope.reference.kind != "normal":
            return
        entries = [
            one
            for one in view.observation.elements
            if any(popup.box.contains(*one.box.center) for popup in scope.popups)
        ]
        if len(entries) >= LEAST_ENTRIES and self._guard.typing(view, view.active) is None:
            self._press(CLOSING, row, first, Located(view, None, None), "an open list")

    def empty_field(self, row: int, plan: StepPlan, found: Located) -> bool:
        """Empties the field that is to be typed into, if all that stands in it is our own; whether it did."""
        if plan.step.kind != "type":
            return False
        if plan.types_secret and found.keyboard_in is not None and self._leftovers.hold_secret(plan.step):
            self._press(CLEARING, row, plan, found, "a secret")
            return True
        stood = self._verifier.stood(plan, found.view.observation.origin)
        if not self._leftovers.are_in(plan.step, stood):
            return False
        self._press(CLEARING, row, plan, found, stood)
        return True

    def empty(self, row: int, plan: StepPlan, found: Located) -> None:
        """Empties the field into which the step has just typed."""
        self._press(CLEARING, row, plan, found, plan.text or "")

    def acting(self, plan: StepPlan, action: Action) -> None:
        """Remembers what is about to be typed; of secrets only that they were."""
        if isinstance(action, TypeText):
            self._leftovers.typing(plan.step, action.text, action.secret)

    def broke_off(self, at_work: int | None) -> None:
        """The row is gone on with; where it broke off, the step `at_work` was typing."""
        self._leftovers.broke_off(at_work)

    def row_ended(self, status: RowStatus) -> None:
        """A row that was done has left nothing behind."""
        self._leftovers.row_ended(status)

    def _press(
        self, keys: tuple[tuple[str, ...], ...], row: int, plan: StepPlan, found: Located, what: str
    ) -> None:
        """Keys that were decided on at a look; `TakenOver` where the person changed what it showed."""
        if self._pace() and not self._locator.same_program(plan, found):
            raise TakenOver
        self._record.write("clearing", row=row, step=plan.step.number, text=what)
        for chord in keys:
            self._actuator.perform(PressKeys(chord), self._stopped)
