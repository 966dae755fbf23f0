"""A Save that does not save: the agent acted, did not see the demonstrated effect, and says so (exit 5)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from lam_desktop.errors import ExitCode
from tests.e2e.contacts import ROWS, TASK, Scene, recorded_contacts
from tests.e2e.harness import acted, journal

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


def test_a_flash_is_no_effect_and_what_stood_there_proves_nothing(tmp_path: Path, home: Path) -> None:
    with recorded_contacts(tmp_path, by_keyboard=True) as scene:
        verdict = failed(scene, home, 2, FLASHES + SAID_BEFORE)
        stood = {word.casefold() for word in verdict["evidence"]["there_before"]}
        assert stood == {word for word in SAID.casefold().split() if len(word) > 2}
        done(scene, 3)


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
