"""The demonstration's orders, and how a seed settles everything."""

import csv
import random
from datetime import date
from pathlib import Path

import pytest

from lam_desktop.demo.conditions import make_plan
from lam_desktop.demo.result import DemoOptions
from lam_desktop.office.orderdesk.form import SHIPPING as FORM_SHIPPING
from lam_desktop.office.orders import ORDER_COUNT, SHIPPING, make_orders, write_csv
from lam_desktop.types import Box

SEEDS = range(40)


@pytest.mark.parametrize("seed", SEEDS)
def test_typed_cells_are_all_different_and_the_first_order_is_telling(seed: int) -> None:
    orders = make_orders(random.Random(seed))
    assert len(orders) == ORDER_COUNT
    typed = [str(cell) for one in orders for cell in (one.customer, one.article, one.quantity, one.note)]
    assert len(set(typed)) == len(typed)
    assert orders[0].express
    assert date.fromisoformat(orders[0].date).day > 12
    assert any(not text.isascii() for text in typed)


def test_the_form_offers_what_the_orders_need() -> None:
    assert FORM_SHIPPING == SHIPPING


def test_the_spreadsheet_reads_as_it_was_meant(tmp_path: Path) -> None:
    orders = make_orders(random.Random(3))
    write_csv(tmp_path / "orders.csv", orders)
    with (tmp_path / "orders.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["customer"] for row in rows] == [order.customer for order in orders]
    assert [row["express"] == "yes" for row in rows] == [order.express for order in orders]
    assert [int(row["quantity"]) for row in rows] == [order.quantity for order in orders]


@pytest.mark.parametrize("seed", SEEDS)
def test_the_window_moves_and_stays_on_the_screen(seed: int) -> None:
    plan = make_plan(seed, (1280, 800))
    then, now = plan.shown.geometry, plan.repeated.geometry
    assert abs(then.x - now.x) >= 60 and abs(then.y - now.y) >= 20 and now.w > then.w and now.h > then.h
    for box in (then, now):
        assert box.intersection(Box(0, 24, 1280, 776)) == box
    assert (plan.shown.theme, plan.repeated.theme) == ("light", "dark")
    assert plan.repeated.font_pt >= plan.shown.font_pt + 2
    assert plan.shown.accent != plan.repeated.accent
    assert plan.shown_table != plan.repeated_table


def test_a_seed_settles_everything() -> None:
    assert make_plan(7, (1280, 800)) == make_plan(7, (1280, 800)) != make_plan(8, (1280, 800))


def test_more_rows_than_there_are_is_refused() -> None:
    with pytest.raises(ValueError, match="got 12"):
        DemoOptions(rows=12)
    with pytest.raises(ValueError, match="baseline_rows must be 1 to 2, got 3"):
        DemoOptions(rows=2)
