"""A task that somebody gave away: its state, its page, and a child that takes it in."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QProgressBar
from pytestqt.qtbot import QtBot

from lam_desktop.panel.controller import Controller
from lam_desktop.panel.language import FROM_OTHERS
from lam_desktop.panel.state import receive_events
from lam_desktop.panel.state.events import TaskCard
from lam_desktop.panel.state.library import LibraryState
from lam_desktop.panel.state.receiving import ReceiveState, reduce_receiving
from lam_desktop.panel.widgets.library import LibraryPage
from lam_desktop.panel.widgets.receive_page import ReceivePage
from lam_desktop.panel.workers import Programs
from lam_desktop.receiving.needs import needs_of
from lam_desktop.receiving.our_terms import on_our_terms
from lam_desktop.reporting.saying import Sentences
from lam_desktop.tasks.checks import HttpCheck
from lam_desktop.tasks.limits import Limits
from lam_desktop.tasks.step import TaskStep, Value
from lam_desktop.tasks.storage.library import Library
from lam_desktop.tasks.task import Start
from tests.panel.finding import button, press, shown_texts
from tests.panel.intents import Heard
from tests.panel.living_panel import Living, children
from tests.panel.making import DESK, make_task, rows_file

REQUEST = receive_events.ReceiveRequest("/tmp/orders.zip", "orders")
ASKED = receive_events.ReceiveRequested(REQUEST)
RECEIVED = receive_events.Received(
    "orders", 7, ("It takes its values from a table with these columns: a, b.",), ("2 runs", "shared.html")
)


def after(*happened: receive_events.ReceiveEvent) -> ReceiveState:
    state = ReceiveState()
    for event in (receive_events.ReceiveOpened(), *happened):
        state = reduce_receiving(state, event)
    return state


def test_what_is_being_taken_in_is_not_disturbed() -> None:
    working = after(ASKED, receive_events.ReceiveProgressed("Looking at picture 3 of 4"))
    assert (working.phase, working.share) == ("working", 0.5)
    assert reduce_receiving(working, receive_events.ReceiveOpened()) == working
    stopping = reduce_receiving(working, receive_events.ReceiveStopping())
    assert reduce_receiving(stopping, receive_events.ReceiveStopped()).phase == "choosing"
    failed = reduce_receiving(working, receive_events.ReceiveFailed("The disk is full."))
    assert (failed.phase, failed.problem, failed.path) == ("choosing", "The disk is full.", REQUEST.path)
    assert reduce_receiving(failed, receive_events.ReceiveOpened()) == after()
    assert after(RECEIVED) == after(), "of one that was given up nothing is shown"
    assert after(ASKED, RECEIVED).received == RECEIVED


@pytest.fixture
def page(qtbot: QtBot, heard: Heard) -> ReceivePage:
    page = ReceivePage(heard, lambda name: name == "taken")
    qtbot.addWidget(page)
    page.resize(900, 600)
    page.show()
    page.show_state(after())
    return page


def field(page: ReceivePage, name: str) -> QLineEdit:
    found = page.findChild(QLineEdit, name)
    assert found is not None
    return found


def test_a_file_or_a_folder_is_chosen_and_named(
    page: ReceivePage, heard: Heard, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not button(page, "receive-take").isEnabled()
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: ("/tmp/orders.zip", "ZIP (*.zip)"))
    press(page, "receive-file")
    assert field(page, "receive-name").text() == "orders"
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: "/tmp/v1.2 taken")
    press(page, "receive-folder")
    name = field(page, "receive-name")
    assert name.text() == "v1.2 taken"
    for bad, told in (("taken", "There is a task “taken” already"), ("a/b", "cannot be the name of a task")):
        name.setText(bad)
        assert not button(page, "receive-take").isEnabled()
        assert any(told in text for text in shown_texts(page))
    name.setText("mine")
    press(page, "receive-file")
    assert name.text() == "mine", "what the person has called it stays"
    press(page, "receive-take")
    assert heard.calls == [("receive", (replace(REQUEST, name="mine"),))]


def test_why_it_failed_is_told_until_another_one_is_chosen(page: ReceivePage, heard: Heard) -> None:
    field(page, "receive-path").setText("~/../tmp/orders.zip")
    press(page, "receive-take")
    (asked,) = heard.calls.pop()[1]
    page.show_state(
        after(receive_events.ReceiveRequested(asked), receive_events.ReceiveFailed("It holds no task."))
    )
    assert "It holds no task." in shown_texts(page)
    press(page, "receive-take")
    field(page, "receive-path").setText("/tmp/other.zip")
    assert "It holds no task." not in shown_texts(page)
    assert heard.calls == [("receive", (asked,))] and Path(asked.path).is_absolute()


def test_progress_and_what_it_needs_are_shown(page: ReceivePage, heard: Heard) -> None:
    field(page, "receive-path").setText(REQUEST.path)
    page.show_state(after(ASKED, receive_events.ReceiveProgressed("Looking at picture 3 of 4")))
    bar = page.findChild(QProgressBar)
    assert bar is not None and bar.value() == bar.maximum() // 2
    press(page, "cancel-receive")
    page.show_state(after(ASKED, RECEIVED))
    texts = shown_texts(page)
    assert {"“orders” is in the library", "7 steps", RECEIVED.needs[0]} <= set(texts)
    assert "Not taken in: 2 runs, shared.html." in texts
    for name in ("review-received", "receive-another", "receive-done"):
        press(page, name)
    assert heard.calls == [
        ("stop_receive", ()), ("review", ("orders",)), ("open_receive", ()), ("navigate", ("library",)),
    ]  # fmt: skip
    page.show_state(after())
    assert field(page, "receive-path").text() == "" and not button(page, "receive-take").isEnabled()


def test_the_library_leads_there(qtbot: QtBot, heard: Heard) -> None:
    page = LibraryPage(heard, lambda: None, lambda _: None)
    qtbot.addWidget(page)
    page.show_state(LibraryState(loading=False))
    press(page, "receive-first")
    page.show_state(LibraryState((TaskCard("orders", 7),), loading=False))
    press(page, "receive")
    assert heard.calls == [("open_receive", ())] * 2


def test_a_child_takes_it_in_and_it_is_in_the_list(living: Living, tmp_path: Path) -> None:
    living.controller.open_receive()
    assert living.state.screen == "receive"
    living.controller.receive(receive_events.ReceiveRequest(str(tmp_path / "-x.zip"), "-x"))
    problem = living.until(lambda state: bool(state.receiving.problem)).receiving.problem
    assert problem == f"There is no {tmp_path / '-x.zip'}."
    (tmp_path / "a.zip").touch()
    living.controller.receive(receive_events.ReceiveRequest(str(tmp_path / "a.zip"), "orders"))
    state = living.until(lambda state: state.receiving.phase == "done" and bool(state.library.cards))
    assert [card.name for card in state.library.cards] == ["orders"]
    assert state.receiving.received is not None and state.receiving.received.steps == 7
    living.controller.review("orders")
    assert len(living.until(lambda state: bool(state.review.steps)).review.steps) == 7


@pytest.mark.plays(lam=["--hold"])
def test_it_can_be_given_up(living: Living, tmp_path: Path) -> None:
    living.controller.open_receive()
    living.controller.receive(receive_events.ReceiveRequest(str(tmp_path), "orders"))
    living.until(lambda state: state.receiving.note == "Looking at picture 1 of 2")
    living.controller.stop_receive()
    living.until(lambda state: state.receiving.phase == "choosing")
    assert (living.state.receiving.problem, children()) == ("", [])


@pytest.mark.e2e
def test_the_real_command_takes_in_a_folder(living: Living, home: Path, tmp_path: Path) -> None:
    theirs = make_task(tmp_path / "elsewhere", "orders", rows_file(tmp_path))
    living.controller.close()
    living.controller = Controller(Library(home), living.store, Programs())
    living.controller.receive(receive_events.ReceiveRequest(str(theirs.folder), "mine"))
    state = living.until(lambda state: state.receiving.phase == "done" and bool(state.library.cards))
    assert [card.name for card in state.library.cards] == ["mine"]
    assert [step.target for step in Library(home).open("mine").steps] == [one.target for one in theirs.steps]


def test_all_that_it_needs_is_told_in_chinese(home: Path, tmp_path: Path, dressed: QApplication) -> None:
    task = make_task(home, "orders", rows_file(tmp_path))
    typed = task.steps[1]
    steps = (
        replace(typed, value=Value("constant", text="Ada")), replace(typed, value=Value("secret", "pin")),
        *task.steps[3:], TaskStep(8, -1, "task", "Log in", called="login"),
        TaskStep(9, -1, "task", "Log out", called="logout"),
    )  # fmt: skip
    check = HttpCheck({}, 1.0, "http://127.0.0.1/orders", "/orders")
    elsewhere = replace(DESK, wm_class="gnucash")
    whole = replace(
        task, steps=steps, checks=(check,), starts=(Start(("orderdesk",), DESK),), windows=(DESK, elsewhere),
        limits=Limits(watched_rows=0),
    )  # fmt: skip
    ours, changed = on_our_terms(whole)
    needs = needs_of(ours, ["login"], changed, masked=True)
    assert len(needs) == 11
    chinese = Sentences(FROM_OTHERS)
    for need in needs:
        said = chinese.chinese(need)
        assert said is not None and "lam" not in said.replace("lam ", "") and "stand" not in said, need
