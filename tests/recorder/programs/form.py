"""A small form for tests of the recorder, run as a program of its own.

Prints JSON lines: first where its fields are, in screen pixels, then after each change what they hold. A line
its stdin empties all fields.
"""

from __future__ import annotations

import argparse
import json
import sys


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--name", default="form", help="application name, from which WM_CLASS comes")
    parser.add_argument("--at", default="100,80", help="where the window goes")
    parser.add_argument("--echo", default="Password", help="echo mode of the second field")
    options = parser.parse_args()

    from PySide6.QtCore import QPoint, QSocketNotifier, QTimer
    from PySide6.QtWidgets import QApplication, QFormLayout, QLineEdit, QListWidget, QPushButton, QWidget

    app = QApplication([options.name])
    app.setStyle("Fusion")
    app.setCursorFlashTime(0)
    window = QWidget()
    window.setWindowTitle("A form")
    window.resize(420, 360)
    window.move(*(int(part) for part in options.at.split(",")))
    layout = QFormLayout(window)
    fields = {"name": QLineEdit(), "secret": QLineEdit(), "city": QLineEdit()}
    fields["secret"].setEchoMode(QLineEdit.EchoMode[options.echo])
    clicks = {"save": 0}
    save, eye = QPushButton("Save"), QPushButton("Show")
    rows = QListWidget()
    rows.addItems([f"Row {number}" for number in range(60)])
    for label, widget in [*fields.items(), ("save", save), ("eye", eye), ("rows", rows)]:
        layout.addRow(label.capitalize(), widget)

    def tell(**extra: object) -> None:
        values = {name: field.text() for name, field in fields.items()}
        print(json.dumps({"values": values, "clicks": clicks["save"], **extra}), flush=True)

    def saved() -> None:
        clicks["save"] += 1
        tell()

    for field in fields.values():
        field.textChanged.connect(lambda _: tell())
    save.clicked.connect(saved)
    eye.clicked.connect(lambda: fields["secret"].setEchoMode(QLineEdit.EchoMode.Normal))
    window.show()

    def clear() -> None:
        sys.stdin.readline()
        clicks["save"] = 0
        fields["secret"].setEchoMode(QLineEdit.EchoMode[options.echo])
        for field in fields.values():
            field.clear()
        save.setFocus()
        tell(cleared=True)

    notifier = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read)
    notifier.activated.connect(clear)

    def places() -> None:
        found = {}
        for name, widget in [*fields.items(), ("save", save), ("eye", eye), ("rows", rows)]:
            corner = widget.mapToGlobal(QPoint(0, 0))
            found[name] = [corner.x() + widget.width() // 2, corner.y() + widget.height() // 2]
        tell(places=found)

    # Once the window manager has placed it.
    QTimer.singleShot(400, places)
    return app.exec()


if __name__ == "__main__":
    sys.exit(main())
