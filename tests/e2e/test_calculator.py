"""Sums on a desk calculator: numbers from the row by keyboard, its keys by mouse."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from lam_desktop.office.accessible import widgets
from lam_desktop.office.clerk import Clerk
from tests.e2e.harness import Office, wait_for, write_rows

ROWS = [
    {"net": "12.5", "tax": "30.25"},
    {"net": "1748", "tax": "332.1"},
    {"net": "0.99", "tax": "6.06"},
]
OTHER_LOOK = {"GDK_DPI_SCALE": "1.15", "GTK_THEME": "HighContrast"}


def total(row: dict[str, str]) -> str:
    """The sum as the calculator shows it."""
    return f"{float(row['net']) + float(row['tax']):g}"


@pytest.mark.e2e
@pytest.mark.parametrize(
    "look",
    [
        pytest.param({}, id="moved and resized"),
        pytest.param(OTHER_LOOK, id="in another look"),
    ],
)
def test_sums(look: dict[str, str], tmp_path: Path) -> None:
    rows = write_rows(tmp_path / "sums.csv", ROWS)
    with Office(accessibility=True) as office:
        program = start(office)
        office.place(office.window("Galculator"), 140, 120)
        office.record("sums", lambda clerk: add(clerk, office, ROWS[0]), "--rows", f"{rows}:1")
        assert shown(office) == total(ROWS[0]), "the clerk's own sum"
        office.desktop.stop(program)

        start(office, look)
        office.place(office.window("Galculator"), 700, 260, (420, 430))
        done = office.run("sums", "--rows", f"{rows}:2-3")
        assert done.code == 0, done.report
        assert [row["status"] for row in done.report["rows"]] == ["done", "done"]
        assert shown(office) == total(ROWS[2])


def start(office: Office, look: dict[str, str] | None = None) -> subprocess.Popen[bytes]:
    return office.desktop.start(
        "galculator", extra=look, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


def add(clerk: Clerk, office: Office, row: dict[str, str]) -> None:
    """What a person does for one sum."""
    keys = {one.name: one.box for one in widgets(office.desktop.environment, "galculator") if one.box}
    clerk.click(*keys["AC"].center)
    clerk.type(row["net"])
    clerk.click(*keys["+"].center)
    clerk.type(row["tax"])
    clerk.click(*keys["="].center)
    wait_for(lambda: shown(office) == total(row), "the sum")


def shown(office: Office) -> str:
    """What the calculator's display says, by accessibility."""
    found = widgets(office.desktop.environment, "galculator")
    return next(one.text or "" for one in found if one.role == "text" and one.box)
