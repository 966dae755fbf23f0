"""A web form of eight fields, filled in once, then for other rows in a browser that looks different."""

from __future__ import annotations

from pathlib import Path

import pytest

from lam_desktop.office.clerk import Clerk
from tests.e2e.browser import Browser
from tests.e2e.harness import Office, wait_for, write_rows
from tests.e2e.programs.pages import Shop

ARTICLES = ("", "Desk lamp", "Office chair", "Filing cabinet", "Whiteboard")
"""The entries of the page's list, in its order; the first is empty."""
ROWS = [
    {"customer": "Maria Sorensen", "email": "maria@sorensen.dk", "article": "Office chair", "quantity": "4",
     "delivery": "Courier", "gift": "yes", "due": "2026-03-15", "note": "Second floor"},
    {"customer": "Peter Nguyen", "email": "p.nguyen@example.org", "article": "Whiteboard", "quantity": "12",
     "delivery": "Collect", "gift": "no", "due": "2026-11-28", "note": "Call before noon"},
]  # fmt: skip
OTHER_LOOK = """<style>
  body { background: #1d2430 !important; color: #e8ecf2 !important; font-size: 17px !important }
  input, select, textarea, button { background: #2a3344; color: #f2f4f8; border: 1px solid #66738a }
</style>"""


@pytest.mark.e2e
def test_a_form_of_eight_fields(tmp_path: Path) -> None:
    rows = write_rows(tmp_path / "orders.csv", ROWS)
    with Office() as office, Shop() as shop:
        browser = Browser(office, shop, tmp_path / "profile", "order.html", "Order form")
        browser.open(90, 40, 860, 690)
        office.record("orders", lambda clerk: enter(clerk, office, browser, ROWS[0]), "--rows", f"{rows}:1")
        wait_for(lambda: shop.sent, "the demonstrated order")
        assert shop.sent == [ROWS[0]], "the clerk's own order"

        shop.sent.clear()
        shop.addition = OTHER_LOOK
        browser.open(330, 10, 930, 780)
        done = office.run("orders", "--rows", f"{rows}:2")
        assert done.code == 0, done.report
        without_gift = {name: value for name, value in ROWS[1].items() if name != "gift"}
        assert shop.sent == [without_gift]


def enter(clerk: Clerk, office: Office, browser: Browser, row: dict[str, str]) -> None:
    """What a person does with one order."""
    for name in ("customer", "email"):
        clerk.click(*browser.middle(name))
        clerk.type(row[name])
    clerk.click(*browser.middle("article"))
    x, y, width, height = office.popup("chromium").geometry
    office.settled()
    entry = height / len(ARTICLES)
    clerk.click(x + width // 3, round(y + entry * (ARTICLES.index(row["article"]) + 0.5)))
    clerk.click(*browser.middle("quantity"))
    clerk.type(row["quantity"])
    clerk.click(*browser.middle(f"delivery {row['delivery']}"))
    if row["gift"] == "yes":
        clerk.click(*browser.middle("gift"))
    clerk.click(*browser.left("due"))
    year, month, day = row["due"].split("-")
    clerk.type(month + day + year)
    clerk.click(*browser.middle("note"))
    clerk.type(row["note"])
    clerk.click(*browser.middle("Place order"))
    office.window("Chromium", "Thank you")
    office.settled()
