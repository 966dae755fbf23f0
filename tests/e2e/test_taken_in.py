"""A task that somebody recorded is given away, taken in by somebody else, and repeated there."""

from __future__ import annotations

from pathlib import Path

import pytest

from lam_desktop.office.clerk import Clerk
from lam_desktop.tasks.storage.library import Library
from tests.e2e.browser import Browser
from tests.e2e.contacts import PLACES, ROWS
from tests.e2e.harness import Office, wait_for, write_rows
from tests.e2e.programs.pages import Shop

pytestmark = pytest.mark.e2e
TASK = "contacts"


def test_it_does_there_what_it_did_here(tmp_path: Path, home: Path) -> None:
    rows = write_rows(tmp_path / "contacts.csv", ROWS)
    theirs = tmp_path / "their-home"
    with Office() as office, Shop() as shop:
        browser = Browser(office, shop, tmp_path / "profile", "contact.html", "Contacts")

        def enter(clerk: Clerk) -> None:
            for name in ("name", "phone"):
                clerk.click(*browser.middle(name))
                clerk.type(ROWS[0][name])
            clerk.click(*browser.middle("Save contact"))
            wait_for(lambda: shop.sent == ROWS[:1], "the contact to be stored")
            office.settled()

        browser.open(*PLACES[0])
        office.record(TASK, enter, "--rows", f"{rows}:1")
        original = office.call("show", TASK).out
        given = tmp_path / "contacts.zip"
        assert office.call("share", TASK, "--out", str(given)).code == 0
        home.rename(theirs)

        whole = office.call("take", str(theirs / "tasks" / TASK), "--json")
        assert whole.code == 0, whole.report
        assert office.call("show", TASK).out == original.replace(str(rows), rows.name)
        browser.open(*PLACES[1])
        done = office.run(TASK, "--rows", f"{rows}:2-3")
        assert (done.code, shop.sent) == (0, ROWS[:3]), done.report

        masked = office.call("take", str(given), "--name", "masked", "--json").report
        assert masked["masked"] and masked["left_out"] == ["shared.html"]
        one, other = (Library(home).open(name) for name in (TASK, "masked"))
        assert [(step.kind, step.point) for step in one.steps] == [
            (step.kind, step.point) for step in other.steps
        ]
        rehearsed = office.run("masked", "--rows", f"{rows}:2-2", "--dry-run")
        assert rehearsed.code == 0 and shop.sent == ROWS[:3], "all is found, and nothing is done"
        browser.open(*PLACES[0])
        done = office.run("masked", "--rows", f"{rows}:2")
        assert (done.code, shop.sent) == (0, [*ROWS[:3], ROWS[1]]), done.report
