"""What the programs show: letters, tables, folders and databases with other data in every look."""

from __future__ import annotations

import contextlib
import csv
import random
import sqlite3
from pathlib import Path

from lam_desktop.data.corpus.values import sentences, subject, value
from lam_desktop.evaluation.native.states import Data

COLUMNS = ("Order", "Customer", "City", "Amount", "Date")
_MAKES = ("zip", "name", "city", "count", "date")
KEYS = tuple(f"{4711 + at}" for at in range(14))
"""Orders that tables may hold: each holds some of them, so that two looks share records."""
_LANGUAGES = ("en", "de", "fr", "zh")


def make_data(sort: Data, folder: Path, rng: random.Random) -> Path:
    """Writes the data into a folder and returns the file or folder that a program opens."""
    if sort == "letter":
        path = folder / f"{_stem(rng)}.txt"
        lang = rng.choice(_LANGUAGES)
        lines = [f"{subject(rng, lang)}\n", *(sentences(rng, lang, 3) for _ in range(rng.randint(2, 6)))]
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return path
    if sort == "table":
        path = folder / f"{_stem(rng)}.csv"
        with path.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows([COLUMNS, *table_rows(rng)])
        return path
    if sort == "database":
        path = folder / f"{_stem(rng)}.db"
        with contextlib.closing(sqlite3.connect(path)) as database:
            database.execute("create table orders (" + ", ".join(f'"{name}" text' for name in COLUMNS) + ")")
            database.executemany("insert into orders values (?, ?, ?, ?, ?)", table_rows(rng))
            database.commit()
        return path
    path = folder / "orders"
    path.mkdir()
    for order in rng.sample(KEYS, rng.randint(5, 10)):
        (path / f"{order}.txt").write_text(sentences(rng, "en", 2), encoding="utf-8")
    for name in rng.sample(("letters", "archive", "bills", "photos"), 2):
        (path / name).mkdir()
    return path


def table_rows(rng: random.Random) -> list[tuple[str, ...]]:
    """Some of the orders, in their order, with values that differ from call to call."""
    chosen = sorted(rng.sample(KEYS, rng.randint(6, 11)))
    return [(order, *(value(rng, make, "en") for make in _MAKES[1:])) for order in chosen]


def _stem(rng: random.Random) -> str:
    return f"{rng.choice(('letter', 'offer', 'report', 'orders'))}-{rng.randint(1, 99)}"
