"""Months as calendars and lists name them, in the languages of most office programs."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

_NAMES = (
    "january february march april may june july august september october november december",
    "januar februar märz april mai juni juli august september oktober november dezember",
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "januari februari maart april mei juni juli augustus september oktober november december",
    "styczeń luty marzec kwiecień maj czerwiec lipiec sierpień wrzesień październik listopad grudzień",
    "leden únor březen duben květen červen červenec srpen září říjen listopad prosinec",
    "januari februari mars april maj juni juli augusti september oktober november december",
    "januar februar marts april maj juni juli august september oktober november desember",
    "ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık",
    "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь",
)
LEAST_LETTERS = 3
"""Of a month's name that is cut short."""
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_ASIAN = re.compile(r"(?<!\d)(1[0-2]|0?[1-9])\s*[月월]")
_NUMERIC = re.compile(r"(?:(1[0-2]|0?[1-9])\s*[./-]\s*)?((?:19|20)\d\d)(?:\s*[./-]\s*(1[0-2]|0?[1-9]))?")


def month_of(word: str) -> int | None:
    """The month, 1..12, that a word names, perhaps cut short; None where it names none, or may be two."""
    plain = _plain(word)
    exact = {number for name, number in _MONTHS if name == plain}
    if not exact and len(plain) >= LEAST_LETTERS:
        exact = {number for name, number in _MONTHS if name.startswith(plain)}
    return exact.pop() if len(exact) == 1 else None


def months_in(text: str) -> set[int]:
    """All months that a text names."""
    found = {month for word in re.findall(r"[^\W\d_]+", text) if (month := month_of(word)) is not None}
    return found | {int(number) for number in _ASIAN.findall(unicodedata.normalize("NFKC", text))}


def years_in(text: str) -> set[int]:
    """All years of four digits in a text."""
    return {int(year) for year in _YEAR.findall(unicodedata.normalize("NFKC", text))}


def month_in(text: str) -> date | None:
    """The first day of the month that a text says: «March 2026», «03/2026»; None where it says none."""
    months, years = months_in(text), years_in(text)
    if len(months) == len(years) == 1:
        return date(years.pop(), months.pop(), 1)
    match = _NUMERIC.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if match is not None and bool(match[1]) != bool(match[3]):
        return date(int(match[2]), int(match[1] or match[3]), 1)
    return None


def named_day(text: str) -> date | None:
    """The day that «17 March 2026», «March 17th, 2026» or «17. März 2026» names; None for another text."""
    month = month_in(text)
    numbers = re.findall(r"(?<!\d)\d{1,2}(?!\d)", unicodedata.normalize("NFKC", text))
    if month is None or not months_in(text) or len(numbers) != 1:
        return None
    try:
        return month.replace(day=int(numbers[0]))
    except ValueError:
        return None


def _plain(word: str) -> str:
    """Without accents, which recognisers lose."""
    apart = unicodedata.normalize("NFKD", word.casefold())
    return "".join(sign for sign in apart if not unicodedata.combining(sign))


_MONTHS = tuple((_plain(name), at) for line in _NAMES for at, name in enumerate(line.split(), start=1))
