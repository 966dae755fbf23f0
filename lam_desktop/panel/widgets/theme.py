"""Colours and the style sheet, light or dark by the palette of the system."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from PySide6.QtGui import QColor, QGuiApplication, QPalette

SPACE = 8
"""Base distance in logical pixels; all others are multiples."""

Ink = Literal["text", "muted", "accent", "on_accent", "good", "warn", "bad"]
"""What something is drawn with, by meaning; a theme knows the colour."""


@dataclass(frozen=True, slots=True)
class Theme:
    """One look. Text on its ground keeps a contrast of at least 4.5 (WCAG AA)."""

    ground: str
    surface: str
    raised: str
    line: str
    text: str
    muted: str
    accent: str
    accent_hover: str
    on_accent: str
    accent_soft: str
    good: str
    warn: str
    bad: str
    bad_soft: str
    good_soft: str
    tick: str
    """Path of the mark in a check box, in a style sheet's form."""

    def ink(self, ink: Ink) -> str:
        """The colour of an ink."""
        return getattr(self, ink)


LIGHT = Theme(
    ground="#f4f5f7",
    surface="#ffffff",
    raised="#f0f2f5",
    line="#dcdfe5",
    text="#1b1f27",
    muted="#5b6472",
    accent="#2558c9",
    accent_hover="#1d48a8",
    on_accent="#ffffff",
    accent_soft="#e6edfb",
    good="#1a7a45",
    warn="#9a5b00",
    bad="#b3261e",
    bad_soft="#fcebea",
    good_soft="#e5f4ea",
    tick=(Path(__file__).parent / "tick_light.svg").as_posix(),
)
DARK = Theme(
    ground="#16181d",
    surface="#1f2229",
    raised="#292d36",
    line="#383d48",
    text="#eceef2",
    muted="#a2aab8",
    accent="#8ab0ff",
    accent_hover="#a9c5ff",
    on_accent="#0f1a33",
    accent_soft="#26324d",
    good="#6fd39a",
    warn="#f0b864",
    bad="#ff9a92",
    bad_soft="#46262a",
    good_soft="#1f3a2b",
    tick=(Path(__file__).parent / "tick_dark.svg").as_posix(),
)


def current_theme() -> Theme:
    """The look of the application: dark where its window is darker than its text.

    A single widget's palette would not do: the style sheet changes its text colour.
    """
    palette = QGuiApplication.palette()
    window = palette.color(QPalette.ColorRole.Window)
    text = palette.color(QPalette.ColorRole.WindowText)
    return DARK if window.lightness() < text.lightness() else LIGHT


def palette_for(theme: Theme) -> QPalette:
    """The palette for what the style sheet does not reach (scroll bars, selections, placeholders)."""
    roles = QPalette.ColorRole
    palette = QPalette(QColor(theme.surface), QColor(theme.ground))
    for role, colour in {
        roles.Window: theme.ground,
        roles.Base: theme.surface,
        roles.AlternateBase: theme.raised,
        roles.Button: theme.surface,
        roles.WindowText: theme.text,
        roles.Text: theme.text,
        roles.ButtonText: theme.text,
        roles.ToolTipBase: theme.raised,
        roles.ToolTipText: theme.text,
        roles.PlaceholderText: theme.muted,
        roles.Highlight: theme.accent,
        roles.HighlightedText: theme.on_accent,
        roles.Link: theme.accent,
        roles.Mid: theme.line,
    }.items():
        palette.setColor(role, QColor(colour))
    for role in (roles.WindowText, roles.Text, roles.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(theme.muted))
    return palette


def style_sheet(theme: Theme) -> str:
    """The style of all widgets; roles are dynamic properties set by `lam_desktop.panel.widgets.parts`."""
    t = theme
    return f"""
    QWidget {{ color: {t.text}; }}
    QMainWindow, QDialog, QWidget[role="ground"] {{ background: {t.ground}; }}
    QScrollArea, QWidget[role="clear"] {{ background: transparent; border: none; }}
    QLabel {{ background: transparent; }}
    QMessageBox QLabel {{ min-width: 330px; padding: 2px 12px 2px 0; }}
    QMessageBox QLabel#qt_msgbox_label {{ font-weight: 600; }}
    QLabel[role="muted"] {{ color: {t.muted}; }}
    QLabel[role="caution"] {{ color: {t.warn}; }}
    QLabel[tone="problem"] {{ color: {t.bad}; }}
    QLabel[role="chip"] {{
        background: {t.accent_soft}; color: {t.accent}; border-radius: 8px; padding: 2px 9px;
    }}
    QLabel[role="chip"][tone="warn"] {{ background: {t.raised}; color: {t.warn}; }}
    QFrame[role="card"] {{ background: {t.surface}; border: 1px solid {t.line}; border-radius: 10px; }}
    QFrame[role="dock"] {{ background: {t.surface}; border: 1px solid {t.line}; }}
    QFrame[role="bar"] {{ background: {t.surface}; border: none; border-bottom: 1px solid {t.line}; }}
    QFrame[role="banner"] {{ background: {t.accent_soft}; border: none; border-radius: 8px; }}
    QFrame[role="banner"][tone="problem"] {{ background: {t.bad_soft}; }}
    QFrame[role="banner"][tone="good"] {{ background: {t.good_soft}; }}
    QPushButton {{
        background: {t.surface}; border: 1px solid {t.line}; border-radius: 7px;
        padding: 6px 14px; min-height: 20px;
    }}
    QPushButton:hover {{ background: {t.raised}; }}
    QPushButton:pressed {{ background: {t.line}; }}
    QPushButton:disabled {{ color: {t.muted}; background: {t.raised}; border-color: {t.raised}; }}
    QPushButton:focus {{ border: 2px solid {t.accent}; padding: 5px 13px; }}
    QPushButton[role="primary"] {{
        background: {t.accent}; color: {t.on_accent}; border-color: {t.accent}; font-weight: 600;
    }}
    QPushButton[role="primary"]:hover {{ background: {t.accent_hover}; }}
    QPushButton[role="primary"]:focus {{ border: 2px solid {t.text}; }}
    QPushButton[role="primary"]:disabled {{
        background: {t.raised}; color: {t.muted}; border-color: {t.raised};
    }}
    QPushButton[role="danger"] {{ color: {t.bad}; }}
    QPushButton[role="plain"] {{ background: transparent; border-color: transparent; padding: 6px 8px; }}
    QPushButton[role="plain"]:hover {{ background: {t.raised}; }}
    QPushButton[role="plain"]:focus {{ border: 2px solid {t.accent}; padding: 5px 7px; }}
    QPushButton[size="small"] {{ padding: 4px 6px; }}
    QPushButton[size="small"]:focus {{ padding: 3px 5px; }}
    QLineEdit {{
        background: {t.surface}; border: 1px solid {t.line}; border-radius: 7px; padding: 6px 9px;
        min-height: 20px; selection-background-color: {t.accent}; selection-color: {t.on_accent};
    }}
    QLineEdit:focus {{ border: 2px solid {t.accent}; padding: 5px 8px; }}
    QListView, QTableView {{
        background: {t.surface}; border: 1px solid {t.line}; border-radius: 8px; outline: none;
        gridline-color: {t.line};
    }}
    QListWidget::item {{ color: {t.text}; padding: 4px; }}
    QListView:focus, QTableView:focus {{ border: 1px solid {t.accent}; }}
    QListView::item:selected, QTableView::item:selected {{ background: {t.accent_soft}; color: {t.text}; }}
    QHeaderView {{ background: {t.raised}; border: none; }}
    QHeaderView::section {{
        background: {t.raised}; color: {t.muted}; border: none; border-bottom: 1px solid {t.line};
        padding: 5px 8px;
    }}
    QTableCornerButton::section {{ background: {t.raised}; border: none; }}
    QRadioButton {{ spacing: 9px; padding: 3px; border: 2px solid transparent; border-radius: 6px; }}
    QRadioButton:focus {{ border-color: {t.accent}; }}
    QRadioButton::indicator {{
        width: 12px; height: 12px; border: 2px solid {t.muted}; border-radius: 8px; background: {t.surface};
    }}
    QRadioButton::indicator:checked {{ width: 6px; height: 6px; border: 5px solid {t.accent}; }}
    QCheckBox {{ spacing: 9px; padding: 3px; border: 2px solid transparent; border-radius: 6px; }}
    QCheckBox:focus {{ border-color: {t.accent}; }}
    QCheckBox:disabled {{ color: {t.muted}; }}
    QCheckBox::indicator, QListView::indicator {{
        width: 14px; height: 14px; border: 2px solid {t.muted}; border-radius: 4px; background: {t.surface};
    }}
    QCheckBox::indicator:disabled {{ border-color: {t.line}; background: {t.raised}; }}
    QCheckBox::indicator:indeterminate {{ border-color: {t.accent}; background: {t.raised}; }}
    QCheckBox::indicator:checked, QListView::indicator:checked {{
        border-color: {t.accent}; background: {t.accent}; image: url({t.tick});
    }}
    QPlainTextEdit {{
        background: {t.raised}; border: 1px solid {t.line}; border-radius: 7px; padding: 4px;
        selection-background-color: {t.accent}; selection-color: {t.on_accent};
    }}
    QPlainTextEdit:focus {{ border: 2px solid {t.accent}; padding: 3px; }}
    QProgressBar {{
        background: {t.raised}; border: none; border-radius: 2px; max-height: 4px; min-height: 4px;
    }}
    QProgressBar::chunk {{ background: {t.accent}; border-radius: 2px; }}
    QScrollBar:vertical {{ background: transparent; width: 12px; margin: 0; border: none; }}
    QScrollBar:horizontal {{ background: transparent; height: 12px; margin: 0; border: none; }}
    QScrollBar::handle {{ background: {t.line}; border-radius: 4px; margin: 2px; }}
    QScrollBar::handle:hover {{ background: {t.muted}; }}
    QScrollBar::handle:vertical {{ min-height: 32px; }}
    QScrollBar::handle:horizontal {{ min-width: 32px; }}
    QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
    QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
    QSplitter::handle {{ background: transparent; }}
    QToolTip {{ background: {t.raised}; color: {t.text}; border: 1px solid {t.line}; padding: 4px; }}
    """
