"""A real program with batches: one is opened before all rows, closed behind them, once, also over a kill.

Two demonstrations say so: the second one enters another row into the open batch.
"""

from __future__ import annotations

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
TASK = "batch"
OPENED, CLOSED = {"batch": "opened"}, {"batch": "closed"}
PAGE = """
<p style="margin-top:22px"><button type="button" name="open">Open batch</button>
 <button type="button" name="close">Close batch</button></p>
<p id="batch">No batch is open.</p>
<script>
  const batch = (name, state, said) => document.getElementsByName(name)[0].onclick = async () => {
    await fetch("/batch", {method: "POST", body: new URLSearchParams({batch: state})});
    document.getElementById("batch").textContent = said;
  };
  batch("open", "opened", "Contacts may be entered.");
  batch("close", "closed", "Everything was sent to the office.");
</script>
"""


def test_a_batch_is_opened_and_closed_once(tmp_path: Path, home: Path) -> None:
    rows = write_rows(tmp_path / "contacts.csv", ROWS)
    with Office() as office, Shop() as shop:
        shop.addition = PAGE
        browser = Browser(office, shop, tmp_path / "profile", "contact.html", "Contacts")

        def enter(clerk: Clerk, row: dict[str, str]) -> None:
            for name in ("name", "phone"):
                clerk.click(*browser.middle(name))
                clerk.type(row[name])
            clerk.click(*browser.middle("Save contact"))

        def act(clerk: Clerk) -> None:
            clerk.click(*browser.middle("open"))
            wait_for(lambda: shop.sent == [OPENED], "the batch to be opened")
            office.settled()
            enter(clerk, ROWS[0])
            wait_for(lambda: len(shop.sent) == 2, "the contact to be stored")
            office.settled()
            clerk.click(*browser.middle("close"))
            wait_for(lambda: len(shop.sent) == 3, "the batch to be closed")
            office.settled()

        browser.open(*PLACES[0])
        office.record(TASK, act, "--rows", f"{rows}:1")
        assert shop.sent == [OPENED, ROWS[0], CLOSED]
        assert "Close batch" in office.call("show", TASK).out  # by now it is known what each click was for
        browser.open(*PLACES[0])

        def one_more(clerk: Clerk) -> None:
            enter(clerk, ROWS[1])
            wait_for(lambda: len(shop.sent) == 4, "the next contact to be stored")
            office.settled()

        added = office.record(TASK, one_more, "--add", "--rows", f"{rows}:2")
        assert shop.sent[3:] == [ROWS[1]], added.out
        path = Library(home).folder(TASK) / "task.yaml"
        text = path.read_text(encoding="utf-8")
        assert text.count("once: before\n") == text.count("once: after\n") == 1, (added.out, added.err, text)
        told = office.call("show", TASK).out
        assert told.count("is taken to be done once") == 2, told
        path.write_text(text.replace("once: before", "once: before  # in the morning", 1), encoding="utf-8")

        browser.open(*PLACES[1])
        shop.sent.clear()
        killed = office.start("run", TASK, "--rows", f"{rows}:2-4", *ALONE)
        wait_for(lambda: ROWS[1] in shop.sent, "the first row of the run", 150.0)
        killed.signal(signal.SIGKILL)
        killed.process.wait(10.0)
        assert shop.sent == [OPENED, ROWS[1]]
        going_on = office.run(TASK, "--resume")
        assert going_on.code == 0, (going_on.report, journal(home, going_on))
        assert shop.sent == [OPENED, *ROWS[1:], CLOSED]
        assert [(one["part"], one["status"], one["steps_done"]) for one in going_on.report["once"]] == [
            ("after", "done", 1)
        ]
        assert {one["index"] for one in going_on.report["rows"]} <= {2, 3, 4}
        assert "Nothing is left to do" in office.call("run", TASK, "--resume", "--json").report["message"]
        assert shop.sent == [OPENED, *ROWS[1:], CLOSED]
        told = office.call("show", TASK).out
        assert "[once, before the rows]" in told and "[once, behind the rows]" in told
        assert "# in the morning" in path.read_text(encoding="utf-8")
        assert office.call("report", going_on.report["run"], "--json").report["rows_done"] >= 2

        refused = dict(ROWS[2], phone="")
        empty = write_rows(tmp_path / "empty.csv", [ROWS[1], refused])
        shop.sent.clear()
        outcome = office.run(TASK, "--rows", str(empty))
        assert outcome.code == 2 and shop.sent == [], "refused before anything is opened"
