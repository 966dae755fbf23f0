"""A task that somebody gave away: which one, how far it is, and what it needs before it runs."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from lam_desktop.panel.state.receive_events import Received
from lam_desktop.panel.state.receiving import ReceiveState
from lam_desktop.panel.widgets.flow import FlowRow
from lam_desktop.panel.widgets.going_back import BackToTasks
from lam_desktop.panel.widgets.intents import Intents
from lam_desktop.panel.widgets.parts import Button, IconLabel, box, column, label, row
from lam_desktop.panel.widgets.receive_form import ReceiveForm
from lam_desktop.panel.widgets.stages import Stages
from lam_desktop.panel.widgets.theme import SPACE
from lam_desktop.panel.widgets.words import left_out_word, steps_word, translated
from lam_desktop.panel.widgets.working_page import WorkingPage


class ReceivePage(QWidget):
    """A form, then progress, then the result."""

    def __init__(self, intents: Intents, taken: Callable[[str], bool]) -> None:
        super().__init__()
        self._intents = intents
        self._state: ReceiveState | None = None
        self._task = ""
        back = BackToTasks(intents)
        head = row(back, label(self.tr("Take in a task"), size=1.5, bold=True), None, space=SPACE)
        self._form = ReceiveForm(intents, taken)
        working = WorkingPage(
            self.tr("The task is being looked through"),
            self.tr("All of it is looked through before it is in the library."),
            intents.stop_receive,
            "cancel-receive",
        )
        self._stages = Stages(self._form, working, self._done_page())
        layout = column(margin=SPACE * 3, space=SPACE * 2)
        layout.addLayout(head)
        layout.addWidget(self._stages, 1)
        self.setLayout(layout)

    def show_state(self, state: ReceiveState) -> None:
        """Draws it."""
        self._form.show_state(state)
        if state == self._state:
            return
        self._state = state
        self._stages.show_work(state)
        if state.received is not None:
            self._show(state.received)

    def _show(self, received: Received) -> None:
        self._task = received.task
        told = self.tr("“{name}” is in the library").format(name=received.task)
        self._there.setText(told)
        self._count.setText(steps_word(received.steps))
        while (item := self._needs.takeAt(0)) is not None:
            if (line := item.widget()) is not None:
                line.deleteLater()
        for need in received.needs:
            line = row(space=SPACE)
            line.addWidget(IconLabel("info", "accent", 18), 0, Qt.AlignmentFlag.AlignTop)
            line.addWidget(label(translated(need), wrap=True), 1)
            self._needs.addWidget(box(line))
        self._before.setVisible(bool(received.needs))
        left_out = ", ".join(left_out_word(one) for one in received.left_out)
        self._left_out.setText(self.tr("Not taken in: {what}.").format(what=left_out))
        self._left_out.setVisible(bool(left_out))

    def _done_page(self) -> QWidget:
        mark = IconLabel("check", "good", 30)
        self._there = label(size=1.3, bold=True, wrap=True)
        self._count = label(role="muted")
        head = row(space=SPACE * 2)
        head.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(column(self._there, self._count, space=4), 1)
        self._before = label(self.tr("Before it runs"), size=1.15, bold=True)
        self._needs = QVBoxLayout()
        self._needs.setSpacing(SPACE)
        self._left_out = label(role="muted", wrap=True)
        buttons = FlowRow(
            (
                Button(
                    self.tr("Look at its steps"),
                    lambda: self._intents.review(self._task),
                    icon_name="steps",
                    role="primary",
                    name="review-received",
                ),
                Button(
                    self.tr("Take in another task"),
                    self._intents.open_receive,
                    icon_name="receive",
                    name="receive-another",
                ),
                Button(
                    self.tr("Back to the tasks"),
                    lambda: self._intents.navigate("library"),
                    name="receive-done",
                ),
            ),
            SPACE,
        )
        layout = column(space=SPACE * 2, margin=SPACE * 3)
        layout.addLayout(head)
        layout.addWidget(self._before)
        layout.addLayout(self._needs)
        layout.addWidget(self._left_out)
        layout.addWidget(buttons)
        layout.addStretch(1)
        return box(layout, "card")
