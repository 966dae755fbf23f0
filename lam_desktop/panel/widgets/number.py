"""A field for a whole number, typed or changed with the arrow keys."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QIntValidator, QKeyEvent
from PySide6.QtWidgets import QLineEdit


class NumberField(QLineEdit):
    """Always holds a number of its range: what is not one goes back to what was there."""

    changed = Signal(int)
    """The person chose another number."""

    def __init__(self, value: int = 1, least: int = 1, most: int = 1_000_000) -> None:
        super().__init__()
        self._value = value
        self._validator = QIntValidator(self)
        self.setValidator(self._validator)
        self.set_range(least, most)
        self.set_value(value)
        self.editingFinished.connect(self._take)

    @property
    def value(self) -> int:
        """The number, also where it was typed just now and not yet confirmed."""
        return self._within(self._typed())

    def set_range(self, least: int, most: int) -> None:
        """Limits what can be chosen; the present number stays as it is."""
        self._least, self._most = least, max(least, most)

    def set_value(self, value: int) -> None:
        """Shows a number, without a signal."""
        self._value = value
        if self.text() != str(value):
            self.setText(str(value))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Arrows up and down count by one."""
        steps = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}
        if Qt.Key(event.key()) in steps:
            self._choose(self._typed() + steps[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        """What was typed counts, also where it is not whole."""
        super().focusOutEvent(event)
        self._take()

    def _typed(self) -> int:
        return int(self.text()) if self.text().isdigit() else self._value

    def _take(self) -> None:
        self._choose(self._typed())

    def _choose(self, value: int) -> None:
        value = self._within(value)
        before = self._value
        self.set_value(value)
        if value != before:
            self.changed.emit(value)

    def _within(self, value: int) -> int:
        return min(max(self._least, value), self._most)
