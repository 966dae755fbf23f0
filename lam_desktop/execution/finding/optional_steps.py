"""Steps and called tasks that come only sometimes: whether they are due in the row at work."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from lam_desktop.execution.finding.guard import Guard
from lam_desktop.execution.finding.plan import StepPlan
from lam_desktop.tasks.call import Call
from lam_desktop.tasks.step import TaskStep

COMES_S = 0.6
"""So long the step behind an optional one must be there without it."""


class OptionalSteps:
    """One a run. A called task is looked at when the row comes to it, and done whole or not at all."""

    def __init__(
        self,
        is_there: Callable[[StepPlan], bool],
        not_needed: Callable[[StepPlan], None],
        guard: Guard,
        wait_s: float,
        stands: Callable[[StepPlan, StepPlan], bool] = lambda _click, _typing: False,
    ) -> None:
        """`is_there` looks once whether a step could be done; `not_needed` hears of one that is not due;
        `stands` looks whether the field that one step clicks shows what the next one types."""
        self._stands = stands
        self._is_there = is_there
        self._not_needed = not_needed
        self._guard = guard
        self._wait_s = wait_s
        self._not_typed: set[int] = set()
        """Numbers of the steps whose text stood in its field, or whose field was not there."""
        self._decided: dict[tuple[int, int], bool] = {}
        """Of each task that the row came to, by its first and last step: whether it is done."""

    def begin_row(self) -> None:
        """Another row: nothing was looked at."""
        self._decided = {}
        self._not_typed = set()

    def goes_on_at(self, first: TaskStep) -> None:
        """The tasks around this step were begun; those from it on come anew, and may be due this time."""
        self._decided = {call: due for call, due in self._decided.items() if call[0] < first.number}
        for call in first.within:
            if call.first < first.number:
                self._decided[call.first, call.last] = True

    def left_out(self, step: TaskStep) -> bool:
        """Whether a step is of a task that was found not to be due."""
        return any(self._decided.get((call.first, call.last)) is False for call in step.within)

    def is_due(self, plan: StepPlan, later: Sequence[StepPlan]) -> bool:
        """Whether a step is to be done, which one that is optional, or of an optional task, may not be.

        A text that is optional is typed where its field does not show it.

        `later` are the plans of the steps behind it. Waits as long as nothing tells. Raises `Stopped`.
        """
        begun: list[Call] = []
        for call in plan.step.within:
            if not call.optional:
                continue
            key = call.first, call.last
            if key not in self._decided:
                self._decided[key] = self._is_needed(plan, _behind(later, call.last, begun))
            if not self._decided[key]:
                return False
            begun.append(call)
        if not plan.step.optional:
            return True
        behind = _behind(later, plan.step.number, begun)
        if plan.step.kind == "type":
            if plan.step.number in self._not_typed:
                self._not_needed(plan)
            return plan.step.number not in self._not_typed
        typing = _typed_behind(plan, later)
        if typing is not None and self._stands(plan, typing):
            self._not_needed(plan)
            due = False
        else:
            due = self._is_needed(plan, behind)
        if typing is not None and not due:
            self._not_typed.add(typing.step.number)
        return due

    def _is_needed(self, plan: StepPlan, behind: StepPlan | None) -> bool:
        """Whether the place of a step is there, and not that of the one behind it; or time is over."""
        end = time.monotonic() + self._wait_s
        behind_since: float | None = None
        while behind is not None and not self._is_there(plan):
            now = time.monotonic()
            behind_since = (behind_since or now) if self._is_there(behind) else None
            # What comes sometimes may come a moment later.
            if behind_since is not None and (now - behind_since >= COMES_S or now >= end):
                self._not_needed(plan)
                return False
            if now >= end:
                break
        self._guard.of(plan.step)  # the last look may have been for the step behind, of another task
        return True


def _typed_behind(plan: StepPlan, later: Sequence[StepPlan]) -> StepPlan | None:
    """The optional text for which a step clicks into its field."""
    following = later[0] if later else None
    if plan.step.kind != "click" or following is None or following.step.kind != "type":
        return None
    return following if following.step.optional and not following.left_out else None


def _behind(later: Sequence[StepPlan], last: int, begun: Sequence[Call]) -> StepPlan | None:
    """The first step behind the `last` that is surely done: of all optional tasks, only in those `begun`."""
    return next(
        (
            one
            for one in later
            if one.step.number > last and not one.step.optional and not one.left_out and one.step.acts
            and not any(call.optional and call not in begun for call in one.step.within)
        ),
        None,
    )  # fmt: skip
