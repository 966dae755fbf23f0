"""The order desk in the hands of the scripted clerk, with real input, in all its looks."""

import random
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from lam_desktop.demo.conditions import make_plan
from lam_desktop.office.clerk import Clerk
from lam_desktop.office.desk import Desk
from lam_desktop.office.entering import enter_order
from lam_desktop.office.judge import judge
from lam_desktop.office.orderdesk.store import OrderStore
from lam_desktop.office.orders import make_orders
from lam_desktop.office.virtual import VirtualDesktop, wait_for_window

pytestmark = pytest.mark.slow

PLAN = make_plan(1, (1280, 800))
PAUSE_S = 0.02


@pytest.fixture(scope="module")
def desktop() -> Iterator[VirtualDesktop]:
    with VirtualDesktop() as started:
        yield started


@pytest.mark.parametrize("locale", ["de_DE", "en_US", "sv_SE"])
def test_the_clerk_enters_orders_and_the_judge_finds_them_right(
    desktop: VirtualDesktop, tmp_path: Path, locale: str
) -> None:
    orders = make_orders(random.Random(locale))
    orders = orders if locale == "de_DE" else orders[:2]
    database = tmp_path / "orders.sqlite"
    OrderStore(database).add(PLAN.shown_table)
    look = replace(PLAN.shown if locale == "de_DE" else PLAN.repeated, locale=locale)
    with (
        Desk(desktop, database, tmp_path / "clicks.jsonl", look) as desk,
        Clerk(desktop.display, PAUSE_S) as clerk,
    ):
        for order in orders:
            enter_order(desk, clerk, order, locale)
    found = judge(desk.database, desk.known, desk.log, orders)
    assert found.right == (True,) * len(orders)
    assert (found.rows_wrong, found.wrong) == (0, ())
    assert found.clicks == sum(8 + order.express for order in orders)


def test_clicks_beside_the_mark_are_logged_by_what_they_hit(desktop: VirtualDesktop, tmp_path: Path) -> None:
    with (
        Desk(desktop, tmp_path / "orders.sqlite", tmp_path / "clicks.jsonl", PLAN.repeated) as desk,
        Clerk(desktop.display, PAUSE_S) as clerk,
    ):
        places = desk.ask().places
        card, table = places["card"], places["orders"]
        clerk.click(*places["label-customer"].center)
        clerk.click(card.x + 4, card.bottom - 4)
        clerk.click(table.x - 5, table.y + 40)
        clerk.click(table.center[0], table.y + 90)
        clerk.click(*places["customer"].center, button="right")
        clerk.press("esc")
        clerk.click(*places["save"].center)
        desk.wait(lambda told: told.state["saved"] == 0, "an answer")
        clerk.click(*places["shipping"].center)
        desk.wait(lambda told: "shipping:Courier" in told.places, "the list")
        clerk.click(*desk.ask().places["shipping:Courier"].center)
        desk.wait(lambda told: told.state["shipping"] == "Courier", "the choice")
    found = judge(desk.database, desk.known, desk.log, [])
    assert found.wrong == (
        "label-customer", "card", "background", "orders", "customer (right)", "save", "shipping",
        "shipping:Courier",
    )  # fmt: skip


def test_an_incomplete_order_is_refused_with_a_sentence(desktop: VirtualDesktop, tmp_path: Path) -> None:
    database = tmp_path / "orders.sqlite"
    with (
        Desk(desktop, database, tmp_path / "clicks.jsonl", PLAN.shown) as desk,
        Clerk(desktop.display, PAUSE_S) as clerk,
    ):
        for part, text in (
            ("customer", "Zoë"),
            ("article", "Lamp"),
            ("quantity", "many"),
            ("date", "1.2.2026"),
        ):
            clerk.click(*desk.ask().places[part].center)
            desk.wait(lambda told, part=part: told.state["focus"] == part, part)
            clerk.type(text)
        before = desk.wait(lambda told: told.state["date"] == "1.2.2026", "the date")
        plain = desktop.screenshot()
        clerk.click(*before.places["save"].center)
        message = before.places["message"]
        desk.wait(
            lambda _: bool(np.any(message.crop(desktop.screenshot()) != message.crop(plain))), "a message"
        )
        assert desk.ask().state["quantity"] == "many"
    assert OrderStore(database).all() == []


def test_the_window_is_known_by_its_class_and_stands_where_it_was_put(
    desktop: VirtualDesktop, tmp_path: Path
) -> None:
    with Desk(desktop, tmp_path / "orders.sqlite", tmp_path / "clicks.jsonl", PLAN.repeated):
        facts = wait_for_window(desktop.display, wm_class="orderdesk")
    box = PLAN.repeated.geometry
    x, y, width, height = facts.geometry
    assert (width, height) == (box.w, box.h)
    assert abs(x - box.x) <= 2 and abs(y - box.y) <= 24, "the window manager puts its frame there"
    assert facts.title == "Order desk"


def test_a_database_that_cannot_be_opened_is_told(desktop: VirtualDesktop, tmp_path: Path) -> None:
    database = tmp_path / "orders.sqlite"
    database.write_text("no database")
    command = (sys.executable, "-m", "lam_desktop.office.orderdesk", "--database", str(database))
    program = desktop.start(*command, "--log", str(tmp_path / "log"), stderr=subprocess.PIPE, text=True)
    assert program.communicate(timeout=30)[1].startswith(f"The order database {database} cannot be opened")
    assert program.returncode == 2
