"""`lam run NAME`: repeats a task."""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import contextlib
    from pathlib import Path

    from lam_desktop.execution.request import RunRequest
    from lam_desktop.tasks.storage.library import Library

SUMMARY = "repeat a task, once or for rows of a spreadsheet"
EXAMPLE = "lam run orders --rows orders.csv:2-40"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to run and how."""
    parser.add_argument("name", help="the task")
    parser.add_argument(
        "--rows",
        metavar="FILE[#SHEET][:N[-M]]",
        help="a spreadsheet (Excel or CSV), which sheet of a workbook (else the one that lay open when it was"
        " saved), and which of its data rows",
    )
    parser.add_argument(
        "--leave-out", metavar="N[,N-M]", default="", help="rows that are not done, such as 5,9-11"
    )
    parser.add_argument(
        "--odd", choices=("stop", "leave-out", "enter"),
        help="what becomes of rows that look odd, without a question: the run does not begin (default where"
        " nobody answers), does the others and ends with 3, or does them too",
    )  # fmt: skip
    parser.add_argument(
        "--set", metavar="NAME=VALUE", action="append", default=[], help="a value for every row, or a secret"
    )
    parser.add_argument(
        "--instruction", metavar="SENTENCE", help="says what to do, for a task that was recorded with one"
    )
    parser.add_argument(
        "--mode", choices=("ask", "watch", "auto"),
        help="ask where unsure (default at a terminal), show each action before it happens, or never wait for"
        " a person (default elsewhere)",
    )  # fmt: skip
    parser.add_argument("--steps", action="store_true", help="wait for you before each step, at a terminal")
    parser.add_argument("--policy", default="lam", help="lam (default), or a baseline to compare with")
    parser.add_argument(
        "--wait", type=float, metavar="SECONDS", help="how long to wait for a screen before asking"
    )
    parser.add_argument(
        "--keep-going", action="store_true", help="try the next row after one that did not end well"
    )
    only = parser.add_mutually_exclusive_group()
    only.add_argument("--dry-run", action="store_true", help="decide and draw everything, do nothing")
    only.add_argument(
        "--check", action="store_true",
        help="do nothing; tell what is not as it was recorded, and which steps would ask on this screen",
    )  # fmt: skip
    parser.add_argument(
        "--again",
        action="store_true",
        help="also enter rows that an earlier run has entered already, or whose lines the screen shows",
    )
    again = parser.add_mutually_exclusive_group()
    again.add_argument("--resume", action="store_true", help="go on with the last run where it broke off")
    again.add_argument(
        "--only-failed",
        metavar="RUN",
        help="do those rows of a run again that did not end well",
    )
    parser.add_argument(
        "--begun-row", choices=("skip", "repeat"),
        help="with these: what of a row that was begun, and may be stored already (else it asks)",
    )  # fmt: skip


def run(options: argparse.Namespace) -> int:
    """Runs it; the exit code says what came of it."""
    from lam_desktop.cli.choosing_rows import rows_to_do
    from lam_desktop.cli.instead import settle_instead
    from lam_desktop.cli.odd_rows import Ended, settled
    from lam_desktop.cli.opening import library_of
    from lam_desktop.cli.output import for_whoever_reads, print_end, print_json
    from lam_desktop.cli.run_told import as_json, places
    from lam_desktop.cli.settling import Settling
    from lam_desktop.cli.terminal import AtTerminal, NobodyThere, TerminalSupervisor
    from lam_desktop.errors import ExitCode, UsageError
    from lam_desktop.execution.request import RunRequest
    from lam_desktop.execution.run import run_task
    from lam_desktop.execution.runs.again import left_undone
    from lam_desktop.execution.runs.odd import odd_told, open_told
    from lam_desktop.minds import ShippedMinds
    from lam_desktop.tasks.once import is_part
    from lam_desktop.tasks.provenance.checked_parts import of_the_row
    from lam_desktop.tasks.storage.unsearched import told_unsearched
    from lam_desktop.tasks.texts.rows_argument import parse_row_numbers, parse_rows_argument

    again = options.resume or options.only_failed
    if options.begun_row and not again:
        raise UsageError("--begun-row goes with --resume or --only-failed; leave it out.")
    if options.rows and again:
        raise UsageError("--resume and --only-failed know the rows themselves; leave --rows out.")
    if options.leave_out and not options.rows:
        raise UsageError("--leave-out goes with --rows; leave it out.")
    if options.odd and not options.rows:
        raise UsageError("--odd goes with --rows; leave it out.")
    if options.check and again:
        raise UsageError("--check looks at the start of a task; leave --resume and --only-failed out.")
    if options.wait is not None and options.wait < 0:
        raise UsageError("--wait takes seconds, 0 or more.")
    nobody = options.json or not sys.stdin.isatty()
    mode = options.mode or ("auto" if nobody else "ask")
    request = RunRequest(
        task=options.name,
        rows=options.rows,
        values=_values(options),
        mode=mode,
        policy=options.policy,
        dry_run=options.dry_run,
        check=options.check,
        wait_s=options.wait,
        keep_going=options.keep_going,
        again=options.again or options.begun_row == "repeat",
        leave_out=parse_row_numbers(options.leave_out) if options.leave_out else (),
    )
    alone = nobody or mode == "auto"
    if options.steps and alone:
        raise UsageError("--steps waits for you before each step; start it at a terminal, not in mode auto.")
    library = library_of(options)
    shown = shown_in_memory(library, options.at_end)
    if nobody:
        supervisor = NobodyThere(quiet=options.json)
    else:
        supervisor = AtTerminal() if alone else TerminalSupervisor(options.steps, shown=shown)
    if options.rows:
        request = replace(request, rows=_with_its_sheet(options.rows, supervisor.say))
    unsearched = told_unsearched(options.name, library.folder(options.name), library.files)
    for sentence in unsearched:
        supervisor.say(sentence)
    if again:
        undone = left_undone(library, options.name, options.only_failed)
        checked = of_the_row(library.whole(options.name)) is not None
        by_check = checked and options.begun_row is None  # of what is done once it tells nothing
        doubtful = tuple(row for row in undone.unsure if is_part(row)) if by_check else undone.unsure
        rows = rows_to_do(replace(undone, unsure=doubtful), options, alone=alone)
        if rows is None:
            return ExitCode.ASKED
        if not rows:
            done = "all rows of that run are done" if undone.table else "that run was brought to its end"
            told = f"Nothing is left to do for the task «{options.name}»: {done}."
            if undone.open_rows:
                print_end("asked", f"{told} {open_told(undone.open_rows)}", as_json=options.json)
                return ExitCode.ASKED
            print_end("done", told, as_json=options.json)
            return ExitCode.DONE
        values = {**undone.values, **request.values}
        if changed := [name for name, text in undone.values.items() if values[name] != text]:
            name = changed[0]
            raise UsageError(f"That run had «{undone.values[name]}» as «{name}»; leave --set {name} out.")
        at_work = undone.begun if options.begun_row is None else None
        request = replace(
            request, rows=undone.table or None, only=rows, values=values,
            begun=undone.unsure if by_check else (), at_work=at_work, resumes=undone.run,
            before_rows=undone.before_rows, open_rows=undone.open_rows,
            recurring=tuple(row for row in undone.recurring if row in rows),
            said_done=tuple(row for row in undone.rows if row not in rows),
        )  # fmt: skip
    if options.rows:
        found = settled(library, request, options.odd, supervisor.say, alone=alone or options.check)
        if isinstance(found, Ended):
            if found.message:
                odd = odd_told(found.odd, found.left_out)
                print_end(found.status, found.message, as_json=options.json, odd=odd)
            return found.code
        request = found
    if request.acts and not again and not alone:
        _look_at(library, request.task, supervisor.say)
        if not settle_instead(library, request.task, supervisor.say):
            return ExitCode.STOPPED
    request = _with_secrets(library, request, supervisor.say, alone=alone)
    settling = Settling(supervisor.say, alone=alone, acts=request.acts, chosen=request.task)
    result = run_task(library, request, supervisor, ShippedMinds(), supervisor.say, settle=settling)
    with for_whoever_reads():
        if result.check is not None and not options.json:
            print("\n".join(result.check.lines()))
        if options.json:
            sheet = parse_rows_argument(request.rows).sheet if request.rows else ""
            odd = odd_told(request.odd, request.leave_out)
            told = {"sheet": sheet, "odd": odd, "doubts": settling.told, "unsearched": unsearched}
            print_json(as_json(result) | told)
        else:
            print("\n".join((result.message, *places(result, library))), flush=True)
    return result.exit_code


def _with_its_sheet(rows: str, say: Callable[[str], None]) -> str:
    """The rows with their sheet named, where a workbook has several; tells which it is where nobody said."""
    from lam_desktop.tasks.provenance.rows import read_rows
    from lam_desktop.tasks.texts.rows_argument import parse_rows_argument
    from lam_desktop.tasks.texts.workbooks import is_workbook

    argument = parse_rows_argument(rows)
    if not is_workbook(argument.path):
        return rows
    table = read_rows(argument.path, argument.sheet)
    for told in table.told(argument):
        say(told)
    return replace(argument, sheet=table.sheet).text


def shown_in_memory(library: Library, at_end: contextlib.ExitStack) -> Callable[[Path], Path]:
    """Makes of a sealed picture one in memory, which goes `at_end`; leaves others as they are."""
    from lam_desktop.errors import EnvironmentFault
    from lam_desktop.tasks.storage.memory import memory_folder

    places: list[Path] = []

    def shown(picture: Path) -> Path:
        if not library.files.encrypted:
            return picture
        try:
            if not places:
                places.append(memory_folder())
                at_end.callback(shutil.rmtree, places[0], ignore_errors=True)
            copy = places[0] / picture.name
            copy.write_bytes(library.files.read(picture))
        except (OSError, EnvironmentFault):
            return picture  # the question can be answered without it
        return copy

    return shown


def _look_at(library: Library, name: str, say: Callable[[str], None]) -> None:
    """Looks at the demonstrations of a task that nobody has looked at, where there are others that its steps
    may be: which secrets a run asks for depends on that."""
    from lam_desktop.execution.shown.demonstrations import check_recordings
    from lam_desktop.execution.shown.settled_whole import understood_whole
    from lam_desktop.minds import ShippedMinds

    task = library.open(name)
    if task.understood or library.names() == [name]:
        return
    check_recordings(task)  # before the models, which take seconds and may be missing
    say("Looking at the demonstration.")
    understood_whole(library, task, *ShippedMinds().load_parser())


def _with_secrets(
    library: Library, request: RunRequest, say: Callable[[str], None], *, alone: bool
) -> RunRequest:
    """The request with the secrets that it lacks: from the keyring, else from the person, if one is there."""
    from lam_desktop.cli.terminal import asked_secrets
    from lam_desktop.errors import EnvironmentFault
    from lam_desktop.execution.request import missing_secrets, with_kept_secrets
    from lam_desktop.tasks.storage.kept_secrets import KeptSecrets

    task = library.whole(request.task)
    try:
        kept = KeptSecrets.asked_of(library.home, somebody=not alone)
        request = with_kept_secrets(task, request, kept)
    except EnvironmentFault as fault:
        if alone:
            raise
        say(str(fault))
    if alone or not (missing := missing_secrets(task, request)):
        return request
    return replace(request, values={**request.values, **asked_secrets(missing)})


def _values(options: argparse.Namespace) -> dict[str, str]:
    from lam_desktop.errors import UsageError
    from lam_desktop.tasks.provenance.instructions import INSTRUCTION, row_of

    given = dict(_pair(text) for text in options.set)
    if options.instruction is None:
        return given
    beside = ("--rows", options.rows), ("--resume", options.resume), ("--only-failed", options.only_failed)
    if named := [name for name, value in beside if value]:
        raise UsageError(f"An instruction is done by itself: leave --instruction or {named[0]} out.")
    if INSTRUCTION in given:
        raise UsageError(f"--instruction and --set {INSTRUCTION} say the same: leave one out.")
    return given | row_of(options.instruction).cells


def _pair(text: str) -> tuple[str, str]:
    from lam_desktop.errors import UsageError

    name, equals, value = text.partition("=")
    if not equals or not name.strip():
        raise UsageError(f"«{text}» is no value; write --set NAME=VALUE.")
    return name.strip(), value
