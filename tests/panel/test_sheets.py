"""A workbook with several sheets in the panel: one is chosen from a list, where the table is chosen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from lam_desktop.panel.reading import read_table
from lam_desktop.panel.state import before_events, events
from lam_desktop.panel.state.run import RunState, reduce_run
from lam_desktop.panel.widgets.record_dialog import RecordDialog
from lam_desktop.panel.widgets.run_choose import RunChoosePage
from lam_desktop.tasks.explaining.binding import propose
from lam_desktop.tasks.provenance.rows import read_named
from lam_desktop.tasks.storage.library import Library
from lam_desktop.tasks.task import DemonstratedRow
from lam_desktop.tasks.task_yaml import task_file
from tests.panel.finding import press
from tests.panel.intents import Heard
from tests.panel.living_panel import Living
from tests.panel.making import COLUMNS, ROWS, make_task
from tests.tasks.books import write_book
from tests.tasks.explaining.test_binding import shown

SHEETS = {
    "January": (COLUMNS, *ROWS[:2]),
    "March": (COLUMNS, *ROWS[2:]),
    "Prices": (("Article", "Price"), ("x", 1)),
}
PREPARED = events.RunPrepared("orders", (events.StepView(1, "click", "Click “Save”"),), COLUMNS)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return write_book(tmp_path / "year.xlsx", SHEETS, opened="March", states={"Prices": "hidden"})


@pytest.fixture
def choose(qtbot: QtBot, heard: Heard) -> RunChoosePage:
    page = RunChoosePage(heard)
    qtbot.addWidget(page)
    page.resize(1000, 650)
    page.show()
    return page


@pytest.fixture
def dialog(qtbot: QtBot, heard: Heard) -> Iterator[RecordDialog]:
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = RecordDialog(parent, heard, lambda _name: False)
    dialog.show()
    yield dialog
    dialog.reject()


def state(*happened: events.Event) -> RunState:
    run = RunState(task="orders")
    for event in happened:
        run = reduce_run(run, event)
    return run


def lists(widget: QWidget) -> list[QComboBox]:
    """The lists of sheets that are seen."""
    return [one for one in widget.findChildren(QComboBox, "sheet") if one.isVisibleTo(widget)]


def offered(one: QComboBox) -> tuple[list[str], str]:
    return [one.itemText(place) for place in range(one.count())], one.currentText()


def pick(one: QComboBox, sheet: str) -> None:
    """As a person does it; the signal is Qt's own for that."""
    place = one.findText(sheet)
    one.setCurrentIndex(place)
    one.activated.emit(place)
    one.textActivated.emit(sheet)


def test_the_sheet_that_lay_open_is_shown_and_another_one_can_be_chosen(
    choose: RunChoosePage, heard: Heard, book: Path
) -> None:
    run = state(PREPARED, read_table(book))
    assert (run.rows_path, run.rows_file, run.rows_sheet) == (f"{book}#March", str(book), "March")
    choose.show_state(run)
    [sheets] = lists(choose)
    assert offered(sheets) == (["January", "March"], "March")
    pick(sheets, "January")
    assert heard.calls == [("choose_sheet", ("January",))]
    assert sheets.currentText() == "March", "it says what is read, until the other one was"
    choose.show_state(state(PREPARED, read_table(f"{book}#January")))
    assert lists(choose)[0].currentText() == "January"
    pick(lists(choose)[0], "January")
    assert len(heard.calls) == 1


def test_a_hidden_sheet_is_offered_only_where_it_was_named(choose: RunChoosePage, book: Path) -> None:
    choose.show_state(state(PREPARED, read_table(f"{book}#prices")))
    assert offered(lists(choose)[0]) == (["January", "March", "Prices"], "Prices")


def test_without_a_choice_there_is_no_list(choose: RunChoosePage, book: Path, tmp_path: Path) -> None:
    one = write_book(tmp_path / "one.xlsx", {"March": SHEETS["March"]})
    choose.show_state(state(PREPARED, read_table(one)))
    assert lists(choose) == []
    loaded = read_table(book)
    choose.show_state(state(PREPARED, loaded, events.RowsCleared()))
    assert lists(choose) == []
    assert state(PREPARED, loaded, events.RowsCleared()).rows_sheets == ()


def test_the_card_that_proposes_columns_has_the_list_as_well(
    choose: RunChoosePage, heard: Heard, tmp_path: Path
) -> None:
    heads = ("customer", "quantity")
    sheets = {"January": [heads, ("Jones", 3)], "March": [heads, ("Miller Hardware", 12)]}
    book = write_book(tmp_path / "orders.xlsx", sheets)
    folder = tmp_path / "orders"
    folder.mkdir()
    proposal = propose(shown(folder, "Miller Hardware", "12"), read_named(f"{book}#January"))
    loaded = read_table(f"{book}#January")
    prepared = events.RunPrepared("orders", PREPARED.steps)
    read = before_events.ProposalRead("orders", loaded.path, proposal)
    choose.show_state(state(prepared, loaded, read))
    assert len(lists(choose)) == 2
    for one in lists(choose):
        pick(one, "March")
    assert heard.calls == [("choose_sheet", ("March",))] * 2
    choose.show_state(state(prepared, read_table(f"{book}#March")))
    assert len(lists(choose)) == 1, "the card waits for a proposal of the other sheet"


def test_what_is_recorded_is_of_the_sheet_that_is_chosen(
    dialog: RecordDialog, heard: Heard, book: Path
) -> None:
    name, rows = dialog.findChild(QLineEdit, "task-name"), dialog.findChild(QLineEdit, "rows-file")
    assert name is not None and rows is not None
    assert lists(dialog) == []
    name.setText("orders")
    rows.setText(str(book))
    [sheets] = lists(dialog)
    assert offered(sheets) == (["January", "March"], "March")
    rows.setText(f"{book}#Prices")
    assert lists(dialog) == [], "it is named already"
    rows.setText(str(book.with_suffix(".csv")))
    assert lists(dialog) == []
    rows.setText(str(book))
    pick(lists(dialog)[0], "January")
    press(dialog, "start-recording")
    assert heard.calls == [("record", (events.RecordingRequest("orders", f"{book}#January"),))]


@pytest.mark.parametrize("content", [b"no workbook", None])
def test_a_table_that_cannot_be_read_is_no_reason_to_end(
    content: bytes | None, dialog: RecordDialog, tmp_path: Path
) -> None:
    path = tmp_path / "orders.xlsx"
    if content is not None:
        path.write_bytes(content)
    rows = dialog.findChild(QLineEdit, "rows-file")
    assert rows is not None
    rows.setText(str(path))
    assert lists(dialog) == []


@pytest.mark.slow
def test_the_row_that_was_shown_says_which_sheet_and_the_run_is_of_the_chosen_one(
    living: Living, home: Path, book: Path, tmp_path: Path
) -> None:
    task = make_task(home, "orders", book)
    row = DemonstratedRow(str(book), 1, dict(zip(COLUMNS, ROWS[0], strict=True)), "January")
    task_file.save(replace(task, row=row))
    living.controller.open_run("orders")
    run = living.until(lambda state: bool(state.run.rows_path and state.run.cells)).run
    assert (run.rows_path, run.first, run.last) == (f"{book}#January", 2, 2)
    living.controller.choose_sheet("March")
    run = living.until(lambda state: state.run.rows_sheet == "March").run
    assert (run.first, run.last) == (1, 4)
    living.controller.choose_sheet("Gone")
    banner = living.until(lambda state: state.banner is not None).banner
    assert banner is not None and "«January», «March»" in banner.text
    assert living.state.run.rows_path == f"{book}#March"
    living.controller.choose_range(2, 2)
    living.controller.start_run()
    living.until(lambda state: state.run.phase == "finished" and state.run.rows_done == 1)
    assert [row.label for row in living.state.run.rows] == ["Sorenson & Sons · Hex bolt M8x40 · 500"]
    assert Library(home).open("orders").row == row
