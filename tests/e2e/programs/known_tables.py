"""Tables with known content: `python -m tests.e2e.programs.known_tables PROGRAM SEED ROWS [FORM] [LOOK]`.

PROGRAM is `qt`, `gtk` or `tk`; `page` makes one for a browser.
FORM is `plain`, `wide` (columns go on sideways), `wrapped` (long texts take several lines), or `both`.
LOOK is one of `LOOKS`, or several with `+` between them.
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
LOOKS = ("usual", "dark", "loose", "selected", "zebra", "empty", "total", "varied")
"""`loose`: a heading that scrolls away (pages only); `varied`: another order of columns, font, size and names
of columns for each seed, and figures at the right."""
OTHER_NAMES = {"Order": "Order no.", "Due": "Due date", "Article": "Article name", "Amount": "Net amount"}
FONTS = ("Noto Sans", "DejaVu Sans", "Liberation Sans", "DejaVu Serif")
FIGURES = ("Quantity", "Amount", "Net amount", "Weight")
SELECTED = 3
"""The row that is marked as chosen in `selected`, from 0."""
NOTE_PX = 190
"""Width of the column whose texts are wrapped."""
NOTES = ("", "", "", "urgent", "call first", "gift wrap", "no. 7, 2nd floor")


def rows(seed: int, count: int) -> list[tuple[str, ...]]:
    """The same rows for the same seed; some say the same as the one above in all cells."""
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
    for at in range(5, count, 41):
        found[at] = found[at - 1]
    return found


def content(
    seed: int, count: int, form: str, look: str = "usual"
) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Names of the columns, and the rows, of a table in a form and look."""
    columns = COLUMNS
    found: list[tuple[str, ...]] = rows(seed, count)
    rng = random.Random(f"{form}/{seed}")
    if form in ("wrapped", "both"):
        found = [(*row[:-1], rng.choice(LONG_NOTES)) for row in found]
    if form in ("wide", "both"):
        columns += MORE_COLUMNS
        found = [(*row, *_more(rng)) for row in found]
    if "empty" in look:
        at = columns.index("Due")
        found = [(*row[:at], "", *row[at + 1 :]) for row in found]
    if "total" in look:
        found[-1] = _total(columns, found[:-1])
    if "varied" in look:
        order = rng.sample(range(len(columns)), len(columns))
        names = [OTHER_NAMES.get(name, name) if rng.random() < 0.5 else name for name in columns]
        columns = tuple(names[at] for at in order)
        found = [tuple(row[at] for at in order) for row in found]
    return columns, found


def font(seed: int, look: str) -> tuple[str, int]:
    """Family and height (pixels) of the letters; the program's own where the look is not varied."""
    rng = random.Random(f"font/{seed}")
    return (rng.choice(FONTS), rng.randint(12, 17)) if "varied" in look else ("", 0)


def _total(columns: tuple[str, ...], found: list[tuple[str, ...]]) -> tuple[str, ...]:
    quantity, amount = columns.index("Quantity"), columns.index("Amount")
    line = ["" for _ in columns]
    line[0] = "Total"
    line[quantity] = str(sum(int(row[quantity]) for row in found))
    line[amount] = f"{sum(float(row[amount].replace(',', '')) for row in found):,.2f}"
    return tuple(line)


def _more(rng: random.Random) -> tuple[str, ...]:
    phone = f"0{rng.randint(30, 899)} {rng.randint(1000, 999_999)}"
    weight = f"{rng.randint(10, 99_999) / 100:.2f} kg"
    return (rng.choice(STREETS), rng.choice(TOWNS), rng.choice(CONTACTS), phone, rng.choice(TERMS), weight)


def page(seed: int, count: int, form: str = "plain", look: str = "usual") -> str:
    """As a web page."""
    columns, found = content(seed, count, form, look)
    head = "".join(f"<th>{html.escape(name)}</th>" for name in columns)
    marked = SELECTED if "selected" in look else -1
    body = "".join(
        f"<tr{' class=marked' if at == marked else ''}>"
        + "".join(f"<td>{html.escape(cell)}</td>" for cell in row)
        + "</tr>"
        for at, row in enumerate(found)
    )
    title = "<!doctype html><meta charset=utf-8><title>Known table</title>"
    style = _style(columns, form, look, font(seed, look))
    return f"{title}<style>{style}</style><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _style(columns: tuple[str, ...], form: str, look: str, letters: tuple[str, int]) -> str:
    wide = form in ("wide", "both")
    family, height = letters
    dark = "dark" in look
    style = (
        f"body{{font:{height or 15}px '{family}',sans-serif;margin:16px}}"
        f"table{{border-collapse:collapse;width:{'auto' if wide else '100%'}}}"
        f"th,td{{border:1px solid {'#444' if dark else '#bbb'};padding:6px 10px;text-align:left}}"
        f"th{{background:{'#333a44' if dark else '#eef'}}}"
    )
    if dark:
        style += "body{background:#1e1f22;color:#e4e4e4}"
    if "loose" not in look:
        style += "th{position:sticky;top:0}"
    if "zebra" in look:  # such a table mostly has no lines
        style += f"th,td{{border:0}}tr:nth-child(even) td{{background:{'#2a2c31' if dark else '#f0f3f7'}}}"
    if "selected" in look:
        style += "tr.marked td{background:#1a63c4;color:#fff}"
    if wide:
        style += "th,td{white-space:nowrap}"
    if "varied" in look:
        style += "".join(
            f"td:nth-child({at}){{text-align:right}}" for at, name in enumerate(columns, 1) if name in FIGURES
        )
    if form in ("wrapped", "both"):
        width = f"min-width:{NOTE_PX}px;max-width:{NOTE_PX}px"
        at = columns.index("Note") + 1
        style += f"th:nth-child({at}),td:nth-child({at}){{{width};white-space:normal}}"
    return style


def _qt(seed: int, count: int, form: str, look: str) -> int:
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QColor, QFont, QPalette
    from PySide6.QtWidgets import QApplication, QTableWidget, QTableWidgetItem

    application = QApplication(["known-table"])
    columns, found = content(seed, count, form, look)
    family, height = font(seed, look)
    if height:
        letters = QFont(family)
        letters.setPixelSize(height)
        application.setFont(letters)
    if "dark" in look:
        application.setStyle("Fusion")
        palette = QPalette(QColor("#2b2d30"), QColor("#1e1f22"))
        palette.setColor(QPalette.ColorRole.AlternateBase, QColor("#2a2c31"))
        application.setPalette(palette)
    table = QTableWidget(count, len(columns))
    table.setWindowTitle("Known table")
    table.setHorizontalHeaderLabels(columns)
    for y, row in enumerate(found):
        for x, cell in enumerate(row):
            item = QTableWidgetItem(cell)
            if "varied" in look and columns[x] in FIGURES:
                item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            table.setItem(y, x, item)
    table.resizeColumnsToContents()
    if form in ("wrapped", "both"):
        table.setColumnWidth(columns.index("Note"), NOTE_PX)
        table.resizeRowsToContents()
    if "zebra" in look:
        table.setAlternatingRowColors(True)
        table.setShowGrid(False)
    if "selected" in look:
        table.selectRow(SELECTED)
    table.resize(900, 560)
    table.show()
    return application.exec()


def _gtk(seed: int, count: int, form: str, look: str) -> int:
    import gi  # pyright: ignore[reportMissingImports] - the system's Python has it

    gi.require_version("Gtk", "3.0")
    from gi.repository import Gtk, Pango  # pyright: ignore[reportMissingImports]

    window = Gtk.Window(title="Known table")
    window.set_default_size(900, 560)
    columns, found = content(seed, count, form, look)
    settings = Gtk.Settings.get_default()
    settings.set_property("gtk-application-prefer-dark-theme", "dark" in look)
    store = Gtk.ListStore(*[str] * (len(columns) + 1))
    for at, row in enumerate(found):
        ground = ("#2a2c31" if "dark" in look else "#f0f3f7") if "zebra" in look and at % 2 else None
        store.append([*row, ground])
    view = Gtk.TreeView(model=store)
    family, height = font(seed, look)
    for at, name in enumerate(columns):
        drawn = Gtk.CellRendererText()
        if height:
            drawn.set_property("font", f"{family} {height}px")
        if "varied" in look and name in FIGURES:
            drawn.set_property("xalign", 1.0)
        if name == "Note" and form in ("wrapped", "both"):
            drawn.set_property("wrap-width", NOTE_PX)
            drawn.set_property("wrap-mode", Pango.WrapMode.WORD)
        view.append_column(Gtk.TreeViewColumn(name, drawn, text=at, cell_background=len(columns)))
    if "selected" in look:
        view.get_selection().select_path(SELECTED)
    room = Gtk.ScrolledWindow()
    room.add(view)
    window.add(room)
    window.connect("destroy", Gtk.main_quit)
    window.show_all()
    Gtk.main()
    return 0


def _tk(seed: int, count: int, form: str, look: str) -> int:
    """Without lines, and each text in one line, as `ttk.Treeview` has it; `form` is `plain` or `wide`."""
    import tkinter
    from tkinter import font as fonts
    from tkinter import ttk

    window = tkinter.Tk()
    window.title("Known table")
    window.geometry("900x560")
    columns, found = content(seed, count, form, look)
    family, height = font(seed, look)
    letters = fonts.nametofont("TkDefaultFont")
    if height:
        letters.configure(family=family, size=-height)
    style = ttk.Style()
    style.theme_use("clam")
    dark = "dark" in look
    style.configure("Treeview", font=letters, rowheight=letters.metrics("linespace") + 6)
    if dark:
        style.configure("Treeview", background="#1e1f22", fieldbackground="#1e1f22", foreground="#e4e4e4")
        style.configure("Treeview.Heading", background="#333a44", foreground="#e4e4e4")
    view = ttk.Treeview(window, columns=columns, show="headings")
    view.tag_configure("odd", background="#2a2c31" if dark else "#f0f3f7")
    for at, name in enumerate(columns):
        texts = (name, *(row[at] for row in found))
        width = max(letters.measure(text) for text in texts) + 16
        view.heading(name, text=name)
        figures = "varied" in look and name in FIGURES
        view.column(name, width=width, stretch=False, anchor="e" if figures else "w")
    for at, row in enumerate(found):
        view.insert("", "end", iid=str(at), values=row, tags=("odd",) if "zebra" in look and at % 2 else ())
    if "selected" in look:
        view.selection_set(str(SELECTED))
    down = ttk.Scrollbar(window, command=view.yview)
    aside = ttk.Scrollbar(window, orient="horizontal", command=view.xview)
    view.configure(yscrollcommand=down.set, xscrollcommand=aside.set)
    aside.pack(side="bottom", fill="x")
    down.pack(side="right", fill="y")
    view.pack(fill="both", expand=True)
    window.mainloop()
    return 0


if __name__ == "__main__":
    program, number, many = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    shown, looks = (sys.argv[4:] + ["plain", "usual"][len(sys.argv) - 4 :])[:2]
    sys.exit({"qt": _qt, "gtk": _gtk, "tk": _tk}[program](number, many, shown, looks))
