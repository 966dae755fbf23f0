"""Numbers as a workbook's number formats show them."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Sequence
from decimal import ROUND_HALF_UP, Decimal, localcontext

_CURRENCY = re.compile(r'"\s*(?:[A-Z]{3}|[€$£¥])?\s*"|\[\$[^\]]*\]|\[[A-Za-z]+\]|\\[ -]|_.|\* ?|[€$£¥\s]')
"""What a number format may have around the digits: currencies, colours, gaps."""
_PLAIN = re.compile(r"([#0,]*[0#])(?:\.([0#?]+))?(%?)")
_PIECE = re.compile(r'\\.|"[^"]*"|.')
_SIGNS = frozenset("-() +")
"""Stand as they are between digits, as in telephone numbers; others go in quotes or behind a backslash."""
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
    pieces = _PIECE.findall(section)
    if _has_signs_between(pieces):
        if number < 0 or number != int(number):
            raise ValueError(form)
        return _with_signs(str(int(number)), pieces)
    plain = _CURRENCY.sub("", section)
    if plain.casefold() in ("general", "@"):
        text = f"{number:f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    match = _PLAIN.fullmatch(plain)
    if match is None:
        raise ValueError(form)
    return _with_decimals(number, match[1], match[2] or "", match[3])


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
    before, _, rest = text.lstrip("-").partition(".")
    rest = rest.rstrip("0").ljust(decimals.count("0"), "0")
    before = before.zfill(_needed(whole.replace(",", "")))
    return ("-" if text.startswith("-") else "") + before + (f".{rest}" if rest else "") + percent


def _needed(places: str) -> int:
    """Digits that are shown at least, of places such as `##00`."""
    return len(places) - places.index("0") if "0" in places else 0


def _has_signs_between(pieces: Sequence[str]) -> bool:
    """Whether a format of digits alone has signs between them; a gap before thousands is none."""
    places = [at for at, piece in enumerate(pieces) if piece in "0#"]
    if not places or not all(piece in "0#" or piece in _SIGNS or len(piece) > 1 for piece in pieces):
        return False
    signs = "".join(map(_sign, pieces[places[0] : places[-1]]))
    return bool(signs.strip()) or (bool(signs) and pieces[places[0]] == "0")


def _sign(piece: str) -> str:
    return "" if piece in "0#" else piece[1:] if piece.startswith("\\") else piece.strip('"')


def _with_signs(digits: str, pieces: Sequence[str]) -> str:
    """Digits in their places; those that are too many stand in the first. ValueError for too few for `#`."""
    places = "".join(piece for piece in pieces if piece in "0#")
    digits = digits.zfill(_needed(places))
    if len(digits) < len(places):  # whether the signs before are shown, nobody needs to know
        raise ValueError("".join(pieces))
    first = len(digits) - len(places) + 1
    shown = ""
    for piece in pieces:
        if piece not in "0#":
            shown += _sign(piece)
        else:
            shown, digits, first = shown + digits[:first], digits[first:], 1
    return shown
