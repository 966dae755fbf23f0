"""Rows from a table on the screen: how to point at it, and what of it the person must look at."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QSize, QStandardPaths, Qt
from PySide6.QtGui import QBrush, QColor, QFont
from PySide6.QtWidgets import QAbstractItemView, QCheckBox, QFileDialog, QLineEdit, QStackedWidget, QWidget

from lam_desktop.panel.state.taking import TakingState
from lam_desktop.panel.state.taking_events import UnsureCell
from lam_desktop.panel.widgets.intents import Intents
from lam_desktop.panel.widgets.parts import Button, ElidedLabel, box, column, label, named, row
from lam_desktop.panel.widgets.picture import Drawing, PictureView
from lam_desktop.panel.widgets.rows import plain_table
from lam_desktop.panel.widgets.theme import SPACE, current_theme
from lam_desktop.panel.widgets.words import count, translated

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
PICTURE_MOST = 140
"""Logical pixels of height: a cell is one line."""
KINDS = "CSV (*.csv);;Excel (*.xlsx)"


class TakenModel(QAbstractTableModel):
    """The headings as row 0, then the rows; what is not sure is coloured until it was looked at."""

    def __init__(self, intents: Intents) -> None:
        super().__init__()
        self._intents = intents
        self._state = TakingState()

    def show_state(self, state: TakingState) -> None:
        """Shows other cells."""
        if state.lines and len(state.lines) == len(self._state.lines):
            self._state = state
            last = self.index(self.rowCount() - 1, self.columnCount() - 1)
            self.dataChanged.emit(self.index(0, 0), last)
            return
        self.beginResetModel()
        self._state = state
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:  # noqa: N802
        """The headings and the rows."""
        return 0 if parent is not None and parent.isValid() else len(self._state.lines)

    def columnCount(self, parent: Index | None = None) -> int:  # noqa: N802
        """Columns of the table."""
        inside = parent is not None and parent.isValid()
        return 0 if inside or not self._state.lines else len(self._state.lines[0])

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Every cell can be corrected."""
        return super().flags(index) | Qt.ItemFlag.ItemIsEditable

    def data(self, index: Index, role: int = Role.DisplayRole) -> object:
        """A cell, and how it is shown."""
        y, x = index.row(), index.column()
        if role in (Role.DisplayRole, Role.EditRole):
            return self._state.lines[y][x]
        unsure = next((one for one in self._state.unsure if (one.row, one.column) == (y, x)), None)
        if role == Role.ToolTipRole:
            return translated(unsure.why) if unsure is not None else self._state.lines[y][x]
        if role == Role.BackgroundRole and unsure is not None:
            colour = QColor(current_theme().ink("good" if (y, x) in self._state.settled else "warn"))
            colour.setAlphaF(0.25)
            return QBrush(colour)
        if role == Role.FontRole and y == 0:
            font = QFont()
            font.setBold(True)
            return font
        return None

    def setData(self, index: Index, value: object, role: int = Role.EditRole) -> bool:  # noqa: N802
        """What the person typed goes through the state."""
        if role != Role.EditRole:
            return False
        self._intents.settle_cell(index.row(), index.column(), str(value).strip())
        return True

    def headerData(  # noqa: N802
        self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole
    ) -> object:
        """Numbers of the rows; the headings are none."""
        if role != Role.DisplayRole or orientation == Qt.Orientation.Horizontal:
            return None
        return str(section) if section else ""


class TakingPage(QWidget):
    """First how, then the table beside the picture of the cell that is asked about."""

    def __init__(self, intents: Intents) -> None:
        super().__init__()
        self._intents = intents
        self._state: TakingState | None = None
        self._at: UnsureCell | None = None
        self._back = Button(
            "", self._go_back, icon_name="back", role="plain", hint=self.tr("Back to the run"), name="back"
        )
        self._title = ElidedLabel(self.tr("Rows from the screen"), size=1.5, bold=True)
        self._save = Button(
            self.tr("Save and use these rows…"),
            self._on_save,
            icon_name="check",
            role="primary",
            name="save-taken",
        )
        head = row(self._back, space=SPACE)
        head.addWidget(self._title, 1)
        head.addWidget(self._save)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._how())
        self._pages.addWidget(self._check())
        layout = column(margin=SPACE * 3, space=SPACE * 2)
        layout.addLayout(head)
        layout.addWidget(self._pages, 1)
        self.setLayout(layout)

    def show_state(self, state: TakingState) -> None:
        """Draws where it stands."""
        if state == self._state:
            return
        fresh = self._state is None or self._state.phase != state.phase
        self._state = state
        working, checking = state.phase == "working", state.phase == "checking"
        self._pages.setCurrentIndex(1 if checking else 0)
        self._save.setVisible(checking)
        self._save.setEnabled(checking and not state.open)
        self._begin.setVisible(not working)
        self._scroll.setEnabled(not working)
        self._give_up.setVisible(working)
        self._note.setText(translated(state.note if working else state.problem))
        if not checking:
            return
        self._model.show_state(state)
        if fresh:
            self._table.resizeColumnsToContents()
            for place in range(self._model.columnCount()):
                self._table.setColumnWidth(place, self._table.columnWidth(place) + 2 * SPACE)
        self._told.setText("\n".join(translated(one) for one in state.notes))
        self._told.setVisible(bool(state.notes))
        self._left.setText(
            count(
                len(state.open), self.tr("1 cell is not sure: compare it with its picture."),
                self.tr("{n} cells are not sure: compare each with its picture."),
            )
            if state.open
            else self.tr("Every cell was read surely, or looked at by you.")
        )  # fmt: skip
        if self._at is None or fresh or (self._at.row, self._at.column) in state.settled:
            self._show_cell(state.open[0] if state.open else None)

    def _how(self) -> QWidget:
        steps = label(
            self.tr(
                "Press the button, then click into the window that shows the table and leave mouse and"
                " keyboard alone. After five seconds the agent reads the table, and shows you what it could"
                " not read surely. Nothing is clicked there."
            ),
            wrap=True,
        )
        self._scroll = named(
            QCheckBox(self.tr("Scroll the table down to its end")),
            "take-scroll",
            self.tr("Scroll the table down to its end"),
        )
        self._scroll.setChecked(True)
        self._begin = Button(
            self.tr("Read a table"), lambda: self._intents.take_rows(scroll=self._scroll.isChecked()),
            icon_name="table", role="primary", name="take-rows",
        )  # fmt: skip
        self._give_up = Button(
            self.tr("Stop"), self._intents.stop_taking, icon_name="stop", name="stop-taking"
        )
        self._note = label(role="caution", wrap=True)
        words = column(steps, self._scroll, space=SPACE * 2, margin=SPACE * 2)
        words.addLayout(row(self._begin, self._give_up, None, space=SPACE))
        words.addWidget(self._note)
        words.addStretch(1)
        return box(words, "card")

    def _check(self) -> QWidget:
        self._model = TakenModel(self._intents)
        self._table = plain_table(self._model, "taken-rows")
        self._table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self._table.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked | QAbstractItemView.EditTrigger.EditKeyPressed
        )
        self._table.setAccessibleName(self.tr("The rows as they were read"))
        self._table.horizontalHeader().hide()
        self._table.selectionModel().currentChanged.connect(lambda now, _before: self._on_current(now))
        self._left = label(bold=True, wrap=True)
        self._told = label(role="muted", wrap=True)
        self._where = label(wrap=True)
        least = QSize(200, 90)
        self._picture = PictureView(minimum=least, hint=least, empty=self.tr("No picture."))
        self._picture.setAccessibleName(self.tr("The cell as it is shown"))
        self._text = named(QLineEdit(), "cell-text", self.tr("What the cell says"))
        self._text.returnPressed.connect(self._on_right)
        self._right = Button(self.tr("That is right"), self._on_right, icon_name="check", name="cell-right")
        side = column(self._left, self._where, space=SPACE, margin=SPACE * 2)
        self._picture.setMaximumHeight(PICTURE_MOST)
        for one in (self._picture, self._text, self._right, self._told):
            side.addWidget(one)
        side.addStretch(1)
        body = row(space=SPACE * 2)
        body.addWidget(box(column(self._table, margin=SPACE), "card"), 3)
        body.addWidget(box(side, "card"), 2)
        widget = QWidget()
        widget.setLayout(body)
        return widget

    def _show_cell(self, cell: UnsureCell | None) -> None:
        self._at = cell
        for one in (self._where, self._picture, self._text, self._right):
            one.setVisible(cell is not None)
        if cell is None or self._state is None:
            return
        name = self._state.lines[0][cell.column]
        where = (
            self.tr("Row {n}, {column}").format(n=cell.row, column=name)
            if cell.row
            else self.tr("Heading of column {n}").format(n=cell.column + 1)
        )
        self._where.setText(f"{where}: {translated(cell.why)}")
        self._picture.show_drawing(Drawing(cell.picture))
        self._text.setText(self._state.lines[cell.row][cell.column])
        self._text.setFocus()
        self._text.selectAll()
        here = self._model.index(cell.row, cell.column)
        if self._table.currentIndex() != here:
            self._table.setCurrentIndex(here)
            self._table.scrollTo(here)

    def _on_current(self, index: QModelIndex) -> None:
        """A click on a coloured cell shows its picture."""
        unsure = () if self._state is None else self._state.unsure
        cell = next((one for one in unsure if (one.row, one.column) == (index.row(), index.column())), None)
        if cell is not None and cell != self._at:
            self._show_cell(cell)

    def _on_right(self) -> None:
        if self._at is not None:
            self._intents.settle_cell(self._at.row, self._at.column, self._text.text().strip())

    def _on_save(self) -> None:
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        start = str(Path(folder or Path.home()) / "rows.csv")
        path, kind = QFileDialog.getSaveFileName(self, self.tr("Save the rows"), start, KINDS)
        if path:
            named_so = Path(path).suffix.casefold() in (".csv", ".xlsx")
            suffix = ".xlsx" if kind.startswith("Excel") else ".csv"
            self._intents.keep_taken(path if named_so else path + suffix)

    def _go_back(self) -> None:
        if self._state is not None:
            self._intents.stop_taking()
            self._intents.open_run(self._state.task)
