"""The fields of a form below each other, each with its caption, by whose short cut it is reached."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from lam_desktop.panel.widgets.theme import SPACE

FILL = Qt.AlignmentFlag(0)


class FormLines(QGridLayout):
    """Captions, fields, and with three `columns` buttons behind some of the fields."""

    def __init__(self, columns: int = 3) -> None:
        super().__init__()
        self._columns = columns
        self.setHorizontalSpacing(SPACE * 2)
        self.setVerticalSpacing(SPACE + 4)
        self.setColumnStretch(1, 1)

    def add_line(
        self,
        text: str,
        field: QWidget,
        button: QWidget | None = None,
        *,
        aligned: Qt.AlignmentFlag = FILL,
    ) -> QLabel:
        """A new line below the others; returns its caption. `text` marks the key of the short cut with &."""
        caption = QLabel(text)  # not `label`: its plain text would show the & of the short cut
        caption.setBuddy(field)
        line = self.rowCount() if self.count() else 0
        self.addWidget(caption, line, 0)
        self.addWidget(field, line, 1, 1, self._columns - 1 if button is None else 1, aligned)
        if button is not None:
            self.addWidget(button, line, 2)
        return caption
