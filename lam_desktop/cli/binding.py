"""`lam show NAME --bind FILE`: which columns the texts of a task come from, told, asked and kept."""

from __future__ import annotations

import argparse
import re
import sys
from typing import Any

from lam_desktop.cli.output import print_json
from lam_desktop.cli.prompts import answer_to
from lam_desktop.errors import ExitCode, UsageError
from lam_desktop.tasks.explaining.binding import Proposal, Proposed, bound_to, propose
from lam_desktop.tasks.explaining.describe import reading_in_words
from lam_desktop.tasks.provenance.captions import quoted
from lam_desktop.tasks.provenance.rows import RowTable, read_rows
from lam_desktop.tasks.task import Task
from lam_desktop.tasks.task_yaml import task_file
from lam_desktop.tasks.texts.rows_argument import parse_rows_argument

NOTHING = "Nothing of this task was found in the table, neither its texts nor the names of its fields."


def bind_rows(task: Task, options: argparse.Namespace) -> int:
    """Proposes, asks what is open, and keeps it in `task.yaml`; the exit code says what came of it."""
    alone = options.json or not sys.stdin.isatty()
    table, shown, unnamed = _table(options.bind)
    if unnamed and not options.json:
        print(unnamed, flush=True)
    proposal = propose(task, table, shown)
    if proposal.tied and not alone:
        shown = _asked_row(proposal)
        if shown is None:
            return ExitCode.STOPPED
        proposal = propose(task, table, shown)
    if not options.json:
        print("\n".join(_lines(proposal)), flush=True)
    chosen = _meant(options.meant, proposal)
    open_ones = [one for one in proposal.proposed if not one.sure and one.step not in chosen]
    if not alone and proposal.proposed:
        for one in open_ones:
            place = _asked(one)
            if place is None:
                return ExitCode.STOPPED
            chosen[one.step] = place
        open_ones = []
        if not (options.yes or _agreed()):
            print("Nothing was changed.", flush=True)
            return ExitCode.STOPPED
    told, code = _kept(task, proposal, chosen, open_ones, write=options.yes or not alone)
    if options.json:
        status = "done" if code is ExitCode.DONE else "asked"
        print_json({"status": status, "message": told, **_plain(proposal), "sheet": table.sheet})
    else:
        print(told, flush=True)
    return code


def _kept(
    task: Task, proposal: Proposal, chosen: dict[int, int], open_ones: list[Proposed], *, write: bool
) -> tuple[str, ExitCode]:
    """Keeps it where nothing is open; says what was done, or what is missing."""
    if proposal.tied:
        rows = ", ".join(map(str, proposal.tied))
        first = proposal.tied[0]
        return (
            f"Rows {rows} say the same as the recording: name the one that was shown, --bind FILE:{first}.",
            ExitCode.ASKED,
        )
    if not proposal.proposed:
        return NOTHING, ExitCode.ASKED
    if open_ones:
        steps = ", ".join(str(one.step) for one in open_ones)
        return f"Say which reading is meant: --meant STEP=N, for step {steps}.", ExitCode.ASKED
    if not write:
        return "Nothing is open; keep it with --yes.", ExitCode.DONE
    bound = bound_to(task, proposal, chosen)
    task_file.save(bound)
    return f"The task «{task.name}» follows {', '.join(bound.variables)} from now on.", ExitCode.DONE


def _table(text: str) -> tuple[RowTable, int | None, str]:
    """The table, the row that was shown, and what to know of the table.

    Row 0, which is no row of other commands: none was shown.
    """
    none = text.endswith(":0")
    argument = parse_rows_argument(text.removesuffix(":0") if none else text)
    table = read_rows(argument.path, argument.sheet)
    named = None if argument.first is None else table.demonstrated(argument).index
    return table, 0 if none else named, " ".join(table.told(argument))


def _meant(texts: list[str], proposal: Proposal) -> dict[int, int]:
    known = {one.step: len(one.meant) for one in proposal.proposed}
    found: dict[int, int] = {}
    for text in texts:
        match = re.fullmatch(r"\s*([0-9]{1,5})\s*=\s*([0-9]{1,3})\s*", text)
        if match is None or not 1 <= int(match[2]) <= known.get(int(match[1]), 0):
            raise UsageError(f"«{text}» names no reading of a proposed step; write --meant STEP=N as shown.")
        found[int(match[1])] = int(match[2]) - 1
    return found


def _asked_row(proposal: Proposal) -> int | None:
    rows = ", ".join(map(str, proposal.tied))
    while True:
        try:
            said = answer_to(
                f"Rows {rows} say the same as the recording. Which was shown? [0: none, s: stop] "
            )
        except EOFError:
            return None
        if said.strip().casefold() in ("s", "stop"):
            return None
        if said.strip().isascii() and said.strip().isdigit():
            row = int(said)
            if row == 0 or row in proposal.tied:
                return row


def _asked(one: Proposed) -> int | None:
    """The place of the reading that is meant; None where the person stops, or goes away."""
    while True:
        try:
            said = answer_to(f"Step {one.step}: which is meant? [1-{len(one.meant)}, s: stop] ").strip()
        except EOFError:
            return None
        if said.casefold() in ("s", "stop"):
            return None
        if said.isascii() and said.isdigit() and 1 <= int(said) <= len(one.meant):
            return int(said) - 1


def _agreed() -> bool:
    while True:
        try:
            said = answer_to("Keep this in the task? [y/n] ").strip().casefold()
        except EOFError:
            return False
        if said in ("y", "yes", "n", "no"):
            return said in ("y", "yes")


def _lines(proposal: Proposal) -> list[str]:
    row = proposal.row
    lines = [] if row is None else [f"Row {row.index} of {proposal.table} is the one that was shown."]
    for one in proposal.proposed:
        field = f" into {quoted(one.field)}" if one.field else ""
        lines += [f"Step {one.step}: {quoted(one.text)}{field}", f"     because {one.why}."]
        for number, meant in enumerate(one.meant, start=1):
            last = number == len(one.meant)
            says = ", ".join(
                f"row {index} {'has nothing for it' if text is None else f'says {quoted(text)}'}"
                for index, text in meant.examples
            )
            words = "stays as it is" if last else reading_in_words(meant.value)
            mark = "  (proposed)" if one.sure and number == 1 else ""
            lines.append(f"  {number}  {words}: {says}{mark}")
    if proposal.unused and proposal.proposed:
        lines.append(f"No step uses: {', '.join(proposal.unused)}.")
    return lines


def _plain(proposal: Proposal) -> dict[str, Any]:
    return {
        "table": proposal.table,
        "row": None if proposal.row is None else proposal.row.index,
        "rows_alike": list(proposal.tied),
        "proposed": [
            {
                "step": one.step, "caption": one.caption, "field": one.field, "text": one.text,
                "why": one.why, "sure": one.sure,
                "readings": [
                    {
                        "as": reading_in_words(meant.value), "columns": list(meant.value.columns),
                        "says": [{"row": row, "text": text} for row, text in meant.examples],
                    }
                    for meant in one.meant
                ],
            }
            for one in proposal.proposed
        ],
        "unused": list(proposal.unused),
    }  # fmt: skip
