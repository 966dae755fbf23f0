"""Small building blocks: labels and buttons in their roles, rows of things."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, TypeVar

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QFont, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from lam_desktop.panel.widgets.icons import IconName, icon, pixmap
from lam_desktop.panel.widgets.theme import SPACE, Ink, current_theme

Role = Literal["normal", "primary", "danger", "plain"]
Named = TypeVar("Named", bound=QWidget)


class Button(QPushButton):
    """A push button whose icon follows the theme."""

    def __init__(
        self,
        text: str,
        on_click: Callable[[], None],
        *,
        icon_name: IconName | None = None,
        role: Role = "normal",
        hint: str = "",
        name: str = "",
    ) -> None:
        super().__init__(text)
        self._icon_name: IconName | None = icon_name
        self._role: Role = role
        self.setProperty("role", role)
        self.setToolTip(hint)
        self.setAccessibleName(text or hint)
        self.setObjectName(name)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setIconSize(QSize(18, 18))
        self.setAutoDefault(False)
        self.clicked.connect(lambda _checked=False: on_click())
        self._draw_icon()

    def set_text(self, text: str) -> None:
        """Shows, and tells a screen reader, another text."""
        self.setText(text)
        self.setAccessibleName(text)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Follows the theme."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange):
            self._draw_icon()

    def _draw_icon(self) -> None:
        if self._icon_name is None:
            return
        theme = current_theme()
        colour = {"primary": theme.on_accent, "danger": theme.bad}.get(self._role, theme.text)
        self.setIcon(icon(self._icon_name, colour, theme.muted))


class IconLabel(QLabel):
    """An icon that follows the theme; `set_icon` shows another one."""

    def __init__(self, name: IconName, ink: Ink = "text", size: int = 20, *, hint: str = "") -> None:
        super().__init__()
        self._icon = name, ink
        self._size = size
        self.setFixedSize(size, size)
        self.set_icon(name, ink, hint)

    def set_icon(self, name: IconName, ink: Ink, hint: str = "") -> None:
        """Shows an icon; `hint` says what it means."""
        self._icon = name, ink
        self.setToolTip(hint)
        self.setAccessibleName(hint)
        self.setPixmap(pixmap(name, current_theme().ink(ink), self._size))

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Follows the theme."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange):
            name, ink = self._icon
            self.setPixmap(pixmap(name, current_theme().ink(ink), self._size))


class ElidedLabel(QLabel):
    """One line that ends in … where it does not fit; the tool tip has all of it."""

    def __init__(self, text: str = "", *, role: str = "", size: float = 1.0, bold: bool = False) -> None:
        super().__init__()
        self._text = ""
        _dress(self, role=role, size=size, bold=bold)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.set_text(text)

    def set_text(self, text: str) -> None:
        """Shows another text."""
        self._text = text
        self.setToolTip(text)
        self.setAccessibleName(text)
        self._elide()

    def text(self) -> str:
        """All of it."""
        return self._text

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Cuts anew."""
        super().resizeEvent(event)
        self._elide()

    def _elide(self) -> None:
        line = " ".join(self._text.split())
        super().setText(self.fontMetrics().elidedText(line, Qt.TextElideMode.ElideRight, self.width()))


def label(
    text: str = "", *, role: str = "", size: float = 1.0, bold: bool = False, wrap: bool = False
) -> QLabel:
    """A label; `size` is relative to the system's font."""
    result = QLabel(text)
    result.setWordWrap(wrap)
    _dress(result, role=role, size=size, bold=bold)
    return result


def row(*items: QWidget | int | None, space: int = SPACE, margin: int = 0) -> QHBoxLayout:
    """Widgets side by side; None stretches, a number is a fixed gap in logical pixels."""
    layout = QHBoxLayout()
    _fill(layout, items, space, margin)
    return layout


def column(*items: QWidget | int | None, space: int = SPACE, margin: int = 0) -> QVBoxLayout:
    """Widgets below each other; None stretches, a number is a fixed gap in logical pixels."""
    layout = QVBoxLayout()
    _fill(layout, items, space, margin)
    return layout


def beside(icon_name: IconName, tone: Ink, *widgets: QWidget) -> QHBoxLayout:
    """Widgets below each other, with an icon in front of the first."""
    strip = row(space=SPACE)
    strip.addWidget(IconLabel(icon_name, tone, 18), 0, Qt.AlignmentFlag.AlignTop)
    strip.addLayout(column(*widgets, space=SPACE // 2), 1)
    return strip


def box(layout: QBoxLayout, role: str = "") -> QFrame:
    """A frame around a layout."""
    frame = QFrame()
    if role:
        frame.setProperty("role", role)
    frame.setLayout(layout)
    return frame


def scrolled(widget: QWidget) -> QScrollArea:
    """The widget as large as the room, and moved up and down where it needs more: nothing is cut."""
    area = QScrollArea()
    area.viewport().setProperty("role", "clear")
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(widget)
    widget.setAutoFillBackground(False)  # which Qt has just turned on
    return area


def named(widget: Named, name: str, says: str) -> Named:
    """The widget, with the name that tests find it by and the one that a screen reader says."""
    widget.setObjectName(name)
    widget.setAccessibleName(says)
    return widget


def set_tone(widget: QWidget, tone: str) -> None:
    """Changes the dynamic property `tone` and lets the style sheet see it."""
    _set(widget, "tone", tone)


def set_role(widget: QWidget, role: Role) -> None:
    """Changes the dynamic property `role` of a widget that Qt has made, and lets the style sheet see it."""
    _set(widget, "role", role)


def _set(widget: QWidget, name: str, value: str) -> None:
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def _dress(widget: QLabel, *, role: str, size: float, bold: bool) -> None:
    widget.setTextFormat(Qt.TextFormat.PlainText)
    if role:
        widget.setProperty("role", role)
    font = widget.font()
    font.setPointSizeF(font.pointSizeF() * size)
    if bold:
        font.setWeight(QFont.Weight.DemiBold)
    widget.setFont(font)


def _fill(layout: QBoxLayout, items: tuple[QWidget | int | None, ...], space: int, margin: int) -> None:
    layout.setSpacing(space)
    layout.setContentsMargins(margin, margin, margin, margin)
    for item in items:
        if item is None:
            layout.addStretch(1)
        elif isinstance(item, int):
            layout.addSpacing(item)
        else:
            layout.addWidget(item)
