"""A row's ceilings: what counts, and what a person may do about them."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from lam_desktop.errors import UsageError
from lam_desktop.execution.finding.guard import Guard
from lam_desktop.execution.runs.supervision import Answer, Question
from lam_desktop.execution.screen.readiness import View
from lam_desktop.tasks.limits import Limits
from lam_desktop.tasks.provenance.rows import Row
from lam_desktop.tasks.step import WindowName
from lam_desktop.tasks.task_yaml import task_file
from lam_desktop.types import Box, Observation, Situation, Window
from tests.execution.test_executor import ROWS, Desk, Watcher

pytestmark = pytest.mark.usefixtures("no_waiting")


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
    desk.task = replace(desk.task, limits=Limits(actions_per_row=30, seconds_per_row=24.0))

    class Slow(Watcher):
        def ask(self, question: Question, stopped: Callable[[], bool]) -> Answer | None:
            super().ask(question, stopped)
            time.sleep(24.5)
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


MANY = tuple(
    Row(n, {"customer": name, "quantity": str(n), "express": "no"}) for n, name in enumerate("ABC", 2)
)


def test_a_run_ends_before_the_row_that_its_limit_leaves_out(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.task = replace(desk.task, limits=Limits(rows_per_run=2))
    result = desk.run(MANY)
    assert [row.status for row in result.rows] == ["done", "done", "not_started"]
    assert (result.status, result.exit_code) == ("asked", 3)
    assert result.message == (
        "2 rows done. This run ended at its limit «rows_per_run» of 2; go on with --resume, or change it in"
        " task.yaml."
    )
    assert len(desk.program.saved) == 2
    others = tuple(replace(row, cells={**row.cells, "customer": f"{row.cells['customer']}2"}) for row in MANY)
    assert desk.run(others[:2]).status == "done", "another run counts anew"
    more = replace(MANY[2], cells={**MANY[2].cells, "customer": "D"})
    assert desk.run((more,)).message == "Done."


def test_rows_that_were_stored_already_cost_nothing() -> None:
    guard = Guard((), Limits(rows_per_run=1))
    for actions, ends in ((0, False), (0, False), (3, True)):
        guard.begin_row()
        guard.actions = actions
        assert bool(guard.end_of_run(next_row=True)) == ends
        assert guard.end_of_run() is None, "the row that was begun comes to its end"


@pytest.mark.parametrize("keep_going", [False, True])
def test_a_run_ends_before_the_action_that_its_limit_leaves_out(tmp_path: Path, keep_going: bool) -> None:
    """Nobody is asked to extend it, and no further row is begun."""
    whole = Desk(tmp_path / "whole")
    whole.run(MANY[:1])
    most = len(whole.actuator.actions) + 2
    desk = Desk(tmp_path / "limited")
    desk.keep_going = keep_going
    desk.task = replace(desk.task, limits=Limits(actions_per_run=most))
    watcher = Watcher(Answer("yes"))
    result = desk.run(MANY, watcher=watcher)
    assert len(desk.actuator.actions) == most and not watcher.questions
    assert [row.status for row in result.rows] == ["done", "asked", "not_started"]
    assert (result.status, result.exit_code) == ("asked", 3)
    assert f"This run ended at its limit «actions_per_run» of {most}; " in result.message
    assert result.rows[1].reason.startswith("Row 3, step ")


def test_the_minutes_of_a_run_are_its_own_and_not_a_persons(tmp_path: Path) -> None:
    guard = Guard((), Limits(minutes_per_run=0.1 / 60))
    with guard.persons_time():
        time.sleep(0.15)
    guard.begin_row()
    assert guard.end_of_run() is None
    time.sleep(0.12)
    guard.begin_row()
    assert "its limit «minutes_per_run» of 0.00166667; " in (guard.end_of_run() or "")
    desk = Desk(tmp_path)
    desk.task = replace(desk.task, limits=Limits(minutes_per_run=0.001 / 60))
    result = desk.run(MANY)
    assert [row.status for row in result.rows] == ["asked", "not_started", "not_started"]
    assert not desk.actuator.actions and "minutes_per_run" in result.message


def test_a_row_that_went_wrong_counts_more_than_a_limit(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.keep_going, desk.program.save_stores = True, False
    desk.task = replace(desk.task, limits=Limits(rows_per_run=1))
    result = desk.run(MANY)
    assert [row.status for row in result.rows] == ["failed", "not_started", "not_started"]
    assert result.exit_code == 5 and "rows_per_run" in result.message


@pytest.mark.parametrize(("rows", "told"), [(2, ""), (3, "3 rows are chosen"), (40, "40 rows are chosen")])
def test_more_rows_than_a_run_may_do_are_told_beforehand(rows: int, told: str) -> None:
    assert Limits().told_before(rows) == ""
    said = Limits(rows_per_run=2).told_before(rows)
    assert said.startswith(told) and bool(said) == bool(told)


# -- titles


def window(title: str, kind: str = "normal", wm_class: str = "chromium") -> Window:
    return Window(title, wm_class, "chromium", Box(0, 0, 800, 600), kind, 7)


@pytest.mark.parametrize(
    ("wanted", "title", "kind", "allowed"),
    [
        ("", "Mail – Chromium", "normal", True),
        ("orders", "Orders – Chromium", "normal", True),
        ("orders", "Mail – Chromium", "normal", False),
        ("Orders*", "All Orders – Chromium", "normal", False),
        ("*Orders – *", "All Orders – Chromium", "normal", True),
        ("orders", "Open a file", "dialog", True),
    ],
)
def test_a_window_must_have_the_title_that_a_person_wrote(
    wanted: str, title: str, kind: str, allowed: bool
) -> None:
    guard = Guard((WindowName("chromium", title=wanted),), Limits())
    shown = window(title, kind)
    assert guard.may_act_in(shown) == allowed
    seen = Observation(np.zeros((600, 800, 3), np.uint8), (), windows=(shown,))
    view = View(seen, None, shown, seen)
    told = guard.typing(view, shown)
    assert (told is None) == allowed
    if not allowed:
        assert told == f"The window “{title}” does not have the title “{wanted}”, which the task wants there."


def test_one_of_several_titles_is_enough_and_other_programs_stay_out() -> None:
    names = (WindowName("chromium", title="orders"), WindowName("chromium", title="invoices"))
    guard = Guard(names, Limits())
    assert guard.may_act_in(window("Invoices")) and guard.may_act_in(window("Orders"))
    assert not guard.may_act_in(window("Mail")) and not guard.may_act_in(window("Orders", wm_class="other"))


def test_a_title_is_read_kept_and_of_the_tasks_windows_alone(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    task = replace(desk.task, folder=tmp_path, windows=(replace(desk.task.windows[0], title="*Orders*"),))
    task_file.save(task)
    assert [one.title for one in task_file.load(tmp_path).windows] == ["*Orders*"]
    path = tmp_path / task_file.FILE_NAME
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("*Orders*", " ", 1), encoding="utf-8")
    with pytest.raises(UsageError, match="title"):
        task_file.load(tmp_path)
