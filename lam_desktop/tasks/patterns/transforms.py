"""What may be made of a cell, by the names that `task.yaml` uses.

upper, lower, title                    letters
first word, last word, word 2          words, divided by spaces
first 3 letters, last 4 letters        pieces; `first letter` is one
initials                               first letters of all words
digits, no spaces                      what is kept, what is left out
number 1.234,50                        written as 1234.5 is there
number 1234.50 from 1.234,50           the same, of a number that is written in a known way
date dd.mm.yyyy from yyyy-mm-dd        written otherwise
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lam_desktop.tasks import forms
from lam_desktop.tasks.patterns.amounts import read_amount
from lam_desktop.tasks.patterns.numbers import form_of, forms_for, read_number

_WORD = re.compile(r"word ([1-9][0-9]?)")
_PIECE = re.compile(r"(first|last) (?:([1-9][0-9]?) letters|letter)")
_NUMBER = re.compile(r"number (.+?)(?: from (.+))?")
_DATE = re.compile(r"date (\S+(?: \S+)*?) from (\S+(?: \S+)*)")
_DATE_PART = re.compile(r"d{1,2}|m{1,2}|yyyy|yy")
MOST_LETTERS = 6
"""Of a piece of a cell, where it is looked for."""
LETTERS, WORD, LATER_WORD, LETTER, PIECE, REWRITTEN, REDUCED = 1.6, 1.8, 2.2, 0.8, 3.0, 1.6, 1.8
"""Costs of one transform; a cell as it stands costs 1 (`synthesis`)."""


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
    if match := _NUMBER.fullmatch(name):
        form, read = form_of(match[1]), form_of(match[2]) if match[2] else None
        if form and (read or not match[2]):
            number = read_amount(cell, read) if read else read_number(cell)
            return None if number is None else form.write(number)
    if match := _DATE.fullmatch(name):
        written, read = _date_form(match[1]), _date_form(match[2])
        if written and read:
            day = forms.read_date(cell, read)
            return None if day is None else forms.write_date(day, written)
    raise ValueError(name)


def candidates(cell: str) -> Iterator[tuple[tuple[str, ...], str, float]]:
    """(transforms, what they make of the cell, cost), to be looked for in a text; but for dates."""
    for name in ("upper", "lower", "title"):
        yield from _tried((name,), cell, LETTERS)
    words = cell.split()
    if len(words) > 1:
        names = ["first word", "last word", *(f"word {n}" for n in range(2, len(words)))]
        for name in names:
            cost = LATER_WORD if name.startswith("word") else WORD
            yield from _tried((name,), cell, cost)
            for letters in ("upper", "lower", "title"):
                yield from _tried((name, letters), cell, cost + LETTERS - 1)
        yield from _tried(("initials",), cell, REDUCED)
        yield from _tried(("no spaces",), cell, REDUCED)
    if not cell.isdigit():
        yield from _tried(("digits",), cell, REDUCED)
    for side in ("first", "last"):
        for count in range(1, min(MOST_LETTERS, len(cell) - 1) + 1):
            name = f"{side} letter" if count == 1 else f"{side} {count} letters"
            cost = LETTER if name == "first letter" and cell[0].isalpha() else PIECE
            yield from _tried((name,), cell, cost)
            for letters in ("upper", "lower"):
                yield from _tried((name, letters), cell, cost + LETTERS - 1)
    number = read_number(cell)
    if number is not None:
        for form in forms_for(number):
            yield from _tried((f"number {form.example}",), cell, REWRITTEN + 0.1 * bool(form.grouping))


def dates(cell: str, text: str) -> Iterator[tuple[tuple[str, ...], float]]:
    """The transforms that make of a cell the same day as `text` writes it, and their cost."""
    for read, written in forms.agreeing(cell, text):
        if read != written:
            yield (f"date {forms.in_words(written)} from {forms.in_words(read)}",), REWRITTEN


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


def _date_form(words: str) -> str | None:
    """`%d.%m.%Y` for `dd.mm.yyyy`."""
    names = {"dd": "%d", "d": "%-d", "mm": "%m", "m": "%-m", "yyyy": "%Y", "yy": "%y"}
    form = _DATE_PART.sub(lambda match: names[match[0]], words)
    return form if forms.is_date_form(form) else None
