"""A contact book in Qt: a form, and a table of what was stored. Something may go wrong amid an entry.

    python contact_book.py STORED.jsonl LAYOUT.json [FAULT]

STORED.jsonl gets a line a contact. Where the form's parts lie is written to LAYOUT.json, for the clerk.
FAULT: a JSON list of its kind, its stage (`load`, `name`, `phone`, or `save`: it waits for a contact to
be saved) and its arguments, see `Faults`.
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
        self.amid_saving: Callable[[], None] | None = None
        """What happens instead when a contact is to be saved; it may call `keep` and `tell`."""
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
        if self.refuses:
            warning = QMessageBox(QMessageBox.Icon.Warning, TITLE, self.refuses, parent=self)
            warning.open()
        elif self.amid_saving is not None:
            self.amid_saving()
        else:
            self.keep()
            self.tell()

    def keep(self) -> None:
        """Writes what the form says to the file."""
        contact = {"name": self.name.text(), "phone": self.phone.text()}
        with self.stored.open("a", encoding="utf-8") as out:
            out.write(json.dumps(contact) + "\n")

    def tell(self) -> None:
        """Shows that it is kept, and empties the form."""
        name = self.name.text()
        self.table.insertRow(0)
        for column, text in enumerate((name, self.phone.text())):
            self.table.setItem(0, column, QTableWidgetItem(text))
        self.said.setText(f"Contact {name} saved.")
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
        if stage == "save":
            strike()
            return
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

    def held(self, seconds: float) -> None:
        """The window stands still before a contact is kept, as where a disk is awaited."""

        def late() -> None:
            time.sleep(seconds)
            self.book.keep()
            self.book.tell()

        self.book.amid_saving = late

    def lost(self) -> None:
        """Nothing is kept, and nothing said."""
        self.book.amid_saving = lambda: None

    def doubted(self, text: str) -> None:
        """The contact is kept, and a message says that something went wrong."""

        def kept_and_failed() -> None:
            self.book.keep()
            QMessageBox(QMessageBox.Icon.Warning, TITLE, text, parent=self.book).open()

        self.book.amid_saving = kept_and_failed

    def question(self, text: str) -> None:
        """The program asks first whether it shall be kept."""

        def asked() -> None:
            buttons = QMessageBox.StandardButton.Save | QMessageBox.StandardButton.Discard
            box = QMessageBox(QMessageBox.Icon.Question, TITLE, text, buttons, self.book)
            box.accepted.connect(lambda: (self.book.keep(), self.book.tell()))
            box.open()

        self.book.amid_saving = asked

    def otherwise(self, text: str) -> None:
        """Nothing is kept: other words stand where it is told, and the form is emptied as if it were."""

        def drafted() -> None:
            self.book.said.setText(text)
            self.book.name.clear()
            self.book.phone.clear()

        self.book.amid_saving = drafted

    def quits(self, is_kept: bool) -> None:
        """The program ends amid saving, before or behind what is kept."""

        def ended() -> None:
            if is_kept:
                self.book.keep()
            QApplication.exit(1)

        self.book.amid_saving = ended

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
