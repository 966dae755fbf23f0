"""The pace of the order desk: python -m tests.e2e.keeping_pace [--rows 40] [--least 3]

Shows one order, has so many others entered in mode auto in another look, and tells how many times as fast as
a practised clerk (keystroke-level model) that went, where the time of a row went, and what else the machine
had to do. Ends with 1 where a row is not right, or the pace is less than `--least`. `--out FOLDER`: its files
are kept there.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from lam_desktop.execution.runs.history import entries_of
from lam_desktop.office.desk import Desk
from lam_desktop.office.orderdesk.store import OrderStore
from lam_desktop.office.orders import write_csv
from lam_desktop.reporting.effort import Effort, effort_of
from lam_desktop.tasks.storage.library import Library
from tests.e2e.crashing import REPEATED, ROW_S, TASK, many_orders, show
from tests.e2e.harness import ALONE, Office
from tests.proof.pace import lines_of

LEAST = 3.0


@dataclass(frozen=True)
class Paced:
    """What came of the run."""

    wanted: int
    right: int
    effort: Effort
    load: tuple[float, float]
    """Processes that wanted to run (the kernel's mean of a minute): before the run, and at its end."""

    def holds(self, least: float) -> bool:
        """Whether all rows are right, and were entered fast enough."""
        return self.right == self.wanted and (self.effort.pace or 0.0) >= least

    @property
    def told(self) -> str:
        """A line for the rows, those of the pace, and one for the machine."""
        before, after = self.load
        return (
            f"{self.right} of {self.wanted} rows right\n{lines_of(self.effort)}\n"
            f"machine: {os.cpu_count()} cores, load {before:.1f} before the run, {after:.1f} at its end"
        )


def keep_pace(folder: Path, rows: int, seed: int) -> Paced:
    """Shows row 1 and has `rows` further ones entered, all files in `folder`."""
    home = folder / "library"
    os.environ["LAM_HOME"] = str(home)
    orders = many_orders(random.Random(f"pace/{seed}"), rows + 1)
    table, database = folder / "orders.csv", folder / "repeated.sqlite"
    write_csv(table, orders)
    with Office() as office:
        show(office, folder, orders[0], table)
        OrderStore(database)
        with Desk(office.desktop, database, folder / "repeated.jsonl", REPEATED):
            before = os.getloadavg()[0]
            command = ("run", TASK, "--rows", f"{table}:2-{rows + 1}", *ALONE)
            outcome = office.start(*command).finished(ROW_S * rows + 120)
            load = before, os.getloadavg()[0]
    stored = Counter(entry.order for entry in OrderStore(database).all())
    right = sum(stored[order] == 1 for order in orders[1:]) if stored.total() <= rows else 0
    if outcome.code:
        print(outcome.message, file=sys.stderr)
    return Paced(rows, right, effort_of(entries_of(Library(home).runs(TASK)[-1])), load)


def main() -> int:
    """Does it and prints what came of it."""
    parser = argparse.ArgumentParser(prog="python -m tests.e2e.keeping_pace", description=__doc__)
    parser.add_argument("--rows", type=int, default=40)
    parser.add_argument("--least", type=float, default=LEAST)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, help="an empty folder for library, table and database")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = (options.out or Path(temporary)).absolute()
        folder.mkdir(parents=True, exist_ok=True)
        paced = keep_pace(folder, options.rows, options.seed)
    print(paced.told)
    return 0 if paced.holds(options.least) else 1


if __name__ == "__main__":
    sys.exit(main())
