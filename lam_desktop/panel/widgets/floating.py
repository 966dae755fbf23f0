"""Small frameless windows that stay on top without taking the keyboard from the program at work."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QCloseEvent, QGuiApplication, QMouseEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from lam_desktop.panel.placing import free_place
from lam_desktop.types import Box


class FloatingWindow(QWidget):
    """Dragged by any free place in it. Closing it means what `on_close` does.

    `place_beside` works in physical pixels, as the agent does; Qt itself counts in logical ones.
    """

    def __init__(self, title: str, on_close: Callable[[], None], *, keyboard: bool) -> None:
        flags = Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowStaysOnTopHint
        if not keyboard:
            flags |= Qt.WindowType.WindowDoesNotAcceptFocus | Qt.WindowType.Tool
        super().__init__(None, flags)
        self._on_close = on_close
        self._grip: QPoint | None = None
        self._moved = False
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setProperty("role", "ground")

    def place_beside(self, avoid: Box | None, mark: Box | None = None) -> None:
        """Moves where it covers least of `mark`, then of `avoid`.

        A place that the person chose is kept as long as it covers no mark.
        """
        screen = self._screen_box()
        now = self.box
        if self._moved and (mark is None or not now.overlaps(mark)):
            return
        place = free_place(screen, (now.w, now.h), avoid, mark=mark, now=now if self.isVisible() else None)
        ratio = self.devicePixelRatioF()
        corner = self._screen_rect().topLeft()
        self.move(
            corner.x() + round((place.x - screen.x) / ratio), corner.y() + round((place.y - screen.y) / ratio)
        )

    @property
    def box(self) -> Box:
        """Where it is, physical pixels."""
        return self._physical(self.frameGeometry())

    def room(self, size: QSize) -> tuple[Box, tuple[int, int]]:
        """The screen and a window size in physical pixels."""
        ratio = self.devicePixelRatioF()
        return self._screen_box(), (round(size.width() * ratio), round(size.height() * ratio))

    def forget_place(self) -> None:
        """From now on it may be moved out of the way again."""
        self._moved = False

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Takes hold of it."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._grip = event.globalPosition().toPoint() - self.frameGeometry().topLeft()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Drags it."""
        if self._grip is not None and event.buttons() & Qt.MouseButton.LeftButton:
            self.move(event.globalPosition().toPoint() - self._grip)
            self._moved = True

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802, ARG002
        """Lets go."""
        self._grip = None

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Stays on the screen when it grows."""
        super().resizeEvent(event)
        self._keep_on_screen()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """Starts on the screen."""
        super().showEvent(event)
        self._keep_on_screen()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        """Asks instead of vanishing: something is still at work."""
        event.ignore()
        self._on_close()

    def _keep_on_screen(self) -> None:
        screen, frame = self._screen_rect(), self.frameGeometry()
        x = min(max(frame.x(), screen.x()), max(screen.x(), screen.right() + 1 - frame.width()))
        y = min(max(frame.y(), screen.y()), max(screen.y(), screen.bottom() + 1 - frame.height()))
        if (x, y) != (frame.x(), frame.y()):
            self.move(x, y)

    def _screen_rect(self) -> QRect:
        return (self.screen() or QGuiApplication.primaryScreen()).availableGeometry()

    def _screen_box(self) -> Box:
        return self._physical(self._screen_rect())

    def _physical(self, rect: QRect) -> Box:
        """Physical pixels: a screen's corner is the same in both, distances from it scale."""
        whole = (self.screen() or QGuiApplication.primaryScreen()).geometry()
        ratio = self.devicePixelRatioF()
        return Box(
            whole.x() + round((rect.x() - whole.x()) * ratio),
            whole.y() + round((rect.y() - whole.y()) * ratio),
            round(rect.width() * ratio),
            round(rect.height() * ratio),
        )
