"""The order desk's click log: which part received each click, and nothing else."""

from __future__ import annotations

import json
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QPoint
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QComboBox, QMenu, QMenuBar, QWidget

PRESSES = (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick)


class ClickLog(QObject):
    """Writes one JSON line a click, as soon as it arrives: {"widget": name, "button": "left"}."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._file = path.open("a", encoding="utf-8", buffering=1)
        self._arrived = False

    def eventFilter(self, target: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Takes note and lets every event pass.

        A press reaches the native window first, then the widget under it, then each parent until one takes
        it: only the widget that it reaches first is what was clicked.
        """
        if event.type() in PRESSES and isinstance(event, QMouseEvent):
            if not isinstance(target, QWidget):
                self._arrived = True
            elif self._arrived:
                self._arrived = False
                entry = {"widget": part_name(target, event.position().toPoint()), "button": _button(event)}
                self._file.write(json.dumps(entry, ensure_ascii=False) + "\n")
        return False

    def watch(self, app: QApplication) -> None:
        """Begins to listen."""
        app.installEventFilter(self)


def part_name(widget: QWidget, at: QPoint) -> str:
    """The name of the part at a point of a widget: `save`, `shipping:Courier`, `menu:Export`, `window`."""
    if isinstance(widget, QMenu | QMenuBar):
        action = widget.actionAt(at)
        return f"menu:{action.text().replace('&', '')}" if action else "menu"
    popup = _popup_of(widget)
    if popup is not None:
        combo, view = popup
        index = view.indexAt(view.viewport().mapFrom(widget, at)) if widget is not view else view.indexAt(at)
        return f"{combo.objectName()}:{index.data() if index.isValid() else ''}"
    part: QWidget | None = widget
    while part is not None and (not part.objectName() or part.objectName().startswith("qt_")):
        part = part.parentWidget()
    return part.objectName() if part is not None else type(widget).__name__


def _popup_of(widget: QWidget) -> tuple[QComboBox, QAbstractItemView] | None:
    """The combo box whose open list the widget belongs to, with that list."""
    part: QWidget | None = widget
    while part is not None and not part.isWindow():
        part = part.parentWidget()
    if part is None or not isinstance(part.parentWidget(), QComboBox):
        return None
    combo = part.parentWidget()
    assert isinstance(combo, QComboBox)
    return combo, combo.view()


def _button(event: QMouseEvent) -> str:
    return (event.button().name or "").removesuffix("Button").lower()
