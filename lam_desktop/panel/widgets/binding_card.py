"""Before a run: which columns of the chosen table a task follows that was recorded without one."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QFrame, QGridLayout, QLabel, QVBoxLayout, QWidget

from lam_desktop.panel.state.run import RunState
from lam_desktop.panel.widgets.intents import Intents
from lam_desktop.panel.widgets.parts import Button, IconLabel, column, label, named, row
from lam_desktop.panel.widgets.sheet_chooser import SheetChooser
from lam_desktop.panel.widgets.theme import SPACE
from lam_desktop.panel.widgets.words import translated
from lam_desktop.tasks.explaining.binding import Proposal, Proposed
from lam_desktop.tasks.explaining.describe import reading_in_words
from lam_desktop.tasks.explaining.doubts import MeantAs
from lam_desktop.tasks.step import Value

NARROWEST = 150
"""Logical pixels of the field in which one chooses a column."""


class BindingCard(QFrame):
    """A line for each step; what is not sure stands empty until the person has chosen."""

    def __init__(self, intents: Intents) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._intents = intents
        self._proposal: Proposal | None = None
        self._choices: dict[int, QComboBox] = {}
        self._what = label(wrap=True)
        self._sheets = SheetChooser(intents.choose_sheet)
        self._inner = QVBoxLayout()
        self._keep = Button(
            self.tr("Keep this in the task"),
            self._on_keep,
            icon_name="check",
            role="primary",
            name="bind-rows",
        )
        self._unused = label(role="muted", wrap=True, size=0.92)
        foot = row(self._keep, space=SPACE * 2)
        foot.addWidget(self._unused, 1)
        title = label(self.tr("Which columns do the steps follow?"), size=1.15, bold=True, wrap=True)
        which = row(self._what, space=SPACE * 2)
        which.setStretch(0, 1)
        which.addWidget(self._sheets, 0, Qt.AlignmentFlag.AlignTop)
        words = column(title, space=SPACE)
        words.addLayout(which)
        words.addLayout(self._inner)
        words.addLayout(foot)
        layout = row(space=SPACE + 4, margin=SPACE + 4)
        layout.addWidget(IconLabel("table", "accent", 20), 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(words, 1)
        self.setLayout(layout)
        self.hide()

    def show_state(self, state: RunState) -> None:
        """Draws the proposal; nothing where the task follows columns already."""
        proposal = None if state.task_columns else state.before.proposal
        self.setVisible(proposal is not None)
        self._sheets.show_sheets(state.rows_sheets, state.rows_sheet)
        if proposal == self._proposal:
            return
        self._proposal = proposal
        self._choices = {}
        while (item := self._inner.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        if proposal is None:
            return
        self._what.setText(self._headline(proposal))
        if proposal.tied:
            self._inner.addWidget(self._rows(proposal.tied))
        elif proposal.proposed:
            self._inner.addWidget(self._table(proposal))
        self._keep.setVisible(bool(proposal.proposed))
        self._unused.setText(
            self.tr("No step uses: {columns}").format(columns=", ".join(proposal.unused))
            if proposal.unused and proposal.proposed
            else ""
        )
        self._draw_button()

    def _headline(self, proposal: Proposal) -> str:
        if proposal.tied:
            return self.tr("These rows say the same as the recording. Which one was shown?")
        if not proposal.proposed:
            return self.tr(
                "Nothing of this task was found in the table: neither its texts nor the names of its fields."
            )
        if proposal.row is None:
            return self.tr("This task was recorded without a table, and no row of it says what was shown.")
        return self.tr(
            "This task was recorded without a table. Row {n} is the one that was shown while recording."
        ).format(n=proposal.row.index)

    def _rows(self, tied: tuple[int, ...]) -> QWidget:
        buttons = [
            Button(
                str(number),
                lambda number=number: self._intents.name_shown_row(number),
                name=f"shown-{number}",
            )
            for number in tied
        ]
        none = Button(self.tr("None of them"), lambda: self._intents.name_shown_row(0), name="shown-0")
        flow = row(*buttons, none, None, space=SPACE)
        widget = QWidget()
        widget.setLayout(flow)
        return widget

    def _table(self, proposal: Proposal) -> QWidget:
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(SPACE * 2)
        grid.setVerticalSpacing(4)
        heads = (
            self.tr("Step"),
            self.tr("Field"),
            self.tr("Shown"),
            self.tr("Comes from"),
            self.tr("For example"),
        )
        for place, head in enumerate(heads):
            grid.addWidget(label(head, role="muted", size=0.92), 0, place)
        for place, stretch in ((1, 2), (2, 2), (3, 3), (4, 3)):
            grid.setColumnStretch(place, stretch)
        for line, one in enumerate(proposal.proposed):
            self._add_line(grid, 1 + 2 * line, one)
        widget = QWidget()
        widget.setLayout(grid)
        return widget

    def _add_line(self, grid: QGridLayout, line: int, one: Proposed) -> None:
        number = label(str(one.step), bold=True)
        number.setToolTip(translated(one.caption))
        choice = named(
            QComboBox(),
            f"comes-from-{one.step}",
            self.tr("Step {n}: where its text comes from").format(n=one.step),
        )
        choice.setMinimumWidth(NARROWEST)
        choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        choice.setPlaceholderText(self.tr("Say which is meant"))
        for meant in one.meant[:-1]:
            choice.addItem(translated(reading_in_words(meant.value)))
        choice.addItem(self.tr("stays as it is"))
        choice.setCurrentIndex(0 if one.sure else -1)
        example = label(role="muted", wrap=True)
        choice.currentIndexChanged.connect(lambda place: self._on_choice(one, place, example))
        self._choices[one.step] = choice
        self._show_example(one, choice.currentIndex(), example)
        why = label(translated(one.why), role="muted" if one.sure else "caution", wrap=True, size=0.92)
        top = Qt.AlignmentFlag.AlignTop
        for place, widget in enumerate(
            (number, label(one.field or "–", wrap=True), label(f"“{one.text}”", wrap=True))
        ):
            grid.addWidget(widget, line, place, top)
        grid.addWidget(choice, line, 3, top)
        grid.addWidget(example, line, 4, top)
        why.setContentsMargins(0, 0, 0, SPACE)
        grid.addWidget(why, line + 1, 1, 1, 4)

    def _on_choice(self, one: Proposed, place: int, example: QLabel) -> None:
        self._show_example(one, place, example)
        self._draw_button()

    def _show_example(self, one: Proposed, place: int, example: QLabel) -> None:
        example.setText(self._example(one.meant[place]) if place >= 0 else "")

    def _example(self, meant: MeantAs[Value]) -> str:
        return "\n".join(
            self.tr("row {n}: nothing").format(n=index)
            if text is None
            else self.tr("row {n}: “{text}”").format(n=index, text=text)
            for index, text in meant.examples
        )

    def _draw_button(self) -> None:
        """What is open is chosen first, and something must follow a column."""
        proposal = self._proposal
        places = {step: choice.currentIndex() for step, choice in self._choices.items()}
        follows = proposal is not None and any(
            0 <= places[one.step] < len(one.meant) - 1 for one in proposal.proposed
        )
        self._keep.setEnabled(follows and all(place >= 0 for place in places.values()))

    def _on_keep(self) -> None:
        self._intents.bind_rows({step: choice.currentIndex() for step, choice in self._choices.items()})
