"""The desktop that Qt windows are pasted on: background, title bars, layers in front of one another."""

from __future__ import annotations

import random
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QImage, QLinearGradient, QPainter, QPen, QPolygonF

from lam_desktop.data.corpus.looks import Look

Found = tuple[str, str, str, QRect, str | None, bool | None, bool, bool, float, str | None]
"""id, kind, text, box in screen pixels, group, checked, enabled, focused, share inside its window, record."""


@dataclass
class Layer:
    """One window's picture at its place (screen pixels), with the elements in it."""

    image: QImage
    left: int
    top: int
    elements: list[Found]

    @property
    def rect(self) -> QRect:
        """Where it lies, in screen pixels."""
        return QRect(self.left, self.top, self.image.width(), self.image.height())


def background(look: Look, rng: random.Random) -> QImage:
    """A screen with a plain or shaded desktop and some shapes."""
    image = QImage(*look.screen, QImage.Format.Format_RGB32)
    one, two = (
        QColor.fromHsl(rng.randint(0, 359), rng.randint(10, 150), rng.randint(25, 215)) for _ in range(2)
    )
    image.fill(one)
    painter = QPainter(image)
    if rng.random() < 0.5:
        shade = QLinearGradient(0, 0, look.screen[0] * rng.random(), look.screen[1])
        shade.setColorAt(0, one)
        shade.setColorAt(1, two)
        painter.fillRect(image.rect(), shade)
    if rng.random() < 0.3:
        painter.setPen(Qt.PenStyle.NoPen)
        for _ in range(rng.randint(3, 12)):
            colour = QColor(rng.choice((one, two)))
            colour.setAlpha(120)
            painter.setBrush(colour)
            painter.drawEllipse(
                QPointF(rng.random() * look.screen[0], rng.random() * look.screen[1]),
                rng.randint(20, 260),
                rng.randint(20, 260),
            )
    painter.end()
    return image


def title_bar(
    look: Look, rng: random.Random, title: str, width: int, prefix: str, font: QFont, dialog: bool
) -> Layer:
    """A drawn title bar, `width` screen pixels wide; elements relative to its corner."""
    scale = look.scale
    high = (
        {"thin": 21, "header": 40}.get(look.decoration, rng.randint(25, 36))
        * max(0.9, look.font_px / 14)
        * scale
    )
    image = QImage(width, round(high), QImage.Format.Format_RGB32)
    image.fill(QColor(look.palette.title))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    ink = QColor(look.palette.on_title)
    names = ["close"] if dialog else ["minimise", "maximise", "close"]
    dots, left_side = rng.random() < 0.25, look.decoration == "left"
    side = round((13 if dots else rng.uniform(0.6, 0.95) * high / scale) * scale)
    gap, edge = round(rng.uniform(1, 8) * scale), round(rng.uniform(2, 8) * scale)
    found: list[Found] = []
    x = edge
    for n, name in enumerate(reversed(names)):
        left = x if left_side else width - x - side
        box = QRect(left, round((high - side) / 2), side, side)
        if dots:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(("#ff5f57", "#febc2e", "#28c840")[n]))
            painter.drawEllipse(box)
        else:
            _control(painter, name, box, ink, scale)
        found.append((f"{prefix}/{name}", "window_control", "", box, None, None, True, False, 1.0, None))
        x += side + gap
    bold = QFont(font)
    bold.setPixelSize(round(font.pixelSize() * scale))
    bold.setBold(rng.random() < 0.5)
    painter.setFont(bold)
    painter.setPen(ink)
    room = QRect(x + gap if left_side else edge * 2, 0, width - x - edge * 3, round(high))
    text = QFontMetrics(bold).elidedText(title, Qt.TextElideMode.ElideRight, room.width())
    side_flag = Qt.AlignmentFlag.AlignHCenter if rng.random() < 0.5 else Qt.AlignmentFlag.AlignLeft
    flags = int(side_flag | Qt.AlignmentFlag.AlignVCenter)
    painter.drawText(room, flags, text)
    painter.end()
    if text:
        box = QFontMetrics(bold).boundingRect(room, flags, text).intersected(image.rect())
        found.append((f"{prefix}/title", "text", text, box, None, None, True, False, 1.0, None))
    return Layer(image, 0, 0, found)


def note(look: Look, rng: random.Random, text: str, main: QRect) -> Layer:
    """A note that lies over a corner of the window at `main` for a while, with a sign to close it."""
    scale, p = look.scale, look.palette
    font = QFont(look.font)
    font.setPixelSize(max(10, round(look.font_px * scale)))
    side, pad = round(12 * scale), round(10 * scale)
    text = QFontMetrics(font).elidedText(
        text, Qt.TextElideMode.ElideRight, max(60, main.width() - side - 6 * pad)
    )
    room = QFontMetrics(font).boundingRect(text)
    image = QImage(room.width() + side + 4 * pad, room.height() + 2 * pad, QImage.Format.Format_RGB32)
    back, ink = rng.choice((("#323232", "#ffffff"), ("#e7f3e8", "#1b3a1f"), (p.base, p.text)))
    image.fill(QColor(back))
    painter = QPainter(image)
    painter.setFont(font)
    painter.setPen(QColor(ink))
    words = QRect(pad, pad, room.width() + 2, room.height())
    painter.drawText(words, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), text)
    sign = QRect(image.width() - pad - side, (image.height() - side) // 2, side, side)
    _control(painter, "close", sign, QColor(ink), scale)
    painter.end()
    elements: list[Found] = [
        ("toast/text", "text", text, words, None, None, True, False, 1.0, None),
        ("toast/close", "icon", "", sign, None, None, True, False, 1.0, None),
    ]
    middle, far = (main.width() - image.width()) // 2, main.width() - image.width() - pad
    left = main.left() + max(0, rng.choice((pad, middle, far)))
    top = main.top() + rng.choice((round(46 * scale), max(0, main.height() - image.height() - 3 * pad)))
    return Layer(image, left, top, elements)


def stack(bar: Layer | None, content: Layer, edge: QColor) -> Layer:
    """Title bar above content, with a line around both; at (0, 0)."""
    above = bar.image.height() if bar else 0
    image = QImage(content.image.width(), content.image.height() + above, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    if bar:
        painter.drawImage(0, 0, bar.image)
    painter.drawImage(0, above, content.image)
    painter.setPen(QPen(edge))
    painter.drawRect(0, 0, image.width() - 1, image.height() - 1)
    painter.end()
    moved = [(*e[:3], e[3].translated(0, above), *e[4:]) for e in content.elements]
    return Layer(image, 0, 0, [*(bar.elements if bar else []), *moved])  # type: ignore[list-item]


def share_uncovered(box: QRect, above: list[QRect]) -> float:
    """The share of a box that none of the rectangles above it hides, by a 9x9 grid."""
    near = [rect for rect in above if rect.intersects(box)]
    if not near:
        return 1.0
    seen = 0
    for i in range(9):
        for j in range(9):
            x, y = box.left() + box.width() * (2 * i + 1) // 18, box.top() + box.height() * (2 * j + 1) // 18
            seen += not any(rect.contains(x, y) for rect in near)
    return seen / 81


def pointer(painter: QPainter, x: float, y: float, scale: float, dark: bool) -> None:
    """A mouse pointer with its tip at (x, y)."""
    shape = QPolygonF(
        [
            QPointF(x + a * scale, y + b * scale)
            for a, b in ((0, 0), (0, 17), (4, 13), (7, 21), (10, 20), (7, 12), (13, 12))
        ]
    )
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QColor("#ffffff" if dark else "#000000"))
    painter.setBrush(QColor("#000000" if dark else "#ffffff"))
    painter.drawPolygon(shape)


def _control(painter: QPainter, name: str, box: QRect, ink: QColor, scale: float) -> None:
    inner = QRectF(box).adjusted(
        box.width() * 0.3, box.height() * 0.3, -box.width() * 0.3, -box.height() * 0.3
    )
    painter.setPen(QPen(ink, 1.3 * scale))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if name == "close":
        painter.drawLine(inner.topLeft(), inner.bottomRight())
        painter.drawLine(inner.topRight(), inner.bottomLeft())
    elif name == "maximise":
        painter.drawRect(inner)
    else:
        painter.drawLine(inner.bottomLeft(), inner.bottomRight())
