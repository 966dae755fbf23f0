"""What lies below the end of a window, or above its beginning, is scrolled into view."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from tests.cli.calling import Outcome
from tests.e2e.contacts import ROWS, TASK, Scene, recorded_contacts
from tests.e2e.harness import journal

pytestmark = pytest.mark.e2e

TOP = '<script>addEventListener("load", () => setTimeout(() => scrollTo(0, 0), 150))</script>'
LOW = f"<style>body {{ padding-top: 1300px }}</style>{TOP}"
"""Nothing of the form is in view at first."""
BELOW = f"<style>form > :last-child {{ margin-top: 900px }}</style>{TOP}"
SELECTS = (
    "<script>document.querySelector('form').insertAdjacentHTML('beforebegin', Array(9).fill("
    "'<p><select style=width:50%><option>One</option><option>Two</option></select></p>').join(''))</script>"
)


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Generator[Scene]:
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("into-view")
        patch.setenv("LAM_HOME", str(folder / "home"))
        with recorded_contacts(folder) as scene:
            yield scene


def _window(scene: Scene) -> npt.NDArray[np.int16]:
    """What the program's window shows below its first fields, which the row fills in."""
    x, y, w, h = scene.window().geometry
    return scene.office.desktop.screenshot()[y + h // 2 : y + h, x : x + w].astype(np.int16)


def _turned(scene: Scene, outcome: Outcome) -> list[str]:
    """Which way the wheel was turned, time by time."""
    home = Path(scene.office.desktop.environment["LAM_HOME"])
    return [one["way"] for one in journal(home, outcome) if one["kind"] == "scrolling"]


@pytest.mark.parametrize(
    "addition",
    [
        pytest.param(LOW, id="form", marks=pytest.mark.proof),
        pytest.param(BELOW, id="button"),
        pytest.param(LOW + SELECTS, id="selects", marks=pytest.mark.proof),
    ],
)
def test_a_row_is_entered_where_one_must_scroll(scene: Scene, addition: str) -> None:
    scene.reopen(addition)
    outcome = scene.office.run(TASK, "--rows", f"{scene.rows}:3", "--wait", "3")
    assert outcome.code == 0, outcome.message
    assert scene.sent == [ROWS[2]]
    turned = _turned(scene, outcome)
    assert turned


def test_what_is_nowhere_is_asked_about_and_the_window_left_where_it_was(scene: Scene) -> None:
    gone = "<script>document.querySelector('button').remove()</script>"
    scene.reopen("<style>body { padding-bottom: 1500px }</style>" + gone)
    before = _window(scene)
    outcome = scene.office.run(TASK, "--rows", f"{scene.rows}:3", "--wait", "3")
    assert outcome.code == 3 and "Save contact" in outcome.message
    assert scene.sent == []
    assert _turned(scene, outcome).count("down") > 2
    after = _window(scene)
    assert before.shape == after.shape and np.mean(np.abs(before - after) > 20) < 0.01
