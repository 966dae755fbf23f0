"""Before a run: what one demonstration left open, each reading with what it makes of the first rows."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QVBoxLayout, QWidget

from lam_desktop.panel.state.run import RunState
from lam_desktop.panel.widgets.intents import Intents
from lam_desktop.panel.widgets.parts import Button, IconLabel, column, label, row
from lam_desktop.panel.widgets.theme import SPACE
from lam_desktop.panel.widgets.words import count, translated
from lam_desktop.tasks.explaining.describe import reading_in_words
from lam_desktop.tasks.explaining.doubts import Doubt, MeantAs, Reading
from lam_desktop.tasks.when import Due


class DoubtsCard(QFrame):
    """What must be decided stands first, and is marked; what makes no difference can be decided, too."""

    def __init__(self, intents: Intents) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._intents = intents
        self._doubts: tuple[Doubt, ...] = ()
        self._icon = IconLabel("question", "warn", 20)
        self._title = label(size=1.15, bold=True, wrap=True)
        self._list = QVBoxLayout()
        self._list.setSpacing(SPACE * 2)
        words = column(self._title, space=SPACE)
        words.addLayout(self._list)
        layout = row(space=SPACE + 4, margin=SPACE + 4)
        layout.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(words, 1)
        self.setLayout(layout)
        self.hide()

    def show_state(self, state: RunState) -> None:
        """Draws every doubt that the chosen rows leave; nothing where there is none."""
        doubts = tuple(sorted(state.before.doubts, key=lambda one: not one.matters))
        self.setVisible(bool(doubts))
        if doubts == self._doubts:
            return
        self._doubts = doubts
        undecided = len(state.before.undecided)
        self._icon.set_icon("question" if undecided else "info", "warn" if undecided else "muted")
        self._title.setText(
            count(
                undecided,
                self.tr("One step may be meant in several ways: say which"),
                self.tr("{n} steps may be meant in several ways: say which"),
            )
            if undecided
            else self.tr("Please check: one demonstration left this open")
        )
        while (item := self._list.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for doubt in doubts:
            self._list.addWidget(self._one(doubt))

    def _one(self, doubt: Doubt) -> QWidget:
        told = (
            self.tr("Step {n}, of the task “{task}”: {caption}")
            if doubt.task
            else self.tr("Step {n}: {caption}")
        )
        step = told.format(n=doubt.told_number, task=doubt.task, caption=translated(doubt.caption))
        words = column(label(step, bold=True, wrap=True), label(translated(doubt.doubt), wrap=True), space=4)
        if len(doubt.meant) > 1 or doubt.matters:
            if not doubt.matters and not doubt.offers:
                words.addWidget(
                    label(self.tr("The chosen rows do not differ in it."), role="muted", wrap=True)
                )
            words.addLayout(self._readings(doubt))
        widget = QWidget()
        widget.setLayout(words)
        return widget

    def _readings(self, doubt: Doubt) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(SPACE * 2)
        grid.setVerticalSpacing(SPACE)
        grid.setColumnStretch(1, 1)
        for place, meant in enumerate(doubt.meant):
            says = translated(reading_in_words(meant.value))
            choose = Button(
                self.tr("This is meant"),
                lambda meant=meant: self._intents.settle_doubt(
                    doubt.step, doubt.doubt, meant.value, doubt.task
                ),
                icon_name="check",
                hint=says,
                name=f"meant-{doubt.told_number}-{place + 1}",
            )
            taken = self.tr("{reading} (taken so far)").format(reading=says) if place == 0 else says
            words = column(label(taken, wrap=True), self._examples(meant), space=0)
            holder = QWidget()
            holder.setLayout(words)
            grid.addWidget(choose, place, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(holder, place, 1)
        return grid

    def _examples(self, meant: MeantAs[Reading]) -> QLabel:
        if isinstance(meant.value, Due):
            told = [
                self.tr("row {n}: {what}").format(n=index, what=translated(text or ""))
                for index, text in meant.examples
            ]
            return label("   ".join(told), role="muted", wrap=True)
        told = [
            self.tr("row {n}: nothing").format(n=index)
            if text is None
            else self.tr("row {n}: “{text}”").format(n=index, text=text)
            for index, text in meant.examples
        ]
        return label("   ".join(told), role="muted", wrap=True)
