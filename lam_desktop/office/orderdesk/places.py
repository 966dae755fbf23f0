"""Tells the scripted clerk where the order desk's parts lie: a side channel that no agent has.

One line on the standard input asks; one JSON line on the standard output answers with `places` (name of a
part: its box in physical screen pixels) and `state` (what the form shows).
"""

from __future__ import annotations

import json
import os
import sys

from PySide6.QtCore import QObject, QPoint, QRect, QSocketNotifier
from PySide6.QtWidgets import QApplication, QComboBox, QWidget

from lam_desktop.office.orderdesk.window import OrderDesk


class PlaceTeller(QObject):
    """Answers as long as the standard input is open, and ends the program when it closes."""

    def __init__(self, app: QApplication, window: OrderDesk) -> None:
        super().__init__()
        self._app, self._window = app, window
        self._notifier = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._answer)

    def _answer(self) -> None:
        asked = os.read(sys.stdin.fileno(), 4096)
        if not asked:
            self._notifier.setEnabled(False)
            self._app.quit()
            return
        for _ in range(asked.count(b"\n")):
            print(json.dumps({"places": self._places(), "state": self._window.state()}), flush=True)

    def _places(self) -> dict[str, list[int]]:
        places: dict[str, list[int]] = {}
        for widget in self._window.findChildren(QWidget):
            if widget.objectName() and not widget.objectName().startswith("qt_") and widget.isVisible():
                places[widget.objectName()] = _on_screen(widget, widget.rect())
        for combo in self._window.findChildren(QComboBox):
            view = combo.view()
            if view.isVisible():
                for row in range(combo.count()):
                    box = view.visualRect(combo.model().index(row, combo.modelColumn()))
                    places[f"{combo.objectName()}:{combo.itemText(row)}"] = _on_screen(view.viewport(), box)
        return places


def _on_screen(widget: QWidget, box: QRect) -> list[int]:
    corner: QPoint = widget.mapToGlobal(box.topLeft())
    ratio = widget.devicePixelRatioF()
    return [round(value * ratio) for value in (corner.x(), corner.y(), box.width(), box.height())]
