from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from lam_desktop.panel.state.events import LastRun, RecordingRequest, TaskCard
from lam_desktop.panel.state.library import LibraryState
from lam_desktop.panel.widgets.library import LibraryPage, TaskTile
from lam_desktop.panel.widgets.record_dialog import RecordDialog
from tests.panel.finding import press, shown_texts
from tests.panel.intents import Heard

CARD = TaskCard("orders", 7)


@pytest.fixture
def asked() -> list[str]:
    return []


@pytest.fixture
def page(qtbot: QtBot, heard: Heard, asked: list[str]) -> LibraryPage:
    page = LibraryPage(heard, lambda: asked.append("record"), lambda name: asked.append(f"delete {name}"))
    qtbot.addWidget(page)
    page.resize(1000, 700)
    page.show()
    return page


def test_an_empty_library_invites_to_record(page: LibraryPage, asked: list[str]) -> None:
    page.show_state(LibraryState((), loading=False))
    assert any("Show it once" in text for text in shown_texts(page))
    press(page, "record-first")
    assert asked == ["record"]


def test_while_it_is_read_nothing_is_promised(page: LibraryPage) -> None:
    page.show_state(LibraryState((), loading=True))
    assert shown_texts(page) == ["Reading the tasks…"]


def test_every_task_can_be_run_looked_at_and_deleted(
    page: LibraryPage, heard: Heard, asked: list[str]
) -> None:
    page.show_state(LibraryState((CARD, TaskCard("marks", 3)), loading=False))
    press(page, "run:marks")
    press(page, "steps:orders")
    press(page, "delete:orders")
    press(page, "record")
    assert heard.calls == [("open_run", ("marks",)), ("review", ("orders",))]
    assert asked == ["delete orders", "record"]


def test_a_double_click_opens_the_steps(page: LibraryPage, heard: Heard, qtbot: QtBot) -> None:
    page.show_state(LibraryState((CARD,), loading=False))
    tile = page.findChild(TaskTile)
    assert tile is not None
    qtbot.mouseDClick(tile, Qt.MouseButton.LeftButton)
    assert heard.calls == [("review", ("orders",))]


def test_a_damaged_task_shows_its_problem_and_can_only_be_deleted(page: LibraryPage) -> None:
    page.show_state(
        LibraryState((TaskCard("old", 0, problem="task.yaml: step 3 has no kind."),), loading=False)
    )
    assert "task.yaml: step 3 has no kind." in shown_texts(page)
    tile = page.findChild(TaskTile)
    assert tile is not None
    assert [button.objectName() for button in tile.findChildren(QPushButton)] == ["delete:old"]


def test_how_it_last_went_is_said_in_words(page: LibraryPage) -> None:
    started = datetime(2020, 5, 4, 9, 30).astimezone()
    many, one = LastRun(started, "asked", 3, 38), LastRun(started, "failed", 0, 1)
    page.show_state(
        LibraryState((TaskCard("a", 7, many), TaskCard("b", 1, one), TaskCard("c", 2)), loading=False)
    )
    texts = shown_texts(page)
    assert "Asked, 3 of 38 rows, 2020-05-04" in texts
    assert "Not as expected, 2020-05-04" in texts
    assert "1 step" in texts
    assert "2 steps" in texts


def test_reading_again_does_not_rebuild_what_is_the_same(page: LibraryPage) -> None:
    page.show_state(LibraryState((CARD,), loading=False))
    tile = page.findChild(TaskTile)
    page.show_state(LibraryState((CARD,), loading=True))
    page.show_state(LibraryState((CARD,), loading=False))
    assert page.findChild(TaskTile) is tile


def test_cards_share_the_width(page: LibraryPage, qtbot: QtBot) -> None:
    page.show_state(LibraryState(tuple(TaskCard(f"t{number}", 1) for number in range(4)), loading=False))
    tiles = page.findChildren(TaskTile)
    # Three beside each other, one below.
    qtbot.waitUntil(lambda: sorted(tile.y() > 0 for tile in tiles) == [False, False, False, True])
    assert len({tile.width() for tile in tiles}) == 1
    assert max(tile.geometry().right() for tile in tiles) < page.width()


@pytest.fixture
def dialog(qtbot: QtBot, heard: Heard, page: LibraryPage) -> RecordDialog:
    dialog = RecordDialog(page, heard, lambda name: name == "orders")
    qtbot.addWidget(dialog)
    dialog.open()
    return dialog


def type_into(dialog: RecordDialog, name: str, text: str, qtbot: QtBot) -> None:
    from PySide6.QtWidgets import QLineEdit

    field = dialog.findChild(QLineEdit, name)
    assert field is not None
    field.selectAll()
    if text.isascii():
        qtbot.keyClicks(field, text)
    else:
        field.insert(text)  # as an input method does: there are no keys for it


def start_button(dialog: RecordDialog) -> QPushButton:
    button = dialog.findChild(QPushButton, "start-recording")
    assert button is not None
    return button


def test_a_name_alone_is_enough(dialog: RecordDialog, heard: Heard, qtbot: QtBot) -> None:
    assert not start_button(dialog).isEnabled()
    type_into(dialog, "task-name", " Enter marks ", qtbot)
    press(dialog, "start-recording")
    assert heard.calls == [("record", (RecordingRequest("Enter marks", "", 1),))]
    assert not dialog.isVisible()


def test_enter_starts_it(dialog: RecordDialog, heard: Heard, qtbot: QtBot) -> None:
    from PySide6.QtWidgets import QLineEdit

    type_into(dialog, "task-name", "录入", qtbot)
    field = dialog.findChild(QLineEdit, "task-name")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert heard.calls == [("record", (RecordingRequest("录入", "", 1),))]


def test_table_and_row_go_along(dialog: RecordDialog, heard: Heard, qtbot: QtBot, tmp_path: Path) -> None:
    type_into(dialog, "task-name", "marks", qtbot)
    type_into(dialog, "rows-file", str(tmp_path / "marks.csv"), qtbot)
    type_into(dialog, "row", "3", qtbot)
    press(dialog, "start-recording")
    assert heard.calls == [("record", (RecordingRequest("marks", str(tmp_path / "marks.csv"), 3),))]


def test_several_rows_go_along(dialog: RecordDialog, heard: Heard, qtbot: QtBot, tmp_path: Path) -> None:
    type_into(dialog, "task-name", "marks", qtbot)
    type_into(dialog, "rows-file", str(tmp_path / "marks.csv"), qtbot)
    type_into(dialog, "row", "3", qtbot)
    type_into(dialog, "last-row", "5", qtbot)
    press(dialog, "start-recording")
    table = str(tmp_path / "marks.csv")
    assert heard.calls == [("record", (RecordingRequest("marks", table, 3, last=5),))]


def test_a_task_that_exists_is_shown_once_more(
    dialog: RecordDialog, heard: Heard, qtbot: QtBot, tmp_path: Path
) -> None:
    further = dialog.findChild(QCheckBox, "further")
    assert further is not None and not further.isVisibleTo(dialog)
    type_into(dialog, "rows-file", str(tmp_path / "orders.csv"), qtbot)
    type_into(dialog, "task-name", "orders", qtbot)
    assert further.isVisibleTo(dialog) and not start_button(dialog).isEnabled()
    further.click()
    last = dialog.findChild(QLineEdit, "last-row")
    assert last is not None and not last.isEnabled(), "it shows one row"
    press(dialog, "start-recording")
    table = str(tmp_path / "orders.csv")
    assert heard.calls == [("record", (RecordingRequest("orders", table, 1, further=True),))]


def test_the_task_whose_steps_are_looked_at_is_shown_once_more(
    heard: Heard, qtbot: QtBot, page: LibraryPage
) -> None:
    dialog = RecordDialog(page, heard, lambda name: name == "orders", "orders")
    qtbot.addWidget(dialog)
    dialog.open()
    assert start_button(dialog).isEnabled()
    type_into(dialog, "task-name", "new", qtbot)
    press(dialog, "start-recording")
    assert heard.calls == [("record", (RecordingRequest("new"),))], "of another name it is the first one"


def test_a_sentence_goes_along_instead_of_a_table(
    dialog: RecordDialog, heard: Heard, qtbot: QtBot, tmp_path: Path
) -> None:
    type_into(dialog, "task-name", "mail", qtbot)
    type_into(dialog, "instruction", " Delete the e-mail  of Ann ", qtbot)
    type_into(dialog, "rows-file", str(tmp_path / "marks.csv"), qtbot)
    assert any("not both" in label.text() for label in dialog.findChildren(QLabel))
    assert not start_button(dialog).isEnabled()
    dialog.findChild(QLineEdit, "rows-file").clear()  # type: ignore[union-attr]
    press(dialog, "start-recording")
    said = "Delete the e-mail of Ann"
    assert heard.calls == [("record", (RecordingRequest("mail", instruction=said),))]


@pytest.mark.parametrize(
    ("name", "told"), [("orders", "already"), ("a/b", "cannot be the name"), ("-x", "dash")]
)
def test_a_name_that_cannot_be_is_said_at_once(
    dialog: RecordDialog, heard: Heard, qtbot: QtBot, name: str, told: str
) -> None:
    type_into(dialog, "task-name", name, qtbot)
    assert any(told in label.text() for label in dialog.findChildren(QLabel))
    assert not start_button(dialog).isEnabled()
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert heard.calls == []


def test_cancelling_records_nothing(dialog: RecordDialog, heard: Heard) -> None:
    press(dialog, "cancel")
    assert heard.calls == []
    assert not dialog.isVisible()
