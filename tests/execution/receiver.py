"""A program to act on: a line, a larger field and a slider; writes what reached it into a JSON file.

Usage: python receiver.py STATE.json TITLE
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPlainTextEdit, QSlider, QVBoxLayout, QWidget


class Pad(QLabel):
    """Notes every mouse event as (what, button, x, y, modifiers)."""

    def __init__(self, note) -> None:
        super().__init__("pad")
        self.setMinimumHeight(160)
        self.setMouseTracking(True)
        self._note = note

    def event(self, event: QEvent) -> bool:
        kinds = {
            QEvent.Type.MouseButtonPress: "press", QEvent.Type.MouseButtonRelease: "release",
            QEvent.Type.MouseButtonDblClick: "double", QEvent.Type.MouseMove: "move",
        }  # fmt: skip
        if isinstance(event, QMouseEvent) and event.type() in kinds:
            at = event.position().toPoint()
            button = event.button() if event.type() != QEvent.Type.MouseMove else event.buttons()
            self._note([kinds[event.type()], button.name or "", at.x(), at.y(), event.modifiers().name or ""])
            return True
        if isinstance(event, QWheelEvent):
            self._note(["wheel", "", event.angleDelta().x(), event.angleDelta().y(), ""])
            return True
        return super().event(event)


class Receiver(QWidget):
    """Writes its whole state after every change."""

    def __init__(self, path: Path, title: str) -> None:
        super().__init__()
        self._path = path
        self._mouse: list[list] = []
        self._shortcuts: list[str] = []
        self._due = QTimer(self)
        self._due.setSingleShot(True)
        self._due.timeout.connect(self.write)
        self.setWindowTitle(title)
        self.line, self.area = QLineEdit(), QPlainTextEdit()
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.pad = Pad(self._note)
        box = QVBoxLayout(self)
        for part in (self.line, self.area, self.slider, self.pad):
            box.addWidget(part)
        self.line.textChanged.connect(self.changed)
        self.area.textChanged.connect(self.changed)
        self.slider.valueChanged.connect(self.changed)
        for part in (self.line, self.area):
            part.installEventFilter(self)
        self.resize(520, 520)
        self.write()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        asking, control = QEvent.Type.ShortcutOverride, Qt.KeyboardModifier.ControlModifier
        if isinstance(event, QKeyEvent) and event.type() == asking and event.modifiers() & control:
            self._shortcuts.append(chr(event.key()) if 32 <= event.key() < 127 else hex(event.key()))
            self.write()
        return super().eventFilter(watched, event)

    def _note(self, event: list) -> None:
        self._mouse.append(event)
        self.write()

    def changed(self) -> None:
        """Writes once for what happens at a time."""
        self._due.start(0)

    def write(self) -> None:
        parts = {"line": self.line, "area": self.area, "slider": self.slider, "pad": self.pad}
        state = {
            "line": self.line.text(),
            "area": self.area.toPlainText(),
            "slider": self.slider.value(),
            "mouse": self._mouse,
            "shortcuts": self._shortcuts,
            "places": {name: self._place(part) for name, part in parts.items()},
        }
        part = self._path.with_suffix(".part")
        part.write_text(json.dumps(state), encoding="utf-8")
        part.replace(self._path)

    def moveEvent(self, event) -> None:  # noqa: N802
        super().moveEvent(event)
        self.write()

    def resizeEvent(self, event) -> None:  # noqa: N802
        super().resizeEvent(event)
        self.write()

    def _place(self, part: QWidget) -> list[int]:
        at = part.mapToGlobal(part.rect().topLeft())
        return [at.x(), at.y(), part.width(), part.height()]


if __name__ == "__main__":
    app = QApplication([])
    window = Receiver(Path(sys.argv[1]), sys.argv[2])
    window.show()
    app.exec()
