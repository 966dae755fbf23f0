"""A click that a program swallowed is done once more where it only focuses, and never where it stores."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest

from tests.cli.calling import Outcome
from tests.e2e.contacts import ROWS, TASK, Scene, recorded_contacts
from tests.e2e.harness import journal

pytestmark = pytest.mark.e2e

SWALLOWED = """<script>let left = {times};
for (const kind of ["mousedown", "click"]) addEventListener(kind, event => {{
  if (event.target.closest("{of}") && left > 0) {{
    event.preventDefault(); event.stopImmediatePropagation();
    if (kind === "click") left -= 1;
  }}
}}, true)</script>"""
"""The page does nothing with so many of the clicks on a part of it."""


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Generator[Scene]:
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("second-try")
        patch.setenv("LAM_HOME", str(folder / "home"))
        with recorded_contacts(folder) as scene:
            yield scene


def _entries(scene: Scene, outcome: Outcome, kind: str) -> list[dict[str, Any]]:
    home = Path(scene.office.desktop.environment["LAM_HOME"])
    return [one for one in journal(home, outcome) if one["kind"] == kind]


def test_a_field_that_did_not_take_the_keyboard_is_clicked_once_more(scene: Scene) -> None:
    scene.reopen(SWALLOWED.format(of="#phone", times=1))
    outcome = scene.office.run(TASK, "--rows", f"{scene.rows}:2", "--wait", "3")
    assert outcome.code == 0, outcome.message
    assert scene.sent == [ROWS[1]]
    [told] = _entries(scene, outcome, "put_right")
    assert told["step"] == 3 and "once more" in told["reason"]


def test_one_that_never_takes_it_is_clicked_twice_and_asked_about(scene: Scene) -> None:
    scene.reopen(SWALLOWED.format(of="#phone", times=9))
    outcome = scene.office.run(TASK, "--rows", f"{scene.rows}:3", "--wait", "3")
    assert outcome.code in (3, 5) and scene.sent == []
    assert [one["step"] for one in _entries(scene, outcome, "acting")] == [1, 2, 3, 3, 4]


def test_a_save_of_which_nothing_came_is_never_repeated(scene: Scene) -> None:
    scene.reopen(SWALLOWED.format(of="button", times=1))
    outcome = scene.office.run(TASK, "--rows", f"{scene.rows}:4", "--wait", "3")
    assert outcome.code != 0 and scene.sent == []
    steps = [one["step"] for one in _entries(scene, outcome, "acting")]
    assert steps.count(max(steps)) == 1 and not _entries(scene, outcome, "put_right")
