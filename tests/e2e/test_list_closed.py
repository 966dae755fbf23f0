"""A list that closes by itself before anything was chosen in it: opened once more, and the row is right."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from lam_desktop.execution.acting.second_try import REOPENED
from lam_desktop.office.clerk import Clerk
from lam_desktop.tasks.storage.library import Library
from tests.cli.calling import Outcome
from tests.e2e.harness import RUN_S, Office, journal, wait_for, write_rows

pytestmark = pytest.mark.e2e
PROGRAM = Path(__file__).parent / "programs" / "closing_list.py"
OPENS = 3
"""The step that opens the list."""
ROWS = [
    {"name": "Maria Sorensen", "country": "Norway"},
    {"name": "Peter Nguyen", "country": "France"},
    {"name": "Ada Lindqvist", "country": "Sweden"},
]


@dataclass
class Guests:
    """The program on a desktop on which its task was recorded."""

    office: Office
    state: Path
    rows: Path
    process: Any = None

    @property
    def close(self) -> Path:
        """The file by which the list is closed."""
        return self.state.with_name("close")

    def run(self, home: Path, rows: str, times: int) -> Outcome:
        """A run whose list closes by itself as soon as the run has seen it open, so many times.

        In mode `watch` it waits a moment before it chooses.
        """
        at_work = self.office.start(
            "run",
            "guests",
            "--rows",
            f"{self.rows}:{rows}",
            "--again",
            "--odd",
            "enter",
            "--mode",
            "watch",
            "--wait",
            "5",
            "--json",
        )
        begun, closed = time.time(), 0
        while at_work.process.poll() is None:
            assert time.time() < begun + RUN_S
            if closed < times and closed < _seen_open(home, begun):
                self.close.touch()
                closed += 1
            time.sleep(0.02)
        assert closed == times or times > 1
        return at_work.finished(5.0)

    def open(self, x: int, y: int) -> None:
        """Starts it anew."""
        if self.process is not None:
            self.office.desktop.stop(self.process)
        self.state.unlink(missing_ok=True)
        self.process = self.office.desktop.start(
            sys.executable, str(PROGRAM), str(self.state), str(self.close), str(x), str(y)
        )
        wait_for(self.state.exists, "the form to stand")
        self.office.settled()

    def told(self) -> dict[str, Any]:
        """What reached it, by its own account."""
        return json.loads(self.state.read_text(encoding="utf-8"))

    def middle(self, name: str) -> tuple[int, int]:
        """Of one of its parts, once it is there."""
        x, y, w, h = wait_for(lambda: self.told()["places"].get(name), f"«{name}»")
        return x + w // 2, y + h // 2


@pytest.fixture
def guests(tmp_path: Path, home: Path) -> Iterator[Guests]:
    """The task `guests`, shown with the first row."""
    rows = write_rows(tmp_path / "guests.csv", ROWS)
    with Office() as office:
        scene = Guests(office, tmp_path / "state.json", rows)
        scene.open(160, 120)

        def act(clerk: Clerk) -> None:
            clerk.click(*scene.middle("name"))
            clerk.type(ROWS[0]["name"])
            clerk.click(*scene.middle("country"))
            clerk.click(*scene.middle(ROWS[0]["country"]))
            office.settled()
            clerk.click(*scene.middle("save"))
            wait_for(lambda: scene.told()["stored"], "the guest to be stored")
            office.settled()

        office.record("guests", act, "--rows", f"{rows}:1")
        assert scene.told()["stored"] == [list(ROWS[0].values())]
        task = Library(home).folder("guests") / "task.yaml"
        text = task.read_text(encoding="utf-8")
        assert text.count("watched_rows: 3") == 1
        task.write_text(text.replace("watched_rows: 3", "watched_rows: 0"), encoding="utf-8")
        yield scene


def _seen_open(home: Path, since: float) -> int:
    """How often the run that began then has seen the list open."""
    journals = [one for one in home.rglob("journal.jsonl") if one.stat().st_mtime >= since]
    lines = [line for one in journals for line in one.read_text(encoding="utf-8").splitlines(keepends=True)]
    entries = [json.loads(line) for line in lines if line.endswith("\n")]
    return sum(one["kind"] == "verified" and one["step"] == OPENS and one["ok"] for one in entries)


def test_a_list_that_closes_by_itself_is_opened_once_more(guests: Guests, home: Path) -> None:
    guests.open(420, 260)
    outcome = guests.run(home, "2-3", 1)
    assert outcome.code == 0, outcome.report
    assert guests.told()["stored"] == [list(row.values()) for row in ROWS[1:]]
    told = [one["reason"] for one in journal(home, outcome) if one["kind"] == "put_right"]
    assert told == [REOPENED]
    assert len(guests.told()["opened"]) == 3, "once more in the first of two rows"

    guests.open(160, 120)
    outcome = guests.run(home, "2-2", 9)
    assert outcome.code == 3 and guests.told()["stored"] == [], "it is opened twice, then asked about"
    assert len(guests.told()["opened"]) == 2
