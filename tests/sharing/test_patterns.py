"""What is personal is known by its form, and what is not is left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lam_desktop.sharing.patterns import find, is_card, is_iban


@pytest.mark.parametrize(
    ("text", "part", "kind"),
    [
        ("Mail: maria.sorensen@example.org, please", "maria.sorensen@example.org", "e-mail address"),
        ("<ma@ex.org>", "ma@ex.org", "e-mail address"),
        ("pay DE89 3704 0044 0532 0130 00 and", "DE89 3704 0044 0532 0130 00", "IBAN"),
        ("gb82west12345698765432", "gb82west12345698765432", "IBAN"),
        ("4111 1111 1111 1111", "4111 1111 1111 1111", "card number"),
        ("4111-1111-1111-1112", "4111-1111-1111-1112", "long number"),
        ("call +49 (30) 123-4567", "+49 (30) 123-4567", "phone number"),
        ("06.12.34.56.78", "06.12.34.56.78", "phone number"),
        ("Account 12345678 is", "12345678", "long number"),
        ("No. AB1234567Z", "AB1234567Z", "long number"),
    ],
)
def test_personal_data_is_found(text: str, part: str, kind: str) -> None:
    [span] = find(text)
    assert (text[span.start : span.end], span.kind) == (part, kind)


@pytest.mark.parametrize(
    "text",
    [
        "2026-04-25 12:30:45", "25.04.2026", "04/25/26", "1.234.567,00", "1280x800", "Row 12 of 4,711",
        "Order 4711 saved", "Press Ctrl+S", "USB-C dock 11-in-1", "",
    ],
)  # fmt: skip
def test_dates_amounts_and_sizes_are_left_alone(text: str) -> None:
    assert find(text) == []


@given(
    st.sampled_from(["DE", "FR", "NL"]), st.text("0123456789ABCXYZ", min_size=11, max_size=26), st.booleans()
)
def test_every_iban_with_right_check_digits_is_found(country: str, account: str, grouped: bool) -> None:
    number = int("".join(str(int(sign, 36)) for sign in account + country + "00"))
    iban = f"{country}{98 - number % 97:02}{account}"
    assert is_iban(iban)
    shown = " ".join(iban[at : at + 4] for at in range(0, len(iban), 4)) if grouped else iban
    [span] = find(f"to {shown}.")
    assert (span.start, span.end, span.kind) == (3, 3 + len(shown), "IBAN")


@given(st.text("0123456789", min_size=12, max_size=18))
def test_every_card_number_has_one_right_last_digit(digits: str) -> None:
    [right] = [last for last in "0123456789" if is_card(digits + last)]
    assert find(digits + right)[0].kind == "card number"
