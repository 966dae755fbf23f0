"""A real program whose form takes its time and asks for a number only sometimes; its ticket is read."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from lam_desktop.office.clerk import Clerk
from lam_desktop.tasks.storage.library import Library
from tests.e2e.browser import Browser
from tests.e2e.contacts import PLACES, ROWS
from tests.e2e.harness import Office, acted, journal, wait_for, write_rows
from tests.e2e.programs.pages import Shop

pytestmark = pytest.mark.e2e
TASK = "structured"
PAGE = (
    '<p style="margin-top:22px"><label for="ticket">Ticket no.</label>'
    ' <input type="text" id="ticket" name="ticket" value="{ticket}" readonly></p>'
    '<p>{note}</p><p id="state">Loading</p>'
    "<script>setTimeout(() => {{ state.textContent = 'The form is ready' }}, {late_ms})</script>"
)
WAIT = "  - kind: wait\n    text: The form is ready\n    patience_s: 60  # it loads slowly\n"
NEEDED = "A phone number is needed"
LATE_MS = 9000


def test_wait_condition_and_reading(tmp_path: Path, home: Path) -> None:
    rows = write_rows(tmp_path / "contacts.csv", ROWS)
    with Office() as office, Shop() as shop:
        browser = Browser(office, shop, tmp_path / "profile", "contact.html", "Contacts")

        def show(place: tuple[int, int, int, int], ticket: str, note: str, late_ms: int) -> None:
            shop.addition = PAGE.format(ticket=ticket, note=note, late_ms=late_ms)
            browser.open(*place)
            shop.sent.clear()

        def act(clerk: Clerk) -> None:
            clerk.click(*browser.middle("ticket"))
            clerk.press("ctrl", "a")
            clerk.press("ctrl", "c")
            for name in ("name", "phone"):
                clerk.click(*browser.middle(name))
                clerk.type(ROWS[0][name])
            clerk.click(*browser.middle("Save contact"))
            wait_for(lambda: shop.sent, "the contact to be stored")
            office.settled()

        show(PLACES[0], "TK-4711", NEEDED, 0)
        office.record(TASK, act, "--rows", f"{rows}:1")
        show(PLACES[1], "TK-4711", NEEDED, 0)
        assert office.call("run", TASK, "--check", "--json").code == 0  # its steps are understood
        told = office.call("show", TASK).out
        assert "Read “TK-4711” as ticket_no" in told, told

        path = Library(home).folder(TASK) / "task.yaml"
        text = path.read_text(encoding="utf-8").replace("steps:\n", "steps:\n" + WAIT, 1)
        before, found, after = text.partition("  - caption: Click the field “Phone”\n")
        assert found, text
        path.write_text(
            f"{before}{found}    when: {{shown: {NEEDED}, steps: 2}}  # not of friends\n{after}",
            encoding="utf-8",
        )

        for row, ticket, note in ((2, "TK-5082", NEEDED), (3, "TK-9316", "No phone number, please")):
            show(PLACES[1], ticket, note, LATE_MS)
            outcome = office.run(TASK, "--rows", f"{rows}:{row}")
            assert outcome.code == 0, (outcome.report, journal(home, outcome))
            entered = ROWS[row - 1]
            assert shop.sent == [entered if note == NEEDED else {**entered, "phone": ""}]
            [waited] = [
                one for one in journal(home, outcome) if one["kind"] == "verified" and one["step"] == 1
            ]
            assert waited["reason"] == "“The form is ready” is shown."
            left = [one["step"] for one in journal(home, outcome) if one["kind"] == "left_out"]
            assert left == ([] if note == NEEDED else [7, 8]), left
            assert 4 not in [one["step"] for one in acted(home, outcome)]
            with (home / outcome.report["table"]).open(encoding="utf-8-sig", newline="") as file:
                lines = list(csv.DictReader(file))
            assert [one["LAM read ticket_no"] for one in lines if one["LAM read ticket_no"]] == [ticket]
            assert lines[row - 1]["LAM read ticket_no"] == ticket
        kept = path.read_text(encoding="utf-8")
        assert "# it loads slowly" in kept and "# not of friends" in kept
