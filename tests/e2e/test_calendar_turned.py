"""A real calendar (Qt): two pages were turned once, the rows take as many as they need, no day is wrong."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from lam_desktop.errors import ExitCode
from lam_desktop.office.clerk import Clerk
from tests.e2e.harness import Office, wait_for

pytestmark = pytest.mark.e2e

DAYS = ("2026-05-17", "2026-06-02", "2026-06-28", "2027-01-31")
BACK = "2026-03-05"
FURTHER = "2026-02-05"


def state_of(path: Path) -> dict[str, Any]:
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def opened(office: Office, path: Path) -> None:
    """Starts the calendar at March 2026, alone on the desktop."""
    office.desktop.start(sys.executable, "-m", "tests.e2e.programs.due_day", str(path), "2026-03")
    wait_for(lambda: state_of(path).get("month") == "2026-03", "the calendar")
    office.settled()


def picking(
    office: Office, path: Path, button: str, months: Sequence[str], day: str
) -> Callable[[Clerk], None]:
    """A clerk who turns the pages by a button until these months were shown, and picks a day."""

    def act(clerk: Clerk) -> None:
        for month in months:
            clerk.click(*state_of(path)[button])
            wait_for(lambda month=month: state_of(path)["month"] == month, month)
            office.settled()
        clerk.click(*state_of(path)["days"][day])
        wait_for(lambda: state_of(path)["picked"][-1:] == [f"{months[-1]}-{int(day):02}"], "the day")
        office.settled()

    return act


def test_each_row_gets_its_own_day(tmp_path: Path, home: Path) -> None:
    table = tmp_path / "rows.csv"
    with table.open("w", newline="") as file:
        csv.writer(file).writerows([["due"], *([day] for day in (*DAYS, BACK, FURTHER))])
    shown, repeated = tmp_path / "shown.json", tmp_path / "repeated.json"
    with Office() as office:
        opened(office, shown)
        act = picking(office, shown, "next", ("2026-04", "2026-05"), "17")
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
    again = tmp_path / "again.json"
    with Office() as office:
        opened(office, again)
        act = picking(office, again, "back", ("2026-02",), "5")
        told = office.record("due", act, "--add", "--rows", f"{table}:6")
        assert not told.report["note"], told.out
        told = office.call("show", "due").out
        assert "Turn on to the month of {due}" in told and "Turn back to the month of {due}" in told, told
        outcome = office.run("due", "--rows", f"{table}:4-6")
        assert outcome.code == ExitCode.DONE, outcome.message
        assert state_of(again)["picked"] == [FURTHER, DAYS[3], BACK, FURTHER]
