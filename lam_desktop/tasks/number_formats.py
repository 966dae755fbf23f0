"""Numbers as a workbook's number formats show them."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal, localcontext

_CURRENCY = re.compile(r'"\s*(?:[A-Z]{3}|[€$£¥])?\s*"|\[\$[^\]]*\]|\[[A-Za-z]+\]|\\[ -]|_.|\* ?|[€$£¥\s]')
"""What a number format may have around the digits: currencies, colours, gaps."""
_PLAIN = re.compile(r"([#0,]*[0#])(?:\.([0#?]+))?(%?)")
_PATTERN = re.compile(r"(?:[#0]|[-/() ]|\\.|\"[^\"]*\")*[#0]")
"""Digits with signs between them, as of telephone numbers: `(000) 000-0000`."""
_PIECE = re.compile(r"[#0]|\\.|\"[^\"]*\"|.")
_SECTION = re.compile(r"(?:\"[^\"]*\"|\\.|[^;\"\\])+")
_CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=)(-?[0-9]+(?:\.[0-9]+)?)\]")
_HOLDS: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "<=": operator.le, ">=": operator.ge, "<>": operator.ne,
    "<": operator.lt, ">": operator.gt, "=": operator.eq,
}  # fmt: skip
MOST_DIGITS = 400
DIGITS = 15
"""A number in a cell has no more of them that mean anything."""


def shown_number(value: float, form: str) -> str:
    """As the number format shows it, but for signs between thousands and of currencies.

    ValueError for a format that is not understood, such as those that show fewer digits than were entered.
    """
    number = Decimal(f"{value:.{DIGITS}g}")
    section = _section(number, form)
    plain = _CURRENCY.sub("", section)
    if plain.casefold() == "general":
        text = f"{number:f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    match = _PLAIN.fullmatch(plain)
    if match is not None:
        return _with_decimals(number, match[1], match[2] or "", match[3])
    if _PATTERN.fullmatch(section) and number >= 0 and number == int(number):
        return _with_signs(str(int(number)), section)
    raise ValueError(form)


def _section(number: Decimal, form: str) -> str:
    """The part of a format that shows this number; where parts are for signs alone, that of positive ones."""
    for section in _SECTION.findall(form):
        condition = _CONDITION.search(section)
        if condition is None or _HOLDS[condition[1]](number, Decimal(condition[2])):
            return _CONDITION.sub("", section)
    raise ValueError(form)


def _with_decimals(number: Decimal, whole: str, decimals: str, percent: str) -> str:
    if percent:
        number *= 100
    with localcontext(prec=MOST_DIGITS):
        text = f"{number.quantize(Decimal(1).scaleb(-len(decimals)), ROUND_HALF_UP):f}"
    before, _, rest = text.partition(".")
    rest = rest.rstrip("0").ljust(decimals.count("0"), "0")
    if set(whole) == {"0"}:
        before = before.zfill(len(whole))
    return before + (f".{rest}" if rest else "") + percent


def _with_signs(digits: str, section: str) -> str:
    """Digits in their places; those that are too many stand in the first. ValueError for too few for `#`."""
    pieces = _PIECE.findall(section)
    places = sum(piece in ("0", "#") for piece in pieces)
    if len(digits) < places:
        lacking = [piece for piece in pieces if piece in ("0", "#")][: places - len(digits)]
        if "#" in lacking:  # whether the signs before are shown, nobody needs to know
            raise ValueError(section)
        digits = digits.zfill(places)
    first = len(digits) - places + 1
    shown = ""
    for piece in pieces:
        if piece not in ("0", "#"):
            shown += piece[1:] if piece.startswith("\\") else piece.strip('"')
        else:
            shown, digits, first = shown + digits[:first], digits[first:], 1
    return shown
