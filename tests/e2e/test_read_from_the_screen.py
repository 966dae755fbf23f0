"""A web page says in a sentence what to enter: shown once, repeated on a page that says something else.

Right or asked, never wrong: how often it is right is for the benchmarks to say.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from lam_desktop.office.clerk import Clerk
from tests.e2e.browser import Browser
from tests.e2e.saying import repeated

pytestmark = pytest.mark.e2e


def test_a_name_that_the_page_says(tmp_path: Path, home: Path) -> None:
    def enter(clerk: Clerk, browser: Browser, name: str) -> None:
        clerk.click(*browser.middle("name"))
        clerk.type(name)
        clerk.click(*browser.middle("Save contact"))

    sent = repeated(
        tmp_path, home, ("contact.html", "Contacts"), enter,
        'Please enter "{}" as the name of the new contact.', ("Maria Sorensen", "Peter Nguyen"), 2,
    )  # fmt: skip
    assert sent in ([], [{"name": "Peter Nguyen", "phone": ""}])


def test_a_choice_that_the_page_says(tmp_path: Path, home: Path) -> None:
    def choose(clerk: Clerk, browser: Browser, delivery: str) -> None:
        clerk.click(*browser.middle(f"delivery {delivery}"))
        clerk.click(*browser.middle("Place order"))

    sent = repeated(
        tmp_path, home, ("order.html", "Order form"), choose,
        'Please choose "{}" as the delivery of the order.', ("Courier", "Collect"), 1,
    )  # fmt: skip
    assert [form["delivery"] for form in sent] in ([], ["Collect"])


def test_a_record_that_the_page_says(tmp_path: Path, home: Path) -> None:
    def cancel(clerk: Clerk, browser: Browser, customer: str) -> None:
        clerk.click(*browser.middle(f"cancelled {customer.split()[-1]}"))

    sent = repeated(
        tmp_path, home, ("open_orders.html", "Open orders"), cancel,
        "The order of {} was made by mistake, so please cancel it today.",
        ("Maria Sorensen", "Peter Nguyen"), 1,
    )  # fmt: skip
    assert sent in ([], [{"cancelled": "Nguyen"}])


def test_the_field_whose_number_the_page_says(tmp_path: Path, home: Path) -> None:
    def enter(clerk: Clerk, browser: Browser, which: str) -> None:
        clerk.click(*browser.middle(f"code{which[0]}"))
        clerk.type("DE-4711")
        clerk.click(*browser.middle("Save code"))

    sent = repeated(
        tmp_path, home, ("codes.html", "Codes"), enter, "Please enter today's code into the {} field.",
        ("2nd", "3rd"), 1,
    )  # fmt: skip
    assert sent == [{"code1": "", "code2": "", "code3": "DE-4711"}]
