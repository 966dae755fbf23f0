"""A text that comes late, and that a person waited for, though they could have gone on without it."""

from __future__ import annotations

from pathlib import Path

import pytest

from lam_desktop.office.clerk import Clerk
from tests.e2e.browser import Browser
from tests.e2e.contacts import PLACES
from tests.e2e.harness import Office, journal, wait_for, write_rows
from tests.e2e.programs.pages import Shop

pytestmark = pytest.mark.e2e
TASK = "credit"
ROWS = [
    {"name": "Maria Sorensen", "phone": "0451 88217"},
    {"name": "Peter Nguyen", "phone": "0309 52604"},
    {"name": "Ada Lindqvist", "phone": "0171 23958"},
]
ANSWERED = {"answered": "yes"}
MORE = """
<script>
  const form = document.querySelector("form");
  form.querySelector("span").insertAdjacentHTML("beforebegin",
    `<button type="button" name="ask">Ask the bank</button>
     <input type="hidden" name="credit" value="unknown">`);
  form.elements.ask.addEventListener("click", () => setTimeout(() => {
    form.elements.credit.value = "good";
    said.textContent = "The bank says: credit is good.";
    fetch("/contacts", {method: "POST", body: "answered=yes"});
  }, WAIT));
  form.addEventListener("reset", () => setTimeout(() => { form.elements.credit.value = "unknown"; }));
</script>
"""
"""The bank answers after WAIT milliseconds; nothing tells that it is asked, and one can save meanwhile."""


def test_what_a_person_waited_for_is_waited_for_in_each_row(tmp_path: Path, home: Path) -> None:
    rows = write_rows(tmp_path / "contacts.csv", ROWS)
    with Office() as office, Shop() as shop:
        browser = Browser(office, shop, tmp_path / "profile", "contact.html", "Contacts")
        shop.addition = MORE.replace("WAIT", "2500")
        browser.open(*PLACES[0])

        def by_hand(clerk: Clerk) -> None:
            for name in ("name", "phone"):
                clerk.click(*browser.middle(name))
                clerk.type(ROWS[0][name])
            clerk.click(*browser.middle("ask"))
            wait_for(lambda: shop.sent, "the bank's answer")
            office.settled()
            clerk.click(*browser.middle("Save contact"))
            wait_for(lambda: len(shop.sent) == 2, "the contact to be stored")
            office.settled()

        office.record(TASK, by_hand, "--rows", f"{rows}:1")
        assert shop.sent == [ANSWERED, {**ROWS[0], "credit": "good"}]
        shop.sent.clear()
        shop.addition = MORE.replace("WAIT", "6000")
        browser.open(*PLACES[1])
        outcome = office.run(TASK, "--rows", f"{rows}:2-3")
        stored = [one for one in shop.sent if one != ANSWERED]
        assert stored == [{**row, "credit": "good"} for row in ROWS[1:]], journal(home, outcome)
        assert outcome.code == 0, (outcome.report, journal(home, outcome))
