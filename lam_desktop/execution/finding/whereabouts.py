"""Where in the demonstration a screen belongs, said beside a question: so the person sees what is off."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from lam_desktop.execution.finding.plan import StepPlan
from lam_desktop.execution.machine.wakefulness import LOCKED
from lam_desktop.execution.screen.readiness import View
from lam_desktop.protocols import StepPointing
from lam_desktop.tasks.step import TaskStep
from lam_desktop.tasks.task import Task
from lam_desktop.types import DemonstratedStep, Moment

SURE = 0.9
"""From this probability on it is said."""
POSSIBLE = 0.05
"""A step whose screen this may be with this probability is where it should be."""


class Whereabouts:
    """Compares a screen with those on which the task's steps began. One instance serves one run."""

    def __init__(
        self,
        task: Task,
        demonstrated: Callable[[TaskStep], DemonstratedStep],
        pointer: StepPointing | None,
        locked: Callable[[], bool] = lambda: False,
    ) -> None:
        """`locked`: whether the screen shows nothing of the desktop."""
        self._task = task
        self._demonstrated = demonstrated
        self._pointer = pointer
        self._locked = locked

    def told(self, plan: StepPlan, view: View, done: Collection[int] | None = None) -> str:
        """One sentence; empty where the screen may be that of the step, or nothing can be told.

        `done`: numbers of the steps that are behind; None: not known.
        """
        if self._locked():
            return LOCKED
        steps, moment = self._weighed(plan, view, done)
        if moment is None:
            return ""
        if moment.unexpected >= SURE:
            return "No screen of the demonstration looks like this one."
        best = max(range(len(moment.chances)), key=lambda n: moment.chances[n])
        due = next((n for n, one in enumerate(steps) if one.number == plan.step.number), None)
        if due is None:
            return ""
        if moment.chances[due] >= POSSIBLE or moment.chances[best] < SURE:
            return ""
        if best == len(steps):
            return "It looks like the screen after the last step."
        return f"It looks like the screen of step {steps[best].told_number}, “{steps[best].caption}”."

    def here(self, plan: StepPlan, view: View) -> frozenset[int]:
        """Numbers of the steps in the same window whose screen this may be; none where it cannot be told.

        By the screen alone: it is to confirm, or not, what is known of the history.
        """
        steps, moment = self._weighed(plan, view)
        if moment is None or moment.unexpected >= SURE:
            return frozenset()
        chances = moment.chances[: len(steps)]
        return frozenset(one.number for one, chance in zip(steps, chances, strict=True) if chance >= POSSIBLE)

    def _weighed(
        self, plan: StepPlan, view: View, done: Collection[int] | None = None
    ) -> tuple[list[TaskStep], Moment | None]:
        """The steps in the same window, and which of their screens this is; behind them that of the end."""
        steps = [one for one in self._task.steps if one.window == plan.step.window and one.acts]
        if not steps or self._pointer is None or view.scope is None or not view.observation.elements:
            return steps, None
        shown = [self._demonstrated(one) for one in steps]
        frames = [one.before for one in shown]
        ended = shown[-1].after
        if steps[-1] is self._task.steps[-1] and ended is not None:
            frames.append(ended)
        last = None if done is None else _last_of(steps, done)
        return steps, self._pointer.moment(frames, view.observation, last)


def _last_of(steps: Sequence[TaskStep], done: Collection[int]) -> int:
    """Index of the last of the steps that is not behind the last one done; -1 where there is none."""
    last = max(done, default=0)
    return sum(one.number <= last for one in steps) - 1
