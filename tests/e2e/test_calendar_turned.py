"""A real calendar (Qt): two pages were turned once, the rows take as many as they need, no day is wrong."""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from lam_desktop.errors import ExitCode
from lam_desktop.office.clerk import Clerk
from tests.e2e.harness import Office, wait_for

pytestmark = pytest.mark.e2e

DAYS = ("2026-05-17", "2026-06-02", "2026-06-28", "2027-01-31")
BACK = "2026-03-05"


def state_of(path: Path) -> dict[str, Any]:
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def opened(office: Office, path: Path) -> None:
    """Starts the calendar at March 2026, alone on the desktop."""
    office.desktop.start(sys.executable, "-m", "tests.e2e.programs.due_day", str(path), "2026-03")
    wait_for(lambda: state_of(path).get("month") == "2026-03", "the calendar")
    office.settled()


def test_each_row_gets_its_own_day(tmp_path: Path, home: Path) -> None:
    table = tmp_path / "rows.csv"
    with table.open("w", newline="") as file:
        csv.writer(file).writerows([["due"], *([day] for day in (*DAYS, BACK))])
    shown, repeated = tmp_path / "shown.json", tmp_path / "repeated.json"
    with Office() as office:
        opened(office, shown)

        def act(clerk: Clerk) -> None:
            for month in ("2026-04", "2026-05"):
                clerk.click(*state_of(shown)["next"])
                wait_for(lambda month=month: state_of(shown)["month"] == month, month)
                office.settled()
            clerk.click(*state_of(shown)["days"]["17"])
            wait_for(lambda: state_of(shown)["picked"] == ["2026-05-17"], "the day")
            office.settled()

        office.record("due", act, "--rows", f"{table}:1")
    with Office() as office:
        opened(office, repeated)
        told = office.call("show", "due")
        assert "Turn on to the month of {due}" in told.out and told.out.count("Turn on") == 1, told.out
        outcome = office.run("due", "--rows", f"{table}:2-4")
        assert outcome.code == ExitCode.DONE, outcome.message
        assert state_of(repeated)["picked"] == list(DAYS[1:])
        outcome = office.run("due", "--rows", f"{table}:5")
        assert outcome.code == ExitCode.ASKED and "only shown how to turn on" in outcome.message
        assert state_of(repeated)["picked"] == list(DAYS[1:])
