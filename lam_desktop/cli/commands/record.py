"""`lam record NAME`: records a task while a person does it."""

from __future__ import annotations

import argparse

SUMMARY = "record a task; ends by Ctrl+Alt+Esc, `lam stop`, SIGINT or SIGTERM"
EXAMPLE = "lam record orders --rows orders.csv:1"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to record."""
    parser.add_argument("name", help="a new task's name, in any script")
    parser.add_argument(
        "--rows",
        metavar="FILE[#SHEET][:N[-M]]",
        help="the spreadsheet, which sheet of a workbook, and which data row you are about to enter, or which"
        " rows one after the other",
    )
    parser.add_argument(
        "--instruction",
        metavar="SENTENCE",
        help="what you are about to do, in words; another one says it at a run",
    )
    parser.add_argument("--add", action="store_true", help="one more demonstration of a task that exists")
    parser.add_argument("--stop-key", default="ctrl+alt+esc", metavar="KEYS", help="the hot key that ends it")
    parser.add_argument(
        "--hide-key", default="ctrl+alt+h", metavar="KEYS", help="hides what you type until pressed again"
    )
    parser.add_argument(
        "--cover-key", default="ctrl+alt+b", metavar="KEYS",
        help="blacks out what stands under the pointer, in pictures of before too; again: all in between",
    )  # fmt: skip
    parser.add_argument(
        "--exclude", action="append", default=[], metavar="CLASS|TITLE",
        help="leave windows out by their class or title, beside password managers and what privacy.yaml says",
    )  # fmt: skip
    parser.add_argument(
        "--exclude-region", action="append", default=[], metavar="X,Y,W,H",
        help="leave a part of the screen out of every picture",
    )  # fmt: skip
    parser.add_argument(
        "--find-secrets", action=argparse.BooleanOptionalAction, default=True,
        help="where a secret was typed, then look whether the screen itself showed it, such as a code, and"
        " cover it, for some seconds (default); with --no-find-secrets it stays in the pictures in clear",
    )  # fmt: skip


def run(options: argparse.Namespace) -> int:
    """Records until stopped."""
    from lam_desktop.cli.opening import library_of
    from lam_desktop.cli.output import print_json
    from lam_desktop.errors import UsageError
    from lam_desktop.execution.shown.recording import LEFT_OUT, RecordRequest, record_task
    from lam_desktop.minds import ShippedMinds

    def started() -> None:
        print(f"recording {options.name}", flush=True)

    def say(sentence: str) -> None:
        if not options.json:
            print(sentence, flush=True)

    if options.rows is not None and options.instruction is not None:
        raise UsageError("A recording follows a table or an instruction: leave --rows or --instruction out.")
    request = RecordRequest(
        options.name, options.rows, options.add, options.stop_key, options.hide_key, options.cover_key,
        tuple(options.exclude), tuple(options.exclude_region), options.find_secrets,
        options.instruction,
    )  # fmt: skip
    saved = record_task(library_of(options), request, started, say, ShippedMinds().load_parser)
    if saved.left_out:
        say(f"{saved.left_out}{LEFT_OUT}")
    print(f"saved {saved.path} ({saved.steps} steps)", flush=True)
    if saved.note:
        say(saved.note)
    if options.json:
        print_json(
            {
                "status": "done",
                "task": saved.task,
                "path": str(saved.path),
                "steps": saved.steps,
                "note": saved.note,
                "left_out": saved.left_out,
                "sheet": saved.sheet,
            }
        )
    return 0
