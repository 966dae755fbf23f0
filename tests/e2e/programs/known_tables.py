"""Tables with known content in real programs: `python -m tests.e2e.programs.known_tables qt SEED ROWS`."""

from __future__ import annotations

import html
import random
import sys

COLUMNS = ("Order", "Customer", "Article", "Quantity", "Amount", "Due", "Note")
CUSTOMERS = (
    "Lindqvist Hardware", "Café Amadeus", "Sorensen Marine", "Sorenson & Sons", "Gärtnerei Öhlmann",
    "O'Neill Ltd.", "Müller-Lüdenscheidt", "IL Trading", "Zhang Wei", "Bäckerei Groß",
)  # fmt: skip
ARTICLES = (
    "Door hinge 80 mm",
    "Espresso cup, white",
    "Bearing 6204-2RS",
    "Hex bolt M8x40",
    "Plant pot 14 cm",
)
NOTES = ("", "", "", "urgent", "call first", "gift wrap", "no. 7, 2nd floor")


def rows(seed: int, count: int) -> list[tuple[str, ...]]:
    """The same rows for the same seed; two of them say the same in all cells."""
    rng = random.Random(seed)
    found: list[tuple[str, ...]] = []
    for at in range(count):
        amount = rng.randint(100, 999_999) / 100
        day = f"{rng.randint(1, 28):02}.{rng.randint(1, 12):02}.2026"
        found.append(
            (
                f"RE-{4000 + 7 * at}", rng.choice(CUSTOMERS), rng.choice(ARTICLES), str(rng.randint(1, 500)),
                f"{amount:,.2f}", day, rng.choice(NOTES),
            )
        )  # fmt: skip
    if count > 6:
        found[5] = found[4]
    return found


def page(seed: int, count: int) -> str:
    """As a web page."""
    head = "".join(f"<th>{html.escape(name)}</th>" for name in COLUMNS)
    body = "".join(
        "<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in row) + "</tr>"
        for row in rows(seed, count)
    )
    style = (
        "body{font:15px sans-serif;margin:16px}table{border-collapse:collapse;width:100%}"
        "th,td{border:1px solid #bbb;padding:6px 10px;text-align:left}"
        "th{background:#eef;position:sticky;top:0}"
    )
    title = "<!doctype html><meta charset=utf-8><title>Known table</title>"
    return f"{title}<style>{style}</style><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _qt(seed: int, count: int) -> int:
    from PySide6.QtWidgets import QApplication, QTableWidget, QTableWidgetItem

    application = QApplication(["known-table"])
    table = QTableWidget(count, len(COLUMNS))
    table.setWindowTitle("Known table")
    table.setHorizontalHeaderLabels(COLUMNS)
    for y, row in enumerate(rows(seed, count)):
        for x, cell in enumerate(row):
            table.setItem(y, x, QTableWidgetItem(cell))
    table.resizeColumnsToContents()
    table.resize(900, 560)
    table.show()
    return application.exec()


def _gtk(seed: int, count: int) -> int:
    import gi  # pyright: ignore[reportMissingImports] - the system's Python has it

    gi.require_version("Gtk", "3.0")
    from gi.repository import Gtk  # pyright: ignore[reportMissingImports]

    window = Gtk.Window(title="Known table")
    window.set_default_size(900, 560)
    store = Gtk.ListStore(*[str] * len(COLUMNS))
    for row in rows(seed, count):
        store.append(list(row))
    view = Gtk.TreeView(model=store)
    for at, name in enumerate(COLUMNS):
        view.append_column(Gtk.TreeViewColumn(name, Gtk.CellRendererText(), text=at))
    room = Gtk.ScrolledWindow()
    room.add(view)
    window.add(room)
    window.connect("destroy", Gtk.main_quit)
    window.show_all()
    Gtk.main()
    return 0


if __name__ == "__main__":
    program, number, many = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    sys.exit(_qt(number, many) if program == "qt" else _gtk(number, many))
