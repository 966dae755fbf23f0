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


def enter(office: Office, shop: Shop, browser: Browser, clerk: Clerk, row: dict[str, str]) -> None:
    """As a person does: the note where there is one, and «Priority» where the row says so."""
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


@pytest.mark.parametrize("at_once", [False, True], ids=["two recordings", "one recording"])
def test_what_is_done_follows_the_columns_of_the_row(tmp_path: Path, home: Path, at_once: bool) -> None:
    """Both rows are shown one after the other, or `at_once`, in one recording."""
    rows = write_rows(tmp_path / "contacts.csv", ROWS)
    with Office() as office, Shop() as shop:
        browser = Browser(office, shop, tmp_path / "profile", "contact.html", "Contacts")
        shop.addition = MORE

        def show(which: slice, named: str, *added: str) -> None:
            browser.open(*PLACES[0])
            shop.sent.clear()

            def by_hand(clerk: Clerk) -> None:
                for row in ROWS[which]:
                    enter(office, shop, browser, clerk, row)

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


def test_what_only_the_second_of_three_rows_has_is_done_where_its_columns_say_so(
    tmp_path: Path, home: Path
) -> None:
    """«Priority» was there in the first row, too, and was not pressed."""
    shown = [ROWS[1], ROWS[0], ROWS[3] | {"vip": "no"}]
    table = write_rows(tmp_path / "contacts.csv", [*shown, *ROWS[2:], ROWS[1]])
    with Office() as office, Shop() as shop:
        browser = Browser(office, shop, tmp_path / "profile", "contact.html", "Contacts")
        shop.addition = MORE
        browser.open(*PLACES[0])

        def by_hand(clerk: Clerk) -> None:
            for row in shown:
                enter(office, shop, browser, clerk, row)

        saved = office.record(TASK, by_hand, "--rows", f"{table}:1-3", limit_s=FOUND_S)
        assert shop.sent == shown and "shows 3 rows" in saved.report["note"], saved.out
        task = Library(home).open(TASK)
        told = office.call("show", TASK).out
        [note] = [step for step in task.steps if step.value is not None and step.value.name == "note"]
        assert note.value is not None and note.value.source == "row", told
        [press] = [step for step in task.steps if step.optional]
        assert press.target is not None and press.target.text == "Priority", told
        by_column = When("is", "yes", "vip")
        assert by_column in press.perhaps, press
        task_file.save(settled(task, press.number, Due(by_column)))

        browser.open(*PLACES[1])
        shop.sent.clear()
        outcome = office.run(TASK, "--rows", f"{table}:4-6")
        assert outcome.code == 0, (outcome.report, journal(home, outcome))
        assert shop.sent == [*ROWS[2:], ROWS[1]]
