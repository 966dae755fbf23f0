"""`lam runs`: what was done."""

from __future__ import annotations

import argparse

SUMMARY = "what was done: all runs, the newest first"
EXAMPLE = "lam runs orders"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Of which task."""
    parser.add_argument("name", nargs="?", help="only this task's runs")


def run(options: argparse.Namespace) -> int:
    """Prints them."""
    from lam_desktop.cli.opening import library_of
    from lam_desktop.cli.output import print_json, print_table
    from lam_desktop.execution.runs.history import past_runs

    found = past_runs(library_of(options), options.name)
    if options.json:
        print_json({
            "status": "done",
            "runs": [
                {
                    "run": one.run, "task": one.task, "started": one.started, "status": one.status,
                    "rows_done": one.rows_done, "rows": one.rows, "message": one.message,
                }
                for one in found
            ],
        })  # fmt: skip
    elif not found:
        print("Nothing was run yet.")
    else:
        print_table(
            ("run", "started", "status", "rows", "message"),
            [(one.run, one.started, one.status, f"{one.rows_done}/{one.rows}", one.message) for one in found],
        )
    return 0
