from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lam_desktop.errors import LamBug, UsageError
from lam_desktop.tasks.provenance.choices import bind_checkbox, bind_choice
from lam_desktop.tasks.provenance.rows import Row
from lam_desktop.tasks.provenance.values import as_yes_no, bind, written
from lam_desktop.tasks.step import Value
from lam_desktop.tasks.task import DemonstratedRow
from lam_desktop.tasks.texts import forms
from lam_desktop.tasks.texts.forms import WITHIN
from tests.tasks.texts.test_forms import DAYS, FORMS


def row(**cells: str) -> DemonstratedRow:
    return DemonstratedRow("orders.csv", 1, cells)


ORDER = row(
    customer="Müller",
    quantity="1",
    priority="1",
    zip="01234",
    due="2026-03-15",
    shipping="Next day",
    gift="yes",
)


def test_typed_text_that_equals_a_cell_follows_it() -> None:
    bound = bind("Müller", ORDER)
    assert bound.value == Value("row", "customer", "Müller")
    assert (bound.ambiguous, bound.doubt) == ((), "")
    assert bind("Mu\u0308ller ", ORDER).value.name == "customer"
    assert bind("01234", ORDER).value.name == "zip"


@pytest.mark.parametrize("text", ["Meier", "", "  ", "1st of 12"])
def test_other_text_stays_as_shown(text: str) -> None:
    bound = bind(text, ORDER)
    assert bound.value == Value("constant", text=text)
    assert bound.doubt == ""


def test_without_a_row_all_is_constant() -> None:
    assert bind("Müller", None).value == Value("constant", text="Müller")
    assert bind_choice("Next day", None) is None
    assert bind_checkbox("Gift", True, None) is None


def test_an_empty_cell_proves_nothing() -> None:
    assert bind("", row(note="")).value.source == "constant"
    assert bind_choice("", row(note="")) is None


def test_a_text_in_two_columns_is_taken_in_their_order_and_told() -> None:
    first = bind("1", ORDER)
    assert first.value.name == "quantity"
    assert first.ambiguous == ("priority",)
    assert first.doubt == "“1” also stands in the column priority; quantity was taken."
    second = bind("1", ORDER, used=["customer", "quantity"])
    assert second.value.name == "priority"
    assert second.ambiguous == ("quantity",)
    assert bind("1", ORDER, used=["quantity", "priority"]).value.name == "quantity"


def test_a_text_that_proves_too_little_stays_and_is_told() -> None:
    bound = bind("0123", ORDER)
    assert bound.value == Value("constant", text="0123")
    assert "{zip | first 4 letters}" in bound.doubt


def test_a_text_made_of_columns_is_made_of_those_of_the_row() -> None:
    value = bind("MÜLLER, 01234", ORDER).value
    assert (value.source, value.columns) == ("row", ("customer", "zip"))
    assert written(value, (2, {"customer": "Smith", "zip": "99999"})) == "SMITH, 99999"
    with pytest.raises(UsageError, match="Row 2, column «zip»: the cell is empty"):
        written(value, (2, {"customer": "Smith", "zip": ""}))
    with pytest.raises(UsageError, match="Row 2, column «zip»: there is no such column"):
        written(value, (2, {"customer": "Smith"}))


def test_a_cell_that_cannot_be_written_so_is_told() -> None:
    value = bind("12,50", row(net="12.50")).value
    assert written(value, (2, {"net": "1203"})) == "1203,00"
    with pytest.raises(UsageError, match=r"«1,249» cannot be written as \{net"):
        written(value, (2, {"net": "1,249"}))


def test_what_the_other_rows_decide_is_no_doubt() -> None:
    shown = row(name="Maria Sorensen")
    same = [Row(1, shown.cells), Row(2, {"name": "Peter Dyk"})]
    longer = [*same, Row(3, {"name": "Ana Maria Ortega"})]
    assert bind("Sorensen", shown, rows=same).doubt == ""
    assert bind("Sorensen", shown, rows=longer).doubt == ""  # the last word is the simpler one by far
    assert "row 2 it says “P. Dyk”, the other one “M. Dyk”" in bind("M. Sorensen", shown, rows=same).doubt


def test_one_s_own_words_are_told_with_an_example() -> None:
    shown = row(no="4711")
    doubt = bind("Order 4711", shown, rows=[Row(1, shown.cells), Row(2, {"no": "4712"})]).doubt
    assert doubt == "“Order 4711” is made as Order {no} in every row: row 2 says “Order 4712”."


def test_a_text_that_is_nearly_a_cell_is_told() -> None:
    bound = bind("Ｎext day", ORDER)
    assert bound.value == Value("constant", text="Ｎext day")
    assert "column shipping" in bound.doubt


@pytest.mark.parametrize(
    ("typed", "form"),
    [
        ("15.03.2026", "%d.%m.%Y"),
        ("15.3.2026", "%-d.%-m.%Y"),
        ("3/15/2026", "%-m/%-d/%Y"),
        ("03152026", "%m%d%Y"),
        ("15/03/26", "%d/%m/%y"),
        ("150326", "%d%m%y"),
        ("2026年3月15日", "%Y年%-m月%-d日"),
    ],
)
def test_dates_match_by_their_digits(typed: str, form: str) -> None:
    bound = bind(typed, ORDER)
    assert bound.value == Value("row", "due", typed, form, "%Y-%m-%d")
    assert bound.doubt == ""
    assert written(bound.value, (1, ORDER.cells)) == typed
    assert written(bound.value, (2, {"due": "2027-11-02"})) == forms.write_date(date(2027, 11, 2), form)


def test_another_day_is_no_match() -> None:
    assert bind("16.03.2026", ORDER).value.source == "constant"


def test_a_day_that_may_be_the_month_is_told() -> None:
    bound = bind("03/03/2026", row(due="2026-03-03"))
    assert bound.value.form == "%d/%m/%Y"
    assert "which number is the day" in bound.doubt and "dd/mm/yyyy" in bound.doubt


def test_two_columns_of_the_same_day_are_told() -> None:
    bound = bind("15.03.2026", row(ordered="2026-03-15", due="15/03/2026"), used=["ordered"])
    assert (bound.value.name, bound.ambiguous) == ("due", ("ordered",))
    assert bound.value.cell_form == "%d/%m/%Y"


def test_what_the_first_row_left_open_the_others_decide() -> None:
    """03/04 in the cell and 03.04 in the field: which is the month does not matter, the parts keep places."""
    bound = bind("03.04.2026", row(due="03/04/2026"))
    assert bound.doubt == ""
    assert written(bound.value, (2, {"due": "12/25/2026"})) == "12.25.2026"
    assert written(bound.value, (3, {"due": "25/12/2026"})) == "25.12.2026"
    swapped = bind("04/03/2026", row(due="03/04/2026"))
    assert written(swapped.value, (2, {"due": "12/25/2026"})) == "25/12/2026"
    assert written(swapped.value, (3, {"due": "25/12/2026"})) == "12/25/2026"


@given(DAYS, DAYS, st.sampled_from(FORMS), st.sampled_from(FORMS))
def test_a_date_is_never_written_silently_wrong(shown: date, other: date, cell_form: str, form: str) -> None:
    typed, cell = forms.write_date(shown, form), forms.write_date(shown, cell_form)
    bound = bind(typed, row(due=cell))
    if bound.value.source == "constant" or bound.doubt or bound.value.form == "":
        return
    try:
        text = written(bound.value, (2, {"due": forms.write_date(other, cell_form)}))
    except UsageError:
        return
    assert forms.read_date(text, form) == other


def test_a_form_edited_by_hand_reads_clear_cells_only() -> None:
    value = Value("row", "due", "", "%d.%m.%Y")
    assert written(value, (1, {"due": "2026-03-15"})) == "15.03.2026"
    assert written(value, (1, {"due": "3/15/2026"})) == "15.03.2026"
    with pytest.raises(UsageError, match="Row 4, column «due».*03/04/2026"):
        written(value, (4, {"due": "03/04/2026"}))


@pytest.mark.parametrize(
    ("value", "cells", "words"),
    [
        (Value("row", "customer", "x"), {"name": "y"}, ["Row 7, column «customer»", "no such column"]),
        (Value("row", "customer", "x"), {"customer": ""}, ["Row 7, column «customer»", "empty"]),
        (Value("row", "gift", "yes", "yes/no"), {"gift": "maybe"}, ["column «gift»", "«maybe»", "yes or no"]),
        (
            Value("row", "due", "15.03.2026", "%d.%m.%Y", "%Y-%m-%d"),
            {"due": "soon"},
            ["Row 7, column «due»", "«soon»", "yyyy-mm-dd"],
        ),
        (
            Value("row", "due", "15.03.2026", "%d.%m.%Y", "%Y-%m-%d"),
            {"due": "2026-02-30"},
            ["Row 7, column «due»", "«2026-02-30»"],
        ),
    ],
)
def test_a_cell_that_cannot_be_written_is_named(
    value: Value, cells: dict[str, str], words: list[str]
) -> None:
    with pytest.raises(UsageError) as caught:
        written(value, (7, cells))
    assert all(word in str(caught.value) for word in words)


def test_constants_are_written_as_they_are_and_secrets_never() -> None:
    assert written(Value("constant", text="a"), (1, {})) == "a"
    with pytest.raises(LamBug):
        written(Value("secret", "password"), (1, {"password": "x"}))


@pytest.mark.parametrize("cell", ["yes", "YES", " ja ", "Oui", "true", "1", "x", "是", "on", "✓", "Ｙ"])
def test_yes(cell: str) -> None:
    assert as_yes_no(cell) is True


@pytest.mark.parametrize("cell", ["no", "Nein", "non", "FALSE", "0", "", "  ", "否", "off", "-", "—"])
def test_no(cell: str) -> None:
    assert as_yes_no(cell) is False


@pytest.mark.parametrize("cell", ["maybe", "2", "yes please", "10", "?"])
def test_neither(cell: str) -> None:
    assert as_yes_no(cell) is None


def test_a_choice_follows_the_cell_that_says_the_same() -> None:
    bound = bind_choice("Nextday", ORDER)
    assert bound is not None
    assert bound.value == Value("row", "shipping", "Next day")
    assert bind_choice("Standard", ORDER) is None
    sign = bind_choice("Next day!", ORDER)
    assert sign is not None and str(sign.value.pattern) == "{shipping}!" and sign.doubt
    part = bind_choice("Order for Müller", ORDER)
    assert part is not None and part.value == Value("row", "customer", "Müller", WITHIN) and part.doubt


def test_a_record_is_chosen_by_some_words_of_what_it_says() -> None:
    bound = bind_choice(
        "08:20 Maria  Sorensen, Bath", row(name="maria sorensen", city="Bath"), in_record=True
    )
    assert bound is not None
    assert bound.value == Value("row", "name", "maria sorensen")
    assert "is a part of" in bound.doubt
    for text in ("Marias", "Annamaria", "B 12"):
        bound = bind_choice(text, row(name="Maria", ward="12"), in_record=True)
        assert bound is None or (bound.value.source == "constant" and bound.doubt)


def test_of_two_cells_that_read_alike_the_one_written_so_is_taken() -> None:
    bound = bind_choice("A-B", row(one="a b", two="a-b", three="A-B"))
    assert bound is not None
    assert (bound.value.name, bound.ambiguous) == ("three", ("two",))
    assert bound.doubt


def test_a_check_box_follows_the_column_of_its_name() -> None:
    cells = row(express="yes", gift_wrap="no", quantity="1")
    assert bind_checkbox("Express", True, cells) == Value("row", "express", "yes", "yes/no")
    assert bind_checkbox("Gift wrap", False, cells) == Value("row", "gift_wrap", "no", "yes/no")
    assert bind_checkbox("Quantity", True, cells) == Value("row", "quantity", "yes", "yes/no")


def test_a_check_box_without_a_name_follows_the_only_yes_or_no() -> None:
    cells = row(customer="Müller", paid="yes", quantity="1", note="")
    assert bind_checkbox("Erledigt", True, cells) == Value("row", "paid", "yes", "yes/no")
    assert bind_checkbox("Erledigt", True, cells, used=["paid"]) is None
    assert bind_checkbox("Erledigt", True, row(a="yes", b="ja")) is None
    assert bind_checkbox("Erledigt", True, row(quantity="1")) is None


def test_a_check_box_never_follows_what_says_the_opposite() -> None:
    assert bind_checkbox("Express", False, row(express="yes", b="no")) is None
    assert bind_checkbox("Erledigt", False, row(paid="yes")) is None


def test_the_row_tells_the_state_that_was_not_seen_only_by_name() -> None:
    assert bind_checkbox("Express", None, row(express="no")) == Value("row", "express", "no", "yes/no")
    assert bind_checkbox("Erledigt", None, row(paid="yes")) is None


def test_the_better_name_wins() -> None:
    cells = row(express="yes", express_paid="yes")
    assert bind_checkbox("Express", True, cells) == Value("row", "express", "yes", "yes/no")


def test_check_boxes_are_written_as_yes_or_no() -> None:
    value = Value("row", "gift", "yes", "yes/no")
    assert [written(value, (1, {"gift": cell})) for cell in ("x", "", "nein", "1")] == [
        "yes",
        "no",
        "no",
        "yes",
    ]
