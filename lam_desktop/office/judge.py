"""Judges what was entered: by the order desk's database and its click log, which no agent ever reads.

**Rows.** A wanted order is right when the database holds it exactly, in every field; each stored order counts
for one wanted order at most. A stored order that is none of the wanted ones is a wrong row.

**Clicks.** The clicks must hit, order by order and in this sequence: customer, article, quantity, shipping,
the order's entry in the list of shipping, date, express (only where the order is express), note, save. A text
field and the closed list may be clicked again before going on. Every other click is wrong: on another field,
a label, the table, the bare window, with another button than the left one, or out of sequence. A wrong click
may stand for any number of the parts that were due, or for none: the reading with the fewest wrong clicks
counts.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from lam_desktop.office.clicks import wrong_among
from lam_desktop.office.orderdesk.store import Order, OrderStore

REPEATABLE = frozenset({"customer", "article", "quantity", "shipping", "date", "note"})


@dataclass(frozen=True, slots=True)
class Judgement:
    """What came of some orders; adds up."""

    right: tuple[bool, ...] = ()
    """For each order that was to be entered, in sequence: whether it was stored exactly."""
    rows_wrong: int = 0
    """Stored, but none of the wanted ones."""
    clicks: int = 0
    wrong: tuple[str, ...] = ()
    """What each wrong click hit."""

    @property
    def rows(self) -> int:
        """How many orders were to be entered."""
        return len(self.right)

    @property
    def rows_right(self) -> int:
        """How many of them were stored exactly."""
        return sum(self.right)

    @property
    def wrong_clicks(self) -> int:
        """How many clicks hit something else than they had to."""
        return len(self.wrong)

    def __add__(self, other: Judgement) -> Judgement:
        return Judgement(
            self.right + other.right,
            self.rows_wrong + other.rows_wrong,
            self.clicks + other.clicks,
            self.wrong + other.wrong,
        )


def judge(database: Path, known: int, log: Path, wanted: Sequence[Order]) -> Judgement:
    """Compares what lies in database and log with the wanted orders.

    `known` is the number of the last order that was there before.
    """
    stored = Counter(entry.order for entry in OrderStore(database).all(after=known))
    right: list[bool] = []
    for order in wanted:
        right.append(stored[order] > 0)
        stored -= Counter([order])
    lines = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    clicks = [(line["widget"], line["button"]) for line in lines]
    return Judgement(tuple(right), stored.total(), len(clicks), tuple(wrong_clicks(clicks, wanted)))


def parts_of(order: Order) -> tuple[str, ...]:
    """The parts that one has to click to enter an order, in sequence."""
    express = ("express",) if order.express else ()
    entry = f"shipping:{order.shipping}"
    return ("customer", "article", "quantity", "shipping", entry, "date", *express, "note", "save")


def wrong_clicks(clicks: Sequence[tuple[str, str]], wanted: Sequence[Order]) -> list[str]:
    """What the wrong ones among these clicks (part, button) hit, in sequence."""
    parts = [part for order in wanted for part in parts_of(order)]
    names = [part if button == "left" else f"{part} ({button})" for part, button in clicks]
    return wrong_among(names, parts, REPEATABLE)
