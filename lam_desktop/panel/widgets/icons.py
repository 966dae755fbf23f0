"""The panel's icons, drawn as strokes on a grid of 24 by 24."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap, QPixmapCache
from PySide6.QtSvg import QSvgRenderer

IconName = Literal[
    "record",
    "play",
    "pause",
    "step",
    "stop",
    "back",
    "steps",
    "trash",
    "check",
    "cross",
    "question",
    "dash",
    "dot",
    "ring",
    "skip",
    "table",
    "look",
    "close",
    "shrink",
    "grow",
    "info",
    "alert",
    "here",
    "hand",
    "shield",
    "report",
    "key",
    "share",
    "receive",
]

_STROKES: dict[IconName, str] = {
    "record": '<circle cx="12" cy="12" r="8"/><circle cx="12" cy="12" r="3.6" fill="{c}" stroke="none"/>',
    "play": '<path d="M8 5.5v13l10.5-6.5z" fill="{c}"/>',
    "pause": '<path d="M8.5 5.5v13M15.5 5.5v13" stroke-width="3.2"/>',
    "step": '<path d="M6 5.5v13l8.5-6.5z" fill="{c}"/><path d="M18 5.5v13" stroke-width="2.6"/>',
    "stop": '<rect x="6.5" y="6.5" width="11" height="11" rx="1.6" fill="{c}"/>',
    "back": '<path d="M19 12H5.5M11.5 5.5L5 12l6.5 6.5"/>',
    "steps": (
        '<path d="M10 6h10M10 12h10M10 18h10"/><path d="M4 6h1.5M4 12h1.5M4 18h1.5" stroke-width="2.8"/>'
    ),
    "trash": '<path d="M4.5 6.5h15M9 6.5V4h6v2.5M6.5 6.5l1 13.5h9l1-13.5M10.2 10.5v6M13.8 10.5v6"/>',
    "check": '<path d="M4.5 12.5l5 5L19.5 7" stroke-width="2.4"/>',
    "cross": '<path d="M6 6l12 12M18 6L6 18" stroke-width="2.4"/>',
    "question": (
        '<path d="M8.6 9.2c0-2 1.5-3.4 3.5-3.4s3.4 1.3 3.4 3.1c0 2.6-3.4 2.6-3.4 5.4" stroke-width="2.2"/>'
        '<circle cx="12.1" cy="18.2" r="1.5" fill="{c}" stroke="none"/>'
    ),
    "dash": '<path d="M7 12h10" stroke-width="2.4"/>',
    "dot": '<circle cx="12" cy="12" r="4.5" fill="{c}" stroke="none"/>',
    "ring": '<circle cx="12" cy="12" r="6"/>',
    "skip": '<path d="M5 7.5c6-3.5 12 0 13 6.5M18.4 8.5L18 14.2l-5.4-1.4"/>',
    "table": '<rect x="4" y="5" width="16" height="14" rx="1.8"/><path d="M4 10h16M10 10v9"/>',
    "hand": '<path d="M6.5 4l4.6 15 2.7-6.2L20 10.4z"/>',
    "shield": '<path d="M12 3.5l7 2.8v5.2c0 4.6-3 7.6-7 9-4-1.4-7-4.4-7-9V6.3z"/>',
    "report": '<path d="M6 4h8.5L18.5 8v12H6zM14 4v4.5h4.5M9 12.5h6.5M9 16h6.5"/>',
    "look": '<path d="M18.5 8A7.5 7.5 0 1 0 19.5 13M19 4v4.4h-4.4"/>',
    "close": '<path d="M7 7l10 10M17 7L7 17"/>',
    "shrink": '<path d="M6 15.5h12" stroke-width="2.2"/>',
    "grow": '<rect x="6" y="6" width="12" height="12" rx="1.6"/>',
    "info": (
        '<circle cx="12" cy="12" r="8.2"/><path d="M12 11.2v5"/>'
        '<circle cx="12" cy="8" r="1.2" fill="{c}" stroke="none"/>'
    ),
    "alert": (
        '<path d="M12 4.2L21 19.5H3z"/><path d="M12 10v4.4"/>'
        '<circle cx="12" cy="17" r="1.1" fill="{c}" stroke="none"/>'
    ),
    "key": '<circle cx="8" cy="12" r="3.8"/><path d="M11.8 12H20.5M17 12v3.4M20 12v2.6"/>',
    "share": '<path d="M12 15.5V4M7.8 7.8L12 3.6l4.2 4.2M6.5 11.5H5V20h14v-8.5h-1.5"/>',
    "receive": '<path d="M12 3.5V15M7.8 11.2L12 15.4l4.2-4.2M6.5 11.5H5V20h14v-8.5h-1.5"/>',
    "here": '<circle cx="12" cy="12" r="5.5"/><path d="M12 2.8v5M12 16.2v5M2.8 12h5M16.2 12h5"/>',
}


def pixmap(name: IconName, colour: str, size: int = 20, ratio: float = 2.0) -> QPixmap:
    """The icon, `size` logical pixels wide, for screens with up to `ratio` physical pixels each."""
    key = f"lam-desktop {name} {colour} {size} {ratio}"
    kept = QPixmap()
    if QPixmapCache.find(key, kept):  # style sheets make Qt ask for the same icons again and again
        return kept
    strokes = _STROKES[name].replace("{c}", colour)
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" stroke="{colour}" '
        f'stroke-width="1.9" stroke-linecap="round" stroke-linejoin="round">{strokes}</svg>'
    )
    image = QPixmap(QSize(round(size * ratio), round(size * ratio)))
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(image.rect()))
    painter.end()
    image.setDevicePixelRatio(ratio)
    QPixmapCache.insert(key, image)
    return image


def icon(name: IconName, colour: str, disabled: str | None = None) -> QIcon:
    """The icon for a button; paler where the button is disabled."""
    result = QIcon(pixmap(name, colour))
    if disabled is not None:
        result.addPixmap(pixmap(name, disabled), QIcon.Mode.Disabled)
    return result
