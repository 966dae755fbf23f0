from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lam_desktop.tasks.texts.patterns.numbers import NumberForm, form_of, forms_for, read_number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12.5", "12.5"),
        ("12,50", "12.50"),
        ("1,249.50", "1249.50"),
        ("1.249,50", "1249.50"),
        ("1 249 000", "1249000"),
        ("1'249.5", "1249.5"),
        ("€ 12.50", "12.50"),
        ("-3", "-3"),
        ("0.125", "0.125"),
    ],
)
def test_cells_that_are_numbers(text: str, number: str) -> None:
    assert read_number(text) == Decimal(number)


@pytest.mark.parametrize(
    "text", ["", "abc", "12a", "1,249", "1.249", "04109", "1.2.3", "12,34,5", "2026-03-05", "1.24,50.1"]
)
def test_what_is_none_or_may_be_two_is_not_read(text: str) -> None:
    assert read_number(text) is None


@pytest.mark.parametrize(
    ("example", "told"),
    [
        ("1234.5", "1249.5"),
        ("1234,50", "1249,50"),
        ("1,234.50", "1,249.50"),
        ("1.234,5", "1.249,5"),
        ("1 234,500", "1 249,500"),
    ],
)
def test_an_example_tells_the_form(example: str, told: str) -> None:
    form = form_of(example)
    assert form is not None
    assert form.example == example
    assert form.write(Decimal("1249.5")) == told


@pytest.mark.parametrize("example", ["", "12", "1,234,50", "1.234.5", "x", "1234.51"])
def test_other_examples_are_none(example: str) -> None:
    assert form_of(example) is None


def test_no_digit_is_lost() -> None:
    assert NumberForm(".", "", 1).write(Decimal("12.55")) is None
    assert NumberForm(".", "", 0).write(Decimal("12.5")) is None
    assert NumberForm(".", "", 0).write(Decimal("12.0")) == "12"


@given(st.decimals(-(10**9), 10**9, places=2, allow_nan=False))
def test_what_is_written_is_read_again_or_may_be_two(number: Decimal) -> None:
    for form in forms_for(number):
        assert form_of(form.example) == form
        text = form.write(number)
        assert text is not None
        assert read_number(text) in (number, None)
