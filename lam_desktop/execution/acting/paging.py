"""Turns the pages of a calendar to the month of a row: so many clicks as the seen month leaves to do."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from lam_desktop.execution.acting.stepping import Stepping
from lam_desktop.execution.finding.choosing import way_of
from lam_desktop.execution.finding.located import Located
from lam_desktop.execution.finding.locating import Locator
from lam_desktop.execution.finding.plan import StepPlan
from lam_desktop.execution.supervising.asking import MOST_ANSWERS, Asking, unclear
from lam_desktop.execution.supervising.record import RunRecord
from lam_desktop.execution.supervising.row_ended import RowEnded
from lam_desktop.execution.supervising.row_state import RowState
from lam_desktop.tasks.step import TaskStep
from lam_desktop.tasks.texts.calendars import month_shown, months_between
from lam_desktop.types import DemonstratedStep

MOST_PAGES = 36
"""A month that is farther away is asked about: the row may say a wrong year."""
POLL_S = 0.1


class Paging:
    """Does the steps that turn a calendar. One instance serves one run."""

    def __init__(
        self,
        demonstrated: Callable[[TaskStep], DemonstratedStep],
        locator: Locator,
        stepping: Stepping,
        asking: Asking,
        record: RunRecord,
        at: RowState,
        wait_s: float,
        check: Callable[[], None],
    ) -> None:
        """`check` raises `Stopped` where the run was stopped."""
        self._demonstrated = demonstrated
        self._locator = locator
        self._stepping = stepping
        self._asking = asking
        self._record = record
        self._at = at
        self._wait_s = wait_s
        self._check = check

    def turn(self, plan: StepPlan, plans: Sequence[StepPlan]) -> None:
        """Clicks until the calendar shows the month of the row, or `RowEnded`.

        A month that lies the other way is left to a step of the row that turns there, and asked about where
        none does.
        """
        wanted = plan.month
        assert wanted is not None
        clicks = 0
        for _ in range(MOST_PAGES + MOST_ANSWERS):
            left = self._left(plan, wanted)
            if left == 0 or (left * way_of(plan) < 0 and _turns_back(plan, plans)):
                self._settled(plan, clicks)
                return
            if left * way_of(plan) < 0:
                way = "on" if way_of(plan) > 0 else "back"
                self._ask(plan, f"the row needs {wanted:%Y-%m}, and it was only shown how to turn {way}.")
                continue
            if abs(left) + clicks > MOST_PAGES:
                place = self._asking.place(plan.step)
                told = f"more than {MOST_PAGES} pages from what the calendar shows"
                raise RowEnded("asked", f"{place}: The row needs {wanted:%Y-%m}, {told}.")
            found = self._stepping.do(plan)
            target = found.decision.target if found.decision is not None else None
            plan = replace(plan, turned_at=target.box if target is not None else None)
            clicks += 1
        raise unclear(plan)

    def _left(self, plan: StepPlan, wanted: date) -> int:
        """How many pages it is to the month; asks where it cannot be read which one is shown."""
        for _ in range(MOST_ANSWERS):
            found, month = self._seen(plan)
            if month is not None:
                return months_between(month, wanted)
            reason = f"It cannot be read which month the calendar shows; the row needs {wanted:%Y-%m}."
            self._asking.ask(plan, found, reason)
        raise unclear(plan)

    def _seen(self, plan: StepPlan) -> tuple[Located, date | None]:
        """The month that the calendar shows, once one is seen, and the last look at it."""
        shown, end = self._demonstrated(plan.step), time.monotonic() + self._wait_s
        while True:
            found = self._locator.look(plan, shown, self._at.done)
            self._check()
            month = month_shown(found.view.observation.elements) if found.view.scope is not None else None
            if month is not None or time.monotonic() >= end:
                return found, month
            time.sleep(POLL_S)

    def _ask(self, plan: StepPlan, why: str) -> None:
        found, month = self._seen(plan)
        shows = (
            f"The calendar shows {month:%Y-%m}" if month is not None else "The calendar shows another month"
        )
        self._asking.ask(plan, found, f"{shows}, but {why}")

    def _settled(self, plan: StepPlan, clicks: int) -> None:
        if not clicks:
            row, step = self._at.row.index, plan.step
            self._record.write("already_so", row=row, step=step.number, caption=step.caption)
            self._at.shown = True


def _turns_back(plan: StepPlan, plans: Sequence[StepPlan]) -> bool:
    """Whether another step of the row turns the same calendar the other way."""
    return any(
        other.month == plan.month and way_of(other) == -way_of(plan) and not other.left_out
        for other in plans
        if other.month is not None and abs(other.step.number - plan.step.number) == 1
    )
