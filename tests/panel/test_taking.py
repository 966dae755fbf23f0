"""Rows from the screen: what the panel asks about, and that nothing is written before it was looked at."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QFileDialog, QLineEdit, QTableView
from pytestqt.qtbot import QtBot

from lam_desktop.panel.state import events, taking_events
from lam_desktop.panel.state.taking import TakingState, reduce_taking
from lam_desktop.panel.widgets.taking_page import TakingPage
from lam_desktop.tasks.provenance.rows import read_rows
from tests.panel.finding import button, press, shown_texts
from tests.panel.intents import Heard
from tests.panel.living_panel import Living
from tests.panel.making import make_task

UNSURE = (
    taking_events.UnsureCell(2, 1, "5OO", "it is hard to read"),
    taking_events.UnsureCell(0, 0, "Custorner", "it is read as “Custorner” and as “Customer”"),
)
TAKEN = taking_events.Taken((("Custorner", "Quantity"), ("A", "24"), ("B", "5OO")), UNSURE, ("A note.",))


def state(*happened: events.Event) -> TakingState:
    taking = reduce_taking(TakingState(), taking_events.TakingOpened("orders"))
    for event in happened:
        taking = reduce_taking(taking, event)
    return taking


def read(*happened: events.Event) -> TakingState:
    return state(taking_events.TakingRequested(True), TAKEN, *happened)


@pytest.fixture
def page(qtbot: QtBot, heard: Heard) -> TakingPage:
    page = TakingPage(heard)
    qtbot.addWidget(page)
    page.resize(900, 600)
    page.show()
    return page


def test_what_was_corrected_and_looked_at_stands_in_the_state() -> None:
    taking = read(taking_events.CellSettled(2, 1, "500"), taking_events.CellSettled(1, 0, "AA"))
    assert taking.lines == (("Custorner", "Quantity"), ("AA", "24"), ("B", "500"))
    assert taking.open == (UNSURE[1],), "a cell that was sure can be corrected, too"
    assert state(TAKEN).lines == (), "of a reading that was given up nothing is shown"
    failed = state(taking_events.TakingRequested(True), taking_events.TakingFailed("No table."))
    assert (failed.phase, failed.problem, failed.task) == ("choosing", "No table.", "orders")


def test_the_person_points_at_a_table(page: TakingPage, heard: Heard) -> None:
    page.show_state(state())
    press(page, "take-rows")
    box = page.findChild(QCheckBox, "take-scroll")
    assert box is not None
    box.setChecked(False)
    press(page, "take-rows")
    page.show_state(state(taking_events.TakingRequested(True), taking_events.TakingProgressed("Looking.")))
    assert "Looking." in shown_texts(page)
    press(page, "stop-taking")
    assert heard.calls == [("take_rows", (True,)), ("take_rows", (False,)), ("stop_taking", ())]


def test_each_unsure_cell_is_looked_at_before_anything_is_saved(
    page: TakingPage, heard: Heard, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    page.show_state(read())
    assert not button(page, "save-taken").isEnabled()
    assert {"Row 2, Quantity: it is hard to read", "A note."} <= set(shown_texts(page))
    text = page.findChild(QLineEdit, "cell-text")
    assert text is not None and text.text() == "5OO"
    text.setText(" 500 ")
    qtbot.keyClick(text, Qt.Key.Key_Return)
    page.show_state(read(taking_events.CellSettled(2, 1, "500")))
    assert text.text() == "Custorner" and not button(page, "save-taken").isEnabled()
    press(page, "cell-right")
    page.show_state(read(taking_events.CellSettled(2, 1, "500"), taking_events.CellSettled(0, 0, "Customer")))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("/tmp/orders", "Excel (*.xlsx)"))
    press(page, "save-taken")
    assert heard.calls == [
        ("settle_cell", (2, 1, "500")), ("settle_cell", (0, 0, "Custorner")),
        ("keep_taken", ("/tmp/orders.xlsx",)),
    ]  # fmt: skip


def test_any_cell_can_be_corrected_in_the_table(page: TakingPage, heard: Heard) -> None:
    page.show_state(read())
    table = page.findChild(QTableView, "taken-rows")
    assert table is not None
    model = table.model()
    assert model.index(2, 1).data(Qt.ItemDataRole.BackgroundRole) is not None
    assert model.index(1, 0).data(Qt.ItemDataRole.BackgroundRole) is None
    model.setData(model.index(1, 0), "AA", Qt.ItemDataRole.EditRole)
    assert heard.calls == [("settle_cell", (1, 0, "AA"))]


def test_rows_that_were_taken_are_kept_and_used(living: Living, home: Path, tmp_path: Path) -> None:
    make_task(home, "orders")
    living.controller.open_run("orders")
    living.until(lambda state: bool(state.run.task_steps))
    living.controller.open_taking()
    assert living.state.screen == "taking"
    living.controller.take_rows(scroll=True)
    taking = living.until(lambda state: state.taking.phase == "checking").taking
    [cell] = taking.open
    assert Path(cell.picture).is_file()
    living.controller.settle_cell(cell.row, cell.column, "500")
    path = tmp_path / "taken.xlsx"
    living.controller.keep_taken(str(path))
    state = living.until(lambda state: state.run.rows_path == str(path))
    assert state.screen == "run" and state.run.cells == (("Lindqvist", "24"), ("Sorenson", "500"))
    assert read_rows(path).rows[1].cells == {"Customer": "Sorenson", "Quantity": "500"}
    assert not Path(cell.picture).exists(), "pictures outlive nobody"


@pytest.mark.plays(lam=["--hold"])
def test_reading_can_be_given_up(living: Living, home: Path) -> None:
    make_task(home, "orders")
    living.controller.open_run("orders")
    living.until(lambda state: bool(state.run.task_steps))
    living.controller.open_taking()
    living.controller.take_rows(scroll=False)
    living.until(lambda state: state.taking.note == "Looking at the table.")
    assert living.state.busy
    living.controller.stop_taking()
    taking = living.until(lambda state: state.taking.phase == "choosing").taking
    assert taking.problem == ""


@pytest.mark.plays(lam=["--refuse", "No window of another program was in front."])
def test_what_cannot_be_read_is_said(living: Living, home: Path) -> None:
    make_task(home, "orders")
    living.controller.open_run("orders")
    living.until(lambda state: bool(state.run.task_steps))
    living.controller.open_taking()
    living.controller.take_rows(scroll=False)
    taking = living.until(lambda state: bool(state.taking.problem)).taking
    assert taking.problem == "No window of another program was in front."


@pytest.mark.plays(lam=["--break-off"])
def test_a_reading_that_dies_by_itself_is_told(living: Living, home: Path) -> None:
    make_task(home, "orders")
    living.controller.open_run("orders")
    living.until(lambda state: bool(state.run.task_steps))
    living.controller.open_taking()
    living.controller.take_rows(scroll=False)
    taking = living.until(lambda state: bool(state.taking.problem)).taking
    assert taking.problem == "No table was read, and it was not said why; try again."
