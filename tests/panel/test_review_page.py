from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListView, QProgressBar, QPushButton
from pytestqt.qtbot import QtBot

from lam_desktop.panel import reading
from lam_desktop.panel.state.events import StepView
from lam_desktop.panel.state.review import ReviewState
from lam_desktop.panel.widgets.picture import PictureView
from lam_desktop.panel.widgets.review import ReviewPage
from lam_desktop.tasks.step import NOWHERE, Place, TaskStep, Value
from lam_desktop.tasks.storage.library import Library
from lam_desktop.tasks.task import Further
from lam_desktop.tasks.task_yaml import task_file
from lam_desktop.tasks.texts.spans import Span
from lam_desktop.types import Box
from tests.panel.finding import button, press, shown_texts
from tests.panel.intents import Heard
from tests.panel.making import DESK, make_task, rows_file


@pytest.fixture
def steps(home: Path, tmp_path: Path) -> tuple[StepView, ...]:
    make_task(home, "orders", rows_file(tmp_path))
    return reading.read_task(Library(home), "orders", lambda: False).steps


@pytest.fixture
def page(qtbot: QtBot, heard: Heard) -> ReviewPage:
    page = ReviewPage(
        heard,
        lambda task, name: heard.forget_secret(task, name),
        lambda task: heard.calls.append(("show once more", (task,))),
    )
    qtbot.addWidget(page)
    page.resize(1000, 650)
    page.show()
    return page


def test_a_step_is_shown_with_its_words_and_what_it_acted_on(
    page: ReviewPage, steps: tuple[StepView, ...]
) -> None:
    page.show_state(ReviewState("orders", steps, selected=6))
    assert "Click “Save”" in shown_texts(page)
    picture = page.findChild(PictureView)
    assert picture is not None
    assert (picture.drawing.picture, picture.drawing.target) == (steps[6].picture, steps[6].target)
    assert picture.drawing.point == steps[6].point


def test_a_task_is_shown_once_more(page: ReviewPage, steps: tuple[StepView, ...], heard: Heard) -> None:
    page.show_state(ReviewState("orders", steps))
    press(page, "show-once-more")
    assert heard.calls == [("show once more", ("orders",))]


def test_what_was_shown_during_runs_can_be_learned(
    page: ReviewPage, steps: tuple[StepView, ...], heard: Heard
) -> None:
    page.show_state(ReviewState("orders", steps))
    hidden = page.findChild(QPushButton, "teach-task")
    assert hidden is not None and not hidden.isVisible(), "there is nothing to learn from"
    page.show_state(ReviewState("orders", steps, shown=2))
    press(page, "teach-task")
    assert heard.calls == [("teach", ("orders",))]
    page.show_state(ReviewState("orders", steps, shown=2, learning="orders"))
    assert not button(page, "teach-task").isEnabled(), "it is at work"


def test_where_a_value_comes_from_is_said(page: ReviewPage, steps: tuple[StepView, ...]) -> None:
    page.show_state(ReviewState("orders", steps, selected=1))
    assert "From the column “Customer”; here “Lindqvist Hardware”" in shown_texts(page)


def test_it_says_how_many_rows_were_shown(page: ReviewPage, steps: tuple[StepView, ...]) -> None:
    count = len(steps)
    page.show_state(ReviewState("orders", steps))
    assert f"{count} steps" in shown_texts(page)
    page.show_state(ReviewState("orders", steps, rows=2))
    assert f"{count} steps, shown for 2 rows" in shown_texts(page)


def test_the_rows_of_one_recording_are_counted(home: Path, tmp_path: Path) -> None:
    make_task(home, "orders", rows_file(tmp_path))
    assert reading.read_task(Library(home), "orders", lambda: False).rows == 1
    library = Library(home)
    task = library.open("orders")
    again = Further(task.recording, task.row, part=(0, len(task.steps)))
    task_file.save(replace(task, further=(again,)))
    assert reading.read_task(library, "orders", lambda: False).rows == 2


def test_on_what_a_step_depends_is_said(page: ReviewPage, steps: tuple[StepView, ...]) -> None:
    when = ("only where “Overwrite it?” is shown", "as step 1")
    page.show_state(ReviewState("orders", (replace(steps[0], when=when), steps[2]), selected=0))
    assert "; ".join(when) in shown_texts(page)
    page.show_state(ReviewState("orders", (replace(steps[0], when=when), steps[2]), selected=1))
    assert "; ".join(when) not in shown_texts(page)


def test_what_a_task_hands_over_is_said(page: ReviewPage, home: Path) -> None:
    find = make_task(home, "find")
    place = Place(0, Box(1, 1, 40, 20), "TK-1", Span(0, 4))
    value = Value("screen", "number", "TK-1", places=(place,))
    reading_step = TaskStep(1, 0, "read", "Read “TK-1” as number", DESK, value=value)
    task_file.save(replace(find, steps=(reading_step,), row=None))
    outer = make_task(home, "outer")
    does = TaskStep(1, NOWHERE, "task", "Do it", called="find", returns=(("invoice", "number"),))
    typing = next(step for step in outer.steps if step.kind == "type")
    typing = replace(typing, number=2, value=Value("screen", "invoice", "TK-0"))
    task_file.save(replace(outer, steps=(does, typing), row=None))
    steps = reading.read_task(Library(home), "outer", lambda: False).steps
    assert [(step.told_number, step.read) for step in steps] == [
        ("1.1", "handed over as invoice"), ("2", "read in step 1.1"),
    ]  # fmt: skip
    page.show_state(ReviewState("outer", steps, selected=1))
    assert "Read from the screen; here “TK-0”; read in step 1.1" in shown_texts(page)


def test_steps_that_were_written_by_hand_are_read_with_the_others(home: Path, tmp_path: Path) -> None:
    folder = make_task(home, "orders", rows_file(tmp_path)).folder
    path = folder / "task.yaml"
    hand = "  - {kind: wait, text: Ready, when: {shown: Please wait, steps: 2}}\n"
    path.write_text(path.read_text(encoding="utf-8").replace("steps:\n", "steps:\n" + hand), encoding="utf-8")
    first, second, third, *_ = reading.read_task(Library(home), "orders", lambda: False).steps
    assert (first.caption, first.picture) == ("Wait until “Ready” is shown", "")
    assert first.when == ("only where “Please wait” is shown",)
    assert second.when == ("as step 1",) and second.picture and third.when == ()


def test_what_is_doubtful_is_said(page: ReviewPage, steps: tuple[StepView, ...]) -> None:
    doubt = "“Lindqvist” stands in two columns, Customer and Contact."
    page.show_state(ReviewState("orders", (replace(steps[0], doubt=doubt), steps[1]), selected=0))
    assert doubt in shown_texts(page)
    page.show_state(ReviewState("orders", (replace(steps[0], doubt=doubt), steps[1]), selected=1))
    assert doubt not in shown_texts(page)


def test_going_through_the_steps(
    page: ReviewPage, steps: tuple[StepView, ...], heard: Heard, qtbot: QtBot
) -> None:
    page.show_state(ReviewState("orders", steps, selected=0))
    assert not button(page, "previous-step").isEnabled()
    press(page, "next-step")
    view = page.findChild(QListView)
    assert view is not None
    qtbot.keyClick(view, Qt.Key.Key_Down)
    qtbot.mouseClick(
        view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(view.model().index(4, 0)).center()
    )
    assert heard.calls == [("select_step", (1,)), ("select_step", (1,)), ("select_step", (4,))]
    page.show_state(ReviewState("orders", steps, selected=6))
    assert not button(page, "next-step").isEnabled()


def test_what_the_state_selects_is_no_wish_of_the_person(
    page: ReviewPage, steps: tuple[StepView, ...], heard: Heard
) -> None:
    for selected in (0, 3, 5):
        page.show_state(ReviewState("orders", steps, selected=selected))
    assert heard.calls == []


def test_while_targets_are_looked_for_it_says_so(page: ReviewPage, steps: tuple[StepView, ...]) -> None:
    bar = page.findChild(QProgressBar)
    assert bar is not None
    page.show_state(ReviewState("orders", loading=True, complete=False))
    assert "Reading the steps…" in shown_texts(page)
    assert not button(page, "run-task").isEnabled()
    page.show_state(ReviewState("orders", steps, complete=False))
    assert bar.isVisible()
    page.show_state(ReviewState("orders", steps))
    assert not bar.isVisible()


def test_run_and_back(page: ReviewPage, steps: tuple[StepView, ...], heard: Heard) -> None:
    page.show_state(ReviewState("orders", steps))
    press(page, "run-task")
    press(page, "back")
    assert heard.calls == [("open_run", ("orders",)), ("navigate", ("library",))]


def test_a_screen_reader_hears_every_step(page: ReviewPage, steps: tuple[StepView, ...]) -> None:
    page.show_state(ReviewState("orders", steps))
    view = page.findChild(QListView)
    assert view is not None
    told = [view.model().index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(7)]
    assert told[0] == "1. Click the field “Customer”"
    assert len(set(told)) == 7
