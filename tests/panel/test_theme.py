from __future__ import annotations

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from lam_desktop.panel.app import dress
from lam_desktop.panel.widgets.icons import _STROKES, pixmap
from lam_desktop.panel.widgets.parts import Button, IconLabel
from lam_desktop.panel.widgets.theme import DARK, LIGHT, Theme, current_theme

READABLE = 4.5  # WCAG AA


def luminance(colour: str) -> float:
    channels = QColor(colour).redF(), QColor(colour).greenF(), QColor(colour).blueF()
    r, g, b = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in channels]
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(first: str, second: str) -> float:
    low, high = sorted((luminance(first), luminance(second)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_every_text_can_be_read(theme: Theme) -> None:
    pairs = [(ink, ground) for ink in ("text", "muted") for ground in ("ground", "surface", "raised")]
    pairs += [(ink, "surface") for ink in ("accent", "good", "warn", "bad")]
    pairs += [("text", "bad_soft"), ("text", "good_soft"), ("text", "accent_soft"), ("accent", "accent_soft")]
    pairs += [("on_accent", "accent"), ("bad", "ground"), ("warn", "raised")]
    poor = {
        pair: round(value, 2)
        for pair in pairs
        if (value := contrast(getattr(theme, pair[0]), getattr(theme, pair[1]))) < READABLE
    }
    assert not poor


def colours(label: IconLabel | Button) -> set[str]:
    image = (label.pixmap() if isinstance(label, IconLabel) else label.icon().pixmap(36)).toImage()
    points = [(x, y) for x in range(image.width()) for y in range(image.height())]
    return {QColor(c).name() for c in (image.pixelColor(*at) for at in points) if c.alpha() == 255}


def test_icons_follow_the_theme(dressed: QApplication, qtbot: QtBot) -> None:
    label, button = (
        IconLabel("stop", "bad", 18),
        Button("Stop", lambda: None, icon_name="stop", role="danger"),
    )
    for widget in (label, button):
        qtbot.addWidget(widget)
    assert current_theme() is LIGHT
    assert colours(label) == colours(button) == {LIGHT.bad}
    try:
        dress(dressed, DARK)
        QApplication.processEvents()
        assert current_theme() is DARK
        assert colours(label) == colours(button) == {DARK.bad}
    finally:
        dress(dressed, LIGHT)


@pytest.mark.parametrize("name", list(_STROKES))
def test_every_icon_can_be_drawn(dressed: QApplication, name: str) -> None:
    image = pixmap(name, "#102030", 24, 1.0).toImage()  # type: ignore[arg-type]
    inked = sum(image.pixelColor(x, y).alpha() > 100 for x in range(24) for y in range(24))
    assert 10 < inked < 400
