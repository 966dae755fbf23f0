"""Numbers and sums as screens show them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from lam_desktop.tasks.provenance.rewriting import made_of, no_longer_such, number_forms
from lam_desktop.tasks.step import READ
from lam_desktop.tasks.texts.patterns.amounts import read_amount
from lam_desktop.tasks.texts.patterns.numbers import form_of
from lam_desktop.tasks.texts.patterns.transforms import transformed


@pytest.mark.parametrize(
    ("text", "form", "number"),
    [
        ("1.249,50 €", "1.234,50", "1249.50"),
        ("EUR 1.249,50", "1.234,50", "1249.50"),
        ("-12,50", "1.234,50", "-12.50"),
        ("1.249", "1.234,50", "1249"),
        ("1,249", "1,234.50", "1249"),
        ("$1,249.50", "1,234.50", "1249.50"),
        ("1\N{NARROW NO-BREAK SPACE}249,50", "1 234,50", "1249.50"),
        ("1’249.50", "1'234.50", "1249.50"),
    ],
)
def test_a_number_is_read_by_the_rules_of_its_language(text: str, form: str, number: str) -> None:
    rules = form_of(form)
    assert rules is not None and read_amount(text, rules) == Decimal(number)


@pytest.mark.parametrize(
    "text", ["1.2l9,50", "12.49,50", "0123", "1,249.50", "RE-4711", "", "12,50 XYZ", "NaN"]
)
def test_what_is_no_number_there_is_none(text: str) -> None:
    rules = form_of("1.234,50")
    assert rules is not None and read_amount(text, rules) is None


def test_a_way_to_write_it_says_how_it_is_read() -> None:
    assert transformed("number 1234.50 from 1.234,50", "1.249") == "1249.00"
    assert transformed("number 1234.50", "1.249") is None, "which number that is, nobody can tell"
    with pytest.raises(ValueError, match="number 1234.50 from anything"):
        transformed("number 1234.50 from anything", "1")


def test_a_number_that_is_none_any_more_is_noticed() -> None:
    assert no_longer_such("1.249,50 €", "1.2l9,50 €") == "number"
    assert no_longer_such("1.249,50 €", "12,00 €") == ""
    assert no_longer_such("17.03.2026", "05.13.2026") == "date"
    assert no_longer_such("17.03.2026", "1.4.2026") == ""
    assert no_longer_such("RE-4711", "anything") == ""


def test_a_text_that_equals_what_was_shown_is_not_made_of_it() -> None:
    assert made_of("RE-4711", "RE-4711") is None
    assert made_of("12", "12,00") is None, "too short to be more than chance"


def test_the_forms_of_a_screen_are_those_of_its_clear_numbers() -> None:
    [german] = number_forms(["1.249,50 €", "950", "Miller"])
    assert german.example == "1.234,50"
    assert number_forms(["1.249", "950"]) == frozenset()


@pytest.mark.parametrize(
    ("typed", "shown", "now", "written"),
    [
        ("2318.75", "2.318,75 €", "86,20 €", "86.20"),
        ("2318.75", "2.318,75 €", "86 €", "86.00"),
        ("2318.5", "2.318,5", "86,25", "86.25"),
    ],
)
def test_money_keeps_its_two_decimals(typed: str, shown: str, now: str, written: str) -> None:
    pattern = made_of(typed, shown)
    assert pattern is not None and pattern.write({READ: now}) == written


def test_a_text_that_stands_among_words_is_read_where_it_is_long_enough_to_be_meant() -> None:
    pattern = made_of("For Castellano Ltd", "Castellano Ltd")
    assert pattern is not None and pattern.write({READ: "Okafor"}) == "For Okafor"
    assert made_of("Post it", "Post") is None
    assert made_of("the Castel", "Castellano Ltd") is None, "a part of it among words is chance"
    assert made_of("x4711-Ax", "4711-A") is None, "a part of a word"
