"""Ctrl+A in a very wide field: shown with a long text, done where a short one stands, and where none does.

Judged by what the program stored.
"""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from lam_desktop.office.clerk import Clerk
from tests.e2e.asking_programs import SYSTEM_PYTHON
from tests.e2e.browser import Browser
from tests.e2e.contacts import ROWS
from tests.e2e.harness import Office, journal, wait_for, write_rows
from tests.e2e.programs.pages import Shop

pytestmark = pytest.mark.e2e
TASK = "subjects"
LONG = "Please write the full name of the new contact into this line"
PAGE = """
<style>form { grid-template-columns: max-content 900px !important }</style>
<script>
  const field = document.getElementById("name"), texts = TEXTS;
  field.value = texts.shift();
  addEventListener("reset", () => setTimeout(() => { field.value = texts.shift() || ""; }));
</script>
"""
PROGRAM = Path(__file__).parent / "programs" / "wide_entry.py"


def test_in_a_browser(tmp_path: Path, home: Path) -> None:
    rows = write_rows(tmp_path / "contacts.csv", ROWS)
    with Office() as office, Shop() as shop:
        browser = Browser(office, shop, tmp_path / "profile", "contact.html", "Contacts")

        def enter(clerk: Clerk) -> None:
            clerk.click(*browser.middle("name"))
            clerk.press("ctrl", "a")
            clerk.type(ROWS[0]["name"])
            clerk.click(*browser.middle("phone"))
            clerk.type(ROWS[0]["phone"])
            clerk.click(*browser.middle("Save contact"))
            wait_for(lambda: shop.sent, "the contact to be stored")
            office.settled()

        shop.addition = PAGE.replace("TEXTS", json.dumps([LONG]))
        browser.open(20, 20, 1200, 560)
        office.record(TASK, enter, "--rows", f"{rows}:1")
        shop.addition = PAGE.replace("TEXTS", json.dumps(["None", "", "No name"]))
        browser.open(30, 60, 1220, 600)
        shop.sent.clear()
        outcome = office.run(TASK, "--rows", f"{rows}:2-4")
        assert outcome.code == 0, (outcome.report, journal(home, outcome))
        assert shop.sent == ROWS[1:]


def test_in_a_gtk_program(tmp_path: Path, home: Path) -> None:
    saved, layout = tmp_path / "saved.txt", tmp_path / "layout.json"
    subjects = ["Delivery of the garden chairs", "Invoice 4711", "Two lamps", "A broken window"]
    rows = write_rows(tmp_path / "subjects.csv", [{"subject": one} for one in subjects])
    with Office() as office:
        office.desktop.start(
            str(SYSTEM_PYTHON), str(PROGRAM), str(saved), str(layout), LONG, "", "None", "No name",
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        wait_for(layout.exists, "the program")
        office.settled()
        places = {
            name: (x + w // 2, y + h // 2)
            for name, (x, y, w, h) in json.loads(layout.read_text(encoding="utf-8")).items()
        }

        def enter(clerk: Clerk) -> None:
            clerk.click(*places["subject"])
            clerk.press("ctrl", "a")
            clerk.type(subjects[0])
            clerk.click(*places["Save subject"])
            wait_for(saved.exists, "the subject to be stored")
            office.settled()

        office.record(TASK, enter, "--rows", f"{rows}:1")
        outcome = office.run(TASK, "--rows", f"{rows}:2-4")
        assert outcome.code == 0, (outcome.report, journal(home, outcome))
        assert saved.read_text(encoding="utf-8").splitlines() == subjects
