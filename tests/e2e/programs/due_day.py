"""A calendar in which days are picked: `python -m tests.e2e.programs.due_day FILE MONTH`, such as 2026-03.

Writes the days that were picked, and where the buttons for other months and the days lie, as JSON to FILE.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path


def main() -> int:
    """Shows it until it is closed."""
    from PySide6.QtCore import QDate, QPoint, Qt, QTimer
    from PySide6.QtWidgets import (
        QApplication,
        QCalendarWidget,
        QLabel,
        QTableView,
        QToolButton,
        QVBoxLayout,
        QWidget,
    )  # fmt: skip

    path = Path(sys.argv[1])
    year, month = map(int, sys.argv[2].split("-"))
    application = QApplication(["due-day"])
    window = QWidget()
    window.setWindowTitle("Due day")
    calendar = QCalendarWidget(window)
    calendar.setMinimumDate(QDate(2020, 1, 1))
    calendar.setSelectedDate(QDate(2020, 1, 1))
    calendar.setCurrentPage(year, month)
    calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
    told = QLabel("No day yet", window)
    room = QVBoxLayout(window)
    room.addWidget(calendar)
    room.addWidget(told)
    window.resize(420, 330)
    picked: list[str] = []

    def middle_of(name: str) -> tuple[int, int]:
        button = calendar.findChild(QToolButton, name)
        assert isinstance(button, QToolButton)
        middle = button.mapToGlobal(QPoint(button.width() // 2, button.height() // 2))
        return middle.x(), middle.y()

    def write() -> None:
        view = calendar.findChild(QTableView, "qt_calendar_calendarview")
        assert isinstance(view, QTableView)
        shown = QDate(calendar.yearShown(), calendar.monthShown(), 1)
        model, days = view.model(), dict[str, tuple[int, int]]()
        behind = False
        for row in range(model.rowCount()):
            for column in range(model.columnCount()):
                index = model.index(row, column)
                text = str(model.data(index, Qt.ItemDataRole.DisplayRole))
                behind = (behind or text == "1") if text.isdigit() else behind
                if behind and text.isdigit() and text not in days:
                    place = view.viewport().mapToGlobal(view.visualRect(index).center())
                    days[text] = place.x(), place.y()
        state = {
            "picked": picked,
            "month": shown.toString("yyyy-MM"),
            "next": middle_of("qt_calendar_nextmonth"),
            "back": middle_of("qt_calendar_prevmonth"),
            "days": days,
        }
        fresh = path.with_suffix(".new")
        fresh.write_text(json.dumps(state), encoding="utf-8")
        fresh.replace(path)

    def pick(day: QDate) -> None:
        picked.append(day.toString("yyyy-MM-dd"))
        told.setText(f"Due on {picked[-1]}")
        write()

    calendar.clicked.connect(pick)
    calendar.currentPageChanged.connect(lambda *_: QTimer.singleShot(50, write))
    window.show()
    QTimer.singleShot(300, write)
    return application.exec()


if __name__ == "__main__":
    sys.exit(main())
