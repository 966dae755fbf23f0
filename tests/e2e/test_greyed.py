"""A Save that is greyed out: the agent waits for it, clicks once, and asks where it never comes to life."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from lam_desktop.data.corpus.tk import python_with_tk
from lam_desktop.errors import ExitCode
from lam_desktop.office.clerk import Clerk
from tests.e2e.harness import Office, acted, journal, wait_for, write_rows

pytestmark = pytest.mark.e2e

PROGRAM = Path(__file__).parent / "programs" / "slow_save.py"
ROWS = [{"name": "Maria Sorensen", "town": "Aarhus"}, {"name": "Peter Nguyen", "town": "Lyon"}]


@dataclass
class Members:
    """The program on a desktop on which its task was recorded."""

    office: Office
    state: Path
    rows: Path
    process: Any = None

    def open(self, when: str, x: int, y: int) -> None:
        """Starts it anew, its Save greyed out until `when`."""
        if self.process is not None:
            self.office.desktop.stop(self.process)
        self.state.unlink(missing_ok=True)
        self.process = self.office.desktop.start(
            python_with_tk(), str(PROGRAM), str(self.state), when, str(x), str(y)
        )
        wait_for(self.state.exists, "the form to stand")
        self.office.settled()

    def told(self) -> dict[str, Any]:
        """What reached it, by its own account."""
        return json.loads(self.state.read_text(encoding="utf-8"))

    def middle(self, name: str) -> tuple[int, int]:
        """Of one of its parts."""
        x, y, w, h = self.told()["places"][name]
        return x + w // 2, y + h // 2


@pytest.fixture
def members(tmp_path: Path, home: Path) -> Iterator[Members]:
    """The task `members`, shown with the first row."""
    rows = write_rows(tmp_path / "members.csv", ROWS)
    with Office() as office:
        scene = Members(office, tmp_path / "state.json", rows)
        scene.open("complete", 160, 120)

        def act(clerk: Clerk) -> None:
            for name in ("Name", "Town"):
                clerk.click(*scene.middle(name))
                clerk.type(ROWS[0][name.lower()])
            clerk.click(*scene.middle("Save"))
            wait_for(lambda: scene.told()["stored"], "the member to be stored")
            office.settled()

        office.record("members", act, "--rows", f"{rows}:1")
        yield scene


def test_it_waits_for_a_button_that_comes_to_life_and_clicks_it_once(members: Members, home: Path) -> None:
    for when in ("complete", "later"):
        members.open(when, 420, 260)
        outcome = members.office.run("members", "--rows", f"{members.rows}:2")
        assert outcome.code == 0, outcome.report
        assert members.told()["stored"] == [list(ROWS[1].values())]
        assert members.told()["presses"] == ["Save"]
    looks = [one for one in journal(home, outcome) if one["kind"] == "decided" and one["step"] == 5]
    assert any("greyed out" in (one["objection"] or "") for one in looks), "it saw it, and waited"


def test_it_asks_about_one_that_never_does(members: Members, home: Path) -> None:
    members.open("never", 420, 260)
    outcome = members.office.run("members", "--rows", f"{members.rows}:2", "--wait", "4")
    assert outcome.code == ExitCode.ASKED, outcome.report
    assert "step 5 (Click the button “Save”): The button “Save” is greyed out" in outcome.message
    assert [one["step"] for one in acted(home, outcome)] == [1, 2, 3, 4]
    assert members.told() | {"places": {}} == {"stored": [], "presses": [], "places": {}}
