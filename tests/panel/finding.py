"""Finds things in widgets as a person does: what is visible, by its name."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget

from lam_desktop.panel.widgets.parts import ElidedLabel


def button(widget: QWidget, name: str) -> QPushButton:
    """The visible button of this name."""
    QApplication.processEvents()  # what was added just now shows itself only then
    found = [one for one in widget.findChildren(QPushButton, name) if one.isVisibleTo(widget)]
    assert len(found) == 1, f"{len(found)} visible buttons called {name}"
    return found[0]


def press(widget: QWidget, name: str) -> None:
    """Clicks a button that is visible and enabled."""
    one = button(widget, name)
    assert one.isEnabled(), f"{name} is disabled"
    QTest.mouseClick(one, Qt.MouseButton.LeftButton)


def shown_texts(widget: QWidget) -> list[str]:
    """All texts in visible labels; of a cut one, all of it."""
    QApplication.processEvents()
    labels = [one for one in widget.findChildren(QLabel) if one.isVisibleTo(widget)]
    texts = [one.text() if not isinstance(one, ElidedLabel) else ElidedLabel.text(one) for one in labels]
    return [text for text in texts if text]
