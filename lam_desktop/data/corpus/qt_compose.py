"""From Qt windows to a page: their pictures, the elements in them, all of it on one desktop."""

from __future__ import annotations

import random

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QImage, QPainter
from PySide6.QtWidgets import QLineEdit, QWidget

from lam_desktop.data.corpus.looks import Look
from lam_desktop.data.corpus.qt_base import Probe, clipped
from lam_desktop.data.corpus.qt_screen import Found, Layer, background, pointer, share_uncovered
from lam_desktop.data.corpus.spec import PageElement, Rendered


def grab(widget: QWidget, scale: float) -> QImage:
    """The widget's picture in screen pixels."""
    image = QImage(round(widget.width() * scale), round(widget.height() * scale), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(scale)
    image.fill(widget.palette().window().color())
    widget.render(image)
    image.setDevicePixelRatio(1)
    return image


def found(probes: list[Probe], scale: float) -> list[Found]:
    """The elements inside their window, boxes scaled to screen pixels."""
    held: list[Found] = []
    for probe in probes:
        rect, share = clipped(probe)
        if share < 0.5:
            continue
        left, top = round(rect.left() * scale), round(rect.top() * scale)
        right, bottom = (
            round((rect.left() + rect.width()) * scale),
            round((rect.top() + rect.height()) * scale),
        )
        box = QRect(left, top, right - left, bottom - top)
        text = _shown(probe, rect)
        held.append(
            (
                probe.id,
                probe.kind,
                text,
                box,
                probe.group,
                probe.checked,
                probe.enabled and probe.widget.isEnabled(),
                probe.focused,
                share,
                probe.record,
            )
        )
    return held


def _shown(probe: Probe, rect: QRect) -> str:
    """What of the text fits: cells and entries end in dots, lines are cut off."""
    metrics = QFontMetrics(QFont(probe.widget.font()))
    if probe.kind in ("cell", "header") or (
        probe.kind == "list_item" and "\n" not in probe.text and rect.width() > 0
    ):
        return (
            metrics.elidedText(probe.text, Qt.TextElideMode.ElideRight, max(0, rect.width() - 6))
            if probe.kind == "cell"
            else probe.text
        )
    if probe.kind == "field" and isinstance(probe.widget, QLineEdit):
        text, room = probe.text, rect.width() - 8
        while text and metrics.horizontalAdvance(text) > room:
            text = text[:-1]
        return text
    return probe.text


def compose(look: Look, rng: random.Random, layers: list[Layer], own: list[Layer]) -> Rendered:
    """Paste the layers on the desktop and drop what is covered."""
    screen = background(look, rng)
    painter = QPainter(screen)
    for layer in layers:
        for n in range(8):  # a soft shadow
            painter.fillRect(layer.rect.adjusted(-n, 2 - n, n, 4 + n), QColor(0, 0, 0, 9))
        painter.drawImage(layer.left, layer.top, layer.image)
    if rng.random() < 0.25:
        at = layers[0].rect
        pointer(
            painter,
            at.left() + rng.random() * at.width(),
            at.top() + rng.random() * at.height(),
            look.scale,
            rng.random() < 0.5,
        )
    painter.end()
    elements = []
    whole = screen.rect()
    for n, layer in enumerate(layers):
        above = [other.rect for other in layers[n + 1 :]]
        for node_id, kind, text, box, group, checked, enabled, focused, share, record in layer.elements:
            moved = box.translated(layer.left, layer.top)
            inside = moved.intersected(whole)
            if inside.width() < 3 or inside.height() < 3:
                continue
            on_screen = inside.width() * inside.height() / (moved.width() * moved.height())
            visible = share * on_screen * share_uncovered(inside, above)
            elements.append(
                PageElement(
                    node_id,
                    kind,
                    " ".join(text.split()),
                    (inside.left(), inside.top(), inside.width(), inside.height()),
                    checked,
                    enabled,
                    focused,
                    group,
                    enabled and kind != "text",
                    round(visible, 3),
                    record,
                )
            )
    window = own[0].rect
    for layer in own[1:]:
        window = window.united(layer.rect)
    window = window.intersected(whole)
    return Rendered.of(
        _png(screen),
        look.screen,
        (window.left(), window.top(), window.width(), window.height()),
        elements,
    )


def _png(image: QImage) -> bytes:
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG", 85)  # type: ignore[call-overload]  # quality 85: little compression, quick
    return bytes(data.data())
