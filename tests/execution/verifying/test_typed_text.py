from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from lam_desktop.execution.verifying.typed_text import Typed, read_back, shows
from lam_desktop.types import Box, Element

TEXTS = st.text(st.characters(categories=("Lu", "Ll", "Nd", "Lo")), min_size=1, max_size=40)


@given(TEXTS)
def test_a_text_shows_itself(text: str) -> None:
    assert shows(text, text)


@given(st.text("0123456789", min_size=2, max_size=12), st.integers(0, 11), st.integers(1, 9))
def test_a_wrong_digit_is_never_right(number: str, at: int, by: int) -> None:
    at %= len(number)
    wrong = number[:at] + str((int(number[at]) + by) % 10) + number[at + 1 :]
    assume(wrong not in number and number not in wrong)
    assert not shows(number, wrong)


@pytest.mark.parametrize(
    ("typed", "seen"),
    [
        ("Müller & Söhne", "Muller & Söhne"),
        ("Invoice 10", "lnvoice 10"),
        ("Oslo 12", "0slo 12"),
        ("no spaces here", "nospaceshere"),
        ("A long sentence that does not fit into its field", "sentence that does not fit into its field"),
        ("ＡＢＣ 12", "ABC 12"),
        ("Miller", "Customer Miller"),
        ("", "anything"),
    ],
)
def test_errors_of_reading_are_forgiven(typed: str, seen: str) -> None:
    assert shows(typed, seen)


@pytest.mark.parametrize(
    ("typed", "seen"),
    [
        ("Miller", ""),
        ("Miller", "Cancel"),
        ("12", "312"),
        ("12", "123"),
        ("2026-11-03", "2026-11-08"),
        ("Flat 3", "Flat 8"),
        ("Sorenson 41", "Sorenson 14"),
        ("332.1", "32.1"),
        ("12345", "1234"),
        ("Jørgensen black 500", "Jørgensen black 50"),
    ],
)
def test_what_is_not_shown_is_not_shown(typed: str, seen: str) -> None:
    assert not shows(typed, seen)


FIELD = Box(40, 40, 200, 26)


def is_right(
    typed: Typed, seen: str, *cuts: str, stood: str = "", pieces: tuple[tuple[str, int], ...] = ()
) -> bool:
    """Whether a field that is read as `seen`, and then as `cuts`, shows what was typed.

    `pieces`: texts inside it that are elements of their own, and where each begins.
    """
    empty = np.full((120, 320, 3), 250, np.uint8)
    full = empty.copy()
    full[46:60, 48:230] = 30
    before = (Element(FIELD, "field", stood),)
    inside = [Element(Box(x, 45, 8 * len(text), 16), "text", text) for text, x in pieces]
    after = (Element(FIELD, "field", seen), *inside)
    return read_back(typed, (empty, before), (full, after), None, lambda one: cuts or (one.text, one.text)).ok


@pytest.mark.parametrize(
    ("typed", "seen"),
    [
        ("12.50", "1250"),
        ("1249.50", "124950"),
        ("1249,50", "124950"),
        ("1249.50", "1249,50"),
        ("1,249.50", "1249.50"),
        ("100.000", "100000"),
        ("1.5", "15"),
        ("-12.50", "12.50"),
        ("12.50", "-12.50"),
        ("-5", "5"),
        ("2026-03-05", "20260305"),
        ("+49 341", "49 341"),
        ("15%", "15"),
        ("A-10", "A10"),
        ("Miller", "Miller & Sons GmbH"),
        ("Ann", "Annegret"),
        ("Sorensen", "Sorenson"),
        ("Miller", "Miler"),
        ("Castellano Marine GmbH", "Castellano Marine"),
        ("Jørgensen black 500", "Jørgensen black 50"),
    ],
)
def test_another_figure_mark_or_text_is_not_right(typed: str, seen: str) -> None:
    assert is_right(Typed(typed), typed)
    assert not is_right(Typed(typed), seen)


@pytest.mark.parametrize(
    ("typed", "seen"),
    [
        ("Müller", "Muller"),
        ("Łukasz Weiß", "Lukasz WeiB"),
        ("O471", "0471"),
        ("12 Main St", "12 Main St."),
        ("Miller", "Millerl"),  # the caret
        ("Miller", "Miller v"),  # the arrow of a list
        ("Dear Ms Sorensen, thank you", "Dear Ms Sorensen thank you"),
        ("it’s – all", "it's - all"),
    ],
)
def test_what_every_cut_misreads_is_no_false_alarm(typed: str, seen: str) -> None:
    assert is_right(Typed(typed), seen)


@pytest.mark.parametrize(
    ("typed", "seen", "cuts", "right"),
    [
        ("-57", "57", ("}57", "-57"), True),
        ("1156", "11.56", ("1.56",), False),  # each cut differs in another place
        ("65.5", "61.5", ("51.5",), False),
        ("78.", "78.1", ("78.1",), False),
        ("203,79", "03,79", ("203,79",), True),
        ("1249.50", "124950", ("124950", "12495O"), False),
        ("1,7:45", "17:45", ("7:45",), False),
        ("12.50", "-12.50", ("12.50",), False),  # a narrower cut does not see the minus
        ("Sorensen", "Sorenson", ("Sorensen",), True),
    ],
)
def test_a_doubtful_reading_is_looked_at_again(
    typed: str, seen: str, cuts: tuple[str, ...], right: bool
) -> None:
    assert is_right(Typed(typed), seen, *cuts) is right


def test_what_reads_as_another_value_is_not_this_one_misread() -> None:
    assert is_right(Typed("Müller"), "Muller")
    assert not is_right(Typed("Müller", others={"muller", "müller"}), "Muller")
    assert is_right(Typed("Müller", others={"muller", "müller"}), "Müller")


def test_a_longer_text_is_right_only_where_the_demonstration_showed_one() -> None:
    assert is_right(Typed("Miller", longer=("&sonsgmbh",)), "Miller & Sons GmbH")
    assert is_right(Typed("12", longer=("kg",)), "12 kg")
    assert not is_right(Typed("12", longer=("kg",)), "12 lb")
    assert not is_right(Typed("12", longer=("kg",)), "120 kg")
    assert is_right(Typed("Miller"), "Name Miller", stood="Name"), "its label stood there before"
    assert not is_right(Typed("Miller"), "Miller & Sons", pieces=(("Miller", 48), ("& Sons", 110)))
    assert not is_right(Typed("Miller"), "Miller", pieces=(("Miller", 48), ("& Sons", 110)))
    assert is_right(Typed("Miller Sons"), "", pieces=(("Miller", 48), ("Sons", 110)))
