"""Asks at the terminal which rows a run leaves out: odd ones, those entered before, those that were begun."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence

from lam_desktop.cli.output import print_end
from lam_desktop.cli.prompts import answer_to
from lam_desktop.errors import UsageError
from lam_desktop.execution.runs.again import Undone
from lam_desktop.tasks.once import begun_told, is_part, row_told
from lam_desktop.tasks.provenance.oddities import WHOLE_COLUMN, Oddity

SHOWN = 20
"""Odd rows that are told before the run asks about them."""


def rows_left_out(
    odd: Sequence[Oddity], say: Callable[[str], None], *, alone: bool
) -> tuple[int, ...] | None:
    """Which of the odd rows the person leaves out; None where they stop. Where nobody is, all are done."""
    if not odd:
        return ()
    for one in odd[:SHOWN]:
        which = "A whole column" if one.row == WHOLE_COLUMN else f"Row {one.row}"
        say(f"{which} looks odd: {one.what}")
    if len(odd) > SHOWN:
        say(f"… and {len(odd) - SHOWN} more.")
    rows = tuple(dict.fromkeys(one.row for one in odd if one.row != WHOLE_COLUMN))
    asked = f"Leave {_these(rows)} out? [y: yes, n: do all rows, s: stop] " if rows else ""
    while not alone:
        try:
            said = answer_to(asked or "Do the rows all the same? [y: yes, s: stop] ").strip().casefold()
        except EOFError:
            return None
        if said in ("y", "yes"):
            return rows
        if said in ("n", "no"):
            return () if rows else None
        if said in ("s", "stop"):
            return None
    return ()


def told_before(entered: Sequence[Oddity]) -> str:
    """What ends a run that nobody watches, and that would enter rows twice."""
    rows = ",".join(str(one.row) for one in entered)
    first = f"Row {entered[0].row}: {entered[0].what}"
    more = f" So are {len(entered) - 1} others." if len(entered) > 1 else ""
    return f"{first}{more} Leave them out with --leave-out {rows}, or enter them once more with --again."


def rows_to_do(undone: Undone, options: argparse.Namespace, *, alone: bool) -> tuple[int, ...] | None:
    """The rows that a run goes on with; None where only a person could say, and nobody does.

    Of the row at which the run broke off, the screen may tell: the run itself looks.
    """
    each = "start it at a terminal (--mode ask), without --begun-row: it asks about each."
    several = len(undone.unsure) > 1 and any(map(is_part, undone.unsure))
    if several and options.begun_row is not None:
        told = " and ".join(begun_told(row) for row in undone.unsure)
        raise UsageError(f"One --begun-row cannot answer for {told}: {each}")
    left_out: set[int] = set()
    for row in undone.unsure:
        if options.begun_row is None and undone.begun is not None and undone.begun.row == row:
            continue
        question = f"{row_told(row)} was begun and may be stored already: look in the program."
        if is_part(row):
            what = begun_told(row)
            question = f"{what[0].upper()}{what[1:]} was begun and may be done already: look in the program."
        if options.begun_row is None and alone:
            answer = each if several else "say --begun-row skip, or --begun-row repeat."
            print_end("asked", f"{question} Then {answer}", as_json=options.json)
            return None
        stored = _is_stored(question) if options.begun_row is None else options.begun_row == "skip"
        if stored is None:
            return None
        if stored:
            left_out.add(row)
    return tuple(row for row in undone.rows if row not in left_out)


def _these(rows: Sequence[int]) -> str:
    return f"row {rows[0]}" if len(rows) == 1 else f"these {len(rows)} rows"


def _is_stored(question: str) -> bool | None:
    """What the person says; None where they go away."""
    while True:
        try:
            said = answer_to(f"{question} Is it stored there? [y/n] ").strip().casefold()
        except EOFError:
            return None
        if said in ("y", "yes", "n", "no"):
            return said in ("y", "yes")
