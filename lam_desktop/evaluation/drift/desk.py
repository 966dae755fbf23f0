"""The order desk, a Qt program: it scales, darkens and sets its text by its own options."""

from __future__ import annotations

import contextlib
import random
from collections.abc import Generator, Sequence
from dataclasses import asdict
from pathlib import Path

from lam_desktop.evaluation.drift.conditions import Condition
from lam_desktop.evaluation.drift.program import Judgement, Point, Row
from lam_desktop.office.clerk import Clerk
from lam_desktop.office.desk import Conditions, Desk
from lam_desktop.office.entering import enter_order
from lam_desktop.office.judge import judge
from lam_desktop.office.orderdesk.store import Order, OrderStore
from lam_desktop.office.orders import YES_NO, make_orders
from lam_desktop.office.virtual import VirtualDesktop
from lam_desktop.office.waiting import wait_settled
from lam_desktop.types import Box

LOCALE = "en_GB"
FONT, FONT_PT = "DejaVu Sans", 10.0
PLACE = Box(60, 60, 1100, 700)


class OrderDeskProgram:
    """The order desk with some orders in its table."""

    name = "desk"
    accessibility = False

    def rows(self, seed: int) -> tuple[Row, Row]:
        """Two orders that differ in what is typed; choices are the same."""
        first, second, *_ = make_orders(random.Random(f"drift/{self.name}/{seed}"))
        again = {"shipping": first.shipping, "express": first.express}
        return _row(first), _row(Order(**{**asdict(second), **again}))

    @contextlib.contextmanager
    def show(self, desktop: VirtualDesktop, folder: Path, condition: Condition) -> Generator[ShownDesk]:
        """A fresh order desk."""
        database = folder / "orders.sqlite"
        OrderStore(database).add(make_orders(random.Random("drift/table"))[:6])
        scale = condition.zoom * condition.device
        size = round(PLACE.w * condition.growth), round(PLACE.h * condition.growth)
        conditions = Conditions(
            theme="dark" if condition.dark else "light",
            accent="#2f6fb5",
            font_pt=FONT_PT * condition.text,
            geometry=Box(PLACE.x, PLACE.y, *size),
            locale=LOCALE,
            font=condition.font or FONT,
            scale=scale,
        )
        with Desk(desktop, database, folder / "clicks.jsonl", conditions) as desk:
            wait_settled(desktop.screenshot)
            yield ShownDesk(desk, desktop)


class ShownDesk:
    """The order desk as clerk and judge know it."""

    def __init__(self, desk: Desk, desktop: VirtualDesktop) -> None:
        self._desk, self._desktop = desk, desktop

    def enter(self, clerk: Clerk, row: Row) -> None:
        """Fills in the form and saves."""
        enter_order(self._desk, clerk, _order(row), LOCALE)
        wait_settled(self._desktop.screenshot)

    def judge(self, row: Row, clicked: Sequence[Point]) -> Judgement:  # noqa: ARG002 - it logs its clicks
        """By database and click log."""
        desk = self._desk
        found = judge(desk.database, desk.known, desk.log, [_order(row)])
        stored = ("stored another order",) * found.rows_wrong
        return Judgement(found.rows_right == 1, (*stored, *(f"clicked {part}" for part in found.wrong)))


def _row(order: Order) -> Row:
    cells = asdict(order)
    return {name: YES_NO[cell] if isinstance(cell, bool) else str(cell) for name, cell in cells.items()}


def _order(row: Row) -> Order:
    return Order(**{**row, "quantity": int(row["quantity"]), "express": row["express"] == "yes"})  # type: ignore[arg-type]
