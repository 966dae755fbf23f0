from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from lam_desktop.tasks.provenance.readings import readings
from lam_desktop.tasks.provenance.rows import Row
from lam_desktop.tasks.provenance.values import bind
from lam_desktop.tasks.step import Value
from lam_desktop.tasks.task import DemonstratedRow
from lam_desktop.tasks.texts.unexplained import STAYS, in_common, is_in_common

CELLS = {
    "customer": "Miller and Sons", "net": "12.456", "count": "3", "price": "4.50", "code": "RE-2026-4711",
    "room": "B-4-12", "paid": "199.00", "due": "2026-03-05", "at": "14:30",
}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("Herr Miller jun.", "customer"),
        ("12,5", "net"),
        ("12456", "net"),
        ("4711 b", "code"),
        ("no 04711", "code"),
        ("B", "room"),
        ("13.50", "count and price"),
        ("203.50", "price and paid"),
        ("194.50", "price and paid"),
        ("5. Mär 2026", "due"),
        ("5/3", "due"),
        ("3-5.", "due"),
        ("5/4", ""),
        ("2.30 pm or 2:30 pm", ""),
        ("2:30 p.m.", "at"),
    ],
)
def test_what_is_in_common_is_told(text: str, column: str) -> None:
    doubt = in_common(text, CELLS)
    assert bool(doubt) == bool(column) and (not column or f"column {column}" in doubt or column in doubt)
    assert not doubt or is_in_common(doubt)


@pytest.mark.parametrize(
    "text", ["paid", "and so on", "100", "7", "16.03.2026", "10:00", "Thank you", "n/a", "50", "Ward 9", ""]
)
def test_what_is_there_by_chance_is_not(text: str) -> None:
    assert in_common(text, CELLS) == ""


def test_a_text_that_stays_is_told_with_its_cell() -> None:
    shown = DemonstratedRow("orders.csv", 1, CELLS)
    bound = bind("13.50", shown)
    assert bound.value == Value("constant", text="13.50")
    assert bound.doubt == f"“13.50” is 3 × 4.50 of the columns count and price; {STAYS}"


def test_what_is_cut_by_its_letters_is_told_and_what_has_a_structure_is_not() -> None:
    rows = [Row(1, {"place": "Berlin/Mitte"}), Row(2, {"place": "Hamburg/Nord"})]
    shown = DemonstratedRow("places.csv", 1, rows[0].cells)
    assert bind("Mitte", shown, rows=rows).doubt == ""
    bound = bind("Berl", shown, rows=rows)
    assert str(bound.value.pattern or "") in ("", "{place | first 4 letters}") and bound.doubt
    whole = replace(shown, cells={"no": "2026041234"})
    cut = bind("041234", whole)
    assert cut.doubt and cut.value.source == "row" and "last 6 letters" in cut.doubt


def test_of_half_a_date_nothing_follows_the_row() -> None:
    shown = DemonstratedRow("orders.csv", 1, {"due": "2026-03-05"})
    for text in ("19.03.2026", "5th March 2026"):
        bound = bind(text, shown)
        assert bound.value == Value("constant", text=text) and bound.doubt


def test_a_number_that_is_rounded_to_a_whole_one_is_told() -> None:
    shown = DemonstratedRow("orders.csv", 1, {"net": "99.96"})
    assert bind("100", shown, rows=[Row(1, shown.cells), Row(2, {"net": "12.4"})]).doubt
    assert bind("99,96", shown).doubt == ""


def test_a_day_with_two_figures_may_be_written_in_two_ways() -> None:
    shown = DemonstratedRow("orders.csv", 1, {"due": "2026-03-15"})
    bound = bind("15 March 2026", shown)
    assert bound.value.form == "%-d %B %Y (en)"
    assert "d mmmm yyyy (en) or dd mmmm yyyy (en); the first was taken" in bound.doubt
    assert bind("5 March 2026", replace(shown, cells={"due": "2026-03-05"})).doubt == ""


def test_a_running_number_that_a_cell_says_with_fewer_zeros_is_told() -> None:
    bound = bind("003", DemonstratedRow("orders.csv", 3, {"no": "3"}))
    assert str(bound.value.pattern) == "{no | at least 3 digits}" and "running number" in bound.doubt


REMADE = {
    "name": "Müller, Mia Sorensen", "firm": "Miller Ltd", "qty": "3", "net": "12.50", "due": "2026-03-05",
    "code": "A-4718/2712", "iban": "DE89370400440532013000",
}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("19.03.2026", "due"), ("March 6, 2026", "due"), ("31.03.2026", "due"), ("01.04.2026", "due"),
        ("Thursday", "due"), ("Donnerstag", "due"), ("Do.", "due"), ("jeudi", "due"), ("星期四", "due"),
        ("KW 10", "due"), ("CW10", "due"), ("week 10", "due"),
        ("3 pcs", "qty"), ("3x", "qty"), ("3 Stück", "qty"), ("Qty 3", "qty"), ("Menge: 3", "qty"),
        ("Mül", "name"), ("MÜL", "name"), ("Muel", "name"), ("Sor", "name"),
        ("msor", "name"), ("sorenm", "name"), ("471", "code"), ("712", "code"), ("DE", "iban"),
        ("Mueller", "name"), ("Frau Muller", "name"),
        ("14.88", "net"), ("10.50", "net"), ("11.25", "net"), ("25.00", "net"), ("6.25", "net"),
    ],
)  # fmt: skip
def test_what_is_made_of_a_cell_in_the_head_is_told(text: str, column: str) -> None:
    assert in_common(text, REMADE) == f"“{text}” is like the column {column} (“{REMADE[column]}”); {STAYS}"


@pytest.mark.parametrize(
    "text",
    [
        "16.03.2026", "Friday", "KW 11", "week", "4 pcs", "1 pcs", "3", "33 pcs", "New", "EUR", "Ltd", "and",
        "Mia", "FR", "D", "100", "470",
        "Mi", "Sorensenmia", "14.87", "25", "5 %", "Moller", "Net 30", "room", "urgent", "9" * 40 + ".50",
    ],
)  # fmt: skip
def test_what_nobody_makes_of_a_cell_is_not(text: str) -> None:
    cells = {name: cell for name, cell in REMADE.items() if text not in cell}
    assert in_common(text, cells) == ""


def test_one_of_something_stands_everywhere() -> None:
    assert in_common("1 pcs", {"qty": "1"}) == ""


@pytest.mark.parametrize(
    ("text", "said", "days"),
    [
        ("15.12.2026", "the date 14 days after the day of the run", 14),
        ("02.12.2026", "the date 1 day after the day of the run", 1),
        ("2026-11-24", "the date 7 days before the day of the run", -7),
        ("31.12.2026", "the last day of that month", None),
        ("01.01.2027", "the first of the next month", None),
        ("16.12.2026", "", None),
    ],
)
@pytest.mark.parametrize("row", [None, DemonstratedRow("o.csv", 2, {"customer": "Miller"})])
def test_a_day_at_a_usual_term_is_told_and_never_taken(
    text: str, said: str, days: int | None, row: DemonstratedRow | None
) -> None:
    today = date(2026, 12, 1)
    bound = bind(text, row, day=today)
    assert bound.value == Value("constant", text=text)
    assert bound.doubt.startswith(f"“{text}” was {said}") if said else bound.doubt == ""
    offered = [one.days for one in readings(text, row, today) if one.source == "computed"]
    assert offered == ([] if days is None else [days])


def test_a_date_is_not_put_together_from_the_figures_of_another_one() -> None:
    row = DemonstratedRow("o.csv", 2, {"due": "2026-03-05"})
    assert readings("19.03.2026", row, None) == (Value("constant", text="19.03.2026"),)
