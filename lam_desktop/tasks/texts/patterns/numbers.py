"""How numbers are written, told by an example: `1.234,50` has points between thousands, and two decimals.

The example's digits count for nothing but their number behind the decimal sign: none (`1234`), two
(`1234.50`), or as many as the number has (`1234.5`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

SIGNS = ".,"
GROUPINGS = ("", ",", ".", " ", "'", "\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}")
MOST_ROUNDED = 10**15
_MONEY = re.compile(r"[\s€$£¥]+")
_EXAMPLE = re.compile(r"1([^0-9]?)234(?:([.,])(5|50|0{1,6}|50{2,5}))?")


@dataclass(frozen=True, slots=True)
class NumberForm:
    """One way to write a number."""

    sign: str = "."
    """Before the decimals."""
    grouping: str = ""
    """Between thousands."""
    places: int | None = None
    """How many decimals; None: as many as the number has."""

    @property
    def example(self) -> str:
        """What 1234.5 is in this form."""
        if self.places is None:
            decimals = f"{self.sign}5"
        else:
            decimals = f"{self.sign}{'50'.ljust(self.places, '0')}" if self.places else ""
        return f"1{self.grouping}234{decimals}"

    def write(self, number: Decimal) -> str | None:
        """The number in this form; None where digits would be lost."""
        digits = f"{abs(number):f}"
        whole, _, rest = digits.partition(".")
        rest = rest.rstrip("0")
        if self.places is not None:
            if len(rest) > self.places:
                return None
            rest = rest.ljust(self.places, "0")
        groups = f"{int(whole):,}".replace(",", self.grouping)
        return ("-" if number < 0 else "") + groups + (self.sign + rest if rest else "")

    def rounded(self, number: Decimal) -> Decimal:
        """The number with as many decimals as the form has, a half away from zero."""
        if self.places is None or abs(number) >= MOST_ROUNDED:
            return number
        return number.quantize(Decimal(1).scaleb(-self.places), ROUND_HALF_UP)


def form_of(example: str) -> NumberForm | None:
    """The form that an example tells; None where it is none."""
    match = _EXAMPLE.fullmatch(example)
    if match is None or match[1] not in GROUPINGS or (match[2] and match[1] == match[2]):
        return None
    places = None if match[3] == "5" else len(match[3] or "")
    return NumberForm(match[2] or _other_sign(match[1]), match[1], places)


def read_number(text: str) -> Decimal | None:
    """The number that a cell says; None where it is none, may be two as 1,249, or is a code as 0123."""
    plain = _MONEY.sub("", text)
    match = re.fullmatch(r"([-−]?)([0-9]+(?:[.,' ][0-9]+)*)", plain.replace("’", "'"))
    if match is None:
        return None
    digits = match[2]
    signs = [one for one in digits if not one.isdigit()]
    last = signs[-1] if signs else ""
    if last in SIGNS and signs.count(last) == 1 and last:
        whole, _, rest = digits.rpartition(last)
        unclear = len(signs) == 1 and len(rest) == 3 and len(whole) <= 3 and whole.lstrip("0") != ""
        if unclear or not _is_grouped(whole):
            return None
    else:
        whole, rest = digits, ""
        if not _is_grouped(whole):
            return None
    if whole.startswith("0") and len(whole) > 1:
        return None
    number = Decimal(re.sub(r"\D", "", whole) + (f".{rest}" if rest else ""))
    return -number if match[1] else number


def forms_for(number: Decimal) -> Iterator[NumberForm]:
    """All forms, the plainer ones first; of a number that was written with two decimals, as money is, those
    with two: 86.20 is not written 86,2."""
    ways = (2, None, 3) if number.as_tuple().exponent == -2 else (None, 2, 3)
    for grouping in GROUPINGS:
        whole = NumberForm(_other_sign(grouping), grouping, 0)
        broken = [NumberForm(sign, grouping, n) for sign in SIGNS if sign != grouping for n in ways]
        yield from (form for form in (*broken, whole) if form.write(number) is not None)


def rounded_forms(number: Decimal) -> Iterator[NumberForm]:
    """All forms with fewer decimals than the number has."""
    decimals = len(f"{number:f}".partition(".")[2].rstrip("0"))
    for grouping in GROUPINGS:
        for places in range(min(decimals, 4)):
            signs = SIGNS if places else _other_sign(grouping)
            yield from (NumberForm(sign, grouping, places) for sign in signs if sign != grouping)


def _other_sign(grouping: str) -> str:
    return "," if grouping == "." else "."


def _is_grouped(whole: str) -> bool:
    """Whether the digits before the decimals are not divided, or into thousands by one sign."""
    groups = re.split(r"\D", whole)
    apart = {one for one in whole if not one.isdigit()}
    return len(groups) == 1 or (
        len(apart) == 1 and 1 <= len(groups[0]) <= 3 and all(len(one) == 3 for one in groups[1:])
    )
