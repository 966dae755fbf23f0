"""Asks before something that cannot be taken back, without stopping the rest of the panel."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from lam_desktop.panel.widgets.parts import set_role


def confirm(parent: QWidget, title: str, text: str, verb: str, on_yes: Callable[[], None]) -> QMessageBox:
    """Opens the question and returns at once; `on_yes` is called if the person agrees."""
    box = QMessageBox(parent)
    box.setObjectName("confirm")
    box.setIcon(QMessageBox.Icon.NoIcon)
    box.setWindowTitle("LAM Desktop")
    box.setText(title)
    box.setInformativeText(text)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    if parent.windowFlags() & Qt.WindowType.WindowStaysOnTopHint:
        box.setWindowFlag(Qt.WindowType.WindowStaysOnTopHint)
    yes = box.addButton(verb, QMessageBox.ButtonRole.AcceptRole)
    set_role(yes, "danger")
    no = box.addButton(QCoreApplication.translate("confirm", "Cancel"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(no)
    box.setEscapeButton(no)
    box.buttonClicked.connect(lambda button: on_yes() if button is yes else None)
    box.open()
    return box
