"""The panel's windows: one of them is shown, whichever fits what is going on."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMessageBox, QWidget

from lam_desktop.panel.state.panel import PanelState, Stage
from lam_desktop.panel.state.store import Store
from lam_desktop.panel.widgets.confirm import confirm
from lam_desktop.panel.widgets.dock import RunDock
from lam_desktop.panel.widgets.intents import Intents
from lam_desktop.panel.widgets.main_window import MainWindow
from lam_desktop.panel.widgets.pill import RecordPill
from lam_desktop.panel.widgets.question import QuestionWindow


class Shell(QObject):
    """Subscribes to the store. `on_quit` is called when the person closed the panel and meant it."""

    def __init__(self, store: Store, intents: Intents, on_quit: Callable[[], None]) -> None:
        super().__init__()
        self._on_quit = on_quit
        self._state = store.state
        self._stage: Stage | None = None
        self._asking: QMessageBox | None = None
        self.main = MainWindow(intents, self._close)
        self.pill = RecordPill(intents, self._close)
        self.dock = RunDock(intents, self._close)
        self.question = QuestionWindow(intents, self._close)
        self._windows: dict[Stage, QWidget] = {
            "main": self.main,
            "pill": self.pill,
            "dock": self.dock,
            "question": self.question,
        }
        self._unsubscribe = store.subscribe(self._show)

    def close(self) -> None:
        """Takes every window away; the store is left alone."""
        self._unsubscribe()
        for window in self._windows.values():
            window.hide()
            window.deleteLater()

    def _show(self, state: PanelState) -> None:
        self._state = state
        self.main.show_state(state)
        self.pill.show_state(state.recording)
        if state.stage == "dock":
            if self._stage == "question":
                self.dock.may_give_way_again()
            self.dock.show_state(state.run)
        self.question.show_state(state.run)
        if state.stage == self._stage:
            return
        self._stage = state.stage
        shown = self._windows.get(state.stage)
        # First the old ones go: what is asked to step aside must not flash over the program at work.
        for window in self._windows.values():
            if window is not shown:
                window.hide()
        if state.stage == "pill":
            self.pill.forget_place()
            self.pill.place_beside(None)
        if shown is None:
            return
        shown.show()
        if state.stage in ("main", "question"):
            shown.raise_()
            shown.activateWindow()

    def _close(self) -> None:
        sharing = self._state.sharing.live
        if not (self._state.busy or sharing):
            self._on_quit()
            return
        if self._asking is not None:
            return
        parent = self._windows.get(self._state.stage, self.main)
        self._asking = confirm(parent, *self._going_on(), self.tr("Stop and close"), self._on_quit)
        self._asking.finished.connect(self._asked)

    def _going_on(self) -> tuple[str, str]:
        """What goes on, and what becomes of it."""
        if self._state.recording.phase != "idle":
            return self.tr("A recording is going on."), self.tr("Closing ends and keeps the recording.")
        if self._state.run.live:
            return (
                self.tr("A run is going on."),
                self.tr("Closing stops the run where it stands. What it has done stays done."),
            )
        return self.tr("A copy is being made."), self.tr("Closing gives it up; nothing of it stays.")

    def _asked(self, _result: int) -> None:
        self._asking = None
