"""Buttons side by side, in as many lines as they need: none is cut in a narrow window."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget


class FlowRow(QWidget):
    """Places its widgets itself, the visible ones, in reading order."""

    def __init__(self, widgets: Sequence[QWidget], space: int) -> None:
        super().__init__()
        self._widgets = tuple(widgets)
        self._space = space
        for one in self._widgets:
            one.setParent(self)
            one.show()
            one.installEventFilter(self)
        for before, after in zip(self._widgets, self._widgets[1:], strict=False):
            QWidget.setTabOrder(before, after)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:  # noqa: N802
        """All in one line."""
        sizes = [one.sizeHint() for one in self._shown()]
        width = sum(size.width() for size in sizes) + self._space * max(0, len(sizes) - 1)
        return QSize(width, self.minimumHeight())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Breaks the lines anew."""
        super().resizeEvent(event)
        self._arrange()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """A widget that came or went moves the others: without a layout nobody asks for one."""
        if event.type() in (QEvent.Type.ShowToParent, QEvent.Type.HideToParent):
            self._arrange()
        return super().eventFilter(watched, event)

    def event(self, event: QEvent) -> bool:
        """A widget that grew moves the others."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._arrange()
        return super().event(event)

    def _shown(self) -> list[QWidget]:
        return [one for one in self._widgets if not one.isHidden()]

    def _arrange(self) -> None:
        x = y = height = 0
        for one in self._shown():
            size = one.sizeHint()
            if x and x + size.width() > self.width():
                x, y, height = 0, y + height + self._space, 0
            one.setGeometry(x, y, min(size.width(), max(1, self.width())), size.height())
            x, height = x + size.width() + self._space, max(height, size.height())
        if self.minimumHeight() != y + height:
            self.setMinimumHeight(y + height)
            self.updateGeometry()
