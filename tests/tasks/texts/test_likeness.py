from __future__ import annotations

import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from lam_desktop.tasks.texts.likeness import folded, resembles, same_text


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Next day", "Nextday"),
        ("EXPRESS", "Express"),
        ("Ｅｘｐｒｅｓｓ（１）", "Express(1)"),
        ("Don’t", "Don't"),
        ("9–17 h", "9-17h"),
        ("Straße", "STRASSE"),
        ("Ma\u0308rz", "März"),
        ("北京。", "北京."),
        ("АВС 12", "ABC 12"),
        ("Счёт с НДС", "СЧЁТС НДС"),
        ("РОСТ 5", "POCT5"),
    ],
)
def test_what_recognition_loses_makes_no_difference(one: str, other: str) -> None:
    assert same_text(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Sorenson", "Sorensen"),
        ("Room 1", "Room l"),
        ("Room 10", "Room 1O"),
        ("Room 17", "Room 11"),
        ("12.5", "125"),
        ("北京", "南京"),
        ("Сорокин", "Сорокина"),
        ("нос", "HOC"),
        ("тест", "tect"),
        ("Иванов", "Иваниов"),
        ("заказ", "заказы"),
        ("Express", "Expres"),
        ("", "0"),
        ("3", "٣"),
    ],
)
def test_letters_and_digits_do(one: str, other: str) -> None:
    assert not same_text(one, other)


@given(st.text(), st.text())
def test_a_changed_digit_is_always_seen(left: str, right: str) -> None:
    assume(unicodedata.is_normalized("NFKC", left + "1" + right))
    assume(unicodedata.is_normalized("NFKC", left + "7" + right))
    assert not same_text(f"{left}1{right}", f"{left}7{right}")


@given(st.text())
def test_folding_is_done_once(text: str) -> None:
    assert folded(folded(text)) == folded(text)


@pytest.mark.parametrize(
    ("name", "label", "expected"),
    [
        ("gift_wrap", "Gift wrap:", True),
        ("express", "Send by express", True),
        ("加急", "是否加急", True),
        ("newsletter", "News letters", True),
        ("express", "Gift wrap", False),
        ("net", "Internet", False),
        ("", "Express", False),
        ("paid", "", False),
        ("—", "-", False),
    ],
)
def test_columns_resemble_labels(name: str, label: str, expected: bool) -> None:
    assert resembles(name, label) is expected
    assert resembles(label, name) is expected
