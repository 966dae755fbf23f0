"""A window full of buttons: `python -m tests.panel.target_program LOG` notes which of them were pressed."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtWidgets import QApplication, QGridLayout, QPushButton, QWidget

COLUMNS, ROWS = 8, 6


def main() -> int:
    """Until it is ended."""
    log = Path(sys.argv[1])
    application = QApplication(["orderdesk"])
    application.setApplicationName("orderdesk")
    window = QWidget()
    window.setWindowTitle("Order desk")
    grid = QGridLayout(window)
    for row in range(ROWS):
        for column in range(COLUMNS):
            name = f"{column}/{row}"
            button = QPushButton(name)
            button.setMinimumSize(40, 40)
            button.setSizePolicy(button.sizePolicy().Policy.Expanding, button.sizePolicy().Policy.Expanding)
            button.clicked.connect(lambda _checked=False, name=name: _note(log, name))
            grid.addWidget(button, row, column)
    window.showMaximized()
    return application.exec()


def _note(log: Path, name: str) -> None:
    with log.open("a", encoding="utf-8") as file:
        file.write(name + "\n")


if __name__ == "__main__":
    sys.exit(main())
