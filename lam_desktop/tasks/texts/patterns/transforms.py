"""What may be made of a cell, by the names that `task.yaml` uses.

upper, lower, title                    letters
first word, last word, word 2          words, divided by spaces
first 3 letters, last 4 letters        pieces; `first letter` is one
initials                               first letters of all words
digits, no spaces                      what is kept, what is left out
words after of, words between for and by …  of a sentence (`wording`)
before /, after last -, part 2 at - …  what `cutting` makes: parts at a sign, zeros in front, groups
number 1.234,50                        written as 1234.5 is there
number 1234.50 from 1.234,50           the same, of a number that is written in a known way
number 1234,50 rounded                 with fewer decimals than the number has
percent 1234.5 %, from percent         0.2 written as 20 %, and the other way round
date dd.mm.yyyy from yyyy-mm-dd        written otherwise; what is written may be a part of it
time 9:05 AM                           written as five past nine is there
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from lam_desktop.tasks.texts import forms
from lam_desktop.tasks.texts.patterns.amounts import read_amount, shown_as
from lam_desktop.tasks.texts.patterns.cutting import cuts, shapes, structured
from lam_desktop.tasks.texts.patterns.numbers import (
    NumberForm,
    form_of,
    forms_for,
    read_number,
    rounded_forms,
)
from lam_desktop.tasks.texts.patterns.times import date_before_time, read_time, time_form, times_for
from lam_desktop.tasks.texts.patterns.wording import phrases, worded

_WORD = re.compile(r"word ([1-9][0-9]?)")
_PIECE = re.compile(r"(first|last) (?:([1-9][0-9]?) letters|letter)")
_NUMBER = re.compile(r"number (.+?)( rounded)?(?: from (.+))?")
_PERCENT = re.compile(r"percent (\S+?)([ \N{NO-BREAK SPACE}]?)%")
_DATE = re.compile(r"date (\S+(?: \S+)*?) from (\S+(?: \S+)*)")
_COUNTED = re.compile(r"(?:first|last) ([1-9][0-9]?) letters")
MOST_LETTERS = 6
"""Of a piece of a cell, where it is looked for."""
LETTERS, WORD, LATER_WORD, LETTER, PIECE, REWRITTEN, REDUCED = 1.6, 1.8, 2.2, 0.8, 3.0, 1.6, 1.8
SPLIT, SPLIT_AGAIN, SHAPED, ROUNDED, PERCENT, PART_OF_DATE = 1.7, 0.6, 1.6, 1.8, 1.3, 1.8
PHRASE = 1.5
"""Costs of one transform; a cell as it stands costs 1 (`synthesis`)."""
LOOSE = 3
"""So many letters cut off by their number are told: words, and parts at a sign, are as long as they are."""
LARGEST_SHARE = 10
"""A number that may be written as a percentage."""
MOST_WORDS = 100
"""Of a longer text no later word is named."""
LONGEST_CUT_TWICE = 80
"""Of a longer text no part of a part is tried."""
LONGEST_NUMBER = 24
PARTS = (
    "%m/%Y", "%-m/%Y", "%m.%Y", "%Y-%m", "%m-%Y", "%Y/%m", "%m/%y", "%Y%m", "%Y", "%d.%m.", "%-d.%-m.",
    "Q%q %Y", "Q%q/%Y", "%Y-Q%q", "%Y Q%q", "%YQ%q", "%b %Y (en)", "%b-%y (en)", "%b-%Y (en)", "%B %-d (en)",
    "%-d %B (en)", "%-d. %B (de)",
    *(f"%B {'de ' * (language in ('es', 'pt'))}%Y ({language})" for language in forms.SHAPES),
    *(f"%B ({language})" for language in forms.SHAPES),
)  # fmt: skip
"""Parts of a date that people write."""
_WHOLE = re.compile(r"number 1\D?234 rounded.*")
_COMMA = ("after ,", "before ,")
_LONE = ("yyyy", "mmmm")


def transformed(name: str, cell: str) -> str | None:
    """What the transform makes of the cell; None where it cannot, ValueError for a name that is none."""
    simple = {
        "upper": str.upper, "lower": str.lower, "title": _title, "initials": _initials,
        "digits": lambda text: "".join(re.findall(r"[0-9]", text)),
        "no spaces": lambda text: "".join(text.split()),
        "first word": lambda text: _word(text, 0), "last word": lambda text: _word(text, -1),
    }  # fmt: skip
    if name in simple:
        return simple[name](cell) or None
    if match := _WORD.fullmatch(name):
        return _word(cell, int(match[1]) - 1) or None
    if match := _PIECE.fullmatch(name):
        count = int(match[2] or 1)
        if count > len(cell):
            return None
        return cell[:count] if match[1] == "first" else cell[-count:]
    for of in (structured, worded):
        if (made := of(name, cell)) is not None:
            return made or None
    if (made := _rewritten(name, cell)) is not None:
        return made or None
    raise ValueError(name)


def _rewritten(name: str, cell: str) -> str | None:
    """A number, date or time written otherwise, empty where the cell is none; None for another name."""
    if match := _NUMBER.fullmatch(name):
        form, read = form_of(match[1]), form_of(match[3]) if match[3] else None
        if form and (read or not match[3]) and not (match[2] and form.places is None):
            number = read_amount(cell, read) if read else read_number(cell)
            if number is None:
                return ""
            return form.write(form.rounded(number) if match[2] else number) or ""
    if (match := _PERCENT.fullmatch(name)) and (form := form_of(match[1])):
        number = read_number(cell)
        written = None if number is None else form.write(number * 100)
        return "" if written is None else f"{written}{match[2]}%"
    if name == "from percent":
        number = read_number(cell.strip().removesuffix("%")) if cell.strip().endswith("%") else None
        return "" if number is None else _plainly(number / 100)
    if match := _DATE.fullmatch(name):
        written, read = forms.from_words(match[1]), forms.from_words(match[2])
        if forms.is_date_form(read) and (forms.is_date_form(written) or forms.is_part_form(written)):
            day = forms.read_date(cell, read)
            return "" if day is None else forms.write_date(day, written)
    if name.startswith("time ") and (at := time_form(name.removeprefix("time "))):
        moment = read_time(cell)
        return "" if moment is None else at.write(moment)
    return None


def is_part_of_date(names: tuple[str, ...]) -> bool:
    """Whether a part of a date is made, such as its month and year."""
    match = _DATE.fullmatch(names[-1]) if names else None
    return match is not None and forms.is_part_form(forms.from_words(match[1]))


def is_loose(names: tuple[str, ...]) -> bool:
    """Whether what is made so may be there by chance: cut by the number of letters, a year, a rounded 100."""
    return any(
        _WHOLE.fullmatch(name) is not None
        or (match is not None and int(match[1]) >= LOOSE)
        or any(name.startswith((f"date {lone} from", f"date {lone} (")) for lone in _LONE)
        for name in names
        for match in [_COUNTED.fullmatch(name)]
    )


def candidates(cell: str) -> Iterator[tuple[tuple[str, ...], str, float]]:
    """(transforms, what they make of the cell, cost), to be looked for in a text; but for dates."""
    for name in ("upper", "lower", "title"):
        yield from _tried((name,), cell, LETTERS)
    words = cell.split()
    if len(words) > 1:
        names = ["first word", "last word", *(f"word {n}" for n in range(2, min(len(words), MOST_WORDS)))]
        for name in names:
            cost = LATER_WORD if name.startswith("word") else WORD
            yield from _tried((name,), cell, cost)
            for letters in ("upper", "lower", "title"):
                yield from _tried((name, letters), cell, cost + LETTERS - 1)
        yield from _tried(("initials",), cell, REDUCED)
        yield from _tried(("no spaces",), cell, REDUCED)
    for name in phrases(cell):
        yield from _tried((name,), cell, PHRASE)
    amount = _is_amount(cell)
    if not cell.isdigit() and not amount:
        yield from _tried(("digits",), cell, REDUCED)
    for side in ("first", "last"):
        for count in range(1, min(MOST_LETTERS, len(cell) - 1) + 1):
            name = f"{side} letter" if count == 1 else f"{side} {count} letters"
            cost = LETTER if name == "first letter" and cell[0].isalpha() else PIECE
            yield from _tried((name,), cell, cost)
            for letters in ("upper", "lower"):
                yield from _tried((name, letters), cell, cost + LETTERS - 1)
    yield from _parts(cell)
    for name in shapes(cell, amount):
        yield from _tried((name,), cell, SHAPED + 0.1 * name.startswith("groups"))
    yield from _numbers(cell)
    yield from _parts_of_dates(cell)
    moment = read_time(cell)
    if moment is not None:
        for example, made in times_for(moment):
            if made != cell:
                yield (f"time {example}",), made, REWRITTEN


def _is_amount(cell: str) -> bool:
    """Whether it is a number with decimals or thousands: without its signs it is another one."""
    if len(cell) > LONGEST_NUMBER or not any(sign in cell for sign in ".,"):
        return False
    return read_number(cell) is not None or any(True for _ in shown_as(cell))


def _parts(cell: str) -> Iterator[tuple[tuple[str, ...], str, float]]:
    """Parts at signs, with what is made of them; a number, date or time has parts of its own."""
    if forms.readings(cell) or read_time(cell) is not None:
        return
    number = len(cell) <= LONGEST_NUMBER and (
        any(True for _ in shown_as(cell)) or read_number(cell) is not None
    )
    but = ".,'" if number else ""
    for name, more in cuts(cell, but):
        yield from _tried((name,), cell, SPLIT + more)
        if name in _COMMA:  # M. Sorensen, of «Sorensen, Maria»
            yield from _tried((name, "first letter"), cell, LETTER + 0.2)
        if len(cell) > LONGEST_CUT_TWICE:
            continue
        for letters in ("upper", "lower", "title"):
            yield from _tried((name, letters), cell, SPLIT + more + LETTERS - 1)
        part = transformed(name, cell) or ""
        for word in ("first word", "last word") if " " in part else ():
            yield from _tried((name, word), cell, SPLIT + more + SPLIT_AGAIN)
        for inner, further in cuts(part, but + name[-1]):
            yield from _tried((name, inner), cell, SPLIT + more + SPLIT_AGAIN + further)
    whole = date_before_time(cell)
    if whole is not None and whole[0] == "before T":
        for example in ("09:05", "9:05", "9:05 AM", "09:05 AM"):
            yield from _tried(("after T", f"time {example}"), cell, REWRITTEN + 0.2)
    elif whole is not None:
        for example in ("9:05", "9:05 AM", "09:05 AM"):
            yield from _tried(("last word", f"time {example}"), cell, REWRITTEN + 0.2)


def _numbers(cell: str) -> Iterator[tuple[tuple[str, ...], str, float]]:
    """Numbers written otherwise. One that may be two is read as the text says it that it is to make."""
    if len(cell) > LONGEST_NUMBER:
        return
    number = read_number(cell)
    read = [(f" from {form.example}", one) for form, one in shown_as(cell)] if number is None else []
    for behind, one in [("", number)] if number is not None else read:
        for form in forms_for(one):
            name = f"number {form.example}{behind}"
            yield from _tried((name,), cell, REWRITTEN + 0.1 * bool(form.grouping))
        for form in rounded_forms(one):
            name = f"number {form.example} rounded{behind}"
            yield from _tried((name,), cell, ROUNDED + 0.1 * bool(form.grouping))
    if number is not None and abs(number) <= LARGEST_SHARE:
        for sign in ".,":
            for gap in (" ", "", "\N{NO-BREAK SPACE}"):
                yield from _tried((f"percent {NumberForm(sign).example}{gap}%",), cell, PERCENT)
    if cell.endswith("%"):
        yield from _tried(("from percent",), cell, REWRITTEN)
        yield from _tried(("from percent", "number 1234,5"), cell, REWRITTEN + 0.1)


def _parts_of_dates(cell: str) -> Iterator[tuple[tuple[str, ...], str, float]]:
    """A month, quarter or year of the date in a cell."""
    for before, read in _days(cell):
        for written in PARTS:
            name = f"date {forms.in_words(written)} from {forms.in_words(read.form)}"
            yield (*before, name), forms.write_date(read.day, written), PART_OF_DATE + 0.1 * len(before)


def _days(cell: str) -> Iterator[tuple[tuple[str, ...], forms.Reading]]:
    """The date in a cell, with what takes it out of one with date and time."""
    yield from (((), one) for one in forms.readings(cell))
    whole = date_before_time(cell)
    if whole is not None:
        yield from (((whole[0],), one) for one in forms.readings(whole[1]))


def dates(cell: str, text: str) -> Iterator[tuple[tuple[str, ...], float]]:
    """The transforms that make of a cell the same day as `text` writes it, and their cost."""
    for before, day in _both(cell):
        for read, written in forms.agreeing(day, text):
            if read != written:
                name = f"date {forms.in_words(written)} from {forms.in_words(read)}"
                yield (*before, name), REWRITTEN + 0.1 * len(before)


def _both(cell: str) -> Iterator[tuple[tuple[str, ...], str]]:
    """A cell, and the date in one with date and time."""
    yield (), cell
    whole = date_before_time(cell)
    if whole is not None:
        yield (whole[0],), whole[1]


def _plainly(number: Decimal) -> str:
    whole = f"{number:f}"
    return whole.rstrip("0").rstrip(".") if "." in whole else whole


def _tried(names: tuple[str, ...], cell: str, cost: float) -> Iterator[tuple[tuple[str, ...], str, float]]:
    made = cell
    for name in names:
        before, after = made, transformed(name, made)
        if after is None or after == before:
            return
        made = after
    yield names, made, cost


def _title(text: str) -> str:
    """Each word's first letter large; «McKay» in large letters only cannot be known again."""
    return " ".join(word[:1].upper() + word[1:].lower() for word in text.split(" "))


def _initials(text: str) -> str:
    return "".join(word[0] for word in re.split(r"[\s-]+", text) if word)


def _word(text: str, at: int) -> str:
    words = text.split()
    return words[at] if -len(words) <= at < len(words) else ""
