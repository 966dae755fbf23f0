"""A Save that does not save: the agent acted, did not see the demonstrated effect, and says so (exit 5)."""

from __future__ import annotations

from pathlib import Path

import pytest

from lam_desktop.errors import ExitCode
from tests.e2e.contacts import ROWS, TASK, Scene, recorded_contacts

pytestmark = pytest.mark.e2e

FLASHES = """<script>
  function save(form) {
    document.body.style.background = "#fff3c4";
    setTimeout(() => document.body.style.background = "", 300);
  }
</script>"""
SAID_BEFORE = """<script>
  document.getElementById("said").textContent = "The contact was stored in the address book.";
</script>"""
REFUSES = """<script>
  function save(form) {
    document.getElementById("said").textContent = "Your session has expired, please log in.";
  }
</script>"""


def test_no_false_effect_passes_and_the_true_one_does(tmp_path: Path, home: Path) -> None:
    with recorded_contacts(tmp_path) as scene:
        for number, addition in ((2, FLASHES), (3, FLASHES), (4, FLASHES)):
            failed(scene, home, number, addition)
        message = failed(scene, home, 2, FLASHES + SAID_BEFORE)
        assert "was on the screen before" in message
        failed(scene, home, 3, REFUSES)

        scene.reopen()
        done = scene.office.run(TASK, "--rows", f"{scene.rows}:4")
        assert done.code == 0, done.report
        assert scene.shop.sent == [ROWS[3]]


def failed(scene: Scene, home: Path, number: int, addition: str) -> str:
    """Runs one row on a page that does not save; returns what the agent said."""
    scene.reopen(addition)
    outcome = scene.office.run(TASK, "--rows", f"{scene.rows}:{number}")
    assert outcome.code == ExitCode.WRONG_EFFECT, outcome.report
    assert scene.shop.sent == []
    assert scene.shop.clicks == ["name", "phone", "Save contact"], "it did act, once"
    (row,) = outcome.report["rows"]
    assert (row["index"], row["status"], row["steps_done"]) == (number, "failed", 4)
    return outcome.message
