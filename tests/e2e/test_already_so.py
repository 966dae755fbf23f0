"""A real page whose check box stays ticked: what a second demonstration leaves is done where it is not so."""

from __future__ import annotations

from pathlib import Path

import pytest

from lam_desktop.office.clerk import Clerk
from lam_desktop.tasks.library import Library
from tests.e2e.browser import Browser
from tests.e2e.contacts import PLACES, ROWS
from tests.e2e.harness import Office, journal, wait_for, write_rows
from tests.e2e.programs.pages import Shop

pytestmark = pytest.mark.e2e
TASK = "door"
TICKED = {"batch": "true"}
PAGE = """
<p style="margin-top:22px"><label><input type="checkbox" name="door"> Deliver to the door</label></p>
<script>
  const door = document.getElementsByName("door")[0];
  door.onchange = () => fetch("/batch", {method: "POST", body: new URLSearchParams({batch: door.checked})});
</script>
"""


def test_a_box_that_was_ticked_already_is_ticked_where_it_is_not(tmp_path: Path, home: Path) -> None:
    rows = write_rows(tmp_path / "contacts.csv", ROWS)
    with Office() as office, Shop() as shop:
        shop.addition = PAGE
        browser = Browser(office, shop, tmp_path / "profile", "contact.html", "Contacts")

        def enter(clerk: Clerk, row: dict[str, str], tick: bool) -> None:
            for name in ("name", "phone"):
                clerk.click(*browser.middle(name))
                clerk.type(row[name])
            if tick:
                clerk.click(*browser.middle("door"))
                wait_for(lambda: shop.sent[-1:] == [TICKED], "the box to be ticked")
                office.settled()
            clerk.click(*browser.middle("Save contact"))
            wait_for(lambda: shop.sent[-1:] == [row], "the contact to be stored")
            office.settled()

        browser.open(*PLACES[0])
        office.record(TASK, lambda clerk: enter(clerk, ROWS[0], True), "--rows", f"{rows}:1")
        added = office.record(
            TASK, lambda clerk: enter(clerk, ROWS[1], False), "--add", "--rows", f"{rows}:2"
        )
        assert shop.sent == [TICKED, *ROWS[:2]], added.out
        assert Library(home).open(TASK).steps[4].optional, "as long as nobody has looked"
        told = office.call("show", TASK).out
        assert "“Deliver to the door” was ticked already" in told, told
        assert not Library(home).open(TASK).steps[4].optional

        browser.open(*PLACES[1])
        shop.sent.clear()
        outcome = office.run(TASK, "--rows", f"{rows}:3-4")
        assert outcome.code == 0, (outcome.report, journal(home, outcome))
        assert shop.sent == [TICKED, *ROWS[2:]], "once for both rows"
