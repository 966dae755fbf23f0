"""Numbers and sums of money as a screen shows them, read by the rules of a language (babel).

The rules are those of the demonstration: `1.234,50` is how a number is written in German, and `1,249` then is
no thousand. A sum is read with its currency's sign or its three letters, which say nothing of the number.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from babel.numbers import NumberFormatError, list_currencies, parse_decimal

from lam_desktop.tasks.texts.patterns.numbers import NumberForm

LANGUAGES = {
    (".", ","): "en", (",", "."): "de", (",", " "): "fr", (".", "'"): "de_CH",
    (",", ""): "de", (".", ""): "en",
}  # fmt: skip
"""A language for each sign before the decimals and between thousands. One that writes none between them is
read by a language that may."""
SHOWN = tuple(NumberForm(sign, grouping, 2) for sign, grouping in LANGUAGES if grouping)
"""The forms in which a screen may show a number."""
_CURRENCY = re.compile(r"^([A-Z]{3})?\s*(.*?)\s*([A-Z]{3})?$", re.DOTALL)


def read_amount(text: str, form: NumberForm) -> Decimal | None:
    """The number that a text shows in this form, with or without a currency; None where it shows none.

    Strict: signs between thousands stand where they belong, no letter stands among the figures, and a leading
    zero makes it a code.
    """
    language = LANGUAGES.get((form.sign, form.grouping))
    plain = _number_in(text)
    if language is None or not re.fullmatch(r"-?(0|[1-9][0-9.,' ]*|0[.,][0-9]+)", plain):
        return None
    try:
        number = parse_decimal(plain.replace(" ", _gap(language)), locale=language, strict=True)
    except (NumberFormatError, InvalidOperation):  # of very many figures
        return None
    return number if number.is_finite() else None


def shown_as(text: str) -> Iterator[tuple[NumberForm, Decimal]]:
    """Each form in which a text is a number, and that number; none where it is none in any."""
    for form in SHOWN:
        number = read_amount(text, form)
        if number is not None:
            yield form, number


def _number_in(text: str) -> str:
    """Figures and signs, all spaces plain ones, without the currency."""
    plain = "".join(" " if sign.isspace() else sign for sign in unicodedata.normalize("NFKC", text).strip())
    plain = plain.replace("−", "-").replace("’", "'")
    plain = "".join(sign for sign in plain if unicodedata.category(sign) != "Sc").strip()
    match = _CURRENCY.match(plain)
    if match is not None and all(code is None or code in _codes() for code in (match[1], match[3])):
        plain = match[2]
    return re.sub(r"^-\s+", "-", plain)


@functools.cache
def _codes() -> frozenset[str]:
    return frozenset(list_currencies())


def _gap(language: str) -> str:
    """What a space between thousands is in a language."""
    return "\N{NARROW NO-BREAK SPACE}" if language == "fr" else " "
