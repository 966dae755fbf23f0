"""A dialog that only one of two demonstrations showed, on a real program."""

from __future__ import annotations

from pathlib import Path

import pytest

from lam_desktop.office.clerk import Clerk
from lam_desktop.tasks.storage.library import Library
from tests.e2e.browser import Browser
from tests.e2e.contacts import PLACES, ROWS
from tests.e2e.harness import Office, journal, wait_for, write_rows
from tests.e2e.programs.pages import Shop

pytestmark = pytest.mark.e2e
TASK = "doubtful"
KNOWN = ("Peter Nguyen", "Jon Castello")
"""Names at which the program asks before it stores them."""
ASKS = """
<p><button type="button" name="next" style="padding:6px 16px">Next contact</button></p>
<dialog id="known" style="padding:24px 32px; top: 90px">
  <p>A contact with this name is known already.</p>
  <button type="button" name="anyway" style="padding:8px 18px">Store it anyway</button>
</dialog>
<script>
  const form = document.querySelector("form"), known = document.getElementById("known");
  document.addEventListener("submit", event => {
    if (form.sure || !["Peter Nguyen", "Jon Castello"].includes(form.elements.name.value)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    known.show();
    setTimeout(layout, 150);
  }, true);
  document.querySelector("[name=next]").addEventListener("click", () => {
    form.sure = false;
    said.textContent = "Ready for the next one.";
  });
  document.querySelector("[name=anyway]").addEventListener("click", () => {
    known.close();
    form.sure = true;
    form.requestSubmit();
  });
</script>
"""


@pytest.mark.parametrize(
    "shown",
    [pytest.param((0, 1), id="second"), pytest.param((1, 0), id="first", marks=pytest.mark.proof)],
)
def test_a_dialog_that_only_one_demonstration_shows(
    tmp_path: Path, home: Path, shown: tuple[int, int]
) -> None:
    rows = write_rows(tmp_path / "contacts.csv", ROWS)
    with Office() as office, Shop() as shop:
        browser = Browser(office, shop, tmp_path / "profile", "contact.html", "Contacts")
        shop.addition = ASKS

        def show(place: tuple[int, int, int, int]) -> None:
            browser.open(*place)
            shop.sent.clear()

        def act(row: dict[str, str], *added: str) -> None:
            with_it = row["name"] in KNOWN

            def by_hand(clerk: Clerk) -> None:
                for name in ("name", "phone"):
                    clerk.click(*browser.middle(name))
                    clerk.type(row[name])
                clerk.click(*browser.middle("Save contact"))
                if with_it:
                    wait_for(lambda: shop.layout.get("anyway", [0] * 4)[2], "the program to ask")
                    office.settled()
                    clerk.click(*browser.middle("anyway"))
                wait_for(lambda: shop.sent, "the contact to be stored")
                office.settled()
                clerk.click(*browser.middle("next"))
                office.settled()

            index = ROWS.index(row) + 1
            office.record(TASK, by_hand, "--rows", f"{rows}:{index}", *added)

        show(PLACES[0])
        act(ROWS[shown[0]])
        show(PLACES[0])
        act(ROWS[shown[1]], "--add")
        told = office.call("show", TASK).out
        assert told.count("[only where it comes]") == 1 and "Store it anyway" in told, told
        task = Library(home).open(TASK)
        [step] = [one for one in task.steps if one.optional]
        assert step.recording == (task.further[0].recording if shown[1] else "") and step.target is not None

        show(PLACES[1])
        for row in (3, 4):
            outcome = office.run(TASK, "--rows", f"{rows}:{row}")
            assert outcome.code == 0, (outcome.report, journal(home, outcome))
            left = [one["step"] for one in journal(home, outcome) if one["kind"] == "not_needed"]
            assert left == ([] if ROWS[row - 1]["name"] in KNOWN else [step.number])
        assert shop.sent == ROWS[2:4]
