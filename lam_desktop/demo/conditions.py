"""Under which conditions the demonstration records and repeats; a seed decides, and nothing but the seed."""

from __future__ import annotations

import random
from dataclasses import dataclass

from lam_desktop.office.desk import Conditions
from lam_desktop.office.orderdesk.store import Order
from lam_desktop.office.orders import make_orders
from lam_desktop.types import Box

ACCENTS = ("#2f6fb5", "#1f7a5c", "#7a4fb0", "#b5552f", "#a83267", "#3f6b8f")
DESKTOPS = ("#5b7a99", "#6a8a7a", "#7d7291", "#93806b", "#566270")
LOCALES = ("de_DE", "en_GB", "sv_SE")
MARGIN = 12
TITLE_BAR = 24


@dataclass(frozen=True, slots=True)
class Plan:
    """One demonstration, settled beforehand."""

    orders: tuple[Order, ...]
    """Row 1 is shown, the following ones are repeated."""
    shown: Conditions
    repeated: Conditions
    shown_table: tuple[Order, ...]
    """Orders that lie in the table while the clerk shows how it is done."""
    repeated_table: tuple[Order, ...]
    desktops: tuple[str, str]
    """Colours of the desktop, then and now."""


def make_plan(seed: int, size: tuple[int, int]) -> Plan:
    """The demonstration of a seed on a screen of this size."""
    rng = random.Random(f"demo/{seed}")
    orders = make_orders(rng)
    locale = rng.choice(LOCALES)
    accents = rng.sample(ACCENTS, 2)
    desktops = rng.sample(DESKTOPS, 2)
    there, here = _apart(rng, size)
    return Plan(
        orders=tuple(orders),
        shown=Conditions("light", accents[0], rng.choice((9.0, 9.5, 10.0)), there, locale),
        repeated=Conditions("dark", accents[1], rng.choice((12.0, 12.5, 13.0)), here, locale),
        shown_table=tuple(make_orders(rng)[: rng.randint(7, 10)]),
        repeated_table=tuple(make_orders(rng)[: rng.randint(4, 6)]),
        desktops=(desktops[0], desktops[1]),
    )


def _apart(rng: random.Random, size: tuple[int, int]) -> tuple[Box, Box]:
    """Two places for the window: one near a left corner of the screen, the other near the opposite one."""
    small = rng.randint(900, 960), rng.randint(580, 620)
    large = rng.randint(1040, 1100), rng.randint(660, 700)
    high, low = rng.uniform(0.0, 0.1), rng.uniform(0.9, 1.0)
    upright = rng.choice(((high, low), (low, high)))
    there = _placed(size, small, (rng.uniform(0.0, 0.15), upright[0]))
    here = _placed(size, large, (rng.uniform(0.75, 1.0), upright[1]))
    return there, here


def _placed(size: tuple[int, int], window: tuple[int, int], share: tuple[float, float]) -> Box:
    """The window with this share of the free room to its left and above it."""
    free = size[0] - window[0] - 2 * MARGIN, size[1] - window[1] - TITLE_BAR - 2 * MARGIN
    x = MARGIN + round(max(0, free[0]) * share[0])
    y = MARGIN + TITLE_BAR + round(max(0, free[1]) * share[1])
    return Box(x, y, *window)
