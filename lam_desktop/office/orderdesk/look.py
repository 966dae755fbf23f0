"""How the order desk looks: palettes for a light and a dark theme, a style sheet, and icons drawn in line."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QByteArray, QSize, Qt
from PySide6.QtGui import QColor, QFont, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

DEFAULT_ACCENT = "#2f6fb5"
ICON_SCALES = (1, 2)
CHECK_BOX_LIGHTER = 120


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours of one theme."""

    window: str
    card: str
    base: str
    stripe: str
    text: str
    muted: str
    border: str
    button: str
    good: str
    good_text: str
    bad: str
    bad_text: str


THEMES = {
    "light": Theme(
        window="#eef0f3", card="#f9fafb", base="#ffffff", stripe="#f4f6f9", text="#1f2933", muted="#6b7684",
        border="#c3cad3", button="#f1f3f6", good="#d9f0df", good_text="#1d5c31",
        bad="#fbe0dd", bad_text="#8c2318",
    ),
    "dark": Theme(
        window="#23272e", card="#2b3038", base="#1c2026", stripe="#262b33", text="#e4e8ee", muted="#98a2b0",
        border="#485260", button="#38404b", good="#1f4a30", good_text="#b8ecc8",
        bad="#5a2622", bad_text="#f6c3bd",
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Look:
    """What can be chosen of the looks."""

    theme: str
    accent: str
    """`#rrggbb`."""
    font_pt: float
    font: str
    """A family."""


def dress(app: QApplication, look: Look) -> None:
    """Gives the whole application its style, colours and text."""
    colours = THEMES[look.theme]
    app.setStyle("Fusion")
    palette = _palette(colours, look.accent)
    app.setPalette(palette)
    # Fusion draws the frame of a check box darker than the window: on a dark one it would not be seen.
    palette.setColor(QPalette.ColorRole.Window, QColor(colours.muted).lighter(CHECK_BOX_LIGHTER))
    app.setPalette(palette, "QCheckBox")  # pyright: ignore[reportArgumentType] - the stubs say bytes
    font = QFont(look.font)
    font.setPointSizeF(look.font_pt)
    app.setFont(font)
    app.setStyleSheet(_sheet(colours, look.accent))


def icon(name: str, app: QApplication) -> QIcon:
    """One of the line icons, in the colour of the present theme's text."""
    made = QIcon()
    for mode, group in (
        (QIcon.Mode.Normal, QPalette.ColorGroup.Active),
        (QIcon.Mode.Disabled, QPalette.ColorGroup.Disabled),
    ):
        colour = app.palette().color(group, QPalette.ColorRole.WindowText).name()
        source = f'<svg {_LINE} stroke="{colour}">{_ICONS[name]}</svg>'
        renderer = QSvgRenderer(QByteArray(source.encode()))
        for scale in ICON_SCALES:
            picture = QPixmap(QSize(24, 24) * scale)
            picture.fill(Qt.GlobalColor.transparent)
            painter = QPainter(picture)
            renderer.render(painter)
            painter.end()
            picture.setDevicePixelRatio(scale)
            made.addPixmap(picture, mode)
    return made


def _palette(colours: Theme, accent: str) -> QPalette:
    made = QPalette()
    roles = {
        QPalette.ColorRole.Window: colours.window,
        QPalette.ColorRole.Base: colours.base,
        QPalette.ColorRole.AlternateBase: colours.stripe,
        QPalette.ColorRole.Text: colours.text,
        QPalette.ColorRole.WindowText: colours.text,
        QPalette.ColorRole.ButtonText: colours.text,
        QPalette.ColorRole.Button: colours.button,
        QPalette.ColorRole.Highlight: accent,
        QPalette.ColorRole.HighlightedText: "#ffffff",
        QPalette.ColorRole.PlaceholderText: colours.muted,
        QPalette.ColorRole.ToolTipBase: colours.card,
        QPalette.ColorRole.ToolTipText: colours.text,
        QPalette.ColorRole.Mid: colours.border,
    }
    for role, colour in roles.items():
        made.setColor(role, QColor(colour))
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.WindowText, QPalette.ColorRole.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(colours.muted))
    return made


def _sheet(c: Theme, accent: str) -> str:
    return f"""
        QFrame#card {{ background: {c.card}; border: 1px solid {c.border}; border-radius: 6px; }}
        QLabel#heading {{ font-weight: bold; }}
        QLabel#count {{ color: {c.muted}; }}
        QLineEdit, QPlainTextEdit {{
            background: {c.base}; border: 1px solid {c.border}; border-radius: 4px; padding: 4px 6px; }}
        QLineEdit:focus, QPlainTextEdit:focus {{ border: 1px solid {accent}; }}
        QPushButton {{
            background: {c.button}; border: 1px solid {c.border}; border-radius: 4px; padding: 5px 14px; }}
        QPushButton:hover {{ border-color: {accent}; }}
        QPushButton#save {{
            background: {accent}; border-color: {accent}; color: #ffffff; font-weight: bold; }}
        QPushButton#save:pressed {{ background: {c.text}; color: {c.base}; }}
        QToolBar {{ border: none; border-bottom: 1px solid {c.border}; spacing: 2px; padding: 3px 6px; }}
        QHeaderView::section {{
            background: {c.button}; border: none; border-right: 1px solid {c.border};
            border-bottom: 1px solid {c.border}; padding: 4px 6px; }}
        QTableView {{ border: 1px solid {c.border}; gridline-color: {c.stripe}; }}
        QLabel#message {{ border-radius: 4px; padding: 5px 8px; }}
        QLabel#message[tone="good"] {{ background: {c.good}; color: {c.good_text}; }}
        QLabel#message[tone="bad"] {{ background: {c.bad}; color: {c.bad_text}; }}
        QStatusBar {{ color: {c.muted}; border-top: 1px solid {c.border}; }}
    """


_LINE = (
    'xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" stroke-width="1.8"'
    ' stroke-linecap="round" stroke-linejoin="round"'
)
_ICONS = {
    "new": '<path d="M13 3H6v18h12V8zM13 3v5h5M12 12v5M9.5 14.5h5"/>',
    "duplicate": '<rect x="8" y="8" width="12" height="12" rx="1.5"/><path d="M4 15V4h11"/>',
    "delete": '<path d="M4 6.5h16M9.5 6.5V4h5v2.5M6 6.5 7 20h10l1-13.5M10 10.5v6M14 10.5v6"/>',
    "export": '<path d="M12 15V3.5M7.5 8 12 3.5 16.5 8M4 14v6h16v-6"/>',
    "search": '<circle cx="10.5" cy="10.5" r="6"/><path d="m15 15 5.5 5.5"/>',
}
