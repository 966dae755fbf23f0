"""A value that a table of the same program shows, in the line that the row names: asked, then read there."""

from __future__ import annotations

from pathlib import Path

import pytest

from lam_desktop.errors import ExitCode
from lam_desktop.office.clerk import Clerk
from lam_desktop.tasks.explaining.doubts import settled
from lam_desktop.tasks.task_yaml import task_file
from tests.e2e.browser import Browser
from tests.e2e.harness import Office, wait_for, write_rows
from tests.e2e.programs.pages import Shop

pytestmark = pytest.mark.e2e
TASK = "buyers"
BUYERS = {"A-18": "Lindqvist", "A-17": "Okafor", "A-20": ""}
"""By order, as the page's table says; it has no A-20."""


def test_the_line_of_the_row_is_read_and_no_other(tmp_path: Path, home: Path) -> None:
    rows = write_rows(tmp_path / "rows.csv", [{"order": order} for order in BUYERS])
    with Office() as office, Shop() as shop:
        browser = Browser(office, shop, tmp_path / "profile", "everything.html", "Entries")
        browser.open(60, 30, 900, 640)

        def show(clerk: Clerk) -> None:
            clerk.click(*browser.middle("name"))
            clerk.type("A-18")
            clerk.click(*browser.middle("note"))
            clerk.type("Lindqvist")
            clerk.click(*browser.middle("Keep entry"))
            wait_for(lambda: shop.sent, "the entry")
            office.settled()

        office.record(TASK, show, "--rows", f"{rows}:1")
        shop.sent.clear()
        browser.open(120, 60, 960, 660)
        asked = office.run(TASK, "--rows", f"{rows}:2-3")
        assert asked.code == ExitCode.ASKED and shop.sent == [], "two readings, and nobody says which"

        task = task_file.load(home / "tasks" / TASK)
        step = next(one for one in task.steps if one.value and one.value.source == "screen")
        assert step.value is not None and "Buyer" in step.value.name
        task_file.save(settled(task, step.number, step.value))
        outcome = office.run(TASK, "--rows", f"{rows}:2-3")
        notes = [(form["name"], form["note"]) for form in shop.sent]
        assert notes == [("A-17", "Okafor")], outcome.message
        assert outcome.code == ExitCode.ASKED and "Row 3" in outcome.message, "A-20 stands in no line"
