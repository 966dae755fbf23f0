"""A row's ceilings: what counts, and what a person may do about them."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from lam_desktop.execution.guard import Guard
from lam_desktop.execution.supervision import Answer, Question
from lam_desktop.tasks.task import Limits
from lam_desktop.types import Situation
from tests.execution.test_executor import ROWS, Desk, Watcher


def test_a_persons_time_is_none_of_the_rows() -> None:
    guard = Guard((), Limits(seconds_per_row=0.05))
    guard.begin_row()
    with guard.persons_time():
        time.sleep(0.1)
    assert guard.ceiling() is None
    time.sleep(0.06)
    told = guard.ceiling()
    assert told is not None and "the limit that task.yaml sets" in told


def test_a_row_that_was_extended_may_take_as_much_again() -> None:
    guard = Guard((), Limits(actions_per_row=2))
    guard.begin_row()
    guard.actions = 2
    assert guard.ceiling() is not None
    guard.extend()
    guard.actions = 3
    assert guard.ceiling() is None
    guard.actions = 4
    told = guard.ceiling()
    assert told is not None and "that you extended" in told
    guard.begin_row()
    guard.actions = 2
    assert guard.ceiling() is not None, "the next row has the limit of the task"


def test_thinking_long_over_a_question_costs_no_row(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.task = replace(desk.task, limits=Limits(actions_per_row=30, seconds_per_row=6.0))

    class Slow(Watcher):
        def ask(self, question: Question, stopped: Callable[[], bool]) -> Answer | None:
            super().ask(question, stopped)
            time.sleep(6.5)
            widget = next(one for one in desk.program.widgets() if one.name == "customer")
            return Answer("here", desk.program.box_of(widget).center)

    watcher = Slow()

    def confidence(situation: Situation) -> float:
        return 0.5 if situation.step.index == 1 and not watcher.questions else 1.0

    assert desk.run(ROWS[:1], watcher=watcher, confidence=confidence).status == "done"
    assert len(watcher.questions) == 1


def test_going_on_at_a_ceiling_finishes_the_row(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.task = replace(desk.task, limits=Limits(actions_per_row=4))
    watcher = Watcher(Answer("yes"))
    assert desk.run(ROWS[:1], watcher=watcher).status == "done"
    reasons = [one.reason for one in watcher.questions if "Shall it go on?" in one.reason]
    assert reasons and len(reasons) < 4
