"""Before a run: which rows, and how closely the person wants to follow."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QFileDialog,
    QFormLayout,
    QLineEdit,
    QRadioButton,
    QStackedWidget,
    QWidget,
)

from lam_desktop.panel.state.run import RunState
from lam_desktop.panel.widgets.intents import Intents
from lam_desktop.panel.widgets.number import NumberField
from lam_desktop.panel.widgets.parts import Button, ElidedLabel, IconLabel, box, column, label, named, row
from lam_desktop.panel.widgets.picture import Drawing, PictureView
from lam_desktop.panel.widgets.record_dialog import TABLES
from lam_desktop.panel.widgets.rows import CellsModel, plain_table
from lam_desktop.panel.widgets.theme import SPACE
from lam_desktop.panel.widgets.words import mode_words, rows_word, steps_word
from lam_desktop.panel.wire import Mode

COLUMN_MOST = 260
ODD_SHOWN = 3
"""Odd cells that are told below the table; the others are marked in it."""
MODES: tuple[Mode, ...] = ("ask", "watch", "auto")


class RunChoosePage(QWidget):
    """A table on the left, the task and the mode on the right, one button to begin."""

    def __init__(self, intents: Intents) -> None:
        super().__init__()
        self._intents = intents
        self._state: RunState | None = None
        self._drawing = False
        back = Button(
            "",
            lambda: intents.navigate("library"),
            icon_name="back",
            role="plain",
            hint=self.tr("Back to the tasks"),
            name="back",
        )
        self._title = ElidedLabel(size=1.5, bold=True)
        head = row(back, space=SPACE)
        head.addWidget(self._title, 1)
        body = row(space=SPACE * 2)
        body.addWidget(self._rows_card(), 3)
        body.addWidget(self._task_card(), 2)
        layout = column(margin=SPACE * 3, space=SPACE * 2)
        layout.addLayout(head)
        layout.addLayout(body, 1)
        self.setLayout(layout)

    def show_state(self, state: RunState) -> None:
        """Draws what is chosen."""
        if state == self._state:
            return
        self._state = state
        self._drawing = True  # what the state sets must not come back as a wish of the person
        self._title.set_text(self.tr("Run “{task}”").format(task=state.task))
        self._draw_rows(state)
        self._draw_task(state)
        self._drawing = False

    def _rows_card(self) -> QWidget:
        self._path = ElidedLabel(role="muted")
        choose = Button(self.tr("Choose a table…"), self._browse, icon_name="table", name="choose-rows")
        self._clear = Button(
            self.tr("Without a table"), lambda: self._intents.choose_rows(""), role="plain", name="clear-rows"
        )
        head = row(label(self.tr("Rows"), size=1.15, bold=True), space=SPACE)
        head.addSpacing(SPACE)
        head.addWidget(self._path, 1)
        head.addWidget(self._clear)
        head.addWidget(choose)
        self._model = CellsModel()
        self._table = plain_table(self._model, "rows-preview")
        self._table.setAccessibleName(self.tr("Rows of the table"))
        self._table.horizontalHeader().setStretchLastSection(True)
        self._first = self._number(self.tr("First row"), "first-row")
        self._last = self._number(self.tr("Last row"), "last-row")
        self._first.changed.connect(lambda first: self._on_range(first, max(first, self._last.value)))
        self._last.changed.connect(lambda last: self._on_range(min(last, self._first.value), last))
        self._of = label(role="muted")
        which = row(
            label(self.tr("Rows")), self._first, label(self.tr("to")), self._last, self._of, None, space=SPACE
        )
        self._missing = row(space=SPACE)
        warn = QWidget()
        self._missing_text = label(wrap=True)
        self._missing.addWidget(IconLabel("alert", "bad", 18))
        self._missing.addWidget(self._missing_text, 1)
        warn.setLayout(self._missing)
        self._warning = warn
        self._odd = self._odd_strip()
        chosen = column(space=SPACE + 4)
        chosen.addWidget(self._table, 1)
        chosen.addWidget(warn)
        chosen.addWidget(self._odd)
        chosen.addLayout(which)
        with_table, without = QWidget(), QWidget()
        with_table.setLayout(chosen)
        none = label(self.tr("No table chosen"), size=1.1, bold=True)
        none.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._none_text = label(role="muted", wrap=True)
        self._none_text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        mark = IconLabel("table", "muted", 36)
        middle = column(None, space=SPACE, margin=SPACE * 3)
        middle.addWidget(mark, 0, Qt.AlignmentFlag.AlignCenter)
        middle.addWidget(none)
        middle.addWidget(self._none_text)
        middle.addStretch(1)
        without.setLayout(middle)
        self._stack = QStackedWidget()
        self._stack.addWidget(without)
        self._stack.addWidget(with_table)
        layout = column(space=SPACE + 4, margin=SPACE * 2)
        layout.addLayout(head)
        layout.addWidget(self._stack, 1)
        return box(layout, "card")

    def _odd_strip(self) -> QWidget:
        """What looks wrong in the chosen rows, and whether they are left out."""
        self._odd_text = label(wrap=True)
        self._leave_out = named(QCheckBox(), "leave-odd-out", self.tr("Leave odd rows out"))
        self._leave_out.toggled.connect(self._on_leave_out)
        words = column(self._odd_text, self._leave_out, space=SPACE // 2)
        strip = row(space=SPACE)
        strip.addWidget(IconLabel("alert", "warn", 18), 0, Qt.AlignmentFlag.AlignTop)
        strip.addLayout(words, 1)
        widget = QWidget()
        widget.setLayout(strip)
        return widget

    def _task_card(self) -> QWidget:
        self._picture = PictureView(minimum=QSize(200, 60), empty=self.tr("No picture of this task."))
        self._picture.setAccessibleName(self.tr("Picture of the task"))
        self._facts = label(role="muted", wrap=True)
        self._modes = QButtonGroup(self)
        modes = column(space=2)
        for number, mode in enumerate(MODES):
            name, meaning = mode_words(mode)
            choice = named(QRadioButton(name), f"mode-{mode}", name)
            choice.setAccessibleDescription(meaning)
            choice.setToolTip(meaning)
            self._modes.addButton(choice, number)
            modes.addWidget(choice)
            words = label(meaning, role="muted", wrap=True, size=0.92)
            words.setContentsMargins(30, 0, 0, 6)
            modes.addWidget(words)
        self._modes.idToggled.connect(self._on_mode)
        self._secrets: dict[str, QLineEdit] = {}
        self._secrets_of: tuple[str, ...] = ()
        self._kept: tuple[str, ...] = ()
        self._secrets_form = QFormLayout()
        self._secrets_form.setContentsMargins(0, 0, 0, 0)
        self._secrets_box = QWidget()
        self._secrets_box.setLayout(self._secrets_form)
        self._begin = Button(
            self.tr("Run once"), self._start, icon_name="play", role="primary", name="start-run"
        )
        self._stop_hint = label(
            self.tr("Stop at any time: Ctrl+Alt+Esc, or the mouse into a corner of the screen."),
            role="muted",
            wrap=True,
            size=0.92,
        )
        layout = column(space=SPACE, margin=SPACE * 2)
        layout.addWidget(self._picture, 1)
        layout.addWidget(self._facts)
        layout.addSpacing(SPACE)
        layout.addWidget(label(self.tr("How closely do you want to follow?"), size=1.15, bold=True))
        layout.addLayout(modes)
        layout.addSpacing(SPACE)
        layout.addWidget(self._secrets_box)
        layout.addWidget(self._begin)
        layout.addWidget(self._stop_hint)
        return box(layout, "card")

    def _number(self, name: str, object_name: str) -> NumberField:
        field = named(NumberField(), object_name, name)
        field.setFixedWidth(80)
        return field

    def _draw_rows(self, state: RunState) -> None:
        self._stack.setCurrentIndex(1 if state.rows_path else 0)
        self._clear.setVisible(bool(state.rows_path))
        self._path.set_text(Path(state.rows_path).name if state.rows_path else "")
        self._path.setToolTip(state.rows_path)
        if self._model.set_cells(state.columns, state.cells):
            self._table.resizeColumnsToContents()
            for column in range(len(state.columns)):
                width = self._table.columnWidth(column) + 2 * SPACE
                self._table.setColumnWidth(column, min(COLUMN_MOST, width))
        self._model.set_range(state.first, state.last)
        total = max(1, len(state.cells))
        for field, value in ((self._first, state.first), (self._last, state.last)):
            field.set_range(1, total)
            field.set_value(value)
        self._of.setText(self.tr("of {n}").format(n=total))
        columns = ", ".join(state.task_columns)
        if columns:
            self._none_text.setText(
                self.tr(
                    "The task is done once, with the values of the recording. "
                    "Choose a table with the columns {columns} to do it for every row."
                ).format(columns=columns)
            )
        else:
            self._none_text.setText(self.tr("The task is done once, with the values of the recording."))
        self._draw_odd(state)
        self._warning.setVisible(bool(state.missing_columns))
        self._missing_text.setText(
            self.tr("This table has no column {columns}, which the task types; choose another one.").format(
                columns=", ".join(state.missing_columns)
            )
        )

    def _draw_odd(self, state: RunState) -> None:
        odd = state.odd_here
        self._model.set_odd(state.odd)
        self._odd.setVisible(bool(odd))
        told = [self.tr("Row {n}: {what}").format(n=one.row, what=one.what) for one in odd[:ODD_SHOWN]]
        if len(odd) > ODD_SHOWN:
            told.append(self.tr("… and {n} more").format(n=len(odd) - ODD_SHOWN))
        self._odd_text.setText("\n".join(told))
        rows = len({one.row for one in odd})
        self._leave_out.setText(
            self.tr("Leave this row out") if rows == 1 else self.tr("Leave these {n} rows out").format(n=rows)
        )
        self._leave_out.setChecked(state.leave_odd_out)

    def _draw_task(self, state: RunState) -> None:
        pictured = [step for step in state.task_steps if step.picture]
        self._picture.show_drawing(Drawing(pictured[-1].picture) if pictured else Drawing())
        facts = [steps_word(len(state.task_steps))] if state.task_steps else []
        if state.task_columns:
            facts.append(self.tr("types {columns}").format(columns=", ".join(state.task_columns)))
        self._facts.setText("  ·  ".join(facts))
        self._modes.button(MODES.index(state.mode)).setChecked(True)
        self._draw_secrets(state)
        rows = len(state.to_do)
        self._begin.set_text(
            self.tr("Run {rows}").format(rows=rows_word(rows)) if state.rows_path else self.tr("Run once")
        )
        self._check_ready()

    def _draw_secrets(self, state: RunState) -> None:
        """A field for each; what was typed stays as long as the task is the same."""
        self._secrets_box.setVisible(bool(state.task_secrets))
        self._kept = state.kept_secrets
        wanted = (state.task, *state.task_secrets)
        if self._secrets_of != wanted:
            self._secrets_of = wanted
            self._make_secrets(state)
        for name, field in self._secrets.items():
            kept = name in self._kept
            field.setPlaceholderText(
                self.tr("kept in the keyring") if kept else self.tr("typed by the run, not kept")
            )

    def _make_secrets(self, state: RunState) -> None:
        while self._secrets_form.rowCount():
            self._secrets_form.removeRow(0)
        self._secrets.clear()
        for name in state.task_secrets:
            field = named(QLineEdit(), f"secret-{name}", self.tr("Secret “{name}”").format(name=name))
            field.setEchoMode(QLineEdit.EchoMode.Password)
            field.textChanged.connect(lambda _text: self._check_ready())
            self._secrets_form.addRow(label(name), field)
            self._secrets[name] = field

    def _check_ready(self) -> None:
        state = self._state
        self._begin.setEnabled(
            state is not None
            and bool(state.task_steps)
            and not state.missing_columns
            and not (state.rows_path and not (state.cells and state.to_do))
            and all(field.text() or name in self._kept for name, field in self._secrets.items())
        )

    def _start(self) -> None:
        secrets = {name: field.text() for name, field in self._secrets.items() if field.text()}
        for field in self._secrets.values():
            field.clear()
        self._intents.start_run(secrets)

    def _browse(self) -> None:
        start = self._state.rows_path if self._state else ""
        path, _ = QFileDialog.getOpenFileName(self, self.tr("Choose a table"), start, TABLES)
        if path:
            self._intents.choose_rows(path)

    def _on_range(self, first: int, last: int) -> None:
        if not self._drawing:
            self._intents.choose_range(first, last)

    def _on_leave_out(self, on: bool) -> None:
        if not self._drawing:
            self._intents.leave_odd_out(on)

    def _on_mode(self, number: int, on: bool) -> None:
        if on and not self._drawing:
            self._intents.choose_mode(MODES[number])
