"""Before a run: which rows, how closely the person wants to follow, and what to know beforehand."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from lam_desktop.panel.state.run import RunState
from lam_desktop.panel.widgets.again import BrokeOffCard
from lam_desktop.panel.widgets.approval import ApprovalCard
from lam_desktop.panel.widgets.binding_card import BindingCard
from lam_desktop.panel.widgets.doubts_card import DoubtsCard
from lam_desktop.panel.widgets.going_back import BackToTasks
from lam_desktop.panel.widgets.intents import Intents
from lam_desktop.panel.widgets.parts import Button, ElidedLabel, column, row, scrolled
from lam_desktop.panel.widgets.rows_card import RowsCard
from lam_desktop.panel.widgets.surroundings import SurroundingsStrip
from lam_desktop.panel.widgets.task_card import TaskCard
from lam_desktop.panel.widgets.theme import SPACE
from lam_desktop.panel.widgets.words import rows_word


class RunChoosePage(QWidget):
    """What is not as recorded on top, a table on the left, the task on the right, one button to begin."""

    def __init__(self, intents: Intents) -> None:
        super().__init__()
        self._intents = intents
        self._state: RunState | None = None
        back = BackToTasks(intents)
        self._title = ElidedLabel(size=1.5, bold=True)
        self._begin = Button(
            self.tr("Run once"), self._start, icon_name="play", role="primary", name="start-run"
        )
        head = row(back, space=SPACE)
        head.addWidget(self._title, 1)
        head.addWidget(self._begin)
        self._surroundings = SurroundingsStrip(intents)
        self._approval = ApprovalCard(intents)
        self._doubts = DoubtsCard(intents)
        self._binding = BindingCard(intents)
        self._broke_off = BrokeOffCard(intents)
        self._rows = RowsCard(intents)
        self._task = TaskCard(intents, self._check_ready)
        body = row(space=SPACE * 2)
        body.addWidget(self._rows, 3)
        body.addWidget(self._task, 2)
        above = (self._broke_off, self._surroundings, self._approval, self._doubts, self._binding)
        inner = column(*above, space=SPACE * 2)
        inner.addLayout(body, 1)
        ground = QWidget()
        ground.setProperty("role", "clear")
        ground.setLayout(inner)
        self._scroll = scrolled(ground)
        layout = column(margin=SPACE * 3, space=SPACE * 2)
        layout.addLayout(head)
        layout.addWidget(self._scroll, 1)
        self.setLayout(layout)

    def show_state(self, state: RunState) -> None:
        """Draws what is chosen."""
        if state == self._state:
            return
        before, self._state = self._state, state
        self._title.set_text(self.tr("Run “{task}”").format(task=state.task))
        self._surroundings.show_state(state)
        self._approval.show_state(state)
        self._broke_off.show_state(state)
        self._doubts.show_state(state)
        self._binding.show_state(state)
        self._rows.show_state(state)
        self._task.show_state(state)
        rows = len(state.to_do)
        goes_on = state.again is not None and not state.again.anew
        once = self.tr("Go on there") if goes_on else self.tr("Run once")
        self._begin.set_text(self.tr("Run {rows}").format(rows=rows_word(rows)) if state.rows_path else once)
        self._check_ready()
        if before is None or before.task != state.task or before.before.steps != state.before.steps:
            self._scroll.verticalScrollBar().setValue(0)  # what is new stands on top

    def _check_ready(self) -> None:
        """The button begins nothing that would be refused; its hint says what is missing."""
        missing = self._missing()
        self._begin.setEnabled(missing is None)
        self._begin.setToolTip(missing or "")
        self._begin.setAccessibleDescription(missing or "")

    def _missing(self) -> str | None:
        state = self._state
        if state is None or not state.task_steps:
            return self.tr("The task is being read.")
        if state.before.waits_for_approval:
            return self.tr("Approve first what the task checks or starts.")
        if state.missing_columns:
            return self.tr("Choose a table with the columns of the task first.")
        if state.rows_path and not (state.cells and state.to_do):
            return self.tr("No row is chosen.")
        if state.before.proposal is not None and not state.task_columns:
            return self.tr("Say first which columns of the table the steps follow.")
        if state.before.instruction_problem:
            return self.tr("Say in the sentence what to do this time.")
        if state.before.undecided:
            return self.tr("Say what is meant first: the rows differ in it.")
        if not self._task.secrets.complete:
            return self.tr("Type the secrets first.")
        return None

    def _start(self) -> None:
        keep = self._task.secrets.keep
        self._intents.start_run(self._task.secrets.take(), keep=keep)
