"""Before a run: the table, which of its rows, and what looks odd in them."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QFileDialog, QFrame, QLineEdit, QStackedWidget, QWidget

from lam_desktop.panel.state.run import RunState
from lam_desktop.panel.widgets.intents import Intents
from lam_desktop.panel.widgets.number import NumberField
from lam_desktop.panel.widgets.odd_rows import OddRows
from lam_desktop.panel.widgets.parts import (
    Button,
    ElidedLabel,
    IconLabel,
    column,
    label,
    named,
    row,
    set_tone,
)
from lam_desktop.panel.widgets.record_dialog import TABLES
from lam_desktop.panel.widgets.rows import CellsModel, plain_table
from lam_desktop.panel.widgets.sheet_chooser import SheetChooser
from lam_desktop.panel.widgets.theme import SPACE
from lam_desktop.panel.widgets.words import numbers_word, translated

COLUMN_MOST = 260
TABLE_LEAST = 130
"""Logical pixels: head and three rows."""


class RowsCard(QFrame):
    """Without a table it says what happens then."""

    def __init__(self, intents: Intents) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._intents = intents
        self._state: RunState | None = None
        self._drawing = False
        self._path = ElidedLabel(role="muted")
        choose = Button(self.tr("Choose a table…"), self._browse, icon_name="table", name="choose-rows")
        take = Button(
            self.tr("From the screen…"), intents.open_taking, icon_name="look", name="take-from-screen",
            hint=self.tr("Reads a table that another program shows"),
        )  # fmt: skip
        self._clear = Button(
            self.tr("Without a table"), lambda: intents.choose_rows(""), role="plain", name="clear-rows"
        )
        head = row(label(self.tr("Rows"), size=1.15, bold=True), space=SPACE)
        head.addSpacing(SPACE)
        head.addWidget(self._path, 1)
        head.addWidget(self._clear)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._without_table())
        self._stack.addWidget(self._with_table())
        layout = column(space=SPACE + 4, margin=SPACE * 2)
        layout.addLayout(head)
        self._sheets = SheetChooser(intents.choose_sheet)
        layout.addLayout(row(choose, take, None, self._sheets, space=SPACE))
        layout.addWidget(self._stack, 1)
        self.setLayout(layout)

    def show_state(self, state: RunState) -> None:
        """Draws the table and what is chosen of it."""
        self._state = state
        self._drawing = True  # what the state sets must not come back as a wish of the person
        self._stack.setCurrentIndex(1 if state.rows_path else 0)
        self._clear.setVisible(bool(state.rows_path))
        self._path.set_text(Path(state.rows_file).name if state.rows_path else "")
        self._path.setToolTip(state.rows_path)
        self._sheets.show_sheets(state.rows_sheets, state.rows_sheet)
        if self._model.set_cells(state.columns, state.cells):
            self._table.resizeColumnsToContents()
            for place in range(len(state.columns)):
                width = self._table.columnWidth(place) + 2 * SPACE
                self._table.setColumnWidth(place, min(COLUMN_MOST, width))
        self._draw_none(state)
        self._draw_range(state)
        self._draw_odd(state)
        self._warning.setVisible(bool(state.missing_columns))
        self._missing_text.setText(
            self.tr("This table has no column {columns}, which the task types; choose another one.").format(
                columns=", ".join(state.missing_columns)
            )
        )
        self._keep_going.setChecked(state.keep_going)
        self._drawing = False

    def _without_table(self) -> QWidget:
        self._none = label(size=1.1, bold=True)
        self._none.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._none_text = label(role="muted", wrap=True)
        self._none_text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        middle = column(None, space=SPACE, margin=SPACE * 3)
        middle.addWidget(IconLabel("table", "muted", 36), 0, Qt.AlignmentFlag.AlignCenter)
        middle.addWidget(self._none)
        middle.addWidget(self._none_text)
        middle.addWidget(self._instruction_strip())
        middle.addStretch(1)
        widget = QWidget()
        widget.setLayout(middle)
        return widget

    def _instruction_strip(self) -> QWidget:
        """The sentence that says what to do, of a task that was shown with one."""
        self._instruction = named(QLineEdit(), "instruction", self.tr("What to do this time"))
        self._instruction.textEdited.connect(self._intents.choose_instruction)
        self._refused = label(wrap=True)
        set_tone(self._refused, "problem")
        strip = QWidget()
        strip.setLayout(column(self._instruction, self._refused, space=SPACE // 2))
        self._said = strip
        return strip

    def _with_table(self) -> QWidget:
        self._model = CellsModel()
        self._table = plain_table(self._model, "rows-preview")
        self._table.setMinimumHeight(TABLE_LEAST)
        self._table.setAccessibleName(self.tr("Rows of the table"))
        self._table.horizontalHeader().setStretchLastSection(True)
        self._missing_text = label(wrap=True)
        self._warning = _strip(IconLabel("alert", "bad", 18), self._missing_text)
        self._keep_going = named(
            QCheckBox(self.tr("Go on after a row that did not end well")),
            "keep-going",
            self.tr("Go on after a row that did not end well"),
        )
        meaning = self.tr("Up to three such rows in succession; without it the run ends, so that you look.")
        self._keep_going.setToolTip(meaning)
        self._keep_going.setAccessibleDescription(meaning)
        self._keep_going.toggled.connect(self._on_keep_going)
        chosen = column(space=SPACE)
        chosen.addWidget(self._table, 1)
        chosen.addWidget(self._warning)
        chosen.addWidget(self._hidden_strip())
        self._odd = OddRows(self._intents)
        chosen.addWidget(self._odd)
        chosen.addWidget(self._range_strip())
        chosen.addWidget(self._beyond_strip())
        chosen.addWidget(self._again_strip())
        chosen.addWidget(self._keep_going)
        widget = QWidget()
        widget.setLayout(chosen)
        return widget

    def _range_strip(self) -> QWidget:
        self._first = self._number(self.tr("First row"), "first-row")
        self._last = self._number(self.tr("Last row"), "last-row")
        self._first.changed.connect(lambda first: self._on_range(first, max(first, self._last.value)))
        self._last.changed.connect(lambda last: self._on_range(min(last, self._first.value), last))
        self._of = label(role="muted")
        which = row(label(self.tr("Rows")), self._first, label(self.tr("to")), self._last, self._of, None)
        self._range = QWidget()
        self._range.setLayout(which)
        return self._range

    def _again_strip(self) -> QWidget:
        """Rows of an earlier run instead of a range."""
        self._again_text = label(wrap=True)
        others = Button(
            self.tr("Choose other rows"), self._intents.drop_again, role="plain", name="drop-again"
        )
        self._again = _strip(IconLabel("look", "accent", 18), self._again_text, others)
        return self._again

    def _hidden_strip(self) -> QWidget:
        """Which lines of the sheet are hidden, and so are no rows."""
        self._hidden_text = named(label(wrap=True), "hidden-lines", self.tr("Hidden lines of the sheet"))
        self._hidden = _strip(IconLabel("alert", "warn", 18), self._hidden_text)
        return self._hidden

    def _beyond_strip(self) -> QWidget:
        """That the task's own limit ends the run before the last of the chosen rows."""
        self._beyond_text = named(label(wrap=True), "rows-beyond-limit", self.tr("Limit of rows"))
        self._beyond = _strip(IconLabel("alert", "warn", 18), self._beyond_text)
        return self._beyond

    def _number(self, name: str, object_name: str) -> NumberField:
        field = named(NumberField(), object_name, name)
        field.setFixedWidth(80)
        return field

    def _draw_none(self, state: RunState) -> None:
        columns = ", ".join(state.task_columns)
        self._said.setVisible(bool(state.task_instruction))
        said = self.tr("What to do this time") if state.task_instruction else self.tr("No table chosen")
        self._none.setText(said)
        if self._instruction.text() != state.instruction:
            self._instruction.setText(state.instruction)
        self._refused.setText(translated(state.before.instruction_problem))
        if state.task_instruction:
            self._none_text.setText(
                self.tr("The task is done once, as this sentence says: built as it was, with other names.")
            )
        elif columns:
            self._none_text.setText(
                self.tr(
                    "The task is done once, with the values of the recording. "
                    "Choose a table with the columns {columns} to do it for every row."
                ).format(columns=columns)
            )
        else:
            self._none_text.setText(self.tr("The task is done once, with the values of the recording."))

    def _draw_range(self, state: RunState) -> None:
        self._model.set_rows(state.chosen)
        total = max(1, len(state.cells))
        for field, value in ((self._first, state.first), (self._last, state.last)):
            field.set_range(1, total)
            field.set_value(value)
        self._of.setText(self.tr("of {n}").format(n=total))
        again = state.again
        self._range.setVisible(again is None)
        self._again.setVisible(again is not None)
        if again is not None:
            rows = numbers_word(again.to_do)
            told = [self.tr("Only what did not end well in the last run: {rows}").format(rows=rows)]
            if again.goes_on in again.to_do:
                told.append(
                    self.tr("Row {n} goes on at the step where it broke off.").format(n=again.goes_on)
                )
            if left := tuple(one for one in again.rows if one not in again.to_do):
                told.append(
                    self.tr("Left out, for they may be stored already: {rows}").format(
                        rows=numbers_word(left)
                    )
                )
            self._again_text.setText("\n".join(told))

    def _draw_odd(self, state: RunState) -> None:
        self._model.set_odd(state.odd)
        self._model.set_lines(state.rows_lines.of_rows)
        self._hidden_text.setText(translated(state.rows_lines.hidden))
        self._hidden.setVisible(bool(state.rows_lines.hidden))
        self._odd.show_state(state)
        self._beyond.setVisible(bool(state.beyond_limit))
        self._beyond_text.setText(translated(state.beyond_limit))

    def _browse(self) -> None:
        start = self._state.rows_file if self._state else ""
        path, _ = QFileDialog.getOpenFileName(self, self.tr("Choose a table"), start, TABLES)
        if path:
            self._intents.choose_rows(path)

    def _on_range(self, first: int, last: int) -> None:
        if not self._drawing:
            self._intents.choose_range(first, last)

    def _on_keep_going(self, on: bool) -> None:
        if not self._drawing:
            self._intents.choose_keep_going(on)


def _strip(icon: IconLabel, text: QWidget, *others: QWidget) -> QWidget:
    layout = row(icon, space=SPACE)
    layout.addWidget(text, 1)
    for one in others:
        layout.addWidget(one)
    widget = QWidget()
    widget.setLayout(layout)
    return widget
