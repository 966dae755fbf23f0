"""A GTK 4 window with a password entry; prints what it holds when Enter is pressed there, and ends."""

from __future__ import annotations

import gi  # pyright: ignore[reportMissingImports]

gi.require_version("Gtk", "4.0")
from gi.repository import Gtk  # pyright: ignore[reportMissingImports]  # noqa: E402


def show(app: Gtk.Application) -> None:
    window = Gtk.ApplicationWindow(application=app, title="prompt-gtk4")
    window.set_default_size(420, 120)
    entry = Gtk.PasswordEntry(hexpand=True, activates_default=False)

    def done(*_: object) -> None:
        print(entry.get_text(), flush=True)
        app.quit()

    entry.connect("activate", done)
    box = Gtk.Box(spacing=12, margin_top=30, margin_start=20, margin_end=20)
    box.append(Gtk.Label(label="Passphrase"))
    box.append(entry)
    window.set_child(box)
    window.present()


app = Gtk.Application()
app.connect("activate", show)
app.run()
