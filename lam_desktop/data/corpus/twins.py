"""Records that are nearly, but never quite, the same: what a clerk must not confuse."""

from __future__ import annotations

import random
from collections.abc import Sequence

from lam_desktop.data.corpus import values
from lam_desktop.data.corpus.spec import Column, Record

_LIKE = {
    "0": "O",
    "O": "0",
    "1": "l",
    "l": "1",
    "I": "l",
    "e": "o",
    "o": "e",
    "a": "e",
    "i": "y",
    "y": "i",
    "c": "k",
    "k": "c",
    "5": "6",
    "8": "3",
    "B": "8",
    "S": "5",
    "ö": "o",
    "ü": "u",
    "ä": "a",
    "é": "e",
    "н": "п",
    "и": "й",
    "ш": "щ",
    "Z": "2",
}
_SHARED = 0.6
"""Share of tables with such pairs."""


def near_twin(rng: random.Random, text: str) -> str:
    """`text` with one sign changed, doubled, or turned with its neighbour; never the same."""
    places = list(range(len(text)))
    rng.shuffle(places)
    for at in places:
        sign = text[at]
        if sign.isdigit() and rng.random() < 0.6:
            return text[:at] + rng.choice("0123456789".replace(sign, "")) + text[at + 1 :]
        if sign in _LIKE:
            return text[:at] + _LIKE[sign] + text[at + 1 :]
        if at + 1 < len(text) and sign.isalnum() and text[at + 1].isalnum() and sign != text[at + 1]:
            return text[:at] + text[at + 1] + sign + text[at + 2 :]
        if sign.isalpha() and sign.islower():
            return text[:at] + sign + text[at:]
    return f"{text}2"


def with_twins(
    rng: random.Random, records: Sequence[Record], columns: Sequence[Column], lang: str
) -> tuple[Record, ...]:
    """The records, some of them turned into near twins of the one before; keys stay."""
    made = list(records)
    if rng.random() > _SHARED:
        return tuple(made)
    share = rng.uniform(0.15, 0.5)
    for n in range(1, len(made)):
        if rng.random() < share:
            cells = _twin_cells(rng, made[n - 1].cells, columns, lang)
            if all(cells != other.cells for other in made):
                made[n] = Record(made[n].key, cells)
    return tuple(made)


def _twin_cells(
    rng: random.Random, cells: Sequence[str], columns: Sequence[Column], lang: str
) -> tuple[str, ...]:
    """The cells with one or two of them changed: a sign in a text, or another value of the same sort."""
    out = list(cells)
    plain = [n for n, column in enumerate(columns) if not column.control]
    for at in rng.sample(plain, min(len(plain), rng.choice((1, 1, 1, 2)))):
        make = columns[at].make
        if out[at] and make not in ("date", "money", "percent", "time") and rng.random() < 0.7:
            out[at] = near_twin(rng, out[at])
        else:
            out[at] = values.value(rng, make, lang)
    return tuple(out)
