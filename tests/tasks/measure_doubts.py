"""How many values get a doubt: what clerks type beside generated rows of five sorts, and the written cases.

python -m tests.tasks.measure_doubts

Of each row some cells are typed as they stand, some are written otherwise, and some texts have nothing to do
with the row. The last are all doubts too many; the others should follow the row, told or not.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from lam_desktop.errors import UsageError
from lam_desktop.office.orders import make_orders
from lam_desktop.tasks.provenance.rows import Row
from lam_desktop.tasks.provenance.values import bind, written
from lam_desktop.tasks.task import DemonstratedRow
from tests.tasks.provenance_cases import CASES, Case
from tests.tasks.provenance_fresh import FRESH

TABLES = 40
ROWS = 8
OWN_WORDS = (
    "paid", "pending", "Thank you for your order.", "n/a", "see attachment", "10", "100", "30 days", "Room 7",
    "Standard delivery", "Main store", "Germany", "14:00", "0", "1st floor", "Net 30", "A", "English", "EUR",
    "Please call back", "approved by M. Keller", "Q3", "2025", "urgent", "15.50", "03 - open", "Ward B",
    "Lager 12", "ok", "Checked and filed", "service@firm.example", "+49 221 1234", "5 %", "K-100", "new",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Count:
    """Of so many values how many had a doubt, and how many were wrong without one."""

    values: int
    doubts: int
    wrong_and_silent: int


def main() -> None:
    """Prints one line for each sort of text."""
    rng = random.Random(1)
    tables = [maker(rng) for _ in range(TABLES) for maker in MAKERS]
    copied = [Typed(rows, rows[0][name], name) for rows in tables for name in rows[0]]
    dates = [Typed(rows, _german(rows[0][name]), name, True) for rows in tables for name in _dates(rows[0])]
    own = [Typed(rows, text) for rows in tables for text in rng.sample(OWN_WORDS, 6)]
    print(f"{'typed':<28} {'values':>7} {'doubts':>15} {'wrong and silent':>17}")
    for name, texts in (("cells as they stand", copied), ("dates written otherwise", dates)):
        _tell(name, _count(texts))
    _tell("texts of one's own", _count(own))
    for name, cases in (("sixty cases", CASES), ("fresh cases", FRESH)):
        _tell(name, _count([_of_case(case) for case in cases]))


@dataclass(frozen=True, slots=True)
class Typed:
    """A text that was typed beside the first row, and what it should be in the second."""

    rows: Sequence[Mapping[str, str]]
    text: str
    column: str = ""
    german: bool = False
    expected: str | None = None

    @property
    def next(self) -> str:
        """What the second row should say; the same text where it has nothing to do with the row."""
        if self.expected is not None:
            return self.expected
        cell = self.rows[1][self.column] if self.column else self.text
        return _german(cell) if self.german else cell


def _of_case(case: Case) -> Typed:
    return Typed(case.rows(), case.typed, expected=case.expected)


def _count(texts: Sequence[Typed]) -> Count:
    doubts = silent = 0
    for typed in texts:
        rows = [Row(number, dict(cells)) for number, cells in enumerate(typed.rows, start=1)]
        bound = bind(typed.text, DemonstratedRow("table.csv", 1, dict(typed.rows[0])), (), rows)
        doubts += bool(bound.doubt)
        try:
            wrong = written(bound.value, (2, rows[1].cells)) != typed.next
        except UsageError:
            wrong = False
        silent += wrong and not bound.doubt
    return Count(len(texts), doubts, silent)


def _tell(name: str, count: Count) -> None:
    share = f"{count.doubts} ({count.doubts / count.values:.1%})"
    print(f"{name:<28} {count.values:>7} {share:>15} {count.wrong_and_silent:>17}")


# -- tables


def _orders(rng: random.Random) -> list[dict[str, str]]:
    names = ("customer", "article", "quantity", "shipping", "date", "note")
    return [{name: str(getattr(one, name)) for name in names} for one in make_orders(rng, ROWS)]


def _people(rng: random.Random) -> list[dict[str, str]]:
    return [
        {
            "first": rng.choice(_FIRST),
            "last": rng.choice(_LAST),
            "born": _day(rng, 1950, 2005),
            "street": f"{rng.choice(_STREETS)} {rng.randint(1, 120)}",
            "zip": f"{rng.randint(1000, 99999):05}",
            "town": rng.choice(_TOWNS),
            "phone": f"0{_up_to(rng, 999)} {_up_to(rng, 9999999)}",
        }
        for _ in range(ROWS)
    ]


def _invoices(rng: random.Random) -> list[dict[str, str]]:
    made: list[dict[str, str]] = []
    for number in range(ROWS):
        net = rng.randint(500, 400000) / 100
        made.append(
            {
                "no": f"RE-2026-{4700 + number}",
                "customer": f"{rng.choice(_LAST)} GmbH",
                "net": f"{net:.2f}",
                "tax": f"{net * 0.19:.2f}",
                "gross": f"{net * 1.19:.2f}",
                "issued": _day(rng, 2026, 2026),
                "mail": f"{rng.choice(_LAST).lower()}@firm.example",
            }
        )
    return made


def _visits(rng: random.Random) -> list[dict[str, str]]:
    return [
        {
            "patient": f"{rng.choice(_LAST)}, {rng.choice(_FIRST)}",
            "ward": f"{rng.choice('ABC')} {_up_to(rng, 20)}",
            "seen": f"{_day(rng, 2026, 2026)} {rng.randint(8, 17):02}:{_up_to(rng, 59):02}",
            "pulse": str(rng.randint(55, 110)),
            "weight": f"{rng.randint(450, 1100) / 10}",
            "insurance": f"X{rng.randint(10**8, 10**9 - 1)}",
        }
        for _ in range(ROWS)
    ]


def _stock(rng: random.Random) -> list[dict[str, str]]:
    return [
        {
            "item": f"{rng.choice(_ITEMS)} {_up_to(rng, 900)} mm",
            "code": f"{rng.choice('abcd')}l-{_up_to(rng, 99)}",
            "place": f"{rng.choice(_TOWNS)}/{rng.choice('NSWE')}-{_up_to(rng, 40)}",
            "count": str(_up_to(rng, 500)),
            "price": f"{rng.randint(10, 90000) / 100:.2f}",
            "arrived": _day(rng, 2025, 2026),
        }
        for _ in range(ROWS)
    ]


MAKERS = (_orders, _people, _invoices, _visits, _stock)
_FIRST = ("Anna", "José", "Maria", "Peter", "Li", "Amira", "Zoë", "Tom", "Ana Maria", "Olga")
_LAST = ("Weber", "Ortega", "Sorensen", "van Dyk", "Wei", "Haddad", "Keller", "Novak", "Rossi", "Lindqvist")
_STREETS = ("Lindenweg", "Hauptstraße", "Mill Lane", "Am Markt", "Rue Verte")
_TOWNS = ("Leipzig", "Berlin", "Bath", "Bern", "Neustadt an der Aisch")
_ITEMS = ("Door hinge", "Pipe", "Shelf", "Cable duct", "Steel bar")


def _day(rng: random.Random, first: int, last: int) -> str:
    start, end = date(first, 1, 1), date(last, 12, 28)
    return (start + timedelta(days=rng.randint(0, (end - start).days))).isoformat()


def _up_to(rng: random.Random, most: int) -> int:
    return rng.randint(1, most)


def _dates(cells: Mapping[str, str]) -> list[str]:
    return [name for name, cell in cells.items() if len(cell) == 10 and cell[4] == cell[7] == "-"]


def _german(cell: str) -> str:
    return date.fromisoformat(cell).strftime("%d.%m.%Y")


if __name__ == "__main__":
    main()
