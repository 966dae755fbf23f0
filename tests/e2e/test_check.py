"""`lam run --check` before a run: what is not as it was recorded, and which steps would ask."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pytest

from lam_desktop.errors import ExitCode
from lam_desktop.office.clerk import Clerk
from lam_desktop.office.desk import Conditions, Desk
from lam_desktop.types import Box
from recorder.recording import Recording
from tests.e2e.conftest import NOTE, start_editor
from tests.e2e.harness import Office, acted, journal

pytestmark = pytest.mark.e2e

TASK = "orders"


def conditions(theme: str, scale: float) -> Conditions:
    return Conditions(theme, "#2f6fb5", 10.0, Box(40, 40, 1100, 700), "en_GB", scale=scale)


def desk(office: Office, folder: Path, theme: str, scale: float = 1.0) -> Desk:
    folder.mkdir()
    return Desk(office.desktop, folder / "orders.sqlite", folder / "clicks.jsonl", conditions(theme, scale))


def test_what_differs_and_what_is_found(home: Path, tmp_path: Path) -> None:
    with Office() as office:
        with desk(office, tmp_path / "shown", "light") as shown:

            def act(clerk: Clerk) -> None:
                places = shown.ask().places
                clerk.click(*places["customer"].center)
                clerk.type("Miller")
                clerk.click(*places["save"].center)

            office.record(TASK, act)
        with desk(office, tmp_path / "now", "dark", 1.1) as now:
            office.settled()
            outcome = office.run(TASK, "--check")
            assert now.ask().state["customer"] == ""
    report = outcome.report
    facts = {one["what"]: one for one in report["passport"]}
    differing = {what for what, one in facts.items() if one["differs"]}
    assert differing == {"theme", "drawn at"}
    assert (facts["theme"]["recorded"], facts["theme"]["now"]) == ("light", "dark")
    assert facts["drawn at"]["told"] == "orderdesk is told to draw at 110% now and was 100%."
    assert facts["screen"]["now"] == "1280 x 800" and facts["version"]["now"] == facts["version"]["recorded"]
    states = [one["state"] for one in report["steps"]]
    assert states[1] == "keys" and set(states) <= {"found", "would_ask", "keys"}
    assert outcome.code == (ExitCode.ASKED if "would_ask" in states else ExitCode.DONE)
    assert states[0] == "found" and report["steps"][0]["probability"] > 0.9
    assert acted(home, outcome) == []
    assert [one for one in journal(home, outcome) if one["kind"] == "passport"]


@pytest.mark.skipif(shutil.which("dpkg-query") is None, reason="needs the package database of Debian")
def test_another_version_of_the_program_is_told_in_words(noted: Path) -> None:
    """Recorded with mousepad as it is installed here; then the recording says that it was an older one."""
    shown = subprocess.run(
        ["dpkg-query", "--show", "--showformat=${Version}", "mousepad"], capture_output=True, text=True
    ).stdout
    (path,) = (noted / "tasks" / NOTE / "demos").glob("*.lamrec")
    with Recording.open(path) as recording:
        releases = {facts.release for facts in recording.meta.programs.values()}
    assert releases == {f"mousepad {shown}"}
    with Office() as office:
        start_editor(office)
        office.settled()
        same = office.run(NOTE, "--check")
        with closing(sqlite3.connect(path)) as db, db:
            db.execute(
                "UPDATE meta SET value = replace(value, ?, 'mousepad 0.4.2-1') WHERE key = 'programs'",
                (f"mousepad {shown}",),
            )
        differs = office.run(NOTE, "--check")
    facts = [{one["what"]: one for one in report["passport"]} for report in (same.report, differs.report)]
    assert not facts[0]["release"]["differs"] and not facts[1]["version"]["differs"]
    told = facts[1]["release"]["told"]
    assert told.startswith("Mousepad was recorded with mousepad 0.4.2, and here is mousepad ")
    assert shown.startswith(told.removesuffix(".").rsplit(" ", 1)[-1])
