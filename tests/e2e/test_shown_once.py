"""A place that the person showed once: later rows rely on it, and none in which it is another record's."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from lam_desktop.cli.main import main
from tests.e2e.contacts import ROWS, TASK, Scene, recorded_contacts
from tests.e2e.harness import journal
from tests.e2e.test_done_by_person import Terminal

pytestmark = pytest.mark.e2e

RENAMED = "<script>document.querySelector('button').textContent = 'Store contact'</script>"
"""Half sure of it: it stands where it stood, and says something else."""
CALLED_OTHERWISE = "<script>document.querySelector('button').textContent = 'Keep'</script>"
"""By the demonstration the button is not there at all."""
BESIDE = """<script>
  const other = document.createElement("button");
  other.type = "button", other.textContent = "Keep";
  document.querySelector("button").after(other);
</script>"""
MISSING = "<script>document.querySelector('button').remove()</script>"
MOVED = "<script>document.querySelector('button').style.marginLeft = '260px'</script>"
OF_ANOTHER = """<script>
  // Once the first contact is stored, the same button is that of somebody else's line.
  document.querySelector("form").addEventListener("submit", () => setTimeout(() => {
    const button = document.querySelector("button"), line = document.createElement("div");
    line.style.cssText = "display: flex; gap: 40px; align-items: center; margin-top: 20px";
    line.innerHTML = "<span>Maria Olsen</span>";
    button.type = "button";
    line.append(button);
    document.querySelector("form").after(line);
  }, 400));
</script>"""
AGREED = "is everything right?"


def pointed(scene: Scene, rows: str, called: str = "Store contact") -> Terminal:
    """The agent asks where the button is, and the person points at the first place that it names."""
    terminal = Terminal(scene, "--rows", f"{scene.rows}:{rows}", "--wait", "4", "--again")
    terminal.wait_for(f"1  button “{called}”")
    terminal.wait_for("d: I do this step myself")
    assert scene.sent == []
    terminal.answer("1")
    return terminal


def decisions(home: Path) -> list[dict[str, Any]]:
    """What was decided in the newest run."""
    run = max((home / "tasks" / TASK / "runs").iterdir())
    lines = (run / "journal.jsonl").read_text(encoding="utf-8").splitlines()
    return [one for one in map(json.loads, lines) if one["kind"] == "decided"]


def test_later_rows_and_later_runs_rely_on_it(
    tmp_path: Path, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with recorded_contacts(tmp_path) as scene:
        scene.reopen(RENAMED)
        terminal = pointed(scene, "2-4")
        for _ in ROWS[2:]:  # the first rows are watched: whether, and no longer where
            terminal.wait_for(AGREED)
            terminal.answer("y")
        assert terminal.ended() == 0
        assert scene.sent == ROWS[1:]
        rests = {(one["row"], one["rests_on"]) for one in decisions(home) if "rests_on" in one}
        assert rests == {(3, "row 2"), (4, "row 2")}

        scene.reopen(RENAMED)
        untaught = scene.office.run(TASK, "--rows", f"{scene.rows}:3", "--wait", "4")
        assert untaught.code == 3 and scene.sent == [], "one finger may have slipped"
        assert main(["teach", TASK, "--json"]) == 0
        lesson = json.loads(capsys.readouterr().out)
        assert lesson["kept"] == ["0001"] and lesson["seconds"] < 60

        scene.reopen(RENAMED)
        outcome = scene.office.run(TASK, "--rows", f"{scene.rows}:3", "--wait", "4")
        assert outcome.code == 0, outcome.message
        assert scene.sent == [ROWS[2]]
        told = [one for one in journal(home, outcome) if one.get("rests_on")]
        assert told[0]["rests_on"] == "row 2 of an earlier run"
        assert told[0]["policy_reason"].startswith("As you showed in row 2 of an earlier run: ")


def test_the_same_button_in_another_record_is_asked_about(tmp_path: Path, home: Path) -> None:
    with recorded_contacts(tmp_path) as scene:
        scene.reopen(RENAMED + OF_ANOTHER)
        terminal = pointed(scene, "2-3")
        terminal.wait_for("d: I do this step myself")
        assert "Row 3, step 5" in terminal.said
        assert scene.sent == [ROWS[1]] and scene.shop.clicks.count("Store contact") == 1
        terminal.answer("s")
        assert terminal.ended() == 4
        assert not any("rests_on" in one for one in decisions(home))


def test_what_the_demonstration_does_not_find_is_known_again_in_its_place_alone(
    tmp_path: Path, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Missing, moved, or there twice, it is asked about, whatever was shown and taught."""
    with recorded_contacts(tmp_path) as scene:
        scene.reopen(CALLED_OTHERWISE)
        terminal = pointed(scene, "2-4", "Keep")
        for done in range(1, len(ROWS) - 1):  # where it is is no question, whether it may be done is one
            terminal.wait_for(AGREED)
            assert scene.sent == ROWS[1 : 1 + done]
            terminal.answer("y")
        assert terminal.ended() == 0
        assert scene.sent == ROWS[1:]
        made = decisions(home)
        assert any(one.get("absent", 0) > 0.9 and not one["ready"] for one in made)
        rests = {(one["row"], one["rests_on"]) for one in made if "rests_on" in one}
        assert rests == {(3, "row 2"), (4, "row 2")}

        assert main(["teach", TASK, "--json"]) == 0
        assert json.loads(capsys.readouterr().out)["kept"] == ["0001"]
        for changed in (MISSING, CALLED_OTHERWISE + MOVED, CALLED_OTHERWISE + BESIDE):
            scene.reopen(changed)
            asked = scene.office.run(TASK, "--rows", f"{scene.rows}:3", "--wait", "4", "--again")
            assert asked.code == 3 and scene.sent == [], changed
            assert "Keep" not in scene.shop.clicks and not any("rests_on" in one for one in decisions(home))

        scene.reopen(CALLED_OTHERWISE)
        outcome = scene.office.run(TASK, "--rows", f"{scene.rows}:3", "--wait", "4", "--again")
        assert outcome.code == 0, outcome.message
        assert scene.sent == [ROWS[2]]
        told = [one for one in journal(home, outcome) if one.get("rests_on")]
        assert told[0]["rests_on"] == "row 2 of an earlier run"
