"""Thousands of rows: every one right, and none costs more memory, disk or time than the one before it."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tests.execution.many_rows import Entered, Measured, enter

pytestmark = pytest.mark.slow

ROWS = 5000
TRULY_EVERY = 50
"""A row that is read off the pictures takes seconds; the others are to be many."""
MOST_MB = 1.0
"""For each 1,000 rows."""
SAMPLE, SAMPLE_MB = 150, 10.0
"""So few rows tell a journal or a picture that is kept for each of them, and no less."""


def test_a_row_costs_what_the_one_before_it_did(tmp_path: Path, home: Path) -> None:
    entered = enter(tmp_path, home, SAMPLE, truly_every=0, measured=Measured(every=10, behind=60, part=40))
    all_right(entered)
    flat(entered, SAMPLE_MB, slower=1.6)


@pytest.mark.proof
def test_five_thousand_rows(tmp_path: Path, home: Path) -> None:
    measured = Measured(every=100, behind=1000, part=500)
    entered = enter(tmp_path, home, ROWS, TRULY_EVERY, measured)
    print(entered.told)
    print("MB of memory:", dict(zip(measured.rows[4::5], measured.resident_mb[4::5], strict=True)))
    all_right(entered)
    flat(entered, MOST_MB, slower=1.25)


def all_right(entered: Entered) -> None:
    """The program's own list holds the rows in their order, once each, and the results say so."""
    assert (entered.result.status, entered.result.message) == ("done", f"{len(entered.wanted)} rows done.")
    assert entered.kept == entered.wanted
    with (entered.folder / "orders-results.csv").open(encoding="utf-8-sig", newline="") as file:
        shown, *rows = csv.DictReader(file)
    assert shown["LAM status"] == ""
    assert [(row["Customer"], row["Quantity"]) for row in rows] == entered.wanted
    assert {row["LAM status"] for row in rows} == {"done"}


def flat(entered: Entered, most_mb: float, slower: float) -> None:
    """Memory, disk and time do not grow with the rows."""
    measured = entered.measured
    assert measured.memory().slope <= most_mb, entered.told
    half = len(measured.rows) // 2
    early, late = measured.bytes_a_row(last=half), measured.bytes_a_row(first=half)
    assert all(late[part] <= 1.1 * early[part] for part in early), (early, late)
    first, last = measured.row_ms(slice(None, measured.part)), measured.row_ms(slice(-measured.part, None))
    assert last <= slower * first, entered.told
