"""`lam list`: the tasks."""

from __future__ import annotations

import argparse

SUMMARY = "the tasks"
EXAMPLE = "lam list --json"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """None of its own."""


def run(options: argparse.Namespace) -> int:
    """Prints them."""
    from lam_desktop.cli.opening import library_of
    from lam_desktop.cli.output import print_json, print_table
    from lam_desktop.errors import LamUserError

    library = library_of(options)
    found = []
    for name in library.names():
        entry = {"name": name, "steps": 0, "variables": [], "runs": len(library.runs(name)), "problem": ""}
        try:
            task = library.open(name)
            entry |= {"steps": len(task.steps), "variables": list(task.variables)}
        except LamUserError as error:
            entry["problem"] = str(error)
        found.append(entry)
    if options.json:
        print_json({"status": "done", "tasks": found})
    elif not found:
        print("There are no tasks yet; record one: lam record NAME")
    else:
        print_table(
            ("task", "steps", "variables", "runs"),
            [
                (one["name"], str(one["steps"]), ", ".join(one["variables"]) or "-", str(one["runs"]))
                if not one["problem"]
                else (one["name"], "-", one["problem"], str(one["runs"]))
                for one in found
            ],
        )
    return 0
