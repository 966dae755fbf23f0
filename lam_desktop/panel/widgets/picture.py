"""A screenshot with what matters drawn into it; also lets the person point at something."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPixmap,
    QPolygonF,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from lam_desktop.panel.widgets.theme import current_theme
from lam_desktop.types import Box

MARK = "#1f6feb"
"""One blue that stands out on light and on dark programs alike; always with a white edge."""
GUESS = "#c2570c"
SECOND = "#6b7280"
INK = "#10131a"
POINTER = ((0, 0), (0, 17), (4.1, 13.3), (6.9, 19.6), (9.6, 18.4), (6.8, 12.3), (12.2, 12.0))
"""Outline of a mouse pointer, its tip at the origin."""
LOUPE = 132
ZOOM = 2.0


@dataclass(frozen=True, slots=True)
class Drawing:
    """What to show. Boxes and points are pixels of the picture."""

    picture: str = ""
    """PNG file; empty: nothing yet."""
    region: Box | None = None
    """Show only this part; None: all of it."""
    target: Box | None = None
    label: str = ""
    others: tuple[tuple[Box, str], ...] = ()
    """Other candidates, the likeliest first, each with its label."""
    point: tuple[int, int] | None = None
    doubtful: bool = False
    """The target is only a guess: drawn dashed and in another colour."""


class PictureView(QWidget):
    """Draws a picture as large as fits. With `pick`, a click (or arrows and Enter) marks a point."""

    picked = Signal(int, int)
    """The person marked this pixel of the picture."""
    confirmed = Signal()
    """The person double-clicked, or pressed Enter on the marked point."""

    def __init__(
        self,
        *,
        pick: bool = False,
        minimum: QSize | None = None,
        hint: QSize | None = None,
        empty: str = "",
        at_top: bool = False,
    ) -> None:
        super().__init__()
        self._drawing = Drawing()
        self._pixmap = QPixmap()
        self._pick = pick
        self._empty = empty
        self._at_top = at_top
        self._hint = hint or QSize(480, 300)
        self._hover: QPointF | None = None
        self.setMinimumSize(minimum or QSize(160, 100))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        if pick:
            self.setMouseTracking(True)
            self.setCursor(Qt.CursorShape.CrossCursor)
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    @property
    def drawing(self) -> Drawing:
        """What is shown."""
        return self._drawing

    def show_drawing(self, drawing: Drawing) -> None:
        """Shows something else; a picture that cannot be read counts as none."""
        if drawing == self._drawing:
            return
        if drawing.picture != self._drawing.picture:
            self._pixmap = QPixmap(drawing.picture) if drawing.picture else QPixmap()
        self._drawing = drawing
        self.update()

    def mark(self, x: int, y: int) -> None:
        """Marks a pixel of the picture as the person's choice."""
        self.show_drawing(replace(self._drawing, point=(x, y)))
        self.picked.emit(x, y)

    def point_at(self, x: int, y: int) -> QPointF:
        """Where a pixel of the picture lies in the widget."""
        region, scale, at = self._layout()
        return QPointF(at.x() + (x + 0.5 - region.x) * scale, at.y() + (y + 0.5 - region.y) * scale)

    def pixel_at(self, position: QPointF) -> tuple[int, int] | None:
        """The pixel of the picture under a point of the widget; None beside the picture."""
        region, scale, at = self._layout()
        x = int((position.x() - at.x()) // scale) + region.x
        y = int((position.y() - at.y()) // scale) + region.y
        return (x, y) if region.contains(x, y) and not self._pixmap.isNull() else None

    def sizeHint(self) -> QSize:  # noqa: N802
        """As wide as a small window, where nothing else was said."""
        return self._hint

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802, ARG002
        """Draws the picture, the boxes and, while pointing, a loupe."""
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        theme = current_theme()
        frame = QPainterPath()
        if self._pixmap.isNull():
            frame.addRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
            painter.fillPath(frame, QColor(theme.raised))
            painter.setPen(QColor(theme.muted))
            painter.drawText(
                self.rect(), Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self._empty
            )
            return
        region, scale, at = self._layout()
        shown = QRectF(at.x(), at.y(), region.w * scale, region.h * scale)
        frame.addRoundedRect(shown, 6, 6)
        painter.setClipPath(frame)
        painter.drawPixmap(shown, self._pixmap, QRectF(region.x, region.y, region.w, region.h))
        self._draw_marks(painter, shown)
        painter.setClipping(False)
        painter.setPen(QPen(QColor(theme.line), 1))
        painter.drawPath(frame)
        if self._pick and self._hover is not None and self.pixel_at(self._hover) is not None:
            self._draw_loupe(painter, self._hover)
        if self.hasFocus():
            painter.setPen(QPen(QColor(theme.accent), 2))
            painter.drawPath(frame)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Moves the loupe."""
        self._hover = event.position()
        self.update()

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802, ARG002
        """Takes the loupe away."""
        self._hover = None
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Marks the pixel under the pointer."""
        pixel = self.pixel_at(event.position())
        if self._pick and pixel is not None and event.button() == Qt.MouseButton.LeftButton:
            self.mark(*pixel)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Marks and confirms."""
        self.mousePressEvent(event)
        if self._pick and self._drawing.point is not None:
            self.confirmed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Arrows move the mark by 8 pixels, with Shift by one; Enter confirms it."""
        moves = {
            Qt.Key.Key_Left: (-1, 0),
            Qt.Key.Key_Right: (1, 0),
            Qt.Key.Key_Up: (0, -1),
            Qt.Key.Key_Down: (0, 1),
        }
        key = Qt.Key(event.key())
        if self._pick and key in moves and not self._pixmap.isNull():
            region, _, _ = self._layout()
            x, y = self._drawing.point or region.center
            far = 1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 8
            dx, dy = moves[key]
            x = min(max(region.x, x + dx * far), region.right - 1)
            y = min(max(region.y, y + dy * far), region.bottom - 1)
            self._hover = self.point_at(x, y)
            self.mark(x, y)
        elif self._pick and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._drawing.point is not None:
            self.confirmed.emit()
        else:
            super().keyPressEvent(event)

    def _layout(self) -> tuple[Box, float, QPointF]:
        """The part shown, widget pixels per picture pixel, and where its corner lies in the widget."""
        whole = Box(0, 0, max(1, self._pixmap.width()), max(1, self._pixmap.height()))
        region = (self._drawing.region or whole).intersection(whole)
        if region.area == 0:
            region = whole
        room_w, room_h = max(1, self.width() - 2), max(1, self.height() - 2)
        scale = min(room_w / region.w, room_h / region.h, ZOOM)
        above = 1.0 if self._at_top else (self.height() - region.h * scale) / 2
        at = QPointF((self.width() - region.w * scale) / 2, above)
        return region, scale, at

    def _rect(self, box: Box, margin: float = 2.0) -> QRectF:
        region, scale, at = self._layout()
        return QRectF(
            at.x() + (box.x - region.x) * scale - margin,
            at.y() + (box.y - region.y) * scale - margin,
            box.w * scale + 2 * margin,
            box.h * scale + 2 * margin,
        )

    def _draw_marks(self, painter: QPainter, shown: QRectF) -> None:
        drawing = self._drawing
        for box, text in reversed(drawing.others):
            rect = self._rect(box)
            painter.setPen(QPen(QColor("white"), 2.2))
            painter.drawRoundedRect(rect, 3, 3)
            painter.setPen(QPen(QColor(SECOND), 1.2, Qt.PenStyle.DashLine))
            painter.drawRoundedRect(rect, 3, 3)
            self._draw_tag(painter, rect, text, SECOND, shown)
        if drawing.target is not None:
            rect = self._rect(drawing.target, 3.0)
            painter.setPen(QPen(QColor("white"), 4.6))
            painter.drawRoundedRect(rect, 4, 4)
            colour = GUESS if drawing.doubtful else MARK
            style = Qt.PenStyle.DashLine if drawing.doubtful else Qt.PenStyle.SolidLine
            painter.setPen(QPen(QColor(colour), 2.6, style))
            painter.drawRoundedRect(rect, 4, 4)
            self._draw_tag(painter, rect, drawing.label, colour, shown)
        if drawing.point is not None:
            at = self.point_at(*drawing.point)
            # A pointer says «clicked here» to everybody, and hides less than a mark around the point.
            arrow = QPolygonF([QPointF(at.x() + x, at.y() + y) for x, y in POINTER])
            painter.setPen(QPen(QColor("white"), 1.4))
            painter.setBrush(QColor(INK))
            painter.drawPolygon(arrow)
            painter.setBrush(Qt.BrushStyle.NoBrush)

    def _draw_tag(self, painter: QPainter, rect: QRectF, text: str, colour: str, shown: QRectF) -> None:
        if not text:
            return
        metrics = QFontMetrics(self.font())
        tag = QRectF(rect.x(), 0, metrics.horizontalAdvance(text) + 12, metrics.height() + 4)
        tag.moveBottom(rect.top() - 3)
        if tag.top() < shown.top():
            tag.moveTop(rect.bottom() + 3)
        tag.moveRight(min(tag.right(), shown.right() - 2))
        tag.moveLeft(max(tag.left(), shown.left() + 2))
        painter.setPen(QPen(QColor("white"), 1))
        painter.setBrush(QColor(colour))
        painter.drawRoundedRect(tag, 4, 4)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawText(tag, Qt.AlignmentFlag.AlignCenter, text)

    def _draw_loupe(self, painter: QPainter, position: QPointF) -> None:
        pixel = self.pixel_at(position)
        if pixel is None:
            return
        centre = QPointF(position.x() + LOUPE * 0.62, position.y() - LOUPE * 0.62)
        if centre.x() + LOUPE / 2 > self.width():
            centre.setX(position.x() - LOUPE * 0.62)
        if centre.y() - LOUPE / 2 < 0:
            centre.setY(position.y() + LOUPE * 0.62)
        circle = QRectF(centre.x() - LOUPE / 2, centre.y() - LOUPE / 2, LOUPE, LOUPE)
        path = QPainterPath()
        path.addEllipse(circle)
        painter.save()
        painter.setClipPath(path)
        painter.fillPath(path, QColor("#808080"))
        side = LOUPE / ZOOM
        source = QRectF(pixel[0] + 0.5 - side / 2, pixel[1] + 0.5 - side / 2, side, side)
        painter.drawPixmap(circle, self._pixmap, source)
        painter.restore()
        painter.setPen(QPen(QColor("white"), 4))
        painter.drawEllipse(circle)
        painter.setPen(QPen(QColor(MARK), 2))
        painter.drawEllipse(circle)
        painter.drawLine(QPointF(centre.x() - 7, centre.y()), QPointF(centre.x() + 7, centre.y()))
        painter.drawLine(QPointF(centre.x(), centre.y() - 7), QPointF(centre.x(), centre.y() + 7))
