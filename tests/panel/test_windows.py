"""The small windows, the question, and which window is shown when."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QMessageBox, QPushButton, QTableView, QWidget
from pytestqt.qtbot import QtBot

from lam_desktop.execution.runs.supervision import Answer, Doubted
from lam_desktop.panel import wire
from lam_desktop.panel.state import events
from lam_desktop.panel.state.store import Store
from lam_desktop.panel.widgets.picture import PictureView
from lam_desktop.panel.widgets.shell import Shell
from lam_desktop.types import Box
from tests.panel.finding import button, press, shown_texts
from tests.panel.intents import Heard

WINDOW = Box(40, 60, 300, 400)
SAVE = wire.Spot(Box(100, 200, 60, 24), "button", "Save", 0.97)


class Panel:
    def __init__(self, heard: Heard) -> None:
        self.store = Store()
        self.quits: list[bool] = []
        self.shell = Shell(self.store, heard, lambda: self.quits.append(True))

    def tell(self, *happened: events.Event) -> None:
        for event in happened:
            self.store.dispatch(event)
        QApplication.processEvents()

    @property
    def shown(self) -> list[str]:
        windows = {
            "main": self.shell.main,
            "pill": self.shell.pill,
            "dock": self.shell.dock,
            "question": self.shell.question,
        }
        return [name for name, window in windows.items() if window.isVisible()]


@pytest.fixture
def panel(qtbot: QtBot, heard: Heard) -> Iterator[Panel]:
    panel = Panel(heard)
    yield panel
    panel.shell.close()


@pytest.fixture
def screen(tmp_path: Path) -> str:
    path = tmp_path / "screen.png"
    Image.new("RGB", (800, 800), "#e0e0e0").save(path)
    return str(path)


def look(picture: str, *, sure: bool = True, spot: wire.Spot = SAVE, window: Box = WINDOW) -> wire.Look:
    other = wire.Spot(Box(200, 200, 60, 24), "button", "Close", 0.02 if sure else 0.4)
    share = 0.97 if sure else 0.55
    return wire.Look(picture, spot, (other,), spot.box.center, share, 0.9, "It says Save.", sure, window)


def begin(panel: Panel, *more: events.Event) -> None:
    panel.tell(
        events.RunOpened("orders"),
        events.RowsLoaded("/o.csv", ("Customer",), (("Ann",), ("Bob",))),
        events.RunRequested(),
        wire.Ready((1, 2), 7, WINDOW),
        wire.RowStarted(1),
        wire.Observed(1, 2, "Click “Save”"),
        *more,
    )


def test_only_one_window_is_shown_and_it_fits_what_goes_on(panel: Panel, screen: str) -> None:
    assert panel.shown == ["main"]
    panel.tell(events.RecordingRequested(events.RecordingRequest("orders")))
    assert panel.shown == ["pill"]
    panel.tell(events.RecordingSaved("orders"))
    assert panel.shown == ["main"]
    begin(panel)
    assert panel.shown == ["dock"]
    panel.tell(wire.Asked(1, 2, "Click “Save”", "Two look alike.", look(screen, sure=False)))
    assert panel.shown == ["question"]
    panel.tell(events.AnswerGiven(Answer("look_again")))
    assert panel.shown == ["dock"]
    panel.tell(wire.Finished("done", "Done.", 0))
    assert panel.shown == ["main"]


def test_the_pill_tells_time_and_steps_and_stops(panel: Panel, heard: Heard) -> None:
    panel.tell(events.RecordingRequested(events.RecordingRequest("Enter orders")))
    pill = panel.shell.pill
    assert "Getting ready…" in shown_texts(pill)
    panel.tell(events.RecordingStarted(), events.RecordingTicked(75))
    assert "1:15" in shown_texts(pill)
    panel.tell(events.RecordingCounted(1))
    assert "1:15  ·  1 step" in shown_texts(pill)
    press(pill, "stop-recording")
    assert heard.calls == [("stop_recording", ())]
    panel.tell(events.RecordingStopping())
    assert not button(pill, "stop-recording").isEnabled()


def test_small_windows_stay_on_top_without_taking_the_keyboard(panel: Panel) -> None:
    for window in (panel.shell.pill, panel.shell.dock):
        assert window.windowFlags() & Qt.WindowType.WindowStaysOnTopHint
        assert window.testAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
    assert panel.shell.pill.windowFlags() & Qt.WindowType.WindowDoesNotAcceptFocus


def test_the_dock_shows_what_is_decided_and_why(panel: Panel, screen: str) -> None:
    begin(panel, wire.Decided(1, 2, "Click “Save”", look(screen)))
    dock = panel.shell.dock
    texts = shown_texts(dock)
    assert "Row 1 of 2  ·  step 2 of 7" in texts
    assert "Click “Save”" in texts
    assert "97 % sure" in texts
    assert "It says Save." in texts
    picture = dock.findChild(PictureView)
    assert picture is not None
    assert picture.drawing.target == SAVE.box
    assert picture.drawing.label == "“Save”  97 %"
    table = dock.findChild(QTableView, "dock-rows")
    assert table is not None
    states = [table.model().index(row, 2).data() for row in range(2)]
    assert states == ["Working", "Waiting"]
    assert table.isColumnHidden(3)


def test_the_docks_buttons(panel: Panel, heard: Heard) -> None:
    begin(panel)
    dock = panel.shell.dock
    press(dock, "dock-pause")
    press(dock, "dock-step")
    panel.tell(wire.Paused("Paused by you."))
    assert "Paused by you." in shown_texts(dock)
    press(dock, "dock-step")
    press(dock, "dock-resume")
    press(dock, "dock-stop")
    assert [name for name, _ in heard.calls] == ["pause", "step", "step", "resume", "stop_run"]
    panel.tell(events.RunStopping())
    assert not button(dock, "dock-stop").isEnabled()
    assert not button(dock, "dock-pause").isEnabled()


def test_the_dock_is_small_where_there_is_no_room_and_grows_on_demand(
    panel: Panel, heard: Heard, screen: str
) -> None:
    begin(panel)
    dock = panel.shell.dock
    assert dock.is_large, "beside a window of 300 pixels"
    whole, size = dock.room(dock.size())
    wide = Box(0, 0, whole.w, whole.h)
    panel.tell(wire.Decided(1, 2, "Click “Save”", look(screen, window=wide)))
    assert not dock.is_large
    assert dock.height() < size[1] / 3
    press(dock, "strip-pause")
    press(dock, "grow")
    assert dock.is_large
    panel.tell(wire.Decided(1, 3, "Type", look(screen, window=wide)))
    assert dock.is_large, "the person wants it so"
    press(dock, "shrink")
    assert not dock.is_large
    panel.tell(wire.Paused("x"))
    assert not dock.is_large, "also now"
    assert heard.calls == [("pause", ())]


def test_the_dock_never_stands_on_the_target(panel: Panel, screen: str) -> None:
    begin(panel)
    dock = panel.shell.dock
    whole, _ = dock.room(dock.size())
    everywhere = Box(0, 0, whole.w, whole.h)
    for x, y in ((whole.w - 80, 10), (10, 10), (10, whole.h - 40), (whole.w - 80, whole.h - 40)):
        spot = wire.Spot(Box(x, y, 60, 24), "button", "Save", 0.97)
        panel.tell(wire.Decided(1, 2, f"{x} {y}", look(screen, spot=spot, window=everywhere)))
        assert not dock.box.overlaps(spot.box)


def test_the_dock_gives_way_once_a_step_when_it_may_hide_what_is_sought(panel: Panel, screen: str) -> None:
    begin(panel)
    dock = panel.shell.dock
    whole, _ = dock.room(dock.size())
    everywhere = Box(0, 0, whole.w, whole.h)
    panel.tell(wire.Decided(1, 2, "a", look(screen, window=everywhere)))
    before = dock.box
    lost = wire.Look(screen, confidence=0.1, threshold=0.9, reason="It is not there.", window=everywhere)
    panel.tell(wire.Decided(1, 2, "a", lost))
    moved = dock.box
    assert not moved.overlaps(before)
    panel.tell(wire.Decided(1, 2, "b", lost))
    assert dock.box == moved, "no dance while the agent waits"
    panel.tell(wire.Decided(1, 3, "c", lost))
    again = dock.box
    assert again != moved
    panel.tell(wire.Asked(1, 3, "c", "It is not there.", lost), events.AnswerGiven(Answer("look_again")))
    panel.tell(wire.Decided(1, 3, "d", lost))
    assert not dock.box.overlaps(again), "the person had it look again"


def test_a_dock_that_was_dragged_stays_there(panel: Panel, screen: str, qtbot: QtBot) -> None:
    begin(panel)
    dock = panel.shell.dock
    qtbot.mousePress(dock, Qt.MouseButton.LeftButton, pos=QPoint(20, 8))
    dock.mouseMoveEvent(_dragged(dock, QPoint(10, 40)))
    qtbot.mouseRelease(dock, Qt.MouseButton.LeftButton)
    there = dock.box
    beside = wire.Spot(Box(600, 700, 60, 24), "button", "Save", 0.97)
    panel.tell(wire.Decided(1, 2, "a", look(screen, spot=beside, window=Box(0, 0, 400, 790))))
    assert dock.box == there
    panel.tell(wire.Decided(1, 3, "b", look(screen)))
    assert dock.box != there, "it stood on the target"


def _dragged(window: QWidget, to: QPoint):
    from PySide6.QtCore import QEvent, QPointF
    from PySide6.QtGui import QMouseEvent

    at = QPointF(to)
    left = Qt.MouseButton.LeftButton
    return QMouseEvent(QEvent.Type.MouseMove, QPointF(20, 8), at, left, left, Qt.KeyboardModifier.NoModifier)


@pytest.fixture
def question(panel: Panel, screen: str) -> Panel:
    begin(panel)
    panel.tell(wire.Asked(1, 2, "Click “Save”", "Two look alike.", look(screen, sure=False)))
    return panel


def picture_of(panel: Panel) -> PictureView:
    found = panel.shell.question.findChild(PictureView, "question-picture")
    assert found is not None
    return found


def test_a_question_says_what_it_is_about_and_shows_the_guess_as_one(question: Panel) -> None:
    texts = shown_texts(question.shell.question)
    assert "Where is it? Click “Save”" in texts
    assert "Two look alike." in texts
    assert "Row 1 of 2  ·  Step 2 of 7" in texts
    drawing = picture_of(question).drawing
    assert (drawing.target, drawing.doubtful, drawing.point) == (SAVE.box, True, None)


def test_it_is_here_needs_a_click_on_the_picture_first(question: Panel, heard: Heard, qtbot: QtBot) -> None:
    window = question.shell.question
    assert not button(window, "answer-here").isEnabled()
    at = picture_of(question).point_at(222, 211)
    qtbot.mouseClick(
        picture_of(question), Qt.MouseButton.LeftButton, pos=QPoint(round(at.x()), round(at.y()))
    )
    press(window, "answer-here")
    ((name, (answer,)),) = heard.calls
    assert (name, answer.kind) == ("answer", "here")
    assert abs(answer.point[0] - 222) <= 1
    assert abs(answer.point[1] - 211) <= 1


def test_a_double_click_or_enter_is_enough(question: Panel, heard: Heard, qtbot: QtBot) -> None:
    picture = picture_of(question)
    at = picture.point_at(150, 300)
    qtbot.mouseDClick(picture, Qt.MouseButton.LeftButton, pos=QPoint(round(at.x()), round(at.y())))
    qtbot.keyClick(picture, Qt.Key.Key_Right)
    qtbot.keyClick(picture, Qt.Key.Key_Return)
    assert [arguments[0].kind for _, arguments in heard.calls] == ["here", "here"]
    assert heard.calls[1][1][0].point[0] == heard.calls[0][1][0].point[0] + 8


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("answer-again", "look_again"),
        ("answer-show", "show"),
        ("answer-skip", "skip_row"),
        ("answer-stop", "stop"),
    ],
)
def test_the_other_answers(question: Panel, heard: Heard, name: str, kind: str) -> None:
    press(question.shell.question, name)
    assert heard.calls == [("answer", (Answer(kind),))]  # type: ignore[arg-type]


def test_a_question_for_approval_takes_a_yes_and_shows_where(
    question: Panel, heard: Heard, screen: str
) -> None:
    window = question.shell.question
    with pytest.raises(AssertionError, match="0 visible"):
        button(window, "answer-yes")
    assert picture_of(question).drawing.point is None
    question.tell(events.AnswerGiven(Answer("look_again")), wire.Answered())
    question.tell(wire.Asked(1, 2, "Click “Save”", "Is everything right?", look(screen, sure=True), True))
    assert picture_of(question).drawing.point is not None
    press(window, "answer-yes")
    assert heard.calls == [("answer", (Answer("yes"),))]


def test_what_could_not_be_read_is_confirmed_or_corrected(question: Panel, heard: Heard, screen: str) -> None:
    window = question.shell.question
    with pytest.raises(AssertionError, match="0 visible"):
        button(window, "answer-value")
    doubted = Doubted("“950,00” (Total)", "1.249,5O", screen)
    asked = wire.Asked(1, 2, "Type", "It is not clear.", look(screen, sure=False), doubted=doubted)
    question.tell(events.AnswerGiven(Answer("look_again")), wire.Answered())
    question.tell(wire.decode_report(wire.encode_report(asked)))
    field = window.findChild(QLineEdit, "answer-text")
    assert field is not None and field.text() == "1.249,5O"
    field.setText(" ")
    assert not button(window, "answer-value").isEnabled()
    field.setText("1.249,50")
    press(window, "answer-value")
    assert heard.calls == [("answer", (Answer("value", text="1.249,50"),))]
    told = wire.encode_command(wire.Command("answer", Answer("value", text="1.249,50")))
    assert wire.decode_command(told).answer == Answer("value", text="1.249,50")


def test_the_whole_screen_can_be_seen(question: Panel) -> None:
    picture = picture_of(question)
    part = picture.drawing.region
    assert part is not None
    press(question.shell.question, "whole-screen")
    assert picture.drawing.region is None
    press(question.shell.question, "whole-screen")
    assert picture.drawing.region == part


def test_a_new_question_forgets_the_mark_of_the_old_one(question: Panel, screen: str) -> None:
    picture_of(question).mark(200, 200)
    question.tell(events.AnswerGiven(Answer("here", (200, 200))), wire.Answered())
    question.tell(wire.Asked(1, 3, "Click “Close”", "Which?", look(screen, sure=False)))
    assert not button(question.shell.question, "answer-here").isEnabled()
    assert picture_of(question).drawing.point is None


def test_how_it_was_demonstrated_stands_beside_it(panel: Panel, screen: str) -> None:
    step = events.StepView(2, "click", "Click “Save”", None, screen, Box(300, 300, 60, 24), (330, 312))
    panel.tell(events.RunOpened("orders"), events.RunPrepared("orders", (step,)))
    begin(panel)
    panel.tell(wire.Asked(1, 2, "Click “Save”", "Two look alike.", look(screen, sure=False)))
    shown = [one.drawing for one in panel.shell.question.findChildren(PictureView)]
    assert Box(300, 300, 60, 24) in [drawing.target for drawing in shown]


def test_closing_an_idle_panel_quits(panel: Panel) -> None:
    panel.shell.main.close()
    assert panel.quits == [True]


@pytest.mark.parametrize("during", ["recording", "loading", "working", "asking"])
def test_closing_while_something_goes_on_asks_first(panel: Panel, screen: str, during: str) -> None:
    if during == "recording":
        panel.tell(events.RecordingRequested(events.RecordingRequest("orders")))
    elif during == "loading":
        panel.tell(events.RunOpened("orders"), events.RunRequested())
    else:
        begin(panel)
    if during == "asking":
        panel.tell(wire.Asked(1, 2, "Click “Save”", "Two look alike.", look(screen, sure=False)))
    shell = panel.shell
    (window,) = [one for one in (shell.main, shell.pill, shell.dock, shell.question) if one.isVisible()]
    window.closeEvent(event := QCloseEvent())
    window.closeEvent(QCloseEvent())
    assert not event.isAccepted()
    assert panel.quits == []
    (box,) = window.findChildren(QMessageBox)
    keep, stop = _buttons(box)
    keep.click()
    assert panel.quits == []
    assert window.isVisible()
    window.closeEvent(QCloseEvent())
    (box,) = [one for one in window.findChildren(QMessageBox) if one.isVisible()]
    _, stop = _buttons(box)
    stop.click()
    assert panel.quits == [True]


def _buttons(box: QMessageBox) -> tuple[QPushButton, QPushButton]:
    named = {one.text(): one for one in box.findChildren(QPushButton)}
    return named["Cancel"], named["Stop and close"]


def test_deleting_asks_first(panel: Panel, heard: Heard) -> None:
    panel.tell(events.LibraryLoaded((events.TaskCard("orders", 7),)))
    press(panel.shell.main, "delete:orders")
    (box,) = panel.shell.main.findChildren(QMessageBox)
    assert "orders" in box.text()
    assert heard.calls == []
    {one.text(): one for one in box.findChildren(QPushButton)}["Delete"].click()
    assert heard.calls == [("delete", ("orders",))]


def test_the_banner_is_read_and_closed(panel: Panel, heard: Heard) -> None:
    panel.tell(events.Told("orders.csv cannot be read."))
    assert "orders.csv cannot be read." in shown_texts(panel.shell.main)
    press(panel.shell.main, "close-banner")
    assert heard.calls == [("close_banner", ())]
    panel.tell(events.BannerClosed())
    assert "orders.csv cannot be read." not in shown_texts(panel.shell.main)


def test_escape_goes_back_but_never_out_of_a_run(panel: Panel, heard: Heard, qtbot: QtBot) -> None:
    panel.tell(events.RunOpened("orders"))
    panel.shell.main.activateWindow()
    qtbot.keyClick(panel.shell.main, Qt.Key.Key_Escape)
    panel.tell(events.RunRequested())
    qtbot.keyClick(panel.shell.main, Qt.Key.Key_Escape)
    assert heard.calls == [("navigate", ("library",))]


def test_everything_that_can_be_pressed_says_what_it_is(panel: Panel, screen: str) -> None:
    panel.tell(events.LibraryLoaded((events.TaskCard("orders", 7), events.TaskCard("old", 0, problem="x"))))
    begin(panel)
    panel.tell(wire.Asked(1, 2, "Click “Save”", "Two look alike.", look(screen, sure=False)))
    shell = panel.shell
    for window in (shell.main, shell.pill, shell.dock, shell.question):
        for one in window.findChildren(QPushButton):
            assert one.accessibleName(), f"{one.objectName()} in {type(window).__name__}"


def test_before_a_task_goes_those_that_do_it_are_named(panel: Panel) -> None:
    cards = events.TaskCard("orders", 7, does=("login",)), events.TaskCard("login", 3)
    panel.tell(events.LibraryLoaded(cards))
    press(panel.shell.main, "delete:login")
    (box,) = panel.shell.main.findChildren(QMessageBox)
    assert "Without it these tasks cannot run: “orders”." in box.informativeText() + box.text()
    box.close()
