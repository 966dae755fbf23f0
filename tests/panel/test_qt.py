"""That the Qt binding is one that a panel can live with for a day."""

from __future__ import annotations

import sys

import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QWidget

CALLS = 1000


class Sender(QObject):
    told = Signal()


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None and True are immortal from Python 3.12 on")
def test_calls_into_qt_lose_no_references(dressed: QApplication) -> None:
    """PySide6 6.12.0 loses one a call: the interpreter aborts after some thousand."""
    widget, sender = QWidget(), Sender()
    keep = [None, True] * (4 * CALLS)  # so that a loss is counted here rather than ending the test run
    before = sys.getrefcount(None), sys.getrefcount(True)
    for _ in range(CALLS):
        widget.update()
        sender.told.emit()
    after = sys.getrefcount(None), sys.getrefcount(True)
    assert after[0] > before[0] - CALLS / 2
    assert after[1] > before[1] - CALLS / 2
    del keep
