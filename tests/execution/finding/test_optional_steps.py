"""Whether steps and tasks that come only sometimes are due."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from lam_desktop.execution.finding.guard import Guard
from lam_desktop.execution.finding.optional_steps import OptionalSteps
from lam_desktop.execution.finding.plan import StepPlan
from lam_desktop.tasks.call import Call
from lam_desktop.tasks.limits import Limits
from lam_desktop.tasks.step import TaskStep, WindowName

MAIL, DESK = WindowName("mail"), WindowName("desk")


class Screen:
    """What could be done now, by the number of the step; and the guard, as a look leaves it."""

    def __init__(self, there: Collection[int]) -> None:
        self.there = there
        self.looked: list[int] = []
        self.not_needed: list[int] = []
        self.stands: tuple[int, str] | None = None
        """The field that this step clicks shows this text."""
        self.guard = Guard((MAIL, DESK), Limits())
        self.optional = OptionalSteps(
            self._is_there, lambda plan: self.not_needed.append(plan.step.number), self.guard, 0.05,
            lambda click, typing: (click.step.number, typing.text) == self.stands,
        )  # fmt: skip

    def _is_there(self, plan: StepPlan) -> bool:
        self.guard.of(plan.step)
        self.looked.append(plan.step.number)
        return plan.step.number in self.there

    def done(self, steps: list[StepPlan]) -> list[int]:
        """Numbers of the steps that are done of these."""
        found: list[int] = []
        for at, plan in enumerate(steps):
            if not self.optional.left_out(plan.step) and self.optional.is_due(plan, steps[at + 1 :]):
                found.append(plan.step.number)
        return found


def plans(*within: tuple[Call, ...]) -> list[StepPlan]:
    return [
        StepPlan(TaskStep(number, number - 1, "click", f"click {number}", DESK, (1, 1), within=calls))
        for number, calls in enumerate(within, start=1)
    ]


OUTER, INNER = Call("order", 1, 4, optional=True), Call("discount", 2, 3, optional=True)
NESTED = ((OUTER,), (OUTER, INNER), (OUTER, INNER), (OUTER,), ())


def test_an_optional_task_within_one_that_is_due_is_looked_at_too() -> None:
    screen = Screen(there=[1, 4, 5])
    assert screen.done(plans(*NESTED)) == [1, 4, 5] and screen.not_needed == [2]
    screen = Screen(there=[1, 2, 5])
    assert screen.done(plans(*NESTED)) == [1, 2, 3, 4, 5]
    screen = Screen(there=[5])
    assert screen.done(plans(*NESTED)) == [5] and 4 not in screen.looked


def test_one_within_a_task_that_is_always_done_is_looked_at_too() -> None:
    always = replace(OUTER, optional=False)
    nested = [tuple(always if one == OUTER else one for one in calls) for calls in NESTED]
    assert Screen(there=[4]).done(plans(*nested)) == [1, 4, 5]


def test_the_windows_of_a_step_count_when_nothing_told_whether_it_is_due() -> None:
    first, behind = plans((Call("login", 1, 1, optional=True),), ())
    first = replace(first, step=replace(first.step, windows=(DESK,)))
    behind = replace(behind, step=replace(behind.step, windows=(MAIL,)))
    screen = Screen(there=[])
    assert screen.optional.is_due(first, [behind]) and screen.looked[-1] == 2
    assert screen.guard._of_step == (DESK,)


def test_what_a_row_comes_to_again_is_looked_at_again() -> None:
    once, twice = Call("login", 1, 2, optional=True), Call("more", 3, 4, optional=True)
    steps = plans((once,), (once,), (twice,), (twice,), ())
    screen = Screen(there=[5])
    assert screen.done(steps) == [5]
    screen.optional.goes_on_at(steps[2].step)
    screen.there = [3, 5]
    assert screen.optional.left_out(steps[0].step) and screen.done(steps[2:]) == [3, 4, 5]
    screen.optional.goes_on_at(steps[3].step)
    assert screen.done(steps[3:]) == [4, 5], "it was begun"
    screen.optional.goes_on_at(steps[0].step)
    screen.there = [1, 5]
    assert screen.done(steps) == [1, 2, 5]


def filling(text: str) -> list[StepPlan]:
    """Into a field that a further demonstration found filled, and behind that Save."""
    click = StepPlan(TaskStep(1, 0, "click", "click 1", DESK, (1, 1), optional=True))
    typing = StepPlan(TaskStep(2, 1, "type", "type", DESK, optional=True), text=text)
    return [click, typing, StepPlan(TaskStep(3, 2, "click", "click 3", DESK, (1, 9)))]


def test_a_text_that_may_stand_there_is_typed_where_it_does_not() -> None:
    screen = Screen(there=[1, 3])
    screen.stands = 1, "Berlin"
    assert screen.done(filling("Berlin")) == [3] and screen.not_needed == [1, 2]
    screen.optional.begin_row()
    assert screen.done(filling("Rome")) == [1, 2, 3]


def test_where_its_field_is_not_there_it_is_not_typed_elsewhere() -> None:
    assert Screen(there=[3]).done(filling("Rome")) == [3]
