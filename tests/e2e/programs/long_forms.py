"""Forms that are larger than their window, in real toolkits; each writes what it holds and where it lies.

Usage: python long_forms.py TOOLKIT KIND STATE.json WIDTHxHEIGHT+X+Y

tk: `bound` to the canvas alone, `everywhere` (the wheel scrolls, and turns a combo box), `map`, `wide`.
qt: `form`, `nested`, `list`, `wide`.  gtk: `form`.
With `-gone` behind it, its last field and its button are missing.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

KINDS = ("Branch", "Carrier", "Payment", "Country")
"""Combo boxes, each as wide as the form."""
CHOICES = ("Aachen", "Bergen", "Cagliari", "Dresden", "Esbjerg")
COUNTS = ("Pieces", "Boxes", "Pallets")
"""Spin boxes."""
FIRST, LAST, STORE = "Customer", "Remark", "Store order"
EVERY_MS = 100

State = dict[str, Any]


class Told:
    """Writes the state whenever it differs."""

    def __init__(self, path: Path, gone: bool) -> None:
        self._path = path
        self.gone = gone
        """Whether the last field and the button are missing."""
        self._last = ""
        self.stored: list[State] = []
        self.turned: list[str] = []
        """What was ever changed but by a key: names of combo and spin boxes, and what zooms."""

    def write(self, values: State, places: dict[str, tuple[int, int, int, int]]) -> None:
        """Tells values and places, with what was stored and turned."""
        state = {"stored": self.stored, "turned": self.turned, "values": values, "places": places}
        text = json.dumps(state)
        if text != self._last:
            part = self._path.with_suffix(".part")
            part.write_text(text, encoding="utf-8")
            part.replace(self._path)
            self._last = text


def tk(kind: str, told: Told, size: tuple[int, ...]) -> None:
    """A canvas with a frame on it, as Tk programs scroll."""
    import tkinter as tkinter
    from tkinter import ttk

    root = tkinter.Tk(className="Longform")
    root.title("Orders")
    root.geometry("{}x{}+{}+{}".format(*size))
    ttk.Style(root).theme_use("clam")
    canvas = tkinter.Canvas(root, highlightthickness=0, background="#dcdad5")
    values: dict[str, tkinter.StringVar] = {}
    parts: dict[str, Any] = {}

    def changed(name: str) -> Callable[..., None]:
        return lambda *_: told.turned.append(name)

    def kept(name: str, first: str, note: bool = True) -> tkinter.StringVar:
        values[name] = tkinter.StringVar(root, first)
        if note:
            values[name].trace_add("write", changed(name))
        return values[name]

    bars = (
        ttk.Scrollbar(root, command=canvas.yview),
        ttk.Scrollbar(root, command=canvas.xview, orient="horizontal"),
    )
    canvas.configure(yscrollcommand=bars[0].set, xscrollcommand=bars[1].set)
    if kind == "wide":
        bars[1].pack(side="bottom", fill="x")
    bars[0].pack(side="right", fill="y")
    canvas.pack(side="left", fill="both", expand=True)
    if kind == "map":
        scale = [1.0]

        def drawn() -> None:
            canvas.delete("all")
            for at in range(60):
                x, y = 40 + 97 * at % 640, 30 + 61 * at % 420
                canvas.create_text(
                    x * scale[0], y * scale[0], text=f"Plot {at}", font=("", int(9 * scale[0]))
                )
                canvas.create_line(x * scale[0], y * scale[0], (y + 60) * scale[0], (x + 90) * scale[0])

        def zoomed(by: int) -> None:
            scale[0] = round(scale[0] + by * 0.1, 3)
            told.turned.append("zoom")
            drawn()

        drawn()
        canvas.bind("<Button-4>", lambda _: zoomed(1))
        canvas.bind("<Button-5>", lambda _: zoomed(-1))
        parts["scale"] = canvas
        page = ttk.Frame(root)
        page.place(relx=1.0, rely=1.0, x=-16, anchor="se")
        if size[0] > 600:
            _store_tk(ttk, page, parts, told, values, kept(LAST, "", False))
    else:
        page = ttk.Frame(canvas)
        canvas.create_window(0, 0, window=page, anchor="nw")
        page.bind("<Configure>", lambda _: canvas.configure(scrollregion=canvas.bbox("all")))
        if kind == "bound":
            canvas.bind("<Button-4>", lambda _: canvas.yview_scroll(-1, "units"))
            canvas.bind("<Button-5>", lambda _: canvas.yview_scroll(1, "units"))
        else:
            root.bind_all("<Button-4>", lambda _: canvas.yview_scroll(-1, "units"))
            root.bind_all("<Button-5>", lambda _: canvas.yview_scroll(1, "units"))
            root.bind_all("<Shift-Button-4>", lambda _: canvas.xview_scroll(-1, "units"))
            root.bind_all("<Shift-Button-5>", lambda _: canvas.xview_scroll(1, "units"))
        parts[FIRST] = ttk.Entry(page, width=46, textvariable=kept(FIRST, "", False))
        _rows_tk(ttk, page, parts[FIRST], FIRST)
        for at, name in enumerate((*KINDS, *COUNTS)):
            first = CHOICES[2] if name in KINDS else str(4 + at)
            if name in KINDS:
                parts[name] = ttk.Combobox(
                    page, values=CHOICES, state="readonly", textvariable=kept(name, first)
                )
            else:
                parts[name] = ttk.Spinbox(page, from_=0, to=99, textvariable=kept(name, first))
            _rows_tk(ttk, page, parts[name], name)
        if kind == "wide":
            beside = ttk.Frame(page)
            beside.grid(row=0, column=1, rowspan=20, padx=(160, 20), sticky="n")
            for at in range(6):
                ttk.Label(beside, text=f"Shelf {at + 3} of the store").pack(anchor="w", pady=6)
            page = beside
        _store_tk(ttk, page, parts, told, values, kept(LAST, "", False))

    def tell() -> None:
        places = {
            name: (one.winfo_rootx(), one.winfo_rooty(), one.winfo_width(), one.winfo_height())
            for name, one in parts.items()
        }
        told.write({name: one.get() for name, one in values.items()}, places)
        root.after(EVERY_MS, tell)

    root.after(300, tell)
    root.mainloop()


def _rows_tk(ttk: Any, page: Any, part: Any, name: str) -> None:
    row = page.grid_size()[1]
    ttk.Label(page, text=name).grid(row=row, column=0, sticky="w", padx=8, pady=(6, 0))
    part.grid(row=row + 1, column=0, sticky="ew", padx=8)


def _store_tk(
    ttk: Any, page: Any, parts: dict[str, Any], told: Told, values: dict[str, Any], last: Any
) -> None:
    if told.gone:
        return
    said = ttk.Label(page, text="")

    def store() -> None:
        told.stored.append({name: one.get() for name, one in values.items()})
        last.set("")
        said.configure(text=f"Order {len(told.stored)} is stored")

    parts[LAST] = ttk.Entry(page, width=30, textvariable=last)
    parts[STORE] = ttk.Button(page, text=STORE, command=store)
    for one in (ttk.Label(page, text=LAST), parts[LAST], parts[STORE], said):
        if page.grid_size()[1]:
            one.grid(row=page.grid_size()[1], column=0, sticky="w", padx=8, pady=4)
        else:
            one.pack(anchor="w", padx=8, pady=4)


def qt(kind: str, told: Told, size: tuple[int, ...]) -> None:
    """Scroll areas, as Qt programs have."""
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import (
        QApplication,
        QComboBox,
        QFormLayout,
        QFrame,
        QLabel,
        QLineEdit,
        QListWidget,
        QPushButton,
        QScrollArea,
        QSpinBox,
        QVBoxLayout,
        QWidget,
    )

    app = QApplication(["longform"])
    app.setStyle("Fusion")
    page = QWidget()
    column = QVBoxLayout(page)
    parts: dict[str, QWidget] = {FIRST: QLineEdit()}
    column.addWidget(QLabel(FIRST))
    column.addWidget(parts[FIRST])
    if kind == "list":
        names = QListWidget()
        names.addItems([f"{CHOICES[at % 5]} warehouse {at + 1}" for at in range(30)])
        names.setFixedHeight(150)
        column.addWidget(names)
    inner = column
    if kind == "nested":
        box, held = QScrollArea(), QWidget()
        inner = QVBoxLayout(held)
        for at in range(12):
            inner.addWidget(QLabel(f"Clause {at + 1} of the contract with {CHOICES[at % 5]}"))
        box.setWidget(held)
        box.setFixedHeight(130)
        column.addWidget(box)
        inner = column
    for at, name in enumerate((*KINDS, *COUNTS)):
        inner.addWidget(QLabel(name))
        if name in KINDS:
            combo = QComboBox()
            combo.addItems(CHOICES)
            combo.setCurrentIndex(2)
            combo.currentIndexChanged.connect(lambda _, name=name: told.turned.append(name))
            parts[name] = combo
        else:
            spin = QSpinBox(value=4 + at)
            spin.valueChanged.connect(lambda _, name=name: told.turned.append(name))
            parts[name] = spin
        inner.addWidget(parts[name])
    last, button, said = QLineEdit(), QPushButton(STORE), QLabel("")
    parts |= {LAST: last, STORE: button}

    def values() -> State:
        found: State = {}
        for name, one in parts.items():
            if isinstance(one, QComboBox):
                found[name] = one.currentText()
            elif isinstance(one, QSpinBox | QLineEdit):
                found[name] = one.text()
        return found

    def store() -> None:
        told.stored.append(values())
        last.clear()
        said.setText(f"Order {len(told.stored)} is stored")

    button.clicked.connect(store)
    if kind == "wide":
        wide = QWidget()
        beside = QFormLayout(wide)
        wide_page = QFrame()
        line = QVBoxLayout(wide_page)
        for one in (QLabel(LAST), last, button, said):
            line.addWidget(one)
        line.addStretch()
        beside.addRow(page, wide_page)
        last.setMinimumWidth(200)
        page.setFixedWidth(620)
        page = wide
    else:
        for one in (QLabel(LAST), last, button, said):
            column.addWidget(one)
    button.setMaximumWidth(130)
    if told.gone:
        for one in (last, button):
            one.hide()
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setWidget(page)
    area.setWindowTitle("Orders")
    area.setGeometry(size[2], size[3], size[0], size[1])
    area.show()

    def tell() -> None:
        places = {}
        for name, one in parts.items():
            at = one.mapToGlobal(one.rect().topLeft())
            places[name] = (at.x(), at.y(), one.width(), one.height())
        told.write(values(), places)

    timer = QTimer(interval=EVERY_MS)
    timer.timeout.connect(tell)
    timer.start()
    app.exec()


def gtk(kind: str, told: Told, size: tuple[int, ...]) -> None:
    """A scrolled window, as GTK 3 programs have."""
    import gi  # pyright: ignore[reportMissingImports] - the system's Python has it

    gi.require_version("Gtk", "3.0")
    from gi.repository import GLib, Gtk  # pyright: ignore[reportMissingImports]

    assert kind == "form"
    window = Gtk.Window(title="Orders")
    window.set_default_size(size[0], size[1])
    window.move(size[2], size[3])
    window.connect("destroy", Gtk.main_quit)
    page = Gtk.Box(orientation=Gtk.Orientation.VERTICAL, spacing=4, margin=8)
    parts: dict[str, Any] = {FIRST: Gtk.Entry()}
    page.add(Gtk.Label(label=FIRST, xalign=0))
    page.add(parts[FIRST])
    for at, name in enumerate((*KINDS, *COUNTS)):
        page.add(Gtk.Label(label=name, xalign=0))
        if name in KINDS:
            one = Gtk.ComboBoxText()
            for choice in CHOICES:
                one.append_text(choice)
            one.set_active(2)
            one.connect("changed", lambda _, name=name: told.turned.append(name))
        else:
            one = Gtk.SpinButton.new_with_range(0, 99, 1)
            one.set_value(4 + at)
            one.connect("value-changed", lambda _, name=name: told.turned.append(name))
        parts[name] = one
        page.add(one)
    last, button, said = Gtk.Entry(), Gtk.Button(label=STORE), Gtk.Label(xalign=0)
    parts |= {LAST: last, STORE: button}

    def values() -> State:
        return {
            name: one.get_active_text() if isinstance(one, Gtk.ComboBoxText) else one.get_text()
            for name, one in parts.items()
            if not isinstance(one, Gtk.Button)
        }

    def store(_: Any) -> None:
        told.stored.append(values())
        last.set_text("")
        said.set_text(f"Order {len(told.stored)} is stored")

    button.connect("clicked", store)
    for one in (Gtk.Label(label=LAST, xalign=0), last, button, said):
        page.add(one)
    area = Gtk.ScrolledWindow()
    area.add(page)
    window.add(area)
    window.show_all()
    if told.gone:
        last.hide()
        button.hide()

    def tell() -> bool:
        _, left, top = window.get_window().get_origin()
        places = {}
        for name, one in parts.items():
            x, y = one.translate_coordinates(window, 0, 0)
            places[name] = (left + x, top + y, one.get_allocated_width(), one.get_allocated_height())
        told.write(values(), places)
        return True

    GLib.timeout_add(EVERY_MS, tell)
    Gtk.main()


if __name__ == "__main__":
    toolkit, chosen, path, geometry = sys.argv[1:]
    {"tk": tk, "qt": qt, "gtk": gtk}[toolkit](
        chosen.removesuffix("-gone"),
        Told(Path(path), gone=chosen.endswith("-gone")),
        tuple(map(int, re.findall(r"\d+", geometry))),
    )
