"""A task that copies and pastes leaves the person's clipboard, and their window in front, as they were."""

from __future__ import annotations

import contextlib
import json
import subprocess
from collections.abc import Generator
from pathlib import Path

import pytest

from lam_desktop.execution.machine.clipboard._xorg import read_selection
from lam_desktop.office.clerk import Clerk
from recorder.windows._xorg import XorgWindows
from tests.e2e.browser import Browser
from tests.e2e.conftest import start_editor
from tests.e2e.contacts import PLACES, ROWS, TASK, Scene, ticket_copied
from tests.e2e.harness import PERSON_PAUSE_S, Office, acted, journal, wait_for, write_rows
from tests.e2e.programs.pages import Shop

pytestmark = pytest.mark.e2e
OWN = "my own words, Grüße"
LATER = "copied in between"
TICKETS = ("TK-4711", "TK-5082", "TK-9316")
PAGE = """
<p style="margin-top:22px"><label for="ticket">Ticket no.</label>
  <input type="text" id="ticket" name="ticket" readonly></p>
<script>
  const ticket = document.getElementById("ticket"), tickets = TICKETS;
  ticket.value = tickets[0];
  new MutationObserver(() => {
    if (!said.textContent) return;
    tickets.shift();
    ticket.value = tickets[0] || "";
    setTimeout(() => { said.textContent = ""; }, 6000);
  }).observe(said, {childList: true});
</script>
"""


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Generator[Scene]:
    """The task: copy the ticket, paste it as the phone, type the name, save."""
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("persons-desk")
        patch.setenv("LAM_HOME", str(folder / "home"))
        rows = write_rows(folder / "contacts.csv", [{"name": row["name"]} for row in ROWS])
        with Office() as office, Shop() as shop:
            browser = Browser(office, shop, folder / "profile", "contact.html", "Contacts")
            shop.addition = page(*TICKETS)
            browser.open(*PLACES[0])
            office.record(TASK, ticket_copied(office, browser, shop), "--rows", f"{rows}:1")
            assert shop.sent == [ROWS[0] | {"phone": TICKETS[0]}]
            yield Scene(office, shop, browser, rows)


def page(*tickets: str) -> str:
    return PAGE.replace("TICKETS", str(list(tickets)))


@contextlib.contextmanager
def notes(office: Office) -> Generator[tuple[int, int]]:
    """The person has copied something, and an editor in front; a place in it."""
    owner = office.desktop.start("xclip", "-selection", "clipboard", "-i", stdin=subprocess.PIPE)
    assert owner.stdin is not None
    owner.stdin.write(OWN.encode())
    owner.stdin.close()
    editor = start_editor(office)
    try:
        window = office.place(office.window("Mousepad"), 20, 420, (290, 260))
        at = window.geometry[0] + 120, window.geometry[1] + 150
        with Clerk(office.display) as person:
            person.click(*at)
            person.move(at[0] + 30, at[1] + 20)
        office.settled()
        assert in_front(office) == "Mousepad" and read_selection(office.display) == OWN
        yield at
    finally:
        office.desktop.stop(editor)


def in_front(office: Office) -> str:
    with contextlib.closing(XorgWindows(office.display)) as windows:
        active = windows.active()
        return active.wm_class if active is not None else ""


def pointer(office: Office) -> tuple[int, int]:
    from Xlib.display import Display

    with contextlib.closing(Display(office.display)) as display:
        at = display.screen().root.query_pointer()
        return at.root_x, at.root_y


def test_the_person_has_the_desktop_in_between_and_finds_all_as_they_left_it_last(scene: Scene) -> None:
    scene.reopen(page(*TICKETS[1:]))
    office = scene.office
    with notes(office) as at:
        at_work = office.start(
            "run",
            TASK,
            "--rows",
            f"{scene.rows}:2-3",
            "--again",
            "--odd",
            "enter",
            "--mode",
            "auto",
            "--json",
        )
        wait_for(lambda: scene.sent or at_work.process.poll() is not None, "the run to do a row", 170.0)
        with Clerk(office.display, PERSON_PAUSE_S) as person:
            person.click(*at)
            wait_for(lambda: read_selection(office.display) == OWN, "the person to find their text")
            person.type(LATER)
            person.press("ctrl", "a")
            person.press("ctrl", "c")
            wait_for(lambda: read_selection(office.display) == LATER, "the person's copy")
            person.move(at[0] + 30, at[1] + 20)
            person.press("ctrl", "alt", "enter")
        outcome = at_work.finished(170.0)
        assert outcome.code == 0, outcome.message
        assert [row["phone"] for row in scene.sent] == [*TICKETS[1:]]
        assert read_selection(office.display) == LATER
        assert in_front(office) == "Mousepad"
        assert pointer(office) == (at[0] + 30, at[1] + 20)
        home = Path(office.desktop.environment["LAM_HOME"])
        written = str(journal(home, outcome))
        assert acted(home, outcome) and OWN not in written and LATER not in written, "it is on no disk"


COPIES, PASTES = 3, 5
"""Numbers of these steps."""


def test_the_person_may_take_over_amid_a_copy_and_amid_a_paste(scene: Scene) -> None:
    scene.reopen(page(*TICKETS[1:]))
    office = scene.office
    home = Path(office.desktop.environment["LAM_HOME"])
    known = set(home.glob(f"tasks/{TASK}/runs/*"))
    with notes(office) as at:
        at_work = office.start(
            "run",
            TASK,
            "--rows",
            f"{scene.rows}:2-3",
            "--again",
            "--odd",
            "enter",
            "--mode",
            "auto",
            "--json",
        )
        with Clerk(office.display) as person:
            for row, step in ((2, COPIES), (3, PASTES)):
                wait_for(lambda r=row, s=step: told(home, known, "acting", r, s), f"step {step}", 170.0)
                person.click(*at)
                wait_for(lambda r=row: told(home, known, "paused", r), "the run to break off")
                person.type(LATER)
                person.move(at[0] + 30, at[1] + 20)
                person.press("ctrl", "alt", "enter")
        outcome = at_work.finished(170.0)
        assert outcome.code == 0, outcome.message
        assert [row["phone"] for row in scene.sent] == [*TICKETS[1:]]
        assert [row["name"] for row in scene.sent] == [one["name"] for one in ROWS[1:3]]
        paused = [one["row"] for one in journal(home, outcome) if one["kind"] == "paused"]
        assert paused == [2, 3], "they did take over"


def told(home: Path, known: set[Path], kind: str, row: int, step: int = 0) -> bool:
    """Whether the journal of the run that is not among the `known` ones has such an entry."""
    for folder in set(home.glob(f"tasks/{TASK}/runs/*")) - known:
        path = folder / "journal.jsonl"
        lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
        entries = [json.loads(line) for line in lines if line.endswith("}")]
        here = [one for one in entries if one["kind"] == kind and one["row"] == row]
        if any(step in (0, one["step"]) for one in here):
            return True
    return False


def test_a_run_that_is_stopped_hands_back_too(scene: Scene) -> None:
    scene.reopen(page(*TICKETS[1:]))
    office = scene.office
    with notes(office):
        at_work = office.start(
            "run",
            TASK,
            "--rows",
            f"{scene.rows}:2-2",
            "--again",
            "--odd",
            "enter",
            "--mode",
            "auto",
            "--json",
        )
        wait_for(
            lambda: read_selection(office.display) == TICKETS[1] or at_work.process.poll() is not None,
            "the run to have copied", 170.0,
        )  # fmt: skip
        with Clerk(office.display) as person:
            person.press("ctrl", "alt", "esc")
        outcome = at_work.finished(60.0)
        assert outcome.code == 4, outcome
        assert read_selection(office.display) == OWN
        assert in_front(office) == "Mousepad"
