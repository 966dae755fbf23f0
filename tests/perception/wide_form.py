"""Draws forms whose buttons are as wide as their fields, as Qt lays them out.

    QT_QPA_PLATFORM=offscreen python -m tests.perception.wide_form FOLDER

Writes a picture a look, and `parts.json`: look -> [kind, x, y, width, height] of every field and button.
"""

from __future__ import annotations

import itertools
import json
import sys
from pathlib import Path

from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QFormLayout, QLineEdit, QPushButton, QTableWidget, QWidget

STYLES = ("Fusion", "Windows")
GROUNDS = {"light": ("#efefef", "#ffffff", "#101010"), "dark": ("#22262e", "#2d333e", "#eceff4")}
"""Colours of window, fields and words."""
WIDTHS = (360, 460, 560)
WORDS = (("Save contact", "Cancel"), ("Anmelden", "Konto löschen"), ("Send", "OK"))


def form(width: int, words: tuple[str, str]) -> QWidget:
    """Two fields, two buttons below them, and a table."""
    window = QWidget()
    window.resize(width, 340)
    rows = QFormLayout(window)
    rows.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
    rows.addRow("Name", QLineEdit("Peter Nguyen"))
    rows.addRow("Phone", QLineEdit())
    for word in words:
        rows.addRow("", QPushButton(word))
    rows.addRow(QTableWidget(4, 3))
    return window


def main(folder: str) -> None:
    """Draws every form in every look."""
    application = QApplication([])
    places: dict[str, list[tuple[str, int, int, int, int]]] = {}
    for style, ground, width, words in itertools.product(STYLES, GROUNDS, WIDTHS, WORDS):
        application.setStyle(style)
        palette = application.style().standardPalette()
        back, base, ink = (QColor(one) for one in GROUNDS[ground])
        role = QPalette.ColorRole
        for part, colour in (
            (role.Window, back), (role.Button, back), (role.Base, base),
            (role.WindowText, ink), (role.ButtonText, ink), (role.Text, ink),
        ):  # fmt: skip
            palette.setColor(part, colour)
        application.setPalette(palette)
        window = form(width, words)
        window.show()
        application.processEvents()
        name = f"{style}-{ground}-{width}-{words[0].split()[0]}"
        window.grab().save(str(Path(folder) / f"{name}.png"))
        parts: list[QWidget] = [*window.findChildren(QLineEdit), *window.findChildren(QPushButton)]
        places[name] = [
            ("button" if isinstance(one, QPushButton) else "field", *one.geometry().getRect())  # type: ignore[misc]
            for one in parts
        ]
        window.close()
    (Path(folder) / "parts.json").write_text(json.dumps(places), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
