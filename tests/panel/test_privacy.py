"""The privacy page: what is never recorded, and how long runs are kept, as the terminal reads it."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QListWidget
from pytestqt.qtbot import QtBot

from lam_desktop.execution.runs.journal import Journal
from lam_desktop.panel.protecting import open_programs
from lam_desktop.panel.state.privacy import PrivacyState, reduce_privacy
from lam_desktop.panel.state.privacy_events import (
    Allowed,
    KeepingAsked,
    KeepingDropped,
    OpenProgram,
    PrivacyFailed,
    PrivacyOpened,
    PrivacyRead,
)
from lam_desktop.panel.widgets.privacy_page import PrivacyPage
from lam_desktop.tasks.checks import FilesCheck
from lam_desktop.tasks.storage.approvals import Approvals
from lam_desktop.tasks.storage.library import Library
from lam_desktop.tasks.storage.privacy_file import FILE_NAME, exclusions_of
from lam_desktop.tasks.storage.retention import kept_days
from lam_desktop.tasks.task_yaml import task_file
from lam_desktop.tasks.task_yaml.start_file import Approvable
from recorder.events import WindowFacts
from recorder.exclusions import Exclusions, WindowPattern
from tests.panel.finding import button, press, shown_texts
from tests.panel.intents import Heard
from tests.panel.living_panel import Living
from tests.panel.making import make_task

MAIL = WindowPattern(wm_class="thunderbird")
READ = PrivacyRead(
    (MAIL, WindowPattern(title="payroll")),
    regions=2,
    open=(OpenProgram("Firefox", "News", left_out=False), OpenProgram("thunderbird", "Inbox", left_out=True)),
)


@pytest.fixture
def page(qtbot: QtBot, heard: Heard) -> PrivacyPage:
    page = PrivacyPage(heard)
    qtbot.addWidget(page)
    page.resize(900, 640)
    page.show()
    return page


def window(wm_class: str, title: str, number: int, pid: int = 5) -> WindowFacts:
    return WindowFacts(title, wm_class, wm_class.lower(), pid, (0, 0, 10, 10), number, "normal")


def test_a_change_that_fails_leaves_what_was_read_and_an_answer_ends_the_question() -> None:
    state = reduce_privacy(PrivacyState(READ), KeepingAsked(30, 2, 0, 1))
    assert state.asked is not None and state.read == READ
    assert reduce_privacy(state, KeepingDropped()).asked is None
    failed = reduce_privacy(state, PrivacyFailed("The disk is full."))
    assert (failed.read, failed.problem, failed.asked) == (READ, "The disk is full.", None)
    assert reduce_privacy(failed, READ) == PrivacyState(READ)
    assert reduce_privacy(failed, PrivacyOpened()) == PrivacyState()


def test_open_programs_come_once_each_and_tell_whether_they_are_left_out() -> None:
    windows = [
        window("Firefox", "News", 1), window("thunderbird", "Inbox", 2), window("Firefox", "My bank", 3),
        window("lam", "LAM Desktop", 4, os.getpid()),
    ]  # fmt: skip
    left = Exclusions((WindowPattern("thunderbird"), WindowPattern("", "bank")))
    assert open_programs(windows, left) == READ.open
    assert open_programs(windows[2:3], left) == (OpenProgram("Firefox", "My bank", left_out=True),)


def test_the_page_names_what_is_left_out_and_offers_the_rest(page: PrivacyPage, heard: Heard) -> None:
    page.show_state(PrivacyState())
    assert not button(page, "leave-program-out").isEnabled()
    page.show_state(PrivacyState(READ))
    found = page.findChild(QListWidget, "left-out")
    assert found is not None
    assert [found.item(n).text() for n in range(found.count())] == [
        "The program thunderbird", "Windows called “payroll”",
    ]  # fmt: skip
    programs = page.findChild(QComboBox, "open-programs")
    assert programs is not None and [programs.itemText(n) for n in range(programs.count())] == [
        "Firefox — News"
    ]
    assert any("2 parts of the screen" in text for text in shown_texts(page))
    press(page, "leave-program-out")
    title = page.findChild(QLineEdit, "title-part")
    assert title is not None and not button(page, "leave-title-out").isEnabled()
    title.setText("  my bank ")
    press(page, "leave-title-out")
    assert title.text() == "" and not button(page, "record-again").isEnabled()
    found.item(0).setSelected(True)
    press(page, "record-again")
    assert heard.calls == [
        ("leave_out", (WindowPattern(wm_class="Firefox"),)), ("leave_out", (WindowPattern(title="my bank"),)),
        ("record_again", (MAIL,)),
    ]  # fmt: skip


def test_a_limit_is_asked_about_where_something_is_older(page: PrivacyPage, heard: Heard) -> None:
    page.show_state(PrivacyState(READ))
    limit = page.findChild(QCheckBox, "keep-limit")
    assert limit is not None and not limit.isChecked()
    limit.click()
    assert heard.calls == [("keep_days", (90.0,))] and not limit.isChecked(), "ticked once it is so"
    page.show_state(PrivacyState(READ, asked=KeepingAsked(90, 1, 0, 2)))
    told = "Older than 90 days, and removed for good: one run, 2 corrections."
    assert told in shown_texts(page)
    press(page, "remove-older")
    press(page, "drop-keeping")
    assert [name for name, _ in heard.calls[1:]] == ["remove_older", "drop_keeping"]
    page.show_state(PrivacyState(READ))
    assert told not in shown_texts(page)


def test_what_is_chosen_is_left_out_of_recordings(living: Living, home: Path) -> None:
    living.controller.open_privacy()
    assert living.until(lambda state: state.privacy.read is not None).screen == "privacy"
    living.controller.leave_out(MAIL)
    state = living.until(lambda state: state.privacy.read is not None and bool(state.privacy.read.windows))
    assert state.privacy.read is not None and state.privacy.read.windows == (MAIL,)
    left = exclusions_of(Library(home))
    assert left.fits(window("Thunderbird", "Inbox", 1)) and left.fits(window("KeePassXC", "", 2))
    living.controller.leave_managers_out(False)
    living.until(lambda state: state.privacy.read is not None and not state.privacy.read.password_managers)
    assert not exclusions_of(Library(home)).fits(window("KeePassXC", "", 2))
    living.controller.record_again(MAIL)
    living.until(lambda state: state.privacy.read is not None and not state.privacy.read.windows)
    assert not exclusions_of(Library(home)).fits(window("Thunderbird", "Inbox", 1))


def test_old_runs_go_only_once_the_person_agreed(living: Living, home: Path) -> None:
    task = make_task(home, "orders")
    old = task.folder / "runs" / "2020-01-01-120000"
    with Journal(old) as written:
        written.write("run_started", dry_run=False, rows=[1], values={})
        written.write("run_finished", status="done")
    living.controller.open_privacy()
    living.until(lambda state: state.privacy.read is not None)
    living.controller.keep_days(30)
    asked = living.until(lambda state: state.privacy.asked is not None).privacy.asked
    assert asked is not None and (asked.days, asked.runs) == (30, 1)
    assert old.exists() and kept_days(Library(home)) is None
    living.controller.drop_keeping()
    assert living.state.privacy.asked is None and old.exists()
    living.controller.keep_days(30)
    living.until(lambda state: state.privacy.asked is not None)
    living.controller.remove_older()
    living.until(lambda state: state.privacy.read is not None and state.privacy.read.keep_days == 30)
    assert not old.exists() and kept_days(Library(home)) == 30
    living.controller.keep_days(None)
    living.until(lambda state: state.privacy.read is not None and state.privacy.read.keep_days is None)


def test_an_approval_is_listed_as_it_was_read_and_taken_back(
    living: Living, page: PrivacyPage, heard: Heard, home: Path
) -> None:
    task = make_task(home, "orders")
    make_task(home, "plain")
    task = replace(task, checks=(FilesCheck(files="/srv/orders"),))
    task_file.save(task)
    approvals, text = Approvals(home), Approvable(task.checks).text
    living.controller.open_privacy()
    read = living.until(lambda state: state.privacy.read is not None).privacy.read
    assert read is not None and read.allowed == ()
    approvals.give("orders", text)
    living.controller.open_privacy()
    state = living.until(lambda state: state.privacy.read is not None and bool(state.privacy.read.allowed))
    assert state.privacy.read is not None and state.privacy.read.allowed == (Allowed("orders", text),)
    page.show_state(state.privacy)
    shown = page.findChild(QListWidget, "allowed")
    assert shown is not None and not button(page, "withdraw").isEnabled()
    shown.item(0).setSelected(True)
    assert any("/srv/orders" in one for one in shown_texts(page))
    press(page, "withdraw")
    assert heard.calls == [("withdraw", ("orders",))]
    living.controller.withdraw("orders")
    living.until(lambda state: state.privacy.read is not None and not state.privacy.read.allowed)
    assert not approvals.has("orders", text)


def test_a_damaged_file_is_told_and_left_alone(living: Living, home: Path) -> None:
    home.mkdir(parents=True, exist_ok=True)
    (home / FILE_NAME).write_text("version: 1\nexclude: 5\n", encoding="utf-8")
    living.controller.open_privacy()
    problem = living.until(lambda state: bool(state.privacy.problem)).privacy.problem
    assert "privacy.yaml" in problem and living.state.privacy.read is None
    living.controller.leave_out(MAIL)
    living.until(lambda state: bool(state.privacy.problem))
    assert (home / FILE_NAME).read_text() == "version: 1\nexclude: 5\n"
