"""Where the screen is in the demonstration: the pointer is told what was done last."""

from __future__ import annotations

from collections.abc import Sequence
from types import SimpleNamespace
from typing import cast

import numpy as np
import pytest

from lam_desktop.execution.finding.plan import StepPlan
from lam_desktop.execution.finding.whereabouts import Whereabouts
from lam_desktop.execution.screen.readiness import View
from lam_desktop.execution.screen.scope import Scope
from lam_desktop.tasks.step import TaskStep, WindowName
from lam_desktop.tasks.task import Task
from lam_desktop.types import Box, DemonstratedStep, Element, Moment, Observation

ORDERS, MAIL = WindowName("orders", "orders"), WindowName("mail", "mail")
STEPS = tuple(
    TaskStep(number, number - 1, "click", f"click {number}", window, (9, 9), None, None)
    for number, window in ((1, ORDERS), (2, MAIL), (3, ORDERS), (4, ORDERS))
)
SCREEN = Observation(np.zeros((20, 20, 3), np.uint8), (Element(Box(2, 2, 9, 9), "button", "Go"),))
VIEW = View(SCREEN, cast(Scope, object()), None, SCREEN)


class _Pointer:
    """Is sure of the last screen, and remembers the history it was told."""

    def __init__(self) -> None:
        self.done: list[int | None] = []

    def moment(self, shown: Sequence[Observation], screen: Observation, done: int | None = None) -> Moment:
        self.done.append(done)
        return Moment((*[0.01] * (len(shown) - 1), 0.95), 0.0)


def _whereabouts(pointer: _Pointer) -> Whereabouts:
    task = cast(Task, SimpleNamespace(steps=STEPS))
    return Whereabouts(task, lambda step: DemonstratedStep(step.number, SCREEN, 0, (9, 9), SCREEN), pointer)


@pytest.mark.parametrize(
    ("done", "last"), [((), -1), ((1,), 0), ((1, 2), 0), ((1, 2, 3), 1), ((1, 2, 3, 4), 2), (None, None)]
)
def test_the_last_step_done_is_counted_among_those_of_the_window(
    done: tuple[int, ...] | None, last: int | None
) -> None:
    pointer = _Pointer()
    told = _whereabouts(pointer).told(StepPlan(STEPS[2]), VIEW, done)
    assert pointer.done == [last]
    assert told == "It looks like the screen after the last step."


def test_what_is_to_confirm_the_history_is_not_told_it() -> None:
    pointer = _Pointer()
    assert _whereabouts(pointer).here(StepPlan(STEPS[2]), VIEW) == frozenset()
    assert pointer.done == [None]
