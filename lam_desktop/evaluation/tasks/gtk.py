"""Tasks on GTK programs."""

from __future__ import annotations

from decimal import Decimal

from lam_desktop.evaluation.drift.program import Row
from lam_desktop.evaluation.tasks.proofs import display, files, matches, said
from lam_desktop.evaluation.tasks.task import OfficeTask, click, press, say

LETTERS: tuple[Row, ...] = (
    {
        "salutation": "Dear Ms Sorensen,",
        "text": "Your order 4711 left our house today.",
        "file": "sorensen.txt",
    },
    {"salutation": "Dear Mr Tanaka,", "text": "Your chair 905 comes on 3 March.", "file": "tanaka-2.txt"},
    {
        "salutation": "Chère Mme Grüner,",
        "text": "We have received your payment of 48.20.",
        "file": "grüner.txt",
    },
    {"salutation": "Dear Dr Okafor,", "text": "The meeting has moved to room 12.", "file": "okafor-room.txt"},
)
SUMS: tuple[Row, ...] = (
    {"net": "12.5", "tax": "30.25"},
    {"net": "1748", "tax": "362.1"},
    {"net": "0.95", "tax": "6.08"},
    {"net": "205.4", "tax": "19.7"},
)
PATIENTS: tuple[Row, ...] = (
    {"surname": "Sorensen", "first": "Maria", "ward": "B 12"},
    {"surname": "Rahman", "first": "Fatima", "ward": "A 3"},
    {"surname": "Lindqvist", "first": "Jonas", "ward": "C 41"},
    {"surname": "Ortega", "first": "Luis", "ward": "B 7"},
)
ORDERS: tuple[Row, ...] = tuple({"order": order} for order in ("4713", "4711", "4715", "4712"))
STOCK = (("4711", "Grüner", "Lyon"), ("4712", "Sorensen", "Oslo"), ("4713", "Li", "Leeds"),
         ("4714", "Okafor", "Bern"), ("4715", "Tanaka", "Bath"))  # fmt: skip
NOTE = "Notes of the day\n"


def total(row: Row) -> str:
    """The sum as calculators show it."""
    return f"{(Decimal(row['net']) + Decimal(row['tax'])).normalize():f}"


def _product(row: Row) -> str:
    return f"{(Decimal(row['net']) * Decimal(row['tax'])).normalize():f}"


LETTER_STEPS = (*say("{salutation}"), *press("enter"), *press("enter"), *say("{text}"))
NOTE_STEPS = (*press("ctrl", "end"), *say("{salutation}"), *press("enter"), *say("{text}"))
LINE_STEPS = (*press("ctrl", "end"), *press("enter"), *say("{text}"))
"""Some editors show no line after the last line's end."""
LINED = "note.txt=" + NOTE + "{text}\n"
NOTED = "note.txt=" + NOTE + "{salutation}\n{text}"

TASKS = (
    OfficeTask(
        "mousepad-letter", "gtk3", ("mousepad", "--disable-server"), LETTERS,
        (*LETTER_STEPS, *press("ctrl", "s"), *say("{file}"), *click("Save", "push button")),
        files("*.txt"), "{file}={salutation}\n\n{text}",
    ),
    OfficeTask(
        "mousepad-note", "gtk3", ("mousepad", "--disable-server", "note.txt"), LETTERS,
        (*NOTE_STEPS, *click("File", "menu"), *click("Save", "menu item")),
        files("note.txt"), NOTED, files=(("note.txt", NOTE),),
    ),
    OfficeTask(
        "l3afpad-note", "gtk3", ("l3afpad", "note.txt"), LETTERS,
        (*NOTE_STEPS, *click("File", "menu"), *click("Save", "menu item")),
        files("note.txt"), NOTED, files=(("note.txt", NOTE),),
    ),
    OfficeTask(
        "gedit-note", "gtk3", ("gedit", "note.txt"), LETTERS, (*LINE_STEPS, *click("Save", "push button")),
        files("note.txt"), LINED, files=(("note.txt", NOTE),),
    ),
    OfficeTask(
        "galculator-sum", "gtk3", ("galculator",), SUMS,
        (*click("AC"), *say("{net}"), *click("+"), *say("{tax}"), *click("=")),
        display("text"), total, transient=True, size=(420, 440),
    ),
    OfficeTask(
        "galculator-product", "gtk3", ("galculator",), SUMS,
        (*click("AC"), *say("{net}"), *click("*"), *say("{tax}"), *click("=")),
        display("text"), _product, transient=True, size=(420, 440),
    ),
    OfficeTask(
        "zenity-patient", "gtk3",
        ("zenity", "--forms", "--title=Patient", "--text=Visit", "--add-entry=Surname",
         "--add-entry=First name", "--add-entry=Ward"),
        PATIENTS,
        (*say("{surname}"), *press("tab"), *say("{first}"), *press("tab"), *say("{ward}"), *click("OK")),
        said, "{surname}|{first}|{ward}", size=(0, 0),
    ),
    OfficeTask(
        "zenity-order", "gtk3",
        ("zenity", "--list", "--title=Orders", "--text=Which order is paid?", "--column=Order",
         "--column=Customer", "--column=City", "--width=460", "--height=340",
         *(cell for order in STOCK for cell in order)),
        ORDERS, (*click("{order}", "table cell"), *click("OK")), said, "{order}", size=(0, 0),
    ),
    OfficeTask(
        "yad-order", "gtk3",
        ("yad", "--form", "--title=Order", "--field=Customer", "--field=City", "--field=Remark",
         "--width=460"),
        tuple({"customer": one["surname"], "city": one["ward"], "remark": one["first"]} for one in PATIENTS),
        (*say("{customer}"), *press("tab"), *say("{city}"), *press("tab"), *say("{remark}"), *click("OK")),
        said, "{customer}|{city}|{remark}|", size=(0, 0),
    ),
    OfficeTask(
        "gnome-calculator-sum", "gtk4", ("gnome-calculator",), SUMS,
        (*say("{net}"), *click("+"), *say("{tax}"), *click("=")), display("text"), total,
        transient=True, size=(0, 0),
    ),
    OfficeTask(
        "text-editor-note", "gtk4", ("gnome-text-editor", "note.txt"), LETTERS,
        (*LINE_STEPS, *press("ctrl", "s")),
        files("note.txt"), LINED, files=(("note.txt", NOTE),),
    ),
    OfficeTask(
        "osmo-task", "gtk3", ("osmo",), tuple({"summary": one["text"]} for one in LETTERS),
        (*click("Tasks", "page tab"), *click("New task"), *say("{summary}"), *click("OK")),
        matches(".local/share/osmo/tasks_entries.xml", "<summary>(.*?)</summary>"), "{summary}", size=(0, 0),
    ),
)  # fmt: skip
