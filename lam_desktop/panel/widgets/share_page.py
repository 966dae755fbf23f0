"""A copy of a task or a report to give away: what for, how far it is, and what was masked in it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from lam_desktop.panel.state.sharing import ShareState
from lam_desktop.panel.widgets.flow import FlowRow
from lam_desktop.panel.widgets.intents import Intents
from lam_desktop.panel.widgets.masked import MaskedModel
from lam_desktop.panel.widgets.parts import Button, ElidedLabel, IconLabel, box, column, label, row
from lam_desktop.panel.widgets.rows import plain_table
from lam_desktop.panel.widgets.share_form import ShareForm
from lam_desktop.panel.widgets.stages import Stages
from lam_desktop.panel.widgets.theme import SPACE
from lam_desktop.panel.widgets.words import left_out_word
from lam_desktop.panel.widgets.working_page import WorkingPage


class SharePage(QWidget):
    """A form, then progress, then the result."""

    def __init__(self, intents: Intents) -> None:
        super().__init__()
        self._intents = intents
        self._state: ShareState | None = None
        back = Button(
            "",
            self._go_back,
            icon_name="back",
            role="plain",
            hint=self.tr("Back"),
            name="back",
        )
        self._title = ElidedLabel(size=1.5, bold=True)
        head = row(back, space=SPACE)
        head.addWidget(self._title, 1)
        self._form = ShareForm(intents)
        working = WorkingPage(
            self.tr("The copy is being made"),
            self.tr("Every picture is read, and looked at again once it is masked."),
            intents.stop_share,
            "cancel-share",
        )
        self._stages = Stages(self._form, working, self._done_page())
        layout = column(margin=SPACE * 3, space=SPACE * 2)
        layout.addLayout(head)
        layout.addWidget(self._stages, 1)
        self.setLayout(layout)

    def show_state(self, state: ShareState, *, was_run: bool) -> None:
        """Draws the copy; `was_run`: whether there is a last run that could go along."""
        self._form.show_state(state, was_run=was_run)
        if state == self._state:
            return
        self._state = state
        title = (
            self.tr("The report of “{task}” to give away")
            if state.run
            else self.tr("A copy of “{task}” to give away")
        )
        self._title.set_text(title.format(task=state.task))
        self._stages.show_work(state)
        if state.shared is not None:
            shared = state.shared
            self._where.setText(str(Path(shared.copy)))
            self._masked.set_kinds(shared.masked)
            self._nothing.setVisible(not shared.masked)
            self._table.setVisible(bool(shared.masked))
            self._names.setText(self.tr("Different names of people among it: {n}.").format(n=shared.names))
            self._names.setVisible(bool(shared.names))
            left_out = ", ".join(left_out_word(one) for one in shared.left_out)
            self._left_out.setText(self.tr("Not in the copy: {what}.").format(what=left_out))
            self._left_out.setVisible(bool(left_out))

    def _done_page(self) -> QWidget:
        mark = IconLabel("check", "good", 30)
        there = label(self.tr("The copy is there"), size=1.3, bold=True)
        self._where = label(wrap=True)
        self._where.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self._where.setAccessibleName(self.tr("Where the copy lies"))
        look = label(
            self.tr("Look at its pictures before you send it: what is personal only you can know."), wrap=True
        )
        head = row(space=SPACE * 2)
        head.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(column(there, self._where, look, space=4), 1)
        self._masked = MaskedModel()
        self._table = plain_table(self._masked, "masked")
        self._table.setAccessibleName(self.tr("What was masked"))
        self._table.verticalHeader().hide()
        self._table.horizontalHeader().setStretchLastSection(True)
        self._table.setMinimumHeight(120)
        for place, width in enumerate((230, 90, 110)):
            self._table.setColumnWidth(place, width)
        self._nothing = label(self.tr("Nothing in it looked personal, and nothing was masked."), wrap=True)
        self._names = label(wrap=True)
        self._left_out = label(role="muted", wrap=True)
        buttons = FlowRow(
            (
                Button(
                    self.tr("Look at the pictures"),
                    self._intents.open_shared,
                    icon_name="report",
                    role="primary",
                    name="open-shared",
                ),
                Button(self.tr("Make another copy"), self._another, icon_name="share", name="share-another"),
                Button(
                    self.tr("Back to the tasks"), lambda: self._intents.navigate("library"), name="share-done"
                ),
            ),
            SPACE,
        )
        layout = column(space=SPACE * 2, margin=SPACE * 3)
        layout.addLayout(head)
        layout.addWidget(label(self.tr("What was masked"), size=1.15, bold=True))
        layout.addWidget(self._table, 1)
        layout.addWidget(self._nothing)
        layout.addWidget(self._names)
        layout.addWidget(self._left_out)
        layout.addWidget(buttons)
        return box(layout, "card")

    def _go_back(self) -> None:
        self._intents.navigate("run" if self._state is not None and self._state.run else "library")

    def _another(self) -> None:
        if self._state is None:
            return
        if self._state.run:
            self._intents.share_report(self._state.task, self._state.run)
        else:
            self._intents.open_share(self._state.task)
