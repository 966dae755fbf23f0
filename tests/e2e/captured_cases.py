"""Sixty entries that a clerk shows on one page, and what each must become in another row."""

from __future__ import annotations

from datetime import date

from lam_desktop.office.clerk import Clerk
from tests.e2e.browser import Browser
from tests.e2e.captured import LATER, Act, Captured, table
from tests.e2e.harness import Office
from tests.e2e.menus import by_chords, by_context_menu, by_middle_button, choose

PEOPLE = table(
    ("first", "last", "street", "zip", "city", "phone", "born", "mail", "insured"),
    "Anna|Weber|Lindenweg 4|04109|Leipzig|0341 552017|1974-06-25|anna.weber@mail.example|A 119 642 003",
    "Jose|Ortega|Elbstrand 112|10115|Berlin|030 700199|2001-01-09|ortega@office.example|X 224 771 910",
    "Mei|Tanaka|Am Markt 9|80331|Munich|089 120045|1988-10-30|mei@home.example|K 700 118 256",
)


def typed(field: str, text: str) -> Act:
    """A click into a field, and a text."""

    def act(clerk: Clerk, browser: Browser, office: Office) -> None:
        del office
        clerk.click(*browser.middle(field))
        clerk.type(text)

    return act


def read_first(field: str, text: str) -> Act:
    """Another field is filled in before, as in most forms: what is read stood on an earlier screen."""

    def act(clerk: Clerk, browser: Browser, office: Office) -> None:
        typed("name", "Maria Sorensen")(clerk, browser, office)
        typed(field, text)(clerk, browser, office)

    return act


def by_keys(clerk: Clerk, browser: Browser, office: Office) -> None:
    """Ctrl+C, Ctrl+V."""
    del office
    by_chords(clerk, browser, "customer", "note", ("ctrl", "c"), ("ctrl", "v"))


def by_menu(clerk: Clerk, browser: Browser, office: Office) -> None:
    """The context menu's entries."""
    by_context_menu(clerk, browser, office, "customer", "note")


def by_mouse(clerk: Clerk, browser: Browser, office: Office) -> None:
    """Marked, and pasted by the middle button."""
    del office
    by_middle_button(clerk, browser, "customer", "note")


def from_list(entry: str) -> Act:
    """An entry of a list that opens."""

    def act(clerk: Clerk, browser: Browser, office: Office) -> None:
        clerk.click(*browser.middle("country"))
        choose(clerk, office, "chromium", entry)

    return act


def option(clerk: Clerk, browser: Browser, office: Office) -> None:
    """One of several options."""
    del office
    clerk.click(*browser.middle("delivery Courier"))


def put_right(clerk: Clerk, browser: Browser, office: Office) -> None:
    """A slip of the fingers, taken back."""
    typed("name", "Maria Sorenxem")(clerk, browser, office)
    for _ in range(3):
        clerk.press("backspace")
    clerk.type("sen")


def reached_by_tab(clerk: Clerk, browser: Browser, office: Office) -> None:
    """Two fields filled in one after the other, the second reached without the mouse."""
    typed("name", "Maria Sorensen")(clerk, browser, office)
    clerk.press("tab")
    clerk.type("1249,50")


CAPTURED = (
    Captured("the cell as it stands", typed("name", "Maria Sorensen"), "Peter Dyk"),
    Captured("a date written otherwise", typed("due", "17.03.2026"), "02.11.2026"),
    Captured("a sum with a comma", typed("amount", "1249,50"), "89,90"),
    Captured("the last word in large letters", typed("note", "SORENSEN"), "DYK"),
    Captured("a code that a sentence says", read_first("note", "Ada-7"), "read Bo-9", "Bo-9"),
    Captured("a name behind a colon", read_first("note", "Lovelace"), "read Hopper", "Hopper"),
    Captured("what another field shows", read_first("note", "Castellano Ltd"), "read Okafor", "Okafor"),
    Captured("a sum that a field shows otherwise", read_first("note", "2318.75"), "read 86.20", "86,20 €"),
    Captured(
        "a cell in the line of the row's order", read_first("note", "Lindqvist"), "read Okafor", "Okafor"
    ),
    Captured("a cell in the line of another order", read_first("note", "Okafor"), "Okafor"),
    Captured("copied by keys", by_keys, "copied Castellano Ltd"),
    Captured("copied by a menu", by_menu, "copied Castellano Ltd"),
    Captured("copied by the middle button", by_mouse, "copied Castellano Ltd"),
    Captured("always the same", typed("note", "Thank you for your order."), "Thank you for your order."),
    Captured("the day of the recording", typed("due", f"{date.today():%d.%m.%Y}"), f"{LATER:%d.%m.%Y}"),
    Captured("a running number", typed("note", "003"), "002", row=3),
    Captured("a secret", typed("pin", "hunter-2!"), "a secret"),
    Captured("an entry of a list", from_list("Germany"), "Italy"),
    Captured("one of several options", option, "Post"),
    # Parts of a record, put together and written otherwise.
    Captured("first and last name", typed("name", "Anna Weber"), "Jose Ortega", rows=PEOPLE),
    Captured("last name first", typed("name", "Weber, Anna"), "Ortega, Jose", rows=PEOPLE),
    Captured("an initial", typed("name", "A. Weber"), "J. Ortega", rows=PEOPLE),
    Captured("both initials", typed("note", "AW"), "JO", rows=PEOPLE),
    Captured("the last name in large letters", typed("name", "WEBER Anna"), "ORTEGA Jose", rows=PEOPLE),
    Captured("post code and town", typed("note", "04109 Leipzig"), "10115 Berlin", rows=PEOPLE),
    Captured(
        "a whole address",
        typed("note", "Lindenweg 4, 04109 Leipzig"),
        "Elbstrand 112, 10115 Berlin",
        rows=PEOPLE,
    ),
    Captured("a number without its gaps", typed("note", "A119642003"), "X224771910", rows=PEOPLE),
    Captured("a telephone number without its gap", typed("note", "0341552017"), "030700199", rows=PEOPLE),
    Captured("words around a name", typed("note", "Dear Anna Weber,"), "Dear Jose Ortega,", rows=PEOPLE),
    Captured("the house of an address", typed("note", "mail.example"), "office.example", rows=PEOPLE),
    Captured("a birthday of two figures", typed("due", "25.06.74"), "09.01.01", rows=PEOPLE),
    Captured("a birthday with strokes", typed("due", "25/06/1974"), "09/01/2001", rows=PEOPLE),
    Captured("a birthday in words", typed("note", "25 June 1974"), "9 January 2001", rows=PEOPLE),
    Captured("the year of a birthday", typed("note", "1974"), "2001", rows=PEOPLE),
    # Of the orders.
    Captured("a word before a number", typed("note", "Order A-18"), "Order A-17"),
    Captured("the figures of a number", typed("note", "18"), "17"),
    Captured("a number in small letters", typed("note", "a-18"), "a-17"),
    Captured("a sum with both signs", typed("amount", "1.249,50"), "89,90"),
    Captured("a sum behind its currency", typed("amount", "€1249.50"), "€89.90"),
    Captured("a sum before its currency", typed("amount", "1249.50 EUR"), "89.90 EUR"),
    Captured("a day in words", typed("due", "17 March 2026"), "2 November 2026"),
    Captured("a day as in America", typed("due", "03/17/2026"), "11/02/2026"),
    Captured("two columns with a stroke", typed("note", "A-18 / Maria Sorensen"), "A-17 / Peter Dyk"),
    Captured("all in large letters", typed("name", "MARIA SORENSEN"), "PETER DYK"),
    Captured("a name turned round", typed("name", "Sorensen, Maria"), "Dyk, Peter"),
    Captured("a name cut short", typed("note", "M. Sorensen"), "P. Dyk"),
    Captured("put right while typing", put_right, "Peter Dyk"),
    Captured("reached by the keyboard", reached_by_tab, "89,90"),
    # What is always the same.
    Captured("a word of no column", typed("note", "paid"), "paid"),
    Captured("a sentence", typed("note", "Please call back."), "Please call back."),
    Captured("a sign for nothing", typed("note", "n/a"), "n/a"),
    Captured("an entry that the row does not name", from_list("Austria"), "Choose “Austria”"),
    # What the screen says.
    Captured("the sum of the row's order", read_first("amount", "86.20"), "read 310.00", "310.00"),
    Captured("that sum with a comma", read_first("amount", "86,20"), "read 310,00", "310.00"),
    Captured("such a name in large letters", read_first("note", "LOVELACE"), "read HOPPER", "Hopper"),
    Captured("a word of a field", read_first("note", "Castellano"), "read Okafor", "Okafor Ltd"),
    Captured("a field without its currency", read_first("amount", "2.318,75"), "read 86,20", "86,20 €"),
    Captured("words around a field", read_first("note", "For Castellano Ltd"), "read For Okafor", "Okafor"),
    # Days and numbers that go on.
    Captured("that day, year first", typed("due", f"{date.today():%Y-%m-%d}"), f"{LATER:%Y-%m-%d}"),
    Captured("a running number behind letters", typed("note", "INV-003"), "INV-002", row=3),
)
SAMPLE = tuple(one for one in CAPTURED if one.name in ("a name behind a colon", "copied by a menu"))
"""What each test run does; the proof does all."""
