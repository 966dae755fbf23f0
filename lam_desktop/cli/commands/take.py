"""`lam take PATH`: a task that somebody gave away comes into the library."""

from __future__ import annotations

import argparse
import shlex
import sys

from lam_desktop.tasks.texts.given_path import given_path

SUMMARY = "take in a task that somebody gave you (a folder or .zip); nothing of it runs"
EXAMPLE = "lam take orders.zip --name orders-of-ada"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """From where, and what it is called here."""
    parser.add_argument(
        "path", metavar="PATH", type=given_path, help="the copy: a folder, or a file as lam share makes it"
    )
    parser.add_argument("--name", default="", help="what the task is called here; else as it is called there")


def run(options: argparse.Namespace) -> int:
    """Takes it in, and says what it needs before it runs."""
    from lam_desktop.cli.opening import library_of
    from lam_desktop.cli.output import print_json, tell_progress
    from lam_desktop.errors import ExitCode
    from lam_desktop.office.interrupting import interrupted_by_sigterm
    from lam_desktop.receiving.receive import receive
    from lam_desktop.tasks.storage.kept_secrets import KeptSecrets

    library = library_of(options)
    kept = KeptSecrets.asked_of(library.home, somebody=not options.json and sys.stdin.isatty())
    path = options.path.absolute()
    with interrupted_by_sigterm():  # by which the panel gives it up: what is half made goes away
        received = receive(library, path, options.name, kept, tell_progress)
    task = received.task
    count = f"{len(task.steps)} step{'' if len(task.steps) == 1 else 's'}"
    show = f"lam show {shlex.quote(task.name)}"  # whoever gave it away may have called it like a command
    message = f"The task «{task.name}» is in the library ({count}); {show} tells what it does."
    if options.json:
        print_json({
            "status": "done", "message": message, "task": task.name, "steps": len(task.steps),
            "masked": received.masked, "needs": list(received.needs), "left_out": list(received.left_out),
        })  # fmt: skip
        return ExitCode.DONE
    print(message)
    for need in received.needs:
        print(f"- {need}")
    if received.left_out:
        print(f"Not taken in: {', '.join(received.left_out)}.")
    sys.stdout.flush()
    return ExitCode.DONE
