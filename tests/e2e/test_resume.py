"""A run is killed after a row was stored; the next one goes on from there, and stores nothing twice."""

from __future__ import annotations

import signal
import subprocess
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest

from lam_desktop.errors import ExitCode
from lam_desktop.office.clerk import Clerk
from lam_desktop.tasks.provenance.rows import read_rows
from tests.e2e.harness import ALONE, Office, Outcome, wait_for

NUMBERS = ["4711", "2038", "5150", "6621", "7382"]


@pytest.mark.e2e
def test_no_row_twice_and_none_missing(tmp_path: Path, home: Path) -> None:
    notes, table = tmp_path / "notes.txt", tmp_path / "numbers.xlsx"
    notes.write_text("")
    workbook(table, NUMBERS)
    with Office() as office:
        recorded_numbers(office, notes, table, NUMBERS[0])
        cut_short = office.start("run", "numbers", "--rows", f"{table}:2-5", *ALONE)
        wait_for(lambda: stored(notes) == NUMBERS[:3], "the second row of the run")
        cut_short.signal(signal.SIGKILL)
        cut_short.process.wait(10.0)
        assert stored(notes) == NUMBERS[:3]

        going_on = resumed(office)
        if going_on.code == ExitCode.ASKED:  # what a person sees in the file, she says
            assert "Row 3, step" in going_on.message and "--begun-row skip" in going_on.message
            going_on = resumed(office, "--begun-row", "skip")
        assert going_on.code == 0, going_on.report
        assert stored(notes) == NUMBERS
        copy = read_rows(home / going_on.report["table"])
        # Ctrl+S changes a star in a title at most: whether the file was written the screen does not tell.
        ended = [row.cells["LAM status"] for row in copy.rows][-2:]
        assert all(status in ("done", "done, not seen") for status in ended), ended
        assert [row.cells["number"] for row in copy.rows] == NUMBERS

        assert resumed(office).report["message"].startswith("Nothing is left to do")
        assert stored(notes) == NUMBERS


def recorded_numbers(office: Office, notes: Path, table: Path, first: str) -> None:
    """The task `numbers`: the first one of a table is typed into a file of notes, which stays open."""
    office.desktop.start(
        "mousepad", "--disable-server", str(notes), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    office.window("Mousepad")
    office.settled()

    def act(clerk: Clerk) -> None:
        clerk.type(first)
        clerk.press("enter")
        clerk.press("ctrl", "s")
        wait_for(lambda: stored(notes) == [first], "the clerk's own number")

    office.record("numbers", act, "--rows", f"{table}:1")


def workbook(path: Path, numbers: Sequence[str]) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for line in (["number"], *([int(number)] for number in numbers)):
        sheet.append(line)
    book.save(path)


def stored(notes: Path) -> list[str]:
    return notes.read_text(encoding="utf-8").split()


def resumed(office: Office, *arguments: str) -> Outcome:
    return office.call("run", "numbers", "--resume", *arguments, "--mode", "auto", "--json")
