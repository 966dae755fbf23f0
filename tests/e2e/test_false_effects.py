"""A Save that does not save: the agent acted, did not see the demonstrated effect, and says so (exit 5)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from lam_desktop.errors import ExitCode
from lam_desktop.office.clerk import Clerk
from tests.e2e.browser import Browser
from tests.e2e.contacts import PLACES, ROWS, TASK, Scene, recorded_contacts
from tests.e2e.harness import Office, acted, journal, wait_for, write_rows
from tests.e2e.programs.pages import Shop

pytestmark = pytest.mark.e2e

FLASHES = """<script>
  function save(form) {
    document.body.style.background = "#fff3c4";
    setTimeout(() => document.body.style.background = "", 300);
  }
</script>"""
SAID = "The contact was stored in the address book."
SAID_BEFORE = f"""<script>document.getElementById("said").textContent = "{SAID}";</script>"""
REFUSES = """<script>
  function save(form) {
    document.getElementById("said").textContent = "Your session has expired, please log in.";
  }
</script>"""

LAMP = """<div id="lamp" style="width:560px;height:110px;margin-top:12px;background:#eceff4"></div>
<script>
  function save(form) {
    fetch("/contacts", {method: "POST", body: new URLSearchParams(new FormData(form))});
    document.getElementById("lamp").style.background = "#2f9e44";
  }
</script>"""
BANNER = LAMP.replace("fetch(", "false && fetch(").replace(
    'document.getElementById("lamp").style.background = "#2f9e44";',
    """setTimeout(() => document.body.insertAdjacentHTML("beforeend",
      `<div style="position:fixed;bottom:0;left:0;right:0;padding:26px;background:#cfd8ea">
        We have a new newsletter for all customers</div>`), 1500);""",
)


def test_a_flash_is_no_effect_and_what_stood_there_proves_nothing(tmp_path: Path, home: Path) -> None:
    with recorded_contacts(tmp_path, by_keyboard=True) as scene:
        verdict = failed(scene, home, 2, FLASHES + SAID_BEFORE)
        stood = {word.casefold() for word in verdict["evidence"]["there_before"]}
        assert stood == {word for word in SAID.casefold().split() if len(word) > 2}
        done(scene, 3)


def test_a_banner_that_comes_by_itself_is_not_the_lamp_that_was_to_light(tmp_path: Path, home: Path) -> None:
    rows = write_rows(tmp_path / "contacts.csv", ROWS)
    with Office() as office, Shop() as shop:
        browser = Browser(office, shop, tmp_path / "profile", "contact.html", "Contacts")
        scene = Scene(office, shop, browser, rows)

        def enter(clerk: Clerk) -> None:
            for name in ("name", "phone"):
                clerk.click(*browser.middle(name))
                clerk.type(ROWS[0][name])
            clerk.click(*browser.middle("Save contact"))
            wait_for(lambda: shop.sent, "the contact to be stored")
            office.settled()

        shop.addition = LAMP
        browser.open(*PLACES[0])
        office.record(TASK, enter, "--rows", f"{rows}:1")
        scene.reopen(LAMP)
        outcome = office.run(TASK, "--rows", f"{rows}:2")
        assert outcome.code == 0, (outcome.report, journal(home, outcome))
        assert scene.sent == [ROWS[1]]
        scene.reopen(BANNER)
        outcome = office.run(TASK, "--rows", f"{rows}:3")
        assert outcome.code == ExitCode.WRONG_EFFECT, (outcome.report, journal(home, outcome))
        assert scene.sent == [] and scene.shop.clicks[-1] == "Save contact"


@pytest.mark.proof
def test_no_false_effect_passes_ever_and_a_dry_run_has_none(tmp_path: Path, home: Path) -> None:
    with recorded_contacts(tmp_path, by_keyboard=True) as scene:
        for number, addition in ((2, FLASHES), (3, FLASHES), (4, FLASHES), (3, REFUSES)):
            failed(scene, home, number, addition)

        scene.reopen()
        rehearsed = scene.office.run(TASK, "--rows", f"{scene.rows}:4", "--dry-run")
        assert rehearsed.code == 0 and "Dry run" in rehearsed.message
        assert acted(home, rehearsed) == [] and scene.shop.clicks == []
        done(scene, 4)


def done(scene: Scene, number: int) -> None:
    """Runs one row on the page as it was shown."""
    scene.reopen()
    outcome = scene.office.run(TASK, "--rows", f"{scene.rows}:{number}")
    assert outcome.code == 0, outcome.report
    assert scene.shop.sent == [ROWS[number - 1]]


def failed(scene: Scene, home: Path, number: int, addition: str) -> dict[str, Any]:
    """Runs one row on a page that does not save; returns the verdict on its last step."""
    scene.reopen(addition)
    outcome = scene.office.run(TASK, "--rows", f"{scene.rows}:{number}")
    assert outcome.code == ExitCode.WRONG_EFFECT, outcome.report
    assert scene.shop.sent == []
    assert scene.shop.clicks == ["Save contact"], "it did act, once"
    (row,) = outcome.report["rows"]
    assert (row["index"], row["status"], row["steps_done"]) == (number, "failed", 3)
    verdict = [entry for entry in journal(home, outcome) if entry["kind"] == "verified"][-1]
    assert not verdict["ok"] and verdict["reason"] in outcome.message
    return verdict
