"""What the demonstration did not show: the agent does not click, exits 3, and the journal says why."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from lam_desktop.errors import ExitCode
from lam_desktop.office.accessible import widgets
from lam_desktop.office.clerk import Clerk
from lam_desktop.types import Box
from tests.cli.calling import Outcome
from tests.e2e import test_calculator as calculator
from tests.e2e.contacts import ROWS, TASK, Scene, recorded_contacts
from tests.e2e.harness import Office, acted, journal, wait_for, write_rows

pytestmark = pytest.mark.e2e

WAIT = ("--wait", "3")
COVERED = """<div style="position: fixed; inset: 90px 8% 60px 4%; background: #fff; border: 1px solid #667;
    box-shadow: 0 8px 40px #0006; padding: 40px; font-size: 17px">
  <h2>What is new in this version</h2>
  <p>We have moved some things around for you.</p>
  <button type="button">Take the tour</button> <button type="button">Not now</button>
</div>"""
NO_BUTTON = "<style>button { display: none }</style>"
NO_FIELDS = """<script>document.querySelector("form").remove();</script>"""


def test_a_page_whose_fields_are_covered_or_gone(tmp_path: Path, home: Path) -> None:
    with recorded_contacts(tmp_path) as scene:
        for addition in (COVERED, NO_FIELDS):
            asked = unsure(scene, home, addition, steps_done=0)
            assert acted(home, asked) == []
            assert scene.shop.clicks == []


@pytest.mark.proof  # that a program's buttons are gone is shown with the calculator below
def test_a_page_whose_button_is_gone(tmp_path: Path, home: Path) -> None:
    with recorded_contacts(tmp_path) as scene:
        unsure(scene, home, NO_BUTTON, steps_done=4)
        assert scene.shop.clicks == ["name", "phone"], "nothing was clicked instead of the button"


def unsure(scene: Scene, home: Path, addition: str, steps_done: int) -> Outcome:
    """Runs a row on a page with this addition; it must end in a question that explains itself."""
    scene.reopen(addition)
    outcome = scene.office.run(TASK, "--rows", f"{scene.rows}:2", *WAIT)
    assert scene.shop.sent == []
    explained(home, outcome)
    (row,) = outcome.report["rows"]
    assert (row["status"], row["steps_done"], row["asked"]) == ("asked", steps_done, 1)
    return outcome


@pytest.fixture
def sums(tmp_path: Path, home: Path) -> Iterator[Office]:
    """A desktop with a calculator on which the task `sums` was shown."""
    rows = write_rows(tmp_path / "sums.csv", calculator.ROWS)
    with Office(accessibility=True) as office:
        calculator.start(office)
        office.place(office.window("Galculator"), 140, 120)
        office.record(
            "sums", lambda clerk: calculator.add(clerk, office, calculator.ROWS[0]), "--rows", f"{rows}:1"
        )
        yield office


def test_a_dialog_of_the_program_covers_the_target(sums: Office, home: Path) -> None:
    before = calculator.shown(sums)
    choose(sums, "Help", "About")
    sums.place(sums.window("Galculator", "About"), 150, 160)
    sums.settled()
    asked = sums.run("sums", *WAIT)
    explained(home, asked, "dialog", "About")
    assert acted(home, asked) == []
    assert calculator.shown(sums) == before
    assert sums.window("Galculator", "About"), "nor did it close the dialog"


def test_either_of_two_windows_could_be_meant_until_one_shows_something_else(
    sums: Office, home: Path
) -> None:
    calculator.start(sums)
    wait_for(lambda: len(sums.windows("Galculator")) == 2, "two calculators")
    sums.settled()
    asked = sums.run("sums", *WAIT)
    explained(home, asked, "2 windows of galculator")
    assert acted(home, asked) == []

    choose(sums, "View", "Paper Mode")
    sums.settled()
    done = sums.run("sums")
    assert done.code == 0, done.report


def test_the_programs_buttons_are_gone(sums: Office, home: Path) -> None:
    choose(sums, "View", "Paper Mode")
    sums.settled()
    asked = sums.run("sums", *WAIT)
    explained(home, asked, "AC")
    assert acted(home, asked) == []


def choose(office: Office, menu: str, entry: str) -> None:
    """Chooses an entry of one of the calculator's menus, as a person does."""
    with Clerk(office.display, 0.1) as clerk:
        for name in (menu, entry):
            clerk.click(*wait_for(lambda name=name: place_of(office, name), f"«{name}»").center)


def place_of(office: Office, name: str) -> Box | None:
    """Where a widget of the calculator is, once it is shown."""
    found = widgets(office.desktop.environment, "galculator")
    return next((one.box for one in found if one.name == name and one.box), None)


def test_the_program_is_not_open(tmp_path: Path, home: Path) -> None:
    with recorded_contacts(tmp_path) as scene:
        scene.browser.close()
        asked = scene.office.run(TASK, "--rows", f"{scene.rows}:2", *WAIT)
        explained(home, asked, "not open")
        assert acted(home, asked) == []
    assert ROWS[1] not in scene.shop.sent


def explained(home: Path, outcome: Outcome, *fragments: str) -> None:
    """Exit 3; the message and the journal give the same reason, with a picture."""
    assert outcome.code == ExitCode.ASKED, outcome.report
    assert outcome.report["status"] == "asked"
    (question,) = [entry for entry in journal(home, outcome) if entry["kind"] == "asked"]
    assert question["reason"] in outcome.message and question["reason"].endswith(".")
    for fragment in fragments:
        assert fragment in question["reason"]
    picture = home / outcome.report["run"] / question["picture"]
    assert picture.read_bytes().startswith(b"\x89PNG")
