from __future__ import annotations

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lam_desktop.errors import UsageError
from lam_desktop.tasks.texts.names import checked_name


@pytest.mark.parametrize(
    "name",
    [
        "orders",
        "Bestellungen März",
        "录入订单",
        "الطلبات",
        "заказы 2",
        "می‌خواهم",
        "a.b",
        "console",
        "orders-2",
        "com10",
    ],
)
def test_names_of_any_script_are_taken(name: str) -> None:
    assert checked_name(name) == name


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("", "needs a name"),
        ("   ", "needs a name"),
        ("a/b", "the character /"),
        ("a\\b", "the character \\"),
        ("..", "begins with a dot"),
        (".hidden", "begins with a dot"),
        ("-x", "begins with a dash"),
        ("tail.", "ends with a dot"),
        (" a", "begins or ends with a space"),
        ("a\nb", "cannot be seen"),
        ("a\x00b", "cannot be seen"),
        ("a\u202eb", "cannot be seen"),
        ("a\u061cb", "cannot be seen"),
        ("a\udc80b", "cannot be seen"),
        ("CON", "reserved by Windows"),
        ("nul.txt", "reserved by Windows"),
        ("Lpt1", "reserved by Windows"),
        ("what?", "the character ?"),
        ("C:orders", "the character :"),
        ("a" * 81, "longer than 80"),
        ("訂" * 81, "longer than 80"),
    ],
)
def test_what_no_system_could_hold_is_refused_in_one_printable_line(name: str, reason: str) -> None:
    with pytest.raises(UsageError) as caught:
        checked_name(name)
    assert reason in str(caught.value)
    assert str(caught.value).isprintable()


def test_composed_and_decomposed_letters_are_the_same_task() -> None:
    assert checked_name("Ma\u0308rz") == checked_name("M\u00e4rz") == "M\u00e4rz"


@given(st.text(max_size=90))
def test_every_name_taken_is_exactly_one_folder(name: str) -> None:
    try:
        taken = checked_name(name)
    except UsageError:
        return
    assert os.path.basename(os.path.normpath(f"/tasks/{taken}")) == taken  # noqa: PTH119
    assert len(taken.encode()) <= 255
    assert checked_name(taken) == taken
