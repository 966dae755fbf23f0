"""How well tables are read from real programs: `python -m tests.e2e.measure_tables [--forms wide]`.

Prints for each program how many cells were right, how many of the wrong ones were not marked (target: none),
how many right ones were marked in vain, and whether every row came, once.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lam_desktop.office.chromium import View, open_page
from lam_desktop.office.virtual import VirtualDesktop
from lam_desktop.office.xdisplay import wait_for_window
from lam_desktop.types import Box
from tests.e2e.programs.known_tables import FORMS, LOOKS, content, page

PROGRAMS = ("qt", "gtk", "web", "tk")
LIMIT_S, ROW_S = 240.0, 5.0
"""A table takes at most so long, and so much longer for each row, on a machine that is busy."""


@dataclass(frozen=True)
class Measured:
    """One table."""

    program: str
    cells: int
    right: int
    wrong_unmarked: int
    marked: int
    rows: int
    rows_read: int
    notes: tuple[str, ...]

    def __str__(self) -> str:
        return (
            f"{self.program}: {self.right} of {self.cells} cells right, {self.wrong_unmarked} wrong and not"
            f" marked, {self.marked} marked; {self.rows_read} of {self.rows} rows. {' '.join(self.notes)}"
        )


def measure(program: str, seed: int, count: int, form: str = "plain", look: str = "usual") -> Measured:
    """Opens the program on a desktop of its own and has `lam rows` read its table to the end."""
    with VirtualDesktop() as desktop, tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        if program == "web":
            (place / "table.html").write_text(page(seed, count, form, look), encoding="utf-8")
            view = View(Box(20, 20, 1200, 700))
            address = (place / "table.html").as_uri()
            running, _ = open_page(desktop, place / "profile", address, "Known table", view)
        else:
            python = "/usr/bin/python3" if program == "gtk" else sys.executable
            running = desktop.start(
                python, "-m", "tests.e2e.programs.known_tables", program, str(seed), str(count), form, look
            )
            wait_for_window(desktop.display, "", "Known table", 30.0, running)
        lam = desktop.start(
            sys.executable, "-m", "lam_desktop.cli.main", "rows", "--from-screen", str(place / "out.csv"),
            "--scroll", "--delay", "1.5", "--json", stdout=subprocess.PIPE,
        )  # fmt: skip
        out, _ = lam.communicate(timeout=LIMIT_S + ROW_S * count)
    columns, truth = content(seed, count, form, look)
    return _compared(f"{program} {form} {look} {seed}", json.loads(out.splitlines()[-1]), columns, truth)


def _compared(
    program: str, told: dict[str, Any], columns: tuple[str, ...], truth: list[tuple[str, ...]]
) -> Measured:
    if "columns" not in told:
        cells = (len(truth) + 1) * len(columns)
        return Measured(program, cells, 0, 0, 0, len(truth), 0, ("REFUSED:", told["message"]))
    lines: list[list[str]] = [told["columns"], *told["rows"]]
    marked = {(one["row"], one["column"]) for one in told["doubtful"]}
    right = wrong = 0
    for y, expected in enumerate([columns, *truth]):
        for x, text in enumerate(expected):
            read = lines[y][x] if y < len(lines) and x < len(lines[y]) else None
            right += read == text
            wrong += read != text and (y, x) not in marked
    extra = max(0, len(lines) - 1 - len(truth)) * len(columns)
    return Measured(
        program, (len(truth) + 1) * len(columns), right, wrong + extra, len(marked), len(truth),
        len(lines) - 1, tuple(told["notes"]),
    )  # fmt: skip


def _told(one: Measured) -> Measured:
    print(one, flush=True)
    return one


def main() -> int:
    """Measures all of them."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=60)
    parser.add_argument("--seeds", type=int, default=2)
    parser.add_argument("--first-seed", type=int, default=1)
    parser.add_argument(
        "--looks", nargs="*", default=["usual"], help=f"of {', '.join(LOOKS)}; several with +"
    )
    parser.add_argument("--programs", nargs="*", default=PROGRAMS)
    parser.add_argument("--forms", nargs="*", default=FORMS, choices=FORMS)
    options = parser.parse_args()
    found = [
        _told(measure(program, seed, options.rows, form, look))
        for form in options.forms
        for look in options.looks
        for program in options.programs
        for seed in range(options.first_seed, options.first_seed + options.seeds)
        if program != "tk" or form in ("plain", "wide")
    ]
    cells = sum(one.cells for one in found)
    right, unmarked = sum(one.right for one in found), sum(one.wrong_unmarked for one in found)
    print(f"{right / cells:.2%} of {cells} cells right; {unmarked} wrong and not marked.")
    return 0 if not unmarked else 1


if __name__ == "__main__":
    sys.exit(main())
