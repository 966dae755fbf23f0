"""Boards, months, calendars, ribbons and small parts in Qt."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import (
    QCalendarWidget,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QTableView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from lam_desktop.data.corpus.qt_views import Views
from lam_desktop.data.corpus.spec import Node

_PER_COLUMN = 3
"""Small buttons of a ribbon that stand above one another."""


class Days(Views):
    """Builds cards in lanes, days in weeks, and what stands above or beside a page."""

    def _board(self, node: Node) -> QWidget:
        at = [column.key for column in node.columns].index("lane")
        held = QWidget()
        row = QHBoxLayout(held)
        row.setContentsMargins(0, 0, 0, 0)
        for key, name in zip(node.option_keys, node.options, strict=True):
            lane = QFrame()
            lane.setFrameShape(self.frame)
            column, head, where = QVBoxLayout(lane), QHBoxLayout(), f"{node.id}/{key}"
            head.addWidget(
                self.label(where, name, bold=1.05, node=Node("para", where, group=f"{node.id}/lane")), 1
            )
            if node.variant:
                add = Node("icon", f"{where}/add", icon="plus", variant="tool icon", group=f"{node.id}/add")
                head.addWidget(self.build(add))
            column.addLayout(head)
            for record in [one for one in node.records if one.cells[at] == key][:8]:
                column.addWidget(self._card(node, record))
            column.addStretch(1)
            row.addWidget(lane, 1)
        return held

    def _month(self, node: Node) -> QWidget:
        at = [column.key for column in node.columns].index("lane")
        held = QWidget()
        grid = QGridLayout(held)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(0)
        for n, name in enumerate(node.options):
            grid.addWidget(self.label(f"{node.id}/week/{n}", name), 0, n)
            grid.setColumnStretch(n, 1)
        for n, day in enumerate(node.option_keys, int(node.variant)):
            cell = QFrame()
            cell.setFrameShape(QFrame.Shape.Box)
            column = QVBoxLayout(cell)
            column.setContentsMargins(3, 2, 3, 2)
            column.setSpacing(1)
            number = QLabel(day)
            number.setMinimumWidth(10)
            column.addWidget(number)
            for record in [one for one in node.records if one.cells[at] == day][:2]:
                where = f"{node.id}/{record.key}"
                entry = QLabel(record.cells[0])
                entry.setMinimumWidth(10)
                entry.setStyleSheet(
                    f"background:{self.look.palette.accent};color:{self.look.palette.on_accent}"
                )
                self.probe(where, "list_item", record.cells[0], entry, group=f"{node.id}/entry", record=where)
                column.addWidget(entry)
            column.addStretch(1)
            self.probe(f"{node.id}/day/{day}", "cell", day, cell, group=f"{node.id}/day")
            grid.addWidget(cell, 1 + n // 7, n % 7)
            grid.setRowStretch(1 + n // 7, 1)
        return held

    def _picker(self, node: Node) -> QWidget:
        """Qt's own calendar, in a month that begins on the wanted day of the week."""
        made = QCalendarWidget()
        made.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        made.setGridVisible(self.rng.random() < 0.3)
        year, month = self.rng.randint(2020, 2028), self.rng.randint(1, 12)
        made.setCurrentPage(year, month)
        made.setSelectedDate(made.selectedDate().fromString(f"{year}-{month}-{node.value}", "yyyy-M-d"))
        table = made.findChild(QTableView, "qt_calendar_calendarview")
        assert isinstance(table, QTableView)
        for row in range(1, 7):
            for column in range(7):
                rect = partial(_day_rect, table, row, column, made)
                at = table.model().index(row, column)
                text = str(table.model().data(at))
                if _in_month(text, row) and text in node.option_keys:
                    self.probe(
                        f"{node.id}/day/{text}", "cell", text, table.viewport(), rect, group=f"{node.id}/day"
                    )
        for key in ("left", "right"):
            name = "qt_calendar_prevmonth" if key == "left" else "qt_calendar_nextmonth"
            button = made.findChild(QToolButton, name)
            assert isinstance(button, QToolButton)
            self.probe(f"{node.id}/{key}", "icon", "", button)
        return made

    def _ribbon(self, node: Node) -> QWidget:
        held = QWidget()
        row = QHBoxLayout(held)
        row.setContentsMargins(4, 2, 4, 2)
        for child in node.children:
            row.addWidget(self.build(child))
        row.addStretch(1)
        return held

    def _ribbon_group(self, node: Node) -> QWidget:
        held = QFrame()
        held.setFrameShape(self.frame)
        column, tools, small = QVBoxLayout(held), QHBoxLayout(), QGridLayout()
        column.setContentsMargins(3, 1, 3, 1)
        count = 0
        for child in node.children:
            made = self.build(child)
            if "under" in child.variant:
                tools.addWidget(made)
                continue
            small.addWidget(made, count % _PER_COLUMN, count // _PER_COLUMN)
            count += 1
        tools.addLayout(small)
        column.addLayout(tools)
        name = self.label(node.id, node.text)
        name.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(name)
        return held

    def _picture(self, node: Node) -> QWidget:
        made = QLabel()
        made.setPixmap(self.icon(node.icon, 36).pixmap(36, 36))
        made.setFixedWidth(48)
        return made

    def _progress(self, node: Node) -> QWidget:
        made = QProgressBar()
        made.setValue(int(node.value))
        made.setTextVisible(False)
        return made


def _in_month(text: str, row: int) -> bool:
    """Whether a number in a row of a calendar is of the month shown, not of the ones around it."""
    return not (row == 1 and int(text) > 7) and not (row >= 5 and int(text) < 15)


def _day_rect(table: QTableView, row: int, column: int, owner: QCalendarWidget) -> QRect:
    """Where a day is drawn, in the coordinates of the table's viewport; `owner` keeps the table alive."""
    del owner
    return table.visualRect(table.model().index(row, column))
