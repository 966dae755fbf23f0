"""Small windows that ask for a secret, one a toolkit; print what they got when Enter is pressed, and end.

Usage: python prompts.py qt|qt-echo|tk|gtk3
"""

from __future__ import annotations

import sys


def qt(echo: str) -> None:
    from PySide6.QtWidgets import QApplication, QFormLayout, QLineEdit, QWidget

    app = QApplication(["prompt"])
    window, entry = QWidget(), QLineEdit()
    window.setWindowTitle("prompt-qt")
    window.resize(420, 100)
    entry.setEchoMode(QLineEdit.EchoMode[echo])
    QFormLayout(window).addRow("Passphrase", entry)
    entry.returnPressed.connect(lambda: (print(entry.text(), flush=True), app.quit()))
    window.show()
    app.exec()


def tk() -> None:
    import tkinter

    window = tkinter.Tk(className="prompt")
    window.title("prompt-tk")
    entry = tkinter.Entry(window, show="*", width=40)
    tkinter.Label(window, text="Passphrase").pack(side="left", padx=20, pady=30)
    entry.pack(side="left", padx=20)
    entry.focus_set()
    entry.bind("<Return>", lambda _: (print(entry.get(), flush=True), window.destroy()))
    window.mainloop()


def gtk3() -> None:
    import gi  # pyright: ignore[reportMissingImports]

    gi.require_version("Gtk", "3.0")
    from gi.repository import Gtk  # pyright: ignore[reportMissingImports]

    window, entry = Gtk.Window(title="prompt-gtk3"), Gtk.Entry(width_chars=40, visibility=False)
    box = Gtk.Box(spacing=12, margin=24)
    box.add(Gtk.Label(label="Passphrase"))
    box.add(entry)
    window.add(box)
    entry.connect("activate", lambda _: (print(entry.get_text(), flush=True), Gtk.main_quit()))
    window.connect("destroy", Gtk.main_quit)
    window.show_all()
    Gtk.main()


if __name__ == "__main__":
    {
        "qt": lambda: qt("Password"),
        "qt-echo": lambda: qt("PasswordEchoOnEdit"),
        "tk": tk,
        "gtk3": gtk3,
    }[sys.argv[1]]()
