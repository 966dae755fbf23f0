"""What all Qt widget builders share: probes for element rectangles, icons, labels."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QByteArray, QRect, Qt
from PySide6.QtGui import QFont, QFontMetrics, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QFrame,
    QLabel,
    QWidget,
)

from lam_desktop.data.corpus.icon_sets import IconSet
from lam_desktop.data.corpus.looks import Look
from lam_desktop.data.corpus.spec import Node

_ICON_COLOURS = ("#2a7de1", "#d64541", "#2e9e5b", "#e09b1a", "#8e5ad6", "#888888")


@dataclass(frozen=True)
class Probe:
    """One element: `rect` gives its rectangle in `widget` coordinates (logical pixels) once laid out."""

    id: str
    kind: str
    text: str
    widget: QWidget
    rect: Callable[[], QRect]
    group: str | None = None
    checked: bool | None = None
    focused: bool = False
    record: str | None = None
    enabled: bool = True
    """False: greyed out by itself, as a tab or an entry; else the widget's state counts."""


class Base:
    """Choices that concern a whole window, made once, and the elements found in it."""

    def __init__(self, look: Look, rng: random.Random, icons: IconSet, prefix: str = "") -> None:
        self.look = look
        self.rng = rng
        self.icons = icons
        self.prefix = prefix
        self.probes: list[Probe] = []
        self.focus: QWidget | None = None
        self.icon_px = rng.choice((16, 16, 18, 20, 22, 24, 28))
        self.coloured = rng.random() < 0.35
        self.stroke = rng.choice((1.5, 2.0, 2.0, 2.5))
        self.label_end = rng.choice((":", "", ""))
        self.plain_dates = rng.random() < 0.3
        self.grid = rng.random() < 0.6
        self.row_numbers = rng.random() < 0.3
        self.plus_minus = rng.random() < 0.2
        self.numbers_right = rng.random() < 0.3
        self.mnemonics = rng.random() < 0.3
        self.frame = rng.choice((QFrame.Shape.StyledPanel, QFrame.Shape.NoFrame, QFrame.Shape.Box))

    def build(self, node: Node) -> QWidget:
        """The widget of a node with everything in it."""
        widget: QWidget = getattr(self, f"_{node.role}")(node)
        if not node.enabled:
            widget.setEnabled(False)
        if node.focused and not self.prefix:
            self.focus = widget
        if node.hovered and isinstance(widget, QAbstractButton):
            widget.setAttribute(Qt.WidgetAttribute.WA_UnderMouse)
        return widget

    def probe(
        self,
        node_id: str,
        kind: str,
        text: str,
        widget: QWidget,
        rect: Callable[[], QRect] | None = None,
        *,
        group: str | None = None,
        checked: bool | None = None,
        focused: bool = False,
        record: str | None = None,
        enabled: bool = True,
        node: Node | None = None,
    ) -> None:
        """Remember an element; without `rect` it is the whole widget. `node` tells group, record, focus."""
        if node is not None:
            group, record, focused = group or node.group, record or node.record, focused or node.focused
        group = self.prefix + group if group else None
        record = self.prefix + record if record else None
        place = rect or widget.rect
        self.probes.append(
            Probe(self.prefix + node_id, kind, text, widget, place, group, checked, focused, record, enabled)
        )

    def icon(self, name: str, px: int = 0) -> QIcon:
        """A glyph in this window's manner."""
        px = px or self.icon_px
        ink = self.look.palette.text
        if "tools" in self.look.quiet:
            ink = self.look.palette.faded(self.look.quiet_ink)
        colour = random.Random(name).choice(_ICON_COLOURS) if self.coloured else ink
        svg = self.icons.svg(name, px, self.stroke, colour)
        sharp = max(1.0, self.look.scale)
        pixmap = QPixmap(round(px * sharp), round(px * sharp))
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        QSvgRenderer(QByteArray(svg.encode())).render(painter)
        painter.end()
        pixmap.setDevicePixelRatio(sharp)
        return QIcon(pixmap)

    def caption(self, text: str) -> str:
        """The words for a button, menu, tab or box, where Qt underlines the letter behind an ampersand."""
        plain = text.replace("&", "&&")
        letters = [n for n, sign in enumerate(text) if sign.isalpha() and sign.isascii()]
        if not self.mnemonics or not letters or plain != text:
            return plain
        at = letters[self.rng.randrange(min(3, len(letters)))]
        return f"{text[:at]}&{text[at:]}"

    def label(
        self,
        node_id: str,
        text: str,
        wrap: bool = False,
        bold: float = 1.0,
        kind: str = "text",
        node: Node | None = None,
    ) -> QLabel:
        """A label whose element hugs its words."""
        made = QLabel(text)
        made.setTextFormat(Qt.TextFormat.PlainText)
        made.setWordWrap(wrap)
        if bold != 1.0:
            font = QFont(made.font())
            font.setPixelSize(round(font.pixelSize() * bold))
            font.setBold(True)
            made.setFont(font)
        self.probe(node_id, kind, text, made, lambda: label_rect(made), node=node)
        return made


def label_rect(label: QLabel) -> QRect:
    """Where a label's words are drawn, in its own coordinates."""
    flags = int(label.alignment()) | (int(Qt.TextFlag.TextWordWrap) if label.wordWrap() else 0)
    return QFontMetrics(label.font()).boundingRect(label.contentsRect(), flags, label.text())


def clipped(probe: Probe) -> tuple[QRect, float]:
    """The part of the element inside all its parents, in window coordinates, and its share of the whole."""
    rect = probe.rect()
    whole = rect.width() * rect.height()
    widget: QWidget | None = probe.widget
    while widget is not None:
        rect = rect.intersected(widget.rect())
        if widget.isWindow():
            break
        parent = widget.parentWidget()
        if isinstance(parent, QAbstractScrollArea) and not widget.isVisibleTo(parent):
            return QRect(), 0.0
        rect = rect.translated(widget.pos())
        widget = parent
    if whole <= 0 or rect.isEmpty() or not probe.widget.isVisible():
        return QRect(), 0.0
    return rect, rect.width() * rect.height() / whole
