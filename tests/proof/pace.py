"""Tells where the time of a run went, and how its pace compares with a clerk's.

python -m tests.proof.pace ~/.local/share/lam/tasks/orders/runs/2026-01-15-101530
"""

from __future__ import annotations

import argparse
from pathlib import Path

from lam_desktop.execution.runs.history import entries_of
from lam_desktop.reporting.effort import Effort, effort_of
from lam_desktop.tasks.storage.unlocking import given_passphrase, open_library


def told(folder: Path) -> str:
    """One line for the pace, one for each part of the time."""
    library = open_library(folder.absolute().parents[3], None, given_passphrase()).library
    return lines_of(effort_of(entries_of(folder, files=library.files)))


def lines_of(effort: Effort) -> str:
    """The same of what was worked out already."""
    if not effort.rows or effort.pace is None:
        return "no row was done."
    a_row = effort.spent.whole / effort.rows
    lines = [
        f"{effort.rows} rows, {a_row:.1f} s a row; a clerk takes {effort.clerk_s / effort.rows:.1f} s"
        f" (keystroke-level model): {effort.pace:.2f} times as fast"
    ]
    lines += [
        f"  {name:<10} {seconds / effort.rows:6.2f} s a row  {seconds / effort.spent.whole:6.1%}"
        for name, seconds in effort.spent.parts
    ]
    return "\n".join(lines)


def main() -> None:
    """Prints it for each folder."""
    parser = argparse.ArgumentParser(prog="python -m tests.proof.pace", description=__doc__)
    parser.add_argument("run", nargs="+", type=Path, help="a run's folder")
    for folder in parser.parse_args().run:
        print(told(folder))


if __name__ == "__main__":
    main()
