from __future__ import annotations

from dataclasses import replace

import pytest

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
    "text", ["paid", "and so on", "100", "7", "06.03.2026", "10:00", "Thank you", "n/a", "50", "Ward 9", ""]
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
