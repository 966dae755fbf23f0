"""Tables with known content in programs: `python -m tests.e2e.programs.known_tables qt SEED ROWS [FORM]`.

FORM is `plain`, `wide` (columns go on sideways), `wrapped` (long texts take several lines), or `both`.
"""

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
MORE_COLUMNS = ("Street", "Town", "Contact", "Telephone", "Terms", "Weight")
"""Of a table that goes on sideways."""
STREETS = ("14 Harbour Road", "Lindenallee 203", "7 rue Cler", "Box 88, Mill Lane", "Am Alten Markt 5")
TOWNS = ("Kiel", "Newport", "Sankt Augustin", "Aix-en-Provence", "Oslo", "Stoke-on-Trent")
CONTACTS = ("Ms Krüger", "J. Okafor", "Anna-Lena Weiß", "Pat O'Hara", "Dr. Ilse Bühler")
TERMS = ("30 days net", "prepaid", "14 days, 2 %", "on delivery")
LONG_NOTES = (
    "", "urgent", "Deliver to the back entrance between eight and noon, and ring twice at the gate",
    "Pallet must be returned; the driver takes the empty one of last week with him",
    "Invoice in two copies, one of them to Kiel", "Customer pays 14.50 more for the lift on floor 3",
)  # fmt: skip
FORMS = ("plain", "wide", "wrapped", "both")
NOTE_PX = 190
"""Width of the column whose texts are wrapped."""
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


def content(seed: int, count: int, form: str) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Names of the columns, and the rows, of a table in a form."""
    columns, found = COLUMNS, rows(seed, count)
    rng = random.Random(f"{form}/{seed}")
    if form in ("wrapped", "both"):
        found = [(*row[:-1], rng.choice(LONG_NOTES)) for row in found]
    if form in ("wide", "both"):
        columns += MORE_COLUMNS
        found = [(*row, *_more(rng)) for row in found]
    return columns, found


def _more(rng: random.Random) -> tuple[str, ...]:
    phone = f"0{rng.randint(30, 899)} {rng.randint(1000, 999_999)}"
    weight = f"{rng.randint(10, 99_999) / 100:.2f} kg"
    return (rng.choice(STREETS), rng.choice(TOWNS), rng.choice(CONTACTS), phone, rng.choice(TERMS), weight)


def page(seed: int, count: int, form: str = "plain") -> str:
    """As a web page."""
    columns, found = content(seed, count, form)
    head = "".join(f"<th>{html.escape(name)}</th>" for name in columns)
    body = "".join(
        "<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in row) + "</tr>" for row in found
    )
    wide = form in ("wide", "both")
    style = (
        "body{font:15px sans-serif;margin:16px}"
        f"table{{border-collapse:collapse;width:{'auto' if wide else '100%'}}}"
        "th,td{border:1px solid #bbb;padding:6px 10px;text-align:left}"
        "th{background:#eef;position:sticky;top:0}"
    )
    if wide:
        style += "th,td{white-space:nowrap}"
    if form in ("wrapped", "both"):
        width = f"min-width:{NOTE_PX}px;max-width:{NOTE_PX}px"
        style += f"th:nth-child(7),td:nth-child(7){{{width};white-space:normal}}"
    title = "<!doctype html><meta charset=utf-8><title>Known table</title>"
    return f"{title}<style>{style}</style><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _qt(seed: int, count: int, form: str) -> int:
    from PySide6.QtWidgets import QApplication, QTableWidget, QTableWidgetItem

    application = QApplication(["known-table"])
    columns, found = content(seed, count, form)
    table = QTableWidget(count, len(columns))
    table.setWindowTitle("Known table")
    table.setHorizontalHeaderLabels(columns)
    for y, row in enumerate(found):
        for x, cell in enumerate(row):
            table.setItem(y, x, QTableWidgetItem(cell))
    table.resizeColumnsToContents()
    if form in ("wrapped", "both"):
        table.setColumnWidth(6, NOTE_PX)
        table.resizeRowsToContents()
    table.resize(900, 560)
    table.show()
    return application.exec()


def _gtk(seed: int, count: int, form: str) -> int:
    import gi  # pyright: ignore[reportMissingImports] - the system's Python has it

    gi.require_version("Gtk", "3.0")
    from gi.repository import Gtk, Pango  # pyright: ignore[reportMissingImports]

    window = Gtk.Window(title="Known table")
    window.set_default_size(900, 560)
    columns, found = content(seed, count, form)
    store = Gtk.ListStore(*[str] * len(columns))
    for row in found:
        store.append(list(row))
    view = Gtk.TreeView(model=store)
    for at, name in enumerate(columns):
        drawn = Gtk.CellRendererText()
        if at == 6 and form in ("wrapped", "both"):
            drawn.set_property("wrap-width", NOTE_PX)
            drawn.set_property("wrap-mode", Pango.WrapMode.WORD)
        view.append_column(Gtk.TreeViewColumn(name, drawn, text=at))
    room = Gtk.ScrolledWindow()
    room.add(view)
    window.add(room)
    window.connect("destroy", Gtk.main_quit)
    window.show_all()
    Gtk.main()
    return 0


if __name__ == "__main__":
    program, number, many = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    shown = sys.argv[4] if len(sys.argv) > 4 else "plain"
    sys.exit(_qt(number, many, shown) if program == "qt" else _gtk(number, many, shown))
