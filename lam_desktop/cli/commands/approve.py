"""`lam approve NAME`: allows what a task does beside clicking and typing, after it was read."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from lam_desktop.cli.prompts import answer_to

if TYPE_CHECKING:
    from lam_desktop.tasks.storage.approvals import Approvals
    from lam_desktop.tasks.task_yaml.start_file import Approvable

SUMMARY = "read and approve the checks and start commands of a task"
EXAMPLE = "lam approve orders"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which task."""
    parser.add_argument("name", help="the task")
    parser.add_argument("--yes", action="store_true", help="approve what is printed, without asking")
    parser.add_argument("--withdraw", action="store_true", help="take an approval back")


def run(options: argparse.Namespace) -> int:
    """Shows checks and start commands, and keeps the person's yes to exactly this text."""
    from lam_desktop.cli.opening import library_of
    from lam_desktop.cli.output import print_json
    from lam_desktop.errors import ExitCode
    from lam_desktop.tasks.storage.approvals import Approvals
    from lam_desktop.tasks.task_yaml.start_file import Approvable, approvable

    library = library_of(options)
    task = library.open(options.name)
    asked = Approvable(task.checks, task.starts)
    text = asked.text if asked.words else ""
    what = f"The {asked.words} of «{task.name}»"
    approvals = Approvals(library.home, library.files)
    if options.withdraw:
        return _withdrawn(options, approvals)
    if not text:
        status = "done"
        message = f"The task «{task.name}» has no checks and starts no program; nothing needs approval."
    elif approvals.has(task.name, text):
        status, message = "done", f"{what} are approved already."
    elif options.yes or _agreed(task.name, asked, options.json):
        approvals.give(task.name, text)
        status, message = "done", f"{what} are approved on this machine."
    else:
        status, message = "stopped", f"{what} are not approved."
    for name, other in approvable(library.whole(options.name)).items():
        if name != task.name and not approvals.has(name, other.text):
            message += f" The task «{name}» that it does has {other.words}, too: lam approve {name}."
    if options.json:
        print_json({"status": status, "message": message, "checks": text})
    else:
        print(f"{text}{message}" if options.yes else message, flush=True)
    return ExitCode.DONE if status == "done" else ExitCode.STOPPED


def _withdrawn(options: argparse.Namespace, approvals: Approvals) -> int:
    from lam_desktop.cli.output import print_json
    from lam_desktop.errors import ExitCode

    done = f"What was approved of «{options.name}» is not any more: it asks again before its next run."
    message = (
        done
        if approvals.forget(options.name)
        else f"Nothing of «{options.name}» was approved; nothing was changed."
    )
    if options.json:
        print_json({"status": "done", "message": message, "checks": ""})
    else:
        print(message, flush=True)
    return ExitCode.DONE


def _agreed(name: str, asked: Approvable, as_json: bool) -> bool:
    from lam_desktop.errors import UsageError
    from lam_desktop.tasks.task_yaml.check_file import password_in_clear

    if as_json or not sys.stdin.isatty():
        raise UsageError(f"Approving the {asked.words} of «{name}» needs a person who reads them, or --yes.")
    does = (
        f"Before its first row «{name}» starts programs that are not open" if asked.starts else "",
        f"before and after each row «{name}» asks, without writing anything" if asked.checks else "",
    )
    said = ", and ".join(filter(None, does))
    print(f"{said[0].upper()}{said[1:]}:\n\n{asked.text}")
    if in_clear := password_in_clear(name, asked.checks):
        print(f"{in_clear}\n")
    try:
        return answer_to("Approve exactly this? [y/n] ").strip().casefold() in ("y", "yes")
    except EOFError:
        return False
