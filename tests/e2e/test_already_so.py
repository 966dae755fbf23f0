"""A real page whose check box stays ticked: what a second demonstration leaves is done where it is not so."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lam_desktop.office.clerk import Clerk
from lam_desktop.tasks.storage.library import Library
from tests.e2e.browser import Browser
from tests.e2e.contacts import PLACES, ROWS
from tests.e2e.harness import Office, journal, wait_for, write_rows
from tests.e2e.programs.pages import Shop

pytestmark = pytest.mark.e2e
TASK = "door"
TICKED = {"batch": "true"}
LABEL = "Deliver to the door"
BOX = f'<label><input type="checkbox" name="door"> {LABEL}</label>'
BUTTONS = f"""<label><input type="radio" name="door" checked> Pick up</label> &nbsp; &nbsp;
<label><input type="radio" name="door" value="yes"> {LABEL}</label>"""
FIELD = """
<script>
  const phone = document.getElementById("phone"), shown = STOOD;
  phone.value = shown[0];
  document.querySelector("form").addEventListener("reset", () => {
    shown.shift();
    setTimeout(() => { phone.value = shown[0] || ""; });
  });
</script>
"""
PAGE = """
<p style="margin-top:22px">{control}</p>
<script>
  const door = [...document.getElementsByName("door")].at(-1);
  const body = () => new URLSearchParams([["batch", door.checked]]);
  door.onchange = () => fetch("/batch", Object.fromEntries([["method", "POST"], ["body", body()]]));
</script>
"""


@pytest.mark.parametrize(
    ("control", "name", "was"), [(BOX, "door", "ticked"), (BUTTONS, "door yes", "chosen")]
)
def test_what_was_so_already_is_done_where_it_is_not(
    tmp_path: Path, home: Path, control: str, name: str, was: str
) -> None:
    rows = write_rows(tmp_path / "contacts.csv", ROWS)
    with Office() as office, Shop() as shop:
        shop.addition = PAGE.format(control=control)
        browser = Browser(office, shop, tmp_path / "profile", "contact.html", "Contacts")

        def enter(clerk: Clerk, row: dict[str, str], tick: bool) -> None:
            for field in ("name", "phone"):
                clerk.click(*browser.middle(field))
                clerk.type(row[field])
            if tick:
                clerk.click(*browser.middle(name))
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
        assert f"“{LABEL}” was {was} already" in told, told
        assert not Library(home).open(TASK).steps[4].optional

        browser.open(*PLACES[1])
        shop.sent.clear()
        outcome = office.run(TASK, "--rows", f"{rows}:3-4")
        assert outcome.code == 0, (outcome.report, journal(home, outcome))
        assert shop.sent == [TICKED, *ROWS[2:]], "once for both rows"


def test_a_text_that_stood_in_its_field_is_typed_where_it_does_not(tmp_path: Path, home: Path) -> None:
    rows = write_rows(tmp_path / "contacts.csv", ROWS)
    with Office() as office, Shop() as shop:
        browser = Browser(office, shop, tmp_path / "profile", "contact.html", "Contacts")

        def enter(clerk: Clerk, row: dict[str, str], *fields: str) -> None:
            for field in fields:
                clerk.click(*browser.middle(field))
                clerk.type(row[field])
            clerk.click(*browser.middle("Save contact"))
            wait_for(lambda: shop.sent[-1:] == [row], "the contact to be stored")
            office.settled()

        browser.open(*PLACES[0])
        office.record(TASK, lambda clerk: enter(clerk, ROWS[0], "name", "phone"), "--rows", f"{rows}:1")
        shop.addition = FIELD.replace("STOOD", json.dumps([ROWS[1]["phone"]]))
        browser.open(*PLACES[0])
        added = office.record(
            TASK, lambda clerk: enter(clerk, ROWS[1], "name"), "--add", "--rows", f"{rows}:2", limit_s=60.0
        )
        assert [one.optional for one in Library(home).open(TASK).steps] == [
            False,
            False,
            True,
            True,
            False,
        ], added.out
        told = office.call("show", TASK).out
        assert "stood in the field already" in told, told

        shop.addition = FIELD.replace("STOOD", json.dumps(["", ROWS[3]["phone"]]))
        browser.open(*PLACES[1])
        shop.sent.clear()
        shop.clicks.clear()
        outcome = office.run(TASK, "--rows", f"{rows}:3-4")
        assert outcome.code == 0, (outcome.report, journal(home, outcome))
        assert shop.sent == ROWS[2:]
        assert shop.clicks.count("phone") == 1, "only where it did not stand there"
