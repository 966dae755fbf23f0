"""`lam approve NAME`: allows what a task does beside clicking and typing, after it was read."""

from __future__ import annotations

import argparse
import sys

SUMMARY = "read and approve the checks by which a task confirms its rows"
EXAMPLE = "lam approve orders"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which task."""
    parser.add_argument("name", help="the task")
    parser.add_argument("--yes", action="store_true", help="approve what is printed, without asking")


def run(options: argparse.Namespace) -> int:
    """Shows the checks and keeps the person's yes to exactly this text."""
    from lam_desktop.cli.opening import library_of
    from lam_desktop.cli.output import print_json
    from lam_desktop.errors import ExitCode
    from lam_desktop.tasks.approvals import Approvals
    from lam_desktop.tasks.check_file import approved_text
    from lam_desktop.tasks.checked_parts import tasks_with_checks

    library = library_of(options)
    task = library.open(options.name)
    text = approved_text(task.checks) if task.checks else ""
    approvals = Approvals(library.home, library.files)
    if not text:
        status, message = "done", f"The task «{task.name}» has no checks; nothing needs approval."
    elif approvals.has(task.name, text):
        status, message = "done", f"The checks of «{task.name}» are approved already."
    elif options.yes or _agreed(task.name, text, options.json):
        approvals.give(task.name, text)
        status, message = "done", f"The checks of «{task.name}» are approved on this machine."
    else:
        status, message = "stopped", f"The checks of «{task.name}» are not approved."
    for name, checks in tasks_with_checks(library.whole(options.name)).items():
        if name != task.name and not approvals.has(name, approved_text(checks)):
            message += f" The task «{name}» that it does has checks, too: lam approve {name}."
    if options.json:
        print_json({"status": status, "message": message, "checks": text})
    else:
        print(f"{text}{message}" if options.yes else message, flush=True)
    return ExitCode.DONE if status == "done" else ExitCode.STOPPED


def _agreed(name: str, text: str, as_json: bool) -> bool:
    from lam_desktop.errors import UsageError

    if as_json or not sys.stdin.isatty():
        raise UsageError(f"Approving the checks of «{name}» needs a person who reads them, or --yes.")
    print(f"Before and after each row «{name}» asks, without writing anything:\n\n{text}")
    try:
        return input("Approve exactly this? [y/n] ").strip().casefold() in ("y", "yes")
    except EOFError:
        return False
