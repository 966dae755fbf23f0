"""A task reads a ticket in a real program; the task that does it types its number, also after a crash."""

from __future__ import annotations

import csv
import json
import signal
from pathlib import Path

import pytest

from lam_desktop.office.clerk import Clerk
from lam_desktop.tasks.storage.library import Library
from tests.e2e.browser import Browser
from tests.e2e.contacts import PLACES, ROWS
from tests.e2e.harness import ALONE, Office, journal, wait_for, write_rows
from tests.e2e.programs.pages import Shop

pytestmark = pytest.mark.e2e
READS, TASK = "ticket", "entered"
SHOWN, *TICKETS = "TK-4711", "TK-5082", "TK-9316"
PAGE = """
<p style="margin-top:22px"><label for="ticket">Ticket no.</label>
  <input type="text" id="ticket" name="ticket" readonly></p>
<script>
  const ticket = document.getElementById("ticket"), tickets = TICKETS;
  ticket.value = tickets[0] || "";
  // Who begins to enter a contact sees its ticket no more.
  document.getElementById("name").addEventListener("input", () => { ticket.value = ""; });
  new MutationObserver(() => {
    if (!said.textContent) return;
    tickets.shift();
    ticket.value = tickets[0] || "";
    setTimeout(() => { said.textContent = ""; }, 6000);
  }).observe(said, {childList: true});
</script>
"""
STEP = f"  - kind: task\n    task: {READS}\n    returns: {{no: ticket_no}}  # typed as the phone\n"
CONSTANT = f"      source: constant\n      text: {SHOWN}\n"
BY_NAME = f"      source: screen\n      name: no\n      text: {SHOWN}\n"


def test_what_a_task_reads_another_types(tmp_path: Path, home: Path) -> None:
    rows = write_rows(tmp_path / "contacts.csv", [{"name": row["name"]} for row in ROWS])
    with Office() as office, Shop() as shop:
        browser = Browser(office, shop, tmp_path / "profile", "contact.html", "Contacts")

        def show(place: tuple[int, int, int, int], *tickets: str) -> None:
            shop.addition = PAGE.replace("TICKETS", json.dumps(tickets))
            browser.open(*place)
            shop.sent.clear()
            shop.clicks.clear()

        def read(clerk: Clerk) -> None:
            clerk.click(*browser.middle("ticket"))
            clerk.press("ctrl", "a")
            clerk.press("ctrl", "c")
            office.settled()

        def enter(clerk: Clerk) -> None:
            for name, text in (("name", ROWS[0]["name"]), ("phone", SHOWN)):
                clerk.click(*browser.middle(name))
                clerk.type(text)
            clerk.click(*browser.middle("Save contact"))
            wait_for(lambda: shop.sent, "the contact to be stored")
            office.settled()

        show(PLACES[0], SHOWN)
        office.record(READS, read)
        show(PLACES[0])
        office.record(TASK, enter, "--rows", f"{rows}:1")
        path = Library(home).folder(TASK) / "task.yaml"
        text = path.read_text(encoding="utf-8")
        assert text.count(CONSTANT) == 1, text
        text = text.replace(CONSTANT, BY_NAME).replace("steps:\n", "steps:\n" + STEP, 1)
        path.write_text(text, encoding="utf-8")
        told = office.call("show", TASK)
        assert told.code == 0, told
        told = told.out
        assert "1. Do the task “ticket”  [hands over ticket_no as no]" in told, told
        assert "[read in step 1.3]" in told and "no    read as ticket_no by the task “ticket”" in told, told

        show(PLACES[1], *TICKETS)
        wanted = [{"name": ROWS[at]["name"], "phone": TICKETS[at - 1]} for at in (1, 2)]
        at_work = office.start("run", TASK, "--rows", f"{rows}:2-3", *ALONE)
        wait_for(
            lambda: (
                (shop.sent == wanted[:1] and shop.clicks[-1:] == ["phone"])
                or at_work.process.poll() is not None
            ),
            "the second row to have read its ticket",
            170.0,
        )
        at_work.signal(signal.SIGKILL)
        at_work.process.wait(10.0)
        assert shop.sent == wanted[:1], (shop.sent, at_work.finished(5.0))
        going_on = office.run(TASK, "--resume")
        assert going_on.code == 0, (going_on.report, journal(home, going_on))
        assert shop.sent == wanted
        assert [row["read"] for row in going_on.report["rows"]] == [{"no": TICKETS[1]}]
        with (home / going_on.report["table"]).open(encoding="utf-8-sig", newline="") as file:
            assert [line["LAM read no"] for line in csv.DictReader(file)] == ["", *TICKETS, ""], (
                "of both runs"
            )
        [went_on] = [one for one in journal(home, going_on) if one["kind"] == "went_on"]
        assert went_on["step"] > 3 and [one["read"] for one in went_on["readings"]] == [TICKETS[1]], went_on
        page = office.call("report", going_on.report["run"], "--out", str(tmp_path / "report"))
        assert page.code == 0, page
        [html] = list((tmp_path / "report").rglob("*.html"))
        assert TICKETS[1] in html.read_text(encoding="utf-8")
