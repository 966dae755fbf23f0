"""A window that asks for a user and a password; writes what it holds, and where, into a JSON file.

Usage: python login.py qt|tk|gtk STATE.json [--elsewhere]

With `--elsewhere` the keyboard goes back to the user's field whenever the password's is clicked.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

WAIT_MS = 100


def write(path: Path, user: str, password: str, places: dict) -> None:
    part = path.with_suffix(".part")
    part.write_text(json.dumps({"user": user, "password": password, "places": places}), encoding="utf-8")
    part.replace(path)


def qt(path: Path, elsewhere: bool) -> None:
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication, QFormLayout, QLineEdit, QWidget

    app = QApplication(["login"])
    window, fields = QWidget(), {"user": QLineEdit(), "password": QLineEdit()}
    window.setWindowTitle("login")
    window.resize(420, 160)
    fields["password"].setEchoMode(QLineEdit.EchoMode.Password)
    layout = QFormLayout(window)
    for name, field in fields.items():
        layout.addRow(name, field)

    def tell() -> None:
        corners = {name: field.mapToGlobal(field.rect().topLeft()) for name, field in fields.items()}
        sizes = {name: (field.width(), field.height()) for name, field in fields.items()}
        places = {name: (at.x(), at.y(), *sizes[name]) for name, at in corners.items()}
        write(path, fields["user"].text(), fields["password"].text(), places)
        if elsewhere and fields["password"].hasFocus():
            fields["user"].setFocus()

    window.show()
    timer = QTimer(window)
    timer.timeout.connect(tell)
    timer.start(WAIT_MS)
    app.exec()


def tk(path: Path, elsewhere: bool) -> None:
    import tkinter

    window = tkinter.Tk(className="login")
    window.title("login")
    fields = {"user": tkinter.Entry(width=40), "password": tkinter.Entry(width=40, show="*")}
    for at, (name, field) in enumerate(fields.items()):
        tkinter.Label(text=name).grid(row=at, column=0, padx=20, pady=12)
        field.grid(row=at, column=1, padx=20, pady=12)

    def tell() -> None:
        places = {
            name: (one.winfo_rootx(), one.winfo_rooty(), one.winfo_width(), one.winfo_height())
            for name, one in fields.items()
        }
        write(path, fields["user"].get(), fields["password"].get(), places)
        if elsewhere and window.focus_get() is fields["password"]:
            fields["user"].focus_set()
        window.after(WAIT_MS, tell)

    window.after(WAIT_MS, tell)
    window.mainloop()


def gtk(path: Path, elsewhere: bool) -> None:
    import gi  # pyright: ignore[reportMissingImports]

    gi.require_version("Gtk", "3.0")
    from gi.repository import GLib, Gtk  # pyright: ignore[reportMissingImports]

    window, grid = Gtk.Window(title="login"), Gtk.Grid(margin=20, row_spacing=12, column_spacing=12)
    fields = {"user": Gtk.Entry(width_chars=40), "password": Gtk.Entry(width_chars=40, visibility=False)}
    for at, (name, field) in enumerate(fields.items()):
        grid.attach(Gtk.Label(label=name), 0, at, 1, 1)
        grid.attach(field, 1, at, 1, 1)
    window.add(grid)
    window.connect("destroy", Gtk.main_quit)
    window.show_all()

    def tell() -> bool:
        left, top = window.get_window().get_origin()[1:]
        found = {name: field.get_allocation() for name, field in fields.items()}
        places = {name: (left + at.x, top + at.y, at.width, at.height) for name, at in found.items()}
        write(path, fields["user"].get_text(), fields["password"].get_text(), places)
        if elsewhere and fields["password"].has_focus():
            fields["user"].grab_focus()
        return True

    GLib.timeout_add(WAIT_MS, tell)
    Gtk.main()


if __name__ == "__main__":
    {"qt": qt, "tk": tk, "gtk": gtk}[sys.argv[1]](Path(sys.argv[2]), "--elsewhere" in sys.argv)
