from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from lam_desktop.execution.typed_text import shows

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
    ],
)
def test_what_is_not_shown_is_not_shown(typed: str, seen: str) -> None:
    assert not shows(typed, seen)
