from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QPushButton,
    QRadioButton,
    QTableView,
)
from pytestqt.qtbot import QtBot

from lam_desktop.panel import wire
from lam_desktop.panel.reading import read_table
from lam_desktop.panel.runner import NONE_LEFT
from lam_desktop.panel.state import before_events, events
from lam_desktop.panel.state.run import RowView, RunState, reduce_run
from lam_desktop.panel.widgets.rows import Index, Role, RowsModel, run_table
from lam_desktop.panel.widgets.run_choose import RunChoosePage
from lam_desktop.panel.widgets.run_result import RunLoadingPage, RunResultPage
from lam_desktop.panel.widgets.words import status_look
from tests.panel.finding import button, press, shown_texts
from tests.panel.intents import Heard
from tests.panel.making import COLUMNS, rows_file

STEP = events.StepView(1, "click", "Click “Save”")


def state(*happened: events.Event) -> RunState:
    run = reduce_run(RunState(), events.RunOpened("orders"))
    for event in happened:
        run = reduce_run(run, event)
    return run


@pytest.fixture
def table(tmp_path: Path) -> events.RowsLoaded:
    return read_table(rows_file(tmp_path))


PREPARED = events.RunPrepared("orders", (STEP,), COLUMNS)


@pytest.fixture
def choose(qtbot: QtBot, heard: Heard) -> RunChoosePage:
    page = RunChoosePage(heard)
    qtbot.addWidget(page)
    page.resize(1000, 650)
    page.show()
    return page


def field(page: RunChoosePage, name: str) -> QLineEdit:
    found = page.findChild(QLineEdit, name)
    assert found is not None
    return found


def test_odd_rows_are_told_and_can_be_left_out(
    choose: RunChoosePage, heard: Heard, table: events.RowsLoaded
) -> None:
    odd = (events.OddCell(3, "Quantity", "«Quantity» is “6O”, which is no number."),)
    loaded = replace(table, odd=odd)
    choose.show_state(state(PREPARED, loaded))
    assert odd_lines(choose) == ["Row 3: «Quantity» is “6O”, which is no number."]
    assert button(choose, "start-run").text() == "Run 6 rows"
    leave = choose.findChild(QCheckBox, "leave-odd-out")
    assert leave is not None and not leave.isChecked()
    leave.click()
    assert heard.calls == [("leave_odd_out", ((3,), True))]
    left = state(PREPARED, loaded, events.OddRowsChosen((3,), True))
    choose.show_state(left)
    assert button(choose, "start-run").text() == "Run 5 rows" and left.left_out == (3,)
    choose.show_state(state(PREPARED, loaded, events.RangeChosen(4, 6)))
    assert not leave.isVisible()


def odd_lines(page: RunChoosePage) -> list[str]:
    """What is told of odd rows."""
    found = odd_list(page)
    return [found.item(place).text() for place in range(found.count())]


def odd_list(page: RunChoosePage) -> QListWidget:
    found = page.findChild(QListWidget, "odd-rows")
    assert found is not None
    return found


def test_each_odd_row_can_be_left_out_by_itself(
    choose: RunChoosePage, heard: Heard, table: events.RowsLoaded
) -> None:
    odd = tuple(events.OddCell(n, "Quantity", f"«Quantity» is “{n}O”.") for n in range(1, 6))
    odd = (events.OddCell(0, "Date", "«Date» is no date in all 6 rows."), *odd)
    loaded = replace(table, odd=odd)
    choose.show_state(state(PREPARED, loaded))
    assert len(odd_lines(choose)) == 6 and heard.calls == []
    first, second, *_ = (odd_list(choose).item(place) for place in range(6))
    assert not first.flags() & Qt.ItemFlag.ItemIsUserCheckable
    second.setCheckState(Qt.CheckState.Checked)
    assert heard.calls == [("leave_odd_out", ((1,), True))]
    left = (events.OddRowsChosen((1, 3), True), events.OddRowsChosen((1,), False))
    some = state(PREPARED, loaded, *left)
    choose.show_state(some)
    ticked = [odd_list(choose).item(n).checkState() == Qt.CheckState.Checked for n in range(1, 6)]
    every = choose.findChild(QCheckBox, "leave-odd-out")
    assert some.left_out == (3,) and ticked == [False, False, True, False, False]
    assert every is not None and every.checkState() == Qt.CheckState.PartiallyChecked
    every.click()
    assert heard.calls[-1] == ("leave_odd_out", ((1, 2, 3, 4, 5), True))
    again = state(PREPARED, loaded, *left, replace(loaded, path="other.csv"))
    assert again.left_out == (), "another table is looked at anew"


def test_rows_that_were_entered_are_left_out_unless_they_are_ticked(
    choose: RunChoosePage, heard: Heard, table: events.RowsLoaded
) -> None:
    said = "The run of Monday has entered it already, with the same cells."
    odd = (
        *(events.OddCell(n, "", said, entered=True) for n in (2, 4)),
        events.OddCell(5, "Quantity", "«Quantity» is “5O”."),
        events.OddCell(2, "Quantity", "«Quantity» is “2O”."),
    )
    loaded = replace(table, odd=odd)
    shown = state(PREPARED, loaded)
    choose.show_state(shown)
    assert shown.left_out == (2, 4) and button(choose, "start-run").text() == "Run 4 rows"
    assert any(text.startswith(f"Row 2: {said}") and "left out" in text for text in shown_texts(choose))
    assert odd_lines(choose) == ["Row 5: «Quantity» is “5O”."]
    again = choose.findChild(QCheckBox, "enter-again")
    assert again is not None and again.isVisibleTo(choose) and not again.isChecked()
    again.click()
    assert heard.calls == [("enter_again", (True,))]
    anyway = state(PREPARED, loaded, events.EnteredRowsChosen(True))
    choose.show_state(anyway)
    assert anyway.left_out == () and any("stored a second time" in text for text in shown_texts(choose))
    anew = state(PREPARED, loaded, events.EnteredRowsChosen(True), loaded)
    assert anew.left_out == (2, 4), "asked each time that a table is chosen"
    everything = replace(table, odd=tuple(events.OddCell(n, "", said, entered=True) for n in range(1, 7)))
    choose.show_state(state(PREPARED, everything))
    assert not button(choose, "start-run").isEnabled()


def test_hidden_lines_are_told_and_lines_of_the_sheet_stand_behind_the_rows(
    choose: RunChoosePage, table: events.RowsLoaded
) -> None:
    hidden = choose.findChild(QLabel, "hidden-lines")
    view = choose.findChild(QTableView, "rows-preview")
    assert hidden is not None and view is not None
    choose.show_state(state(PREPARED, table))
    assert not hidden.isVisibleTo(choose) and header(view, 2) == "3"
    told = "In o.xlsx 1 line is hidden and left out (3)."
    lines = events.SheetLines((0, 4, 5, 6, 7, 8), told)
    odd = (events.OddCell(3, "", "It says the same as row 2.", 5),)
    choose.show_state(state(PREPARED, replace(table, lines=lines, odd=odd)))
    assert hidden.isVisibleTo(choose) and hidden.text() == told
    assert (header(view, 0), header(view, 2)) == ("1", "3 (5)")
    assert odd_lines(choose) == ["Row 3 (line 5 of the sheet): It says the same as row 2."]
    assert state(PREPARED, replace(table, lines=lines), events.RowsCleared()).rows_lines == events.AS_NUMBERED


def header(view: QTableView, row: int) -> object:
    return view.model().headerData(row, Qt.Orientation.Vertical)


def test_a_whole_column_is_told_and_leaves_no_row_out(
    choose: RunChoosePage, table: events.RowsLoaded
) -> None:
    odd = (events.OddCell(0, "Quantity", "«Quantity» is no number in all 6 rows."),)
    left = events.OddRowsChosen((1, 4), True)
    shown = state(PREPARED, replace(table, odd=odd), left, events.RangeChosen(4, 6))
    choose.show_state(shown)
    assert odd_lines(choose) == ["Whole column: «Quantity» is no number in all 6 rows."]
    leave = choose.findChild(QCheckBox, "leave-odd-out")
    assert leave is not None and not leave.isVisible() and shown.left_out == ()


def test_without_a_table_the_task_runs_once(choose: RunChoosePage, heard: Heard) -> None:
    choose.show_state(state())
    assert not button(choose, "start-run").isEnabled(), "the task has not been read yet"
    choose.show_state(state(PREPARED))
    assert button(choose, "start-run").text() == "Run once"
    assert any("Customer, Article, Quantity" in text for text in shown_texts(choose))
    press(choose, "start-run")
    assert heard.calls == [("start_run", ())]


def test_a_sentence_says_what_to_do_where_the_task_was_shown_with_one(
    choose: RunChoosePage, heard: Heard
) -> None:
    choose.show_state(state(PREPARED))
    assert not field(choose, "instruction").isVisible()
    prepared = replace(PREPARED, columns=("instruction",), instruction="Delete the e-mail of Ann")
    choose.show_state(state(prepared))
    said = field(choose, "instruction")
    assert said.isVisible() and said.text() == "Delete the e-mail of Ann"
    assert any("built as it was" in text for text in shown_texts(choose))
    assert not any("types instruction" in text for text in shown_texts(choose))
    said.setText("")
    said.insert("Delete the e-mail of Bo")
    said.textEdited.emit(said.text())
    assert heard.calls[-1] == ("choose_instruction", ("Delete the e-mail of Bo",))
    chosen = (prepared, events.InstructionChosen("Archive all"))
    refused = before_events.DoubtsRead("orders", (), "“Archive all” is built otherwise.")
    choose.show_state(state(*chosen, refused))
    assert any("built otherwise" in text for text in shown_texts(choose))
    assert not button(choose, "start-run").isEnabled()
    choose.show_state(state(*chosen, before_events.DoubtsRead("orders", ())))
    assert button(choose, "start-run").isEnabled()


def test_a_secret_is_asked_for_unseen_and_not_kept(choose: RunChoosePage, heard: Heard) -> None:
    choose.show_state(state(events.RunPrepared("login", (STEP,)), PREPARED))
    assert choose.findChild(QLineEdit, "secret-password") is None
    choose.show_state(state(replace(PREPARED, secrets=("password",))))
    assert not button(choose, "start-run").isEnabled()
    typed = field(choose, "secret-password")
    assert typed.isVisible() and typed.echoMode() == QLineEdit.EchoMode.Password
    typed.setText("hunter2")
    choose.show_state(state(replace(PREPARED, secrets=("password",)), events.ModeChosen("watch")))
    press(choose, "start-run")
    assert heard.calls == [("start_run", ({"password": "hunter2"},))]
    assert typed.text() == ""
    choose.show_state(state(PREPARED))
    assert button(choose, "start-run").isEnabled(), "another task without a secret"


def test_a_secret_that_is_kept_need_not_be_typed_but_may(choose: RunChoosePage, heard: Heard) -> None:
    prepared = replace(PREPARED, secrets=("password", "pin"))
    choose.show_state(state(prepared))
    assert "not kept" in field(choose, "secret-pin").placeholderText()
    choose.show_state(state(prepared, before_events.SecretsKept("orders", ("pin",))))
    assert "kept in the keyring" in field(choose, "secret-pin").placeholderText()
    assert "not kept" in field(choose, "secret-password").placeholderText()
    assert not button(choose, "start-run").isEnabled(), "the other one is kept nowhere"
    field(choose, "secret-password").setText("hunter2")
    press(choose, "start-run")
    assert heard.calls == [("start_run", ({"password": "hunter2"},))]
    choose.show_state(state(prepared, before_events.SecretsKept("other", ("password", "pin"))))
    assert not button(choose, "start-run").isEnabled(), "those of another task"


def test_the_rest_of_a_run_with_a_kept_secret_begins_at_once(
    result: RunResultPage, heard: Heard, table: events.RowsLoaded
) -> None:
    ended = run_until(table, done(2), wire.Finished("stopped", "Stopped by you.", 4))
    result.show_state(replace(ended, task_secrets=("password",), kept_secrets=("password",)))
    press(result, "run-rest")
    assert heard.calls == [("choose_range", (3, 4)), ("start_run", ())]


def test_the_rest_of_a_run_with_a_secret_asks_for_it_again(
    result: RunResultPage, heard: Heard, table: events.RowsLoaded
) -> None:
    ended = run_until(table, done(2), wire.Finished("stopped", "Stopped by you.", 4))
    result.show_state(replace(ended, task_secrets=("password",)))
    press(result, "run-rest")
    assert heard.calls == [("choose_range", (3, 4)), ("open_run", ("orders",))]


def test_a_table_is_shown_and_its_range_marked(
    choose: RunChoosePage, heard: Heard, table: events.RowsLoaded
) -> None:
    choose.show_state(state(PREPARED, table, events.RangeChosen(2, 6)))
    view = choose.findChild(QTableView, "rows-preview")
    assert view is not None
    model = view.model()
    assert [model.headerData(at, Qt.Orientation.Horizontal) for at in range(3)] == list(COLUMNS)
    assert model.index(2, 0).data() == "张伟 Trading"
    pale = [model.index(row, 0).data(Qt.ItemDataRole.ForegroundRole) is not None for row in range(6)]
    assert pale == [True, False, False, False, False, False]
    assert (field(choose, "first-row").text(), field(choose, "last-row").text()) == ("2", "6")
    assert button(choose, "start-run").text() == "Run 5 rows"
    assert "orders.csv" in shown_texts(choose)
    assert heard.calls == [], "what the state says is no wish of the person"


def test_the_range_is_the_persons(
    choose: RunChoosePage, heard: Heard, table: events.RowsLoaded, qtbot: QtBot
) -> None:
    choose.show_state(state(PREPARED, table, events.RangeChosen(2, 3)))
    first, last = field(choose, "first-row"), field(choose, "last-row")
    for one, text in ((last, "4"), (first, "5")):
        one.selectAll()
        qtbot.keyClicks(one, text)
        qtbot.keyClick(one, Qt.Key.Key_Return)
    assert heard.calls == [("choose_range", (2, 4)), ("choose_range", (5, 5))]


def test_a_missing_column_is_said_and_nothing_starts(choose: RunChoosePage, table: events.RowsLoaded) -> None:
    prepared = events.RunPrepared("orders", (STEP,), ("Customer", "Price"))
    choose.show_state(state(prepared, table))
    assert any("no column Price" in text for text in shown_texts(choose))
    assert not button(choose, "start-run").isEnabled()


def test_going_without_the_table_again(choose: RunChoosePage, heard: Heard, table: events.RowsLoaded) -> None:
    choose.show_state(state(PREPARED, table))
    press(choose, "clear-rows")
    press(choose, "back")
    assert heard.calls == [("choose_rows", ("",)), ("navigate", ("library",))]


@pytest.mark.parametrize("mode", ["watch", "auto"])
def test_the_mode_is_the_persons(choose: RunChoosePage, heard: Heard, mode: wire.Mode) -> None:
    choose.show_state(state(PREPARED))
    radio = choose.findChild(QRadioButton, f"mode-{mode}")
    assert radio is not None
    radio.click()
    assert heard.calls == [("choose_mode", (mode,))]
    heard.calls.clear()
    choose.show_state(state(PREPARED, events.ModeChosen(mode)))
    assert radio.isChecked()
    assert heard.calls == []


def test_while_it_gets_ready_it_can_be_given_up(qtbot: QtBot, heard: Heard) -> None:
    page = RunLoadingPage(heard)
    qtbot.addWidget(page)
    page.show()
    page.show_state(state(PREPARED, events.RunRequested(), wire.Loading("Loading the model.")))
    assert "Loading the model." in shown_texts(page)
    press(page, "cancel-run")
    assert heard.calls == [("stop_run", ())]
    page.show_state(state(PREPARED, events.RunRequested(), events.RunStopping()))
    assert not button(page, "cancel-run").isEnabled()


@pytest.fixture
def result(qtbot: QtBot, heard: Heard) -> RunResultPage:
    page = RunResultPage(heard)
    qtbot.addWidget(page)
    page.resize(1000, 650)
    page.show()
    return page


def run_until(table: events.RowsLoaded, *reports: wire.Report) -> RunState:
    return state(
        PREPARED, table, events.RangeChosen(2, 4), events.RunRequested(), wire.Ready((2, 3, 4), 7), *reports
    )


def done(row: int) -> wire.Report:
    return wire.RowFinished(row, "done", 7, 0, 8.25)


def rows_of(page: RunResultPage) -> list[list[str]]:
    view = page.findChild(QTableView, "run-rows")
    assert view is not None
    model = view.model()
    return [[model.index(row, column).data() for column in range(4)] for row in range(model.rowCount())]


def test_a_run_that_went_well_says_so(result: RunResultPage, table: events.RowsLoaded) -> None:
    result.show_state(run_until(table, done(2), done(3), done(4), wire.Finished("done", "3 rows done.", 0)))
    assert "All 3 rows are done" in shown_texts(result)
    assert rows_of(result)[0] == ["2", "Café Amadeus · Espresso cup, white · 120", "Done", "8.2 s"]
    rest = result.findChild(QPushButton, "run-rest")
    assert rest is not None
    assert not rest.isVisible()


@pytest.mark.parametrize("before", [(2, 4), ()])
def test_rows_that_were_entered_before_are_told_apart(
    result: RunResultPage, table: events.RowsLoaded, before: tuple[int, ...]
) -> None:
    """Those that the page before the run told of, and those that only the runner found."""
    odd = tuple(events.OddCell(n, "", "The run of Monday has entered it.", entered=True) for n in before)
    ended = (done(1), done(3), wire.Finished("done", "2 rows done.", 0))
    chosen = (events.RangeChosen(1, 4), events.RunRequested())
    asked = state(PREPARED, replace(table, odd=odd), *chosen)
    assert tuple(row.index for row in asked.entered) == before
    shown = state(PREPARED, replace(table, odd=odd), *chosen, wire.Ready((1, 3), 7, None, (2, 4)), *ended)
    result.show_state(shown)
    assert [line[0] + " " + line[2] for line in rows_of(result)] == [
        "1 Done", "2 Entered before", "3 Done", "4 Entered before",
    ]  # fmt: skip
    texts = shown_texts(result)
    assert "All 2 rows are done" in texts and shown.undone == 0 and shown.rest is None
    assert "2 rows were entered by earlier runs, and were left out." in texts


@pytest.mark.parametrize("last_row", [1, 3])
def test_where_all_rows_were_entered_since_the_page_looked_none_is_said_to_be_done(
    result: RunResultPage, table: events.RowsLoaded, last_row: int
) -> None:
    rows = tuple(range(1, last_row + 1))
    asked = (PREPARED, table, events.RangeChosen(1, last_row), events.RunRequested())
    assert state(*asked).entered == ()
    shown = state(*asked, wire.Finished("done", NONE_LEFT, 0, entered=rows))
    result.show_state(shown)
    texts = shown_texts(result)
    assert "No row was left to do" in texts and NONE_LEFT in texts
    assert [line[2] for line in rows_of(result)] == ["Entered before"] * last_row
    assert shown.rest is None and shown.undone == 0


def test_what_is_entered_once_more_is_not_left_out(table: events.RowsLoaded) -> None:
    odd = (events.OddCell(2, "", "The run of Monday has entered it.", entered=True),)
    asked = state(
        PREPARED, replace(table, odd=odd), events.EnteredRowsChosen(True), events.RangeChosen(1, 3),
        events.RunRequested(),
    )  # fmt: skip
    assert [row.index for row in asked.rows] == [1, 2, 3] and asked.entered == ()


def test_a_run_of_rows_offers_its_table(
    result: RunResultPage, heard: Heard, table: events.RowsLoaded
) -> None:
    result.show_state(run_until(table, done(2), wire.Finished("done", "1 row done.", 0)))
    hidden = result.findChild(QPushButton, "open-table")
    assert hidden is not None and not hidden.isVisibleTo(result)
    end = wire.Finished("done", "1 row done.", 0, "runs/1", "runs/1/orders-results.csv")
    result.show_state(run_until(table, done(2), end))
    press(result, "open-table")
    assert heard.calls == [("open_table", ())]


def test_a_run_that_has_a_folder_offers_its_report(
    result: RunResultPage, heard: Heard, table: events.RowsLoaded
) -> None:
    result.show_state(run_until(table, done(2), wire.Finished("error", "The display vanished.", 6)))
    hidden = result.findChild(QPushButton, "open-report")
    assert hidden is not None and not hidden.isVisibleTo(result)
    result.show_state(run_until(table, done(2), wire.Finished("done", "1 row done.", 0, "runs/1")))
    press(result, "open-report")
    press(result, "share-report")
    assert heard.calls == [("open_report", ()), ("share_report", ("orders", "runs/1"))]


def test_what_is_not_offered_leaves_no_gap(result: RunResultPage, table: events.RowsLoaded) -> None:
    result.show_state(
        run_until(table, done(2), done(3), done(4), wire.Finished("done", "Done.", 0, "runs/1"))
    )
    again, report = (result.findChild(QPushButton, name) for name in ("run-again", "open-report"))
    assert again is not None and report is not None
    assert again.x() == 0 and 0 < report.x() - again.geometry().right() < again.height()


def test_a_run_that_broke_off_offers_the_rest(
    result: RunResultPage, heard: Heard, table: events.RowsLoaded
) -> None:
    look = wire.Look("", reason="It says Save.", window=None)
    result.show_state(
        run_until(
            table, done(2), wire.RowStarted(3), wire.Decided(3, 7, "Click “Save”", look),
            wire.RowFinished(3, "failed", 6, 0, 30.0),
            wire.Finished("failed", "Row 3, step 7: nothing saved.", 5),
        )
    )  # fmt: skip
    texts = shown_texts(result)
    assert "1 of 3 rows done" in texts
    assert "Row 3, step 7: nothing saved." in texts
    assert "It says Save." in texts
    assert [row[2] for row in rows_of(result)] == ["Done", "Not as expected", "Not started"]
    assert status_look("done", "seen").word == "Done"
    assert status_look("done", "not seen").word == "Done, not seen"
    assert any(text.startswith("Row 3 was begun and may be stored already") for text in texts)
    assert button(result, "run-rest").text() == "Run row 4"
    press(result, "run-rest")
    press(result, "run-again")
    press(result, "back")
    assert heard.calls == [
        ("choose_range", (4, 4)), ("start_run", ()), ("open_run", ("orders",)), ("navigate", ("library",)),
    ]  # fmt: skip


def test_a_row_among_thousands_costs_no_look_at_thousands(qtbot: QtBot, heard: Heard) -> None:
    class Asked(RowsModel):
        times = 0

        def data(self, index: Index, role: int = Role.DisplayRole) -> object:
            self.times += 1
            return super().data(index, role)

    model = Asked()
    table = run_table(model, "rows", compact=True)
    qtbot.addWidget(table)
    table.show()
    rows = tuple(RowView(index, f"Customer {index}") for index in range(1, 5001))
    model.set_rows(rows)
    qtbot.wait_until(lambda: model.times > 0)
    table.scrollTo(model.place_of(2500))
    model.times = 0
    model.set_rows((*rows[:2499], replace(rows[2499], status="done"), *rows[2500:]))
    table.scrollTo(model.place_of(2501))
    assert model.times < 2000, "Qt asks ten roles of each cell"
