"""A dialog that the demonstration does not know: asked about once, then closed alone; others are not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lam_desktop.office.clerk import Clerk
from tests.e2e.contacts import ROWS, TASK, Scene, recorded_contacts
from tests.e2e.harness import journal, wait_for
from tests.e2e.test_done_by_person import Terminal

pytestmark = pytest.mark.e2e


def dialog(says: str, button: str) -> str:
    """A dialog drawn into the page, over all of it."""
    inside = (
        f"<div style='background:#fff;margin:70px auto;width:420px;padding:26px;border:1px solid #667'>"
        f"<p>{says}</p><button type=button onclick='this.closest(&quot;#front&quot;).remove()'>{button}"
        "</button></div>"
    )
    style = "position:fixed;inset:0;background:#e4e7ee;z-index:9"
    return f'<div id=front style="{style}">{inside}</div>'


def _closed_by_person(scene: Scene, row: int, button: str) -> None:
    """The agent asks, and the person closes the dialog at the terminal's word; the row is then done."""
    terminal = Terminal(scene, "--rows", f"{scene.rows}:{row}", "--wait", "3", "--again")
    terminal.wait_for("d: I do this step myself")
    terminal.answer("d")
    terminal.wait_for("Do this step yourself")
    scene.shop.clicks.clear()
    with Clerk(scene.office.display, 0.1) as clerk:
        clerk.click(*scene.browser.middle(button))
    wait_for(lambda: scene.shop.clicks, "the dialog to be closed")
    scene.office.settled()
    terminal.answer("")
    terminal.wait_for("is everything right?")  # the first rows are watched
    terminal.answer("y")
    assert terminal.ended() == 0
    assert scene.sent == [ROWS[row - 1]]


def test_a_dialog_is_asked_about_once(tmp_path: Path, home: Path) -> None:
    with recorded_contacts(tmp_path) as scene:
        scene.reopen(dialog("12 colleagues have left you a message today.", "Not now"))
        _closed_by_person(scene, 2, "Not now")
        [kept] = (home / "tasks" / TASK / "corrections").glob("*.json")
        assert json.loads(kept.read_text(encoding="utf-8"))["interruption"] is not None

        scene.reopen(dialog("7 colleagues have left you a message today.", "Not now"))
        outcome = scene.office.run(TASK, "--rows", f"{scene.rows}:3", "--wait", "3")
        assert outcome.code == 0, outcome.message
        assert scene.sent == [ROWS[2]]
        [told] = [one for one in journal(home, outcome) if one["kind"] == "put_right"]
        assert told["step"] == 1 and "closed the same way" in told["reason"]

        scene.reopen(dialog("Your session will end, and nothing is kept.", "Not now"))
        outcome = scene.office.run(TASK, "--rows", f"{scene.rows}:4", "--wait", "3")
        assert outcome.code == 3 and scene.sent == [] and "Not now" not in scene.shop.clicks


@pytest.mark.parametrize(
    ("says", "button"),
    [
        pytest.param("Delete all old contacts?", "Delete", marks=pytest.mark.proof),
        ("All 14 old contacts will be deleted.", "Continue"),
    ],
)
def test_only_what_declines_is_pressed_to_close_a_dialog(
    tmp_path: Path, home: Path, says: str, button: str
) -> None:
    with recorded_contacts(tmp_path) as scene:
        scene.reopen(dialog(says, button))
        _closed_by_person(scene, 2, button)
        scene.reopen(dialog(says.replace("14", "2300"), button))
        outcome = scene.office.run(TASK, "--rows", f"{scene.rows}:3", "--wait", "3")
        assert outcome.code == 3 and scene.sent == [] and button not in scene.shop.clicks
        assert "may not be possible to undo" in outcome.message
