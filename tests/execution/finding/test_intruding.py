"""Windows of other programs that come in front while the agent works."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from lam_desktop.execution.finding.intruding import MOST, Intruding
from lam_desktop.execution.runs.supervision import Answer, PutRight, Question
from lam_desktop.types import Box, Window
from tests.execution.test_executor import ROWS, Desk, Watcher

OWN = Window("Orders", "orders", "orders", Box(0, 0, 100, 100), "normal", 1, 1)
CHAT = Window("Chat", "chat", "chat", Box(0, 0, 100, 100), "normal", 2, 2)
CALL = Window("", "phone", "phone", Box(0, 0, 100, 100), "normal", 3, 3)


class Row:
    """One row of a run, in which the person may have the desktop between."""

    def __init__(self) -> None:
        self.since = 0
        self.intruding = Intruding(lambda window: window.wm_class == "orders", lambda: self.since)
        assert self.intruding.put_behind(CALL) == ""  # what the person had in front when it began
        self.intruding.works()


def test_a_window_is_put_behind_so_often_and_then_waited_for() -> None:
    row = Row()
    for _ in range(MOST):
        assert row.intruding.objection(CHAT) is None
        assert row.intruding.put_behind(CHAT) == "The window “Chat” was in front of the program: put behind."
    assert "came in front again" in (row.intruding.objection(CHAT) or "")
    assert "came in front again" in (row.intruding.objection(replace(CHAT, window_id=9)) or "")
    assert row.intruding.objection(CALL) is None
    row.intruding.begin_row()
    assert row.intruding.objection(CHAT) is None


def test_the_tasks_own_windows_and_no_window_are_nothing_to_tell() -> None:
    row = Row()
    for one in (OWN, None):
        assert all(row.intruding.put_behind(one) == "" for _ in range(MOST + 1))
        assert row.intruding.objection(one) is None


def test_what_the_person_left_in_front_is_put_behind_without_a_word() -> None:
    row = Row()
    for _ in range(MOST):
        row.intruding.put_behind(CHAT)
    row.since = 1
    assert row.intruding.objection(CHAT) is None
    assert row.intruding.put_behind(CHAT) == ""
    row.intruding.works()
    assert row.intruding.put_behind(CHAT) != ""


def test_a_window_without_a_name_is_told_without_one() -> None:
    row = Row()
    assert row.intruding.put_behind(CALL).startswith("A window of another program was")


@pytest.mark.slow
@pytest.mark.usefixtures("no_waiting")
class TestRow:
    """With a small program and a window that takes the keyboard."""

    def test_a_window_that_comes_once_holds_up_nothing_and_is_told(self, tmp_path: Path) -> None:
        desk = Desk(tmp_path)
        desk.program.intrusions = 1
        watcher = Watcher()
        [row] = desk.run(ROWS[:1], watcher=watcher).rows
        assert row.status == "done" and not watcher.questions
        told = [one.told for one in watcher.events if isinstance(one, PutRight)]
        assert told == ["The window “Chat” was in front of the program: put behind."]
        assert [one["reason"] for one in desk.journal if one["kind"] == "put_right"] == told

    @pytest.mark.parametrize("answered", [False, True])
    def test_a_window_that_comes_again_and_again_is_not_fought_with(
        self, tmp_path: Path, answered: bool
    ) -> None:
        desk = Desk(tmp_path)
        desk.program.intrusions = 100

        class Person(Watcher):
            """Closes the window, where they are asked."""

            def ask(self, question: Question, stopped: Callable[[], bool]) -> Answer | None:
                self.questions.append(question)
                if not answered:
                    return None
                desk.program.intrusions, desk.program.intruder = 0, False
                return Answer("look_again")

        person = Person()
        [row] = desk.run(ROWS[:1], watcher=person).rows
        assert "“Chat” came in front again" in person.questions[0].reason
        assert len(person.questions) == 1
        assert row.status == ("done" if answered else "asked")
        assert desk.program.saved == ([("Smith", "30", False)] if answered else [])
