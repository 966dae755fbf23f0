# Long lines: style sheets keep one rule a line.
# ruff: noqa: E501
"""Palettes and style sheets that change how Qt programs look."""

from __future__ import annotations

import random

from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication

from lam_desktop.data.corpus.looks import Look


def dress(app: QApplication, look: Look) -> str:
    """Set style, palette and font of the application; return the style sheet for its windows."""
    rng = random.Random(f"qt/{look.seed}")
    app.setStyle(rng.choices(("Fusion", "Windows"), (72, 28))[0])
    app.setPalette(_palette(look))
    font = QFont([look.font, "Noto Sans CJK SC", "DejaVu Sans"])
    font.setPixelSize(max(10, round(look.font_px)))
    app.setFont(font)
    if rng.random() < 0.45:
        return ""  # the style alone
    return "\n".join(_sheet(look, rng))


def _palette(look: Look) -> QPalette:
    p, made = look.palette, QPalette()
    roles = {
        QPalette.ColorRole.Window: p.window,
        QPalette.ColorRole.Base: p.base,
        QPalette.ColorRole.AlternateBase: p.stripe,
        QPalette.ColorRole.Text: p.text,
        QPalette.ColorRole.WindowText: p.text,
        QPalette.ColorRole.ButtonText: p.text,
        QPalette.ColorRole.Button: p.button,
        QPalette.ColorRole.Highlight: p.accent,
        QPalette.ColorRole.Mid: p.border,
        QPalette.ColorRole.HighlightedText: p.on_accent,
        QPalette.ColorRole.PlaceholderText: p.muted,
        QPalette.ColorRole.ToolTipBase: p.base,
        QPalette.ColorRole.ToolTipText: p.text,
        QPalette.ColorRole.Link: p.accent,
    }
    for role, colour in roles.items():
        made.setColor(role, QColor(colour))
    edge = QColor(p.border)
    made.setColor(QPalette.ColorRole.Dark, edge.darker(115))
    made.setColor(QPalette.ColorRole.Light, QColor(p.window).lighter(115))
    made.setColor(QPalette.ColorRole.Shadow, edge.darker(160))
    off, rng = QPalette.ColorGroup.Disabled, random.Random(f"qtoff/{look.seed}")
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.WindowText, QPalette.ColorRole.ButtonText):
        made.setColor(off, role, QColor(p.faded(look.fading)))
    made.setColor(off, QPalette.ColorRole.PlaceholderText, QColor(p.faded(0.7 * look.fading)))
    if rng.random() < 0.5:  # as Windows does
        made.setColor(off, QPalette.ColorRole.Base, QColor(p.window))
    if rng.random() < 0.5:
        made.setColor(off, QPalette.ColorRole.Button, QColor(p.window))
    return made


def _sheet(look: Look, rng: random.Random) -> list[str]:
    """Some of these rules, so that sheets differ in what they touch."""
    p, r, pad = look.palette, int(look.radius), int(look.pad)
    wide = pad + rng.randint(2, 12)
    off = p.faded(look.fading)
    rules = [
        f"QLineEdit,QPlainTextEdit{{background:{p.base};border:1px solid {p.border};border-radius:{r}px;padding:{pad}px {pad + 2}px}}"
        f"QLineEdit:focus{{border:{rng.choice((1, 2))}px solid {p.accent}}}",
        rng.choice(
            (
                f"QPushButton{{background:{p.button};color:{p.text};border:1px solid {p.border};border-radius:{r}px;padding:{pad + 1}px {wide}px}}",
                f"QPushButton{{background:{p.accent};color:{p.on_accent};border:none;border-radius:{r}px;padding:{pad + 2}px {wide}px}}",
                f"QPushButton{{background:transparent;color:{p.text};border:2px solid {p.muted};border-radius:{r}px;padding:{pad}px {wide}px}}",
            )
        )
        + f"QPushButton:disabled{{color:{off};background:{random.Random(look.seed).choice((p.window, p.button, p.stripe))};border:1px solid {p.stripe}}}"
        f"QPushButton:default{{border:2px solid {p.accent}}}",
        f"QHeaderView::section{{background:{p.button};color:{p.text};border:none;border-bottom:1px solid {p.border};padding:{pad}px 6px}}",
        f"QGroupBox{{border:1px solid {p.border};border-radius:{r}px;margin-top:1.1em;padding-top:4px}}"
        "QGroupBox::title{subcontrol-origin:margin;left:8px}",
        f"QTabBar::tab{{padding:{pad + 2}px {wide}px;border:1px solid {p.border};background:{p.stripe};color:{p.text}}}"
        f"QTabBar::tab:selected{{background:{p.window};border-bottom:2px solid {p.accent}}} QTabBar::tab:disabled{{color:{off}}}",
        f"QListWidget::item,QTreeWidget::item{{padding:{pad}px}}",
        f"QToolButton{{border:none;padding:{pad}px}} QToolButton:hover{{background:{p.stripe}}}",
        f"QMenuBar{{background:{p.title};color:{p.on_title}}} QMenuBar::item{{padding:4px 9px;background:transparent}}",
        f"QStatusBar{{background:{p.stripe}}}",
        _marks(look, rng),
        _drops(look, rng),
    ]
    quiet = f"QPushButton:enabled{{color:{p.faded(look.quiet_ink)}}}"
    return [rule for rule in rules if rng.random() < 0.5] + [quiet] * ("buttons" in look.quiet)


def _marks(look: Look, rng: random.Random) -> str:
    """Check boxes and radio buttons of another size, shape and filling."""
    p, side = look.palette, rng.randint(11, 20)
    edge, width = rng.choice((p.muted, p.border, p.text)), rng.choice((1, 1, 2))
    middle = rng.uniform(0.3, 0.65)
    dot = rng.choice((p.accent, p.text))
    ring = f"qradialgradient(cx:.5,cy:.5,radius:.5,fx:.5,fy:.5,stop:0 {dot},stop:{middle:.2f} {dot},stop:{middle + 0.06:.2f} {p.base},stop:1 {p.base})"
    whole = side + 2 * width
    return (
        f"QCheckBox::indicator,QRadioButton::indicator{{width:{side}px;height:{side}px;border:{width}px solid {edge};background:{p.base}}}"
        f"QCheckBox::indicator{{border-radius:{rng.choice((0, 2, 4))}px}} QRadioButton::indicator{{border-radius:{whole // 2}px}}"
        f"QCheckBox::indicator:checked{{background:{rng.choice((p.accent, p.text))};border-color:{rng.choice((p.accent, edge))}}}"
        f"QRadioButton::indicator:checked{{background:{rng.choice((ring, p.accent))}}}"
        f"QCheckBox::indicator:disabled,QRadioButton::indicator:disabled{{border-color:{p.faded(0.7 * look.fading)};background:{p.window}}}"
        f"QCheckBox::indicator:checked:disabled,QRadioButton::indicator:checked:disabled{{background:{p.faded(look.fading)}}}"
    )


def _drops(look: Look, rng: random.Random) -> str:
    """Combo boxes and number fields with other frames."""
    p, r, pad = look.palette, int(look.radius), int(look.pad)
    frame = rng.choice((f"1px solid {p.border}", f"1px solid {p.muted}", f"2px solid {p.border}", "none"))
    back = rng.choice((p.base, p.button, p.stripe))
    return (
        f"QComboBox{{background:{back};color:{p.text};border:{frame};border-radius:{r}px;padding:{pad}px {pad + 4}px}}"
        f"QAbstractSpinBox{{background:{p.base};color:{p.text};border:{frame};border-radius:{r}px;padding:{max(0, pad - 1)}px}}"
        f"QComboBox:disabled,QAbstractSpinBox:disabled{{color:{p.faded(look.fading)};background:{random.Random(look.seed).choice((p.window, back))}}}"
    )
