"""Which steps the demonstration shows to be final, and which it does not: by what came of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pytest

from lam_desktop.execution.verifying.consequences import consequence
from lam_desktop.execution.verifying.effects import folded
from lam_desktop.tasks.step import TaskStep
from lam_desktop.types import Box, DemonstratedStep, Element, ElementKind, Observation, Window

FRAME = np.zeros((600, 800, 3), np.uint8)
WINDOW, DIALOG = Box(0, 0, 800, 600), Box(200, 150, 400, 300)
TYPED = ("Miller", "12.50")

Screen = tuple[Element, ...]


def at(kind: ElementKind, text: str, x: int, y: int, w: int = 120, h: int = 22) -> Element:
    return Element(Box(x, y, w, h), kind, text)


def form(*values: str, extra: Sequence[Element] = ()) -> Screen:
    """Two labelled fields, a table with three orders in it, and what else there is."""
    first, second = (*values, "", "")[:2]
    return (
        at("text", "Customer", 20, 40), at("field", first, 160, 40), at("text", "Amount", 20, 80),
        at("field", second, 160, 80), at("button", "Store", 20, 120), at("icon", "", 180, 120, 24, 24),
        at("header", "Orders so far", 20, 180), at("cell", "Grün", 20, 210), at("cell", "7.00", 160, 210),
        at("cell", "Smith", 20, 240), at("cell", "3.10", 160, 240), at("cell", "Weber", 20, 270),
        at("cell", "4.40", 160, 270), *extra,
    )  # fmt: skip


def without(screen: Screen, *texts: str) -> Screen:
    return tuple(one for one in screen if one.text not in texts)


FILLED, EMPTY = form(*TYPED), form()
LINE = (at("cell", "Miller", 20, 300), at("cell", "12.50", 160, 300))
CHAT = (at("text", "Ada: Hello", 20, 40, 300), at("field", "See you at nine", 20, 500, 400))
SENT = (*CHAT[:1], at("field", "", 20, 500, 400), at("text", "See you at nine", 20, 70, 300))
SHEET = (
    at("field", "Miller", 60, 10, 400), at("cell", "Miller", 100, 100), at("cell", "Berlin", 220, 100),
    at("cell", "Bonn", 220, 130), at("header", "A", 100, 70),
)  # fmt: skip
ASKED = (
    at("text", "Keep the order?", 220, 180, 200), at("text", "It cannot be changed", 220, 210, 220),
    at("button", "Go on", 240, 300), at("button", "Cancel", 400, 300),
)  # fmt: skip
OTHER_PAGE = tuple(at("text", f"Figure {n} of the year", 20, 30 * n, 300) for n in range(1, 15))


@dataclass(frozen=True)
class Case:
    name: str
    final: str
    """What it led to; empty for nothing final."""
    before: Screen
    after: Screen
    on: str = "icon"
    """Kind of the element that was clicked."""
    says: str = ""
    keys: tuple[str, ...] = ()
    typed: tuple[str, ...] = TYPED
    dialog: bool = False


def report(text: str) -> Screen:
    return form(*TYPED, extra=(at("text", text, 300, 560, 300),))


CASES = (
    # an icon without a word
    Case("an icon stores: its values are a line of the table", "listed", FILLED, form(extra=LINE)),
    Case("an icon is clicked, and the form stays filled", "", FILLED, FILLED),
    Case("an icon empties the form", "emptied", FILLED, EMPTY),
    Case("an icon empties half of it", "", FILLED, form("Miller", "")),
    Case("an icon opens a menu over the form", "", FILLED,
         (*FILLED[:1], *(at("menu_item", f"Entry {n}", 160, 30 + 24 * n) for n in range(5)), *FILLED[4:])),
    Case("an icon shows another page", "", FILLED, OTHER_PAGE),
    Case("an icon removes a line", "removed", EMPTY, without(EMPTY, "Smith", "3.10"), typed=()),
    Case("an icon sorts the table", "", EMPTY, EMPTY[:7] + EMPTY[9:] + EMPTY[7:9], typed=()),
    Case("an icon filters it: most lines go", "", EMPTY, without(EMPTY, "Smith", "3.10", "Weber", "4.40"),
         typed=()),
    # what a program says, in eleven languages
    *(Case(f"«{text}» comes", "told", FILLED, report(text)) for text in (
        "Order 4711 was saved", "Message sent", "Entry deleted.", "Auftrag gespeichert", "Nachricht gesendet",
        "Enregistré à 10:42", "Pedido guardado", "Ordine salvato", "Registro salvo", "Bestelling opgeslagen",
        "Zapisano zamówienie", "订单已保存", "注文を保存しました", "주문이 저장되었습니다",
    )),
    *(Case(f"«{text}» comes", "", FILLED, report(text)) for text in (
        "Please fill in the amount", "Searching…", "3 orders", "Unsaved changes", "Bitte warten",
    )),
    Case("it was said before", "", report("Order 4711 was saved"), report("Order 4711 was saved")),
    Case("a menu with «Sent» opens", "", FILLED, form(*TYPED, extra=(at("menu_item", "Sent", 300, 60),))),
    Case("another page says «saved» among much", "", FILLED,
         (*OTHER_PAGE, at("text", "Saved searches", 20, 500))),
    # keys
    Case("Alt+S stores", "listed", FILLED, form(extra=LINE), keys=("alt", "s")),
    Case("F10 stores", "told", FILLED, report("saved"), keys=("f10",)),
    Case("F10 opens the menu bar", "", FILLED, FILLED, keys=("f10",)),
    Case("Space on a button stores", "emptied", FILLED, EMPTY, keys=("space",)),
    Case("Space ticks a box", "", FILLED, FILLED, keys=("space",)),
    Case("Tab goes on", "", FILLED, EMPTY, keys=("tab",)),
    Case("Escape takes back what was typed", "", FILLED, EMPTY, keys=("esc",)),
    Case("Enter sends a chat message", "listed", CHAT, SENT, keys=("enter",), typed=("See you at nine",)),
    Case("Enter leaves a cell of a sheet", "", SHEET, (at("field", "", 60, 10, 400), *SHEET[1:]),
         keys=("enter",), typed=("Miller",)),
    Case("Ctrl+A marks", "", FILLED, FILLED, keys=("ctrl", "a")),
    Case("Delete removes an entry", "removed", EMPTY, without(EMPTY, "Grün", "7.00"), keys=("delete",),
         typed=()),
    Case("Enter in a list reads an entry otherwise", "", EMPTY, without(EMPTY, "Grün"), keys=("enter",),
         typed=()),
    # dialogs
    Case("a button closes the dialog", "closed", ASKED, FILLED, "button", "Go on", dialog=True),
    Case("Cancel closes it", "", ASKED, FILLED, "button", "Cancel", dialog=True),
    Case("«Cancel order» cancels an order", "told", (*FILLED, at("button", "Cancel order", 300, 400)),
         report("Order 4711 was removed"), "button", "Cancel order"),
    Case("an icon in it closes it", "closed", (*ASKED, at("icon", "", 300, 400, 24, 24)), FILLED,
         dialog=True),
    Case("Enter closes it", "closed", ASKED, FILLED, keys=("enter",), dialog=True),
    Case("Escape closes it", "", ASKED, FILLED, keys=("esc",), dialog=True),
    Case("a page that is no dialog goes", "", ASKED, FILLED, "button", "Go on"),
    Case("a button of the dialog changes a word", "", ASKED,
         (at("text", "Keep all orders?", 220, 180, 200), *ASKED[1:]), "button", "Go on", dialog=True),
    # what only shows, chooses or prepares
    Case("a field is clicked and shows its old value", "", FILLED, EMPTY, "field", "Miller"),
    Case("a tab shows another page", "", (*FILLED, at("tab", "Archive", 400, 10)),
         (*OTHER_PAGE[:4], at("text", "Saved in May", 20, 500)), "tab", "Archive"),
    Case("a check box is ticked", "", (*FILLED, at("checkbox", "Express", 300, 80)), report("saved"),
         "checkbox", "Express"),
    Case("a list opens", "", (*FILLED, at("combo", "Berlin", 300, 40)),
         (*FILLED, at("list_item", "Bonn", 300, 70), at("list_item", "Köln", 300, 95)), "combo", "Berlin"),
    Case("an entry is marked, and read otherwise", "", EMPTY, without(EMPTY, "Weber"), "cell", "Weber",
         typed=()),
)  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_by_what_came_of_it(case: Case) -> None:
    kind = ("key" if len(case.keys) == 1 else "shortcut") if case.keys else "click"
    found = [n for n, one in enumerate(case.before) if (one.kind, one.text) == (case.on, case.says)]
    target = None if case.keys else found[-1]
    body = Window("", "orders", "orders", WINDOW)
    inside = Window("", "orders", "orders", DIALOG, "dialog") if case.dialog else body
    before = Observation(FRAME, case.before, inside.box, windows=(inside,))
    after = Observation(FRAME, case.after, WINDOW, windows=(body,))
    shown = DemonstratedStep(9, before, target, None, after)
    step = TaskStep(9, 8, kind, "", keys=case.keys)
    assert consequence(step, shown, [folded(text) for text in case.typed]) == case.final


def test_there_are_cases_enough_of_both_sorts() -> None:
    final = sum(bool(case.final) for case in CASES)
    assert len(CASES) >= 40 and final >= 20 and len(CASES) - final >= 20
