"""`lam run NAME`: repeats a task."""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lam_desktop.execution.result import RunResult

SUMMARY = "repeat a task, once or for rows of a spreadsheet"
EXAMPLE = "lam run orders --rows orders.csv:2-40"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to run and how."""
    parser.add_argument("name", help="the task")
    parser.add_argument(
        "--rows", metavar="FILE[:N[-M]]", help="a spreadsheet (Excel or CSV), and which of its data rows"
    )
    parser.add_argument(
        "--set", metavar="NAME=VALUE", action="append", default=[], help="a value for every row, or a secret"
    )
    parser.add_argument(
        "--mode", choices=("ask", "watch", "auto"), default="ask",
        help="ask where unsure (default), show each action before it happens, or never wait for a person",
    )  # fmt: skip
    parser.add_argument("--policy", default="lam", help="lam (default), or a baseline to compare with")
    parser.add_argument(
        "--wait", type=float, metavar="SECONDS", help="how long to wait for a screen before asking"
    )
    parser.add_argument("--dry-run", action="store_true", help="decide and draw everything, do nothing")
    parser.add_argument("--resume", action="store_true", help="go on with a run that was cut short")


def run(options: argparse.Namespace) -> int:
    """Runs it; the exit code says what came of it."""
    from lam_desktop.cli.output import for_whoever_reads, print_json
    from lam_desktop.cli.terminal import NobodyThere, TerminalSupervisor, asked_secrets
    from lam_desktop.errors import UsageError
    from lam_desktop.execution.run import RunRequest, missing_secrets, run_task
    from lam_desktop.minds import ShippedMinds
    from lam_desktop.tasks.library import Library, default_home

    if options.resume:
        raise UsageError("Resuming is not there yet; run the remaining rows with --rows FILE:N-M.")
    if options.wait is not None and options.wait < 0:
        raise UsageError("--wait takes seconds, 0 or more.")
    request = RunRequest(
        task=options.name,
        rows=options.rows,
        values=dict(_pair(text) for text in options.set),
        mode=options.mode,
        policy=options.policy,
        dry_run=options.dry_run,
        wait_s=options.wait,
    )
    alone = options.json or options.mode == "auto" or not sys.stdin.isatty()
    supervisor = NobodyThere(quiet=options.json) if alone else TerminalSupervisor()
    library = Library(default_home())
    if not alone and (missing := missing_secrets(library.open(request.task), request)):
        request = replace(request, values={**request.values, **asked_secrets(missing)})
    result = run_task(library, request, supervisor, ShippedMinds(), supervisor.say)
    with for_whoever_reads():
        if options.json:
            print_json(_report(result))
        else:
            table = f"\nWhat came of each row is in {library.home / result.table}." if result.table else ""
            print(f"{result.message}{table}\nThe journal is in {library.home / result.run}.", flush=True)
    return result.exit_code


def _report(result: RunResult) -> dict[str, Any]:
    rows = [
        {
            "index": row.index, "status": row.status, "steps_done": row.steps_done, "asked": row.asked,
            "seconds": row.seconds, "ended": row.ended, "reason": row.reason,
        }
        for row in result.rows
    ]  # fmt: skip
    told = {"status": result.status, "message": result.message, "rows": rows, "run": result.run}
    return told | {"table": result.table}


def _pair(text: str) -> tuple[str, str]:
    from lam_desktop.errors import UsageError

    name, equals, value = text.partition("=")
    if not equals or not name.strip():
        raise UsageError(f"«{text}» is no value; write --set NAME=VALUE.")
    return name.strip(), value
