"""How dates are written: forms such as `%d.%m.%Y`, found by their digits.

Directives: `%d` `%m` day and month of two digits, `%-d` `%-m` without a leading zero, `%Y` `%y` the year;
`%B` `%b` the month's name, whole or cut short, `%^B` `%^b` in large letters, with its language behind it all:
`%-d. %B %Y (de)`. Each of day, month and year once, all else stands for itself. Forms that are only written
may lack one of them, and have the quarter, `%q`. Python's own `strftime` knows `%-d` on some systems only,
and `strptime` guesses widths, so both directions are ours.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from lam_desktop.tasks.texts.month_names import SHAPES, month_of, named_forms, names

YES_NO = "yes/no"
"""The form of a check box's value; no date."""
BARE = "letters and figures"
"""The form of a text that the screen says with other signs between them: 07/15/2013, typed as 07152013."""

WITHIN = "part of the entry"
"""The form of a cell that is a word of what is chosen: DE, chosen as «DE – Germany»."""
COUNTED = "the one in that place"
"""The form of a number that tells which one of several is clicked: «the 3rd textbox»."""
BY_KEYS = "chosen by keys"
"""The form of a cell that keys chose: a row that says something else is refused."""
UNTIL_SHOWN = "pressed until it is shown"
"""The form of a cell that keys chose in a field or list that shows its choice."""
KEYED = (BY_KEYS, UNTIL_SHOWN)
DAYS = ("%-d", "%d")
"""Forms of a day that is chosen in a calendar, which shows month and year by itself."""

TURNED_ON, TURNED_BACK = TURNED = ("turned on to its month", "turned back to its month")
"""Forms of the clicks that turn a calendar's pages to the month of a date: forwards, or backwards."""

USUAL = tuple(
    gap.join(parts)
    for gap in ("/", ".", "-")
    for day, month in (("%d", "%m"), ("%-d", "%-m"))
    for parts in ((day, month, "%Y"), (month, day, "%Y"), ("%Y", month, day))
)
"""Forms in which fields show a day that was chosen in a calendar."""

_DIRECTIVE = re.compile(r"%(-?[dm]|\^?[Bb]|[Yyq])")
_LANGUAGE = re.compile(r" \(([a-z]{2})\)$")
_WORDS = {
    "d": "dd", "-d": "d", "m": "mm", "-m": "m", "Y": "yyyy", "y": "yy", "q": "q",
    "B": "mmmm", "b": "mmm", "^B": "MMMM", "^b": "MMM",
}  # fmt: skip
_DIRECTIVES = {word: f"%{directive}" for directive, word in _WORDS.items()}
_WORD = re.compile(r"\bde\b|dd?|mmmm?|mm?|MMMM?|yyyy|yy|q")
_SEPARATED = re.compile(r"([0-9]{1,4})([^0-9]+)([0-9]{1,2})([^0-9]+)([0-9]{1,4})([^0-9]*)")
_SEPARATORS = frozenset(["-", "/", ".", ". ", " ", "年", "月", "년 ", "월 "])
_TAILS = frozenset(["", ".", "日", "일"])
_CENTURY_PIVOT = 69  # POSIX: two-digit years from 69 on belong to the twentieth century
_ORDERS = ("dmy", "mdy", "ymd")  # by how many people write so


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a text as a date."""

    form: str
    day: date


def bare(text: str) -> str:
    """The letters and figures of a text alone."""
    return "".join(sign for sign in text if sign.isalnum())


def figures(text: str) -> tuple[int, ...]:
    """How many figures stand together, for each group of them."""
    return tuple(len(group) for group in re.findall(r"\d+", text))


def is_date_form(form: str) -> bool:
    """Whether it names day, month and year, each once, and nothing that could be taken for a digit."""
    return sorted(_order(form)) == ["d", "m", "y"] and _is_written(form)


def is_part_form(form: str) -> bool:
    """Whether it names a part of a date: `%m/%Y`, `%Y`, `Q%q %Y`, `%B (en)`."""
    order = _order(form)
    return 0 < len(order) < 3 and len(set(order)) == len(order) and _is_written(form)


def in_words(form: str) -> str:
    """The form as people write it on paper: `dd.mm.yyyy`, `d. mmmm yyyy (de)`."""
    body, language = _apart(form)
    return _DIRECTIVE.sub(lambda match: _WORDS[match[1]], body) + (f" ({language})" if language else "")


def from_words(words: str) -> str:
    """The form that `in_words` tells; anything for words that tell none."""
    body, language = _apart(words)
    body = _WORD.sub(lambda match: _DIRECTIVES.get(match[0], match[0]), body)
    return body + (f" ({language})" if language else "")


def read_date(text: str, form: str) -> date | None:
    """The date that `text` names when it is written in this form; None where it is not."""
    body, language = _apart(form)
    match = re.fullmatch(_pattern(body), _plain(text))
    if match is None:
        return None
    parts = dict(zip(_order(form), match.groups(), strict=True))
    if language:
        style = next(one for one in _DIRECTIVE.findall(body) if one in ("B", "b", "^B", "^b"))
        parts["m"] = str(month_of(parts["m"], language, style) or "")
    return _date(parts)


def write_date(day: date, form: str) -> str:
    """The date in this form."""
    body, language = _apart(form)
    parts = {
        "d": f"{day.day:02}", "-d": str(day.day), "m": f"{day.month:02}", "-m": str(day.month),
        "Y": f"{day.year:04}", "y": f"{day.year % 100:02}", "q": str((day.month + 2) // 3),
    }  # fmt: skip
    if language:
        alone = "d" not in _order(form)
        parts |= {style: names(language, style, alone)[day.month - 1] for style in ("B", "b", "^B", "^b")}
    return _DIRECTIVE.sub(lambda match: parts[match[1]], body)


def readings(text: str) -> tuple[Reading, ...]:
    """Every form in which `text` is a date, the more usual order first; empty where it is none."""
    found: list[Reading] = []
    for form in _forms(_plain(text)):
        day = read_date(text, form)
        if day is not None:
            found.append(Reading(form, day))
    return tuple(found)


def agreeing(cell: str, text: str) -> tuple[tuple[str, str], ...]:
    """Pairs (form of the cell, form of the text) under which both are the same day, the more usual first."""
    if _is_bare(cell) and _is_bare(text) and len(text) != 8:
        return ()  # six digits in two orders prove nothing: they may as well be two numbers
    pairs = [
        (one.form, other.form) for other in readings(text) for one in readings(cell) if one.day == other.day
    ]
    return tuple(pairs)


def same_rewriting(pairs: tuple[tuple[str, str], ...]) -> bool:
    """Whether all pairs put the parts of the cell into the same places, so that it is all one which holds."""
    ways = {
        (tuple(_order(cell).index(part) for part in _order(text)), text if _apart(text)[1] else "")
        for cell, text in pairs
    }
    return len(ways) <= 1


def has_name(form: str) -> bool:
    """Whether the month stands there by its name."""
    return bool(_apart(form)[1])


def _plain(text: str) -> str:
    """Full-width digits and separators as ASCII, no space around."""
    return unicodedata.normalize("NFKC", text).strip()


def _is_bare(text: str) -> bool:
    return re.fullmatch("[0-9]+", _plain(text)) is not None


def _order(form: str) -> str:
    """'dmy' for `%d.%m.%Y`."""
    letters = (directive.lstrip("-^").lower() for directive in _DIRECTIVE.findall(form))
    return "".join("m" if letter == "b" else letter for letter in letters)


def _apart(form: str) -> tuple[str, str]:
    """The form without its language, and that; empty where it has none."""
    match = _LANGUAGE.search(form)
    return (form, "") if match is None else (form[: match.start()], match[1])


def _is_written(form: str) -> bool:
    """Whether nothing else could be taken for a digit, and just a name has a language."""
    body, language = _apart(form)
    named = re.search(r"%\^?[Bb]", body) is not None
    literal = _DIRECTIVE.sub("", body)
    return named == bool(language) and (not named or language in SHAPES) and not re.search(r"[%0-9]", literal)


def _pattern(form: str) -> str:
    """The form as a regular expression: a leading zero may lack, except where digits touch digits."""
    spans = list(_DIRECTIVE.finditer(form))
    touching = any(left.end() == right.start() for left, right in pairwise(spans))
    width = "{2}" if touching else "{1,2}"
    parts: list[str] = []
    end = 0
    for span in spans:
        parts.append(re.escape(form[end : span.start()]))
        word = r"([^\W\d_]+)" if span[1].lower().endswith("b") else f"([0-9]{width})"
        parts.append({"Y": "([0-9]{4})", "y": "([0-9]{2})"}.get(span[1], word))
        end = span.end()
    return "".join(parts) + re.escape(form[end:])


def _date(parts: dict[str, str]) -> date | None:
    year = int(parts["y"])
    if len(parts["y"]) == 2:
        year += 1900 if year >= _CENTURY_PIVOT else 2000
    try:  # no figures: a word that is no month
        return date(year, int(parts["m"]), int(parts["d"]))
    except ValueError:
        return None


def _forms(text: str) -> Iterator[str]:
    """The forms that the digits of `text` allow, whether or not they give a date."""
    if _is_bare(text) and len(text) in (6, 8):
        year = "%Y" if len(text) == 8 else "%y"
        for order in _ORDERS:
            yield "".join({"d": "%d", "m": "%m", "y": year}[part] for part in order)
        return
    match = _SEPARATED.fullmatch(text)
    if match is None:
        yield from named_forms(text)
        return
    first, gap, second, other_gap, third, tail = match.groups()
    alike = gap == other_gap or (gap, other_gap) in (("年", "月"), ("년 ", "월 "))
    if not alike or gap not in _SEPARATORS or tail not in _TAILS:
        return
    groups = (first, second, third)
    for order in _ORDERS:
        parts = dict(zip(order, groups, strict=True))
        if len(parts["y"]) in (2, 4) and len(parts["d"]) <= 2 and len(parts["m"]) <= 2:
            names = _directives(parts)
            a, b, c = (names[part] for part in order)
            yield f"{a}{gap}{b}{other_gap}{c}{tail}"


def _directives(parts: dict[str, str]) -> dict[str, str]:
    """Which directive writes each part; a two-digit day tells nothing by itself and follows the month."""
    padded = {part: parts[part].startswith("0") for part in "dm"}
    bare = {part: len(parts[part]) == 1 for part in "dm"}
    loose = any(bare.values()) and not any(padded.values())
    names = {part: f"%-{part}" if bare[part] or loose else f"%{part}" for part in "dm"}
    return names | {"y": "%Y" if len(parts["y"]) == 4 else "%y"}
