"""Two demonstrations that differ because their rows do: an empty cell, and a column that says yes or no."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from lam_desktop.errors import ExitCode
from lam_desktop.office.clerk import Clerk
from lam_desktop.tasks.explaining.doubts import settled
from lam_desktop.tasks.storage.library import Library
from lam_desktop.tasks.task_yaml import task_file
from lam_desktop.tasks.when import Due, When
from tests.e2e.browser import Browser
from tests.e2e.contacts import PLACES
from tests.e2e.harness import FOUND_S, Office, journal, wait_for, write_rows
from tests.e2e.programs.pages import Shop

pytestmark = pytest.mark.e2e
TASK = "ranked"
ROWS = [
    {"name": "Maria Sorensen", "phone": "0451 88217", "note": "call first", "vip": "yes"},
    {"name": "Peter Nguyen", "phone": "0309 52604", "note": "", "vip": "no"},
    {"name": "Ada Lindqvist", "phone": "0171 23958", "note": "", "vip": "yes"},
    {"name": "Jon Castello", "phone": "0620 41937", "note": "by mail", "vip": "no"},
]
MORE = """
<script>
  const form = document.querySelector("form");
  form.querySelector("span").insertAdjacentHTML("beforebegin", `<label for="note">Note</label>
    <input type="text" id="note" name="note"><span></span><button type="button" name="rank">Priority</button>
    <input type="hidden" name="vip" value="no">`);
  form.elements.rank.addEventListener("click", () => {
    form.elements.vip.value = "yes";
    said.textContent = "Comes before all others.";
  });
  form.addEventListener("reset", () => setTimeout(() => { form.elements.vip.value = "no"; }));
</script>
"""


@pytest.mark.parametrize("at_once", [False, True], ids=["two recordings", "one recording"])
def test_what_is_done_follows_the_columns_of_the_row(tmp_path: Path, home: Path, at_once: bool) -> None:
    """Both rows are shown one after the other, or `at_once`, in one recording."""
    rows = write_rows(tmp_path / "contacts.csv", ROWS)
    with Office() as office, Shop() as shop:
        browser = Browser(office, shop, tmp_path / "profile", "contact.html", "Contacts")
        shop.addition = MORE

        def enter(clerk: Clerk, row: dict[str, str]) -> None:
            for name in ("name", "phone", "note"):
                if row[name]:
                    clerk.click(*browser.middle(name))
                    clerk.type(row[name])
            if row["vip"] == "yes":
                clerk.click(*browser.middle("rank"))
                office.settled()
            before = len(shop.sent)
            clerk.click(*browser.middle("Save contact"))
            wait_for(lambda: len(shop.sent) > before, "the contact to be stored")
            office.settled()

        def show(which: slice, named: str, *added: str) -> None:
            browser.open(*PLACES[0])
            shop.sent.clear()

            def by_hand(clerk: Clerk) -> None:
                for row in ROWS[which]:
                    enter(clerk, row)

            saved = office.record(TASK, by_hand, "--rows", f"{rows}:{named}", *added, limit_s=FOUND_S)
            assert shop.sent == ROWS[which], saved.out

        if at_once:
            show(slice(0, 2), "1-2")
        else:
            show(slice(0, 1), "1")
            show(slice(1, 2), "2", "--add")
        told = office.call("show", TASK).out
        assert "left out in a demonstration, and the columns “vip” and “note” go with that" in told, told
        assert "[only where the column note is filled]" in told, told
        task = Library(home).open(TASK)
        [press] = [step for step in task.steps if step.optional]
        by_column = When("is", "yes", "vip")
        assert by_column in press.perhaps

        browser.open(*PLACES[1])
        shop.sent.clear()
        asked = office.run(TASK, "--rows", f"{rows}:3-4")
        assert asked.code == ExitCode.ASKED and "may be meant in two ways" in asked.report["message"], asked
        assert shop.sent == []

        task_file.save(settled(task, press.number, Due(by_column)))
        outcome = office.run(TASK, "--rows", f"{rows}:3-4")
        assert outcome.code == 0, (outcome.report, journal(home, outcome))
        assert shop.sent == ROWS[2:4]
        assert (
            replace(press, when=by_column, perhaps=(), doubt="", optional=False)
            in Library(home).open(TASK).steps
        )
