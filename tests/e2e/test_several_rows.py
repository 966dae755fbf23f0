"""A real program with batches: two rows are entered in one recording, and the agent does the rest.

What came before the first row and behind the last one is done once; the recording alone says so.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from lam_desktop.office.clerk import Clerk
from lam_desktop.tasks.storage.library import Library
from tests.e2e.browser import Browser
from tests.e2e.contacts import PLACES, ROWS
from tests.e2e.harness import FOUND_S, Office, journal, wait_for, write_rows
from tests.e2e.programs.pages import Shop
from tests.e2e.test_once import CLOSED, OPENED, PAGE

pytestmark = pytest.mark.e2e


def test_two_rows_in_one_recording_are_one_task(tmp_path: Path, home: Path) -> None:
    rows = write_rows(tmp_path / "contacts.csv", ROWS)
    with Office() as office, Shop() as shop:
        shop.addition = PAGE
        browser = Browser(office, shop, tmp_path / "profile", "contact.html", "Contacts")

        def act(clerk: Clerk) -> None:
            clerk.click(*browser.middle("open"))
            wait_for(lambda: shop.sent == [OPENED], "the batch to be opened")
            office.settled()
            for count, row in enumerate(ROWS[:2], start=2):
                for name in ("name", "phone"):
                    clerk.click(*browser.middle(name))
                    clerk.type(row[name])
                clerk.click(*browser.middle("Save contact"))
                wait_for(lambda count=count: len(shop.sent) == count, "the contact to be stored")
                office.settled()
            clerk.click(*browser.middle("close"))
            wait_for(lambda: len(shop.sent) == 4, "the batch to be closed")
            office.settled()

        for task, shown, columns in (
            ("named", ("--rows", f"{rows}:1-2"), ["name", "phone"]),
            ("plain", (), []),
        ):
            shop.sent.clear()
            browser.open(*PLACES[0])
            saved = office.record(task, act, *shown, limit_s=FOUND_S)
            assert shop.sent == [OPENED, *ROWS[:2], CLOSED]
            assert "The recording shows 2 rows: steps 2 to 6 are repeated" in saved.report["note"], saved.out
            told = office.call("show", task).out
            assert "The recording shows 2 rows: steps 2 to 6 are repeated for each row" in told
            assert "[once, before the rows]" in told and "[once, behind the rows]" in told
            made = Library(home).open(task)
            assert len(made.steps) == 7 and made.further[0].part == (6, 11)
            if not columns:
                columns = list(made.columns)
                assert len(columns) == 2 and not any(one.startswith("text ") for one in columns), told
            assert list(made.columns) == columns
            entered = [dict(zip(columns, row.values(), strict=True)) for row in ROWS[2:]]
            table = write_rows(tmp_path / f"{task}.csv", entered)
            browser.open(*PLACES[1])
            shop.sent.clear()
            outcome = office.run(task, "--rows", str(table))
            assert outcome.code == 0, (outcome.report, journal(home, outcome))
            assert shop.sent == [OPENED, *ROWS[2:], CLOSED]
