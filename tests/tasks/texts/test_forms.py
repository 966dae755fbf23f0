from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lam_desktop.tasks.texts import forms

DAYS = st.dates(date(1970, 1, 1), date(2068, 12, 31))
FORMS = [
    "%d.%m.%Y", "%-d.%-m.%Y", "%d.%m.%y", "%-d. %-m. %Y", "%m/%d/%Y", "%-m/%-d/%y", "%d-%m-%Y", "%d %m %Y",
    "%Y-%m-%d", "%Y/%-m/%-d", "%Y. %-m. %-d.", "%Y年%-m月%-d日", "%Y年%m月%d日", "%Y년 %-m월 %-d일",
    "%d%m%Y", "%m%d%Y", "%Y%m%d", "%d%m%y", "%m%d%y", "%y%m%d",
]  # fmt: skip


@given(DAYS, st.sampled_from(FORMS))
def test_a_date_written_is_read_again(day: date, form: str) -> None:
    text = forms.write_date(day, form)
    assert forms.read_date(text, form) == day
    assert forms.is_date_form(form)


@given(DAYS, st.sampled_from(FORMS))
def test_the_digits_of_a_date_tell_its_form_or_one_that_writes_it_alike(day: date, form: str) -> None:
    text = forms.write_date(day, form)
    alike = [reading for reading in forms.readings(text) if reading.day == day]
    assert alike
    assert any(forms.write_date(day, reading.form) == text for reading in alike)


@given(DAYS, DAYS, st.sampled_from(FORMS), st.sampled_from(FORMS))
def test_what_one_day_shows_holds_for_another(shown: date, other: date, cell_form: str, form: str) -> None:
    """The found pair rewrites another day rightly, or the demonstration was ambiguous and said so."""
    pairs = forms.agreeing(forms.write_date(shown, cell_form), forms.write_date(shown, form))
    if not pairs or not forms.same_rewriting(pairs):
        return
    found_cell, found = pairs[0]
    read = forms.read_date(forms.write_date(other, cell_form), found_cell)
    if read is not None:  # a form that was chosen among equals may not hold for every day
        written = forms.read_date(forms.write_date(read, found), form)
        assert written == other


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("15.01.2026", ["%d.%m.%Y"]),
        ("5.3.2026", ["%-d.%-m.%Y", "%-m.%-d.%Y"]),
        ("15.3.2026", ["%-d.%-m.%Y"]),
        ("05.12.2026", ["%d.%m.%Y", "%m.%d.%Y"]),
        ("15.12.2026", ["%d.%m.%Y"]),
        ("1/15/26", ["%-m/%-d/%y"]),
        ("2026-01-15", ["%Y-%m-%d"]),
        ("2026年1月15日", ["%Y年%-m月%-d日"]),
        ("2026. 1. 15.", ["%Y. %-m. %-d."]),
        ("15012026", ["%d%m%Y"]),
        ("20260115", ["%Y%m%d"]),
        ("２０２６－０１－１５", ["%Y-%m-%d"]),
        ("29.02.2024", ["%d.%m.%Y"]),
        ("29.02.2026", []),
        ("32.01.2026", []),
        ("15.01-2026", []),
        ("1.5", []),
        ("12345", []),
        ("10.20.30.40", []),
        ("", []),
    ],
)
def test_readings(text: str, expected: list[str]) -> None:
    assert [reading.form for reading in forms.readings(text)] == expected


@pytest.mark.parametrize(
    ("form", "valid"),
    [
        ("%d.%m.%Y", True), ("%Y年%-m月%-d日", True), ("%d.%m", False), ("%d.%d.%m.%Y", False),
        ("ISO", False), ("%d.%m.%Y 5", False), ("%d.%B.%Y", False), ("%d.%m.%Y%", False), ("", False),
    ],
)  # fmt: skip
def test_what_is_a_form(form: str, valid: bool) -> None:
    assert forms.is_date_form(form) is valid


def test_leading_zeros_may_lack_where_there_are_separators() -> None:
    assert forms.read_date("5.3.2026", "%d.%m.%Y") == date(2026, 3, 5)
    assert forms.read_date("05.03.2026", "%-d.%-m.%Y") == date(2026, 3, 5)
    assert forms.read_date("532026", "%d%m%Y") is None
    assert forms.read_date("5.3.26", "%d.%m.%Y") is None


def test_two_digit_years_turn_as_posix_says() -> None:
    assert forms.read_date("01.02.68", "%d.%m.%y") == date(2068, 2, 1)
    assert forms.read_date("01.02.69", "%d.%m.%y") == date(1969, 2, 1)


def test_two_six_digit_numbers_are_no_dates_of_each_other() -> None:
    assert forms.agreeing("260115", "150126") == ()
    assert forms.agreeing("20260115", "15012026") == (("%Y%m%d", "%d%m%Y"),)


def test_forms_in_words() -> None:
    assert forms.in_words("%-d.%m.%Y") == "d.mm.yyyy"
