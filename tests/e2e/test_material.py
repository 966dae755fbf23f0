"""Material Design in a browser: labels that float, fields that grow lighter, a list drawn into the page.

The clerk chooses in the list by a click far behind the words. Judged by what the program stored.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from lam_desktop.office.clerk import Clerk
from tests.e2e.browser import Browser
from tests.e2e.harness import Office, journal, wait_for, write_rows
from tests.e2e.programs.pages import Shop

pytestmark = pytest.mark.e2e
TASK = "orders"
ROWS = [
    {"customer": "Maria Sorensen", "product": "Office chair", "date": "14/12/2026", "quantity": "12"},
    {"customer": "Tanaka & Sons", "product": "Whiteboard", "date": "09/12/2026", "quantity": "7"},
    {"customer": "Okafor Logistics", "product": "Desk lamp", "date": "23/12/2026", "quantity": "25"},
]


@pytest.mark.parametrize("look", ["filled", "framed"])
def test_orders(tmp_path: Path, home: Path, look: str) -> None:
    rows = write_rows(tmp_path / "orders.csv", ROWS)
    with Office() as office, Shop() as shop:
        browser = Browser(office, shop, tmp_path / "profile", f"material.html#{look}", "Orders")

        def enter(clerk: Clerk) -> None:
            row = ROWS[0]
            clerk.click(*browser.middle("customer"))
            clerk.type(row["customer"])
            clerk.click(*browser.middle("product"))
            wait_for(lambda: shop.layout[row["product"]][2] > 0, "the list")
            x, y, w, h = shop.layout[row["product"]]
            clerk.click(round(x + 0.85 * w), round(y + h / 2))
            for name in ("date", "quantity"):
                clerk.click(*browser.middle(name))
                clerk.type(row[name])
            clerk.click(*browser.middle("SAVE ORDER"))
            wait_for(lambda: shop.sent, "the order to be stored")
            office.settled()

        browser.open(20, 20, 1000, 640)
        office.record(TASK, enter, "--rows", f"{rows}:1")
        shop.sent.clear()
        browser.open(40, 50, 1000, 640)
        outcome = office.run(TASK, "--rows", f"{rows}:2-3")
        assert outcome.code == 0, (outcome.report, journal(home, outcome))
        assert shop.sent == ROWS[1:]
