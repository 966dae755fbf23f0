"""Asks what to record: a name, and the row of a table, or the sentence, that tells what will be typed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QDialog, QFileDialog, QLineEdit, QWidget

from lam_desktop.errors import UsageError
from lam_desktop.panel.state.events import RecordingRequest
from lam_desktop.panel.widgets.form_lines import FormLines
from lam_desktop.panel.widgets.intents import Intents
from lam_desktop.panel.widgets.number import NumberField
from lam_desktop.panel.widgets.parts import Button, IconLabel, column, label, named, row, set_tone
from lam_desktop.panel.widgets.sheet_chooser import SheetList
from lam_desktop.panel.widgets.theme import SPACE
from lam_desktop.tasks.texts.names import checked_name
from lam_desktop.tasks.texts.rows_argument import parse_rows_argument, table_name
from lam_desktop.tasks.texts.workbooks import SheetNames, is_workbook, sheet_names

TABLES = "Excel, CSV (*.xlsx *.xlsm *.csv *.tsv *.txt)"


class RecordDialog(QDialog):
    """Modal to the panel. `taken` tells whether a task of this name exists.

    Of a task that exists, such as `of`, one more demonstration may be recorded.
    """

    def __init__(self, parent: QWidget, intents: Intents, taken: Callable[[str], bool], of: str = "") -> None:
        super().__init__(parent)
        self._intents = intents
        self._taken = taken
        self.setWindowTitle(self.tr("Record a task"))
        self.setMinimumWidth(520)
        self.setModal(True)
        self._name = named(QLineEdit(), "task-name", self.tr("Name of the task"))
        self._name.setPlaceholderText(self.tr("Enter orders"))
        self._name.textChanged.connect(lambda _text: self._check())
        self._rows = named(QLineEdit(), "rows-file", self.tr("Table with the values you will type"))
        self._rows.setPlaceholderText(self.tr("none"))
        self._rows.textChanged.connect(lambda _text: self._on_rows())
        self._sheet = SheetList()
        self._sheet.setMinimumHeight(self._rows.sizeHint().height())
        self._row = named(NumberField(), "row", self.tr("Row of the table that you will type"))
        self._row.setFixedWidth(110)
        self._last = named(NumberField(), "last-row", self.tr("Last row that you will type"))
        self._last.setFixedWidth(110)
        self._row.textChanged.connect(lambda _text: self._on_first())
        self._further = named(QCheckBox(), "further", self.tr("One more demonstration"))
        self._further.setText(self.tr("Show this task once more, with other values"))
        self._further.toggled.connect(lambda _on: self._check())
        browse = Button(self.tr("Choose…"), self._browse, icon_name="table", name="browse-rows")
        browse.setAccessibleName(self.tr("Choose a table"))
        self._said = named(QLineEdit(), "instruction", self.tr("What you are about to do, in a sentence"))
        self._said.setPlaceholderText(self.tr("none"))
        self._said.textChanged.connect(lambda _text: self._check())
        self._problem = label(wrap=True)
        self._problem.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._problem.setFixedHeight(self._problem.fontMetrics().lineSpacing() * 2)
        set_tone(self._problem, "problem")
        self._begin = Button(
            self.tr("Start recording"),
            self._start,
            icon_name="record",
            role="primary",
            name="start-recording",
        )
        self._begin.setDefault(True)
        form = FormLines()
        form.add_line(self.tr("&Name"), self._name)
        form.add_line(self.tr("&Table"), self._rows, browse)
        self._sheet_caption = form.add_line(self.tr("S&heet"), self._sheet)
        rows = QWidget()
        rows.setLayout(row(self._row, label(self.tr("to")), self._last, None, space=SPACE))
        rows.setMinimumHeight(self._row.sizeHint().height())  # its own hint knows no style sheet
        form.add_line(self.tr("&Row"), rows).setBuddy(self._row)
        form.add_line(self.tr("&Sentence"), self._said)
        why = label(
            self.tr(
                "With a table, type exactly what stands in that row: the agent then knows "
                "which values change from row to row. A sentence, such as “Delete the e-mail of Ann”, "
                "does the same for a task that is done once at a time."
            ),
            role="muted",
            wrap=True,
        )
        hint = row(space=SPACE)
        hint.addWidget(IconLabel("info", "accent", 18), 0, Qt.AlignmentFlag.AlignTop)
        hint.addWidget(
            label(
                self.tr(
                    "This window steps aside. Do the task once, then press Stop or Ctrl+Alt+Esc. "
                    "Password fields, password managers and what privacy.yaml names are never recorded; "
                    "Ctrl+Alt+H hides what you type, Ctrl+Alt+B blacks out what is under the pointer."
                ),
                wrap=True,
            ),
            1,
        )
        layout = column(margin=SPACE * 3, space=SPACE * 2)
        layout.addWidget(label(self.tr("Record a task"), size=1.4, bold=True))
        layout.addLayout(form)
        layout.addWidget(self._further)
        layout.addWidget(why)
        layout.addLayout(hint)
        layout.addWidget(self._problem)
        layout.addLayout(row(None, Button(self.tr("Cancel"), self.reject, name="cancel"), self._begin))
        self.setLayout(layout)
        self._name.setText(of)
        self._further.setChecked(bool(of))
        self._on_rows()
        self._name.setFocus()

    def _on_rows(self) -> None:
        """Another table: its sheets, where it has several and none is named behind it."""
        names = _sheets_behind(self._rows.text().strip())
        several = names is not None and len(names.seen) > 1
        if names is not None:
            self._sheet.show_sheets(names.seen, names.open or next(iter(names.seen), ""))
        self._sheet.setVisible(several)
        self._sheet_caption.setVisible(several)
        if several and (layout := self.layout()) is not None:
            layout.activate()
            self.resize(self.width(), max(self.height(), layout.totalHeightForWidth(self.width())))
        self._check()

    def _on_first(self) -> None:
        """Mostly one row is typed: the last one goes along with the first."""
        self._last.set_range(self._row.value, 1_000_000)
        self._last.set_value(self._row.value)

    def _check(self) -> None:
        name = self._name.text().strip()
        exists = bool(name) and self._taken(name)
        with_table = bool(self._rows.text().strip())
        self._row.setEnabled(with_table)
        self._last.setEnabled(with_table and not exists)  # one more demonstration shows one row
        self._further.setVisible(exists)
        problem = ""
        if self._rows.text().strip() and self._said.text().strip():
            problem = self.tr("Give a table or a sentence, not both.")
        elif exists and not self._further.isChecked():
            problem = self.tr(
                "There is a task “{name}” already; choose another name, or show it once more."
            ).format(name=name)
        elif name and not exists:
            try:
                checked_name(name)
            except UsageError as error:
                problem = str(error)
        self._problem.setText(problem)
        self._begin.setEnabled(bool(name) and not problem)

    def _browse(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, self.tr("Choose a table"), self._rows.text(), TABLES)
        if path:
            self._rows.setText(path)

    def _start(self) -> None:
        if not self._begin.isEnabled():
            return
        said = " ".join(self._said.text().split())
        sheet = self._sheet.currentText() if self._sheet.isVisibleTo(self) else ""
        rows = table_name(self._rows.text().strip(), sheet)
        name, first, last = self._name.text().strip(), self._row.value, self._last.value
        further = self._further.isChecked() and self._taken(name)
        several = last if rows and last > first and not further else 0
        request = RecordingRequest(name, rows, first, said, last=several, further=further)
        self.accept()
        self._intents.record(request)


def _sheets_behind(table: str) -> SheetNames | None:
    """Those of a workbook; None for another table, one that is not there, and where a sheet is named."""
    try:
        argument = parse_rows_argument(table)
        if argument.sheet or not is_workbook(argument.path) or not argument.path.is_file():
            return None
        return sheet_names(argument.path)
    except (UsageError, OSError):  # the recording will say what is wrong
        return None
