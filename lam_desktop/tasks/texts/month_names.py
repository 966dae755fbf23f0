"""Dates with the name of a month: in which languages they are written, and how.

Named by the name's language, written behind the form: `%-d. %B %Y (de)`. Other than `months`, which reads
whatever a calendar may say, this is strict: what is read here can be written again, letter by letter.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping

from babel.dates import get_month_names

_POINT, _PLAIN, _OF = ("D. B Y",), ("D B Y",), ("D de B de Y",)
SHAPES: Mapping[str, tuple[str, ...]] = {
    "en": ("D B Y", "B D, Y", "D-B-Y", "D B, Y", "B D Y", "D/B/Y"),
    "de": _POINT, "fr": _PLAIN, "es": _OF, "it": _PLAIN, "pt": _OF, "nl": _PLAIN, "pl": _PLAIN, "cs": _POINT,
    "sv": _PLAIN, "da": _POINT, "nb": _POINT, "fi": _POINT, "tr": _PLAIN, "ru": _PLAIN,
}  # fmt: skip
"""For each language how day (D), month (B) and year (Y) stand, the more usual first."""
STYLES = ("B", "b", "^B", "^b")
"""Directives of a month's name: whole, cut short, and either of them in large letters. All but the first are
known of English only: elsewhere people do not agree how a name is cut short."""
SPOKEN = re.compile(
    r"(?<!\w)(?:\d{1,2}(?:\. ?|[ /-])(?:de )?[^\W\d_]{3,}(?:,? |[/-])(?:de )?(?:\d{4}|\d{2})"
    r"|[^\W\d_]{3,} \d{1,2},? \d{4})(?!\w)"
)
"""What may be such a date within a text."""
_SIGNS = {"D": "([0-9]{1,2})", "B": r"([^\W\d_]+)", "Y": "([0-9]{4}|[0-9]{2})"}
_LETTER = re.compile(r"\b[DBY]\b")


@functools.cache
def names(language: str, style: str, alone: bool = False) -> tuple[str, ...]:
    """The twelve names; `alone`: as they are written without a day, in some languages another word."""
    width = "abbreviated" if style.endswith("b") else "wide"
    by_number = get_month_names(width, "stand-alone" if alone else "format", language)
    said = [by_number[number] for number in range(1, 13)]
    return tuple(name.upper() for name in said) if style.startswith("^") else tuple(said)


def month_of(word: str, language: str, style: str) -> int | None:
    """The month, 1..12, of a name that is written so; None for any other word."""
    known = names(language, style)
    return known.index(word) + 1 if word in known else None


def styles(language: str) -> tuple[str, ...]:
    """How months are called in a language."""
    return STYLES if language == "en" else STYLES[:1]


def named_forms(text: str) -> Iterator[str]:
    """Every form with the name of a month that `text` may have, whether or not it is a date.

    A day of two figures may be written with a leading zero in other rows, or without: both are told.
    """
    if SPOKEN.fullmatch(text) is None:
        return
    for language, shapes in SHAPES.items():
        for shape in shapes:
            letters = _LETTER.findall(shape)
            match = re.fullmatch(_LETTER.sub(lambda one: _SIGNS[one[0]], shape), text)
            if match is None:
                continue
            parts = dict(zip(letters, match.groups(), strict=True))
            if len(parts["Y"]) == 2 and "-" not in shape and "/" not in shape:
                continue
            for style in styles(language):
                if month_of(parts["B"], language, style):
                    yield from _written(shape, parts, style, language)


def _written(shape: str, parts: Mapping[str, str], style: str, language: str) -> Iterator[str]:
    if len(parts["D"]) == 1:
        days: tuple[str, ...] = ("%-d",)
    elif parts["D"].startswith("0"):
        days = ("%d",)
    else:
        days = ("%d", "%-d") if "-" in shape else ("%-d", "%d")
    for day in days:
        directives = {"D": day, "B": f"%{style}", "Y": "%Y" if len(parts["Y"]) == 4 else "%y"}
        yield f"{_LETTER.sub(lambda one, d=directives: d[one[0]], shape)} ({language})"
