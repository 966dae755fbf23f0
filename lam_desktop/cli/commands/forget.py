"""`lam forget NAME`: removes a task, or what its runs left behind."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from lam_desktop.cli.prompts import answer_to

if TYPE_CHECKING:
    from pathlib import Path

    from lam_desktop.tasks.storage.library import Library

MOST_DAYS = 36_525
"""A hundred years."""
SUMMARY = "remove a task with everything that was kept of it, or its old runs"
EXAMPLE = "lam forget orders --runs --older-than 30"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to remove."""
    parser.add_argument("name", nargs="?", help="the task")
    parser.add_argument("--runs", action="store_true", help="only its runs: journals, pictures and reports")
    parser.add_argument("--older-than", type=float, metavar="DAYS", help="with --runs: those begun before")
    parser.add_argument(
        "--keep-days", metavar="DAYS",
        help="from now on runs, corrections and recordings that no task needs are removed by themselves after"
        " so many days; none: not any more",
    )  # fmt: skip
    parser.add_argument("--yes", action="store_true", help="without asking")


def run(options: argparse.Namespace) -> int:
    """Removes it, once the person agreed."""
    from lam_desktop.cli.opening import library_of
    from lam_desktop.cli.output import print_json
    from lam_desktop.errors import ExitCode, UsageError
    from lam_desktop.execution.machine.passing_pictures import remove_abandoned
    from lam_desktop.tasks.storage.forgetting import forget_task
    from lam_desktop.tasks.storage.kept_secrets import KeptSecrets
    from lam_desktop.tasks.storage.whole import callers

    if options.older_than is not None and (not options.runs or options.older_than < 0):
        raise UsageError("--older-than takes days, 0 or more, and goes with --runs.")
    if options.keep_days is not None:
        return _keep_days(options)
    if options.name is None:
        raise UsageError("Which task shall be forgotten? Name it, as in lam forget orders.")
    library = library_of(options)
    left = library.is_left_of(options.name)
    runs = [] if left else library.runs(options.name)
    if options.older_than is not None:
        runs = library.runs_before(options.name, options.older_than)
    _refuse_at_work(runs, library)
    count = f"{len(runs)} run{'' if len(runs) == 1 else 's'}"
    what = f"{count} of «{options.name}»" if options.runs else f"«{options.name}», its recordings and {count}"
    used_by = () if options.runs or left else callers(options.name, library.names(), library.open)
    if used_by:
        named = ", ".join(f"«{name}»" for name in used_by)
        what += f", which {named} {'does' if len(used_by) == 1 else 'do'} and cannot run without"
    if left:
        what = f"what a recording left of «{options.name}»"
    if not options.yes and not _agreed(what, options.json):
        return ExitCode.STOPPED
    _refuse_at_work(runs, library)  # the answer may have taken a while
    remove_abandoned()
    secrets: tuple[str, ...] = ()
    if options.runs:
        library.delete_runs(runs)
    else:
        nobody = options.json or not sys.stdin.isatty()
        kept = KeptSecrets.asked_of(library.home, somebody=not nobody)
        secrets = forget_task(library, options.name, kept)
    also = f", and from the keyring its {_named(secrets)}" if secrets else ""
    message = f"Removed {what}{also}."
    if options.json:
        print_json({"status": "done", "message": message, "runs": len(runs)})
    else:
        print(message, flush=True)
    return ExitCode.DONE


def _named(secrets: tuple[str, ...]) -> str:
    return f"secret{'' if len(secrets) == 1 else 's'} {', '.join(f'«{name}»' for name in secrets)}"


def _keep_days(options: argparse.Namespace) -> int:
    """Sets how long runs and pictures that no task needs are kept, and removes those that are older."""
    from lam_desktop.cli.opening import library_of
    from lam_desktop.cli.output import print_json
    from lam_desktop.errors import ExitCode, UsageError
    from lam_desktop.execution.acting.clearing import keep_for, kept_too_long
    from lam_desktop.tasks.storage.retention import keep_days
    from lam_desktop.tasks.storage.shown_long_ago import count_told

    if options.name is not None or options.runs or options.older_than is not None:
        raise UsageError("--keep-days is for all tasks; leave the task, --runs and --older-than out.")
    days = _days(options.keep_days)
    library = library_of(options)
    if days is not None:
        runs, shown = older = kept_too_long(library, days)
        count = count_told(len(runs), shown)
        asked = f"{count} of more than {days:g} days ago"
        if (runs or shown) and not options.yes and not _agreed(asked, options.json):
            return ExitCode.STOPPED
        keep_for(library, days, older)
        message = f"Runs and what no task needs are kept for {days:g} days from now on; removed {count}."
    else:
        keep_days(library, None)
        message = "Runs and what no task needs are kept until somebody removes them."
    if options.json:
        print_json({"status": "done", "message": message})
    else:
        print(message, flush=True)
    return ExitCode.DONE


def _days(text: str) -> float | None:
    from lam_desktop.errors import UsageError

    if text == "none":
        return None
    try:
        days = float(text)
    except ValueError:
        days = 0.0
    if not 0 < days < MOST_DAYS:
        raise UsageError("--keep-days takes days, more than 0, or none.")
    return days


def _refuse_at_work(runs: list[Path], library: Library) -> None:
    """Raises UsageError where something is at work: on this display, or, by its journal, on another one."""
    from lam_desktop.errors import UsageError
    from lam_desktop.execution.machine.running import at_work
    from lam_desktop.execution.runs.history import is_going_on

    if at_work() or any(is_going_on(run, library.files) for run in runs):
        raise UsageError("A run or a recording is at work; end it first, with lam stop.")


def _agreed(what: str, as_json: bool) -> bool:
    from lam_desktop.errors import UsageError

    if as_json or not sys.stdin.isatty():
        raise UsageError(f"This removes {what} for good; say --yes if that is meant.")
    try:
        return answer_to(f"Remove {what} for good? [y/n] ").strip().casefold() in ("y", "yes")
    except EOFError:
        return False
