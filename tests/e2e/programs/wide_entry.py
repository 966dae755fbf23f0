"""A GTK 3 window with one wide entry and a button; each text that is saved is a line of a file.

    python wide_entry.py SAVED.txt LAYOUT.json TEXT…

The entry shows the next TEXT once one is saved. Where entry and button lie is written
to LAYOUT.json, for the clerk.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import gi  # pyright: ignore[reportMissingImports]

gi.require_version("Gtk", "3.0")
from gi.repository import GLib, Gtk  # pyright: ignore[reportMissingImports]  # noqa: E402

SAVED, LAYOUT, TEXTS = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:]
window = Gtk.Window(title="Subjects")
entry, button, said = Gtk.Entry(text=TEXTS.pop(0)), Gtk.Button(label="Save subject"), Gtk.Label(label="")


def save(_button: Gtk.Button) -> None:
    with SAVED.open("a", encoding="utf-8") as out:
        out.write(entry.get_text() + "\n")
    said.set_text(f"The subject “{entry.get_text()}” is stored.")
    entry.set_text(TEXTS.pop(0) if TEXTS else "")


def tell() -> bool:
    _, x, y = window.get_window().get_origin()
    boxes = {
        name: (x + one.get_allocation().x, y + one.get_allocation().y, *size(one))
        for name, one in (("subject", entry), ("Save subject", button))
    }
    LAYOUT.write_text(json.dumps(boxes), encoding="utf-8")
    return False


def size(part: Gtk.Widget) -> tuple[int, int]:
    return part.get_allocated_width(), part.get_allocated_height()


button.connect("clicked", save)
button.set_halign(Gtk.Align.START)
column = Gtk.Box(orientation=Gtk.Orientation.VERTICAL, spacing=14, margin=24)
for part in (Gtk.Label(label="Subject", xalign=0), entry, button, said):
    column.pack_start(part, False, False, 0)
window.add(column)
window.set_default_size(1180, 260)
window.connect("destroy", Gtk.main_quit)
window.show_all()
button.grab_focus()
entry.select_region(0, 0)
GLib.timeout_add(600, tell)
Gtk.main()
