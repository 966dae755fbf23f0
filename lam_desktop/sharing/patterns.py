"""Personal data that is known by its form: e-mail addresses, bank accounts, cards, telephone, long numbers.

Wider than the standards on purpose: what is masked in vain costs little, what is missed is given away.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, get_args

Kind = Literal[
    "e-mail address", "IBAN", "card number", "phone number", "long number", "value of the row", "typed text",
    "read from the screen", "named with --mask", "your account", "in a masked column",
    "unsure reading", "name of a person", "no common word",
]  # fmt: skip
KINDS: tuple[Kind, ...] = get_args(Kind)
SAID: Kind = "named with --mask"
PERSON: Kind = "name of a person"
UNCOMMON: Kind = "no common word"

LONG_DIGITS = 7
"""A number of so many digits names an account, a customer, a telephone; prices and years have fewer."""
_CARD_DIGITS = range(13, 20)
_PHONE_DIGITS = range(LONG_DIGITS, 16)
_IBAN_SIGNS = range(15, 35)

_MAIL = re.compile(r"[^\s@<>()\[\]{}«»“”\"',;:|]+@[^\s@<>()\[\]{}«»“”\"',;:|]*[^\W_]")
_IBAN = re.compile(r"(?<![^\W_])[A-Za-z]{2}[0-9]{2}(?:[ -]?[A-Za-z0-9]){11,30}(?![^\W_])")
_NUMBER = re.compile(r"(?<![^\W_])[+(]{0,2}[0-9](?:[ ().\-/–]{0,3}[0-9])*(?![^\W_])")
_CODE = re.compile(
    r"(?<![^\W_])(?![0-9]+x[0-9]+(?![^\W_]))(?=(?:[A-Za-z]*[0-9]){5})[A-Za-z0-9]{8,}(?![^\W_])"
)
_DATE = re.compile(r"(?<![0-9./-])([0-9]{1,4})[./-] ?([0-9]{1,2})[./-] ?([0-9]{1,4})(?![./-]?[0-9])")
_AMOUNT = re.compile(r"[0-9]{1,3}(?:[.'][0-9]{3})+")


@dataclass(frozen=True, slots=True)
class Span:
    """A part of a text that is to be masked: characters from `start` to before `end`."""

    start: int
    end: int
    kind: Kind


def find(text: str) -> list[Span]:
    """What in the text is personal by its form; parts do not overlap, the more exact kind comes first."""
    found: list[Span] = []
    for span in _all(text):
        if all(span.end <= other.start or other.end <= span.start for other in found):
            found.append(span)
    return sorted(found, key=lambda span: span.start)


def is_iban(text: str) -> bool:
    """Whether the check digits of an IBAN are right (ISO 13616: 97 leaves 1)."""
    signs = "".join(text.split()).replace("-", "").upper()
    if not re.fullmatch(r"[A-Z]{2}[0-9]{2}[A-Z0-9]+", signs) or len(signs) not in _IBAN_SIGNS:
        return False
    return int("".join(str(int(sign, 36)) for sign in signs[4:] + signs[:4])) % 97 == 1


def is_card(text: str) -> bool:
    """Whether the digits may be those of a payment card (ISO 7812: the sum after Luhn ends in 0)."""
    digits = [int(sign) for sign in text if "0" <= sign <= "9"]
    doubled = [sum(divmod(2 * digit, 10)) for digit in digits[-2::-2]]
    return len(digits) in _CARD_DIGITS and (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0


def _all(text: str) -> Iterator[Span]:
    for match in _MAIL.finditer(text):
        yield Span(match.start(), match.end(), "e-mail address")
    for match in _IBAN.finditer(text):
        end = _iban_end(match[0])
        if end:
            yield Span(match.start(), match.start() + end, "IBAN")
    without_dates = _DATE.sub(_blank_if_date, text)
    for match in _NUMBER.finditer(without_dates):
        kind = _number_kind(match[0])
        if kind is not None:
            yield Span(match.start(), match.end(), kind)
    for match in _CODE.finditer(text):
        yield Span(match.start(), match.end(), "long number")


def _iban_end(text: str) -> int:
    """How far the IBAN goes, which a word behind it may seem to continue; 0 where there is none."""
    ends = (at for at in range(len(text), 0, -1) if text[at - 1].isalnum())
    return next((end for end in ends if is_iban(text[:end])), 0)


def _number_kind(number: str) -> Kind | None:
    digits = sum(sign.isdigit() for sign in number)
    if digits < LONG_DIGITS or _AMOUNT.fullmatch(number):
        return None
    if is_card(number):
        return "card number"
    calls = number.startswith(("+", "0", "(")) and digits in _PHONE_DIGITS
    return "phone number" if calls else "long number"


def _blank_if_date(match: re.Match[str]) -> str:
    """Signs that belong to no number, where the three numbers can be a day, a month and a year."""
    years = [part for part in match.groups() if len(part) > 2]
    short = [int(part) for part in match.groups() if len(part) <= 2]
    fits = any(0 < min(pair) <= 12 and max(pair) <= 31 for pair in pairwise(short))
    century = all(len(year) == 4 and 1900 <= int(year) < 2100 for year in years)
    return "\x00" * len(match[0]) if fits and century and len(years) < 2 else match[0]
