"""`lam show NAME`: the steps in words, the variables, and where their values come from."""

from __future__ import annotations

import argparse

SUMMARY = "the steps of a task in words, its variables, and where their values come from"
EXAMPLE = "lam show orders"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which task."""
    parser.add_argument("name", help="the task")


def run(options: argparse.Namespace) -> int:
    """Prints them; the first time the targets are looked for, which takes some seconds."""
    from lam_desktop.cli.output import print_json
    from lam_desktop.execution.demonstration import check_recording
    from lam_desktop.execution.understanding import understood
    from lam_desktop.minds import ShippedMinds
    from lam_desktop.tasks.describe import describe_task, task_as_json
    from lam_desktop.tasks.library import Library, default_home

    task = Library(default_home()).open(options.name)
    if not task.understood:
        check_recording(task.recording_path)  # before the models, which take seconds and may be missing
        parser, weights = ShippedMinds().load_parser()
        task = understood(task, parser, weights)
    if options.json:
        print_json({"status": "done", **task_as_json(task)})
    else:
        print("\n".join(describe_task(task)))
    return 0
