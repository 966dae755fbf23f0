"""A contact book in Qt: a form, and a table of what was stored. Something may go wrong amid an entry.

    python contact_book.py STORED.jsonl LAYOUT.json [FAULT]

STORED.jsonl gets a line a contact. Where the form's parts lie is written to LAYOUT.json, for the clerk.
FAULT: a JSON list of the fault's kind, its stage (`load`, `name` or `phone`) and its arguments, see `Faults`.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QFormLayout,
    QLabel,
    QLineEdit,
    QMainWindow,
    QMessageBox,
    QPlainTextEdit,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

TITLE = "Contact book"
LOADED_MS, TYPED_MS = 600, 40
"""A fault strikes so long after the window showed, or something was typed."""
DARK = {
    QPalette.ColorRole.Window: "#1d2430", QPalette.ColorRole.WindowText: "#e8ecf2",
    QPalette.ColorRole.Base: "#2a3344", QPalette.ColorRole.Text: "#f2f4f8",
    QPalette.ColorRole.Button: "#2a3344", QPalette.ColorRole.ButtonText: "#f2f4f8",
}  # fmt: skip


class ContactBook(QMainWindow):
    """The window; what is saved goes to the file `stored`."""

    def __init__(self, stored: Path) -> None:
        super().__init__()
        self.stored = stored
        self.refuses = ""
        self.setWindowTitle(TITLE)
        self.resize(520, 440)
        self.name, self.phone, self.save = QLineEdit(), QLineEdit(), QPushButton("Save contact")
        self.said = QLabel()
        self.table = QTableWidget(0, 2)
        self.table.setHorizontalHeaderLabels(["Contact", "Number"])
        self.table.setColumnWidth(0, 260)
        self.form = QFormLayout()
        self.form.addRow("Name", self.name)
        self.form.addRow("Phone", self.phone)
        self.form.addRow("", self.save)
        self.form.addRow("", self.said)
        entry = QWidget()
        rows = QVBoxLayout(entry)
        rows.addLayout(self.form)
        rows.addWidget(self.table)
        self.tabs = QTabWidget()
        self.tabs.addTab(entry, "Entry")
        self.tabs.addTab(QPlainTextEdit("Opening hours: Monday to Friday, 8 to 17."), "Notes")
        self.setCentralWidget(self.tabs)
        self.save.clicked.connect(self.store)

    def store(self) -> None:
        """Keeps what the form says, and empties it; or says why not."""
        contact = {"name": self.name.text(), "phone": self.phone.text()}
        if self.refuses:
            warning = QMessageBox(QMessageBox.Icon.Warning, TITLE, self.refuses, parent=self)
            warning.open()
            return
        with self.stored.open("a", encoding="utf-8") as out:
            out.write(json.dumps(contact) + "\n")
        self.table.insertRow(0)
        for column, text in enumerate(contact.values()):
            self.table.setItem(0, column, QTableWidgetItem(text))
        self.said.setText(f"Contact {contact['name']} saved.")
        self.name.clear()
        self.phone.clear()

    def places(self) -> dict[str, list[int]]:
        """Name of each part -> its box on the screen: x, y, width, height."""
        parts = {"name": self.name, "phone": self.phone, "Save contact": self.save}
        found = {}
        for name, part in parts.items():
            corner = part.mapToGlobal(part.rect().topLeft())
            found[name] = [corner.x(), corner.y(), part.width(), part.height()]
        return found


class Faults:
    """What may happen to the window; each is called with the fault's arguments."""

    def __init__(self, book: ContactBook) -> None:
        self.book = book
        self.shown: list[QDialog] = []

    def at(self, stage: str, strike: Callable[[], None]) -> None:
        """Has it happen once the stage is reached."""
        if stage == "load":
            QTimer.singleShot(LOADED_MS, strike)
            return
        field: QLineEdit = getattr(self.book, stage)
        waiting = [strike]
        field.textEdited.connect(lambda _text: waiting and QTimer.singleShot(TYPED_MS, waiting.pop()))

    def message(self, text: str) -> None:
        """The program's own message, which holds its window up."""
        box = QMessageBox(QMessageBox.Icon.Information, "Reminder", text, parent=self.book)
        box.open()
        self.shown.append(box)

    def aside(self, text: str) -> None:
        """A window of the program over the form, beside which one could go on."""
        dialog = QDialog(self.book)
        dialog.setWindowTitle("What is new")
        column = QVBoxLayout(dialog)
        column.addWidget(QLabel(text))
        later = QPushButton("Later")
        later.clicked.connect(dialog.close)
        column.addWidget(later)
        dialog.resize(400, 200)
        dialog.move(self.book.pos().x() + 60, self.book.pos().y() + 60)
        dialog.show()
        self.shown.append(dialog)

    def dark(self) -> None:
        """The desktop turns dark."""
        palette = QPalette()
        for role, colour in DARK.items():
            palette.setColor(role, QColor(colour))
        QApplication.setPalette(palette)

    def larger(self, style: str, points: int) -> None:
        """Another style, and larger letters."""
        QApplication.setStyle(style)
        font = QApplication.font()
        font.setPointSize(font.pointSize() + points)
        QApplication.setFont(font)

    def turned(self) -> None:
        """Another page of the window is in front."""
        self.book.tabs.setCurrentIndex(1)

    def grown(self, label: str) -> None:
        """One more field stands above the others."""
        self.book.form.insertRow(0, label, QLineEdit())

    def swapped(self) -> None:
        """The fields change places."""
        label = self.book.form.takeRow(self.book.phone).labelItem.widget()
        assert label is not None
        label.deleteLater()
        self.book.form.insertRow(0, "Phone", self.book.phone)

    def slow(self, seconds: float) -> None:
        """It does not answer for a while."""
        time.sleep(seconds)

    def disabled(self, seconds: float) -> None:
        """Nothing can be saved for a while; 0: for ever."""
        self.book.save.setEnabled(False)
        if seconds:
            QTimer.singleShot(round(1000 * seconds), lambda: self.book.save.setEnabled(True))

    def locked(self, field: str) -> None:
        """A field takes nothing more."""
        part: QLineEdit = getattr(self.book, field)
        part.setReadOnly(True)

    def renamed(self, text: str) -> None:
        """The button says something else."""
        self.book.save.setText(text)

    def refused(self, text: str) -> None:
        """What is to be saved is not: a message says why."""
        self.book.refuses = text

    def caret(self, field: str) -> None:
        """The caret jumps into another field."""
        part: QLineEdit = getattr(self.book, field)
        part.setFocus()


def main(stored: str, layout: str, fault: str = "") -> int:
    """Shows the window until it is closed."""
    application = QApplication([TITLE])
    application.setApplicationName("contact-book")
    application.setStyle("Fusion")
    book = ContactBook(Path(stored))
    book.show()
    if fault:
        kind, stage, given = json.loads(fault)
        faults = Faults(book)
        strike: Callable[..., Any] = getattr(faults, kind)
        faults.at(stage, lambda: strike(*given))
    written = Path(layout)
    QTimer.singleShot(500, lambda: written.write_text(json.dumps(book.places()), encoding="utf-8"))
    return application.exec()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:4]))
