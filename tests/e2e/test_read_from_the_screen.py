"""A web page says in a sentence which name to enter: shown once, repeated on a page that says another one.

Right or asked, never wrong: how often it is right is for the benchmarks to say.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from lam_desktop.errors import ExitCode
from lam_desktop.office.clerk import Clerk
from tests.e2e.browser import Browser
from tests.e2e.contacts import PLACES
from tests.e2e.harness import Office, acted, journal, wait_for
from tests.e2e.programs.pages import Shop

TASK = "told"
SHOWN, NOW = "Maria Sorensen", "Peter Nguyen"


@pytest.mark.e2e
def test_a_name_that_the_page_says(tmp_path: Path, home: Path) -> None:
    with Office() as office, Shop() as shop:
        browser = Browser(office, shop, tmp_path / "profile", "contact.html", "Contacts")
        shop.addition = saying(SHOWN)
        browser.open(*PLACES[0])

        def act(clerk: Clerk) -> None:
            clerk.click(*browser.middle("name"))
            clerk.type(SHOWN)
            clerk.click(*browser.middle("Save contact"))
            wait_for(lambda: shop.sent, "the contact to be stored")
            office.settled()

        office.record(TASK, act)
        assert shop.sent == [{"name": SHOWN, "phone": ""}]

        shop.sent.clear()
        shop.addition = saying(NOW)
        browser.open(*PLACES[1])
        outcome = office.run(TASK)
        _, typing, _ = office.call("show", TASK, "--json").report["steps"]
        assert (typing["value"]["source"], typing["value"]["text"]) == ("screen", SHOWN)
        if outcome.code == ExitCode.DONE:
            assert shop.sent == [{"name": NOW, "phone": ""}]
            return
        assert outcome.code == ExitCode.ASKED, outcome.report
        assert shop.sent == [] and SHOWN in outcome.message
        [question] = [entry for entry in journal(home, outcome) if entry["kind"] == "asked"]
        assert question["step"] == 2 and len(acted(home, outcome)) == 1, "nothing was typed"


def saying(name: str) -> str:
    """What the page tells the person."""
    return f'<p>Please enter "{name}" as the name of the new contact.</p>'
