"""A small Qt form with a combo box whose list closes by itself wherever the file CLOSE comes up.

Usage: python closing_list.py STATE.json CLOSE X Y
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

COUNTRIES = ("Denmark", "France", "Norway", "Portugal", "Sweden")


def main(path: Path, close: Path, x: int, y: int) -> None:
    """Shows it; writes what reached it, and where its parts lie, all the time."""
    from PySide6.QtCore import QPoint, QTimer
    from PySide6.QtWidgets import (
        QApplication,
        QComboBox,
        QFormLayout,
        QLabel,
        QLineEdit,
        QListView,
        QPushButton,
        QWidget,
    )

    app = QApplication(sys.argv[:1])
    app.setStyle("Windows")
    stored: list[list[str]] = []
    opened: list[str] = []

    class Country(QComboBox):
        def showPopup(self) -> None:  # noqa: N802 - Qt calls it so
            super().showPopup()
            opened.append(self.currentText())

    window = QWidget()
    window.setWindowTitle("Guests")
    name, country, said = QLineEdit(), Country(), QLabel(" ")
    country.setView(QListView())  # as a list, below the box
    country.addItems(COUNTRIES)
    save = QPushButton("Save guest")
    form = QFormLayout(window)
    form.addRow("Name", name)
    form.addRow("Country", country)
    form.addRow(save)
    form.addRow(said)

    def store() -> None:
        stored.append([name.text(), country.currentText()])
        said.setText(f"Guest {len(stored)} was stored")
        name.clear()
        country.setCurrentIndex(0)

    save.clicked.connect(store)

    def told() -> None:
        if close.exists() and country.view().isVisible():
            country.hidePopup()
            close.unlink()
        places: dict[str, list[int]] = {}
        for key, one in (("name", name), ("country", country), ("save", save)):
            at = one.mapToGlobal(QPoint(0, 0))
            places[key] = [at.x(), at.y(), one.width(), one.height()]
        view = country.view()
        if view.isVisible():
            for row, text in enumerate(COUNTRIES):
                box = view.visualRect(view.model().index(row, 0))
                at = view.viewport().mapToGlobal(box.topLeft())
                places[text] = [at.x(), at.y(), box.width(), box.height()]
        part = path.with_suffix(".part")
        part.write_text(json.dumps({"stored": stored, "opened": opened, "places": places}), encoding="utf-8")
        part.replace(path)

    ticker = QTimer()
    ticker.timeout.connect(told)
    ticker.start(20)
    window.resize(420, 200)
    window.move(x, y)
    window.show()
    app.exec()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
