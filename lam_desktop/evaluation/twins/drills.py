"""Tables with near-twin records, and which record a row means: made to be confused.

Each drill shows a clerk acting in one record of a table. The row then names another record (or the same one),
by one or two of its cells; the table has changed meanwhile, and a record stands in it that is almost the one.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable
from dataclasses import dataclass

from lam_desktop.data.corpus import values
from lam_desktop.data.corpus.controls import control_columns, control_value
from lam_desktop.data.corpus.spec import Column, Record
from lam_desktop.data.corpus.twins import near_twin
from lam_desktop.data.corpus.wording import Wording

ACCENTS = (
    ("Müller", "Muller"), ("Löwe", "Lowe"), ("Renée", "Renee"), ("Weiß", "Weiss"), ("Jørgensen", "Jorgensen"),
    ("Núñez", "Nunez"), ("Žák", "Zak"), ("Bélanger", "Belanger"),
)  # fmt: skip
LANGUAGES = ("en", "de", "fr")
DATA = ("name", "code", "birth", "contact")


@dataclass(frozen=True)
class Drill:
    """One table in two states, and the record that the row names."""

    columns: tuple[Column, ...]
    first: tuple[Record, ...]
    second: tuple[Record, ...]
    shown: str
    """Key of the record in which the clerk acted."""
    wanted: str | None
    """Key of the record that the row names; None: it is not there."""
    row: dict[str, str]
    """Values of the demonstrated record -> of the wanted one."""
    telling: tuple[str, ...]
    """Keys of the columns that hold them."""
    column: str
    """Key of the column whose cell or control the clerk clicked on."""
    lang: str


@dataclass
class _Table:
    """A table that is being made: data cells by record."""

    rng: random.Random
    lang: str
    cells: dict[str, dict[str, str]]
    order: list[str]

    def value(self, make: str) -> str:
        return values.value(self.rng, make, self.lang)

    def put(self, key: str, like: str, at: int, **changed: str) -> None:
        """A new record like another one, with some cells changed, at a place."""
        self.cells[key] = {**self.cells[like], **changed}
        self.order.insert(at, key)

    def beside(self, key: str) -> int:
        return self.order.index(key) + self.rng.randint(0, 1)


Adversity = Callable[[_Table, str, str], tuple[tuple[str, ...], bool]]
"""Changes the second table around the wanted record; the telling columns, and whether it is still there."""


def _letter(table: _Table, wanted: str, shown: str) -> tuple[tuple[str, ...], bool]:  # noqa: ARG001
    twin = near_twin(table.rng, table.cells[wanted]["name"])
    table.put("twin", wanted, table.beside(wanted), name=twin, code=table.value("code"))
    return ("name",), True


def _code(table: _Table, wanted: str, shown: str) -> tuple[tuple[str, ...], bool]:  # noqa: ARG001
    table.put("twin", wanted, table.beside(wanted), code=near_twin(table.rng, table.cells[wanted]["code"]))
    return ("code",), True


def _zero(table: _Table, wanted: str, shown: str) -> tuple[tuple[str, ...], bool]:  # noqa: ARG001
    number = table.rng.randint(10, 99)
    at = table.rng.choice((0, 1))
    pair = (f"K0{number}", f"KO{number}") if table.rng.random() < 0.5 else (f"A1{number}", f"Al{number}")
    table.cells[wanted]["code"] = pair[at]
    table.put("twin", wanted, table.beside(wanted), code=pair[1 - at])
    return ("code",), True


def _birth_date(table: _Table, wanted: str, shown: str) -> tuple[tuple[str, ...], bool]:  # noqa: ARG001
    table.put("twin", wanted, table.beside(wanted), birth=table.value("date"), code=table.value("code"))
    return ("name", "birth"), True


def _first_name(table: _Table, wanted: str, shown: str) -> tuple[tuple[str, ...], bool]:  # noqa: ARG001
    last = table.value("last")
    first, other = table.value("first"), table.value("first")
    while other == first:
        other = table.value("first")
    table.cells[wanted]["name"] = f"{first} {last}"
    table.put("twin", wanted, table.beside(wanted), name=f"{other} {last}", birth=table.value("date"))
    return ("name",), True


def _row_above(table: _Table, wanted: str, shown: str) -> tuple[tuple[str, ...], bool]:  # noqa: ARG001
    twin = near_twin(table.rng, table.cells[wanted]["name"])
    table.put("twin", wanted, table.order.index(wanted), name=twin)
    return ("name",), True


def _sorted(table: _Table, wanted: str, shown: str) -> tuple[tuple[str, ...], bool]:
    _letter(table, wanted, shown)
    table.order.sort(key=lambda key: table.cells[key]["code"], reverse=True)
    return ("name",), True


def _missing(table: _Table, wanted: str, shown: str) -> tuple[tuple[str, ...], bool]:  # noqa: ARG001
    at = table.order.index(wanted)
    table.put("twin", wanted, at, name=near_twin(table.rng, table.cells[wanted]["name"]))
    table.order.remove(wanted)
    return ("name",), False


def _missing_namesake(table: _Table, wanted: str, shown: str) -> tuple[tuple[str, ...], bool]:  # noqa: ARG001
    at = table.order.index(wanted)
    table.put("twin", wanted, at, birth=table.value("date"), code=table.value("code"))
    table.order.remove(wanted)
    return ("name", "birth"), False


def _accent(table: _Table, wanted: str, shown: str) -> tuple[tuple[str, ...], bool]:  # noqa: ARG001
    pair = list(table.rng.choice(ACCENTS))
    table.rng.shuffle(pair)
    first = table.value("first")
    table.cells[wanted]["name"] = f"{first} {pair[0]}"
    table.put("twin", wanted, table.beside(wanted), name=f"{first} {pair[1]}", birth=table.value("date"))
    return ("name",), True


def _other_column(table: _Table, wanted: str, shown: str) -> tuple[tuple[str, ...], bool]:
    others = [key for key in table.order if key not in (wanted, shown)]
    for key in table.rng.sample(others, 2):
        table.cells[key]["contact"] = table.cells[wanted]["name"]
    return ("name",), True


def _again(table: _Table, wanted: str, shown: str) -> tuple[tuple[str, ...], bool]:  # noqa: ARG001
    _row_above(table, shown, shown)
    return ("name",), True


ADVERSITIES: dict[str, Adversity] = {
    "letter": _letter, "code": _code, "zero": _zero, "birth-date": _birth_date, "first-name": _first_name,
    "row-above": _row_above, "sorted": _sorted, "missing": _missing, "missing-namesake": _missing_namesake,
    "accent": _accent, "other-column": _other_column, "same-again": _again,
}  # fmt: skip


def drill(adversity: str, seed: int, number: int) -> Drill:
    """The drill `number` of an adversity; always the same for the same seed."""
    for attempt in itertools.count():
        rng = random.Random(f"twins/{seed}/{adversity}/{number}/{attempt}")
        made = _drill(adversity, rng)
        if made is not None:
            return made
    raise AssertionError


def _drill(adversity: str, rng: random.Random) -> Drill | None:
    """A drill; None where chance made two records that the row could mean."""
    lang = rng.choice(LANGUAGES)
    words = Wording(rng, lang)
    makes = {"name": "name", "code": "code", "birth": "date", "contact": "name"}
    data = [
        Column(key, words.caption("fields", words.key("fields")), makes[key])
        for key in rng.sample(DATA, len(DATA))
    ]
    controls = control_columns(rng, words)
    columns = (*data, *controls)
    keys = [f"r{n}" for n in range(rng.randint(5, 11))]
    cells = {key: {c.key: values.value(rng, c.make, lang) for c in data} for key in keys}
    shown, wanted = rng.sample(keys, 2)
    if adversity == "same-again":
        wanted = shown
    first = _records(rng, columns, cells, keys, lang)
    table = _Table(rng, lang, {key: dict(held) for key, held in cells.items()}, keys.copy())
    if rng.random() < 0.5:
        rng.shuffle(table.order)
    telling, there = ADVERSITIES[adversity](table, wanted, shown)
    sought = [table.cells[wanted][key] for key in telling]
    fitting = [key for key in table.order if [table.cells[key][part] for part in telling] == sought]
    if fitting != ([wanted] if there else []):
        return None
    return Drill(
        columns=columns,
        first=first,
        second=_records(rng, columns, table.cells, table.order, lang),
        shown=shown,
        wanted=wanted if there else None,
        row={cells[shown][key]: table.cells[wanted][key] for key in telling},
        telling=telling,
        column=rng.choice((*(c.key for c in controls), *(c.key for c in controls), *DATA)),
        lang=lang,
    )


def _records(
    rng: random.Random,
    columns: tuple[Column, ...],
    cells: dict[str, dict[str, str]],
    order: list[str],
    lang: str,
) -> tuple[Record, ...]:
    return tuple(
        Record(
            key,
            tuple(control_value(rng, c, lang) if c.control else cells[key][c.key] for c in columns),
        )
        for key in order
    )
