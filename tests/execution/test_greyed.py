"""A target that is greyed out is waited for; where it stays so, the agent asks and does not click."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from lam_desktop.execution.supervision import Answer, RunEvent
from tests.execution.test_executor import ROWS, Desk, Watcher

pytestmark = pytest.mark.usefixtures("no_waiting")


class Waiting(Watcher):
    """Also counts the looks."""

    def __init__(self, answer: Answer | None = None, on_look: Callable[[], None] = lambda: None) -> None:
        super().__init__(answer)
        self._on_look = on_look

    def report(self, event: RunEvent) -> None:
        super().report(event)
        self._on_look()


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_it_waits_until_the_button_can_be_pressed(desk: Desk) -> None:
    looks = 0

    def after_some() -> None:
        nonlocal looks
        looks += desk.program.customer != "" and desk.program.quantity != ""
        if looks > 3:
            desk.program.greyed.clear()

    desk.program.greyed.add("save")
    watcher = Waiting(on_look=after_some)
    result = desk.run(ROWS[:1], watcher=watcher)
    assert result.status == "done", result.message
    assert desk.program.clicks.count("save") == 1
    assert watcher.questions == []


def test_it_asks_and_does_not_click_what_stays_greyed_out(desk: Desk) -> None:
    desk.program.greyed.add("save")
    watcher = Watcher()
    result = desk.run(ROWS[:1], watcher=watcher)
    assert result.status == "asked"
    assert "save" not in desk.program.clicks
    assert "step 6 (click save): The button “Save” is greyed out" in result.message
    assert [one.approving for one in watcher.questions] == [True]


def test_a_person_may_have_it_clicked_all_the_same(desk: Desk) -> None:
    desk.program.greyed.add("save")
    watcher = Watcher(Answer("yes"))
    result = desk.run(ROWS[:1], watcher=watcher)
    assert result.status == "done", result.message
    assert desk.program.clicks.count("save") == 1
    assert len(watcher.questions) == 1


def test_what_looked_so_when_it_was_shown_is_clicked(desk: Desk) -> None:
    """A button in pale ink that could be pressed: its looks say nothing."""
    desk = Desk(desk.folder, shown_greyed=frozenset({"save"}))
    desk.program.greyed.add("save")
    assert desk.run(ROWS[:1]).status == "done"


def test_a_greyed_check_box_that_is_as_the_row_wants_it_needs_no_press(desk: Desk) -> None:
    desk.program.greyed.add("express")
    assert desk.run(ROWS[:1]).status == "done", "the row wants it unticked, and it is"
    assert desk.run(ROWS[1:2]).status == "asked", "the row wants it ticked"
    assert "express" not in desk.program.clicks
