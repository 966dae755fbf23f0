"""Tables of rows: those to choose from, and those of a run with their state."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QBrush, QColor
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from lam_desktop.panel.state.events import OddCell
from lam_desktop.panel.state.run import RowView
from lam_desktop.panel.widgets.icons import pixmap
from lam_desktop.panel.widgets.theme import current_theme
from lam_desktop.panel.widgets.words import seconds_word, status_look, translated

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
PREVIEWED = 500
"""More rows than this are run, but not shown before."""
MEASURED = 40
"""So many rows tell how wide a column is. Qt asks 1,000, and after each change of a row anew."""


class CellsModel(QAbstractTableModel):
    """A rows file as it stands; rows that are not chosen are pale."""

    def __init__(self) -> None:
        super().__init__()
        self._columns: tuple[str, ...] = ()
        self._cells: tuple[tuple[str, ...], ...] = ()
        self._chosen: Collection[int] = range(1, 2)
        self._odd: dict[tuple[int, str], str] = {}
        self._lines: tuple[int, ...] = ()

    def set_lines(self, lines: tuple[int, ...]) -> None:
        """Names the line of the sheet, where one is given, behind the number of each row."""
        if lines != self._lines:
            self._lines = lines
            self.headerDataChanged.emit(Qt.Orientation.Vertical, 0, max(0, self.rowCount() - 1))

    def set_odd(self, odd: tuple[OddCell, ...]) -> None:
        """Marks cells that look wrong; an empty column means the whole row, row 0 the whole column."""
        found = {(one.row, one.column): one.what for one in odd}
        if found != self._odd:
            self.beginResetModel()
            self._odd = found
            self.endResetModel()

    def set_cells(self, columns: tuple[str, ...], cells: tuple[tuple[str, ...], ...]) -> bool:
        """Shows a file; False where that is the one shown already."""
        if (columns, cells) == (self._columns, self._cells):
            return False
        self.beginResetModel()
        self._columns, self._cells = columns, cells
        self.endResetModel()
        return True

    def set_rows(self, chosen: Collection[int]) -> None:
        """Marks the chosen rows, counted from 1."""
        if chosen != self._chosen:
            self._chosen = chosen
            if self.rowCount():
                self.dataChanged.emit(
                    self.index(0, 0), self.index(self.rowCount() - 1, self.columnCount() - 1)
                )

    def rowCount(self, parent: Index | None = None) -> int:  # noqa: N802
        """Rows that are shown."""
        return 0 if parent is not None and parent.isValid() else min(PREVIEWED, len(self._cells))

    def columnCount(self, parent: Index | None = None) -> int:  # noqa: N802
        """Columns of the file."""
        return 0 if parent is not None and parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = Role.DisplayRole) -> object:
        """A cell, and how it is shown."""
        odd = self._odd_at(index)
        if role == Role.DisplayRole:
            return self._cells[index.row()][index.column()]
        if role == Role.ToolTipRole:
            return odd or self._cells[index.row()][index.column()]
        if role == Role.BackgroundRole and odd:
            colour = QColor(current_theme().ink("warn"))
            colour.setAlphaF(0.22)
            return QBrush(colour)
        if role == Role.ForegroundRole and index.row() + 1 not in self._chosen:
            theme = current_theme()
            colour = QColor(theme.muted)
            colour.setAlphaF(0.6)
            return QBrush(colour)
        return None

    def _odd_at(self, index: Index) -> str:
        row, column = index.row() + 1, self._columns[index.column()]
        of_the_cell = self._odd.get((row, column)) or self._odd.get((row, ""))
        return of_the_cell or self._odd.get((0, column), "")

    def headerData(  # noqa: N802
        self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole
    ) -> object:
        """Names of the columns, numbers of the rows with their lines."""
        if orientation == Qt.Orientation.Horizontal:
            return self._columns[section] if role == Role.DisplayRole else None
        line = self._lines[section] if section < len(self._lines) else 0
        if role == Role.ToolTipRole and line:
            return self.tr("Row {n}, line {line} of the sheet").format(n=section + 1, line=line)
        if role != Role.DisplayRole:
            return None
        return f"{section + 1} ({line})" if line else str(section + 1)


class RowsModel(QAbstractTableModel):
    """The rows of a run: state, number, first cells, seconds."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[RowView, ...] = ()

    def set_rows(self, rows: tuple[RowView, ...]) -> None:
        """Shows other rows, or the same ones in another state."""
        if rows == self._rows:
            return
        if len(rows) == len(self._rows):
            before, self._rows = self._rows, rows
            for place, (old, new) in enumerate(zip(before, rows, strict=True)):
                if old != new:
                    self.dataChanged.emit(self.index(place, 0), self.index(place, 3))
            return
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def place_of(self, row: int) -> QModelIndex:
        """The index of data row `row`; an invalid one where it is not there."""
        for place, view in enumerate(self._rows):
            if view.index == row:
                return self.index(place, 0)
        return QModelIndex()

    def rowCount(self, parent: Index | None = None) -> int:  # noqa: N802
        """Rows of the run."""
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index | None = None) -> int:  # noqa: N802
        """Number, first cells, state, seconds."""
        return 0 if parent is not None and parent.isValid() else 4

    def data(self, index: Index, role: int = Role.DisplayRole) -> object:
        """One field of a row."""
        row, column = self._rows[index.row()], index.column()
        look = status_look(row.status, row.evidence)
        theme = current_theme()
        if role == Role.DisplayRole:
            return (str(row.index), translated(row.label), look.word, seconds_word(row.seconds))[column]
        if role == Role.DecorationRole and column == 0:
            return pixmap(look.icon, theme.ink(look.ink), 16)
        if role == Role.ForegroundRole and column == 2:
            return QBrush(QColor(theme.ink(look.ink)))
        if role == Role.ForegroundRole and column == 3:
            return QBrush(QColor(theme.muted))
        if role == Role.AccessibleTextRole and column == 0:
            return f"{row.index}: {look.word}"
        if role == Role.ToolTipRole:
            return f"{row.index} · {row.label} · {look.word}"
        return None

    def headerData(  # noqa: N802
        self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole
    ) -> object:
        """Names of the fields."""
        if role != Role.DisplayRole or orientation != Qt.Orientation.Horizontal:
            return None
        return (self.tr("Row"), self.tr("Values"), self.tr("State"), self.tr("Time"))[section]


def plain_table(model: QAbstractTableModel, name: str, *, row_height: int = 30) -> QTableView:
    """A table that is only looked at."""
    table = QTableView()
    table.setObjectName(name)
    table.setModel(model)
    table.setShowGrid(False)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    table.setTabKeyNavigation(False)
    table.setCornerButtonEnabled(False)
    table.setWordWrap(False)
    table.verticalHeader().setDefaultSectionSize(row_height)
    table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    table.horizontalHeader().setHighlightSections(False)
    table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    return table


def run_table(model: RowsModel, name: str, *, compact: bool) -> QTableView:
    """The rows of a run; compact: without head and seconds."""
    table = plain_table(model, name, row_height=26 if compact else 32)
    table.verticalHeader().hide()
    head = table.horizontalHeader()
    head.setResizeContentsPrecision(MEASURED)
    head.setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
    head.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
    head.setSectionResizeMode(2, QHeaderView.ResizeMode.ResizeToContents)
    head.setSectionResizeMode(3, QHeaderView.ResizeMode.ResizeToContents)
    if compact:
        head.hide()
        table.setColumnHidden(3, True)
    return table
