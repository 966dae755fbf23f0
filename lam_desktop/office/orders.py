"""Orders for the order desk: one of them is shown to the agent, which then enters the next ones."""

from __future__ import annotations

import csv
import random
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

from lam_desktop.office.orderdesk.store import COLUMNS, Order

SHIPPING = ("Standard", "Courier", "Pick-up", "Freight", "Airmail")
ORDER_COUNT = 12
YES_NO = {True: "yes", False: "no"}

_CUSTOMERS = (
    "Müller & Söhne GmbH", "Café Zoë", "Brasserie François", "Åkesson Trädgård AB", "Łódź Logistics",
    "Hotel Kaltenbach", "Señor Muñoz S.L.", "Bakery O'Connor", "Groß Elektro KG", "Crèche Les Étoiles",
    "Nørgaard Design", "Schäfer Orthopädie", "Peña y Hijos", "Tõnisson OÜ", "Weiß & Partner",
    "Atelier Hélène", "Jiménez Óptica", "Dvořák Hudba", "Praxis Dr. Bühler", "Lindström Bok",
    "Fischer Metallbau", "Ruiz Cerámica",
)  # fmt: skip
_ARTICLES = (
    "Desk lamp LX-40", "Office chair Ergo 3", "Toner cartridge 85A", "Filing cabinet, 4 drawers",
    "Whiteboard 120x90", "Label printer QL-820", "Coffee beans, dark roast", "Standing desk 160 cm",
    "Shredder P-4", "USB-C dock 11-in-1", "Copy paper A4, 80 g", "Ring binder, grey", "Conference phone C7",
    "Acoustic panel, oak", "First aid kit DIN 13157", "Monitor arm, dual", "Paper clips 26 mm",
    "Table fan VT-12", "Key cabinet, 48 hooks", "Calculator DK-209",
)  # fmt: skip
_NOTES = (
    "Ring twice at the gate", "Deliver to the back entrance", "Invoice by e-mail",
    "Leave with the neighbour", "Call before delivery", "Ask for Ms Krüger", "Second floor, no lift",
    "Reference 77-B", "Closed on Wednesdays", "Gift wrap, please", "Pallet must be returned",
    "Use the goods lift", "Weekdays after 2 pm", "Mind the dog", "Attention: Mr Ångström",
    "Budget centre 4410", "Collect old device", "Send a spare key",
)  # fmt: skip


def make_orders(rng: random.Random, count: int = ORDER_COUNT) -> list[Order]:
    """Orders that differ in every cell that is typed; the first one is express, its day above 12.

    With equal cells in one row, or a day that could be a month, a demonstration would not tell which
    is meant.
    """
    customers, articles, notes = (rng.sample(pool, count) for pool in (_CUSTOMERS, _ARTICLES, _NOTES))
    quantities = rng.sample(range(2, 96), count)
    days = rng.sample(range(3, 120), count)
    ways = rng.sample(SHIPPING * count, count)
    express = rng.sample([True] * count + [False] * count, count)
    start = date(2026, 3, 2)
    orders: list[Order] = []
    for at in range(count):
        day = start + timedelta(days=days[at])
        if at == 0:
            day = day.replace(day=rng.randint(13, 28))
        orders.append(
            Order(
                customer=customers[at],
                article=articles[at],
                quantity=quantities[at],
                shipping=ways[at],
                date=day.isoformat(),
                express=at == 0 or express[at],
                note=notes[at],
            )
        )
    return orders


def write_csv(path: Path, orders: Sequence[Order]) -> None:
    """Writes orders as a spreadsheet program would export them: UTF-8, a heading, yes and no."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for order in orders:
            cells = [getattr(order, name) for name in COLUMNS]
            writer.writerow([YES_NO[cell] if isinstance(cell, bool) else cell for cell in cells])
